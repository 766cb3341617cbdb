"""A suite from its file with all cases of the files it names, or where exactly something is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interview_cli.errors import ContentError, InterviewError, UsageError
from interview_cli.library.yaml_file import (
    compose,
    line_of,
    parse_yaml,
    read_text,
    validate,
)
from interview_cli.regress.case import Case, InterviewCase, ResumeCase
from interview_cli.regress.checks.base import Check, GroupCheck, TargetName
from interview_cli.regress.suite import SUITES, Ratings, Suite

VERSION_LENGTH = 12
_HINT = "The fields are in interview_cli/regress/suite.schema.json; see examples/regress/."


@dataclass(frozen=True, slots=True)
class OpenSuite:
    """A suite with all its cases, the file it stands in, and the hash of what was read.

    `lines` are the lines of the cases that stand in the file itself, by their ids, and `places` those of all
    cases with their files; `rated` are those of the history.
    """

    suite: Suite
    path: Path
    cases: tuple[Case, ...]
    version: str
    lines: dict[str, int]
    rated: tuple[Case, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where the files that it names lie."""
        return self.path.parent

    @property
    def named(self) -> list[str]:
        """The files that it names, relative to its folder: those of cases, resumes and personas."""
        found = [source for source in self.suite.cases_from if isinstance(source, str)]
        for case in self.cases:
            if isinstance(case, ResumeCase) and case.file:
                found.append(case.file)
            elif isinstance(case, InterviewCase) and case.persona.endswith((".yaml", ".yml")):
                found.append(case.persona)
        return found

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
    from interview_cli.regress.case_files import check_ordinary, read_cases

    check_ordinary(path)
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
    if findings := [*own, *_amiss_among(suite, placed)]:
        raise ContentError(findings, _HINT)
    known = {case.id: line for line, case in zip(lines, suite.cases, strict=True)}
    cases = tuple(case for _, case in placed)
    places = {case.id: place for place, case in placed}
    return OpenSuite(suite, path, cases, digest.hexdigest()[:VERSION_LENGTH], known, tuple(rated), places)


def check_cases(opened: OpenSuite, check: Callable[[Case], None]) -> None:
    """Hold every case against what its target knows of it, where `check` raises UsageError.

    Raises ContentError with the places of all cases that it is not content with.
    """
    findings: list[str] = []
    hint = ""
    for case in opened.cases:
        try:
            check(case)
        except InterviewError as error:
            findings.append(f"{opened.places[case.id]}: {case.id}: {error.message}")
            hint = hint or error.hint
    if findings:
        raise ContentError(findings, hint or _HINT)


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
    cases = [case for _, case in placed]
    alone = {check.label: check.alone(cases) for check in suite.checks if isinstance(check, GroupCheck)}
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
        for check in (*suite.checks, *case.checks):
            try:
                check.check_expected(case.expect.get(check.label))
            except UsageError as error:
                yield f"{place}: {case.id}: {error.message}"
        for label in (label for label, ids in alone.items() if case.id in ids):
            yield f"{place}: {case.id}: the check {label} finds no case in its group to compare it with"
        if not unknown and not _is_held(suite, case):
            yield f"{place}: {case.id}: is held against nothing: expect something of a check"


def _is_held(suite: Suite, case: Case) -> bool:
    """Whether a check has something to say of a case."""
    return any(check.applies(case.expect.get(check.label)) for check in (*suite.checks, *case.checks))


def _misfit(check: Check, target: TargetName) -> str:
    fitting = ", ".join(sorted(check.targets))
    return "" if target in check.targets else f"the check {check.check} is for {fitting}, not for {target}"
