"""Who answers in a row of a batch: prepared answers, a persona, or a model that plays one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interview_cli.batch.row_file import read_row_file, row_file
from interview_cli.errors import UsageError
from interview_cli.wiring.home import open_library

if TYPE_CHECKING:
    from interview_cli.candidate.sitting import Answerer
    from interview_cli.interview.events import Command
    from interview_cli.interview.scripted import Script
    from interview_cli.interview.session import Session, Turn
    from interview_cli.llm.limits import Gates
    from interview_cli.llm.port import CallUsage
    from interview_cli.wiring.opening import Opened
    from interview_cli.wiring.row_task import RowTask

_PERSONA_FILES = (".yaml", ".yml")


def is_persona_file(name: str) -> bool:
    """Whether a row's persona is a file."""
    return name.endswith(_PERSONA_FILES)


def answerer(task: RowTask, opened: Opened, gates: Gates | None, played: list[CallUsage]) -> Answerer:
    """Who answers; calls to a model that plays the candidate are put down in `played`.

    Raises UsageError for answers, a persona or a model that can't be used.
    """
    row = task.row
    if not row.persona:
        return _prepared(task)
    from interview_cli.candidate.persona import load_persona
    from interview_cli.candidate.played import PlayedCandidate
    from interview_cli.candidate.scripted import ScriptedCandidate

    if is_persona_file(row.persona):
        row_file(task.folder / row.persona, "persona")
    persona = load_persona(row.persona, task.folder)
    if not row.candidate_model:
        return ScriptedCandidate(persona).command_for
    from interview_cli.llm.environment import process_environment
    from interview_cli.llm.providers import check, full_name
    from interview_cli.llm.usage import Metered
    from interview_cli.wiring.models import open_patient_chain

    name = full_name(row.candidate_model)
    check(name, process_environment() if task.environ is None else task.environ)
    chain = open_patient_chain([name], opened.settings, gates, task.environ)
    prompt = open_library(task.home).prompt("candidate")
    resume = opened.resume.text if opened.resume else ""
    return PlayedCandidate(persona, Metered(chain, played.append), prompt, resume).command_for


def _prepared(task: RowTask) -> Answerer:
    from interview_cli.interview.scripted import SpokenFile

    script = _script(task)
    if script.files:
        raise UsageError(
            "Recorded answers are no answers of a batch.", "Use interview session start --answers."
        )

    async def command_for(session: Session, turn: Turn) -> Command:
        command = script.command_for(session, turn)
        assert not isinstance(command, SpokenFile)
        return command

    return command_for


def _script(task: RowTask) -> Script:
    from interview_cli.interview.scripted import parse_script

    given = task.row.answers
    if not isinstance(given, str):
        return parse_script(json.dumps(given), "answers.json")
    path = task.folder / given
    try:
        return parse_script(read_row_file(path, "answers").decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 text.", "Check the answers of the row.") from error
