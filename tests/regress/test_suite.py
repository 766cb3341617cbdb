"""Suites from their files: what is one, and where exactly something is wrong with one that is not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from interview_cli.errors import ContentError, UsageError
from interview_cli.regress.case import JudgeCase
from interview_cli.regress.suite import SUITES
from interview_cli.regress.suite_file import open_suite
from tests.make_suite_schema import SCHEMA_FILE, schema_text
from tests.regress.suite_files import EVERY_TARGET, PROMPT, suite_file

HEAD = """\
id: words
name: Other words for a question
target: prompt
prompt: rephrase
models: [openai/gpt-4o-mini]
"""
CASE = "cases:\n  - id: one\n"
HELD = "checks: [{check: tokens, most: 5}]\n"


@pytest.mark.parametrize("target", EVERY_TARGET)
def test_a_suite_of_every_target_opens_with_its_cases_in_their_order(tmp_path: Path, target: str) -> None:
    given = EVERY_TARGET[target]
    opened = open_suite(suite_file(tmp_path, given))
    assert type(opened.suite) is SUITES[target]
    assert [case.id for case in opened.cases] == [case["id"] for case in given["cases"]]
    assert [check.label for check in opened.suite.checks] == [
        check.get("name", check["check"]) for check in given["checks"]
    ]


def test_recordings_and_results_lie_beside_the_suite_under_its_name(tmp_path: Path) -> None:
    opened = open_suite(suite_file(tmp_path, PROMPT))
    assert opened.folder == tmp_path
    assert (opened.cassette.name, opened.candidate.name, opened.baseline.name) == (
        "suite.cassette.jsonl",
        "suite.candidate.jsonl",
        "suite.baseline.json",
    )
    assert {path.parent for path in (opened.cassette, opened.candidate, opened.baseline)} == {tmp_path}


def test_the_version_changes_with_the_suite_and_with_every_file_of_cases(tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "two"}\n', "utf-8")
    first = open_suite(suite_file(tmp_path, PROMPT, cases_from=["more.jsonl"])).version
    assert open_suite(tmp_path / "suite.yaml").version == first
    more.write_text('{"id": "three"}\n', "utf-8")
    second = open_suite(tmp_path / "suite.yaml").version
    third = open_suite(suite_file(tmp_path, PROMPT, cases_from=["more.jsonl"], repeats=3)).version
    assert len({first, second, third}) == 3


def test_the_lines_of_the_cases_are_known(tmp_path: Path) -> None:
    opened = open_suite(suite_file(tmp_path, f"{HEAD}{CASE}  - guard: true\n    id: two\n{HELD}"))
    assert opened.lines == {"one": 7, "two": 9}


def test_a_number_is_an_id_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text('{"id": 8}\n', "utf-8")
    text = f"{HEAD}{CASE.replace('one', '7')}{HELD}cases_from: [more.jsonl]\n"
    opened = open_suite(suite_file(tmp_path, text))
    assert [case.id for case in opened.cases] == ["7", "8"]
    assert opened.places == {"7": f"{tmp_path}/suite.yaml:7", "8": f"{tmp_path}/more.jsonl:1"}


def test_rated_answers_come_after_the_suite_s_own_cases(tmp_path: Path) -> None:
    rated = JudgeCase(id="s1 Q1", question="be-index-tradeoffs", answer="It is a tree.", human=3)
    opened = open_suite(suite_file(tmp_path, EVERY_TARGET["judge"]), [rated])
    assert [case.id for case in opened.cases] == ["good", "praise", "s1 Q1"]


CHECKS = f"{HEAD}{CASE}checks:\n  - check: tokens\n    most: 5\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"{CHECKS}  - check: contian\n", 11, "'check' must be one of 'contains', 'cost'"),
        (f"{CHECKS}  - most: 5\n", 11, "'check' is missing"),
        (f"{CHECKS}  - check: coverage\n", 11, "the check coverage is for interview, not for prompt"),
        (f"{CHECKS}  - check: regex\n    pattern: '('\n", 12, "is no regular expression: missing )"),
        (f"{CHECKS}  - check: regex\n    patern: a\n", 12, "patern: is not known here"),
        (f"{CHECKS}  - check: tokens\n    most: 9\n", 11, "two checks are called tokens"),
        (f"{CHECKS}checks: []\n", 11, "checks: the key stands twice"),
        (HEAD, 1, "has no cases"),
        (f"{HEAD}cases: []\n", 6, "has no cases"),
        (f"{HEAD}{CASE}  - id: two\n  - id: one\n{HELD}", 9, "the case id one stands twice, first at"),
        (f"{HEAD}{CASE}  - id: two\n  - id: three\n    guard: perhaps\n", 10, "must be true or false"),
        (
            f"{HEAD}{CASE}  - id: two\n    checks:\n      - check: no_leak\n{HELD}",
            8,
            "two: the check no_leak is for",
        ),
        (f"{HEAD}{CASE}    expect:\n      contian: a\n", 7, "one: expects something of contian"),
        (f"{HEAD}{CASE}", 7, "one: is held against nothing"),
        (f"{HEAD}{CASE}checks:\n  - check: contains\n", 7, "one: is held against nothing"),
        (f"{HEAD}budgets: {{cost: .inf}}\n{CASE}", 6, "budgets.cost: must be a finite number"),
        (f"{HEAD}budgets: {{seconds_p95: .nan}}\n{CASE}", 6, "budgets.seconds_p95: must be"),
        (f"{HEAD}cases_from:\n  - history: true\n", 7, "rated answers are cases for judge, not for prompt"),
        (HEAD.replace("target: prompt", "target: promt") + CASE, 3, "must be one of prompt, judge"),
        (HEAD.replace("target: prompt\n", "") + CASE, 1, "target: must be one of prompt, judge"),
        (
            HEAD.replace("models: [openai/gpt-4o-mini]", "models: []") + CASE,
            5,
            "models: must have at least 1",
        ),
        (HEAD.replace("id: words", "id: My words") + CASE, 1, "id: must fit"),
        (f"{HEAD}repeats: 21\n{CASE}", 6, "repeats: must be 20 or less"),
        (f"{HEAD}samples: 3\n{CASE}", 6, "samples: is not known here"),
        (f"{HEAD}cases: [\n", 7, "did not find expected node content"),
        ("- a list\n", 1, "target: must be one of"),
        ("", 1, "target: must be one of"),
    ],
)
def test_a_mistake_is_told_with_the_file_and_the_line_it_stands_on(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = suite_file(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        open_suite(path)
    assert refused.value.message.startswith(f"{path}:{line}: ")
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("check", "expected", "said"),
    [
        ("regex", "((", "'((' is no regular expression: missing )"),
        ("json_schema", {"type": "thing"}, "no JSON Schema: 'thing' is not valid"),
        (
            "json_schema",
            {"items": {"$ref": "#/$defs/point"}},
            "refers to '#/$defs/point', which is not in it",
        ),
        ("json_schema", {"$ref": "https://example.org/point.json"}, "which is not in it"),
    ],
)
def test_what_a_case_expects_is_looked_at_before_anything_is_asked(
    tmp_path: Path, check: str, expected: Any, said: str
) -> None:
    cases = [*PROMPT["cases"], {"id": "odd", "variables": {}, "expect": {"last": expected}}]
    path = suite_file(tmp_path, PROMPT, cases=cases, checks=[{"check": check, "name": "last"}])
    with pytest.raises(ContentError) as refused:
        open_suite(path)
    finding = refused.value.findings[-1]
    assert said in finding
    assert ": odd: last: " in finding


@pytest.mark.parametrize("named", ["suite.yaml", "more.jsonl"])
def test_a_pipe_is_no_suite_and_no_cases(tmp_path: Path, named: str) -> None:
    path = suite_file(tmp_path, PROMPT, cases_from=["more.jsonl"])
    (tmp_path / named).unlink(missing_ok=True)
    os.mkfifo(tmp_path / named)
    with pytest.raises(UsageError, match=f"{named}: is no ordinary file"):
        open_suite(path)


def test_all_mistakes_are_found_at_once_and_the_first_one_is_told(tmp_path: Path) -> None:
    path = suite_file(
        tmp_path, f"{CHECKS}  - check: coverage\n  - check: no_leak\n".replace("one", "one\n  - id: one")
    )
    with pytest.raises(ContentError) as refused:
        open_suite(path)
    assert len(refused.value.findings) == 3
    assert refused.value.message.endswith("(and 2 more)")
    assert "examples/regress" in refused.value.hint


@pytest.mark.parametrize("named", ["there-is-none.yaml", "."])
def test_a_suite_that_cannot_be_read_is_refused_by_its_path(tmp_path: Path, named: str) -> None:
    with pytest.raises(UsageError, match=str(tmp_path)):
        open_suite(tmp_path / named)


def places_in(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """All places in a document."""
    if place:
        yield place
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in within:
        yield from places_in(inner, (*place, step))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("a:\n é{", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "check", "of", "history", "text", "fact", "a"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("suites")


@given(
    where=st.sampled_from(
        [(name, place) for name, given in EVERY_TARGET.items() for place in places_in(given)]
    ),
    value=ANYTHING,
)
def test_whatever_stands_in_a_place_of_a_suite_it_opens_or_is_refused_with_the_file(
    folder: Path, where: tuple[str, tuple[str | int, ...]], value: Any
) -> None:
    path = suite_file(folder, with_(where[0], *where[1], value=value))
    told = f"{path} opened"
    try:
        open_suite(path)
    except UsageError as refused:
        told = refused.message
    assert told.startswith(str(folder))


# ---------------------------------------------------------------------- the JSON Schema


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_committed_schema_is_that_of_the_suites() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "run: python -m tests.make_suite_schema"


def with_(target: str, *path: str | int, value: Any) -> dict[str, Any]:
    """A valid suite with one value put in its place."""
    suite = deepcopy(EVERY_TARGET[target])
    place: Any = suite
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return suite


BROKEN = [
    {},
    with_("prompt", "target", value="judge"),
    with_("prompt", "target", value="promt"),
    with_("prompt", "extra", value=1),
    with_("prompt", "prompt", value="Not a name"),
    with_("prompt", "id", value="Not an id"),
    with_("prompt", "models", value=[]),
    with_("prompt", "repeats", value=0),
    with_("prompt", "budgets", "cost", value=0),
    with_("prompt", "cases", 0, "id", value="a/b"),
    with_("prompt", "cases", 0, "id", value=""),
    with_("prompt", "cases", 0, "answer", value="none of a prompt's"),
    with_("prompt", "cases_from", value=[{"history": False}]),
    with_("prompt", "checks", 0, "check", value="questions"),
    with_("prompt", "checks", 0, "words", value=0),
    with_("prompt", "checks", 1, "which", value="some"),
    with_("prompt", "checks", 1, "weight", value=0),
    with_("prompt", "checks", 2, "schema", value="an object"),
    with_("judge", "samples", value=10),
    with_("judge", "cases", 0, "human", value=5.5),
    with_("judge", "cases", 0, "question", "kind", value="odd"),
    with_("judge", "cases", 0, "quality", value="excellent"),
    with_("judge", "cases", 1, "change", value="prayer"),
    with_("next_step", "cases", 0, "follow_ups", value=4),
    with_("next_step", "cases", 0, "role", value=None),
    with_("interview", "cases", 0, "minutes", value=1),
    with_("interview", "cases", 0, "checks", 0, "rule", value="Short."),
]
SOUND = [
    *EVERY_TARGET.values(),
    with_("prompt", "schema_version", value=1),
    with_("prompt", "cases_from", value=["a.jsonl", "b.csv"]),
    with_("prompt", "cases", 0, "checks", value=[{"check": "regex", "pattern": "a+", "absent": True}]),
    with_("judge", "cases", 0, "question", value="be-index-tradeoffs"),
    with_("judge", "cases", 0, "question", "key_points", value=[{"fact": "A key.", "synonyms": ["token"]}]),
    with_("judge", "cases", 0, "question", "kind", value="system_design"),
]


@pytest.mark.parametrize("suite", SOUND + BROKEN)
def test_the_schema_accepts_what_the_program_does_and_refuses_what_it_refuses(
    suite: dict[str, Any], validator: Draft202012Validator
) -> None:
    kind = SUITES.get(suite.get("target", ""))
    try:
        if kind is not None:
            kind.model_validate(suite)
        accepted = kind is not None
    except ValidationError:
        accepted = False
    assert accepted == (suite in SOUND)
    assert validator.is_valid(suite) == accepted
