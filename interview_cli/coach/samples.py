"""From a model's replies, one or several to the same request, to what counts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.coach import rubric
from interview_cli.coach.advice import say_point
from interview_cli.coach.evaluation import CriterionScore, PointResult
from interview_cli.coach.evidence import spans_of, surviving
from interview_cli.coach.replies import CriterionReply, PointsReply
from interview_cli.library.role import Category

# Judged from the expected points, which are checked one by one, rather than by a level sentence.
BY_POINTS = "completeness"
MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One reply on a criterion: its level as far as its quotes support it, and the quotes that stand."""

    reply: CriterionReply
    quotes: list[str]
    level: float
    dropped: int


def sample_of(reply: CriterionReply, answer: str) -> Sample:
    """A reply held against the answer: without a quote that stands there its level is capped."""
    claimed = [quote for quote in reply.quotes if quote.strip()]
    quotes = surviving(claimed, answer)
    level = rubric.supported(reply.level, evidence=bool(quotes))
    return Sample(reply, quotes, level, sum(not spans_of(quote, answer) for quote in claimed))


def merged(key: str, category: Category, replies: Sequence[CriterionReply], answer: str) -> CriterionScore:
    """Several samples of one criterion as one score: their median, in the words of the sample nearest to it.

    Of samples equally near the lower one speaks, and before others one with evidence.
    """
    samples = [sample_of(reply, answer) for reply in replies]
    level, spread = rubric.merge_samples([sample.level for sample in samples])
    uncapped, _ = rubric.merge_samples([reply.level for reply in replies])
    speaker = min(samples, key=lambda sample: (abs(sample.level - level), sample.level, not sample.quotes))
    return CriterionScore(
        criterion=key,
        category=category,
        quotes=speaker.quotes[:MOST_QUOTES],
        reason=speaker.reply.reason.strip(),
        level=level,
        advice=speaker.reply.next_level.strip(),
        capped=level < uncapped,
        dropped_quotes=sum(sample.dropped for sample in samples),
        samples=len(samples),
        spread=spread,
        low_agreement=rubric.is_low_agreement(spread),
    )


def checked_points(facts: Sequence[str], reply: PointsReply, answer: str) -> list[PointResult]:
    """The expected points as found in the answer: one counts only with a quote that stands there."""
    by_number = {point.number: point for point in reply.points}
    results = []
    for number, fact in enumerate(facts, 1):
        said = by_number.get(number)
        quotes = surviving([said.quote], answer) if said is not None and said.made else []
        results.append(PointResult(fact=fact, found=bool(quotes), evidence=quotes[0] if quotes else ""))
    return results


def majority(checks: Sequence[Sequence[PointResult]]) -> list[PointResult]:
    """Several checks of the same points as one: a point is made when more than half of them found it."""
    merged_points = []
    for results in zip(*checks, strict=True):
        found = [result for result in results if result.found]
        made = 2 * len(found) > len(results)
        merged_points.append(
            PointResult(fact=results[0].fact, found=made, evidence=found[0].evidence if made else "")
        )
    return merged_points


def completeness(checks: Sequence[Sequence[PointResult]], *, in_english: bool = True) -> CriterionScore:
    """The level of completeness: the share of expected points that most checks found, on 0-5.

    Where the points are in another language than English no English words are put around them.
    """
    points = majority(checks)
    made = [point for point in points if point.found]
    levels = [_share_level(check) for check in checks]
    spread = max(levels) - min(levels)
    missing = [point.fact for point in points if not point.found]
    count = f"{len(made)} of {len(points)}" if in_english else f"{len(made)}/{len(points)}"
    return CriterionScore(
        criterion=BY_POINTS,
        category=rubric.CRITERIA[BY_POINTS].category,
        quotes=[point.evidence for point in made],
        reason=f"You made {count} expected points." if in_english else count,
        level=_share_level(points),
        advice=say_point(missing, made=len(made)) if in_english else next(iter(missing), ""),
        samples=len(checks),
        spread=round(spread, 1),
        low_agreement=rubric.is_low_agreement(spread),
    )


def _share_level(points: Sequence[PointResult]) -> float:
    made = sum(point.found for point in points)
    return round(rubric.HIGHEST_LEVEL * made / len(points), 1) if points else 0.0
