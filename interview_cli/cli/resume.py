"""`interview resume`: read resumes in and look at them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console
from interview_cli.cli.consent_option import RedactOption, YesOption
from interview_cli.cli.run import command_group, run_of

if TYPE_CHECKING:
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.store.resumes import ResumeStore

app = command_group("Read resumes in and look at them.")

_JSON = typer.Option("--json", help="One JSON document on stdout.")


@app.command("ingest")
def ingest_resume(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="PDF, DOCX, DOC, ODT, TXT, Markdown or JSON Resume; - reads standard input."
        ),
    ],
    name: Annotated[
        str | None,
        typer.Option("--name", help="Name to keep it under; default: made from the person's name."),
    ] = None,
    password: Annotated[str | None, typer.Option(help="Password of an encrypted PDF.")] = None,
    model: Annotated[list[str] | None, typer.Option("--model", help="Model that reads the resume.")] = None,
    yes: YesOption = False,
    redact: RedactOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Read it without any model.")] = False,
    stdin_name: Annotated[
        str, typer.Option("--stdin-name", metavar="FILE", help="What standard input would be called.")
    ] = "stdin",
    force: Annotated[bool, typer.Option("--force", help="Replace another person's resume.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Read a resume in, keep it, and say what was found.

    A resume of that name is replaced when it is the same person's (same e-mail address, or same name
    where an address is missing); another person's only with --force.
    """
    from interview_cli.cli.resume_intake import Intake, read_resume
    from interview_cli.cli.resume_views import resume_document, summary_lines
    from interview_cli.wiring import open_resumes

    home = run_of(ctx).home
    intake = Intake(file, stdin_name, name, password, tuple(model or ()), offline, force, redact)
    store = open_resumes(home)
    record, replaced = read_resume(home, store, intake)
    store.save(record)
    for warning in record.warnings:
        console.say(f"note: {warning}")
    if as_json:
        console.out_json(resume_document(record))
    else:
        for line in summary_lines(record):
            console.out(line)
    done = "Replaced" if replaced else "Kept as"
    console.say(f"{done} {record.name}. Use it: interview session start --resume {record.name} --role ROLE")


@app.command("list")
def list_resumes(ctx: typer.Context, as_json: Annotated[bool, _JSON] = False) -> None:
    """All resumes that are kept."""
    from interview_cli.cli.resume_views import resume_row
    from interview_cli.wiring import open_resumes

    store = open_resumes(run_of(ctx).home)
    rows = [resume_row(record) for record in store.list()]
    for reason in store.unreadable.values():
        console.say(f"left out: {reason}")
    if as_json:
        console.out_json(rows)
    elif not rows:
        console.say("No resume is kept yet. Add one with: interview resume ingest FILE")
    else:
        console.table(
            ["Name", "Person", "Years", "Level", "Jobs", "Read by", "File", "Added"],
            [
                [
                    row["name"],
                    row["person"] or "-",
                    "-" if row["years"] is None else f"{row['years']:g}",
                    row["suggested_level"] or "-",
                    str(row["jobs"]),
                    row["source"],
                    row["file_name"],
                    row["ingested_at"][:10],
                ]
                for row in rows
            ],
            right=["Years", "Jobs"],
            spare=["Read by", "Added", "File", "Jobs", "Level", "Years"],
        )


@app.command("show")
def show_resume(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The resume; default: the newest.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON Resume.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="The text it was read from.")] = False,
) -> None:
    """What is known from a resume."""
    from interview_cli.cli.resume_views import summary_lines
    from interview_cli.errors import UsageError
    from interview_cli.wiring import open_resumes

    if as_json and as_text:
        raise UsageError("--json and --text exclude each other.", "Choose one.")
    store = open_resumes(run_of(ctx).home)
    record = store.load(name) if name else _newest(store)
    if as_json:
        console.out_json(record.resume.to_standard())
    elif as_text:
        console.out(record.text)
    else:
        for line in summary_lines(record):
            console.out(line)
        for warning in record.warnings:
            console.say(f"note: {warning}")


@app.command("remove")
def remove_resume(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The resume.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Delete a resume; interviews held with it stay."""
    from interview_cli.cli.asking import ask
    from interview_cli.errors import UsageError
    from interview_cli.wiring import open_resumes

    store = open_resumes(run_of(ctx).home)
    if not yes:
        person = store.load(name).resume.basics
        if not sys.stdin.isatty():
            raise UsageError("Nobody is there to confirm the removal.", "Confirm it with --yes.")
        whose = f" of {person.name}" if person and person.name else ""
        try:
            confirmed = ask(f"Delete the resume {name}{whose}? [y/N]", str.lower) in ("y", "yes")
        except EOFError:
            confirmed = False
        if not confirmed:
            console.say("Kept.")
            return
    store.remove(name)
    console.say(f"Deleted {name}.")


def _newest(store: ResumeStore) -> ResumeRecord:
    from interview_cli.errors import NotFoundError

    records = store.list()
    if not records:
        raise NotFoundError("No resume is kept yet.", "Add one with: interview resume ingest FILE")
    record = max(records, key=lambda kept: kept.ingested_at)
    if len(records) > 1:
        console.say(f"The newest of {len(records)}: {record.name}")
    return record
