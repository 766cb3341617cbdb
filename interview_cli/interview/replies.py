"""What a model replies when it leads."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# Characters of one text in a reply.
LONGEST_LINE = 600

Line = Annotated[str, Field(max_length=LONGEST_LINE)]


class StepReply(BaseModel):
    """A model's proposal for the next step."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    reason: Line = ""
    action: Literal["follow_up", "preset", "resume", "activity", "complete"]
    question_id: str = ""
    question: Line = ""
    lead_in: Annotated[str, Field(max_length=300)] = ""
    key_points: list[Line] = Field(default_factory=list, max_length=8)


class RephraseReply(BaseModel):
    """A question in other words."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_LINE)]
