"""The offline scorer agrees with people who graded real answers, and worthless words do not sway it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from statistics import correlation, fmean

import pytest

from interview_cli.coach.rows import Row, score_offline
from tests.bench.scoring import MOST_GAIN, ROWS_WITHOUT_GAIN, SHARED, Graded, ranks, read
from tests.coach.bundled_questions import QUESTIONS

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PADDING = " ".join(QUESTIONS["ret-return-decision"].sample_answer.split()[:200])


@cache
def graded(name: str) -> Sequence[Graded]:
    path = SHARED / "scoring" / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"human-graded answers are not at {path}")
    return read(path)


def score(row: Graded, answer: str | None = None) -> float:
    return _score(row.question, row.reference, row.answer if answer is None else answer)


@cache
def _score(question: str, reference: str, answer: str) -> float:
    found = score_offline(Row(question=question, reference_answer=reference, answer=answer), NOW)
    assert found.score is not None
    return found.score


@pytest.mark.parametrize(("name", "least"), [("saf_en", 0.75), ("stita", 0.65)])
def test_scores_correlate_with_the_grades_people_gave(name: str, least: float) -> None:
    rows = graded(name)
    assert correlation([score(row) for row in rows], [row.score for row in rows]) >= least


@pytest.mark.parametrize("name", ["saf_en", "stita"])
def test_an_answer_said_twice_or_padded_gains_nothing(name: str) -> None:
    changes = (
        lambda text: f"{text}\n{text}",
        lambda text: f"{text}\n\n{PADDING}",
        lambda text: f"{text} {PADDING}",
        lambda text: f"{PADDING} {text}",
    )
    rows = graded(name)[::11]
    for change in changes:
        gains = [score(row, change(row.answer)) - score(row) for row in rows]
        assert fmean(gain <= MOST_GAIN for gain in gains) >= ROWS_WITHOUT_GAIN


def test_ties_share_their_mean_rank() -> None:
    assert ranks([3.0, 1.0, 3.0, 2.0]) == [2.5, 0.0, 2.5, 1.0]
