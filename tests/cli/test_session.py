"""`interview session`: from flags and prepared answers to a stored interview, and an exit code that tells."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from interview_cli import wiring
from interview_cli.cli.conduct import Manner, conduct
from interview_cli.errors import StorageError
from interview_cli.interview.scripted import Script, ScriptedAnswer
from interview_cli.interview.session import SCHEMA_VERSION, Session
from interview_cli.llm import fallback
from interview_cli.resume.document import JsonResume, Project, ResumeRecord
from interview_cli.wiring.opening import reopen_session
from tests.cli.conftest import Interview, Ran
from tests.documents import shows_score
from tests.loopback import Behaviour, LoopbackServer

FIRST = (
    "I insert an idempotency key under a unique constraint before I charge, because a client may send twice."
)
SECOND = "I moved our orders to a queue last year, and I cut the latency from nine to two seconds in a month."
ANSWERS = [FIRST, SECOND]
PLAN = ("--role", "backend_engineer", "--offline", "--questions", "2", "--max-follow-ups", "0")

Kept = Callable[..., Path]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Writes an answers file: text as it is, anything else as JSON."""

    def write(content: Any, name: str = "answers.json") -> Path:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return write


@pytest.fixture
def home(tmp_path: Path) -> wiring.Home:
    """The places that the `interview` fixture uses."""
    return wiring.open_home(tmp_path / "data", tmp_path / "config" / "config.yaml")


EXAMPLES = Path(__file__).parents[2] / "examples" / "answers"


@pytest.mark.parametrize("file", sorted(EXAMPLES.iterdir()), ids=lambda file: file.name)
def test_an_example_answers_every_question_of_its_role(interview: Interview, file: Path) -> None:
    ran = interview("session", "start", "--role", file.stem, "--offline", "--answers", file, "--json")

    assert ran.code == 0
    session = session_of(ran)
    assert session.status == "completed"
    assert all(turn.answer is not None for turn in session.main_turns)
    assert session.feedback is not None


def session_of(ran: Ran) -> Session:
    return Session.model_validate_json(ran.out)


def asked(ran: Ran) -> list[str]:
    return [turn.question.id for turn in session_of(ran).main_turns]


