"""Skills a resume names, matched against the committed list and grouped by its categories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from interview_cli.resume.document import Skill
from interview_cli.resume.lines import Line
from interview_cli.resume.sections import Section, heading_kind

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
_LANGUAGES = "Languages"
_TECHNICAL = frozenset({
    "Programming languages", "Web and frontend", "Backend and APIs", "Mobile", "Databases", "Security",
    "Data and analytics", "Machine learning and AI", "Cloud and infrastructure", "DevOps and tooling",
    "Testing and quality", "Networking and electronics", "Games and 3D",
})  # fmt: skip
_LIST_SECTIONS = frozenset({"skills", "languages"})
_SEAM = 40  # characters of the neighbouring lines that are looked at: longer than any phrase's half

_OTHER = "Other"
_MAX_OTHER = 60
_ITEM_SEPARATOR = re.compile(r"\s{0,3}[,;|•·▪❖■]\s{0,3}|\s{2,}|\s[-–—]\s|\n")
_ITEM_WORDS, _ITEM_LENGTH = 5, 45
_PROSE_WORDS, _PROSE_SEPARATORS = 10, 3  # more words with fewer separators is a sentence, not a list
_LABEL = re.compile(r"^[^:\n]{2,45}:\s{0,5}")
# Words of items that are levels, addresses or schools rather than skills.
_NO_SKILL = re.compile(
    r"\b(?:native|fluent|fluently|intermediate|advanced|basic|beginner|proficient|conversational|elementary"
    r"|professional|bilingual|mother tongue|expert|[abc][12]\+?|years?|level|speaker|good|excellent|very"
    r"|highly|knowledge|experience|experienced|familiar|university|school|college|certified|email|phone|linkedin"
    r"|github|page)\b|\d{3}",
    re.IGNORECASE,
)


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
    left, right = text[max(begin - _SEAM, 0) : begin], text[finish : finish + _SEAM]
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
    spoken = phrase.category == _LANGUAGES and _SPEAKS.search(text[max(begin - _SEAM, 0) : begin])
    if spoken or _is_item(text, begin, finish, in_list):
        return True
    return None if written[:1].isupper() or written == phrase.written else False


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


def _flows(line: Line | None) -> bool:
    """Whether a line may go on with the one before it."""
    return line is not None and not line.bullet and not line.after_blank


def _with_neighbours(lines: tuple[Line, ...], number: int, joint: str) -> tuple[str, int]:
    """A line between the end of the line before and the start of the next, and where it begins.

    Phrases are broken at the margin ("Shell / Scripting"), and the end of a broken line is
    not the end of a list.
    """
    line = lines[number]
    before = lines[number - 1].text[-_SEAM:] + joint if number and _flows(line) else ""
    following = lines[number + 1] if number + 1 < len(lines) else None
    after = joint + following.text[:_SEAM] if following is not None and _flows(following) else ""
    return before + line.text + after, len(before)


def find_skills(sections: list[Section], name: str | None = None) -> list[Skill]:
    """All skills of a resume by category, each under its name in the list, in order of appearance.

    What a skills section lists beyond the committed list is kept under "Other"; `name` is
    the person's, which sidebars bring among the skills.
    """
    grouped: dict[str, dict[str, None]] = {}
    own: dict[str, None] = {}
    for section in sections:
        in_list = section.kind in _LIST_SECTIONS
        unknown: list[str] = []
        for number, line in enumerate(section.lines):
            text, start = _with_neighbours(section.lines, number, "\n" if in_list else " ")
            found = [
                item
                for item in find_in(text, in_list)
                if item.finish > start and item.begin < start + len(line.text)
            ]
            for item in found:
                grouped.setdefault(item.category, {}).setdefault(item.skill)
            if section.kind == "skills":
                rest = _blanked(line.text, found, start)
                goes_on = (
                    bool(unknown)
                    and _flows(line)
                    and not _LABEL.match(line.text)
                    and "," in section.lines[number - 1].text
                )
                unknown[-1:] = [f"{unknown[-1]} {rest}"] if goes_on else [*unknown[-1:], rest]
        own |= dict.fromkeys(item for text in unknown for item in _own_items(text))
    known = {skill.casefold() for skills in grouped.values() for skill in skills} | {(name or "").casefold()}
    others = [text for text in own if text.casefold() not in known][:_MAX_OTHER]
    groups = [Skill(name=category, keywords=list(skills)) for category, skills in grouped.items()]
    return [*groups, Skill(name=_OTHER, keywords=others)] if others else groups


_COVERED = "\x00"


def _blanked(text: str, found: list[Found], start: int) -> str:
    """The line with the skills found in it marked, so that they are not listed twice."""
    letters = list(text)
    for item in found:
        for place in range(max(item.begin - start, 0), min(item.finish - start, len(letters))):
            letters[place] = _COVERED
    return "".join(letters)


def _own_items(text: str) -> Iterator[str]:
    """Items of a skills line that the list does not know, as the person wrote them."""
    if len(text.split()) > _PROSE_WORDS and len(_ITEM_SEPARATOR.findall(text)) < _PROSE_SEPARATORS:
        return
    label = _LABEL.match(text)
    for piece in _ITEM_SEPARATOR.split(text[label.end() if label else 0 :]):
        item = piece.strip(" .()[]*").removeprefix("and ").strip()
        worded = (
            0 < len(item.split()) <= _ITEM_WORDS
            and 2 < len(item) <= _ITEM_LENGTH
            and (item[0].isupper() or item[0].isdigit())
        )
        if (
            not worded
            or _COVERED in piece
            or piece.rstrip().endswith(".")
            or item.count("(") != item.count(")")
        ):
            continue
        if (
            not _NO_SKILL.search(item)
            and heading_kind(item) is None
            and heading_kind(f"{item} skills") is None
        ):
            yield item
