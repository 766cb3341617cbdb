"""Cases that no target can run: all of them are told with their places, before any model is asked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Interview
from tests.regress.suite_files import EVERY_TARGET, QUESTION, suite_file

NEXT = EVERY_TARGET["next_step"]["cases"][0] | {"expect": {}}
WHOLE = EVERY_TARGET["interview"]["cases"][0]
WORDS = {"question": "Why?", "about": "", "kind": "technical", "level": "mid"}


def told(interview: Interview, folder: Path, target: str, cases: list[dict[str, Any]]) -> list[str]:
    """What a run of such cases says on stderr, line by line, without the folder."""
    suite = suite_file(
        folder, EVERY_TARGET[target], cases=cases, cases_from=None, checks=[{"check": "tokens", "most": 9}]
    )
    ran = interview("regress", "run", suite, "--live")
    assert (ran.code, ran.out) == (2, "")
    return ran.err.replace(f"{folder}/", "").splitlines()


@pytest.mark.parametrize(
    ("target", "case", "said"),
    [
        ("prompt", {"variables": WORDS | {"tone": "dry"}}, "Prompt rephrase: unknown tone."),
        ("prompt", {"variables": {"question": "Why?"}}, "Prompt rephrase: missing about, kind, level."),
        ("judge", {"question": "be-no-such-thing", "answer": "A tree."}, "be-no-such-thing"),
        ("judge", {"of": "nobody", "change": "praise"}, "of names 'nobody', which is no case"),
        (
            "next_step",
            NEXT | {"asked": [], "question": "be-no-such"},
            "Backend Engineer has no question be-no-such.",
        ),
        ("next_step", NEXT | {"asked": ["be-no-such"]}, "has no question be-no-such."),
        ("next_step", NEXT | {"role": "lion_tamer"}, "lion_tamer"),
        ("resume", {"file": "nobody.pdf"}, "nobody.pdf: No such file or directory."),
        ("resume", {"file": "pipe"}, "pipe: is no ordinary file."),
        ("resume", {"file": "a\x00b"}, "embedded null byte."),
        ("interview", WHOLE | {"persona": "strnog"}, "There is no persona 'strnog'."),
        ("interview", WHOLE | {"role": "lion_tamer"}, "lion_tamer"),
    ],
)
def test_a_case_that_cannot_be_run_is_told_with_its_line_before_anything_is_asked(
    interview: Interview, tmp_path: Path, target: str, case: dict[str, Any], said: str
):
    os.mkfifo(tmp_path / "pipe")
    first, *_, hint = told(interview, tmp_path, target, [case | {"id": "odd", "checks": []}])
    assert first.startswith("error: suite.yaml:")
    assert ": odd: " in first
    assert said in first
    assert hint.startswith("hint: ")


def test_a_case_that_an_order_check_has_nothing_to_compare_with_is_told(interview: Interview, tmp_path: Path):
    answers = [
        ("low", "weak", "one"),
        ("lower", "weak", "one"),
        ("alone", "strong", "two"),
        ("free", None, ""),
    ]
    cases = [
        {"id": id_, "question": QUESTION, "answer": "A key.", "quality": quality, "group": group}
        for id_, quality, group in answers
    ]
    fields = EVERY_TARGET["judge"] | {"cases_from": None, "grader": None, "models": ["offline"]}
    suite = suite_file(tmp_path, fields, cases=cases, checks=[{"check": "order"}])
    ran = interview("regress", "run", suite)
    assert (ran.code, ran.out) == (2, "")
    named = [line.split(": ")[2] for line in ran.err.splitlines() if "finds no case in its group" in line]
    assert named == ["low", "lower", "alone"]


def test_every_such_case_is_told_in_one_go(interview: Interview, tmp_path: Path):
    cases = [{"id": f"case {number}", "variables": WORDS | {f"v{number}": 1}} for number in range(30)]
    first, *others, hint = told(interview, tmp_path, "prompt", cases)
    assert first.endswith(": case 0: Prompt rephrase: unknown v0. (and 29 more)")
    assert len(others) == 19
    assert others[0].startswith("also: suite.yaml:")
    assert others[0].endswith(": case 1: Prompt rephrase: unknown v1.")
    assert "rephrase.md" in hint
