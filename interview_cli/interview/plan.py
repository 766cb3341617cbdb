"""The plan of an interview: rounds, time, limits and the seed that fixes its choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from interview_cli.coach.evaluation import Record
from interview_cli.interview.kinds import (
    LARGEST_SEED,
    LONGEST_MINUTES,
    MOST_FOLLOW_UPS,
    MOST_QUESTIONS,
    SHORTEST_MINUTES,
    InterviewType,
    PlanType,
    RoundKind,
)
from interview_cli.library.bank import Bank
from interview_cli.library.role import (
    Category,
    Criterion,
    Identifier,
    LanguageTag,
    Question,
    Role,
    Seniority,
    repeated,
)
from interview_cli.resume.posting.document import JobPosting

MINUTES_PER_QUESTION = 3
MINUTES_PER_SYSTEM_DESIGN = 10
QUESTIONS_PER_RESUME_QUESTION = 5
QUESTIONS_PER_ACTIVITY_QUESTION = 3
QUESTIONS_PER_GAP = 10
# More than these a model need not write for one interview; a reply stays short enough to be whole.
MOST_TAILORED = 8

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
    "drill": "Drill",
}


# What a candidate is asked to say is a form's label, and a form stays short.
MOST_CANDIDATE_FIELDS = 12
FieldName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S[^\x00-\x1f\x7f]*$")]


def _form(value: object) -> str:
    return "id" if isinstance(value, str) else "question"


# By its id in the role, or whole; told apart so that what is wrong is said of the form that was meant.
NamedQuestion = Annotated[
    Annotated[Identifier, Tag("id")] | Annotated[Question, Tag("question")], Discriminator(_form)
]


class Round(Record):
    """A part of the interview: how many questions of which kind, in how many seconds.

    `resume_questions` of the `questions` are asked about the candidate's own resume,
    `activity_questions` about what the candidate did lately, and `tailored_questions` others are
    written for this candidate and job.
    """

    name: str
    kind: RoundKind
    questions: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]
    seconds: Annotated[int, Field(ge=30)]
    resume_questions: Annotated[int, Field(ge=0)] = 0
    activity_questions: Annotated[int, Field(ge=0)] = 0
    tailored_questions: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _own_questions_are_part_of_all(self) -> Round:
        if self.resume_questions > self.questions:
            raise ValueError("resume_questions is larger than questions")
        if self.own_questions > self.questions:
            raise ValueError("resume_questions and activity_questions together are larger than questions")
        if self.tailored_questions > self.questions - self.own_questions:
            raise ValueError(
                "tailored_questions is larger than what resume_questions and activity_questions leave"
            )
        return self

    @property
    def own_questions(self) -> int:
        """How many questions are about what the candidate did, as the resume or recent work tells it."""
        return self.resume_questions + self.activity_questions


class Limits(Record):
    """What the interview never exceeds, whatever a model proposes."""

    max_follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = 1
    max_answer_words: Annotated[int, Field(ge=50)] = 2000
    strict_time: bool = False


class Plan(Record):
    """Everything that decides which interview is held.

    `weights` say how much each category counts in the overall score (the role's). `company` is how the
    employer stands in a sentence after "at", `company_pack` the pack whose questions and style are used.
    `adaptive` lets difficulty follow the running score; without it the seed alone chooses. `language` is
    the BCP 47 tag of the language the interview is held in.

    With `questions` nothing is chosen: these are asked, in their order, the first round taking as
    many as it has, then the next. A file may name them by their ids; a session holds them whole, and
    in `criteria` what they are judged on besides the rubric, so that it needs no role any more.

    `job` is the posting that the interview is for. `candidate_fields` name what the candidate is asked to
    say of themselves before it begins, such as "E-mail".
    """

    schema_version: Literal[1] = 1
    role: Identifier
    role_name: str
    type: PlanType = "mixed"
    level: Seniority = "mid"
    minutes: Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)] = 30
    rounds: Annotated[list[Round], Field(min_length=1)]
    weights: dict[Category, float] = Field(default_factory=dict)
    focus: list[Identifier] = Field(default_factory=list)
    company: str = ""
    company_pack: Identifier | None = None
    language: LanguageTag = "en"
    limits: Limits = Field(default_factory=Limits)
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = 0
    adaptive: bool = True
    questions: Annotated[list[NamedQuestion], Field(max_length=MOST_QUESTIONS)] = Field(default_factory=list)
    criteria: list[Criterion] = Field(default_factory=list)
    job: JobPosting | None = None
    candidate_fields: Annotated[list[FieldName], Field(max_length=MOST_CANDIDATE_FIELDS)] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _fixed_questions_are_those_of_the_rounds(self) -> Plan:
        if not self.questions and (self.type == "drill" or any(part.kind == "drill" for part in self.rounds)):
            raise ValueError("a drill has to name its questions")
        if self.questions:
            self.check_rounds()
        if twice := repeated([name.casefold() for name in self.candidate_fields]):
            raise ValueError(f"candidate_fields named twice: {', '.join(twice)}")
        if twice := repeated([name if isinstance(name, str) else name.id for name in self.questions]):
            raise ValueError(f"questions named twice: {', '.join(twice)}")
        return self

    def check_rounds(self) -> None:
        """Raise ValueError where the rounds do not fit the questions that the plan names."""
        named = len(self.questions)
        if named != self.total_questions:
            raise ValueError(
                f"the rounds ask {self.total_questions} questions and {named} are named under questions; "
                f"leave out rounds, or let their questions add up to {named}"
            )
        if any(part.resume_questions for part in self.rounds):
            raise ValueError(
                "a plan that names its questions asks none about the resume; write resume_questions: 0"
            )
        if any(part.tailored_questions for part in self.rounds):
            raise ValueError(
                "a plan that names its questions leaves none to be written; write tailored_questions: 0"
            )

    @property
    def follows_answers(self) -> bool:
        """Whether answers change how hard later questions are; those that are named stay as they are."""
        return self.adaptive and not self.questions

    @property
    def own_bank(self) -> Bank:
        """The questions the plan names, as those of a role that needs no file."""
        # The parts are valid, and a role file's demands on its whole do not hold here.
        role = Role.model_construct(
            id=self.role,
            name=self.role_name,
            summary=f"Practice for {self.role_name}.",
            questions=self.fixed_questions,
            criteria=tuple(self.criteria),
        )
        return Bank(role)

    @property
    def fixed_questions(self) -> tuple[Question, ...]:
        """The questions the plan names, whole. Raises ValueError while one is but an id."""
        if ids := [name for name in self.questions if isinstance(name, str)]:
            raise ValueError(f"questions not looked up yet: {', '.join(ids)}")
        return tuple(question for question in self.questions if isinstance(question, Question))

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


def open_gap_questions(plan: Plan, gaps: int) -> int:
    """How many of the gaps an interview asks openly about: one in ten questions, and at least one."""
    return min(gaps, max(1, plan.total_questions // QUESTIONS_PER_GAP))


def with_tailored(plan: Plan, *, by_model: bool, gaps: int) -> Plan:
    """The same plan with a share of each round kept for questions written for this candidate.

    A model writes half of the technical, system design and behavioral questions that are not on the resume
    or on recent work, at most `MOST_TAILORED` in all, since the other half must stay comparable between
    attempts.
    With a model or without, `open_gap_questions` of them are about the `gaps`. The first question of an
    interview is never one of them: it is there before a model could write it. A plan that names its
    questions stays as it is.
    """
    if plan.questions:
        return plan
    free = [part.questions - part.own_questions - (not place) for place, part in enumerate(plan.rounds)]
    shares = [0] * len(plan.rounds)
    if by_model:
        left = MOST_TAILORED
        for place, part in enumerate(plan.rounds):
            if part.kind in TAILORED_KINDS:
                half = (part.questions - part.own_questions) // 2
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
