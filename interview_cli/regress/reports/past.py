"""What a report tells of earlier days: the baseline a run was held against, and the runs before it."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from interview_cli.errors import InterviewError
from interview_cli.regress.baseline import Baseline, read_baseline
from interview_cli.regress.report import RunReport
from interview_cli.regress.suite_file import baseline_beside
from interview_cli.store.suite_runs import MOST_KEPT, SuiteRunStore

MOST_RUNS = 30


def baseline_before(report: RunReport) -> Baseline | None:
    """What a run was held against: the blessed recordings' results, else the baseline beside its suite.

    None without a baseline that can be read and is older than the run.
    """
    if report.blessed:
        return Baseline(
            suite=report.suite, suite_version=report.suite_version, at=report.at, results=report.blessed
        )
    try:
        found = read_baseline(baseline_beside(Path(report.suite_file)))
    except InterviewError:
        return None
    return found if found is not None and found.suite == report.suite and found.at < report.at else None


def runs_until(store: SuiteRunStore, report: RunReport, most: int = MOST_RUNS) -> list[RunReport]:
    """A run and those of its suite before it, oldest first; what another version wrote is left out.

    Raises StorageError.
    """
    found = [report]
    for data in store.history(report.suite, MOST_KEPT):
        if len(found) == most:
            break
        try:
            run = RunReport.model_validate_json(data)
        except ValidationError:
            continue
        if run.id != report.id and run.at <= report.at:
            found.append(run)
    return sorted(found, key=lambda run: run.at)
