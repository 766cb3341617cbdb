"""Judges and what goes with them, led by models or by the offline coach where there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from interview_cli.coach.scale import REVIEW_SAMPLES
from interview_cli.wiring.consent import agree_to_models
from interview_cli.wiring.home import open_library, open_sessions, open_settings, role_of
from interview_cli.wiring.models import (
    call_record,
    check_language,
    choose_models,
    in_language,
    open_model,
    redacted,
    tell_choice,
    tell_samples,
)

if TYPE_CHECKING:
    from datetime import datetime

    from interview_cli.coach.evaluation import Analysis, Evaluation
    from interview_cli.interview.comparison import Earlier
    from interview_cli.interview.ports import Judge, Reviewer
    from interview_cli.interview.session import Session, Turn
    from interview_cli.library.role import Question, Role
    from interview_cli.library.shelf import Library
    from interview_cli.llm.port import ModelPort
    from interview_cli.settings import Settings
    from interview_cli.wiring.home import Home


@dataclass(frozen=True, slots=True)
class LaterJudging:
    """The parts that judge answers after the interview."""

    judge: Judge
    reviewer: Reviewer
    analyse: Callable[[Question, str], Analysis]
    earlier: Callable[[Turn], Earlier | None]


def build_later_judging(
    home: Home, settings: Settings, session: Session, models: Sequence[str], samples: int
) -> LaterJudging:
    """What judges a stored session's answers: models, or the offline coach where there are none."""
    from interview_cli.coach.closing import ModelReviewer
    from interview_cli.coach.feedback import OfflineReviewer
    from interview_cli.coach.offline import OfflineJudge, analyse
    from interview_cli.interview.clock import SystemClock
    from interview_cli.store.attempts import finder

    now = SystemClock().now
    sessions = open_sessions(home)
    earlier = finder(sessions, session, sessions.rows())
    if not models:
        return LaterJudging(OfflineJudge(now), OfflineReviewer(), analyse, earlier)
    library = open_library(home)
    role = role_of(library, session.plan)
    model = open_model(
        models, settings, on_usage=lambda usage: session.usage.append(call_record(usage, now()))
    )
    model = redacted(home, session, model)
    language = session.plan.language
    model = in_language(library, model, language)
    reviewer = ModelReviewer(model, library.prompt("feedback"), role.name, session.plan.level, language)
    look = partial(analyse, language=language)
    return LaterJudging(model_judge(library, role, model, samples), reviewer, look, earlier)


async def judge_stored(
    home: Home,
    session_id: str,
    tell: Callable[[str], None],
    *,
    models: Sequence[str] = (),
    offline: bool = False,
    samples: int | None = None,
    again: bool,
    redact: bool | None = None,
    begin: Callable[[Session, Sequence[Turn]], None] = lambda session, turns: None,
    on_judged: Callable[[Turn, Evaluation], None] = lambda turn, evaluation: None,
) -> Session:
    """Judge answers of a stored session: all of them with `again`, else those without a level.

    `begin` is given the session and the answers before any is judged, `on_judged` each judgement as it
    arrives. Raises UsageError, NotFoundError, StorageError; what was judged before is kept.
    """
    import asyncio

    from interview_cli.interview.rejudge import answered, judge_later, unjudged

    settings = open_settings(home).redacting(redact)
    store = open_sessions(home)
    with store.hold(session_id):
        session = store.load(session_id)
        session.redact = session.redact if redact is None else redact
        turns = answered(session) if again else unjudged(session)
        begin(session, turns)
        if turns:
            named = models or ([] if offline else session.models)
            choice = choose_models(named, offline=offline, settings=settings)
            check_language(session.plan.language, choice)
            await asyncio.to_thread(agree_to_models, home, choice.models)
            times = samples or settings.samples or REVIEW_SAMPLES
            tell_choice(choice, tell)
            tell_samples(times, choice, samples, tell)
            parts = build_later_judging(home, settings, session, choice.models, times)
            await judge_later(
                session,
                turns,
                parts.judge,
                parts.reviewer,
                store,
                parts.analyse,
                parts.earlier,
                on_judged=on_judged,
            )
    return session


def build_row_judge(home: Home, settings: Settings, models: Sequence[str], samples: int) -> Judge:
    """A model that judges single answers which belong to no session and no role."""
    return model_judge(open_library(home), None, open_model(models, settings), samples)


def build_examined_judge(home: Home, settings: Settings, models: Sequence[str], samples: int) -> Judge:
    """The judge that sits its exam: models, or the offline coach where there are none."""
    from interview_cli.coach.offline import OfflineJudge
    from interview_cli.interview.clock import SystemClock

    if not models:
        return OfflineJudge(SystemClock().now)
    return model_judge(open_library(home), None, open_model(models, settings), samples)


def model_judge(
    library: Library,
    role: Role | None,
    model: ModelPort,
    samples: int,
    now: Callable[[], datetime] | None = None,
) -> Judge:
    """A judge led by a model, with the bundled or own prompts; a role brings its own criteria.

    `now` is the clock, this machine's unless another is given.
    """
    from interview_cli.coach.judge import JudgePrompts, ModelJudge
    from interview_cli.interview.clock import SystemClock

    return ModelJudge(
        model,
        JudgePrompts(
            criterion=library.prompt("judge"),
            points=library.prompt("judge_points"),
            story=library.prompt("judge_story"),
        ),
        now or SystemClock().now,
        {criterion.id: criterion for criterion in role.criteria} if role else {},
        samples,
    )
