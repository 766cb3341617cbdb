"""What a whole interview showed: all its numbers, and plain closing words made from the judgements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interview_cli.coach import rubric
from interview_cli.coach.evaluation import CategoryScore, Evaluation, Feedback
from interview_cli.library.role import Category, Question

OFFLINE = "offline"
MOST = 3
# Answers under this level are worth another try.
PRACTISE_BELOW = 3.5
PRAISE_FROM = 3.5

OFFLINE_NOTE = (
    "These scores are an offline estimate: they come from key points and plain rules, not from a reading by "
    "a person or a model. A good answer in unusual words can score too low."
)
MIXED_NOTE = "Some answers were judged offline, by key points and plain rules; those scores are an estimate."


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """One asked question as the review sees it; `evaluation` is the judgement that counts, if any."""

    label: str
    question: Question
    evaluation: Evaluation | None
    answered: bool
    follow_up: bool

    @property
    def level(self) -> float | None:
        """The answer's level (0-5); None when it was not answered or could not be judged."""
        judged = self.evaluation if self.answered else None
        return None if judged is None or judged.status == "unscored" else judged.level


@dataclass(frozen=True, slots=True)
class Numbers:
    """All figures of a review: scores 0-100, coverage 0-1."""

    overall: float | None
    band: str
    categories: list[CategoryScore]
    coverage: float
    unscored: int


def numbers_of(answers: Sequence[JudgedAnswer], weights: Mapping[Category, float]) -> Numbers:
    """The arithmetic of a review, whoever writes its words.

    Follow-ups are scored apart and enter no total: only answers with a gap get one, so counting them would
    make a total depend on how often was asked again, and two attempts at one plan could not be compared.
    Unanswered questions are skipped and lower the coverage alone; unscored answers are counted, never 0.
    """
    main = [answer for answer in answers if not answer.follow_up]
    judged = [answer.evaluation.criteria for answer in main if answer.level is not None and answer.evaluation]
    categories = rubric.category_scores(judged)
    overall = rubric.overall(categories, weights)
    return Numbers(
        overall=overall,
        band="" if overall is None else rubric.band(overall),
        categories=categories,
        coverage=sum(answer.answered for answer in main) / len(main) if main else 0.0,
        unscored=sum(answer.answered and answer.level is None for answer in answers),
    )


def summarise(answers: Sequence[JudgedAnswer], weights: Mapping[Category, float]) -> Feedback:
    """The closing feedback in plain words, all of it taken from the judgements of the answers."""
    numbers = numbers_of(answers, weights)
    ranked = sorted(
        (answer for answer in answers if answer.level is not None), key=lambda answer: -(answer.level or 0.0)
    )
    # A follow-up probes a gap of its question, so advice on the question covers it.
    main = [answer for answer in ranked if not answer.follow_up]
    improvements = _improvements(main)
    return Feedback(
        source=_source(answers),
        overall=numbers.overall,
        band=numbers.band,
        categories=numbers.categories,
        summary=_summary(ranked, numbers),
        strengths=_strengths(ranked),
        improvements=improvements,
        next_steps=_next_steps(answers, ranked),
        coverage=numbers.coverage,
        unscored=numbers.unscored,
        note=note_on(answers),
    )


def note_on(answers: Sequence[JudgedAnswer]) -> str:
    """The sentence that says how far the scores can be trusted; empty when a model judged them all."""
    sources = [
        answer.evaluation.source for answer in answers if answer.level is not None and answer.evaluation
    ]
    if not sources or OFFLINE not in sources:
        return ""
    return OFFLINE_NOTE if set(sources) == {OFFLINE} else MIXED_NOTE


class OfflineReviewer:
    """Reviews an interview without a model."""

    async def review(self, answers: Sequence[JudgedAnswer], weights: Mapping[Category, float]) -> Feedback:
        """The closing feedback; it never fails and never waits."""
        return summarise(answers, weights)


def _source(answers: Sequence[JudgedAnswer]) -> str:
    """Who judged most of the answers."""
    sources = Counter(
        answer.evaluation.source for answer in answers if answer.level is not None and answer.evaluation
    )
    return sources.most_common(1)[0][0] if sources else OFFLINE


def _summary(ranked: Sequence[JudgedAnswer], numbers: Numbers) -> str:
    if numbers.overall is None:
        return "None of the answers could be scored."
    sentences = [f"On the whole your answers were {_IN_WORDS[numbers.band]}."]
    scored = [answer for answer in ranked if not answer.follow_up]
    best, weakest = scored[0], scored[-1]
    if len(scored) > 1 and best.level != weakest.level:
        # The best of poor answers is no answer to be proud of.
        praise = f"{best.label} was your best answer, " if (best.level or 0.0) >= PRAISE_FROM else ""
        sentences.append(f"{praise}{weakest.label} has the most to gain.")
    if (first := _first_to_fix(weakest)) and (weakest.level or 0.0) < rubric.HIGHEST_LEVEL:
        sentences.append(f"The first thing to fix, in {weakest.label}: {_sentence_part(first)}")
    if numbers.unscored:
        many = f"{numbers.unscored} answer{'s' if numbers.unscored != 1 else ''}"
        sentences.append(
            f"{many} could not be judged and {'are' if numbers.unscored != 1 else 'is'} left out."
        )
    return " ".join(sentences)


_IN_WORDS = {
    "excellent": "excellent",
    "good": "good",
    "fair": "fair",
    "developing": "a beginning",
    "needs work": "not yet enough",
}


def _strengths(ranked: Sequence[JudgedAnswer]) -> list[str]:
    """The first strength of each of the best answers."""
    good = [answer for answer in ranked if (answer.level or 0.0) >= PRAISE_FROM]
    return [
        f"{answer.label}: {answer.evaluation.strengths[0]}"
        for answer in good
        if answer.evaluation and answer.evaluation.strengths
    ][:MOST]


def _improvements(ranked: Sequence[JudgedAnswer]) -> list[str]:
    """The first thing to fix in each of the weakest answers, each advice once."""
    found: dict[str, str] = {}
    for answer in reversed(ranked):
        if first := _first_to_fix(answer):
            found.setdefault(first, f"{answer.label}: {first}")
    return list(found.values())[:MOST]


def _next_steps(answers: Sequence[JudgedAnswer], ranked: Sequence[JudgedAnswer]) -> list[str]:
    """What to practise before the next interview: weak answers again, skipped questions, weak topics."""
    weak = [
        answer
        for answer in reversed(ranked)
        if (answer.level or 0.0) < PRACTISE_BELOW and not answer.follow_up
    ]
    steps = []
    if weak:
        steps.append(f'Answer {weak[0].label} once more, aloud: "{weak[0].question.text}"')
    topics = Counter(tag for answer in weak for tag in answer.question.tags)
    if common := [
        tag.replace("_", " ").replace("-", " ") for tag, times in topics.most_common(2) if times > 1
    ]:
        steps.append(f"Read up on {' and '.join(common)}: more than one answer there was thin.")
    skipped = [answer for answer in answers if not answer.answered and not answer.follow_up]
    if skipped:
        steps.append(
            f'Prepare an answer to {skipped[0].label}, which stayed open: "{skipped[0].question.text}"'
        )
    return steps[:MOST]


def _first_to_fix(answer: JudgedAnswer) -> str:
    improvements = answer.evaluation.improvements if answer.evaluation else []
    return improvements[0] if improvements else ""


def _sentence_part(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
