"""`interview batch run`: rows in, lines out in the same order, and every session stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interview_cli.interview.session import Session
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview, Ran

EXAMPLES = Path(__file__).parents[2] / "examples"
SHORT = {"role": "backend_engineer", "persona": "weak", "questions": 1, "max_follow_ups": 0}
# A role that there is not, a resume that was never stored, and answers that end too soon.
UNKNOWN_ROLE = {**SHORT, "role": "lion_tamer"}
NO_RESUME = {**SHORT, "resume": "nobody"}
TOO_FEW = {"role": "backend_engineer", "questions": 3, "answers": ["I would measure it first."]}


@pytest.fixture
def batch(interview: Interview, tmp_path: Path) -> Any:
    """Runs rows as JSON lines, offline; the file is `rows.jsonl` beside the data."""

    def run(rows: list[dict[str, Any]] | None, *arguments: str | Path) -> tuple[Ran, list[dict[str, Any]]]:
        path = tmp_path / "rows.jsonl"
        if rows is not None:
            path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
        ran = interview("batch", "run", path, "--offline", *arguments)
        return ran, lines(ran)

    return run


def lines(ran: Ran) -> list[dict[str, Any]]:
    """The lines of stdout, each of which must be an object."""
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert all(isinstance(line, dict) for line in found)
    return found


def stored(tmp_path: Path) -> SessionStore:
    return SessionStore(tmp_path / "data")


def test_the_example_comes_out_in_its_order_with_every_session_stored(interview: Interview, tmp_path: Path):
    ran = interview("batch", "run", EXAMPLES / "batch" / "ten.yaml", "--offline", "--jobs", "2")
    assert ran.code == 0, ran.err
    assert ran.err == "10 of 10 rows complete.\n"
    results = lines(ran)
    assert [line["row"] for line in results] == list(range(1, 11))
    assert [line["id"] for line in results][:3] == ["strong", "medium", "weak"]
    assert {line["status"] for line in results} == {"completed"}
    overall = {line["id"]: line["overall"] for line in results}
    assert overall["strong"] > overall["medium"] > overall["weak"]

    listed = {row["id"]: row for row in interview("history", "--json").json["sessions"]}
    assert set(listed) == {line["session"] for line in results}
    by_id = {line["id"]: listed[line["session"]]["candidate"] for line in results}
    assert by_id["strong"] == "simulated strong"
    assert by_id["other-language"] == "simulated off-language"
    assert not by_id["from-a-file"].startswith("simulated")
    assert len(stored(tmp_path).listed()) == 10, "the index has them without another look at the files"


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
def test_the_other_examples_run_too(interview: Interview, name: str):
    ran = interview("batch", "run", EXAMPLES / "batch" / name, "--offline", "--jobs", "1")
    assert ran.code == 0, ran.out
    assert {line["status"] for line in lines(ran)} == {"completed"}


def test_a_row_that_is_wrong_has_a_line_that_says_so_and_stops_nothing(interview: Interview, tmp_path: Path):
    path = tmp_path / "rows.yaml"
    path.write_text(
        """\
defaults: {role: backend_engineer, questions: 1}
rows:
  - {id: fine, persona: weak}
  - {id: nobody answers}
  - {id: typo, persona: stong}
  - {id: unknown, persona: weak, levle: mid, duration: 500}
