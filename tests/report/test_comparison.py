"""What is said of an answer beside the attempt before it."""

from __future__ import annotations

import pytest

from interview_cli.interview.session import Before, Turn
from interview_cli.plain import lines
from interview_cli.report import comparison, markdown
from interview_cli.report.outline import outline
from tests.documents import MODEL, START
from tests.practice import RETRIES, held, turn

MADE = {"A key.": True, "A constraint.": False, "A stored result.": False}


def compared(level: float = 3.0, **before: object) -> Turn:
    """An answer of which one point is new, one missing again and one lost."""
    now = turn(1, RETRIES, level, START, MADE)
    fields = {
        "added": ["A key."],
        "still_missing": ["A constraint."],
        "lost": ["A stored result."],
        **before,
    }
    now.before = Before(session="aaaa2222", at=START, level=1.5, source="offline", **fields)
    return now


@pytest.mark.parametrize(
    ("scale", "numbers", "said"),
    [
        (100, True, "from 30 to 60 of 100"),
        (5, True, "from 1.5 to 3.0 of 5"),
        (100, False, "from needs work to fair"),
    ],
)
def test_the_move_is_said_on_the_scale_that_is_wanted(scale: int, numbers: bool, said: str) -> None:
    assert comparison.sentence(compared(), scale, numbers=numbers) == (
        f"Before, on 2 November 2026: {said}; 1 added, 1 missing again, 1 lost."
    )


def test_a_score_that_did_not_move_and_a_first_attempt() -> None:
    same = compared(1.5, added=[], still_missing=[], lost=[])
    assert comparison.sentence(same, 100, numbers=True) == "Before, on 2 November 2026: 30 of 100, as now."
    assert comparison.sentence(turn(1, RETRIES, 3, START), 100, numbers=True) == ""


def test_what_does_not_compare_is_said_with_the_reason_and_is_in_no_table() -> None:
    apart = compared(added=[], still_missing=[], lost=[], why_apart=f"that one was judged by {MODEL}")
    assert comparison.sentence(apart, 100, numbers=True) == (
        "Answered before, on 2 November 2026: 30 of 100, needs work. "
        f"It does not compare: that one was judged by {MODEL}."
    )
    assert list(comparison.overview(held("bbbb2222", START, [apart]), 100, numbers=True)) == []


def test_every_point_bears_a_mark_wherever_points_are_listed() -> None:
    session = held("bbbb2222", START, [compared()])
    (now,) = session.turns
    assert now.evaluation is not None
    told = lines.judgement(now, now.evaluation, scores=True, scale=100)
    assert told[2:5] == [
        "  found      A key. (new)",
        "  not found  A constraint. (again)",
        "  not found  A stored result. (there before)",
    ]
    (passage,) = outline(session).passages
    assert passage.found[0].fact == "A key. (new)"
    assert passage.missing == ("A constraint. (again)", "A stored result. (there before)")
    text = markdown.render(session)
    assert "Before, on 2 November 2026: from 30 to 60 of 100; 1 added, 1 missing again, 1 lost." in text
    assert "A stored result. (there before)" in text
