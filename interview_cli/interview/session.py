"""The session document: a plan, its turns and what came of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field

from interview_cli.activity.fragment import Fragment
from interview_cli.coach.evaluation import Analysis, Evaluation, Feedback, Level, Record
from interview_cli.coach.scale import MOST_SAMPLES
from interview_cli.coach.speech import Delivery, DeliverySummary, Take
from interview_cli.interview.plan import Plan
from interview_cli.interview.seal import Seal
from interview_cli.interview.shown import Shown
from interview_cli.library.role import Question, Seniority
from interview_cli.resume.posting.document import Gap, JobPosting

Action = Literal["preset", "follow_up", "resume", "activity", "complete"]
Status = Literal["planned", "in_progress", "completed", "abandoned"]
AnswerSource = Literal["typed", "spoken", "file"]
PersonaName = Literal["regular", "confused", "efficient", "chatty", "edge"]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]

SCHEMA_VERSION: Final = 4


class Answer(Record):
    """What the person answered. `seconds` is the time taken, pauses and speech left out.

    `takes` are the recordings of an answer that was spoken, with the text as it was heard; `text` is that
    text as the person corrected it.
    """

    text: str
    source: AnswerSource = "typed"
    seconds: Seconds = 0.0
    takes: list[Take] = Field(default_factory=list)
    at: datetime

    @property
    def doubts(self) -> list[str]:
        """Why the text may not be what was said, as far as nobody has looked at it.

        A take in which nothing was understood matters where there is no text at all.
        """
        unseen = [take.transcript for take in self.takes if take.transcript and not take.checked]
        counted = [one for one in unseen if one.text.strip() or not self.text.strip()]
        return [doubt for transcript in counted for doubt in transcript.doubts]


class Persona(Record):
    """How the person came across in one answer, and by which sign."""

    name: PersonaName = "regular"
    reason: str = ""


class Decision(Record):
    """What was decided to come next, by whom and why.

    `proposed` is the action that was proposed and `overruled` the limit that forbade it, when
    code disposed otherwise. `by` is a model's name or `offline`; `level` the difficulty that the
    running score asked for, `difficulty` the way it moved with this decision.
    """

    action: Action
    reason: str
    by: str
    suggested_seconds: Annotated[int, Field(ge=0)] = 0
    proposed: Action | None = None
    overruled: str = ""
    level: Seniority
    difficulty: Literal["up", "down"] | None = None


class Before(Record):
    """The attempt at the same question before this one, and what changed since.

    `level` (0-5) and `source` are those of that attempt, made `at` that time in that `session`. The
    lists name expected points and parts of a story. `why_apart` says why the two do not compare; the
    lists are then empty.
    """

    session: str
    at: datetime
    level: Level
    source: str
    added: list[str] = Field(default_factory=list)
    still_missing: list[str] = Field(default_factory=list)
    lost: list[str] = Field(default_factory=list)
    why_apart: str = ""


def _whole_or_half(level: float) -> float:
    # `multiple_of` lets a hair's breadth pass.
    if level * 2 != int(level * 2):
        raise ValueError("must be whole or half")
    return level


class Rating(Record):
    """What a person thinks an answer is worth, beside the judgement; it never changes a score.

    `level` is 0-5 in halves, None where `by` takes an earlier rating back.
    """

    at: datetime
    level: Annotated[Level, Field(multiple_of=0.5), AfterValidator(_whole_or_half)] | None
    why: str = ""
    by: str


class Turn(Record):
    """One question as asked, its answer, every judgement of it and what was decided after it.

    `parent` is the id of the turn a follow-up belongs to. `fragments` are the ids of the recent work it is
    about. `rephrased` are other words the question was put in, `asides` what the person asked back about
    it. `seconds` is the listening time so far. `draft` is text that was handed in but not accepted (too
    long), kept until an answer is, and `draft_takes` the recordings it comes from. `delivery` is how the
    answer was put; it enters no score. `before` is the attempt before, where the person answered the same
    question earlier. `ratings` are people's own levels for the answer, append-only; the last one of each
    person counts.
    """

    id: str
    label: str
    action: Action
    round: str
    parent: str | None = None
    question: Question
    lead_in: str = ""
    rephrased: list[str] = Field(default_factory=list)
    asides: list[str] = Field(default_factory=list)
    fragments: list[str] = Field(default_factory=list)
    asked_by: str = "offline"
    asked_at: datetime
    suggested_seconds: Annotated[int, Field(ge=0)] = 0
    status: Literal["asked", "answered", "skipped"] = "asked"
    seconds: Seconds = 0.0
    draft: str = ""
    draft_takes: list[Take] = Field(default_factory=list)
    answer: Answer | None = None
    analysis: Analysis | None = None
    delivery: Delivery | None = None
    persona: Persona | None = None
    evaluations: list[Evaluation] = Field(default_factory=list)
    before: Before | None = None
    ratings: list[Rating] = Field(default_factory=list)
    decision: Decision | None = None

    @property
    def evaluation(self) -> Evaluation | None:
        """The judgement that counts: the last one."""
        return self.evaluations[-1] if self.evaluations else None

    @property
    def standing_ratings(self) -> list[Rating]:
        """The ratings that count: the last one of each person, if it was not taken back."""
        last = {rating.by.strip().casefold(): rating for rating in self.ratings}
        return [rating for rating in last.values() if rating.level is not None]


# "User name" and the like are no names of people.
_NAME_FIELD = re.compile(
    r"(?:(?:your|full|complete|first and last|candidate(?:['’]s)?) )*(?:name|candidate)", re.IGNORECASE
)


def own_name(fields: Mapping[str, str]) -> str:
    """What a candidate gave as their name, empty where a plan did not ask for it."""
    return next((value for name, value in fields.items() if _NAME_FIELD.fullmatch(name.strip())), "")


class Candidate(Record):
    """Who is interviewed: the name history is kept under, and the resume used, if any.

    `fields` are what the plan asked the candidate to say of themselves, by the names it has for it.
    """

    name: str
    resume: str | None = None
    fields: dict[str, str] = Field(default_factory=dict)

    @property
    def called(self) -> str:
        """What to call them: the name they gave where a plan asked for it, else that of their history."""
        return own_name(self.fields) or self.name


class CallRecord(Record):
    """One call to a model: its purpose, tokens, US dollars (None when unknown) and seconds."""

    at: datetime
    purpose: str
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    seconds: Seconds = 0.0
    attempts: int = 1
    failed: str = ""


class Event(Record):
    """Something worth telling later that is no turn: a provider that failed, a fallback."""

    at: datetime
    text: str


class Analytics(Record):
    """Counts over the whole session; `seconds` is the answering time, `delivery` how the answers were put.

    `covered_fragments` are the ids of the recent work that answers dealt with, `activity_coverage` is
    their share (0-1), None where no work was read.
    """

    planned: int = 0
    asked: int = 0
    answered: int = 0
    skipped: int = 0
    follow_ups: int = 0
    unscored: int = 0
    seconds: Seconds = 0.0
    completion: Annotated[float, Field(ge=0, le=1)] = 0.0
    questions_by_round: dict[str, int] = Field(default_factory=dict)
    covered_fragments: list[str] = Field(default_factory=list)
    activity_coverage: Annotated[float, Field(ge=0, le=1)] | None = None
    tokens: int = 0
    cost: float | None = None
    delivery: DeliverySummary | None = None


class Session(Record):
    """One interview from plan to feedback, as stored and as printed by `--json`.

    `models` is the fallback chain, empty for the embedded offline coach; `samples` is how often it
    judges each answer on each criterion while the interview goes on; `shown` is what the person is told.
    With `redact` models are sent no contact details.
    `job` is the posting the interview is for, `gaps` what it asks for and the resume does not mention, the
    most important first.
    `fragments` is what the person did lately, as far as it was read. `seal` shows which plan file it was
    started from, and that questions and answers are those it ended with.
    """

    schema_version: Literal[4] = SCHEMA_VERSION
    id: str
    created_at: datetime
    updated_at: datetime
    status: Status = "planned"
    plan: Plan
    candidate: Candidate
    seal: Seal | None = None
    shown: Shown = Field(default_factory=Shown)
    models: list[str] = Field(default_factory=list)
    samples: Annotated[int, Field(ge=1, le=MOST_SAMPLES)] = 1
    redact: bool = False
    fragments: list[Fragment] = Field(default_factory=list)
    job: JobPosting | None = None
    gaps: list[Gap] = Field(default_factory=list)
    turns: list[Turn] = Field(default_factory=list)
    feedback: Feedback | None = None
    analytics: Analytics = Field(default_factory=Analytics)
    usage: list[CallRecord] = Field(default_factory=list)
    events: list[Event] = Field(default_factory=list)

    def turn(self, turn_id: str) -> Turn:
        """The turn of that id. Raises KeyError when there is none."""
        for turn in self.turns:
            if turn.id == turn_id:
                return turn
        raise KeyError(turn_id)

    def made_later(self, turn: Turn) -> frozenset[str]:
        """The expected points that the answers to a turn's follow-ups made."""
        judged = [other.evaluation for other in self.turns if other.parent == turn.id and other.evaluation]
        return frozenset(point.fact for judgement in judged for point in judgement.points if point.found)

    def family(self, main: Turn) -> list[Turn]:
        """A question with its follow-ups."""
        return [turn for turn in self.turns if main.id in (turn.id, turn.parent)]

    @staticmethod
    def awaits_judgement(family: Sequence[Turn]) -> bool:
        """Whether a judgement of one of these answers is still to come."""
        return any(turn.status == "answered" and turn.evaluation is None for turn in family)

    @property
    def is_open(self) -> bool:
        """Whether it can be gone on with."""
        return self.status in ("planned", "in_progress")

    @property
    def open_turn(self) -> Turn | None:
        """The question that waits for an answer, if one does."""
        return self.turns[-1] if self.turns and self.turns[-1].status == "asked" else None

    @property
    def main_turns(self) -> list[Turn]:
        """The turns that are no follow-ups."""
        return [turn for turn in self.turns if turn.parent is None]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the session document, as committed beside this module."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Session.model_json_schema()}
