"""The models that suites are run with, and the recordings that their replies go to or come from."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview_cli.errors import UsageError
from interview_cli.regress.stand_ins import OFFLINE, SYNTHETIC
from interview_cli.wiring.home import open_library, open_settings

if TYPE_CHECKING:
    from interview_cli.library.role import Question
    from interview_cli.llm.cassette import Cassette
    from interview_cli.llm.port import ModelPort
    from interview_cli.llm.recording import Recorder
    from interview_cli.regress.runner import Player
    from interview_cli.regress.suite import Suite
    from interview_cli.regress.suite_file import OpenSuite
    from interview_cli.regress.synthetic import SyntheticModel
    from interview_cli.wiring.home import Home

# What is sent to models, for the sentence that asks whether it may be.
CASES = "the texts of the suite's cases"


class NoRecordings(UsageError):  # noqa: N818 (what is amiss has a name of its own)
    """There is no file of recordings: not the blessed ones, or not those of a `candidate`."""

    def __init__(self, path: Path, *, candidate: bool) -> None:
        super().__init__(f"There are no recordings at {path}.", "Record them, or ask the models: --live")
        self.candidate = candidate


def read_tape(opened: OpenSuite, *, candidate: bool = False) -> Cassette:
    """The blessed recordings of a suite, or the candidate's.

    Raises NoRecordings, and UsageError for what can't be read or belongs to another suite.
    """
    from interview_cli.llm.cassette import read_cassette

    path = opened.candidate if candidate else opened.cassette
    if not path.is_file():
        raise NoRecordings(path, candidate=candidate)
    cassette = read_cassette(path)
    check_tape(cassette, opened, path)
    return cassette


def check_tape(cassette: Cassette, opened: OpenSuite, path: Path) -> None:
    """Raise UsageError for recordings of another suite than the one that lies beside them."""
    if cassette.suite != opened.suite.id:
        raise UsageError(
            f"{path} holds the recordings of {cassette.suite}, not of {opened.suite.id}.",
            "Put the suite's own there; if only its id was changed, change that in the first line too.",
        )


def replayed(
    cassette: Cassette, models: Sequence[str], suite: Suite, *, any_version: bool = False
) -> list[Player]:
    """Models that repeat what is on a cassette; the offline coach needs none."""
    from interview_cli.llm.replay import ReplayModel

    def model(name: str, repeat: int) -> ModelPort | None:
        return None if name == OFFLINE else ReplayModel(cassette, name, repeat, any_version=any_version)

    return _players(models, suite, model)


def live(
    home: Home,
    models: Sequence[str],
    suite: Suite,
    recorder: Recorder | None = None,
    environ: Mapping[str, str] | None = None,
) -> list[Player]:
    """Models that are asked over the network, recorded where there is a recorder. Raises UsageError for a
    key.
    """
    every = {*models, *filter(None, [suite.grader, candidate_of(suite)])} - {OFFLINE}
    opened = {name: _provider(home, name, environ) for name in sorted(every)}

    def model(name: str, repeat: int) -> ModelPort | None:
        if name == OFFLINE:
            return None
        return recorder.model(opened[name], repeat, name) if recorder else opened[name]

    return _players(models, suite, model)


def candidate_of(suite: Suite) -> str | None:
    """The model that plays a suite's candidates, if one does."""
    from interview_cli.regress.suite import InterviewSuite

    return suite.candidate_model if isinstance(suite, InterviewSuite) else None


def _players(
    models: Sequence[str], suite: Suite, model: Callable[[str, int], ModelPort | None]
) -> list[Player]:
    from interview_cli.regress.runner import Player

    candidate = partial(model, candidate_of(suite) or OFFLINE)
    return [
        Player(name, partial(model, name), partial(model, suite.grader or name), candidate) for name in models
    ]


def synthetic(stand_in: SyntheticModel, recorder: Recorder) -> list[Player]:
    """The stand-in, recorded."""
    from interview_cli.regress.runner import Player

    def model(repeat: int) -> ModelPort | None:
        return recorder.model(stand_in, repeat)

    return [Player(stand_in.name, model, model)]


def stand_in_for(home: Home, opened: OpenSuite) -> SyntheticModel:
    """The stand-in for a model, with the replies that the suite's cases bring and the questions they name."""
    from interview_cli.regress.case import InterviewCase, JudgeCase, NextStepCase
    from interview_cli.regress.synthetic import SyntheticModel
    from interview_cli.regress.targets.answers import question_of

    library = open_library(home)
    questions: dict[str, Question] = {}
    for case in opened.cases:
        if isinstance(case, JudgeCase) and case.question is not None:
            question = question_of(case.question, library)
            questions[question.text] = question
        elif isinstance(case, InterviewCase | NextStepCase):
            questions |= {question.text: question for question in library.bank(case.role).questions}
    return SyntheticModel(_written_replies(opened), questions)


def _written_replies(opened: OpenSuite) -> dict[str, Any]:
    """The replies that cases bring, by the keys of the requests that they answer."""
    from interview_cli.coach.languages import full_name, is_english
    from interview_cli.llm.takes import plain
    from interview_cli.regress.case import PromptCase, ResumeCase
    from interview_cli.regress.suite import PromptSuite
    from interview_cli.regress.synthetic import written_key
    from interview_cli.regress.targets.resume import text_of

    replies = {}
    for case in opened.cases:
        if isinstance(opened.suite, PromptSuite) and isinstance(case, PromptCase):
            told = {} if is_english(case.language) else {"language": full_name(case.language)}
            key = written_key(opened.suite.prompt, plain({**case.variables, **told}))
        elif isinstance(case, ResumeCase):
            key = written_key("resume_extract", {"resume": text_of(case, opened.folder)})
        else:
            continue
        if case.synthetic is not None:
            replies[key] = case.synthetic
    return replies


def _provider(home: Home, name: str, environ: Mapping[str, str] | None) -> ModelPort:
    from interview_cli.llm.environment import process_environment
    from interview_cli.llm.providers import MissingKey, check, full_name
    from interview_cli.wiring.consent import agree_to_models
    from interview_cli.wiring.models import open_patient_chain

    if name == SYNTHETIC:
        raise UsageError(
            "The model `synthetic` is on recordings only; nobody can be asked.",
            "Name a real one with --model, or run by replay.",
        )
    whole = full_name(name)
    try:
        check(whole, process_environment() if environ is None else environ)
    except MissingKey as error:
        # Suites know of no such flag: without a key they go by recordings.
        error.hint = error.hint.replace(", or use --offline.", "; a run by the recordings needs none.")
        raise
    agree_to_models(home, [whole], CASES, environ=environ)
    return open_patient_chain([whole], open_settings(home), environ=environ)


def scrub(text: str) -> str:
    """A text without the keys of this environment, and without anything that looks like one."""
    from interview_cli.llm.keys import without_keys

    return without_keys(text, os.environ)
