"""What to practise before the next interview: which question again, how, and which topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from interview_cli.coach.judged import JudgedAnswer, Standard, listed
from interview_cli.coach.summary import GOOD, weakest_criteria
from interview_cli.library.role import SENIORITIES

MOST = 3
_MOST_LABELS = 3

# Only for these is there something to read up on.
_OF_KNOWLEDGE = frozenset({"technical", "coding", "system_design"})
# These say where a question comes from, and not what it is about.
_NO_TOPICS = frozenset({"activity", "resume", "gap"})
# An exercise for what was weak in several answers.
_EXERCISES = {
    "relevance": "say in one sentence what is asked, and only then answer",
    "correctness": "write down the points from memory, and compare them with the report",
    "completeness": "write down the points from memory, and compare them with the report",
    "depth": 'follow every statement with "because" or "which means", once',
    "star": "tell each in four sentences: situation, task, action, result",
    "reasoning": 'follow every step with "because", and with "unless"',
    "trade_offs": "say for each what you decided against, and why",
    "structure": "write three key words for each, and speak along them",
    "clarity": "record yourself, and cut every sentence that you must hear twice",
    "ownership": 'tell each again with "I" in every sentence about the work',
    "outcome": "find the figure at the end of each, or what someone said",
    "directness": "say each again without a single hedge",
}


def next_steps(
    answers: Sequence[JudgedAnswer], standard: Standard, *, carries: bool, most: int = MOST
) -> list[str]:
    """Up to three things to do, each concrete; `carries` says that the answers are good enough to go on.

    Follow-ups are part of their question here.
    """
    main = [answer for answer in answers if not answer.follow_up]
    weak = [answer for answer in main if answer.level is not None and answer.level < GOOD]
    steps = [*_again(weak), *_exercise(main), *_topics(weak), *_prepare(main)]
    if not steps and carries and (higher := SENIORITIES[SENIORITIES.index(standard.level) + 1 :]):
        steps.append(f"Take the same interview at {higher[0]} level: --level {higher[0]}.")
    return steps[:most]


def _again(weak: Sequence[JudgedAnswer]) -> Iterator[str]:
    """The weakest answer once more, with the way to do it."""
    answer = min(weak, key=lambda answer: answer.level or 0.0, default=None)
    if answer is not None:
        judged = answer.evaluation
        story = judged is not None and judged.star is not None
        unknown = judged is not None and judged.gate is not None
        how = "make each point that was not found in a sentence of its own"
        if unknown:
            how = "read the answer to compare with, put it away, and say it in your own words"
        elif story:
            how = "two sentences for the scene and your task, most for what you did, the last for the result"
        yield f'Answer {answer.label} again, aloud: "{answer.question.text}" This time {how}.'


def _exercise(main: Sequence[JudgedAnswer]) -> Iterator[str]:
    """One exercise for what was weak in more than one answer."""
    for criterion, labels in weakest_criteria(main):
        if len(labels) > 1 and criterion in _EXERCISES:
            yield f"Take {listed(labels)} once more and {_EXERCISES[criterion]}."
            return


def _topics(weak: Sequence[JudgedAnswer]) -> Iterator[str]:
    """A topic in which more than one answer was weak."""
    labels: dict[str, list[str]] = defaultdict(list)
    for answer in weak:
        for tag in answer.question.tags if answer.question.kind in _OF_KNOWLEDGE else ():
            if tag not in _NO_TOPICS:
                labels[tag].append(answer.label)
    tag = max(labels, key=lambda tag: len(labels[tag]), default="")
    if tag and len(labels[tag]) > 1:
        topic = tag.replace("_", " ").replace("-", " ")
        where = listed(labels[tag][:_MOST_LABELS])
        yield f"Read up on {topic} ({where}), then explain it aloud in two minutes."


def _prepare(main: Sequence[JudgedAnswer]) -> Iterator[str]:
    """A question that stayed open."""
    for answer in [answer for answer in main if not answer.answered][:1]:
        yield f'Prepare an answer to {answer.label}, which stayed open: "{answer.question.text}"'
