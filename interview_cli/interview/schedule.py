"""When a weak question comes back: the memory model FSRS over the attempts at it.

A question is in the drill from its first answer below level 3 on. Every answer to it, in whatever
kind of interview, sets when it is due next; after some good ones that is so far away that it has left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from interview_cli.interview.attempts import Attempt, marked_id, role_among

if TYPE_CHECKING:
    from fsrs import Scheduler

# An answer below this level (0-5) puts its question into the drill.
WEAK_BELOW = 3.0
# Levels from which an answer counts as hard, good and easy: FSRS' ratings 2, 3 and 4. Below them the
# answer was not known. Level 2 holds a third of what it should, level 4.5 leaves nothing of weight out.
HARD_FROM, GOOD_FROM, EASY_FROM = 2.0, 3.0, 4.5

# The memory of a question is that of its last attempts; what was before so many tells on it no more.
MOST_REVIEWS = 100

# Whose question it is, and the digest of its wording.
Key = tuple[str, str]


class Card(NamedTuple):
    """A question in the drill.

    `question` is the id to call it by, unlike that of every other card of the same person; `session`
    holds the last of its `attempts`, made at `last` with `level`, the first had `first_level` (0-5).
    `due` is the time from which it should be asked again. `stability` is FSRS' number of days after which the
    answer is still known with a probability of 0.9, `difficulty` its 1-10.
    """

    candidate: str
    key: str
    question: str
    role: str
    session: str
    attempts: int
    first_level: float
    level: float
    last: datetime
    due: datetime
    stability: float
    difficulty: float

    @property
    def whose(self) -> Key:
        """What tells it from all others."""
        return key_of(self.candidate, self.key)

    def is_due(self, now: datetime) -> bool:
        """Whether its day has come, in the time zone of `now`: nobody practises by the hour."""
        return self.due.astimezone(now.tzinfo).date() <= now.date()


def key_of(candidate: str, key: str) -> Key:
    """One person's question, whatever the capitals of the name."""
    return candidate.strip().casefold(), key


def rating_of(level: float) -> int:
    """FSRS' rating of an answer at a level (0-5): 1 again, 2 hard, 3 good, 4 easy."""
    return 1 + (level >= HARD_FROM) + (level >= GOOD_FROM) + (level >= EASY_FROM)


def cards_of(attempts: Iterable[Attempt], put_away: Mapping[Key, datetime]) -> list[Card]:
    """The questions in the drill, the one due first before the others.

    A question that was put away comes back with the next weak answer after that time.
    """
    by_question: dict[Key, list[Attempt]] = defaultdict(list)
    for one in attempts:
        by_question[key_of(one.candidate, one.key)].append(one)
    cards = []
    for key, made in by_question.items():
        since = put_away.get(key)
        if any(one.level < WEAK_BELOW and (since is None or one.at > since) for one in made):
            cards.append(_card(sorted(made, key=lambda one: one.at)))
    return _told_apart(sorted(cards, key=lambda card: (card.due, card.level, card.question, card.key)))


def recall(card: Card, now: datetime) -> float:
    """The probability (0-1) that the question is still answered well, as FSRS predicts it."""
    from fsrs import Card as Memory

    memory = Memory(card_id=0, due=card.due, stability=card.stability, last_review=card.last)
    return _scheduler().get_card_retrievability(memory, now)


def _card(made: Sequence[Attempt]) -> Card:
    from fsrs import Card as Memory
    from fsrs import Rating

    memory = Memory(card_id=0, due=made[0].at)
    for one in made[-MOST_REVIEWS:]:
        memory, _ = _scheduler().review_card(memory, Rating(rating_of(one.level)), one.at)
    first, last = made[0], made[-1]
    return Card(
        candidate=last.candidate,
        key=last.key,
        question=last.question,
        role=role_among(made),
        session=last.session,
        attempts=len(made),
        first_level=first.level,
        level=last.level,
        last=last.at,
        due=memory.due.astimezone(UTC),
        stability=memory.stability or 0.0,
        difficulty=memory.difficulty or 0.0,
    )


def _told_apart(cards: Sequence[Card]) -> list[Card]:
    """The cards with ids of their own: where two have one, it stays with the question asked last."""
    latest: dict[Key, Card] = {}
    for card in cards:
        name = key_of(card.candidate, card.question)
        if name not in latest or latest[name].last < card.last:
            latest[name] = card
    return [
        card
        if latest[key_of(card.candidate, card.question)] is card
        else card._replace(question=marked_id(card.question, card.key))
        for card in cards
    ]


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    """FSRS with its published parameters: whole days, and the same every time.

    Its learning steps of minutes suit flash cards, not answers of two minutes; its fuzz spreads thousands of
    cards over days.
    """
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
