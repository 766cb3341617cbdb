"""The committed list of skills, and the skills of that list that a line names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

_TOKEN = re.compile(r"(?<![\w.])\.net\b|[^\W_]+(?:\+\+|#)?", re.IGNORECASE)
# What may stand between the words of one phrase; a comma or bullet always ends it.
_GLUE = re.compile(r"[\s./’'&+\-]{0,3}")
# What sets an item apart: in a list section the line's ends and dashes too, elsewhere only real delimiters.
_ITEM_LEFT = re.compile(r"(?:^|[\n,;|•·/:(&+▪❖–—\"]|\s-|\s{2}|\band|\bor)[ \t]{0,3}$")
_ITEM_RIGHT = re.compile(r"[ \t]{0,3}(?:$|[\n,;|•·/)&+▪❖–—(\":]|-\s|\.(?:\s|$)|\s{2}|and\b|or\b)")
_DELIMITED_LEFT = re.compile(r"[,;|•·/(][ \t]{0,2}$")
_DELIMITED_RIGHT = re.compile(r"[ \t]{0,2}[,;|•·/)]")
_JOINED_LEFT = re.compile(r"(?:[,;|•·/:(&]|\band|\bor)[ \t]{0,2}$")
_JOINED_RIGHT = re.compile(r"[ \t]{0,2}(?:$|[,;|•·/)&]|\.(?:\s|$)|and\b|or\b)")
_SPEAKS = re.compile(
    r"\b(?:fluen|nativ|bilingual|conversational|proficien|speak|mother tongue)\w*[^.]{0,40}$", re.IGNORECASE
)
# "C-level", "R&D", "[C]": a letter that is part of something else.
_STUCK = frozenset("-&'’+#[].$")
_YEAR = re.compile(r"\s\d{4}\b")
_LANGUAGES = "Languages"
_TECHNICAL = frozenset({
    "Programming languages", "Web and frontend", "Backend and APIs", "Mobile", "Databases", "Security",
    "Data and analytics", "Machine learning and AI", "Cloud and infrastructure", "DevOps and tooling",
    "Testing and quality", "Networking and electronics", "Games and 3D",
})  # fmt: skip
SEAM = 40  # characters of the neighbouring lines that are looked at: longer than any phrase's half


@dataclass(frozen=True, slots=True)
class _Phrase:
    skill: str
    category: str
    written: str
    exact: bool
    context: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A skill found in a text, by its name in the list, and the characters it covers."""

    skill: str
    category: str
    begin: int
    finish: int


@dataclass(frozen=True, slots=True)
class SkillList:
    """The committed list as an index from folded words to what they name."""

    phrases: dict[str, list[_Phrase]]
    longest: int
    size: int


def _key(text: str) -> str:
    return " ".join(_TOKEN.findall(text.casefold()))


@cache
def skill_list() -> SkillList:
    """The list in `skills.json`, read once for the process."""
    data = json.loads(files("interview_cli.resume").joinpath("skills.json").read_bytes())
    exact = {text.casefold(): text for text in data["exact_case"]}
    context = {text.casefold(): text for text in data["needs_context"]}
    index: dict[str, list[_Phrase]] = {}
    for category, entries in data["skills"].items():
        for name, synonyms in entries.items():
            for text in (name, *synonyms):
                folded = text.casefold()
                written = exact.get(folded, text)
                in_context = folded in context or category == _LANGUAGES
                index.setdefault(_key(text), []).append(
                    _Phrase(name, category, written, folded in exact, in_context)
                )
    longest = max(key.count(" ") + 1 for key in index)
    return SkillList(index, longest, sum(len(entries) for entries in data["skills"].values()))


def _is_item(text: str, begin: int, finish: int, in_list: bool) -> bool:
    """Whether the words stand as an item of a list."""
    left, right = text[max(begin - SEAM, 0) : begin], text[finish : finish + SEAM]
    if begin and text[begin - 1] in "-'’.[":
        return False
    if in_list:
        return bool(_ITEM_LEFT.search(left) and _ITEM_RIGHT.match(right))
    delimited = bool(_DELIMITED_LEFT.search(left) or _DELIMITED_RIGHT.match(right))
    return delimited and bool(_JOINED_LEFT.search(left) and _JOINED_RIGHT.match(right))


def _counts(phrase: _Phrase, text: str, begin: int, finish: int, in_list: bool) -> bool | None:
    """Whether a phrase counts here; None when the rest of the line must tell."""
    written = " ".join(text[begin:finish].split())
    if phrase.exact and written not in {phrase.written, phrase.written + "s"}:
        return False
    if not phrase.context:
        return True
    if len(phrase.written) <= 2 and (
        written != phrase.written or text[finish : finish + 1] in _STUCK or text[begin - 1 : begin] in _STUCK
    ):
        return False
    spoken = phrase.category == _LANGUAGES and _SPEAKS.search(text[max(begin - SEAM, 0) : begin])
    if spoken or _is_item(text, begin, finish, in_list):
        return True
    dated = _YEAR.match(text, finish)  # the season, not the framework: "Spring 2024"
    return None if not dated and (written[:1].isupper() or written == phrase.written) else False


def find_in(text: str, in_list: bool = False) -> list[Found]:
    """The skills named in a line, longest phrases first, in the order of the line.

    `in_list` says that the line belongs to a skills or languages section, where an
    everyday word alone on its line is an item too.
    """
    known = skill_list()
    tokens = [(match.start(), match.end(), match.group().casefold()) for match in _TOKEN.finditer(text)]
    found: list[Found] = []
    doubtful: list[Found] = []
    at = 0
    while at < len(tokens):
        step = 1
        for length in range(min(known.longest, len(tokens) - at), 0, -1):
            words = tokens[at : at + length]
            phrases = known.phrases.get(" ".join(word[2] for word in words))
            if not phrases or not _adjacent(text, words):
                continue
            begin, finish = words[0][0], words[-1][1]
            verdicts = [(_counts(phrase, text, begin, finish, in_list), phrase) for phrase in phrases]
            verdict, phrase = max(verdicts, key=lambda pair: (pair[0] is True, pair[0] is None))
            if verdict is not False:
                (found if verdict else doubtful).append(Found(phrase.skill, phrase.category, begin, finish))
                step = length
                break
        at += step
    if doubtful and any(item.category in _TECHNICAL for item in found):
        found += [item for item in doubtful if item.category in _TECHNICAL]
        found.sort(key=lambda item: item.begin)
    return found


def _adjacent(text: str, words: list[tuple[int, int, str]]) -> bool:
    return all(_GLUE.fullmatch(text, left[1], right[0]) for left, right in pairwise(words))
