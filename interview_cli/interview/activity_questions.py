"""Questions on what the person did lately, made from notes and commits without a model."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from interview_cli.activity.cleaning import MASK
from interview_cli.activity.fragment import Fragment
from interview_cli.coach.pleas import is_steering
from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import content_stems, words
from interview_cli.interview.activity_asks import Ask, asks_for
from interview_cli.interview.activity_points import EXPECTED
from interview_cli.interview.mention import mention
from interview_cli.interview.ports import ActivityQuestion
from interview_cli.interview.work_nature import Nature, nature_of
from interview_cli.library.bank import Bank
from interview_cli.library.role import Question

LONGEST_WORDS = 30
SECONDS = 150
TAG = "activity"

# A note with less of its words (by weight) in the role's own vocabulary is about something else.
_FITS_FROM = 0.2
# Names, figures with units and the like stand in notes on technical work alone.
_TECHNICAL = re.compile(
    r"\w_\w|\w/\w+\.\w|[a-z][A-Z]|\b[a-z]+\.[a-z]{2,4}\b|\b\w+\(\)|\b\d+\s?(?:ms|[KMGT]B|rps|qps|%)(?!\w)|\bp\d\d\b|(?<!\w)--?[a-z]{2,}"
)
_TRADE = ("technical", "coding", "system_design")
_WEIGHED_ON = ("depth", "completeness", "trade_offs", "clarity", "structure")


def questions_about(fragments: Sequence[Fragment], seed: int, on: date) -> tuple[ActivityQuestion, ...]:
    """At most one question for each fragment, asked on the day `on`; the seed varies the wording.

    They are after different things in turn, each has at most `LONGEST_WORDS` words, and a fragment that
    tells the interviewer what to do, or is called by a secret, is passed over.
    """
    rng = random.Random(f"{seed}:activity")  # noqa: S311 - no secret
    used: Counter[str] = Counter()
    made = []
    for fragment in fragments:
        if is_steering(fragment.title) or MASK in fragment.title:
            continue
        for ask in _best_first(nature_of(fragment), used, rng):
            named = mention(fragment, on, LONGEST_WORDS - len(ask.text.split()), rng, used)
            if named:
                used.update((ask.facet, ask.text))
                made.append(ActivityQuestion(_question(fragment, f"{named} {ask.text}", ask), (fragment.id,)))
                break
    return tuple(made)


def _best_first(nature: Nature, used: Counter[str], rng: random.Random) -> list[Ask]:
    """The ways to ask about a kind of work: unused ones, then new facets, then those made for the kind."""
    asks = [(ask, place, rng.random()) for place, part in enumerate(asks_for(nature)) for ask in part]
    asks.sort(key=lambda one: (used[one[0].text], used[one[0].facet], *one[1:]))
    return [ask for ask, _, _ in asks]


def fitting(fragments: Sequence[Fragment], bank: Bank) -> list[Fragment]:
    """The fragments that have to do with a role's work, as far as their words show; commits always do."""
    known = frozenset(
        stem
        for question in bank.role.questions
        if question.kind in _TRADE
        for stem in content_stems(words(_text_of(question)))
    )
    return [
        fragment
        for fragment in fragments
        if fragment.source == "commits"
        or _TECHNICAL.search(fragment.text)
        or _share(fragment, known) >= _FITS_FROM
    ]


def without_orders(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments without those, and those lines, that tell an interviewer or a judge what to do."""
    return [
        fragment.model_copy(
            update={"text": "\n".join(line for line in fragment.text.split("\n") if not is_steering(line))}
        )
        for fragment in fragments
        if not is_steering(fragment.title)
    ]


def _question(fragment: Fragment, text: str, ask: Ask) -> Question:
    expected = EXPECTED[ask.facet]
    return Question(
        id=f"about-{fragment.id}",
        text=text,
        kind="technical",
        seconds=SECONDS,
        tags=(TAG,),
        criteria=_WEIGHED_ON if ask.facet == "weighed" else (),
        key_points=expected.points,
        sample_answer=expected.sample,
        follow_ups=expected.follow_ups,
    )


def _share(fragment: Fragment, known: frozenset[str]) -> float:
    """The share of a fragment's different words, by weight, that are in a vocabulary."""
    stems = set(content_stems(words(fragment.text)))
    total = sum(map(rarity, stems))
    return sum(rarity(stem) for stem in stems & known) / total if total else 0.0


def _text_of(question: Question) -> str:
    points = (part for point in question.key_points for part in (point.fact, *point.synonyms))
    return " ".join((question.text, question.sample_answer, *points))
