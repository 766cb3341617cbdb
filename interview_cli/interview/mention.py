"""A fragment named in a sentence, as an interviewer who has read it would say it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from interview_cli.activity.fragment import Fragment
from interview_cli.activity.subjects import read_subject
from interview_cli.interview import verbs
from interview_cli.interview.articles import with_articles
from interview_cli.interview.phrases import (
    clause_ends,
    first_clause,
    is_title,
    part_ends,
    shortened,
    speaks_of_self,
    spoken,
    to_you,
)

_AIMS = (
    "{When} you made a change to {phrase}.",
    "One of your changes {when} was to {phrase}.",
    "{When} you set out to {phrase}.",
)
_NOT_AIMS = ("{When} you made a change so as not to {phrase}.",)
_DEEDS = (
    "{When} you {phrase}.",
    "I see that {when} you {phrase}.",
    "Your commits say that {when} you {phrase}.",
)
_COMMITTED = (
    '{When} you committed "{phrase}".',
    'One of your commits {when} says "{phrase}".',
    'A commit of yours {when} reads "{phrase}".',
)
_FIXED = ('{When} you committed a fix: "{phrase}".', 'A fix that you committed {when} says "{phrase}".')
_NOTED = (
    '{When} you noted: "{phrase}".',
    'One of your notes {when} says: "{phrase}".',
    'You wrote down {when}: "{phrase}".',
)
_HEADED = ('{When} you wrote about "{phrase}".', 'Your notes {when} have a part on "{phrase}".')
_DID = ("{When} you noted that you {phrase}.", "Your notes {when} say that you {phrase}.")

_TIMES = ((7, "in the last few days"), (14, "in the past two weeks"), (31, "in the past month"))

# An area as people name it; all others are said as they are written.
_AREAS = {
    "ci": "CI",
    "ui": "the UI",
    "api": "the API",
    "db": "the database",
    "docs": "the documentation",
    "cli": "the command line",
    "core": "the core",
    "readme": "the README",
}
_AREA = re.compile(r"[a-z][a-z0-9]*(?:[/_-][a-z0-9]+){0,2}")

_ADVERBS, _FILLERS = verbs.word_set("adverbs"), verbs.word_set("fillers")
_COUNTABLE = verbs.word_set("countable")


def mention(fragment: Fragment, on: date, room: int, rng: random.Random, used: Counter[str]) -> str:
    """A sentence of at most `room` words that names a fragment, told on the day `on`; empty where none fits.

    What can be said in plain words is; all else is quoted, and cut where a clause ends. Forms that were
    `used` less come first, and the one taken is counted.
    """
    when = when_was(fragment.date, on)
    ways = list(_ways(fragment))
    # Words of one's own are better quoted whole than told by halves.
    for ends in ((clause_ends,), (clause_ends, part_ends)):
        for frames, phrase in ways:
            for frame in sorted(rng.sample(frames, len(frames)), key=used.__getitem__):
                left = room - len(frame.format(When=when, when=when, phrase="").split())
                if said := shortened(phrase, left, ends, quoted='"' in frame):
                    used[frame] += 1
                    text = frame.format(When=when, when=when, phrase=said)
                    return text[:1].upper() + text[1:]
    return ""


def when_was(day: date, on: date) -> str:
    """How long ago a day was, as one says it: "this week", "in the past month"."""
    day = min(day, on)
    days = (on - day).days
    if days < 7 and day.isocalendar()[:2] == on.isocalendar()[:2]:
        return "this week"
    return next((said for most, said in _TIMES if days <= most), "a while ago")


def _ways(fragment: Fragment) -> Iterator[tuple[tuple[str, ...], str]]:
    """The ways to name a fragment, best first: frames, and the phrase to put in them."""
    if fragment.source == "commits":
        yield from _of_commits(fragment.title)
        return
    text = spoken(fragment.title)
    if fragment.text.startswith(f"{fragment.title}: "):
        yield _HEADED, text
    elif deed := _deed(text):
        yield _DID, deed
    yield _NOTED, spoken(fragment.title, whole=True)


def _of_commits(title: str) -> Iterator[tuple[tuple[str, ...], str]]:
    subject = read_subject(title)
    text, whole = spoken(subject.text), spoken(subject.text, whole=True)
    place = _place(subject.scope, text)
    if not is_title(text) and not speaks_of_self(text):
        clause = to_you(first_clause(text))
        for frames, phrase in _said_plainly(clause):
            if place:
                yield frames, f"{phrase} {place}"
            yield frames, phrase
    if place:
        yield (f'{{When}} you committed "{{phrase}}" {place}.',), whole
    yield _FIXED if subject.type in ("fix", "bugfix", "hotfix") else _COMMITTED, whole


def _said_plainly(clause: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """A subject as part of a sentence, where it begins with a verb."""
    first, _, rest = clause.partition(" ")
    if first.lower() in _FILLERS:
        first, _, rest = rest.partition(" ")
    denied = first.lower().replace("’", "'") in ("don't", "dont", "never")
    adverb = ""
    if first.lower() in _ADVERBS or denied:
        adverb = f"{first.lower()} "
        first, _, rest = rest.partition(" ")
    verb = verbs.verb_of(f"{first} {rest}")
    if not verb:
        return
    if denied:
        yield _NOT_AIMS, with_articles(f"{verb} {rest}")
    elif verb in verbs.PEOPLE and not adverb:
        said = with_articles(f"{verb} {rest}").partition(" ")[2]
        yield _DEEDS, f"{verbs.past(verb)} {said}"
    else:
        yield _AIMS, f"{adverb}{with_articles(f'{verb} {rest}')}"


def _deed(text: str) -> str:
    """What a note says its writer did, as it is said to them; empty where it says something else."""
    said = to_you(re.sub(r"^I (?:have |had )?(?=[a-z])", "", text))
    first, _, rest = said.partition(" ")
    if not verbs.is_past_of_note(first.lower()) or not rest or speaks_of_self(said) or is_title(said):
        return ""
    return f"{first.lower()} {rest}"


def _place(scope: str, text: str) -> str:
    """Where in the code a change was, for a sentence that does not say so itself."""
    if not _AREA.fullmatch(scope) or any(part in text.lower() for part in re.split(r"[/_-]", scope)):
        return ""
    return f"in {_AREAS.get(scope) or (f'the {scope}' if scope in _COUNTABLE else scope)}"