@contextmanager
def process(home: wiring.Home, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The real command, with pipes; it is killed at the end if it is still there."""
    command = [sys.executable, "-m", "interview_cli", "--data-dir", str(home.data_dir)]
    command += ["--config", str(home.config_file), *arguments]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = subprocess.Popen(command, text=True, env={**os.environ, **environment}, **streams)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def read_until(running: subprocess.Popen[str], wanted: str) -> None:
    """Read what the process says up to the line that holds `wanted`."""
    assert running.stderr is not None
    for line in running.stderr:
        if wanted in line:
            return
    raise AssertionError(f"it ended without saying {wanted!r}")


def write(running: subprocess.Popen[str], text: str) -> None:
    assert running.stdin is not None
    running.stdin.write(text)
    running.stdin.flush()


# ---------------------------------------------------------------------- prepared answers


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("answers.json", json.dumps(ANSWERS)),
        ("answers.yaml", yaml.safe_dump(ANSWERS)),
        ("answers.yaml", yaml.safe_dump([{"answer": text, "seconds": 60} for text in ANSWERS])),
        ("answers.txt", "\n---\n".join(ANSWERS) + "\n"),
        ("answers", yaml.safe_dump(ANSWERS)),
    ],
    ids=["json", "yaml", "yaml with seconds", "text", "yaml without a suffix"],
)
def test_an_interview_is_held_with_answers_from_a_file(
    interview: Interview, kept: Kept, name: str, text: str
) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept(text, name), "--json")
    session = session_of(ran)
    assert ran.code == 0
    assert session.status == "completed"
    assert [(turn.answer.text, turn.answer.source) for turn in session.turns] == [
        (FIRST, "file"),
        (SECOND, "file"),
    ]
    assert session.feedback.overall is not None


def test_answers_may_come_from_standard_input(interview: Interview) -> None:
    ran = interview("session", "start", *PLAN, "--answers", "-", "--json", typed="\n---\n".join(ANSWERS))
    assert ran.code == 0
    assert [turn.answer.text for turn in session_of(ran).turns] == ANSWERS


def test_answers_may_be_named_by_question(interview: Interview, kept: Kept) -> None:
    one, two = asked(interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--json"))
    ran = interview(
        "session", "start", *PLAN, "--answers", kept({two: SECOND, one: FIRST, "another": "-"}), "--json"
    )
    assert [turn.answer.text for turn in session_of(ran).turns] == ANSWERS


def test_json_is_all_there_is_on_standard_output_and_talk_goes_to_standard_error(
    interview: Interview, kept: Kept
) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--json")
    assert ran.json["schema_version"] == SCHEMA_VERSION
    assert ran.err == "model: the offline coach (scores are estimates); --offline was given.\n"


def test_without_json_the_feedback_is_printed_with_where_to_read_more(
    interview: Interview, kept: Kept
) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept(ANSWERS))
    [row] = interview("session", "list", "--all", "--json").json
    assert ran.out.lstrip().startswith("Overall: ")
    assert "Answered 2 of 2 questions" in ran.out
    assert f"interview history show {row['id']}" in ran.out


def test_scores_can_be_hidden(interview: Interview, kept: Kept) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--no-scores")
    assert ran.out.lstrip().startswith("Ready for a real interview at mid level? ")
    assert not shows_score(ran.out)


def test_going_on_tells_what_the_start_wished_for_unless_something_else_is_said(
    interview: Interview, kept: Kept
) -> None:
    begun = ("--no-scores", "--feedback", "each", "--show-sample")
    cut = interview("session", "start", *PLAN, "--answers", kept(ANSWERS[:1]), *begun)
    assert cut.code == 6
    ran = interview("session", "continue", "--answers", kept(ANSWERS))
    assert ran.code == 0
    assert not shows_score(ran.err + ran.out)
    assert "Q2, an answer to compare with:" in ran.err

    interview("session", "start", *PLAN, "--answers", kept(ANSWERS[:1]), *begun)
    assert shows_score(interview("session", "continue", "--answers", kept(ANSWERS), "--scores").out)

    interview("session", "start", *PLAN, "--answers", kept(ANSWERS[:1]), "--no-scores")
    whole = interview("session", "continue", "--answers", kept(ANSWERS), "--json")
    assert (whole.code, whole.json["shown"]["scores"]) == (0, False)


def test_a_setting_hides_scores_everywhere_they_are_read_and_a_flag_shows_them(
    interview: Interview, kept: Kept, config_dir: Path
) -> None:
    (config_dir / "config.yaml").write_text("scores: false\n")
    ran = interview("session", "start", *PLAN, "--answers", kept(ANSWERS))
    assert not shows_score(ran.out)
    for command in (
        ["history"],
        ["history", "show", "last"],
        ["export", "last"],
        ["session", "list", "--all"],
    ):
        assert not shows_score(interview(*command).out)
    assert shows_score(interview("history", "show", "last", "--scores").out)
    assert shows_score(interview("export", "last", "--scores").out)


def test_a_least_score_that_is_missed_keeps_its_number_hidden(interview: Interview, kept: Kept) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--min-score", "99", "--no-scores")
    assert ran.code == 1
    assert ran.err.endswith("Below --min-score 99.\n")


def test_the_whole_document_cannot_hide_its_scores(interview: Interview, kept: Kept) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--json", "--no-scores")
    assert ran.code == 2
    assert interview("session", "list", "--all", "--json").json == []


@pytest.mark.parametrize("when", ["each", "end"])
def test_prepared_answers_are_spoken_of_one_by_one_where_it_is_asked_for(
    interview: Interview, kept: Kept, when: str
) -> None:
    quiet = interview("session", "start", *PLAN, "--answers", kept(ANSWERS))
    assert "fix first" not in quiet.err
    told = interview(
        "session", "start", *PLAN, "--answers", kept(ANSWERS), "--feedback", when, "--show-sample"
    )
    assert told.err.count("an answer to compare with:") == 2
    assert told.err.count("fix first") == 2
    assert told.out.startswith("\nOverall: ")


def test_an_interview_ended_early_reports_honestly_on_what_there_was(
    interview: Interview, kept: Kept
) -> None:
    plan = ("--role", "backend_engineer", "--offline", "--questions", "8", "--max-follow-ups", "0")
    ran = interview("session", "start", *plan, "--answers", kept([FIRST, "/end"]))
    assert ran.code == 0
    assert "Too few answers to say." in ran.out
    assert "it takes at least 4, so 3 more." in ran.out
    assert "Q2 stayed open. The interview ended after 2 of 8 questions." in ran.out


def test_answers_that_say_nothing_get_no_recommendation_and_no_praise(
    interview: Interview, kept: Kept
) -> None:
    plan = ("--role", "backend_engineer", "--offline", "--questions", "5", "--max-follow-ups", "0")
    ran = interview("session", "start", *plan, "--answers", kept(["asdf hjkl qwer zxcv"] * 5))
    assert "Too few answers to say." in ran.out
    assert "No answer gives something to go by" in ran.out
    assert "What went well" not in ran.out


@pytest.mark.parametrize(
    ("environment", "settings", "line"),
    [
        (
            {},
            "",
            "the offline coach (scores are estimates); no provider's key is set and no Ollama is running.",
        ),
        (
            {"INTERVIEW_MODEL": "offline"},
            "",
            "the offline coach (scores are estimates); set in INTERVIEW_MODEL.",
        ),
        ({}, "model: offline", "the offline coach (scores are estimates); set in the settings."),
    ],
)
def test_the_first_line_says_who_leads_and_why(
    interview: Interview,
    kept: Kept,
    monkeypatch: pytest.MonkeyPatch,
    config_dir: Path,
    environment: dict[str, str],
    settings: str,
    line: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (config_dir / "config.yaml").write_text(settings, "utf-8")
    without = [part for part in PLAN if part != "--offline"]
    ran = interview("session", "start", *without, "--answers", kept(ANSWERS))
    assert ran.code == 0
    assert ran.err.splitlines()[0] == f"model: {line}"


def test_a_model_beside_offline_is_said_to_be_unused(interview: Interview, kept: Kept) -> None:
    ran = interview("session", "start", *PLAN, "--model", "openai/gpt-4o", "--answers", kept(ANSWERS))
    assert "--offline was given, and goes before --model openai/gpt-4o." in ran.err


def test_an_answers_file_may_end_or_leave_the_interview(interview: Interview, kept: Kept) -> None:
    ended = interview("session", "start", *PLAN, "--answers", kept([FIRST, "/end"]), "--json")
    assert (ended.code, ended.json["status"]) == (0, "completed")
    left = interview("session", "start", *PLAN, "--answers", kept([FIRST, "/quit"]), "--json")
    assert (left.code, left.json["status"]) == (6, "in_progress")
    assert "The answers end before Q2 (" in left.err


def test_who_settled_answers_by_plain_checks_gave_the_score(interview: Interview, kept: Kept) -> None:
    interview("session", "start", *PLAN, "--answers", kept(["hi", "no"]))
    [row] = interview("history", "--json").json["sessions"]
    assert (row["status"], row["scored_by"]) == ("completed", "offline")
    assert "Judged by  the offline coach" in interview("history", "show", "last").out


# ---------------------------------------------------------------------- exit codes


def test_a_score_under_the_one_that_was_asked_for_exits_with_1(interview: Interview, kept: Kept) -> None:
    low = interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--min-score", "99.5", "--json")
    assert low.code == 1
    assert low.json["status"] == "completed"
    assert "Below --min-score 99.5: " in low.err
    assert interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--min-score", "1").code == 0


def test_where_nothing_was_answered_no_score_was_reached(interview: Interview, kept: Kept) -> None:
    skipped = kept(["/skip", "/skip"])
    ran = interview("session", "start", *PLAN, "--answers", skipped, "--min-score", "0", "--json")
    assert ran.code == 1
    assert ran.json["status"] == "abandoned"
    assert ran.json["feedback"] is None
    report = interview("history", "show", "last").out
    assert "No overall score: nothing was answered." in report
    assert "Judged by  nobody\n" in "\n".join(line.rstrip() for line in report.splitlines())


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (("--role", "backend_enginer"), "backend_enginer", "backend_engineer"),
        ((), "No role was named", "interview roles list"),
        (("--role", "backend_engineer", "--focus", "apis-and-pies"), "no focus 'apis-and-pies'", "It has: "),
        (("--role", "backend_engineer", "--questions", "0"), "0 questions", "1 to 60"),
        (("--role", "backend_engineer", "--duration", "4"), "4 minutes", "5 to 120"),
        (("--role", "backend_engineer", "--max-follow-ups", "4"), "4 follow-ups", "0 to 3"),
        (("--role", "backend_engineer", "--level", "wizard"), "wizard", "--help"),
        (("--role", "backend_engineer", "--model", "openia/gpt"), "no model provider 'openia'", "openai/gpt"),
        (
            ("--role", "backend_engineer", "--model", "openai/gpt-4o"),
            "OPENAI_API_KEY is not set",
            "--offline",
        ),
        (("--plan", "no-such-plan.yaml"), "no-such-plan.yaml", ""),
        (
            ("--role", "backend_engineer", "--min-score", "nan"),
            "--min-score': nan is not a",
            "--help",
        ),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_one_line_and_a_hint_and_stores_nothing(
    interview: Interview, kept: Kept, arguments: tuple[str, ...], error: str, hint: str
) -> None:
    ran = interview("session", "start", *arguments, "--answers", kept(ANSWERS), "--json")
    assert ran.code == 2
    assert ran.out == ""
    told, advice = ran.err.splitlines()
    assert told.startswith("error: ")
    assert error in told
    assert advice.startswith("hint: ")
    assert hint in advice
    assert interview("session", "list", "--all", "--json").json == []


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("missing.yaml", None, "No such file"),
        ("broken.json", '["one", ', "not JSON"),
        ("broken.yaml", "- [one\n", "broken.yaml:"),
        ("empty.txt", " \n", "holds no answers"),
        ("wrong.yaml", "- {answr: one}\n", "answer 1: answr: is not known here"),
        ("folder", b"", "holds no recordings"),
        ("latin.txt", "Größe".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_file_of_answers_that_cannot_be_read_says_why(
    interview: Interview, tmp_path: Path, name: str, content: str | bytes | None, error: str
) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = interview("session", "start", *PLAN, "--answers", path)
    assert ran.code == 2
    told, advice = ran.err.splitlines()[-2:]
    assert str(path) in told
    assert error in told
    assert advice.startswith("hint: ")
    assert interview("session", "list", "--all", "--json").json == []


def test_a_plan_for_a_role_that_is_not_here_stores_nothing(interview: Interview, kept: Kept) -> None:
    ran = interview("plan", "new", "--role", "backend_engineer", "--questions", "1")
    plan = kept(ran.out.replace("role: backend_engineer", "role: backend_enginer"), "plan.yaml")
    ran = interview("session", "start", "--plan", plan, "--offline", "--answers", kept(ANSWERS))
    assert ran.code == 2
    assert "backend_engineer" in ran.err.splitlines()[-1]
    assert interview("session", "list", "--all", "--json").json == []


def test_a_plan_that_was_saved_is_held_as_it_was_planned(interview: Interview, kept: Kept) -> None:
    plan = interview("plan", "new", "--role", "sales_associate", "--questions", "1", "--seed", "7").out
    ran = interview(
        "session",
        "start",
        "--plan",
        kept(plan, "plan.yaml"),
        "--offline",
        "--answers",
        kept([FIRST]),
        "--json",
    )
    session = session_of(ran)
    assert (session.plan.role, session.plan.seed, len(session.main_turns)) == ("sales_associate", 7, 1)


def test_when_no_provider_answers_and_no_fallback_is_wanted_the_run_exits_with_3(
    interview: Interview, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fallback, "_FIRST_BACKOFF", 0.01)
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:9/v1")
    without = [part for part in PLAN if part != "--offline"]
    ran = interview(
        "session", "start", *without, "--model", "openai/test", "--no-fallback", "--answers", kept(ANSWERS)
    )
    assert ran.code == 3
    told, advice = ran.err.splitlines()[-2:]
    assert told.startswith("error: openai/test cannot be reached")
    assert advice == "hint: The session is kept; go on with: interview session continue"
    [row] = interview("session", "list", "--json").json
    assert row["answered"] == 1


@pytest.mark.parametrize(
    "arguments", [("continue", "nosuch"), ("continue",), ("start", *PLAN, "--resume", "nosuch")]
)
def test_what_is_not_stored_exits_with_4(
    interview: Interview, kept: Kept, arguments: tuple[str, ...]
) -> None:
    ran = interview("session", *arguments, "--answers", kept(ANSWERS))
    assert ran.code == 4
    assert ran.err.splitlines()[-2].startswith("error: ")
    assert ran.err.splitlines()[-1].startswith("hint: ")


def test_when_answers_run_out_the_session_is_kept_and_finished_later(
    interview: Interview, kept: Kept
) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept([FIRST]), "--json")
    session = session_of(ran)
    waiting = session.open_turn
    assert ran.code == 6
    assert session.status == "in_progress"
    assert f"The answers end before Q2 ({waiting.question.id})." in ran.err
    assert f"interview session continue {session.id}" in ran.err

    later = interview("session", "continue", session.id[:6], "--answers", kept(ANSWERS), "--json")
    finished = session_of(later)
    assert later.code == 0
    assert later.err.startswith(
        "model: the offline coach (scores are estimates); as the session was started."
    )
    assert finished.id == session.id
    assert finished.status == "completed"
    assert finished.turns[0] == session.turns[0]
    assert finished.turns[1].question == waiting.question
    assert finished.turns[1].answer.text == SECOND


def test_going_on_with_what_has_ended_says_where_to_look(interview: Interview, kept: Kept) -> None:
    done = session_of(interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--json"))
    ran = interview("session", "continue", done.id, "--answers", kept(ANSWERS))
    assert ran.code == 2
    assert ran.err.splitlines() == [
        f"error: Session {done.id} is completed.",
        f"hint: Look at it with: interview history show {done.id}",
    ]


def test_without_an_id_the_newest_open_session_goes_on(interview: Interview, kept: Kept) -> None:
    older, newer = (
        session_of(interview("session", "start", *PLAN, "--answers", kept([FIRST]), "--json")) for _ in "ab"
    )
    ran = interview("session", "continue", "--answers", kept(ANSWERS), "--json")
    assert session_of(ran).id == newer.id
    assert [row["id"] for row in interview("session", "list", "--json").json] == [older.id]


def test_an_answer_of_too_many_words_stops_the_run_and_is_not_lost(interview: Interview, kept: Kept) -> None:
    long = "word " * 2001
    ran = interview("session", "start", *PLAN, "--answers", kept([long, SECOND]), "--json")
    assert ran.code == 6
    assert "The answer to Q1 has 2001 words; the most is 2000: shorten it. It is kept as a draft." in ran.err
    assert session_of(ran).turns[0].draft == long.strip()
    later = interview("session", "continue", "--answers", kept(ANSWERS), "--json")
    assert later.code == 0
    assert [turn.answer.text for turn in session_of(later).turns] == ANSWERS


def test_an_answer_without_a_space_in_it_may_be_as_long_as_any_other(
    interview: Interview, kept: Kept
) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept(["1;" * 100_000, SECOND]))
    assert ran.code == 6
    assert "The answer to Q1 has 6666 words; the most is 2000" in ran.err


def test_a_question_id_cannot_pass_for_a_line_of_the_program(interview: Interview, kept: Kept) -> None:
    ran = interview("session", "start", *PLAN, "--answers", kept({"x\nerror: all is well": FIRST}))
    assert "has the id x error: all is well." in ran.err
    assert "\nerror" not in ran.err


def test_ctrl_c_while_a_model_is_waited_for_keeps_the_session_at_its_question(
    interview: Interview, home: wiring.Home, kept: Kept
) -> None:
    without = [part for part in PLAN if part != "--offline"]
    arguments = ("session", "start", *without, "--model", "openai/test", "--answers", str(kept(ANSWERS)))
    came = threading.Event()

    def stall(request: dict[str, Any], number: int) -> Behaviour:
        came.set()
        return Behaviour(delay=60)

    with (
        LoopbackServer(stall) as server,
        process(home, *arguments, OPENAI_API_BASE=server.url, OPENAI_API_KEY="x") as running,
    ):
        assert came.wait(30)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert "Interrupted. All is kept but the line you were typing." in err
    [row] = interview("session", "list", "--json").json
    assert f"interview session continue {row['id']}" in err

    later = session_of(interview("session", "continue", "--offline", "--answers", kept(ANSWERS), "--json"))
    assert later.status == "completed"
    assert [turn.answer.text for turn in later.turns] == ANSWERS


def test_ctrl_c_at_the_prompt_of_a_pipe_keeps_the_session_at_its_question(
    interview: Interview, home: wiring.Home, kept: Kept
) -> None:
    with process(home, "session", "start", *PLAN, "--json") as running:
        read_until(running, "Q1 (1 of 2)")
        write(running, f"{FIRST}\n\n")
        read_until(running, "Q2 (2 of 2)")
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert out == ""
    assert "Interrupted." in err
    assert "Traceback" not in err
    [row] = interview("session", "list", "--json").json
    stored = wiring.open_sessions(home).load(row["id"])
    assert stored.turns[0].answer.text == FIRST
    later = session_of(interview("session", "continue", "--answers", kept(ANSWERS), "--json"))
    assert later.turns[1].question == stored.open_turn.question
    assert later.turns[1].answer.text == SECOND


def test_a_session_that_another_process_holds_is_left_alone(
    interview: Interview, home: wiring.Home, kept: Kept
) -> None:
    with process(home, "session", "start", *PLAN) as running:
        read_until(running, "Q1 (1 of 2)")
        ran = interview("session", "continue", "--answers", kept(ANSWERS))
        [row] = interview("session", "list", "--json").json
        write(running, f"{FIRST}\n\n{SECOND}\n\n")
        assert running.wait(timeout=30) == 0
    assert ran.code == 5
    assert ran.err.splitlines()[-2:] == [
        f"error: The session {row['id']} is open in another process.",
        "hint: Finish it there, or close that program.",
    ]
    stored = wiring.open_sessions(home).load(row["id"])
    assert [turn.answer.text for turn in stored.turns] == ANSWERS


def test_what_another_process_saved_since_the_session_was_loaded_is_not_overwritten(
    interview: Interview, home: wiring.Home, kept: Kept
) -> None:
    interview("session", "start", *PLAN, "--answers", kept([FIRST]))
    opened = reopen_session(home, None, print, offline=True)
    elsewhere = interview("session", "continue", "--answers", kept(ANSWERS), "--json")
    manner = Manner(feedback=None, fallback=True, min_score=None, scores=True, as_json=True)
    with pytest.raises(StorageError, match="changed by another process"):
        conduct(opened, Script(in_order=[ScriptedAnswer(answer="Something else.")]), manner)
    assert wiring.open_sessions(home).load(opened.session.id) == session_of(elsewhere)


# ---------------------------------------------------------------------- the choice of questions


def test_the_same_seed_asks_the_same_questions_whatever_was_asked_before(
    interview: Interview, kept: Kept
) -> None:
    many = ("session", "start", *PLAN[:3], "--questions", "4", "--max-follow-ups", "0", "--json")
    answers = kept([FIRST] * 4)
    once, again = (asked(interview(*many, "--seed", "5", "--answers", answers)) for _ in "ab")
    assert once == again
    others = [asked(interview(*many, "--seed", str(seed), "--answers", answers)) for seed in (6, 7, 8)]
    assert any(other != once for other in others)


def test_prepared_answers_meet_the_same_questions_without_a_seed(interview: Interview, kept: Kept) -> None:
    runs = [
        session_of(interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--json")) for _ in "abc"
    ]
    assert {run.plan.seed for run in runs} == {0}
    assert {run.plan.adaptive for run in runs} == {False}
    assert len({tuple(turn.question.id for turn in run.turns) for run in runs}) == 1


def test_at_a_prompt_what_was_asked_before_comes_later(interview: Interview) -> None:
    typed = f"{FIRST}\n\n{SECOND}\n\n"
    first, second = (
        session_of(interview("session", "start", *PLAN, "--seed", "1", "--json", typed=typed)) for _ in "ab"
    )
    assert first.status == second.status == "completed"
    before, now = ({turn.question.id for turn in run.turns} for run in (first, second))
    assert not before & now


def test_at_a_prompt_the_seed_is_drawn(interview: Interview) -> None:
    runs = [session_of(interview("session", "start", *PLAN, "--json")) for _ in "abc"]
    assert len({run.plan.seed for run in runs}) == 3
    assert {run.plan.adaptive for run in runs} == {True}


# ---------------------------------------------------------------------- who, and with which resume


def keep_resume(home: wiring.Home) -> None:
    wiring.open_resumes(home).save(
        ResumeRecord(
            name="ada",
            file_name="ada.pdf",
            ingested_at=datetime(2026, 1, 2, tzinfo=UTC),
            text="Ledger: a double-entry service.",
            resume=JsonResume(projects=[Project(name="Ledger")]),
            suggested_level="senior",
        )
    )


def test_the_history_is_kept_under_the_name_that_was_given(interview: Interview, kept: Kept) -> None:
    ran = interview("session", "start", *PLAN, "--candidate", "Grace", "--answers", kept(ANSWERS), "--json")
    assert session_of(ran).candidate.name == "Grace"
    nobody = interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--json")
    assert session_of(nobody).candidate.name == "me"


def test_a_resume_gives_the_name_the_level_and_questions_of_its_own(
    interview: Interview, home: wiring.Home, kept: Kept
) -> None:
    keep_resume(home)
    ran = interview(
        "session",
        "start",
        *PLAN[:3],
        "--type",
        "technical",
        "--questions",
        "3",
        "--max-follow-ups",
        "0",
        "--resume",
        "ada",
        "--answers",
        kept([*ANSWERS, FIRST]),
        "--json",
    )
    session = session_of(ran)
    assert (session.candidate.name, session.candidate.resume) == ("ada", "ada")
    assert session.plan.level == "senior"
    assert [turn.label for turn in session.turns] == ["Q1", "Resume Q", "Q2"]
    assert "Ledger" in session.turns[1].question.text


def test_a_session_goes_on_without_a_resume_that_was_removed_meanwhile(
    interview: Interview, home: wiring.Home, kept: Kept
) -> None:
    keep_resume(home)
    interview("session", "start", *PLAN, "--resume", "ada", "--answers", kept([FIRST]))
    wiring.open_resumes(home).remove("ada")
    ran = interview("session", "continue", "--answers", kept(ANSWERS), "--json")
    assert ran.code == 0
    assert "The resume ada is gone; going on without it." in ran.err


# ---------------------------------------------------------------------- listing, and the prompt


def test_only_sessions_that_can_be_continued_are_listed_unless_all_are_wanted(
    interview: Interview, kept: Kept
) -> None:
    assert "No interview is open" in interview("session", "list").err
    done = session_of(interview("session", "start", *PLAN, "--answers", kept(ANSWERS), "--json"))
    left = session_of(interview("session", "start", *PLAN, "--answers", kept([FIRST]), "--json"))
    assert [row["id"] for row in interview("session", "list", "--json").json] == [left.id]
    assert [row["id"] for row in interview("session", "list", "--all", "--json").json] == [left.id, done.id]
    table = interview("session", "list", "--all").out
    assert left.id[:4] in table
    assert "1/2" in table
    assert "in progress" in table
    assert "completed" in table


@pytest.mark.parametrize("when", ["each", "end"])
def test_feedback_comes_after_each_answer_or_at_the_end(interview: Interview, when: str) -> None:
    ran = interview("session", "start", *PLAN, "--feedback", when, typed=f"{FIRST}\n\n{SECOND}\n\n")
    assert ran.code == 0
    assert ran.err.count("(offline estimate)") == 2
    first, asked_next = ran.err.index("Q1: "), ran.err.index("Q2 (2 of 2)")
    assert (first < asked_next) is (when == "each")
    assert "Overall: " in ran.out
