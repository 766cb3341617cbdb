"""What hostile input must never become: an order to a terminal, markup, a formula, text read backwards."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from tests.hostile.case import Case
from tests.hostile.program import MOST_MEGABYTES, MOST_SECONDS, Handed, Ran
from tests.hostile.texts import MARK

# Controls but for line ends and tabs, and marks that turn the direction of what follows.
_DRIVES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LIVE_MARKUP = re.compile(r"<\s*/?\s*[a-z!?]", re.IGNORECASE)
_SCRIPTING = re.compile(r"\s*(?:javascript|data|vbscript|file):", re.IGNORECASE)
_PLAIN_ERROR = re.compile(r"\Aerror: \S[^\n]*\Z")


# Done, done with a low score, and stopped where answers ran out: the input was taken.
_TAKEN = (0, 1, 6)


def amiss(case: Case, handed: Handed) -> list[str]:
    """All that is wrong with what became of a case."""
    found = list(wrongs(handed))
    for ran in handed.ran:
        if ran.code not in _TAKEN:
            found += refused_plainly(ran)
    became = "harmless" if handed.first.code in _TAKEN else "refused"
    if case.must not in ("either", became):
        found.append(f"was to be {case.must}: exit code {handed.first.code}, {handed.first.err[-300:]!r}")
    return found


def wrongs(handed: Handed) -> Iterator[str]:
    """All that is wrong with what the program said and wrote about a hostile file."""
    for ran in handed.ran:
        yield from _wrongs_of_run(ran)
    for name, data in handed.files.items():
        text = data.decode("utf-8", "replace")
        if found := _DRIVES.search(text.replace("\r\n", "\n")):
            yield f"{name} holds {found[0]!r}: {_around(text, found.start())!r}"
        match name.rpartition(".")[2]:
            case "md":
                yield from _live_in_markdown(text)
            case "csv":
                yield from _formulas(text)
            case "html":
                yield from _live_in_html(text)
            case "xml":
                ElementTree.fromstring(text)


def _wrongs_of_run(ran: Ran) -> Iterator[str]:
    named = " ".join(ran.command[4:7])[:80]
    if not isinstance(ran.code, int):
        yield f"{named}: {ran.code}"
        return
    if "Traceback" in ran.err or "This is a defect" in ran.err or ran.code == 70:
        yield f"{named}: a defect: {ran.err[-600:]}"
    if ran.worked > MOST_SECONDS:
        yield f"{named}: took {ran.worked:.1f} s of the processor"
    if ran.megabytes > MOST_MEGABYTES:
        yield f"{named}: took {ran.megabytes} MB"
    for stream, text in (("stdout", ran.out), ("stderr", ran.err)):
        if found := _DRIVES.search(text.replace("\r\n", "\n")):
            yield f"{named}: {stream} holds {found[0]!r}: {_around(text, found.start())!r}"


def refused_plainly(ran: Ran) -> Iterator[str]:
    """What is wrong with how a command refused its input."""
    # A batch tells of each row in the row's own line; what went wrong with a file is told on stderr.
    lines = [line for line in ran.err.split("\n") if line.startswith(("error: ", "hint: "))]
    errors = [line for line in lines if line.startswith("error: ")]
    if ran.code not in (2, 4, 5):
        yield f"exit code {ran.code}: {ran.err[-300:]}"
    if not (errors or ran.out):
        yield f"says nothing: {ran.err[-300:]!r}"
    if errors and len(errors) > 1:
        yield f"says it {len(errors)} times: {errors}"
    if errors and not _PLAIN_ERROR.match(errors[0]):
        yield f"no plain message: {errors[0]!r}"
    if errors and len(lines) < 2:
        yield f"no hint: {ran.err[-300:]!r}"
    if any(len(line) > 2_000 for line in lines):
        yield f"a message of {max(map(len, lines))} characters"


def _live_in_markdown(text: str) -> Iterator[str]:
    """Links, pictures and HTML that came out of hostile text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = [one for token in parser.parse(text) for one in (token, *(token.children or ()))]
    for token in tokens:
        if token.type in ("html_block", "html_inline", "image", "fence"):
            yield f"the report holds {token.type}: {token.content[:100]!r}"
        target = str(token.attrGet("href") or "")
        if MARK in target or _SCRIPTING.match(target):
            yield f"the report links to {target[:100]}"


def _formulas(text: str) -> Iterator[str]:
    """Cells that a spreadsheet would evaluate."""
    csv.field_size_limit(10_000_000)
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        for cell in row:
            if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
                yield f"the table holds the cell {cell[:60]!r}"


def _live_in_html(text: str) -> Iterator[str]:
    """Elements, handlers and links of a page that came out of hostile text."""
    found = _Page()
    found.feed(text)
    found.close()
    yield from found.wrongs


class _Page(HTMLParser):
    """Collects what a browser would run or load of a page that has no script of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.wrongs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and dict(attrs) == {"type": "application/json", "id": "session"}:
            return
        if tag in ("script", "iframe", "object", "embed", "img", "link", "base", "form"):
            self.wrongs.append(f"the page holds <{tag}>")
        for name, value in attrs:
            if name.startswith("on") or _SCRIPTING.match(value or "") or MARK in (value or ""):
                self.wrongs.append(f"the page holds {name}={value!r}")


def _around(text: str, place: int) -> str:
    return text[max(place - 40, 0) : place + 40]
