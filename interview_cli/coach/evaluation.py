"""What judging an answer yields: levels with evidence, points, gates, and the source of it all."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.library.role import Category

Level = Annotated[float, Field(ge=0, le=5)]
GateName = Literal[
    "empty",
    "too_short",
    "gibberish",
    "echo",
    "language",
    "no_answer",
    "declined",
    "asked_back",
    "orders",
    "abuse",
]
StarPart = Literal["situation", "task", "action", "result"]
Tag = Literal["confident", "needs_evidence", "hand_wavy", "doesnt_know"]
EvaluationStatus = Literal["scored", "gated", "unscored"]
Recommendation = Literal["strong_yes", "yes", "not_yet", "no"]


class Record(BaseModel):
    """Base of everything that is stored: unknown fields are errors, and so are infinite numbers."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, defer_build=True)


class Gate(Record):
    """A plain check that settled the score before any judging, and the sentence that says so."""

    name: GateName
    reason: str


class CriterionScore(Record):
    """One criterion's judgement: evidence first, then the reason, then the level (0-5).

    `quotes` are verbatim parts of the answer; `dropped_quotes` counts those a model claimed
    that do not occur in it. `advice` says what to add to reach the next level. `capped` says that a
    level was held down for want of quotes. `spread` is the highest minus the lowest level over
    `samples`; a wide one is `low_agreement`.
    """

    criterion: str
    category: Category
    quotes: list[str] = Field(default_factory=list)
    reason: str = ""
    level: Level
    advice: str = ""
    capped: bool = False
    dropped_quotes: int = 0
    samples: int = 1
    spread: float = 0.0
    low_agreement: bool = False


class PointResult(Record):
    """Whether one key point was found in the answer, and by which words."""

    fact: str
    found: bool
    evidence: str = ""


class StarResult(Record):
    """Which STAR parts an answer holds, as shares (0-1) of its words, and which are missing.

    `quotes` are the sentences that tell each part, `own_share` is the part (0-1) of what was done that is
    told in the first person singular, and `measures` are the figures of the outcome, as said.
    """

    shares: dict[StarPart, float] = Field(default_factory=dict)
    missing: list[StarPart] = Field(default_factory=list)
    own_part: bool = False
    numbers: bool = False
    quotes: dict[StarPart, list[str]] = Field(default_factory=dict)
    own_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    measures: list[str] = Field(default_factory=list)


class Analysis(Record):
    """What code alone sees in an answer, at once and without a model.

    In a language that the rules don't read, there are no points and no estimate.
    """

    words: int = 0
    gate: Gate | None = None
    points: list[PointResult] = Field(default_factory=list)
    star: StarResult | None = None
    example: bool = False
    numbers: bool = False
    hedges: int = 0
    estimate: Level | None = 0.0
    tag: Tag | None = None


class Evaluation(Record):
    """One judgement of one answer. Append-only: the last one of a turn counts.

    `source` is a model's name or `offline`; `prompt_hash` and `rubric_version` say by what
    it was judged, so that only like is compared with like. The first of `improvements` is the first
    thing to fix, `next_level` what brings the answer a level up. An `unscored` evaluation holds no
    level and never counts as 0; `estimate` is then the offline coach's guess, kept out of totals.
    `note` says what a reader should know of how the judgement came about.
    """

    at: datetime
    status: EvaluationStatus
    source: str
    rubric_version: str
    prompt_hash: str = ""
    level: Level | None = None
    criteria: list[CriterionScore] = Field(default_factory=list)
    points: list[PointResult] = Field(default_factory=list)
    star: StarResult | None = None
    gate: Gate | None = None
    strengths: list[str] = Field(default_factory=list, max_length=3)
    improvements: list[str] = Field(default_factory=list, max_length=3)
    next_level: str = ""
    low_agreement: bool = False
    why_unscored: str = ""
    estimate: Level | None = None
    note: str = ""


class CategoryScore(Record):
    """A category's score on 0-100 and how many answers it rests on."""

    category: Category
    score: Annotated[float, Field(ge=0, le=100)]
    answers: int


class Readiness(Record):
    """Whether the answers would carry a real interview, by code from the scores, and why in words.

    `recommendation` is None when the answers show too little to say; `needed` is then how many more
    it takes. `scored` is the number of answers it rests on; `estimate` says that rules judged some.
    """

    recommendation: Recommendation | None = None
    reason: str
    scored: int = 0
    needed: int = 0
    estimate: bool = False


class Feedback(Record):
    """What is said at the end of an interview; every number in it was computed by code.

    `overall` is None when no answer could be scored. `coverage` is the share (0-1) of asked
    main questions that were answered. `readiness` is None in documents older than it.
    """

    source: str
    overall: Annotated[float, Field(ge=0, le=100)] | None = None
    band: str = ""
    categories: list[CategoryScore] = Field(default_factory=list)
    summary: str = ""
    strengths: list[str] = Field(default_factory=list, max_length=3)
    improvements: list[str] = Field(default_factory=list, max_length=3)
    next_steps: list[str] = Field(default_factory=list, max_length=3)
    coverage: Annotated[float, Field(ge=0, le=1)] = 0.0
    unscored: int = 0
    note: str = ""
    readiness: Readiness | None = None
