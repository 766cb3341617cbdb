"""The plan of an interview: rounds, time, limits and the seed that fixes its choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from interview_cli.coach.evaluation import Record
from interview_cli.library.role import Category, Identifier, LanguageTag, Seniority

InterviewType = Literal["technical", "behavioral", "mixed", "system-design", "full-loop"]
RoundKind = Literal["greeting", "technical", "communication", "behavioral", "hr", "system_design"]

MINUTES_PER_QUESTION = 3
MINUTES_PER_SYSTEM_DESIGN = 10
QUESTIONS_PER_RESUME_QUESTION = 5
QUESTIONS_PER_ACTIVITY_QUESTION = 3
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

    `resume_questions` of the `questions` are asked about the candidate's own resume,
    `activity_questions` about what the candidate did lately.
    """

    name: str
    kind: RoundKind
    questions: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]
    seconds: Annotated[int, Field(ge=30)]
    resume_questions: Annotated[int, Field(ge=0)] = 0
    activity_questions: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _own_questions_are_part_of_all(self) -> Round:
        if self.resume_questions > self.questions:
            raise ValueError("resume_questions is larger than questions")
        if self.resume_questions + self.activity_questions > self.questions:
            raise ValueError("resume_questions and activity_questions together are larger than questions")
        return self


class Limits(Record):
    """What the interview never exceeds, whatever a model proposes."""

    max_follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = 1
    max_answer_words: Annotated[int, Field(ge=50)] = 2000
    strict_time: bool = False


class Plan(Record):
    """Everything that decides which interview is held.

    `weights` say how much each category counts in the overall score (the role's). `adaptive` lets
    difficulty follow the running score; without it the seed alone chooses. `language` is the BCP 47 tag of
    the language the interview is held in.
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
    language: LanguageTag = "en"
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


def with_activity(rounds: Sequence[Round], fragments: int) -> list[Round]:
    """The rounds with questions on recent work, where there are that many `fragments` to ask about.

    One in `QUESTIONS_PER_ACTIVITY_QUESTION` questions of a technical round is: at least one, none that
    belongs to the resume, and no more than there are fragments.
    """
    left = fragments
    shared = []
    for part in rounds:
        wanted = max(1, part.questions // QUESTIONS_PER_ACTIVITY_QUESTION) if part.kind == "technical" else 0
        number = min(left, wanted, part.questions - part.resume_questions)
        left -= number
        shared.append(part.model_copy(update={"activity_questions": number}))
    return shared


def _share_out(parts: tuple[tuple[RoundKind, int], ...], total: int) -> list[tuple[RoundKind, int]]:
    """Share `total` in the proportions of `parts`, largest remainder first; empty parts fall away."""
    whole = sum(weight for _, weight in parts)
    exact = [total * weight / whole for _, weight in parts]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (counts[i] > 0, counts[i] - exact[i]))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return [(kind, count) for (kind, _), count in zip(parts, counts, strict=True) if count]
