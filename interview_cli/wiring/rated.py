"""Answers of the history that people rated, as cases for a judge."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.wiring.home import open_sessions

if TYPE_CHECKING:
    from interview_cli.regress.case import JudgeCase
    from interview_cli.regress.suite import Ratings
    from interview_cli.wiring.home import Home


def rated_cases(home: Home, wanted: Ratings) -> list[JudgeCase]:
    """The newest rated answers, each with the mean level that people gave it. Raises StorageError."""
    from itertools import islice

    return list(islice(_rated(home, wanted.role), wanted.most))


def _rated(home: Home, role: str) -> Iterator[JudgeCase]:
    from interview_cli.regress.case import InlineQuestion, JudgeCase

    sessions = open_sessions(home)
    for row in sessions.rows():
        if role and row["role"] != role:
            continue
        try:
            session = sessions.load(row["id"])
        except StorageError:
            continue  # a damaged session is told where sessions are listed
        for turn in session.turns:
            levels = [rating.level for rating in turn.standing_ratings if rating.level is not None]
            if levels and turn.answer is not None and turn.parent is None:
                question = turn.question
                yield JudgeCase(
                    id=f"{session.id} {turn.label}",
                    question=InlineQuestion.model_construct(
                        text=question.text,
                        kind=question.kind,
                        key_points=question.key_points,
                        sample_answer=question.sample_answer,
                        criteria=question.criteria,
                    ),
                    answer=turn.answer.text,
                    human=fmean(levels),
                )
