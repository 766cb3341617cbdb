"""From a file to a resume record: who reads it, under which name, and whether it may replace another."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli import wiring
from interview_cli.cli import console
from interview_cli.errors import NotFoundError, UsageError
from interview_cli.resume.document import Basics, ResumeRecord

if TYPE_CHECKING:
    from interview_cli.resume.ingest import ResumeModel
    from interview_cli.settings import Settings
    from interview_cli.store.resumes import ResumeStore
    from interview_cli.wiring import Home

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Intake:
    """What the options of `resume ingest` say; `name` is None when one is to be made up."""

    file: str
    stdin_name: str
    name: str | None
    password: str | None
    models: tuple[str, ...]
    offline: bool
    force: bool
    redact: bool | None = None


def read_resume(home: Home, store: ResumeStore, intake: Intake) -> tuple[ResumeRecord, bool]:
    """The record of a resume, not saved yet, and whether it replaces one of that name.

    Raises UsageError for a file that cannot be read and a name that is another person's.
    """
    from interview_cli.resume.ingest import ingest
    from interview_cli.resume.reader import read_file, read_stream
    from interview_cli.store.names import check_resume_name

    if intake.name is not None:
        check_resume_name(intake.name)
    if intake.file == STDIN:
        data, file_name = read_stream(sys.stdin.buffer), intake.stdin_name
    else:
        data, file_name = read_file(Path(intake.file)), Path(intake.file).name
    settings = wiring.open_settings(home).redacting(intake.redact)
    record = asyncio.run(
        ingest(
            data,
            file_name,
            name=intake.name,
            now=datetime.now(UTC),
            password=intake.password,
            model=_model(home, intake, settings),
            redact=settings.redact,
        )
    )
    try:
        kept = store.load(record.name)
    except NotFoundError:
        return record, False
    if not intake.force and not same_person(kept, record):
        whose = kept.resume.basics.name if kept.resume.basics else None
        raise UsageError(
            f"{record.name} is the name of another resume ({whose or kept.file_name}).",
            "Keep this one under another --name, or replace that one with --force.",
        )
    return record, True


def same_person(one: ResumeRecord, other: ResumeRecord) -> bool:
    """Whether two resumes are plainly one person's: by e-mail address, by name where one has none."""
    first, second = one.resume.basics or Basics(), other.resume.basics or Basics()
    if first.email and second.email:
        return first.email.casefold() == second.email.casefold()
    if first.name and second.name:
        return first.name.casefold().split() == second.name.casefold().split()
    return one.text == other.text


def _model(home: Home, intake: Intake, settings: Settings) -> ResumeModel | None:
    """The model that reads the resume, None for the embedded reader; says which."""
    choice = wiring.choose_models(intake.models, offline=intake.offline, settings=settings)
    who = " then ".join(choice.models) if choice.models else "the embedded reader"
    console.say(f"reading with {who}; {choice.reason}.")
    if not choice.models:
        return None
    wiring.agree_to_models(home, choice.models, "the text of the resume")
    from interview_cli.resume.model import PromptedResumeModel

    model = wiring.open_model(choice.models, settings, on_notice=console.say)
    return PromptedResumeModel(model, wiring.open_library(home).prompt("resume_extract"))
