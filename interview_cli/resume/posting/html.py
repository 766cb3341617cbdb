"""A web page's text, line by line as a person sees it: for postings that were saved from a browser."""

from __future__ import annotations

from html.parser import HTMLParser

# What a page shows around the posting, or does not show at all.
_HIDDEN = frozenset(
    {"script", "style", "head", "nav", "footer", "template", "svg", "form", "button", "select"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "main", "ul", "ol", "table", "tr", "br", "dl", "dt", "dd",
    "blockquote", "pre", "hr",
})  # fmt: skip


def is_page(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return start.startswith((b"<!doctype html", b"<html"))


def page_text(page: str) -> str:
    """The visible text of a page: headings marked as in Markdown, list items with a dash."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line.strip("#- "))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _HEADINGS:
            self.parts.append("\n\n# ")
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            # A page that leaves out an end tag inside a hidden part must not hide the rest.
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS or tag in _HEADINGS or tag == "li":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
