"""Whatever the text: reading it never raises, is always valid JSON Resume, and takes linear time."""

from __future__ import annotations

import random
import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interview_cli.resume.cleaning import clean
from interview_cli.resume.limits import MAX_CHARACTERS
from interview_cli.resume.offline import extract
from tests.resume.standard import SCHEMA, problems

HEADINGS = [
    "EXPERIENCE",
    "Education:",
    "## Skills",
    "PROJECTS",
    "Languages",
    "Contact",
    "References",
    "Volunteering",
]
PIECES = [
    *HEADINGS,
    "Jane Baker",
    "jane.baker@example.org | +44 20 7946 0958 | Leeds, UK",
    "github.com/jane/thing  https://x.y.example/[a](b)|c",
    "Senior Engineer, Acme Ltd, Berlin",
    "Acme Ltd        Mar 2019 - Present",
    "2016–20",
    "ſept 2019 - İanuary 2020",
    "Expected May 2026 (3.9 GPA)",
    "B.Sc. in Physics, University of Nowhere, 2:1",
    "• wrote things in Go, C and R;",
    "   - (((",
    "***",
    "|a|b|",
    "Spanish: Native",
    "\tDates: 2019\u2028",
    "☎ \ue000 →",
]
LINES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=25).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), LINES))
@example("Ada\nĲ\n2019 - 2020\n")
@example("SKILLS\n\x00\n,,,,\n")
@example("VOLUNTEERING\nDATE:2000\na")
def test_any_text_is_read_without_an_error_into_valid_json_resume(text: str) -> None:
    resume = extract(clean(text))
    assert extract(text) is not None
    if SCHEMA.is_file():
        assert problems(resume) == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_clean_text_holds_nothing_that_moves_a_terminal(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not set(cleaned) & {
        chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066)
    }
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


def steps(text: str) -> int:
    """How many Python lines and calls reading a text takes: work that no busy machine disturbs."""
    counted = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal counted
        counted += 1
        return count

    previous = sys.gettrace()
    sys.settrace(count)
    try:
        extract(text)
    finally:
        sys.settrace(previous)
    return counted


@pytest.mark.parametrize(
    "unit",
    [
        "EXPERIENCE\nEngineer, Acme 2019 - 2020\n• did it\n",
        "Ab\n\n",
        "EDUCATION\nBSc Physics, MIT, 2019\n",
        "word " * 20 + "\n",
    ],
)
def test_twice_the_text_takes_twice_the_steps(unit: str) -> None:
    once, twice = steps(unit * 60), steps(unit * 120)
    assert twice < once * 2.6


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1.",
        "(",
        "**",
        "[a](",
        "<a",
        "a@",
        "a@b.co ",
        "http://a.b/",
        "2019 - 2020 ",
        "may ",
        "Ab ",
        "a,",
        "- ",
        "\x1b]",
    ],
)
def test_a_megabyte_on_one_hostile_line_is_read(unit: str) -> None:
    extract(clean(unit * (2**20 // len(unit))))


def test_only_as_much_as_sixty_pages_hold_is_read() -> None:
    noise = random.Random(7)
    filler = "\n".join("".join(noise.choices("abc xyz", k=70)) for _ in range(MAX_CHARACTERS // 60))
    assert extract(f"Ada Byron\n{filler}\nada@example.org\n").basics.email is None  # type: ignore[union-attr]
