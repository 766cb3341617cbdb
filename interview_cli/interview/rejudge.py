"""Judging later: answers of a stored session, for the first time or afresh."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from interview_cli.coach.evaluation import Analysis, Evaluation
from interview_cli.coach.feedback import summarise
from interview_cli.interview.analytics import count
from interview_cli.interview.comparison import Earlier, compare
from interview_cli.interview.ports import Judge, Reviewer, SessionSaver
from interview_cli.interview.review import judged_answers, standard_of
from interview_cli.interview.seal import sealed_again
from interview_cli.interview.session import Session, Turn
from interview_cli.library.role import Question


def answered(session: Session) -> list[Turn]:
    """The answered turns, in order."""
    return [turn for turn in session.turns if turn.status == "answered"]


def unjudged(session: Session) -> list[Turn]:
    """The answered turns without a level, in order."""
    return [turn for turn in answered(session) if not _has_level(turn)]


async def judge_later(
    session: Session,
    turns: Sequence[Turn],
    judge: Judge,
    reviewer: Reviewer,
    saver: SessionSaver,
    analyse: Callable[[Question, str], Analysis],
    earlier: Callable[[Turn], Earlier | None] = lambda turn: None,
    *,
    on_judged: Callable[[Turn, Evaluation], None] = lambda turn, evaluation: None,
) -> None:
    """Judge some answers of a session, all at once, and write the closing feedback of an ended one anew.

    Judgements are appended, saved and handed to `on_judged` as they arrive, each answer beside its attempt
    before, which `earlier` finds. One that gave no level is not appended to an answer that has one: what
    was known of it still counts. When this is cancelled, what came is kept, and the feedback then says in
    plain words what it adds up to. Raises StorageError.
    """
    arrived: list[Turn] = []

    async def one(turn: Turn) -> None:
        text = turn.answer.text if turn.answer else ""
        analysis = analyse(turn.question, text)
        evaluation = await judge.judge(turn.question, text, analysis)
        if evaluation.level is not None or not _has_level(turn):
            turn.analysis = analysis
            turn.evaluations.append(evaluation)
            arrived.append(turn)
            if turn.parent is None:
                turn.before = compare(earlier(turn), turn)
        saver.save(session)
        on_judged(turn, evaluation)

    try:
        await asyncio.gather(*(one(turn) for turn in turns))
        if session.status == "completed":
            session.feedback = await reviewer.review(judged_answers(session), standard_of(session))
    except asyncio.CancelledError:
        if session.status == "completed" and arrived:
            session.feedback = summarise(judged_answers(session), standard_of(session))
        _close(session, saver)
        raise
    _close(session, saver)


def _has_level(turn: Turn) -> bool:
    return turn.evaluation is not None and turn.evaluation.level is not None


def _close(session: Session, saver: SessionSaver) -> None:
    session.analytics = count(session)
    session.seal = sealed_again(session)
    saver.save(session)
