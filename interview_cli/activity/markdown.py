"""Markdown cut into pieces that each say one thing: paragraphs, list items, what stands under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_PIECES = 400

_FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ ]*\n.*?\n(?:\1|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^\s{0,3}(?:>\s*)*(?P<fence>`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-{2,})\s*$")
_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d{1,9}[.)])\s+(?:\[(?P<box>[ xX/-])\]\s+)?(?P<text>.*)$")
_QUOTE_OR_TABLE = re.compile(r"^\s{0,3}[>|]")
_RULE = re.compile(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s")
_INDENTED_CODE = re.compile(r"^(?: {4}|\t)")

_INLINE = (
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)|!\[\[[^\]\n]{0,300}\]\]"), ""),
    (re.compile(r"\[\[(?:[^\]|\n]{0,300}\|)?([^\]|\n]{1,300})\]\]"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,300})\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,100}\])"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>"), ""),
    (re.compile(r"<?\bhttps?://[^\s<>)]+>?"), ""),
    (re.compile(r"(\*\*|__|~~|==)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,300}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`+([^`\n]{1,300})`+"), r"\1"),
    # A tag at the end of a line sorts the note and says nothing.
    (re.compile(r"(?:(?:^|(?<=\s))#[A-Za-z][\w/-]*[ ]*)+$"), ""),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a text without markup; `open_task` marks a box that is not ticked."""

    heading: str
    text: str
    is_item: bool = False
    open_task: bool = False


@dataclass(slots=True)
class _Block:
    heading: str = ""
    lines: list[str] = field(default_factory=list)
    is_item: bool = False
    indent: int = 0
    open_task: bool = False

    def piece(self) -> Piece | None:
        text = without_markup(" ".join(self.lines))
        return Piece(self.heading, text, self.is_item, self.open_task) if text else None


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a Markdown text in order, at most `MOST_PIECES`.

    Front matter, code, comments, quotations, tables and pictures are left out. An item keeps the items
    below it.
    """
    pieces = (block.piece() for block in _blocks(_prose(text)))
    found = (piece for piece in pieces if piece is not None)
    return [piece for piece, _ in zip(found, range(MOST_PIECES), strict=False)]


def without_markup(text: str) -> str:
    """A line of Markdown as it is read aloud."""
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return " ".join(text.split())


def _prose(text: str) -> Iterator[str]:
    """The lines of a text outside front matter, comments and fenced code."""
    fence = ""
    for line in _COMMENT.sub("", _FRONT_MATTER.sub("", text, count=1)).split("\n"):
        found = _FENCE.match(line)
        if fence:
            if found and found["fence"].startswith(fence) and not line[found.end() :].strip():
                fence = ""
                yield ""
        elif found:
            fence = found["fence"]
            yield ""
        else:
            yield line.rstrip()


def _blocks(lines: Iterator[str]) -> Iterator[_Block]:
    heading = ""
    block = _Block()
    for line in lines:
        if found := _HEADING.match(line):
            yield block
            heading = without_markup(found["text"])
            block = _Block(heading)
        elif _UNDERLINE.match(line) and len(block.lines) == 1 and not block.is_item:
            heading = without_markup(block.lines[0])
            block = _Block(heading)
        elif not line.strip() or _RULE.match(line) or _QUOTE_OR_TABLE.match(line) or _REFERENCE.match(line):
            # An empty line ends a paragraph; an item goes on when what follows is indented.
            if not block.is_item or line.strip():
                yield block
                block = _Block(heading)
            else:
                block.lines.append("")
        elif (found := _ITEM.match(line)) and not _is_below(block, len(found["indent"])):
            yield block
            is_open = found["box"] in (" ", "/", "-")
            block = _Block(
                heading, [found["text"]], is_item=True, indent=len(found["indent"]), open_task=is_open
            )
        elif found:
            block.lines.append(f"- {found['text']}")
        elif block.is_item and block.lines[-1] == "" and not line.startswith(" " * (block.indent + 2)):
            yield block
            block = _Block(heading, [line])
        elif _INDENTED_CODE.match(line) and not block.lines:
            continue
        else:
            block.lines.append(line)
    yield block


def _is_below(block: _Block, indent: int) -> bool:
    """Whether an item that is indented so belongs to the item before it."""
    return block.is_item and indent > block.indent + 1
