"""What a model replies when it judges: always the evidence first, then what follows from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.coach.evaluation import StarPart


class CriterionReply(BaseModel):
    """What a model says about one criterion: evidence, then reason, then level."""

    model_config = ConfigDict(extra="ignore")

    quotes: list[str] = Field(default_factory=list, max_length=10)
    reason: Annotated[str, Field(max_length=2000)] = ""
    level: Annotated[int, Field(ge=0, le=5)]
    next_level: Annotated[str, Field(max_length=1000)] = ""


class PointReply(BaseModel):
    """Whether an expected point was made, with the words that make it."""

    model_config = ConfigDict(extra="ignore")

    number: Annotated[int, Field(ge=1)]
    quote: str = ""
    made: bool


class PointsReply(BaseModel):
    """A model's check of all expected points."""

    model_config = ConfigDict(extra="ignore")

    points: list[PointReply]


class PassageReply(BaseModel):
    """A stretch of a story, which part of it that is, and who is doing something in it."""

    model_config = ConfigDict(extra="ignore")

    quote: str
    part: StarPart | Literal["none"] = "none"
    doer: Literal["own", "team", "others", "nobody"] = "nobody"


class StoryReply(BaseModel):
    """A model's reading of a story, stretch by stretch, and the figures of its outcome."""

    model_config = ConfigDict(extra="ignore")

    passages: list[PassageReply]
    measures: list[str] = Field(default_factory=list)
