"""The targets of suites put together."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.wiring.home import open_library, open_settings
from interview_cli.wiring.models import in_language

if TYPE_CHECKING:
    from interview_cli.candidate.persona import SimulatedPersona
    from interview_cli.interview.ports import Interviewer, Judge
    from interview_cli.library.role import Role
    from interview_cli.library.shelf import Library
    from interview_cli.llm.port import ModelPort
    from interview_cli.regress.case import InterviewCase, JudgeCase
    from interview_cli.regress.suite_file import OpenSuite
    from interview_cli.regress.targets.base import Cast, Target
    from interview_cli.regress.targets.interview import Sitting
    from interview_cli.wiring.home import Home


def build_target(home: Home, opened: OpenSuite) -> Target:
    """What a suite is about, ready to be run."""
    from interview_cli.regress.suite import (
        InterviewSuite,
        JudgeSuite,
        NextStepSuite,
        PromptSuite,
        ResumeSuite,
    )

    library = open_library(home)
    match opened.suite:
        case PromptSuite() as suite:
            from interview_cli.regress.targets.prompt import PromptTarget

            return PromptTarget(library.prompt(suite.prompt), partial(in_language, library))
        case JudgeSuite() as suite:
            from interview_cli.regress.targets.judge import JudgeTarget

            cases: dict[str, JudgeCase] = {case.id: case for case in opened.cases}  # type: ignore[misc]
            return JudgeTarget(library, cases, partial(_judge, library, suite.samples))
        case NextStepSuite():
            from interview_cli.regress.targets.next_step import NextStepTarget

            return NextStepTarget(library, partial(_interviewer, library))
        case ResumeSuite():
            from interview_cli.regress.targets.resume import ResumeTarget
            from interview_cli.resume.model import PromptedResumeModel

            prompt = library.prompt("resume_extract")
            return ResumeTarget(opened.folder, lambda model: PromptedResumeModel(model, prompt))
        case InterviewSuite():
            from interview_cli.regress.targets.interview import InterviewTarget

            return InterviewTarget(opened.folder, library, partial(_sitting, home, library, opened.folder))
    raise AssertionError(opened.suite.target)


def _judge(library: Library, samples: int, model: ModelPort | None) -> Judge:
    from interview_cli.wiring.judging import model_judge

    if model is None:
        from interview_cli.coach.offline import OfflineJudge
        from interview_cli.interview.clock import SystemClock

        return OfflineJudge(SystemClock().now)
    return model_judge(library, None, model, samples)


def _interviewer(library: Library, model: ModelPort | None, role: Role, resume: str) -> Interviewer:
    from interview_cli.interview.interviewer import OfflineInterviewer
    from interview_cli.interview.led import LedPrompts, ModelInterviewer

    if model is None:
        return OfflineInterviewer()
    prompts = LedPrompts(next_step=library.prompt("next_step"), rephrase=library.prompt("rephrase"))
    return ModelInterviewer(model, prompts, role, resume)


def _sitting(
    home: Home,
    library: Library,
    folder: Path,
    case: InterviewCase,
    persona: SimulatedPersona,
    cast: Cast,
) -> Sitting:
    from interview_cli.candidate.clock import BEGIN, NoSaver, SimulatedClock
    from interview_cli.candidate.played import PlayedCandidate
    from interview_cli.candidate.scripted import ScriptedCandidate
    from interview_cli.interview.planning import make_plan
    from interview_cli.interview.session import Candidate, Session
    from interview_cli.regress.targets.interview import Sitting
    from interview_cli.wiring.interviews import Apart, build_engine

    bank = library.bank(case.role)
    plan = make_plan(
        bank,
        type=case.type,
        level=case.level,
        minutes=case.minutes,
        default_minutes=case.minutes,
        questions=case.questions,
        focus=(),
        company=case.company,
        max_follow_ups=case.max_follow_ups,
        seed=case.seed,
        adaptive=True,
        strict_time=False,
        with_resume=False,
    )
    session = Session(
        id=case.id,
        created_at=BEGIN,
        updated_at=BEGIN,
        plan=plan,
        candidate=Candidate(name=persona.name),
        models=[cast.model.name] if cast.model else [],
    )
    engine = build_engine(
        home,
        open_settings(home),
        session,
        fallback=False,
        use_history=False,
        patient=True,
        in_step=True,
        apart=Apart(NoSaver(), SimulatedClock(), cast.model),
    )
    if cast.candidate is None:
        candidate: ScriptedCandidate | PlayedCandidate = ScriptedCandidate(persona)
    else:
        candidate = PlayedCandidate(persona, cast.candidate, library.prompt("candidate"))
    return Sitting(engine, candidate.command_for, bank.questions)


def prompts_version(home: Home) -> str:
    """A digest of all prompts that a run may send. Raises StorageError for one that can't be read."""
    from interview_cli.regress.outcome import digest_of
    from interview_cli.store.files import plain_errors

    paths = open_library(home).prompt_paths()
    texts = {}
    for name, path in paths.items():
        with plain_errors("read", path):
            texts[name] = path.read_text("utf-8", errors="replace")
    return digest_of(texts)
