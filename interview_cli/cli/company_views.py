"""Company packs as readable text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interview_cli.cli import console
from interview_cli.cli.role_views import question_lines, wrapped
from interview_cli.errors import UsageError
from interview_cli.library.company import CompanyPack
from interview_cli.library.shelf import Library


def company_rows(library: Library) -> list[dict[str, Any]]:
    """A row of facts for every pack that can be read; the others are named on stderr."""
    rows = []
    for company_id, path in library.company_paths().items():
        try:
            pack = library.company(company_id)
        except UsageError as error:
            console.say(f"left out: {error.message}")
            continue
        rows.append(
            {
                "id": pack.id,
                "name": pack.name,
                "kind": pack.kind,
                "summary": pack.summary,
                "values": [value.name for value in pack.values],
                "type": pack.type,
                "questions": len(pack.questions),
                "file": str(path),
            }
        )
    return rows


def print_companies(rows: list[dict[str, Any]]) -> None:
    """The table of packs on stdout; how to use one on stderr."""
    console.table(
        ["ID", "Name", "Looks for", "Questions"],
        [[row["id"], row["name"], ", ".join(row["values"]), str(row["questions"])] for row in rows],
        right=["Questions"],
    )
    if rows:
        console.say(f"Use one: interview session start --role ROLE --company {rows[0]['id']}")


def company_lines(pack: CompanyPack, *, answers: bool) -> Iterator[str]:
    """A pack for reading: what it looks for, how it interviews, and its questions."""
    yield f"{pack.name} ({pack.id})"
    yield from wrapped(pack.summary)
    yield ""
    for value in pack.values:
        yield from wrapped(f"{value.name}: {value.looks_for}", hanging="  ")
    yield ""
    yield from wrapped(f"Style: {' '.join(pack.style.split())}", hanging="  ")
    yield from wrapped(f"Rounds: {' '.join(pack.rounds.split())}", hanging="  ")
    if pack.type:
        yield f"Nearest to it: --type {pack.type}"
    for source in pack.sources:
        yield f"Source: {source.url} ({source.date.isoformat()})"
    for question in pack.questions:
        yield ""
        yield from question_lines(question, answers=answers)
