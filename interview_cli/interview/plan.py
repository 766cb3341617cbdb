"""The plan of an interview: rounds, time, limits and the seed that fixes its choices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from interview_cli.coach.evaluation import Record
from interview_cli.library.role import Category, Identifier, Seniority

InterviewType = Literal["technical", "behavioral", "mixed", "system-design", "full-loop"]
RoundKind = Literal["greeting", "technical", "communication", "behavioral", "hr", "system_design"]

MINUTES_PER_QUESTION = 3
MINUTES_PER_SYSTEM_DESIGN = 10
QUESTIONS_PER_RESUME_QUESTION = 5
QUESTIONS_PER_GAP = 10
# More than these a model need not write for one interview; a reply stays short enough to be whole.
MOST_TAILORED = 8
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 120
MOST_QUESTIONS = 60
MOST_FOLLOW_UPS = 3
# JSON documents hold whole numbers of 64 bits.
LARGEST_SEED = 2**63 - 1

FULL_LOOP: tuple[tuple[RoundKind, int], ...] = (
    ("greeting", 2),
    ("technical", 6),
    ("communication", 6),
    ("hr", 6),
)
# Rounds in which questions written for the candidate have their place.
TAILORED_KINDS: tuple[RoundKind, ...] = ("technical", "system_design", "behavioral")
ROUND_NAMES: dict[RoundKind, str] = {
    "greeting": "Greeting",
    "technical": "Technical",
    "communication": "Communication",
    "behavioral": "Behavioral",
    "hr": "HR",
    "system_design": "System design",
}


class Round(Record):
    """A part of the interview: how many questions of which kind, in how many seconds.

    `resume_questions` of the `questions` are asked about the candidate's own resume, and
    `tailored_questions` others are written for this candidate and job.
    """

    name: str
    kind: RoundKind
    questions: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]
    seconds: Annotated[int, Field(ge=30)]
    resume_questions: Annotated[int, Field(ge=0)] = 0
    tailored_questions: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _resume_questions_are_part_of_all(self) -> Round:
        if self.resume_questions > self.questions:
            raise ValueError("resume_questions is larger than questions")
        if self.tailored_questions > self.questions - self.resume_questions:
            raise ValueError("tailored_questions is larger than what resume_questions leave")
        return self


class Limits(Record):
    """What the interview never exceeds, whatever a model proposes."""

    max_follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = 1
    max_answer_words: Annotated[int, Field(ge=50)] = 2000
    strict_time: bool = False


class Plan(Record):
    """Everything that decides which interview is held.

    `weights` say how much each category counts in the overall score (the role's). `company` is how the
    employer stands in a sentence after "at", `company_pack` the pack whose questions and style are used.
    `adaptive` lets difficulty follow the running score; without it the seed alone chooses.
    """

    schema_version: Literal[1] = 1
    role: Identifier
    role_name: str
    type: InterviewType = "mixed"
    level: Seniority = "mid"
    minutes: Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)] = 30
    rounds: Annotated[list[Round], Field(min_length=1)]
    weights: dict[Category, float] = Field(default_factory=dict)
    focus: list[Identifier] = Field(default_factory=list)
    company: str = ""
    company_pack: Identifier | None = None
    limits: Limits = Field(default_factory=Limits)
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = 0
    adaptive: bool = True

    @property
    def total_questions(self) -> int:
        """How many main questions are planned."""
        return sum(part.questions for part in self.rounds)


def round_counts(kind: InterviewType, minutes: int, questions: int | None) -> list[tuple[RoundKind, int]]:
    """The rounds of an interview type with their question counts.

    `questions` overrides what type and minutes give; a full loop is shared out in its usual
    proportions, each round keeping at least one question while there are enough for all.
    """
    if kind == "full-loop":
        return _share_out(FULL_LOOP, questions) if questions else list(FULL_LOOP)
    if kind == "system-design":
        return [("system_design", questions or max(1, minutes // MINUTES_PER_SYSTEM_DESIGN))]
    count = questions or max(1, minutes // MINUTES_PER_QUESTION)
    if kind == "mixed":
        return _share_out((("technical", 3), ("behavioral", 2)), count)
    return [(kind, count)]


def make_rounds(
    kind: InterviewType, minutes: int, questions: int | None = None, *, with_resume: bool = False
) -> list[Round]:
    """The rounds of a plan, their seconds in proportion to their questions.

    With a resume, one in `QUESTIONS_PER_RESUME_QUESTION` questions of the technical and behavioral
    rounds is asked about it: at least one, unless there are fewer than three questions in all.
    """
    counts = round_counts(kind, minutes, questions)
    total = sum(count for _, count in counts)
    rounds = []
    resume_left = max(1, total // QUESTIONS_PER_RESUME_QUESTION) if with_resume and total > 2 else 0
    for round_kind, count in counts:
        resume = 0
        if round_kind in ("technical", "behavioral"):
            resume = min(resume_left, max(1, count // QUESTIONS_PER_RESUME_QUESTION), count)
            resume_left -= resume
        rounds.append(
            Round(
                name=ROUND_NAMES[round_kind],
                kind=round_kind,
                questions=count,
                seconds=max(30, minutes * 60 * count // total),
                resume_questions=resume,
            )
        )
    return rounds


def open_gap_questions(plan: Plan, gaps: int) -> int:
    """How many of the gaps an interview asks openly about: one in ten questions, and at least one."""
    return min(gaps, max(1, plan.total_questions // QUESTIONS_PER_GAP))


def with_tailored(plan: Plan, *, by_model: bool, gaps: int) -> Plan:
    """The same plan with a share of each round kept for questions written for this candidate.

    A model writes half of the technical, system design and behavioral questions that are not on the
    resume, at most `MOST_TAILORED` in all, since the other half must stay comparable between attempts.
    With a model or without, `open_gap_questions` of them are about the `gaps`. The first question of an
    interview is never one of them: it is there before a model could write it.
    """
    free = [part.questions - part.resume_questions - (not place) for place, part in enumerate(plan.rounds)]
    shares = [0] * len(plan.rounds)
    if by_model:
        left = MOST_TAILORED
        for place, part in enumerate(plan.rounds):
            if part.kind in TAILORED_KINDS:
                half = (part.questions - part.resume_questions) // 2
                shares[place] = min(half, max(0, free[place]), left)
                left -= shares[place]
    wanted = open_gap_questions(plan, gaps)
    for place in sorted(range(len(free)), key=lambda at: _gap_place(plan.rounds[at].kind)):
        more = min(max(0, wanted - sum(shares)), max(0, free[place] - shares[place]))
        shares[place] += more
    rounds = [
        part.model_copy(update={"tailored_questions": share})
        for part, share in zip(plan.rounds, shares, strict=True)
    ]
    return plan.model_copy(update={"rounds": rounds})


def _gap_place(kind: RoundKind) -> int:
    """How well a question on a gap suits a round, the best first; it suits a greeting least."""
    order: tuple[RoundKind, ...] = (
        "technical",
        "behavioral",
        "hr",
        "system_design",
        "communication",
        "greeting",
    )
    return order.index(kind)


def _share_out(parts: tuple[tuple[RoundKind, int], ...], total: int) -> list[tuple[RoundKind, int]]:
    """Share `total` in the proportions of `parts`, largest remainder first; empty parts fall away."""
    whole = sum(weight for _, weight in parts)
    exact = [total * weight / whole for _, weight in parts]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (counts[i] > 0, counts[i] - exact[i]))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return [(kind, count) for (kind, _), count in zip(parts, counts, strict=True) if count]
