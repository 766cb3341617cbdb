"""Resume text as lines: bullets, indents, blank lines and gaps told apart, decoration removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from interview_cli.resume.dates import MONTH, PRESENT
from interview_cli.resume.limits import MAX_CHARACTERS

MAX_LINES = 3_000  # 60 pages of 50 lines
# Longer "lines" are paragraphs; nothing that is looked for is longer, and patterns stay cheap.
MAX_LINE = 2_000

_BULLET = re.compile(
    r"(?:[•▪◦‣·●○■□➢➤✓✔❖»›∙⁃]|[-–—+*©¢$](?=\s)|o(?=\s{2,})|\d{1,2}[.)](?=\s{1,5}[A-Z]))\s{0,20}(?=\S)"
)
# Letters that stand for bullets: word processors' circle, and what character recognition makes of a dot.
_LETTER_BULLET = re.compile(r"([oe]) (?=[A-Z])")
_LETTER_BULLETS_NEEDED = 3
_LABELLED = re.compile(r"[A-Z][\w /&]{2,30}:\s")
_RULE = re.compile(r"[\s\-=_*~•·.|+:─━═—–#]{3,}")
_PAGE = re.compile(r"(?:page\s)?\d{1,3}\s?(?:of|/)\s?\d{1,3}|page\s\d{1,3}", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"(\*\*|__)(?=\S)(.{1,120}?)(?<=\S)\1|(?<![\w*])([*_])(?=[^\s*_])([^*_]{1,300})(?<=\S)\3(?![\w*])"
)
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\(<?([^()\s]{1,500})>?[^()]{0,100}\)")
_HEADING_MARK = re.compile(r"#{1,6}\s{1,5}(.{1,300}?)\s{0,5}#*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
# Icons in front of addresses and headings, among them those of icon fonts (private use area).
_PICTOGRAPH = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ue000-\uf8ff\u2b00-\u2bff]")
_GAP = re.compile(r"\s{3,}|(?<![.!?:;,])\s{2}")  # two spaces after a stop only end a sentence
_END_OF_SENTENCE = re.compile(r"[.;!?]$")
# Shares of paragraphs with a blank line before them from which it means nothing, where wider gaps stand
# beside them and where none do, and how many paragraphs it takes to tell.
_SPACED, _ALL_SPACED, _PARAGRAPHS_NEEDED = 0.85, 0.97, 8
_OPEN_DATE = re.compile(rf"\b\d{{4}}\s?(?:[-–—]|to)$|\b(?:{MONTH})\.?$", re.IGNORECASE)
_REST_OF_DATE = re.compile(rf"(?:(?:{MONTH})\.?\s)?\d{{4}}|(?:{PRESENT})", re.IGNORECASE)
_NARROW = 60  # lines of lists; only what begins small or follows a comma goes on with them
_FULL = 0.78  # a line shorter than this share of the text's width was not broken by the margin


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its bullet and decoration; inner gaps of two and more spaces are kept.

    `indent` counts the characters before the bullet or the text, `bullet` is the bullet
    itself or empty, `after_blank` says that a blank line came before, `marked` that the
    author marked the line as a heading (Markdown) or wrote all of it in bold.
    """

    text: str
    indent: int = 0
    bullet: str = ""
    after_blank: bool = False
    marked: bool = False

    @property
    def cells(self) -> list[str]:
        """The parts between gaps of two and more spaces or tabs."""
        return [cell for cell in _GAP.split(self.text) if cell]

    @property
    def plain(self) -> str:
        """The text with every gap closed to one space."""
        return " ".join(self.text.split())


def _undecorated(text: str) -> tuple[str, bool]:
    marked = False
    if heading := _HEADING_MARK.match(text):
        text, marked = heading.group(1), True
    bold = _EMPHASIS.fullmatch(text)
    marked = marked or bool(bold and bold.group(1))
    text = _EMPHASIS.sub(lambda match: match.group(2) or match.group(4), text)
    text = _LINK.sub(
        lambda match: (
            match.group(1) if match.group(1) in match.group(2) else f"{match.group(1)} {match.group(2)}"
        ),
        text,
    )
    return _TAG.sub(" ", text).replace("`", "").strip(), marked


def _line(raw: str, letter_bullets: frozenset[str]) -> Line | None:
    expanded = raw[:MAX_LINE].replace("\t", "    ").rstrip()
    text = expanded.lstrip()
    indent = len(expanded) - len(text)
    if text.startswith("|") and text.endswith("|"):
        text = text.strip("|").replace("|", "   ").strip()
    bullet = ""
    for _ in range(3):  # "•  - Languages" wears two
        mark = _BULLET.match(text) or (_LETTER_BULLET.match(text) if text[:1] in letter_bullets else None)
        if not mark:
            break
        bullet = bullet or mark.group().strip()
        text = text[mark.end() :]
    text, marked = _undecorated(_PICTOGRAPH.sub("  ", text).strip())
    if not text or _RULE.fullmatch(text) or _PAGE.fullmatch(text):
        return None
    return Line(text, indent, bullet, marked=marked)


def line_of(text: str) -> Line | None:
    """One line on its own; None for a blank or a rule."""
    return _line(text, frozenset())


