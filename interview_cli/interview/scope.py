"""How much an interview asks, and how much it must ask before a recommendation can come of it."""

from __future__ import annotations

from math import ceil

from interview_cli.coach.judged import worth_of
from interview_cli.coach.readiness import FEWEST_ANSWERS
from interview_cli.interview.kinds import InterviewType
from interview_cli.interview.plan import round_counts


def asked(kind: InterviewType, minutes: int, questions: int | None) -> int:
    """How many main questions are planned; `questions` overrides what type and minutes give."""
    return sum(count for _, count in round_counts(kind, minutes, questions))


def fewest(kind: InterviewType) -> int:
    """How many questions of this type a recommendation takes: `FEWEST_ANSWERS`, fewer where each is long."""
    return ceil(FEWEST_ANSWERS / max(worth_of(part) for part, _ in round_counts(kind, 0, None)))
