"""Cases from JSON lines and tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import ContentError, UsageError
from interview_cli.regress.case import Case, JudgeCase, NextStepCase, PromptCase, ResumeCase
from interview_cli.regress.case_files import read_cases

FOUR = '{"id": "a"}\n\n{"id": "b"}\n{"id": "c", "guard": true}\n'


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.ndjson"])
def test_each_line_is_a_case_and_empty_lines_are_passed_over(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, FOUR)
    placed, raw = read_cases(path, PromptCase)
    assert [(place, case.id, case.guard) for place, case in placed] == [
        (f"{path}:1", "a", False),
        (f"{path}:3", "b", False),
        (f"{path}:4", "c", True),
    ]
    assert raw == FOUR.encode()


def test_line_separators_within_a_text_end_no_line(tmp_path: Path) -> None:
    path = written(
        tmp_path, "cases.jsonl", '{"id": "a", "text": "one\u2028two\x85three"}\n{"id": "b", "text": "x"}\n'
    )
    placed, _ = read_cases(path, ResumeCase)
    assert [case.model_dump()["text"] for _, case in placed] == ["one\u2028two\x85three", "x"]


def test_a_table_has_a_column_for_each_field_and_a_dot_for_what_is_within(tmp_path: Path) -> None:
    table = (
        "\ufeffid,role,question,answer,guard,minutes_spent,expect.action,expect.level,expect.band\r\n"
        'a,backend_engineer,q1,"one, and\r\n""two""",true,4.5,follow_up,,"[1, 2.5]"\r\n'
        "b,backend_engineer,q1,,,,,3,\r\n"
    )
    path = written(
        tmp_path, "cases.csv", table.replace("b,backend_engineer,q1,,", "b,backend_engineer,q1,x,")
    )
    [(first, a), (second, b)] = read_cases(path, NextStepCase)[0]
    assert isinstance(a, NextStepCase)
    assert (a.answer, a.guard, a.minutes_spent) == ('one, and\n"two"', True, 4.5)
    assert a.expect == {"action": "follow_up", "band": [1, 2.5]}
    assert (b.guard, b.expect) == (False, {"level": 3})
    assert (first, second) == (f"{path}:3", f"{path}:4")


def test_a_question_may_be_written_out_over_columns(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "cases.csv",
        "id,question.text,question.sample_answer,answer\na,Why do you ask so?,Because.,x\n",
    )
    [(_, case)] = read_cases(path, JudgeCase)[0]
    assert isinstance(case, JudgeCase)
    assert case.question is not None
    assert case.question.text == "Why do you ask so?"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "text", "place", "said"),
    [
        ("c.jsonl", FOUR + "{nope\n", ":5", "not JSON"),
        ("c.jsonl", FOUR + '{"id": "e", "guard": "perhaps"}', ":5", "guard: must be true or false"),
        ("c.jsonl", FOUR + '{"id": "e", "gaurd": true}', ":5", "gaurd: is not known here"),
        ("c.jsonl", FOUR + "[1]\n", ":5", "case: must be made of"),
        ("c.jsonl", FOUR + "[" * 100_000, ":5", "not JSON"),
        ("c.csv", "id,guard\na,true\nb,false,5\n", ":3", "more cells than headings"),
        ("c.csv", 'id,group\na,"x\ny"\nb,c,5\n', ":4", "more cells than headings"),
        ("c.csv", "id,guard\na,perhaps\n", ":2", "guard: must be true or false"),
        ("c.csv", "id,group\na,'x'\n,y\n", ":3", "id: is missing"),
        ("c.csv", "id,expect,expect.a\na,5,6\n", ":2", "expect stands in two columns"),
        ("c.csv", "id,expect.a,expect\na,5,6\n", ":2", "expect stands in two columns"),
        ("c.csv", 'id,group\na,"x\n', ":", "not CSV"),
        ("c.txt", FOUR, "", "cases come from .jsonl or .csv files"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, name: str, text: str, place: str, said: str) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(UsageError, match=said) as refused:
        read_cases(path, PromptCase)
    assert refused.value.message.startswith(f"{path}{place}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("cases")


PIECES = (
    *(
        "id",
        "guard",
        "expect",
        "expect.a",
        "question.text",
        "question.key_points",
        "answer",
        "human",
        ".a",
        "a.",
    ),
    *(",", ",", ",", "\n", "\r\n", '"', "true", "5", "--1", "1e400", "[1]", "{", "a b", '{"id": "a"}', "é"),
)


@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=30),
    name=st.sampled_from(["cases.csv", "cases.jsonl"]),
    kind=st.sampled_from([PromptCase, JudgeCase]),
)
def test_whatever_a_file_holds_it_is_read_or_refused_with_the_file(
    folder: Path, pieces: list[str], name: str, kind: type[Case]
) -> None:
    path = written(folder, name, "".join(pieces))
    try:
        placed, raw = read_cases(path, kind)
    except UsageError as refused:
        placed, raw, told = [], b"", refused.message
    else:
        told = f"{path}: read"
    assert told.startswith(f"{path}:")
    assert all(place.startswith(f"{path}:") and type(case) is kind for place, case in placed)
    if raw:
        assert raw.decode() == "".join(pieces).replace("\r\n", "\n")


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(b"id\na\n\xff\n")
    with pytest.raises(UsageError, match=r":3: not UTF-8"):
        read_cases(path, PromptCase)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"{tmp_path}/none.csv:1: No such file"):
        read_cases(tmp_path / "none.csv", PromptCase)


def test_a_table_may_be_parted_by_semicolons_and_have_empty_rows_below(tmp_path: Path) -> None:
    path = written(tmp_path, "cases.csv", "id;text;expect.facts\na;Ada, of London;[1]\n;;\n;;\n")
    [(place, case)] = read_cases(path, ResumeCase)[0]
    assert (place, case.id, case.expect) == (f"{path}:2", "a", {"facts": [1]})


def test_all_mistakes_in_a_file_are_told_at_once(tmp_path: Path) -> None:
    rows = "id,question.text,question.key_points,answer\na,What is an index?,a tree,x\n,,,y\n"
    with pytest.raises(ContentError) as refused:
        read_cases(written(tmp_path, "cases.csv", rows), JudgeCase)
    first, *others = refused.value.findings
    assert first.endswith("cases.csv:2: question.key_points: must be a list")
    assert others[0].endswith("cases.csv:3: id: is missing")


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cases\.csv:1: id: the heading stands twice"):
        read_cases(written(tmp_path, "cases.csv", "id,text, id\na,b,c\n"), ResumeCase)


def test_an_empty_cell_of_a_variable_is_an_empty_text(tmp_path: Path) -> None:
    table = "id,variables.question,variables.about,expect.leak\na,Why?,,\nb,,x,[1]\n"
    [(_, a), (_, b)] = read_cases(written(tmp_path, "cases.csv", table), PromptCase)[0]
    assert isinstance(a, PromptCase)
    assert isinstance(b, PromptCase)
    assert (a.variables, a.expect) == ({"question": "Why?", "about": ""}, {})
    assert (b.variables, b.expect) == ({"question": "", "about": "x"}, {"leak": [1]})
