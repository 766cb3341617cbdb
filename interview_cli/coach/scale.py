"""Scores as people read them: bands in words, on 0-100 or 1-5.

Apart from the rubric and free of documents, so that a list of sessions loads nothing else.
"""

from __future__ import annotations

HIGHEST_LEVEL = 5
POINTS_PER_LEVEL = 20
# A judgement may be made so often, for its median.
MOST_SAMPLES = 9
# One run of a judge is not stable: a review takes three.
REVIEW_SAMPLES = 3

BANDS: tuple[tuple[float, str], ...] = (
    (85, "excellent"),
    (70, "good"),
    (55, "fair"),
    (40, "developing"),
    (0, "needs work"),
)


def band(score: float) -> str:
    """A score of 0-100 in a word, for the whole number that is shown."""
    return next(word for floor, word in BANDS if round(score) >= floor)


def on_scale(score: float, scale: int) -> str:
    """A score of 0-100 as shown: on 0-100, or on 1-5 (0 and 20 both show as 1)."""
    if scale == HIGHEST_LEVEL:
        return f"{max(1.0, score / POINTS_PER_LEVEL):.1f}"
    return f"{score:.0f}"
