"""The formats a session is exported in."""

from __future__ import annotations

from collections.abc import Mapping

from interview_cli.interview.session import Session

FORMATS: Mapping[str, str] = {
    "md": "Markdown report",
    "json": "JSON, the whole document",
    "csv": "CSV, a row for each question",
}


def written(session: Session, form: str, scale: int, *, scores: bool) -> bytes:
    """A session in one of the `FORMATS`; JSON is whole whatever is wished for."""
    if form == "json":
        import orjson

        return orjson.dumps(session.model_dump(mode="json"), option=orjson.OPT_INDENT_2) + b"\n"
    if form == "csv":
        from interview_cli.report import csv_table

        return csv_table.render(session, scores=scores).encode()
    from interview_cli.report import markdown

    return markdown.render(session, scale=scale, scores=scores).encode()
