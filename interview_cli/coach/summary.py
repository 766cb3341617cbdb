"""The closing words of an interview without a model: what stood out, what held it back, what to do first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean

from interview_cli.coach.evaluation import CategoryScore, Evaluation
from interview_cli.coach.judged import JudgedAnswer, Standard, listed, names_any
from interview_cli.coach.rubric import CODE_CRITERIA
from interview_cli.coach.scale import HIGHEST_LEVEL

# From this level on an answer, or what it was judged on, is good; below the second it is weak.
GOOD, WEAK = 3.5, 3.0
# Under the second an answer says hardly anything of what was asked.
_CLOSE, _HARDLY = 2.5, 1.0
# A category that scores this (0-100) over so many answers stands out.
_STANDING_OUT, _FEWEST_FOR_CATEGORY = 75, 3
_MOST_LABELS = 3
_NOTHING_SCORED = "No answer could be judged, so nothing can be said of them yet."

# What is missing where a criterion is weak, as it goes on from "what held you back most:".
_HOLDS_BACK = {
    "relevance": "answers that did not take up what was asked",
    "correctness": "points that a good answer makes and yours left out",
    "completeness": "points that a good answer makes and yours left out",
    "depth": "points named without saying how they work and why",
    "star": "stories that lacked a part, or did not show how they belong to the question",
    "reasoning": "steps without the reason behind them",
    "trade_offs": "one way taken without weighing another",
    "structure": "answers without an order to follow",
    "clarity": "sentences that were hard to follow",
    "ownership": "stories in which your own part stayed unclear",
    "outcome": "stories without a result to see",
    "directness": "claims half taken back",
}


def summary(
    answers: Sequence[JudgedAnswer], standard: Standard, categories: Sequence[CategoryScore], unscored: int
) -> str:
    """Up to five sentences, all of them taken from the judgements; no score stands in them."""
    main = [answer for answer in answers if not answer.follow_up]
    scored = sorted((answer for answer in main if answer.level is not None), key=lambda a: -(a.level or 0.0))
    if not scored:
        return " ".join([_NOTHING_SCORED, *_left_open(main, standard, 0)])
    return " ".join(
        [
            *_stood_out(scored, categories),
            *_held_back(main),
            *_left_open(main, standard, unscored),
            *_first(main, scored),
        ]
    )


def weakest_criteria(main: Sequence[JudgedAnswer]) -> list[tuple[str, list[str]]]:
    """The criteria that were weak on the average, each with the labels of the answers weak in it.

    The one that cost most over all answers comes first. At most three labels are named, the weakest, in the
    order they were asked in. Answers that a plain check settled say nothing of a criterion, and tone is none
    of them.
    """
    levels: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for place, answer in enumerate(main):
        if answer.level is not None and answer.evaluation and answer.evaluation.gate is None:
            for score in answer.evaluation.criteria:
                # Without advice there is nothing to mend in it: form can be held down by what is said alone.
                if score.criterion not in CODE_CRITERIA and (score.advice or score.level >= GOOD):
                    levels[score.criterion].append((score.level, place))
    means = {criterion: fmean(level for level, _ in found) for criterion, found in levels.items()}
    lost = {
        criterion: sum(max(0.0, GOOD - level) for level, _ in found) for criterion, found in levels.items()
    }
    weak = sorted((criterion for criterion in means if means[criterion] < GOOD), key=lambda c: -lost[c])
    return [
        (
            criterion,
            [
                main[place].label
                for _, place in sorted(
                    sorted(found for found in levels[criterion] if found[0] < WEAK)[:_MOST_LABELS],
                    key=lambda found: found[1],
                )
            ],
        )
        for criterion in weak
    ]


def _stood_out(scored: Sequence[JudgedAnswer], categories: Sequence[CategoryScore]) -> Iterator[str]:
    best = scored[0]
    level = best.level or 0.0
    how = _how(best.evaluation) if best.evaluation else ""
    if level < _HARDLY:
        yield (
            "None of the answers says yet what was asked for."
            if len(scored) > 1
            else (f"{best.label} does not say yet what was asked for.")
        )
    elif level < _CLOSE:
        closest = "is" if len(scored) == 1 else "came closest, and is"
        yield f"{best.label} {closest} a beginning: much of it is still to say."
    elif len(scored) == 1:
        yield f"{best.label} was {'a good answer' if level >= GOOD else 'a beginning'}{how}."
    elif level < GOOD:
        yield f"No answer was strong yet; {best.label} came closest{how}."
    else:
        yield f"{best.label} stood out{how}."
    top = max(categories, key=lambda part: part.score, default=None)
    if (
        top
        and level >= GOOD
        and top.score >= _STANDING_OUT
        and top.answers >= _FEWEST_FOR_CATEGORY
        and top.category != "confidence"
    ):
        yield f"Over all your answers, {top.category.replace('_', ' ')} was your strong side."


def _how(judged: Evaluation) -> str:
    """What a good answer was good by, as far as code can count it."""
    if judged.star is not None and judged.star.shares and not judged.star.missing:
        figure = ", with a figure" if judged.star.numbers else ""
        return f": one case from the situation to the result{figure}"
    made = sum(point.found for point in judged.points)
    if made > 1 and 2 * made >= len(judged.points):
        share = f"all {made}" if made == len(judged.points) else f"{made} of the {len(judged.points)}"
        return f", with {share} points of a strong answer"
    return ""


def _held_back(main: Sequence[JudgedAnswer]) -> Iterator[str]:
    for criterion, labels in weakest_criteria(main)[:1]:
        said = _HOLDS_BACK.get(criterion, f"too little of {criterion.replace('_', ' ')}")
        where = f" ({listed(labels)})" if labels and len(main) > 1 else ""
        yield f"What held you back most: {said}{where}."


def _left_open(main: Sequence[JudgedAnswer], standard: Standard, unscored: int) -> Iterator[str]:
    """What says nothing of the person: skipped, given up, settled by a plain check, not judged, not asked."""
    skipped = [answer.label for answer in main if not answer.answered]
    given_up = [a.label for a in main if _gate(a) == "no_answer"]
    declined = [a.label for a in main if _gate(a) == "declined"]
    settled = [a for a in main if a.answered and a.level is not None and not a.shows_something]
    empty = [a.label for a in settled if a.label not in declined]
    if skipped:
        yield f"{listed(skipped)} stayed open."
    if given_up:
        yield f"In {listed(given_up)} you said openly that you don't know."
    if declined:
        yield f"In {listed(declined)} you chose not to answer."
    if empty:
        yield f"{listed(empty)} held nothing to judge."
    if unscored:
        many = "1 answer" if unscored == 1 else f"{unscored} answers"
        yield f"{many} could not be judged and {'is' if unscored == 1 else 'are'} left out."
    if len(main) < standard.planned:
        yield f"The interview ended after {len(main)} of {standard.planned} questions."


def _gate(answer: JudgedAnswer) -> str:
    return answer.evaluation.gate.name if answer.evaluation and answer.evaluation.gate else ""


def _first(main: Sequence[JudgedAnswer], scored: Sequence[JudgedAnswer]) -> Iterator[str]:
    """What to do first: about what held back most, where it was weakest; else in the weakest answer."""
    weakest = scored[-1]
    todo = weakest.first_fix if (weakest.level or 0.0) < HIGHEST_LEVEL else ""
    for criterion, _ in weakest_criteria(main)[:1]:
        advised = [
            (score.level, answer.label, score.advice)
            for answer in main
            for score in (
                answer.evaluation.criteria if answer.evaluation and answer.level is not None else ()
            )
            if score.criterion == criterion
            and score.advice
            and not names_any(score.advice, answer.made_later)
        ]
        if advised:
            _, label, advice = min(advised)
            yield f"Do this first, in {label}: {advice}"
            return
    if todo:
        yield f"Do this first, in {weakest.label}: {todo}"
