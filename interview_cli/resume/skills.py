"""Skills a resume names, grouped by the categories of the committed list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from interview_cli.resume.document import Skill
from interview_cli.resume.lines import Line
from interview_cli.resume.links import masked
from interview_cli.resume.sections import Section, heading_kind
from interview_cli.resume.skill_list import SEAM, Found, find_in

_LIST_SECTIONS = frozenset({"skills", "languages"})
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
_COVERED = "\x00"  # stands for characters of skills already found


def _flows(line: Line | None) -> bool:
    """Whether a line may go on with the one before it."""
    return line is not None and not line.bullet and not line.after_blank


def _in_line(section: Section, number: int) -> list[Found]:
    """The skills named in one line of a section, by their place in it.

    The end of the line before and the start of the next are looked at too: phrases are broken
    at the margin ("Shell / Scripting"), and the end of a broken line is not the end of a list.
    """
    lines, line = section.lines, section.lines[number]
    in_list = section.kind in _LIST_SECTIONS
    joint = "\n" if in_list else " "
    before = lines[number - 1].text[-SEAM:] + joint if number and _flows(line) else ""
    following = lines[number + 1] if number + 1 < len(lines) else None
    after = joint + following.text[:SEAM] if following is not None and _flows(following) else ""
    shifted = (
        replace(item, begin=item.begin - len(before), finish=item.finish - len(before))
        for item in find_in(masked(before + line.text + after), in_list)
    )
    return [item for item in shifted if item.finish > 0 and item.begin < len(line.text)]


def _unlisted(section: Section, found: list[list[Found]]) -> Iterator[str]:
    """Items of a skills section that the list does not know; a comma list goes on in the next line."""
    texts: list[str] = []
    for number, line in enumerate(section.lines):
        text = _covered(line.text, found[number])
        goes_on = number > 0 and _flows(line) and "," in section.lines[number - 1].text
        if goes_on and not _LABEL.match(line.text):
            texts[-1] += f" {text}"
        else:
            texts.append(text)
    for text in texts:
        yield from _own_items(text)


def find_skills(sections: list[Section], name: str | None = None) -> list[Skill]:
    """All skills of a resume by category, each under its name in the list, in order of appearance: what
    is listed as a skill first, then what the rest of the resume mentions.

    What a skills section lists beyond the committed list is kept under "Other"; `name` is
    the person's, which sidebars bring among the skills.
    """
    grouped: dict[str, dict[str, None]] = {}
    own: dict[str, None] = {}
    # What a person lists as skills comes before what is only mentioned on the way.
    for section in sorted(sections, key=lambda section: section.kind != "skills"):
        found = [_in_line(section, number) for number in range(len(section.lines))]
        for item in chain.from_iterable(found):
            grouped.setdefault(item.category, {}).setdefault(item.skill)
        if section.kind == "skills":
            own |= dict.fromkeys(_unlisted(section, found))
    known = {skill.casefold() for skills in grouped.values() for skill in skills} | {(name or "").casefold()}
    others = [text for text in own if text.casefold() not in known][:_MAX_OTHER]
    groups = [Skill(name=category, keywords=list(skills)) for category, skills in grouped.items()]
    return [*groups, Skill(name=_OTHER, keywords=others)] if others else groups


def _covered(text: str, found: list[Found]) -> str:
    """The line with the characters of skills found in it marked, so that they are not listed twice."""
    letters = list(text)
    for item in found:
        for place in range(max(item.begin, 0), min(item.finish, len(letters))):
            letters[place] = _COVERED
    return "".join(letters)


def _own_items(text: str) -> Iterator[str]:
    """The items of a list that read as skills, as the person wrote them; sentences have none."""
    if len(text.split()) > _PROSE_WORDS and len(_ITEM_SEPARATOR.findall(text)) < _PROSE_SEPARATORS:
        return
    label = _LABEL.match(text)
    for piece in _ITEM_SEPARATOR.split(text[label.end() if label else 0 :]):
        item = piece.strip(" .()[]*").removeprefix("and ").strip()
        ends = piece.rstrip().endswith(".") or item.count("(") != item.count(")")
        if _COVERED not in piece and not ends and _reads_as_skill(item):
            yield item


def _reads_as_skill(item: str) -> bool:
    if not 2 < len(item) <= _ITEM_LENGTH or len(item.split()) > _ITEM_WORDS:
        return False
    if not (item[0].isupper() or item[0].isdigit()) or _NO_SKILL.search(item):
        return False
    return heading_kind(item) is None and heading_kind(f"{item} skills") is None