"""
    )
    ran = interview("batch", "run", path, "--offline")
    fine, nobody, typo, unknown = lines(ran)
    assert ran.code == 2
    assert (fine["status"], fine["code"], fine["error"]) == ("completed", 0, "")
    assert nobody["error"] == f"{path}:4: row: needs answers or a persona"
    assert (nobody["status"], nobody["code"], nobody["id"]) == ("failed", 2, "nobody answers")
    assert typo["error"] == "There is no persona 'stong'."
    assert "Did you mean strong?" in typo["hint"]
    assert unknown["error"].startswith(f"{path}:6: duration: ")
    assert unknown["error"].endswith("; levle: is not known here")
    assert ran.err.endswith("1 of 4 rows complete, 3 failed.\n")


@pytest.mark.parametrize(
    ("rows", "codes", "worst"),
    [
        ([SHORT, SHORT], [0, 0], 0),
        ([SHORT, TOO_FEW], [0, 6], 6),
        ([TOO_FEW, NO_RESUME, SHORT], [6, 4, 0], 4),
        ([UNKNOWN_ROLE, NO_RESUME, TOO_FEW], [2, 4, 6], 2),
    ],
)
def test_the_exit_code_is_that_of_the_worst_row(batch: Any, rows: list[Any], codes: list[int], worst: int):
    ran, results = batch(rows)
    assert [line["code"] for line in results] == codes
    assert all(bool(line["error"]) == bool(line["code"]) for line in results)
    assert ran.code == worst


def test_a_row_whose_answers_run_out_can_be_continued_by_its_person(
    batch: Any, interview: Interview, tmp_path: Path
):
    ran, [line] = batch([TOO_FEW])
    assert (ran.code, line["status"]) == (6, "stopped")
    assert line["error"].startswith("The answers end before Q2 (")
    assert line["hint"] == f"Go on with it: interview session continue {line['session']}"
    assert ran.err == "0 of 1 rows complete, 1 not finished.\n"
    assert stored(tmp_path).load(line["session"]).status == "in_progress"
    (tmp_path / "more.json").write_text(json.dumps(["I would measure it first."] * 3))
    assert interview("session", "continue", line["session"], "--answers", tmp_path / "more.json").code == 0


def test_an_answer_longer_than_the_limit_stops_its_row_alone(batch: Any):
    long = {"role": "backend_engineer", "questions": 1, "answers": ["word " * 2001]}
    ran, (stopped, fine) = batch([long, SHORT])
    assert ran.code == 6
    assert (stopped["status"], fine["status"]) == ("stopped", "completed")
    assert stopped["error"] == "The answer to Q1 has 2001 words; the most is 2000."


def test_documents_puts_the_whole_session_into_its_line(batch: Any, tmp_path: Path):
    _, results = batch([SHORT, UNKNOWN_ROLE], "--documents")
    session = Session.model_validate(results[0]["document"])
    assert session == stored(tmp_path).load(results[0]["session"])
    assert results[1]["document"] is None
    _, plain = batch([SHORT])
    assert "document" not in plain[0]


def test_what_a_row_names_lies_beside_the_file(interview: Interview, tmp_path: Path):
    folder = tmp_path / "deep" / "batch"
    folder.mkdir(parents=True)
    assert interview("resume", "ingest", EXAMPLES / "resume.md", "--name", "ada", "--offline").code == 0
    (folder / "cv.md").write_text((EXAMPLES / "resume.md").read_text("utf-8"), "utf-8")
    (folder / "job.md").write_text((EXAMPLES / "jobs" / "backend.md").read_text("utf-8"), "utf-8")
    (folder / "answers.txt").write_text("I would measure it first.\n---\n/skip\n", "utf-8")
    plan = interview("plan", "new", "--role", "sales_associate", "--questions", "2")
    (folder / "plan.yaml").write_text(plan.out, "utf-8")
    rows = [
        {**SHORT, "resume": "ada"},
        {**SHORT, "resume": "cv.md"},
        {**SHORT, "job": "job.md", "questions": 3},
        {"plan": "plan.yaml", "answers": "answers.txt", "candidate": "Robin"},
        {**SHORT, "job": "nowhere.md"},
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    ran = interview("batch", "run", folder / "rows.jsonl", "--offline", "--documents", "--jobs", "1")
    by_name, by_file, for_job, planned, missing = lines(ran)
    assert by_name["document"]["candidate"]["resume"] == "ada"
    assert by_file["document"]["candidate"]["resume"]
    assert for_job["document"]["job"] is not None
    assert (planned["role"], planned["candidate"], planned["skipped"]) == ("sales_associate", "Robin", 1)
    assert (missing["code"], missing["status"]) == (2, "failed")
    assert "nowhere.md" in missing["error"]


def test_rows_come_from_stdin_with_a_mark_of_utf_8_or_without(interview: Interview):
    typed = json.dumps({**SHORT, "candidate": "Zoë"}, ensure_ascii=False)
    for text in (typed, f"\ufeff{typed}\n"):
        ran = interview("batch", "run", "-", "--offline", typed=text)
        assert [line["candidate"] for line in lines(ran)] == ["Zoë"]
    ran = interview("batch", "run", "-", "--offline", typed=b'{"role": "\xff"}')
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: stdin: not UTF-8 text.")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("rows.yaml", b"role: backend_engineer\n", "rows.yaml:1: role: is not known here"),
        ("rows.yaml", b"rows: [\n", "rows.yaml:2: "),
        ("rows.csv", b'role,persona\n"a', "rows.csv:2: not CSV"),
        ("rows.jsonl", b"", "holds no rows"),
        ("rows.jsonl", b"\xff\xfe", "not UTF-8 text"),
        (None, b"", "No such file"),
    ],
)
def test_a_file_that_is_no_batch_is_one_error(
    interview: Interview, tmp_path: Path, name: str | None, content: bytes, told: str
):
    if name:
        (tmp_path / name).write_bytes(content)
    ran = interview("batch", "run", tmp_path / (name or "nowhere.yaml"), "--offline")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "hint: " in ran.err
    assert len(ran.err.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--continue"], "was not run here before"),
        (["--send-keys"], "--send-keys is for a cluster"),
        (["--limit", "openai"], "is no limit"),
        (["--limit", "opnai=2"], "no model provider 'opnai'"),
        (["--model", "openai/gpt-4o-mini"], "Leave out one of them"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_what_was_asked_for_wrongly_is_told_before_anything_is_held(
    batch: Any, tmp_path: Path, arguments: list[str], told: str
):
    ran, results = batch([SHORT], *arguments)
    assert (ran.code, results) == (2, [])
    assert told in ran.err
    assert not (tmp_path / "data" / "sessions").exists()


def test_going_on_holds_only_what_is_missing_or_was_changed(batch: Any, tmp_path: Path):
    ran, first = batch([SHORT, UNKNOWN_ROLE, TOO_FEW, SHORT], "--jobs", "1")
    assert ran.code == 2
    ran, again = batch(
        [SHORT, SHORT, TOO_FEW, {**SHORT, "questions": 2}], "--continue", "--documents", "--jobs", "1"
    )
    assert ran.code == 6
    assert [line["row"] for line in again] == [1, 2, 3, 4]
    assert {key: again[0][key] for key in first[0]} == first[0], "what is done is told as it was"
    assert again[0]["document"]["id"] == first[0]["session"], "with its session, where these are wanted"
    assert again[1]["status"] == "completed"
    assert again[2]["session"] == first[2]["session"], "an unfinished row keeps its session"
    assert again[3]["session"] != first[3]["session"]
    assert {row["id"] for row in stored(tmp_path).rows()} == {
        line["session"] for line in [*first, *again] if line["session"]
    }


def test_going_on_with_a_batch_that_is_done_holds_nothing(batch: Any, tmp_path: Path):
    _, first = batch([SHORT, SHORT])
    stored(tmp_path).remove(first[0]["session"])
    ran, again = batch(None, "--continue", "--documents")
    assert ran.code == 0
    assert [line["session"] for line in again] == [line["session"] for line in first]
    assert [line["document"] is None for line in again] == [True, False], "one was removed meanwhile"


def test_a_new_run_of_the_same_file_is_new_sessions(batch: Any, tmp_path: Path):
    _, first = batch([SHORT])
    _, second = batch(None)
    assert first[0]["session"] != second[0]["session"]
    assert first[0]["overall"] == second[0]["overall"], "the questions are those of the row's seed"
    assert len(stored(tmp_path).rows()) == 2


def test_a_line_of_another_version_is_a_row_to_be_held_again(batch: Any, tmp_path: Path):
    _, first = batch([SHORT])
    [path] = (tmp_path / "data" / "batch").glob("*.jsonl")
    path.write_text(path.read_text().replace('"overall":', '"grade":'))
    ran, again = batch(None, "--continue")
    assert ran.code == 0
    assert again[0]["session"] == first[0]["session"]
    assert again[0]["overall"] == first[0]["overall"]
    assert len(stored(tmp_path).rows()) == 1


def test_who_leads_rows_that_name_nobody_is_told_where_no_flag_says_so(interview: Interview, tmp_path: Path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(SHORT))
    ran = interview("batch", "run", path)
    assert ran.code == 0
    assert ran.err.startswith("model: the offline coach (scores are estimates); no provider's key is set")
    path.write_text(json.dumps({**SHORT, "offline": True}))
    assert interview("batch", "run", path).err == "1 of 1 rows complete.\n"
