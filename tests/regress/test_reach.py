"""How far checks and cases reach: into lists, to one variable, into another language, to a written reply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from interview_cli.errors import UsageError
from interview_cli.llm.cassette import read_cassette
from interview_cli.regress.case import PromptCase
from interview_cli.regress.case_files import read_cases
from interview_cli.regress.checks import AnyCheck, Check
from interview_cli.regress.checks.base import value_at
from interview_cli.regress.outcome import Finding, Outcome, Seen
from tests.cli.conftest import Interview

CHECKS: TypeAdapter[Check] = TypeAdapter(AnyCheck)
WORK = {"work": [{"name": "A", "tasks": ["x", "y"]}, {"name": "B"}, {"tasks": ["z"]}]}


def looked(output: Any, variables: dict[str, Any] | None = None, **fields: Any) -> Finding:
    case = PromptCase(id="case", variables=variables or {})
    source = "\n".join(map(str, case.variables.values()))
    outcome = Outcome(output=output, shown="", source=source)
    return CHECKS.validate_python(fields).look(Seen(case, None, outcome))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("work.*.name", ["A", "B"]),
        ("work.*.tasks", [["x", "y"], ["z"]]),
        ("work.*.tasks.*", ["x", "y", "z"]),
        ("work.*.*", ["A", ["x", "y"], "B", ["z"]]),
        ("*.0.name", ["A"]),
        ("work.*.city", []),
        ("work.0.name.*", []),
    ],
)
def test_a_star_stands_for_every_one(path: str, found: list[Any]) -> None:
    assert value_at(WORK, path) == found


ASKED = {"question": "Which index would you drop?", "answer": "The one nobody reads."}


def test_a_quote_of_the_question_is_none_of_the_answer() -> None:
    output = {"quotes": ["which index would you drop"]}
    assert looked(output, ASKED, check="evidence_verified").passed
    found = looked(output, ASKED, check="evidence_verified", source="answer")
    assert (found.passed, found.says) == (False, "not there: 'which index would you drop'")


def test_a_source_that_is_no_variable_is_the_suite_s_mistake() -> None:
    with pytest.raises(UsageError, match="the case case has no variable reply"):
        looked({}, ASKED, check="evidence_verified", source="reply")


def test_facts_that_are_written_anew_are_left_out() -> None:
    output = {"basics": {"name": "Ada"}, "work": [{"startDate": "2020-03"}]}
    read = {"resume": "Ada, since March 2020"}
    assert not looked(output, read, check="evidence_verified").passed
    assert looked(output, read, check="evidence_verified", leave_out=["startDate"]).passed


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ('You said "nobody reads" it.', True),
        ('You said "the one nobody reads."', True),
        ('You said "the one that nobody reads".', False),
        ("Sie sagten: „the one that nobody reads“.", False),
        ("«the one that nobody reads»", False),
        # Two words are a term.
        ('An "index scan" is another thing.', True),
        ("Nothing is quoted, so nothing can be wrong.", True),
    ],
)
def test_quotations_in_prose_were_said(text: str, passed: bool) -> None:
    assert looked({"summary": text}, ASKED, check="evidence_verified", quotations=True).passed is passed


@pytest.mark.parametrize(("words", "passed"), [(4, False), (5, True), (8, True), (9, False)])
def test_a_text_can_be_too_short_as_well(words: int, passed: bool) -> None:
    output = {"samples": [{"sample": "word " * words}, {"sample": "word " * 6}]}
    found = looked(output, check="question_length", path="samples.*.sample", fewest=5, words=8)
    assert (found.passed, found.score) == (passed, 1.0 if passed else 0.5)


def test_question_marks_of_every_script_count() -> None:
    assert not looked({"text": "なぜですか？いつですか？"}, check="question_length", path="text").passed


def test_a_table_expects_true_and_false_as_such(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text('id,expect.kept,expect.said\na,true,"""true"""\nb,false,truly\n', "utf-8")
    cases, _ = read_cases(path, PromptCase)
    assert [case.expect for _, case in cases] == [
        {"kept": True, "said": "true"},
        {"kept": False, "said": "truly"},
    ]


def suite_file(folder: Path, **fields: Any) -> Path:
    path = folder / "own.yaml"
    path.write_text(
        yaml.safe_dump({"schema_version": 1, "id": "own", "name": "Own", "models": ["synthetic"], **fields}),
        "utf-8",
    )
    return path


def test_a_case_in_another_language_is_asked_as_in_an_interview_in_it(
    interview: Interview, tmp_path: Path
) -> None:
    variables = {"question": "Wozu dient ein Index?", "about": "", "kind": "technical", "level": "mid"}
    suite = suite_file(
        tmp_path,
        target="prompt",
        prompt="rephrase",
        checks=[{"check": "tokens", "most": 500}],
        cases=[
            {
                "id": "swiss",
                "language": "de-CH",
                "variables": variables,
                "synthetic": {"text": "Was tut er?"},
            },
            {"id": "english", "variables": variables, "synthetic": {"text": "What is it for?"}},
        ],
    )
    assert interview("regress", "record", suite, "--synthetic").code == 0

    recordings = read_cassette(tmp_path / "own.cassette.jsonl").recordings.values()
    told = {one.takes[0].text: one for one in recordings}
    swiss = next(one for text, one in told.items() if "Was tut er?" in text)
    english = next(one for text, one in told.items() if "What is it for?" in text)
    assert "held in German (de-CH)" in swiss.request[0]["text"]
    assert swiss.prompt_hash.startswith(f"{english.prompt_hash}+")
    assert "German" not in english.request[0]["text"]
    assert interview("regress", "run", suite).code == 0


def test_a_resume_s_written_reply_stands_for_a_model_s(interview: Interview, tmp_path: Path) -> None:
    (tmp_path / "ada.txt").write_text("Ada Byron\nAnalyst\n", "utf-8")
    reply = {"basics": {"name": "Ada Byron"}}
    suite = suite_file(
        tmp_path,
        target="resume",
        cases=[
            {"id": "text", "text": "Ada Byron, Analyst", "synthetic": reply},
            {"id": "file", "file": "ada.txt", "synthetic": reply},
        ],
        checks=[{"check": "equals", "path": "basics.name", "value": "Ada Byron"}],
    )
    assert interview("regress", "record", suite, "--synthetic").code == 0
    assert interview("regress", "run", suite).code == 0


def test_a_resume_without_a_written_reply_says_how_to_get_one(interview: Interview, tmp_path: Path) -> None:
    suite = suite_file(
        tmp_path,
        target="resume",
        checks=[{"check": "evidence_verified"}],
        cases=[{"id": "text", "text": "Ada Byron, Analyst"}],
    )
    ran = interview("regress", "record", suite, "--synthetic")
    assert ran.code == 2
    assert "Give the case a `synthetic` reply" in ran.err
