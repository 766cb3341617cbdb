"""A suite: a target, its cases, the checks its outcomes are held against, and what it may cost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from interview_cli.errors import UsageError
from interview_cli.library.prompt import Name
from interview_cli.library.role import Document, Identifier, repeated
from interview_cli.library.yaml_file import ContentError, compose, line_of, parse_yaml, read_text, validate
from interview_cli.regress.case import Case, InterviewCase, JudgeCase, NextStepCase, PromptCase, ResumeCase
from interview_cli.regress.checks import AnyCheck
from interview_cli.regress.checks.base import Check, TargetName

VERSION_LENGTH = 12
MOST_REPEATS = 20
_HINT = "The fields are in interview_cli/regress/suite.schema.json; see examples/regress/."


class Budgets(Document):
    """What a whole run may take: US dollars, tokens, and seconds of the 95th percentile of its calls.

    A run over a budget fails like one with a failed guard.
    """

    cost: Annotated[float, Field(gt=0)] | None = None
    tokens: Annotated[int, Field(gt=0)] | None = None
    seconds_p95: Annotated[float, Field(gt=0)] | None = None


class Ratings(Document):
    """Answers of the history that people rated, as cases with a human level; of one `role` if given."""

    history: Literal[True]
    role: str = ""
    most: Annotated[int, Field(ge=1, le=10_000)] = 500


class Suite(Document):
    """What all suites have.

    `models` are those that a run takes unless others are named, `offline` among them where the target has an
    offline coach; `repeats` is how often each case is run. `cases_from` names files of cases (JSON lines or
    CSV) beside the suite. `grader` is the model of `judged` checks; without it a model grades itself.
    """

    case_type: ClassVar[type[Case]] = Case

    schema_version: Literal[1] = 1
    id: Identifier
    name: Annotated[str, Field(min_length=3, max_length=120)]
    target: TargetName
    models: Annotated[tuple[str, ...], Field(min_length=1)]
    grader: str | None = None
    repeats: Annotated[int, Field(ge=1, le=MOST_REPEATS)] = 1
    cases: tuple[Case, ...] = ()
    cases_from: tuple[str | Ratings, ...] = ()
    checks: tuple[AnyCheck, ...] = ()
    budgets: Budgets = Budgets()

    @model_validator(mode="after")
    def _makes_sense(self) -> Suite:
        if not self.cases and not self.cases_from:
            raise ValueError("has no cases: give cases or cases_from")
        if twice := repeated([case.id for case in self.cases]):
            raise ValueError(f"case ids used twice: {', '.join(twice)}")
        for check in self.every_check:
            if self.target not in check.targets:
                fitting = ", ".join(sorted(check.targets))
                raise ValueError(f"the check {check.check} is for {fitting}, not for {self.target}")
        if twice := repeated([check.label for check in self.checks]):
            raise ValueError(f"two checks are called {twice[0]}: give one of them a name")
        return self

    @property
    def every_check(self) -> Iterator[Check]:
        """The suite's own checks and those of its cases."""
        yield from self.checks
        for case in self.cases:
            yield from case.checks


class PromptSuite(Suite):
    """Holds one prompt to its rules: the variables of each case go in, the reply comes out."""

    case_type = PromptCase

    target: Literal["prompt"]
    prompt: Name
    cases: tuple[PromptCase, ...] = ()


class JudgeSuite(Suite):
    """Holds the judge to what experts say of answers. `samples` is how often each criterion is judged."""

    case_type = JudgeCase

    target: Literal["judge"]
    samples: Annotated[int, Field(ge=1, le=9)] = 1
    cases: tuple[JudgeCase, ...] = ()


class NextStepSuite(Suite):
    """Holds the interviewer to what comes next after an answer."""

    case_type = NextStepCase

    target: Literal["next_step"]
    cases: tuple[NextStepCase, ...] = ()


class ResumeSuite(Suite):
    """Holds the reading of resumes to what stands in them."""

    case_type = ResumeCase

    target: Literal["resume"]
    cases: tuple[ResumeCase, ...] = ()


class InterviewSuite(Suite):
    """Holds whole interviews, with simulated candidates, to what a good one is.

    `candidate_model` plays the candidates; without it they answer offline, from the question's own points.
    """

    case_type = InterviewCase

    target: Literal["interview"]
    candidate_model: str | None = None
    cases: tuple[InterviewCase, ...] = ()


SUITES: dict[str, type[Suite]] = {
    "prompt": PromptSuite,
    "judge": JudgeSuite,
    "next_step": NextStepSuite,
    "resume": ResumeSuite,
    "interview": InterviewSuite,
}


@dataclass(frozen=True, slots=True)
class OpenSuite:
    """A suite with all its cases, the file it stands in, and the hash of what was read.

    `lines` are the lines of the cases that stand in the file itself, by their ids.
    """

    suite: Suite
    path: Path
    cases: tuple[Case, ...]
    version: str
    lines: dict[str, int]

    @property
    def folder(self) -> Path:
        """Where the files that it names lie."""
        return self.path.parent

    @property
    def cassette(self) -> Path:
        """The blessed recordings."""
        return self.path.with_name(f"{self.path.stem}.cassette.jsonl")

    @property
    def candidate(self) -> Path:
        """Recordings with a changed prompt, beside the blessed ones."""
        return self.path.with_name(f"{self.path.stem}.candidate.jsonl")

    @property
    def baseline(self) -> Path:
        """The blessed results."""
        return self.path.with_name(f"{self.path.stem}.baseline.json")


def open_suite(path: Path, rated: Sequence[Case] = ()) -> OpenSuite:
    """A suite from its file with the cases of all files it names, and those `rated` ones from the history.

    Raises UsageError with the file and line of whatever is wrong.
    """
    from interview_cli.regress.case_files import read_cases

    text = read_text(path)
    value = parse_yaml(text, str(path))
    target = value.get("target") if isinstance(value, dict) else None
    kind = SUITES.get(target) if isinstance(target, str) else None
    if kind is None:
        line = line_of(compose(text), ("target",))
        targets = ", ".join(SUITES)
        raise ContentError([f"{path}:{line}: target: must be one of {targets}"], _HINT)
    suite = validate(value, kind, text, str(path), _HINT)
    digest = hashlib.sha256(text.encode())
    cases: list[Case] = [*suite.cases, *rated]
    for source in suite.cases_from:
        if isinstance(source, str):
            read, raw = read_cases(path.parent / source, suite.case_type)
            cases += read
            digest.update(raw)
    if twice := repeated([case.id for case in cases]):
        raise UsageError(f"{path}: case ids used twice: {', '.join(twice[:5])}.", _HINT)
    root = compose(text)
    lines = {case.id: line_of(root, ("cases", place, "id")) for place, case in enumerate(suite.cases)}
    return OpenSuite(suite, path, tuple(cases), digest.hexdigest()[:VERSION_LENGTH], lines)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of suite files, as committed beside this module."""
    from pydantic import TypeAdapter

    every = PromptSuite | JudgeSuite | NextStepSuite | ResumeSuite | InterviewSuite
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[every, Field(discriminator="target")])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}
