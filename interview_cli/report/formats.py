"""The formats a session is exported in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interview_cli.escapes import clean_json
from interview_cli.interview.session import Session
from interview_cli.report.beside import Beside
from interview_cli.report.outline import NOTHING_BESIDE

FORMATS: Mapping[str, str] = {
    "md": "Markdown report",
    "html": "HTML report, one page",
    "pdf": "PDF report",
    "json": "JSON, the whole document",
    "csv": "CSV, a row for each question",
}
# What people read; the others are data, which is whole whatever is wished for.
REPORTS = frozenset({"md", "html", "pdf"})
# What a terminal cannot show.
BINARY = frozenset({"pdf"})


def written(
    session: Session, form: str, scale: int, *, scores: bool, beside: Beside = NOTHING_BESIDE
) -> bytes:
    """A session in one of the `FORMATS`; JSON is whole whatever is wished for."""
    if form == "json":
        return document(session)
    if form == "csv":
        from interview_cli.report import csv_table

        return csv_table.render(session, scores=scores).encode()
    if form == "html":
        from interview_cli.report import html

        # Who hides scores, or is still being asked, must not find them in the page's source.
        embed = scores and not session.is_open
        return html.render(session, scale=scale, scores=scores, beside=beside, embed=embed).encode()
    if form == "pdf":
        from interview_cli.report.pdf import document as pdf

        return pdf.render(session, scale=scale, scores=scores, beside=beside)
    from interview_cli.report import markdown

    return markdown.render(session, scale=scale, scores=scores, beside=beside).encode()


def written_all(sessions: Iterable[Session], form: str, *, scores: bool) -> bytes:
    """Many sessions as one CSV table, or as JSON lines, a document each."""
    if form == "csv":
        from interview_cli.report import csv_table

        return csv_table.render_all(sessions, scores=scores).encode()
    import orjson

    lines = (clean_json(orjson.dumps(session.model_dump(mode="json"))) for session in sessions)
    return "".join(f"{line}\n" for line in lines).encode()


def document(session: Session) -> bytes:
    """A session document as JSON, indented for people."""
    import orjson

    whole = orjson.dumps(session.model_dump(mode="json"), option=orjson.OPT_INDENT_2)
    return f"{clean_json(whole)}\n".encode()
