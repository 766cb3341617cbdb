"""The bounds of the judge's exam: the share of cases in which each relation must hold, for each judge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from interview_cli.library.role import Document
from interview_cli.library.yaml_file import load
from interview_cli.regress.exam.relations import RelationName

BOUNDS_FILE = Path(__file__).with_name("bounds.yaml")

Share = Annotated[float, Field(ge=0, le=1)]


class Bounds(Document):
    """The share (0-1) that must hold: by judge and relation where it is stated, else the default.

    A judge is `offline` or a model's whole name.
    """

    default: Share = 1.0
    judges: dict[str, dict[RelationName, Share]] = Field(default_factory=dict)

    def least(self, judge: str, relation: RelationName) -> float:
        """The share of cases in which a relation must hold for a judge."""
        return self.judges.get(judge, {}).get(relation, self.default)


def load_bounds(path: Path = BOUNDS_FILE) -> Bounds:
    """A file of bounds. Raises UsageError with the line of what is wrong."""
    return load(path, Bounds)
