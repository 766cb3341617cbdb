"""The matcher agrees with people who graded real answers, and irrelevant words do not sway it."""

from __future__ import annotations

import csv
import math
import os
from pathlib import Path
from statistics import correlation, fmean

import pytest

from interview_cli.coach.heard import hear
from interview_cli.coach.points import Target, target, weigh
from interview_cli.coach.words import content_stems, sentences, words
from tests.coach.bundled_questions import QUESTIONS

SHARED = Path(os.environ.get("INTERVIEW_SHARED_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")


def rows(name: str) -> list[dict[str, str]]:
    path = SHARED / "scoring" / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"human-graded answers are not at {path}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def points_of(row: dict[str, str]) -> list[Target]:
    asked = frozenset(content_stems(words(row["question"])))
    made = (target(part.text, question_stems=asked) for part in sentences(row["reference_answer"]))
    return [point for point in made if point.terms]


def covered(points: list[Target], answer: str) -> float:
    weights = [point.weight for point in points]
    matches = weigh(points, hear(answer))
    return math.sqrt(sum(m.strength * w for m, w in zip(matches, weights, strict=True)) / sum(weights))


@pytest.mark.parametrize(("name", "least"), [("saf_en", 0.62), ("stita", 0.62)])
def test_coverage_of_the_reference_correlates_with_the_grades_people_gave(name: str, least: float) -> None:
    graded = rows(name)[::2]
    by_question = {row["qid"]: points_of(row) for row in graded}
    found = [covered(by_question[row["qid"]], row["answer"]) for row in graded]
    assert correlation(found, [float(row["score"]) for row in graded]) >= least


@pytest.mark.parametrize("name", ["saf_en", "stita"])
def test_an_answer_said_twice_or_padded_gains_next_to_nothing(name: str) -> None:
    graded = rows(name)[::15]
    padding = " ".join(QUESTIONS["ret-return-decision"].sample_answer.split()[:200])
    twice, padded = [], []
    for row in graded:
        points = points_of(row)
        once = covered(points, row["answer"])
        twice.append(covered(points, f"{row['answer']}\n{row['answer']}") - once)
        padded.append(covered(points, f"{row['answer']}\n\n{padding}") - once)
    assert fmean(gain <= 0.02 for gain in twice) >= 0.95
    assert fmean(gain <= 0.02 for gain in padded) >= 0.75
    assert fmean(padded) < 0.03
