"""`interview drill` and `interview remind`: weak questions come back, are asked, and go away again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from interview_cli.interview.session import Session
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview, Ran
from tests.documents import HOSTILE, question
from tests.loopback import Behaviour, LoopbackServer
from tests.practice import INDEXES, RETRIES, STORY, days_ago, held, turn

WEAK = "I would add more servers and hope that the problem goes away after a while, I think."
GOOD = (
    "The client sends an idempotency key with each payment. I claim that key with a unique constraint "
    "before the charge, because two workers may see the same request, and I return the stored result."
)
OFFLINE = ("--offline", "--max-follow-ups", "0")


@pytest.fixture
def store(tmp_path: Path) -> SessionStore:
    """The store the commands use, with nothing in it."""
    return SessionStore(tmp_path / "data")


@pytest.fixture
def filled(store: SessionStore) -> SessionStore:
    """Ada's weak answers: two due since days, one tomorrow; and one of Bob's, an older session."""
    store.create(held("bobs2222", days_ago(20), {RETRIES: 1}, candidate="Bob"))
    store.create(held("aaaa2222", days_ago(9), {RETRIES: 1}))
    store.create(held("bbbb2222", days_ago(4), {STORY: 2.5, INDEXES: 4}, role="sales_associate"))
    store.create(held("cccc2222", days_ago(0), {INDEXES: 1.5}))
    return store


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """An answer for every question, by id."""
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"be-retries": GOOD, "sal-story": GOOD, "be-indexes": WEAK}))
    return path


def session_of(ran: Ran) -> Session:
    return Session.model_validate_json(ran.out)


def asked(ran: Ran) -> list[str]:
    return [turn_.question.id for turn_ in session_of(ran).main_turns]


def listed(interview: Interview, *options: str) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in interview("drill", "list", "--json", *options).json["questions"]}


def test_without_any_session_it_says_how_the_drill_fills(interview: Interview, tmp_path: Path) -> None:
    for command in (("drill",), ("drill", "list"), ("drill", "--ahead", "--offline")):
        ran = interview(*command)
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.startswith("No question is in the drill. A question comes back when")
    assert interview("remind") == Ran(0, "", "")
    assert interview("drill", "--json").json == {
        "candidate": None,
        "due": 0,
        "in_drill": 0,
        "next_due": None,
    }
    assert not (tmp_path / "data").exists()


def test_an_interview_with_weak_answers_says_that_they_come_back(interview: Interview) -> None:
    start = ("session", "start", "--role", "backend_engineer", "--questions", "2", *OFFLINE, "--answers", "-")
    ran = interview(*start, typed=json.dumps([WEAK, WEAK]))
    assert ran.err.endswith("2 questions answered weakly will come back: interview drill\n")
    assert len(listed(interview)) == 2


def test_the_due_ones_are_asked_oldest_first_and_go_away_when_answered_well(
    interview: Interview, filled: SessionStore, answers: Path
) -> None:
    assert interview("remind").out == "2 questions are due; interview drill\n"
    ran = interview("drill", *OFFLINE, "--answers", answers, "--json")
    session = session_of(ran)
    assert ran.code == 0
    assert asked(ran) == ["be-retries", "sal-story"]
    assert (session.status, session.candidate.name, session.plan.type) == ("completed", "Ada", "drill")
    assert session.plan.role_name == "Several roles"
    assert ran.err.endswith("3 questions in the drill, none due; the next 2 tomorrow.\n")
    [row] = interview("history", "--type", "drill", "--json").json["sessions"]
    assert row["id"] == session.id
    assert interview("history", "show", session.id).code == 0


def test_when_nothing_is_due_it_says_when_and_ahead_asks_all_the_same(
    interview: Interview, store: SessionStore, answers: Path
) -> None:
    store.create(held("cccc2222", days_ago(0), {INDEXES: 1.5, RETRIES: 1}))
    assert interview("remind") == Ran(0, "", "")
    ran = interview("drill", *OFFLINE, "--answers", answers)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "Nothing is due: 2 questions in the drill, the next 2 tomorrow.\n"
        "Practise now all the same with: interview drill --ahead\n"
    )
    document = interview("drill", "--json").json
    assert (document["due"], document["in_drill"]) == (0, 2)
    assert document["next_due"] > days_ago(0).isoformat()
    assert asked(interview("drill", "--ahead", *OFFLINE, "--answers", answers, "--json")) == [
        "be-retries",
        "be-indexes",
    ]


def test_it_can_be_narrowed(interview: Interview, store: SessionStore, answers: Path) -> None:
    about = INDEXES.model_copy(update={"tags": ("databases",)})
    store.create(held("aaaa2222", days_ago(9), {RETRIES: 1, about: 1}))
    store.create(held("bbbb2222", days_ago(4), {STORY: 1}, role="sales_associate"))

    def drilled(*options: str) -> list[str]:
        return asked(interview("drill", *options, *OFFLINE, "--answers", "-", "--json", typed='["/quit"]'))

    assert drilled("--topic", "Databases") == ["be-indexes"]
    assert drilled("--role", "sales_associate") == ["sal-story"]
    assert drilled("--role", "Sales Associate") == ["sal-story"]
    assert drilled("--limit", "1") == ["be-indexes"]
    none = interview("drill", "--topic", "cooking")
    assert none.err == "None of 3 questions has the tag 'cooking'.\n"
    assert interview("drill", "--role", "nobody").err.startswith("No question of Ada is in the drill.")
    assert interview("drill", "--candidate", "Eve").err.startswith("No question of Eve is in the drill.")


def test_every_person_has_a_drill_and_the_newest_interview_says_who_is_meant(
    interview: Interview, filled: SessionStore, config_dir: Path
) -> None:
    assert interview("remind", "--json").json["candidate"] == "Ada"
    assert interview("remind", "--candidate", "bob").out == (
        "1 question is due; interview drill --candidate bob\n"
    )
    (config_dir / "config.yaml").write_text("candidate: Bob\n")
    assert interview("remind").out == "1 question is due; interview drill\n"
    assert listed(interview).keys() == {"be-retries"}
    assert listed(interview, "--candidate", "Ada").keys() == {"be-retries", "sal-story", "be-indexes"}


def test_answers_that_run_out_leave_a_drill_to_go_on_with(
    interview: Interview, filled: SessionStore, answers: Path
) -> None:
    ran = interview("drill", *OFFLINE, "--answers", "-", "--json", typed=json.dumps([GOOD]))
    assert ran.code == 6
    assert "The answers end before Q2 (sal-story)." in ran.err
    assert interview("remind").out == "1 question is due; interview drill\n", "what was answered counts"
    on = interview("session", "continue", "--answers", answers, "--json")
    assert (on.code, asked(on)) == (0, ["be-retries", "sal-story"])
    assert interview("remind").out == ""


def test_answers_by_id_are_asked_for_and_the_other_questions_stay_due(
    interview: Interview, filled: SessionStore
) -> None:
    typed = json.dumps({"sal-story": GOOD, "be-index-tradeoffs": GOOD})
    ran = interview("drill", *OFFLINE, "--answers", "-", "--json", typed=typed)
    assert (ran.code, asked(ran)) == (0, ["sal-story"])
    assert "note: stdin has no answer to 1 question, left for later." in ran.err
    assert interview("remind").out == "1 question is due; interview drill\n"

    none = interview("drill", *OFFLINE, "--answers", "-", typed=json.dumps({"be-lost-update": GOOD}))
    assert none.code == 2
    assert none.err.splitlines() == [
        "error: stdin answers no question that is asked here.",
        "hint: First to be asked: be-retries.",
    ]


def test_an_answer_is_set_beside_the_one_before_wherever_it_is_shown(
    interview: Interview, store: SessionStore, answers: Path
) -> None:
    first = interview(
        *("session", "start", "--role", "backend_engineer", "--questions", "1", *OFFLINE),
        *("--answers", "-", "--json"),
        typed=json.dumps([WEAK]),
    )
    (before,) = session_of(first).turns
    assert before.before is None
    typed = json.dumps([before.question.sample_answer])
    second = interview("drill", "--ahead", *OFFLINE, "--answers", "-", "--json", typed=typed)
    (after,) = session_of(second).turns
    assert after.before is not None
    assert after.before.session == session_of(first).id
    assert after.before.level == before.evaluation.level < after.evaluation.level
    assert after.before.added == [point.fact for point in after.evaluation.points if point.found]
    assert after.before.why_apart == ""
    count = len(after.before.added)

    shown = " ".join(interview("history", "show", "last").out.split())
    assert f" of 100; {count} added." in shown, shown
    assert "(new)" in shown
    markdown = interview("export", "last", "--format", "md").out
    assert f" of 100; {count} added." in markdown
    ended = interview("drill", "--ahead", *OFFLINE, "--answers", "-", typed=typed)
    assert "Against your attempts before:\n  Q1  " in ended.out
    assert " of 100, as now, since " in ended.out
    wordy = interview("drill", "--ahead", *OFFLINE, "--answers", "-", "--no-scores", typed=typed)
    assert "  Q1  as before, since " in wordy.out


def test_a_question_of_the_resume_comes_back_under_a_name_of_its_own(
    interview: Interview, store: SessionStore
) -> None:
    asked_about = [
        question("resume-1", "What was your own part in the billing service at Acme?", kind="behavioral"),
        question("resume-1", "What was your own part in the search service at Acme?", kind="behavioral"),
    ]
    for place, one in enumerate(asked_about):
        made = turn(1, one, 1, days_ago(5 - place))
        made.action = "resume"
        store.create(held(f"aaaa222{place + 2}", days_ago(5 - place), [made]))
    names = list(listed(interview))
    assert len(names) == 2
    assert all(name.startswith("resume-1-") for name in names)
    prepared = json.dumps(dict.fromkeys(names, GOOD))
    ran = interview("drill", *OFFLINE, "--answers", "-", "--json", typed=prepared)
    assert [turn_.question.text for turn_ in session_of(ran).turns] == [one.text for one in asked_about]
    assert "note: No question" not in ran.err
    assert set(listed(interview)) == set(names), "the same questions, tried again"
    assert {one["attempts"] for one in listed(interview).values()} == {2}


def test_a_drill_works_though_its_role_is_gone_and_judges_by_its_criteria_with_a_model(
    interview: Interview, store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(held("aaaa2222", days_ago(5), {RETRIES: 1}, role="no_such_role"))
    reply = '{"quotes": [], "level": 2, "reason": "Thin.", "next_level": "More.", "points": []}'
    with LoopbackServer(lambda request, n: Behaviour(text=reply)) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        ran = interview(
            *("drill", "--model", "openai/test", "--max-follow-ups", "0", "--answers", "-", "--json"),
            typed=json.dumps([GOOD]),
        )
    session = session_of(ran)
    assert (session.status, session.plan.role) == ("completed", "no_such_role")
    (turn_,) = session.turns
    assert turn_.evaluation.source == "openai/test"
    assert turn_.before.why_apart == "that one was judged by the offline coach, this one by openai/test"
    assert interview("score", "--session", session.id).code == 0


def test_a_question_can_be_put_away(interview: Interview, filled: SessionStore) -> None:
    ran = interview("drill", "remove", "sal")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Put away: sal-story.")
    assert "sal-story" not in listed(interview)
    assert interview("remind").out == "1 question is due; interview drill\n"
    unknown = interview("drill", "remove", "sal-story")
    assert (unknown.code, unknown.err.splitlines()[0]) == (
        4,
        "error: There is no question 'sal-story' in the drill.",
    )
    several = interview("drill", "remove", "be-")
    assert several.code == 2
    assert "2 questions begin with 'be-': be-retries, be-indexes." in several.err


def test_the_list_fits_eighty_columns_and_hostile_texts_drive_no_terminal(
    interview: Interview, filled: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = STORY.model_copy(update={"id": "hostile", "text": HOSTILE})
    filled.create(held("hhhh2222", days_ago(3), {hostile: 1}))
    monkeypatch.setenv("COLUMNS", "80")
    for command in (("drill", "list"), ("history", "trends")):
        ran = interview(*command)
        rows = [line for line in ran.out.splitlines() if "  " in line]
        assert rows
        assert all(len(line.rstrip()) <= 80 for line in rows)
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
    rows = interview("drill", "list").out.splitlines()
    assert rows[2].startswith("be-retries")
    assert rows[-1] == "4 questions in the drill, 3 due."


def test_a_session_that_was_damaged_costs_its_questions_and_no_more(
    interview: Interview, filled: SessionStore, tmp_path: Path, answers: Path
) -> None:
    (tmp_path / "data" / "sessions" / "aaaa2222" / "session.json").write_text("{")
    ran = interview("drill", *OFFLINE, "--answers", answers, "--json")
    assert ran.code == 0
    assert asked(ran) == ["sal-story"]
    assert "warning: questions of session aaaa2222 are left out: " in ran.err


def test_more_follow_ups_than_an_interview_takes_are_refused(
    interview: Interview, filled: SessionStore
) -> None:
    ran = interview("drill", "--offline", "--max-follow-ups", "4")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "error: 4 follow-ups per question cannot be planned.",
    )


def test_options_before_a_subcommand_are_refused(interview: Interview, filled: SessionStore) -> None:
    ran = interview("drill", "--role", "x", "list")
    assert ran.code == 2
    assert ran.err.startswith("error: Options of `drill` go after `list`.")


def test_a_drill_is_no_interview_to_measure_progress_by(
    interview: Interview, filled: SessionStore, answers: Path
) -> None:
    interview("drill", *OFFLINE, "--answers", answers)
    assert interview("history", "trends", "--json").json["groups"] == []
    assert interview("history", "--json").json["average"] is None


def test_trends_show_topics_and_best_attempts(interview: Interview, store: SessionStore) -> None:
    about = RETRIES.model_copy(update={"tags": ("payments", "reliability")})
    other = turn(1, about, 5, days_ago(2), source="openai/test")
    store.create(held("bbbb2222", days_ago(2), [other]))
    for place, level in enumerate([1, 4.5, 3]):
        store.create(held(f"aaaa222{place + 2}", days_ago(20 - place), {about: level}))
    store.create(held("cccc2222", days_ago(1), {INDEXES: 2}))

    document = interview("history", "trends", "--json").json
    [tried] = document["questions"]
    assert (tried["first_level"], tried["last_level"], tried["best_level"]) == (1, 3, 4.5)
    assert tried["best_session"] == "aaaa2223"
    assert [one["alike"] for one in tried["attempts"]] == [True, True, True, False]
    topics = {topic["topic"]: topic for topic in document["topics"]}
    assert topics.keys() == {"payments", "reliability", None}
    assert (topics["payments"]["questions"], topics["payments"]["due"]) == (1, 0)
    assert topics[None]["due"] == 1
    assert (topics["payments"]["first_level"], topics["payments"]["last_level"]) == (1, 3)
    assert 0 < topics["payments"]["recall"] < 1
    assert (topics[None]["compared"], topics[None]["first_level"]) == (0, None)

    shown = interview("history", "trends")
    assert "Ada: topics in the drill" in shown.out
    assert "be-retries      3     20    60    90  How do you keep" in shown.out
    assert "topics" not in interview("history", "trends", "--candidate", "Eve").out


@pytest.mark.parametrize("command", [("remind",), ("drill", "list")])
def test_looking_at_the_drill_loads_no_model_client_and_a_reminder_next_to_nothing(
    filled: SessionStore, tmp_path: Path, command: tuple[str, ...]
) -> None:
    arguments = [sys.executable, "-X", "importtime", "-m", "interview_cli"]
    arguments += ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "none.yaml"), *command]
    for _ in range(2):  # the first time the drill is made, the second time it is there
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    loaded = {line.rpartition("|")[2].strip() for line in lines}
    assert "interview_cli.store.drill" in loaded
    assert not {"litellm", "textual", "torch", "plotext", "interview_cli.interview.engine"} & loaded
    if command == ("remind",):
        assert not {"fsrs", "pydantic", "rich", "yaml", "filelock", "asyncio"} & loaded
