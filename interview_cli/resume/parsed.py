"""What the readers of PDF, DOCX and ODT take out of a document, before it is made one text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Parsed:
    """The lines of a document without pages, or the rows of each page with their distances from its top.

    `links` are the targets of its links. `page_count` is known for PDF alone.
    """

    lines: list[str] = field(default_factory=list)
    pages: list[list[tuple[float, str]]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    page_count: int | None = None

    @property
    def size(self) -> int:
        """How many characters it holds, line ends included."""
        rows = [text for page in self.pages for _, text in page]
        return sum(len(text) + 1 for text in (*self.lines, *rows, *self.links))
