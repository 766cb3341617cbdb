"""Cuts a text that is still being written, in Markdown, into sentences that can be spoken.

A sentence is given out as soon as nothing that may follow can change it: where it ends is decided by what
stands before its end and by the first character after it. So the sentences are the same however the text
came.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from interview_cli.coach.languages import is_english
from interview_cli.voice.speak.speakable import speakable

LONGEST = 300
"""Characters after which a sentence without an end is cut, at a comma or a space."""

_CODE, _TABLE = "There is a code example on the screen.", "There is a table on the screen."
_FENCE = re.compile(r"[ \t]*(?P<marks>```|~~~)")
_CODE_INLINE = re.compile(r"[ \t]*```.*`")
_UNDECIDED = re.compile(r"[>`~#|=*+_.)\d \t-]*\Z")  # may yet become a fence, a rule, a list or a table
_RULE = re.compile(r"[ \t]*(?:[-=*_][ \t]*){3,}\Z|[ \t]*\Z")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+")
_ITEM = re.compile(r"[ \t]*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|(?=\d{1,3}[.)][ \t]))")
_QUOTE = re.compile(r"\A[ \t]*(?:>[ \t]?)+")
_ROW = re.compile(r"[ \t]*\|")
_END = re.compile(
    r"(?P<mark>[.!?…]+)[\"'”’»)\]*_]*\s+(?=(?P<next>\S))"
    r"|[。！？]++[」』”’）]*+\s*+(?=\S)"
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“*_]*\Z")
_NUMBER = re.compile(r"\d{1,3}\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_NEVER_LAST = frozenset(
    "e.g i.e dr mr mrs ms prof st vs cf fig approx eg ie incl excl resp bzw ca sr sra".split()
)
_NEVER_BEFORE_DIGITS = frozenset({"no", "nr", "p", "pp", "vol", "sec", "ch"})
_TICKS = re.compile(r"`+")
_CLAUSE = re.compile(r"[,;:–—]\s+")
_SPACE = re.compile(r"\s+")


class Sentences:
    """The sentences of one growing text, each given out once.

    Where a text is replaced by another on the way, what both have in common is not said again. `language` is
    a tag such as `en` or `pt-BR`; symbols are put into words in English alone.
    """

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._given: Counter[str] = Counter()
        self._known: dict[str, str] = {}
        self._ended = False

    def grow(self, text: str) -> list[str]:
        """The sentences that are complete in the whole text so far and were not given out yet."""
        return [] if self._ended else self._new(text, whole=False)

    def end(self, text: str) -> list[str]:
        """All that is left of the whole text."""
        if self._ended:
            return []
        self._ended = True
        return self._new(text, whole=True)

    def _new(self, text: str, *, whole: bool) -> list[str]:
        left = self._given.copy()
        found = []
        for raw in _segments(text, whole=whole):
            spoken = self._spoken(raw)
            if not spoken:
                continue
            if left[spoken]:
                left[spoken] -= 1
            else:
                found.append(spoken)
        self._given.update(found)
        return found

    def _spoken(self, raw: str) -> str:
        """A sentence as it is read aloud, worked out once, as the text comes anew with every word."""
        if raw not in self._known:
            is_remark = raw in (_CODE, _TABLE)
            in_words = speakable(raw, self._language)
            self._known[raw] = "" if is_remark and not is_english(self._language) else in_words
        return self._known[raw]


def sentences_of(text: str, language: str = "en") -> list[str]:
    """All sentences of a finished text, as they are spoken."""
    return Sentences(language).end(text)


def _segments(text: str, *, whole: bool) -> Iterator[str]:
    """Sentences as they are written; without `whole`, only those that no further text can change."""
    block = ""
    for line in _lines(text, whole=whole):
        if line is None:
            yield from _cut(block, whole=True)
            block = ""
        elif line in (_CODE, _TABLE):
            yield line
        else:
            block = f"{block} {line}" if block else line
    yield from _cut(block, whole=whole)


def _lines(text: str, *, whole: bool) -> Iterator[str | None]:
    """Lines of prose, None wherever a block ends, and a sentence in place of code and tables."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fence, in_table = "", False
    for number, line in enumerate(lines):
        complete = whole or number < len(lines) - 1
        if fence:
            fence = "" if complete and line.strip().startswith(fence) else fence
            continue
        opened = _FENCE.match(line)
        if not complete and (opened or _UNDECIDED.match(line)):
            return
        if opened and not _CODE_INLINE.match(line):
            fence = opened["marks"]
        if fence or (_ROW.match(line) and not in_table):
            yield None
            yield _CODE if fence else _TABLE
        in_table = bool(_ROW.match(line))
        if not fence and not in_table:
            yield from _prose(line, complete=complete)


def _prose(line: str, *, complete: bool) -> Iterator[str | None]:
    """One line without its marks of headings, lists and quotations."""
    line = _QUOTE.sub("", line, count=1)
    if _RULE.match(line):
        yield None
        return
    heading = _HEADING.match(line)
    if begins := heading or _ITEM.match(line):
        yield None
        line = line[begins.end() :]
    yield line.strip()
    if heading and complete:
        yield None


def _cut(block: str, *, whole: bool) -> Iterator[str]:
    """One block of prose, cut into sentences."""
    block = block.strip()
    while block:
        end = _sentence_end(block, whole=whole)
        if end is None:
            return
        yield block[:end].strip()
        block = block[end:].lstrip()


def _sentence_end(block: str, *, whole: bool) -> int | None:
    """Where the first sentence ends; None while that may still change."""
    too_long = len(block) > LONGEST
    spans, open_at = _code_spans(block[:LONGEST])
    undecided_from = open_at if open_at is not None and not whole and not too_long else len(block)
    for found in _END.finditer(block):
        if found.end() > LONGEST or found.start() > undecided_from:
            break
        if any(start <= found.start() < stop for start, stop in spans):
            continue
        if found["mark"] is None or _ends(block[: found.start()], found["mark"], found["next"]):
            return found.end()
    if too_long:
        return _forced_end(block[:LONGEST])
    return len(block) if whole else None


def _code_spans(text: str) -> tuple[list[tuple[int, int]], int | None]:
    """Where code in backticks stands, and where one begins that is not closed."""
    spans: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for ticks in _TICKS.finditer(text):
        if opened is None:
            opened = ticks
        elif ticks[0] == opened[0]:
            spans.append((opened.start(), ticks.end()))
            opened = None
    return spans, opened.start() if opened else None


def _ends(before: str, mark: str, following: str) -> bool:
    """Whether a mark ends a sentence, by what stands before it and the first character after it."""
    if following.islower():
        return False
    if mark != ".":
        return True
    last = _LAST_WORD.search(before)
    word = last[0].lower() if last else ""
    if _NUMBER.match(before) or word in _NEVER_LAST or (_INITIALS.match(word) and word != "i"):
        return False
    return not (word in _NEVER_BEFORE_DIGITS and following.isdigit())


def _forced_end(window: str) -> int:
    """Where a text without an end is cut: at a comma in its second half, else at a space, else anywhere."""
    clauses = [found.end() for found in _CLAUSE.finditer(window) if found.end() > LONGEST // 2]
    spaces = [found.end() for found in _SPACE.finditer(window)]
    return max(clauses or spaces or [len(window)])
