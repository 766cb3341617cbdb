"""A web page's text, line by line as a person sees it: for postings that were saved from a browser.

The standard library's parser takes quadratic time over markup that is never closed, so tags are cut out here.
"""

from __future__ import annotations

import re
from html import unescape

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_TAG = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]*)")
# What a page shows around the posting, or does not show at all.
_HIDDEN = frozenset({"script", "style", "head", "nav", "footer", "template", "svg", "button", "select"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "div", "section", "article", "header", "main", "ul", "ol", "li", "table", "tr", "br", "dl", "dt",
    "dd", "blockquote", "pre", "hr",
}  # fmt: skip


def is_page(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return start.startswith((b"<!doctype html", b"<html"))


def page_text(page: str) -> str:
    """The visible text of a page: headings marked as in Markdown, list items with a dash."""
    before, *chunks = _COMMENT.sub("", page).split("<")
    parts = [before]
    hidden: list[str] = []
    for chunk in chunks:
        markup, closed, text = chunk.partition(">")
        tag = _TAG.match(markup) if closed else None
        if tag is None:
            mark, text = "<", chunk
        else:
            mark = _mark(tag[2].lower(), bool(tag[1]), hidden)
        if not hidden:
            parts += [mark, text]
    lines = (" ".join(line.split()) for line in unescape("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line.strip("#- "))


def _mark(name: str, ends: bool, hidden: list[str]) -> str:
    """What a tag stands for in the text; `hidden` are the open parts that are not shown."""
    if name == "body":
        # The end tag of a page's head may be left out.
        hidden.clear()
    if name in _HIDDEN:
        if not ends:
            hidden.append(name)
        elif name in hidden:
            # A page that leaves out an end tag inside a hidden part must not hide the rest.
            del hidden[hidden.index(name) :]
        return " "
    if ends or name not in _BLOCKS:
        return "\n" if name in _BLOCKS else ""
    return "\n\n# " if name in _HEADINGS else "\n- " if name == "li" else "\n"
