"""Plans that are sent out, reports that come back, and candidates side by side."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from interview_cli.interview.session import Session
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview, Ran
from tests.documents import every_kind_of_turn, plain_session

JOB = "examples/jobs/backend.md"
FIELDS = ("--field", "Full name=Ada Lovelace", "--field", "e-mail=ada@example.org")
NAMES = {"Ada": "Ada Lovelace", "Bob": "Bob Babbage"}
ANSWERS = {
    "Ada": ["I insert an idempotency key under a unique constraint first, because a client may retry."] * 3,
    "Bob": ["I do not know.", "It depends.", "We talked about it."],
}


@pytest.fixture
def plan(interview: Interview, tmp_path: Path) -> Path:
    """A plan of three fixed questions that asks candidates for two things."""
    path = tmp_path / "plan.yaml"
    arguments = ("--role", "backend_engineer", "--job-description", JOB, "--questions", "3", "--fixed")
    asks = ("--field", "Full name", "--field", "E-mail", "--max-follow-ups", "0", "--strict-time")
    ran = interview("plan", "new", *arguments, *asks, "--seed", "4", "--output", path)
    assert ran.code == 0
    assert "It holds key points and sample answers" in ran.err
    return path


def hold(interview: Interview, plan: Path, tmp_path: Path, who: str, *fields: str) -> Ran:
    answers = tmp_path / f"{who}-answers.json"
    answers.write_text(json.dumps(ANSWERS[who]), "utf-8")
    start = ("session", "start", "--plan", plan, "--offline", "--candidate", who, "--answers", answers)
    return interview(*start, *fields, "--json")


def report(interview: Interview, plan: Path, tmp_path: Path, who: str, form: str = "html") -> Path:
    """What a candidate sends back."""
    said = ("--field", f"Full name={NAMES[who]}", "--field", f"e-mail={who.lower()}@example.org")
    assert hold(interview, plan, tmp_path, who, *said).code == 0
    path = tmp_path / f"{who}.{form}"
    assert interview("export", "last", "--candidate", who, "--format", form, "--output", path).code == 0
    return path


def test_everybody_is_asked_the_same_questions_about_the_same_job(
    interview: Interview, plan: Path, tmp_path: Path
) -> None:
    held = [Session.model_validate(hold(interview, plan, tmp_path, who, *FIELDS).json) for who in ANSWERS]

    asked = [[turn.question for turn in session.turns] for session in held]
    assert asked[0] == asked[1]
    assert len(asked[0]) == 3
    assert {session.job.title for session in held if session.job} == {
        "Senior Backend Engineer (Payments and Orders)"
    }
    assert held[0].candidate.fields == {"Full name": "Ada Lovelace", "E-mail": "ada@example.org"}


def test_fewer_questions_than_were_wished_for_are_told(interview: Interview, tmp_path: Path) -> None:
    wish = ("--role", "backend_engineer", "--fixed", "--questions", "60")
    ran = interview("plan", "new", *wish, "--output", tmp_path / "p.yaml")
    assert ran.code == 0
    assert re.search(r"note: Backend Engineer has \d+ questions for such a plan, not 60\.", ran.err)


def test_a_plan_needs_no_role_where_it_is_held(interview: Interview, plan: Path, tmp_path: Path) -> None:
    text = plan.read_text("utf-8").replace("role: backend_engineer", "role: payments_engineer")
    plan.write_text(text, "utf-8")

    assert hold(interview, plan, tmp_path, "Ada", *FIELDS).json["plan"]["role"] == "payments_engineer"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ((), "The plan asks you for: Full name, E-mail."),
        (("--field", "Full name=Ada"), "The plan asks you for: E-mail."),
        (("--field", "Full name= ", "--field", "E-mail=x"), "The plan asks you for: Full name."),
        ((*FIELDS, "--field", "Age=36"), "The plan does not ask for Age."),
        (("--field", "Ada"), "is no NAME=VALUE"),
    ],
)
def test_what_the_plan_asks_for_has_to_be_said(
    interview: Interview, plan: Path, tmp_path: Path, fields: tuple[str, ...], says: str
) -> None:
    ran = hold(interview, plan, tmp_path, "Ada", *fields)

    assert (ran.code, says in ran.err) == (2, True)
    assert not SessionStore(tmp_path / "data").rows()


@pytest.mark.parametrize("form", ["html", "json"])
def test_plan_and_report_belong_together(interview: Interview, plan: Path, tmp_path: Path, form: str) -> None:
    ran = interview("plan", "verify", plan, report(interview, plan, tmp_path, "Ada", form))

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "Plan and report belong together."
    assert all(line.startswith("ok ") for line in ran.out.splitlines()[:-1])


def test_a_page_changed_where_people_read_it_is_told(
    interview: Interview, plan: Path, tmp_path: Path
) -> None:
    back = report(interview, plan, tmp_path, "Ada")
    page = back.read_bytes()
    # As some mail programs change line ends.
    back.write_bytes(page.replace(b"\n", b"\r\n"))
    assert interview("plan", "verify", plan, back).code == 0

    assert b"Overall: " in page
    back.write_bytes(page.replace(b"Overall: ", b"Overall: 9", 1))
    ran = interview("plan", "verify", plan, back)
    assert (ran.code, "NO What the page shows was changed since." in ran.out) == (1, True)


def test_who_asked_is_told_of_this_interview_alone(interview: Interview, plan: Path, tmp_path: Path) -> None:
    report(interview, plan, tmp_path, "Ada")
    text = report(interview, plan, tmp_path, "Ada", "md").read_text("utf-8")

    assert "earlier interviews" not in text
    assert "Before, on" not in text
    assert "| Full name |" not in text
    assert "ada@example.org" in text
    whole = interview("export", "last", "--candidate", "Ada", "--format", "md", "--earlier").out
    assert "Compared with earlier interviews" in whole


def test_a_candidate_is_called_as_they_said(interview: Interview, plan: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(ANSWERS["Ada"]), "utf-8")
    start = ("session", "start", "--plan", plan, "--offline", "--answers", answers, "--json")

    assert interview(*start, *FIELDS).json["candidate"]["name"] == "Ada Lovelace"


def test_judging_again_does_not_part_them(interview: Interview, plan: Path, tmp_path: Path) -> None:
    back = report(interview, plan, tmp_path, "Ada", "json")
    session = json.loads(back.read_text("utf-8"))["id"]
    interview("score", "--session", session, "--again", "--offline")
    assert interview("history", "rate", session, "Q1", "--level", "4").code == 0

    assert interview("plan", "verify", plan, session).code == 0


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("under a unique constraint", "under a lock", "changed after the interview ended"),
        ("Ada Lovelace", "Ida Lovelace", "changed after the interview ended"),
        ('"max_follow_ups": 0', '"max_follow_ups": 3', "otherwise than the plan says: the limits"),
        ('"source": "offline"', '"source": "openai/gpt-4.1"', "Scores, or what they rest on, were changed"),
    ],
)
def test_what_was_changed_in_a_report_shows(
    interview: Interview, plan: Path, tmp_path: Path, before: str, after: str, says: str
) -> None:
    back = report(interview, plan, tmp_path, "Ada", "json")
    text = back.read_text("utf-8")
    assert before in text
    back.write_text(text.replace(before, after), "utf-8")
    ran = interview("plan", "verify", plan, back)

    assert ran.code == 1
    assert says in " ".join(ran.out.split())
    assert interview("plan", "verify", plan, back, "--json").json["belongs"] is False


def test_another_plan_is_told_from_the_one_that_was_sent(
    interview: Interview, plan: Path, tmp_path: Path
) -> None:
    back = report(interview, plan, tmp_path, "Ada")
    plan.write_text(plan.read_text("utf-8").replace("minutes: 30", "minutes: 60"), "utf-8")
    ran = interview("plan", "verify", plan, back)

    assert ran.code == 1
    assert "from another plan" in ran.out


def test_candidates_stand_side_by_side(interview: Interview, plan: Path, tmp_path: Path) -> None:
    files = [report(interview, plan, tmp_path, who) for who in ANSWERS]
    found: dict[str, Any] = interview("report", "compare", *files, "--json").json

    assert [one["name"] for one in found["candidates"]] == list(NAMES.values())
    assert len(found["questions"]) == 3
    assert all(len(one["levels"]) == 2 for one in found["questions"])
    assert found["notes"] == []

    hidden = interview("report", "compare", *files, "--json", "--anonymous").json
    assert [one["name"] for one in hidden["candidates"]] == ["Candidate 1", "Candidate 2"]
    assert hidden["notes"] == []

    text = interview("report", "compare", *files)
    assert text.code == 0
    for words in ("Ada", "Bob", "Overall", "What to ask again", "1. "):
        assert words in text.out


@pytest.mark.parametrize("form", ["md", "html", "csv"])
def test_the_comparison_is_written_in_each_format(
    interview: Interview, plan: Path, tmp_path: Path, form: str
) -> None:
    files = [report(interview, plan, tmp_path, who) for who in ANSWERS]
    target = tmp_path / f"all.{form}"
    assert interview("report", "compare", *files, "--format", form, "--output", target).code == 0
    text = target.read_text("utf-8")
    assert "Ada" in text
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert {"part", "row", *NAMES.values()} == set(rows[0])

    hidden = interview("report", "compare", *files, "--format", form, "--anonymous").out
    assert "Ada" not in hidden
    assert "Candidate 2" in hidden


def test_what_does_not_compare_is_said(interview: Interview, tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "data")
    store.create(every_kind_of_turn())
    store.create(plain_session("aaaa111111"))
    found = interview("report", "compare", "k3fa", "aaaa", "--json").json

    assert any("not asked the same questions" in note for note in found["notes"])
    assert any("judged by different judges" in note for note in found["notes"])
    assert interview("report", "compare", "k3fa").code == 2
    assert interview("report", "compare", "k3fa", "k3fa").code == 2
    assert interview("report", "compare", "k3fa", "zzzz").code == 4


class TestImport:
    @pytest.fixture
    def exported(self, interview: Interview, tmp_path: Path) -> Path:
        """A session that was exported and removed."""
        SessionStore(tmp_path / "data").create(every_kind_of_turn())
        path = tmp_path / "one.json"
        assert interview("export", "last", "--format", "json", "--output", path).code == 0
        assert interview("history", "remove", "k3fa", "--yes").code == 0
        return path

    def test_it_is_here_again_as_it_was(self, interview: Interview, exported: Path, tmp_path: Path) -> None:
        assert "Imported 1 session: k3fabcdefg." in interview("history", "import", exported).err
        assert SessionStore(tmp_path / "data").load("k3fabcdefg") == every_kind_of_turn()
        assert "Already here: 1 session: k3fabcdefg." in interview("history", "import", exported).err

    def test_another_session_of_that_id_is_replaced_only_when_that_is_said(
        self, interview: Interview, exported: Path, tmp_path: Path
    ) -> None:
        other = plain_session("k3fabcdefg")
        SessionStore(tmp_path / "data").create(other)
        assert interview("history", "import", exported).code == 2
        assert SessionStore(tmp_path / "data").load("k3fabcdefg") == other
        assert interview("history", "import", exported, "--replace").code == 0
        assert SessionStore(tmp_path / "data").load("k3fabcdefg") == every_kind_of_turn()
        assert [row["overall"] for row in interview("history", "--json").json["sessions"]] == [58.4]

    def test_all_sessions_go_from_one_machine_to_another(self, interview: Interview, tmp_path: Path) -> None:
        store = SessionStore(tmp_path / "data")
        for number in range(5):
            store.create(plain_session(f"aaaa{number}", days=number))
        before = interview("history", "--json").json
        path = tmp_path / "all.jsonl"
        assert interview("export", "--all", "--format", "json", "--output", path).code == 0
        interview("history", "erase", "--yes")

        assert "Imported 5 sessions" in interview("history", "import", path).err
        assert interview("history", "--json").json == before

    def test_a_document_of_an_older_version_is_brought_up(
        self, interview: Interview, exported: Path, tmp_path: Path
    ) -> None:
        document = json.loads(exported.read_text("utf-8"))
        for name in ("seal", "redact"):
            del document[name]
        document["schema_version"] = 3
        exported.write_text(json.dumps(document), "utf-8")

        assert interview("history", "import", exported).code == 0
        assert SessionStore(tmp_path / "data").load("k3fabcdefg") == every_kind_of_turn()

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"id": "../../../etc/passwd"}, "whose id is none"),
            ({"id": "last"}, "whose id is none"),
            ({"schema_version": 99}, "written by a newer interview"),
            ({"schema_version": "4"}, "has no schema version"),
            ({"turns": [{"id": "../x"}]}, "holds no session that can be read"),
            ({"status": "\x1b[2J"}, "holds no session that can be read"),
            ({"surprise": 1}, "holds no session that can be read"),
        ],
    )
    def test_what_is_no_session_is_refused_and_nothing_is_stored(
        self, interview: Interview, exported: Path, tmp_path: Path, change: dict[str, Any], says: str
    ) -> None:
        document = json.loads(exported.read_text("utf-8")) | change
        exported.write_text(json.dumps(document), "utf-8")
        ran = interview("history", "import", exported)

        assert (ran.code, says in ran.err) == (2, True)
        assert "\x1b" not in ran.err
        assert not list((tmp_path / "data" / "sessions").iterdir())

    def test_one_bad_session_among_many_stores_none(
        self, interview: Interview, exported: Path, tmp_path: Path
    ) -> None:
        good = json.loads(exported.read_text("utf-8"))
        exported.write_text(f"{json.dumps(good)}\n{json.dumps(good | {'id': '..'})}\n", "utf-8")

        assert interview("history", "import", exported).code == 2
        assert not list((tmp_path / "data" / "sessions").iterdir())

    def test_names_that_lead_out_of_the_folder_are_dropped(
        self, interview: Interview, exported: Path, tmp_path: Path
    ) -> None:
        secret = tmp_path / "secret.wav"
        secret.write_bytes(b"RIFF secret")
        document = json.loads(exported.read_text("utf-8"))
        document["turns"][0]["answer"]["takes"] = [
            {"file": str(secret), "seconds": 1, "ended": "file"},
            {"file": "../../../secret.wav", "seconds": 1},
            {"file": "t1-1.wav", "seconds": 1},
        ]
        document["candidate"]["resume"] = "../../secret"
        exported.write_text(json.dumps(document), "utf-8")
        interview("history", "import", exported)
        stored = SessionStore(tmp_path / "data").load("k3fabcdefg")

        assert stored.turns[0].answer is not None
        assert [take.file for take in stored.turns[0].answer.takes] == ["", "", "t1-1.wav"]
        assert stored.candidate.resume is None
        assert "secret" not in interview("export", "last", "--format", "html", "--audio", "embed").out


def test_all_sessions_are_one_table_for_a_spreadsheet(interview: Interview, tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "data")
    store.create(every_kind_of_turn())
    store.create(plain_session("aaaa111111", days=1, candidate="=cmd()"))
    rows = list(csv.DictReader(io.StringIO(interview("export", "--all", "--format", "csv").out)))
    assert {row["session"] for row in rows} == {"k3fabcdefg", "aaaa111111"}
    assert {row["candidate"] for row in rows} == {"Ada Lovelace", "'=cmd()"}

    hidden = list(
        csv.DictReader(io.StringIO(interview("export", "--all", "--format", "csv", "--anonymous").out))
    )
    assert {row["candidate"] for row in hidden} == {"Candidate 1", "Candidate 2"}
    assert interview("export", "--all", "--format", "pdf").code == 2
    assert interview("export", "k3fa", "--all", "--format", "csv").code == 2
