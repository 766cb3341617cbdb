"""What the judge's exam found: by relation and by case, and whether that is within the bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, computed_field

from interview_cli.coach.evaluation import Level, Record
from interview_cli.library.role import Kind
from interview_cli.regress.exam.relations import Move, RelationName

Share = Annotated[float, Field(ge=0, le=1)]


class Judged(Record):
    """An answer to a question, and its level (0-5)."""

    question: str
    answer: str
    level: Level


class CaseFinding(Record):
    """A relation in one case: the two answers that came out worst, and by how much the level moved.

    `held` is None where an answer could not be judged.
    """

    relation: RelationName
    move: Move
    case: str
    kind: Kind
    step: str = ""
    before: Judged | None = None
    after: Judged | None = None
    movement: float | None = None
    held: bool | None = None


class RelationFinding(Record):
    """A relation over all cases. `share` is that of the judged cases in which it held, `bound` the least.

    `worst` is the movement that is furthest from what it may be. A relation with unscored cases is never
    within its bound.
    """

    relation: RelationName
    done: str
    move: Move
    cases: int
    held: int
    unscored: int
    share: Share | None
    bound: Share
    worst: float | None
    within: bool


class ExamReport(Record):
    """A judge's exam: by what it was judged, every relation, and the cases that failed.

    `unscored` counts answers that the judge could not judge or did not get to.
    """

    judge: str
    sources: list[str]
    rubric_version: str
    prompt_hashes: list[str]
    exam_version: str
    samples: int
    cases: int
    answers: int
    unscored: int
    why_unscored: str = ""
    relations: list[RelationFinding]
    failures: list[CaseFinding]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def passed(self) -> bool:
        """Whether every relation is within its bound and every answer was judged."""
        return not self.unscored and all(relation.within for relation in self.relations)
