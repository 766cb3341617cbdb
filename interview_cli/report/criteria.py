"""The criteria an answer was judged on as a report tells them: a score, why, and the words that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interview_cli.coach.evaluation import CriterionScore, Evaluation
from interview_cli.coach.rubric import CRITERIA, LOW_AGREEMENT_SPREAD, rubric_version
from interview_cli.coach.scale import POINTS_PER_LEVEL, on_scale
from interview_cli.report.wording import OFFLINE, counted, named, without_scores

BY_POINTS = "completeness"


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion's judgement; `meaning` is the rubric's sentence for the level reached.

    `score` (0-100) is None and `shown` empty when scores are hidden.
    """

    name: str
    score: float | None
    shown: str
    meaning: str
    reason: str
    quotes: tuple[str, ...]
    remarks: tuple[str, ...]


def criterion_lines(judgement: Evaluation, scale: int, scores: bool) -> Iterator[CriterionLine]:
    """What each criterion says; nothing for a gate, which settled them all in one sentence.

    Scores come on 0-100 or 1-5, and not at all with `scores` off.
    """
    if judgement.gate is not None:
        return
    # Another version of the rubric may have meant something else by a level, and the offline coach's
    # level rests on what it names as the reason rather than on the sentence of the level.
    by_sentence = judgement.rubric_version == rubric_version() and judgement.source != OFFLINE
    for score in judgement.criteria:
        known = CRITERIA.get(score.criterion)
        points = score.level * POINTS_PER_LEVEL
        # Which points were made, and by which words, is a list of its own.
        listed = score.criterion == BY_POINTS and bool(judgement.points)
        yield CriterionLine(
            name=known.name if known else named(score.criterion),
            score=points if scores else None,
            shown=on_scale(points, scale) if scores else "",
            meaning=known.levels[int(score.level)] if known and by_sentence and scores and not listed else "",
            reason=_points_made(judgement) if listed else _reason(score.reason, scores),
            quotes=() if listed else tuple(score.quotes),
            remarks=tuple(_remarks(score)),
        )


def _reason(reason: str, scores: bool) -> str:
    return reason if scores else without_scores(reason)


def _points_made(judgement: Evaluation) -> str:
    made = sum(point.found for point in judgement.points)
    return f"{made} of {counted(len(judgement.points), 'expected point')} made."


def _remarks(score: CriterionScore) -> Iterator[str]:
    if score.capped:
        yield "held down because no words of the answer support more"
    if score.spread >= LOW_AGREEMENT_SPREAD:
        yield f"{score.samples} samples differ by {score.spread:.0f} levels"
