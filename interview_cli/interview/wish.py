"""What a person asks for when an interview is to begin; what is left open the settings decide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from interview_cli.coach.evaluation import Record
from interview_cli.errors import UsageError
from interview_cli.interview.kinds import LONGEST_MINUTES, SHORTEST_MINUTES, InterviewType
from interview_cli.library.role import Seniority


@dataclass(frozen=True, slots=True)
class WorkWish:
    """Where recent work is to be read from: `--notes`, `--notes-dir`, `--git` and what goes with them.

    With `days` the person's own notes are read too. Raises UsageError for flags that go with none of these.
    """

    days: int | None = None
    folders: tuple[Path, ...] = ()
    repositories: tuple[Path, ...] = ()
    author: str = ""
    diffs: bool = False

    def __post_init__(self) -> None:
        alone = [
            name for name, given in (("--git-author", self.author), ("--git-diffs", self.diffs)) if given
        ]
        if alone and not self.repositories:
            raise UsageError(f"{alone[0]} needs a repository.", "Name one with --git, such as --git .")

    def __bool__(self) -> bool:
        return self.days is not None or bool(self.folders or self.repositories)


@dataclass(frozen=True, slots=True)
class VoiceWish:
    """What flags say of speaking and listening; None leaves it to settings and to what was chosen last."""

    answers: bool | None = None
    input_device: str | None = None
    transcriber: str | None = None
    speak: str | None = None
    auto_submit: bool | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the flags of `session start` or the setup screen ask for; None where nothing was said.

    `job` is the path of a job description or `-` for standard input; `company` a pack's id or any name.
    `fields` are what the candidate says of themselves, by the names that the plan has for it.
    """

    role: str | None = None
    type: InterviewType | None = None
    level: Seniority | None = None
    minutes: int | None = None
    questions: int | None = None
    resume: str | None = None
    job: str | None = None
    focus: tuple[str, ...] = ()
    company: str = ""
    candidate: str | None = None
    plan_file: Path | None = None
    models: tuple[str, ...] = ()
    offline: bool = False
    max_follow_ups: int | None = None
    adaptive: bool = True
    strict_time: bool = False
    seed: int | None = None
    samples: int | None = None
    language: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    redact: bool | None = None
    work: WorkWish = WorkWish()


class Choices(Record):
    """What was chosen when an interview was set up, remembered for the next one; empty means no choice.

    `model` is empty for what is found, `offline`, or the names of models with commas between them.
    """

    role: str = ""
    type: InterviewType | None = None
    level: Seniority | None = None
    minutes: Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)] | None = None
    resume: str = ""
    job: str = ""
    company: str = ""
    focus: list[str] = Field(default_factory=list)
    model: str = ""
    voice: bool = False
    input_device: str = ""
    feedback: Literal["each", "end"] | None = None
    theme: str = ""
