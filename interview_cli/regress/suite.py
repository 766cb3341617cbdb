"""A suite: a target, its cases, the checks its outcomes are held against, and what it may cost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from interview_cli.library.prompt import Name
from interview_cli.library.role import Document, Identifier
from interview_cli.library.yaml_file import (
    ContentError,
    compose,
    duplicate_keys,
    line_of,
    parse_yaml,
    read_text,
    validate,
)
from interview_cli.regress.case import Case, InterviewCase, JudgeCase, NextStepCase, PromptCase, ResumeCase
from interview_cli.regress.checks import AnyCheck
from interview_cli.regress.checks.base import Check, TargetName

# Models that no provider has: the offline coach, and the stand-in that recordings are rebuilt with.
OFFLINE, SYNTHETIC = "offline", "synthetic"
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

    `lines` are the lines of the cases that stand in the file itself, by their ids; `rated` are those of the
    history.
    """

    suite: Suite
    path: Path
    cases: tuple[Case, ...]
    version: str
    lines: dict[str, int]
    rated: tuple[Case, ...] = ()

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
        return baseline_beside(self.path)


def baseline_beside(suite: Path) -> Path:
    """Where the blessed results of the suite in a file lie."""
    return suite.with_name(f"{suite.stem}.baseline.json")


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
    root = compose(text)
    lines = [line_of(root, ("cases", place, "id")) for place in range(len(suite.cases))]
    placed = [(f"{path}:{line}", case) for line, case in zip(lines, suite.cases, strict=True)]
    placed += [(f"{path}:{line_of(root, ('cases_from',))}", case) for case in rated]
    for source in suite.cases_from:
        if isinstance(source, str):
            read, raw = read_cases(path.parent / source, suite.case_type)
            placed += read
            digest.update(raw)
    own = [
        f"{path}:{line_of(root, place)}: {'.'.join(map(str, place))}: {what}"
        for place, what in _amiss_in(suite, bool(placed))
    ]
    if findings := [*duplicate_keys(root, str(path)), *own, *_amiss_among(suite, placed)]:
        raise ContentError(findings, _HINT)
    known = {case.id: line for line, case in zip(lines, suite.cases, strict=True)}
    cases = tuple(case for _, case in placed)
    return OpenSuite(suite, path, cases, digest.hexdigest()[:VERSION_LENGTH], known, tuple(rated))


def _amiss_in(suite: Suite, has_cases: bool) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What the fields of a suite, each valid by itself, make no sense with together, by their places."""
    rated = [isinstance(source, Ratings) for source in suite.cases_from]
    if suite.target != "judge" and any(rated):
        yield ("cases_from", rated.index(True)), f"rated answers are cases for judge, not for {suite.target}"
    elif not has_cases and not any(rated):
        yield ("cases_from" if suite.cases_from else "cases",), "has no cases: give cases or cases_from"
    labels: set[str] = set()
    for place, check in enumerate(suite.checks):
        if misfit := _misfit(check, suite.target):
            yield ("checks", place), misfit
        if check.label in labels:
            yield ("checks", place), f"two checks are called {check.label}: give one of them a name"
        labels.add(check.label)


def _amiss_among(suite: Suite, placed: Sequence[tuple[str, Case]]) -> Iterator[str]:
    """What the cases of a suite, each valid by itself, make no sense with, after their places."""
    first: dict[str, str] = {}
    labels = {check.label for check in suite.checks}
    for place, case in placed:
        if case.id in first:
            yield f"{place}: the case id {case.id} stands twice, first at {first[case.id]}"
        first.setdefault(case.id, place)
        for check in case.checks:
            if misfit := _misfit(check, suite.target):
                yield f"{place}: {case.id}: {misfit}"
        unknown = sorted(case.expect.keys() - labels - {check.label for check in case.checks})
        if unknown:
            yield f"{place}: {case.id}: expects something of {unknown[0]}, and no check is called so"


def _misfit(check: Check, target: TargetName) -> str:
    fitting = ", ".join(sorted(check.targets))
    return "" if target in check.targets else f"the check {check.check} is for {fitting}, not for {target}"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of suite files, as committed beside this module."""
    from pydantic import TypeAdapter

    every = PromptSuite | JudgeSuite | NextStepSuite | ResumeSuite | InterviewSuite
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[every, Field(discriminator="target")])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}
