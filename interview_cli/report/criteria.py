"""The criteria an answer was judged on as a report tells them: a score, why, and the words that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interview_cli.coach.evaluation import CriterionScore, Evaluation
from interview_cli.coach.rubric import CODE_CRITERIA, CRITERIA, name_of, rubric_version
from interview_cli.coach.scale import POINTS_PER_LEVEL, on_scale
from interview_cli.library.role import Kind
from interview_cli.report.wording import OFFLINE, counted, without_scores

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


def criterion_lines(judgement: Evaluation, kind: Kind, scale: int, scores: bool) -> Iterator[CriterionLine]:
    """What each criterion says of an answer to a question of a kind.

    Nothing for a gate, which settled them all in one sentence. Scores come on 0-100 or 1-5, and
    not at all with `scores` off.
    """
    if judgement.gate is not None:
        return
    # Another version of the rubric may have meant something else by a level, and a level that code gives
    # rests on what it names as the reason rather than on the level's sentence.
    by_sentence = scores and judgement.rubric_version == rubric_version() and judgement.source != OFFLINE
    for score in judgement.criteria:
        known = None if score.criterion in CODE_CRITERIA else CRITERIA.get(score.criterion)
        points = score.level * POINTS_PER_LEVEL
        # Which points were made, and by which words, is a list of its own.
        listed = score.criterion == BY_POINTS and bool(judgement.points)
        yield CriterionLine(
            name=name_of(score.criterion),
            score=points if scores else None,
            shown=on_scale(points, scale) if scores else "",
            # A level held down for want of words to show is not the one that the sentence describes.
            meaning=(
                known.sentences(kind)[int(score.level)]
                if known and by_sentence and not listed and not score.capped
                else ""
            ),
            reason=_points_made(judgement) if listed else _reason(score.reason, scores),
            quotes=() if listed else tuple(score.quotes),
            remarks=tuple(_remarks(score, scores)),
        )


def _reason(reason: str, scores: bool) -> str:
    return reason if scores else without_scores(reason)


def _points_made(judgement: Evaluation) -> str:
    made = sum(point.found for point in judgement.points)
    return f"{made} of {counted(len(judgement.points), 'expected point')} made."


def _remarks(score: CriterionScore, scores: bool) -> Iterator[str]:
    if score.capped:
        yield "held down because no words of the answer support more"
    if score.samples > 1 and scores:
        agreement = "low agreement: " if score.low_agreement else ""
        yield f"{agreement}median of {score.samples} samples, {_apart(score.spread)}"
    elif score.low_agreement:
        yield "low agreement between its samples"


def _apart(spread: float) -> str:
    return f"which differ by {spread:g} level{'s' * (spread != 1)}" if spread else "which agree"
