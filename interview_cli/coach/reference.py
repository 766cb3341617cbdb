"""A reference answer made ready to hold answers against, and the key points that lie in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.coach.heard import denied_places
from interview_cli.coach.words import STOP_WORDS, content_stems, sentences, split_sentences, stem, words

MOST_POINTS = 20
# A word of the question counts this much where the reference says it too.
_ASKED = 0.15
# A sentence with fewer own words than this is a heading or half a thought, and joins the one after it.
_FEWEST_OWN = 2
_MARK = re.compile(r"^(?:\s*(?:[-*•●○–]+|\d{1,2}\s*-|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s*(?=\S))+")

# The terms of a part of a reference, with how much each counts.
Part = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a good answer says.

    `terms` are the content stems of the reference with how much each counts; those in `denied` it only
    denies. `wording` holds every stem of it, small words too. `talk` says how often (0-1) a content word in
    talk of the matter is that stem, as counted over question and reference.
    """

    terms: Mapping[str, float]
    denied: frozenset[str]
    wording: frozenset[str]
    talk: Mapping[str, float]


@lru_cache(maxsize=256)
def reference_of(question: str, text: str, akin: str = "") -> Reference:
    """The reference for a question, whose own words count little in it: repeating them shows nothing.

    `akin` is text that speaks of the same matter, such as other ways to put its points.
    """
    asked = content_stems(words(question))
    denied: dict[str, bool] = {}
    wording: set[str] = set()
    times = Counter(asked)
    for sentence in sentences(text):
        hidden = denied_places(sentence.words)
        times.update(sentence.stems)
        for place, word in enumerate(sentence.words):
            found = stem(word)
            wording.add(found)
            if word not in STOP_WORDS:
                denied[found] = denied.get(found, True) and place in hidden
    all_of_them = times.total()
    known = dict.fromkeys(content_stems(words(akin)), 1) | times
    return Reference(
        terms={found: _ASKED if found in asked else 1.0 for found in denied},
        denied=frozenset(found for found, always in denied.items() if always),
        wording=frozenset(wording),
        talk={found: count / all_of_them for found, count in known.items()} if all_of_them else {},
    )


def part_of(reference: Reference, text: str) -> Part:
    """The part of a reference that a text of it makes up."""
    stems = dict.fromkeys(content_stems(words(text)))
    return {term: reference.terms[term] for term in stems if term in reference.terms}


def key_points_of(question: str, text: str) -> list[str]:
    """The key points of a reference answer: its sentences and list items, each with words of its own.

    A heading goes with what follows it; of a very long reference the first 20 points are taken.
    """
    asked = frozenset(content_stems(words(question)))
    points: list[str] = []
    heading = ""
    for sentence in split_sentences(text):
        said = f"{heading} {_MARK.sub('', sentence)}".strip()
        if len(set(content_stems(words(said))) - asked) < _FEWEST_OWN:
            heading = said
        else:
            points.append(said)
            heading = ""
    if heading:
        points.append(heading)
    return list(dict.fromkeys(points))[:MOST_POINTS]