def read_lines(text: str) -> list[Line]:
    """The lines of a text, at most `MAX_CHARACTERS` of it, without blanks, rules and page numbers."""
    raw_lines = text[:MAX_CHARACTERS].split("\n", MAX_LINES)[:MAX_LINES]
    counted = Counter(
        mark.group(1) for raw in raw_lines if (mark := _LETTER_BULLET.match(raw.lstrip()[:MAX_LINE]))
    )
    letter_bullets = frozenset(letter for letter, count in counted.items() if count >= _LETTER_BULLETS_NEEDED)
    read: list[tuple[Line, int]] = []
    gap = 0
    for raw in raw_lines:
        line = _line(raw, letter_bullets)
        if line is None:
            gap += 1
        elif read and not gap and not line.bullet and _date_goes_on(read[-1][0].text, line.text):
            read[-1] = (replace(read[-1][0], text=f"{read[-1][0].text} {line.text}"), read[-1][1])
        else:
            read.append((line, gap))
            gap = 0
    usual = _usual_gap(read)
    return [replace(line, after_blank=gap > usual) for line, gap in read]


def _usual_gap(read: list[tuple[Line, int]]) -> int:
    """How many blank lines stand between any two paragraphs: one where paragraphs are set with space.

    `read` are lines with the blank lines before each. Where nearly every line that begins a
    paragraph has one, it does not set anything apart.
    """
    width = text_width([line for line, _ in read])
    gaps = [
        gap
        for (above, _), (line, gap) in pairwise(read)
        if not line.bullet and (gap or not continues(above, line, width, hanging=True))
    ]
    share = sum(map(bool, gaps)) / max(len(gaps), 1)
    wider = sum(1 for gap in gaps if gap > 1)
    spaced = share > (_SPACED if wider > 1 else _ALL_SPACED)
    return 1 if spaced and len(gaps) >= _PARAGRAPHS_NEEDED else 0


def _date_goes_on(text: str, following: str) -> bool:
    """Whether a date was broken at the margin: "May 2023 -" above "Current", "June" above "2021"."""
    return bool(_OPEN_DATE.search(text) and _REST_OF_DATE.fullmatch(following))


def paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped between blank lines."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.after_blank or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def text_width(lines: list[Line]) -> int:
    """The width in characters to which running text is set, from its longest lines without gaps."""
    lengths = sorted(len(line.text) + line.indent for line in lines if len(line.cells) == 1)
    return lengths[int(len(lengths) * 0.95)] if lengths else 0


def _ends_open(line: Line) -> bool:
    return line.text.endswith(
        (",", "-", "&", "/", " and", " or", " of", " to", " the", " with", " for", " in", " a")
    )


def continues(previous: Line, line: Line, width: int, hanging: bool) -> bool:
    """Whether `line` only goes on with the sentence of `previous`, broken by the margin.

    `hanging` says that wrapped bullets are indented in this text, so that a line at the
    margin starts something new.
    """
    if line.bullet or line.after_blank or line.marked or len(line.cells) > 1 or len(previous.cells) > 1:
        return False
    if _LABELLED.match(line.text):
        return False
    first_word = line.text.split(" ", 1)[0]
    reach = len(previous.text) + previous.indent + 1 + len(first_word)
    if line.text[0].islower() or _ends_open(previous):
        return not _END_OF_SENTENCE.search(previous.text) or reach > width * 0.5
    if width < _NARROW and not previous.bullet:
        return False
    if previous.bullet and hanging:
        return line.indent > previous.indent and reach > width * 0.5
    return reach > width * (_FULL if not _END_OF_SENTENCE.search(previous.text) else 0.95)


def joined(first: str, second: str) -> str:
    """Two pieces of a broken line as one; a word broken at a hyphen is closed up."""
    if first.endswith("-") and not first.endswith(" -") and second[:1].islower():
        return first + second
    return f"{first} {second}"


def has_hanging_indent(lines: list[Line]) -> bool:
    """Whether lines that go on with a bullet are indented deeper than the bullet itself."""
    deeper = level = 0
    bullet: Line | None = None
    for line in lines:
        if line.bullet:
            bullet = line
        elif bullet and not line.after_blank and line.text[0].islower():
            deeper += line.indent > bullet.indent
            level += line.indent <= bullet.indent
    return deeper > level


def unwrapped(lines: list[Line], width: int, hanging: bool, starts: Callable[[Line], bool]) -> list[Line]:
    """The lines with those that were broken by the margin put together again.

    A line for which `starts` is true is never taken for the rest of another, nor continued.
    """
    whole: list[Line] = []
    previous: Line | None = None
    for line in lines:
        fixed = previous is None or starts(previous) or starts(line)
        fixed = fixed or len(whole[-1].text) > MAX_LINE
        if previous and not fixed and continues(_at_bullet(previous, whole[-1]), line, width, hanging):
            whole[-1] = replace(whole[-1], text=joined(whole[-1].text, line.text))
        else:
            whole.append(line)
        previous = line
    return whole


def _at_bullet(previous: Line, start: Line) -> Line:
    """The previous line, wearing the bullet and indent of the item it belongs to."""
    return replace(previous, bullet=start.bullet, indent=start.indent if start.bullet else previous.indent)
