"""What practice did: how well topics are remembered, and every question's first, last and best attempt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Any

from interview_cli.interview.attempts import Attempt, role_among
from interview_cli.interview.schedule import Card, Key, key_of, recall
from interview_cli.library.role import Question
from interview_cli.report.deck import brief, level_shown, room_left

TOPIC_COLUMNS = ("Topic", "Questions", "Due", "Recall", "First", "Last")
QUESTION_COLUMNS = ("ID", "Tries", "First", "Last", "Best", "Question")
NUMBERS = ("Questions", "Due", "Recall", "Tries", "First", "Last", "Best")
RECALL_MEANS = "Recall: the chance, by the drill's schedule, that what you last practised is still there."

WITHOUT_TOPIC = "(no topic)"
FEWEST_TRIES = 2


@dataclass(frozen=True, slots=True)
class Tries:
    """One person's attempts at one question, oldest first.

    `alike` are those whose levels were given alike: only they compare.
    """

    every: tuple[Attempt, ...]

    @property
    def last(self) -> Attempt:
        """The latest attempt."""
        return self.every[-1]

    @property
    def whose(self) -> Key:
        """Whose question it is, and which."""
        return key_of(self.last.candidate, self.last.key)

    @property
    def role(self) -> str:
        """The role it was asked for."""
        return role_among(self.every)

    @property
    def alike(self) -> tuple[Attempt, ...]:
        """Attempts that compare: the latest such group of several, else the last attempt alone.

        A plain check's level compares with any judge's, so that it makes no group of its own.
        """
        measures = [one for one in reversed(self.every) if not one.gated] or [self.last]
        groups = (tuple(one for one in self.every if one.compares_with(measure)) for measure in measures)
        return next((group for group in groups if len(group) >= FEWEST_TRIES), (self.last,))

    @property
    def best(self) -> Attempt:
        """The best attempt of those that compare, the first one of equals."""
        return max(self.alike, key=lambda one: one.level)


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag in one person's drill: `recall` is the mean predicted probability (0-1) of a good answer now.

    `first_level` and `last_level` are means (0-5) over the `compared` questions with attempts that compare.
    """

    candidate: str
    name: str
    questions: int
    due: int
    recall: float
    compared: int
    first_level: float | None
    last_level: float | None


def tries_of(attempts: Iterable[Attempt]) -> list[Tries]:
    """The attempts question by question, the question tried last before the others."""
    by_question: dict[Key, list[Attempt]] = defaultdict(list)
    for one in attempts:
        by_question[key_of(one.candidate, one.key)].append(one)
    tries = [Tries(tuple(sorted(made, key=lambda one: one.at))) for made in by_question.values()]
    return sorted(tries, key=lambda one: (one.last.at, one.last.question), reverse=True)


def repeated(tries: Iterable[Tries]) -> list[Tries]:
    """Those with more than one attempt that compare."""
    return [one for one in tries if len(one.alike) >= FEWEST_TRIES]


def topics_of(
    cards: Iterable[Card], questions: Mapping[Key, Question], tries: Iterable[Tries], now: datetime
) -> list[Topic]:
    """The topics in the drill by person, the one remembered worst first."""
    by_topic: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in cards:
        if card.whose in questions:
            for tag in questions[card.whose].tags or (WITHOUT_TOPIC,):
                by_topic[card.candidate, tag].append(card)
    known = {one.whose: one.alike for one in tries}
    topics = []
    for (candidate, name), found in by_topic.items():
        alike = [made for card in found if len(made := known.get(card.whose, ())) >= FEWEST_TRIES]
        topics.append(
            Topic(
                candidate=candidate,
                name=name,
                questions=len(found),
                due=sum(card.is_due(now) for card in found),
                recall=fmean(recall(card, now) for card in found),
                compared=len(alike),
                first_level=fmean(made[0].level for made in alike) if alike else None,
                last_level=fmean(made[-1].level for made in alike) if alike else None,
            )
        )
    return sorted(topics, key=lambda topic: (topic.candidate, topic.recall, topic.name))


def topic_cells(topics: Iterable[Topic], *, scale: int) -> list[tuple[str, ...]]:
    """The topics as cells of a table."""
    return [
        (
            topic.name,
            str(topic.questions),
            str(topic.due or "-"),
            f"{topic.recall:.0%}",
            *(
                "-" if level is None else level_shown(level, scale)
                for level in (topic.first_level, topic.last_level)
            ),
        )
        for topic in topics
    ]


def question_cells(
    tries: Sequence[Tries], questions: Mapping[Key, Question], *, scale: int, width: int, gap: int
) -> list[tuple[str, ...]]:
    """The questions as cells of a table; their texts are cut to what `width` leaves for them."""
    rows = [
        (
            one.last.question,
            str(len(one.alike)),
            *(level_shown(made.level, scale) for made in (one.alike[0], one.alike[-1], one.best)),
        )
        for one in tries
    ]
    room = room_left(QUESTION_COLUMNS[:-1], rows, width, gap=gap)
    texts = [questions[one.whose].text if one.whose in questions else "" for one in tries]
    return [(*row, brief(text, room)) for row, text in zip(rows, texts, strict=True)]


def topic_document(topic: Topic) -> dict[str, Any]:
    """A topic as plain values for JSON: levels 0-5, recall 0-1."""
    return {
        "candidate": topic.candidate,
        "topic": None if topic.name == WITHOUT_TOPIC else topic.name,
        "questions": topic.questions,
        "due": topic.due,
        "recall": round(topic.recall, 3),
        "compared": topic.compared,
        "first_level": _rounded(topic.first_level),
        "last_level": _rounded(topic.last_level),
    }


def question_document(one: Tries, questions: Mapping[Key, Question]) -> dict[str, Any]:
    """A question with all its attempts as plain values for JSON, levels 0-5; those `alike` compare."""
    question = questions.get(one.whose)
    alike = one.alike
    return {
        "candidate": one.last.candidate,
        "id": one.last.question,
        "question": question.text if question else None,
        "tags": list(question.tags) if question else [],
        "first_level": alike[0].level,
        "last_level": alike[-1].level,
        "best_level": one.best.level,
        "best_session": one.best.session,
        "attempts": [
            {
                "session": made.session,
                "at": made.at.isoformat(),
                "level": made.level,
                **made.by._asdict(),
                "gated": made.gated,
                "alike": made in alike,
            }
            for made in one.every
        ],
    }


def _rounded(level: float | None) -> float | None:
    return None if level is None else round(level, 2)
