"""`interview score FILE.jsonl`: one JSON line out for each row in, whatever the rows are like."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Interview, Ran
from tests.coach.by_purpose import criterion, points
from tests.loopback import Behaviour, LoopbackServer, always

ASKED = "What decides how fast a query by primary key is?"
TEXT = (
    "The index is a balanced tree, so a lookup reads one page per level. Pages in memory cost no disk read."
)
GOOD = "The lookup walks down a balanced tree and reads a page on each level."


def row(answer: str | None = GOOD, **fields: Any) -> dict[str, Any]:
    return {"question": ASKED, "reference_answer": TEXT, "answer": answer, **fields}


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), "utf-8")
    return path


def lines(ran: Ran) -> list[Any]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_every_row_gets_a_line_with_exactly_the_promised_fields(interview: Interview, tmp_path: Path) -> None:
    ran = interview("score", written(tmp_path, row(), row(""), row("it is quick")), "--offline")
    assert ran.code == 0
    assert [set(line) for line in lines(ran)] == 3 * [
        {"score", "level", "found", "missing", "gates", "source"}
    ]
    assert [line["gates"] for line in lines(ran)] == [[], ["empty"], ["too_short"]]


def test_rows_may_come_by_a_pipe(interview: Interview) -> None:
    ran = interview("score", "-", "--offline", typed="\ufeff" + json.dumps(row()) + "\n\n")
    assert ran.code == 0
    assert len(lines(ran)) == 1


def test_a_bad_line_is_named_in_its_place_and_the_others_are_scored(
    interview: Interview, tmp_path: Path
) -> None:
    deep = "[" * 100_000
    ran = interview(
        "score", written(tmp_path, row(), "nonsense", "[1]", {"answer": "x"}, deep, row()), "--offline"
    )
    found = lines(ran)
    assert ran.code == 2
    assert [found[0]["source"], found[5]["source"]] == ["offline", "offline"]
    assert [line["line"] for line in found[1:5]] == [2, 3, 4, 5]
    assert found[1]["error"].startswith("not JSON")
    assert found[2]["error"] == "not a JSON object"
    assert found[3]["error"] == "needs reference_answer or key_points"
    assert "4 of 6 lines could not be read" in ran.err


def test_a_line_longer_than_a_megabyte_is_refused_and_the_next_one_read(
    interview: Interview, tmp_path: Path
) -> None:
    ran = interview("score", written(tmp_path, row("x" * 2_500_000), row()), "--offline")
    assert ran.code == 2
    assert lines(ran)[0] == {"line": 1, "error": "longer than 1 MB"}
    assert lines(ran)[1]["source"] == "offline"


def test_an_empty_file_says_so(interview: Interview, tmp_path: Path) -> None:
    ran = interview("score", written(tmp_path), "--offline")
    assert (ran.code, ran.out) == (0, "")
    assert "no rows" in ran.err


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_what_is_no_file_is_refused(interview: Interview, tmp_path: Path, name: str) -> None:
    ran = interview("score", tmp_path / name, "--offline")
    assert ran.code == 2
    assert name in ran.err or str(tmp_path) in ran.err


@pytest.mark.parametrize("arguments", [[], ["rows.jsonl", "--session", "last"]])
def test_one_thing_to_judge_must_be_named(interview: Interview, arguments: list[str]) -> None:
    ran = interview("score", *arguments, "--offline")
    assert ran.code == 2
    assert "a file of rows, or --session" in ran.err


def judged(request: dict[str, Any], n: int) -> Behaviour:
    text = json.dumps(request)
    if "expected points" in text and "made (true or false)" in text:
        return Behaviour(points("a balanced tree", ""))
    return Behaviour(criterion(4, "reads a page on each level"))


def test_a_model_judges_rows_over_http_in_their_order(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackServer(judged) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecret")
        path = written(tmp_path, row(), row(""), *(row() for _ in range(5)), "nonsense")
        ran = interview("score", path, "--model", "openai/test")
    found = lines(ran)
    assert [line.get("gates") for line in found] == [[], ["empty"], [], [], [], [], [], None]
    assert found[0]["source"] == "openai/test"
    assert found[0]["found"] == ["The index is a balanced tree, so a lookup reads one page per level."]
    assert 0.5 < found[0]["score"] < 1
    assert ran.code == 2


def test_a_provider_that_fails_leaves_rows_unscored_and_says_why(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackServer(always(Behaviour(status=401))) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecret")
        ran = interview("score", written(tmp_path, row()), "--model", "openai/test")
    assert ran.code == 3
    assert lines(ran)[0]["score"] is None
    assert lines(ran)[0]["why"]
    assert "sk-verysecret" not in ran.out + ran.err


def test_the_list_of_commands_and_the_command_say_the_same_of_it() -> None:
    from typer.main import get_command

    from interview_cli.cli.app import COMMANDS
    from interview_cli.cli.score import app

    told = get_command(app).help or ""
    for said in ("rows of a file", "answers of a session"):
        assert said in COMMANDS["score"][1]
        assert said in told
