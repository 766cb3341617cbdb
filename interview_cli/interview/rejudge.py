"""Judging later: answers of a session that were not judged when they were given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from interview_cli.coach.evaluation import Analysis
from interview_cli.interview.analytics import count
from interview_cli.interview.ports import Judge, Reviewer, SessionSaver
from interview_cli.interview.review import judged_answers, standard_of
from interview_cli.interview.session import Session, Turn
from interview_cli.library.role import Question


def unjudged(session: Session) -> list[Turn]:
    """The answered turns without a level, in order."""
    return [
        turn
        for turn in session.turns
        if turn.status == "answered" and (turn.evaluation is None or turn.evaluation.level is None)
    ]


async def judge_later(
    session: Session,
    judge: Judge,
    reviewer: Reviewer,
    saver: SessionSaver,
    analyse: Callable[[Question, str], Analysis],
) -> list[Turn]:
    """Judge what is unjudged, all at once, and write the closing feedback of an ended session anew.

    Judgements are appended and saved as they arrive; returns the turns that stay unjudged.
    Raises StorageError.
    """

    async def one(turn: Turn) -> None:
        text = turn.answer.text if turn.answer else ""
        turn.analysis = turn.analysis or analyse(turn.question, text)
        turn.evaluations.append(await judge.judge(turn.question, text, turn.analysis))
        saver.save(session)

    await asyncio.gather(*(one(turn) for turn in unjudged(session)))
    if session.status == "completed":
        session.feedback = await reviewer.review(judged_answers(session), standard_of(session))
    session.analytics = count(session)
    saver.save(session)
    return unjudged(session)
