"""Grids of candidates as Markdown, HTML and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from interview_cli.report.csv_table import neutral
from interview_cli.report.escape import inline
from interview_cli.report.page import page_template
from interview_cli.report.side_by_side import SideBySide
from interview_cli.report.wording import printable

if TYPE_CHECKING:
    from jinja2 import Template


def markdown(held: SideBySide) -> str:
    """The grids as Markdown tables."""
    head = " | ".join(["", *map(inline, held.candidates)])
    parts = [f"# {inline(held.title)}", *(f"*{inline(note)}*" for note in held.notes)]
    for grid in held.grids:
        rows = [f"| {' | '.join(map(inline, row))} |" for row in grid.rows]
        rule = f"|{'---|' * (len(held.candidates) + 1)}"
        parts += [f"## {inline(grid.title)}", "\n".join([f"| {head} |", rule, *rows])]
    return "\n\n".join(parts) + "\n"


def html(held: SideBySide) -> str:
    """The grids as one page, without scripts and without anything fetched."""
    return _template().render(held=held)


def table(held: SideBySide) -> str:
    """The grids as one CSV table (RFC 4180), each row with the title of its grid."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(neutral, ("part", "row", *held.candidates)))
    for grid in held.grids:
        writer.writerows(map(neutral, (grid.title, *row)) for row in grid.rows)
    return text.getvalue()


@cache
def _template() -> Template:
    return page_template(__package__, "candidates.html", "session.css", clean=printable, filters={})


FORMATS: Mapping[str, Callable[[SideBySide], str]] = {"md": markdown, "html": html, "csv": table}
