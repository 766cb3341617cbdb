"""The blessed results of a suite, committed beside it, that later runs are compared with."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import orjson
from pydantic import Field, ValidationError

from interview_cli.errors import UsageError
from interview_cli.library.role import Document
from interview_cli.regress.case_files import check_ordinary
from interview_cli.regress.comparison import Result
from interview_cli.regress.report import RunReport
from interview_cli.report.wording import counted
from interview_cli.validation import field_name, in_words

LONGEST_SHOWN = 1500


class Baseline(Document):
    """The results of one blessed run by model and case, repeat by repeat, and what it was made with.

    `prompts` are versions by prompt id; `synthetic` says that no real model gave the replies.
    """

    schema_version: Literal[1] = 1
    suite: str
    suite_version: str
    at: datetime
    prompts: dict[str, str] = Field(default_factory=dict)
    rubric_version: str = ""
    synthetic: bool = False
    results: dict[str, dict[str, Annotated[tuple[Result, ...], Field(min_length=1)]]]

    def of(self, model: str) -> tuple[str, dict[str, tuple[Result, ...]]] | None:
        """The results to hold a model against: its own, else those of the only one there is."""
        if model in self.results:
            return model, self.results[model]
        return next(iter(self.results.items())) if len(self.results) == 1 else None


class NotBlessable(UsageError):  # noqa: N818 (what is amiss has a name of its own)
    """A run that is not whole, and so cannot be what others are held against."""


def baseline_of(report: RunReport) -> Baseline:
    """What a run leaves to be compared with. Raises NotBlessable for a run in which a provider failed."""
    from interview_cli.regress.comparison import results_of

    if report.errors:
        raise NotBlessable(
            f"{counted(report.errors, 'case run')} got no answer from a provider, so this run cannot be "
            "blessed.",
            "Run it again.",
        )
    results = {model: results_of(run for run in report.runs if run.model == model) for model in report.models}
    return Baseline(
        suite=report.suite,
        suite_version=report.suite_version,
        at=report.at,
        prompts=report.prompts,
        rubric_version=report.rubric_version,
        synthetic=report.synthetic,
        results={
            model: {case: tuple(map(_shortened, found)) for case, found in sorted(cases.items())}
            for model, cases in results.items()
        },
    )


def read_baseline(path: Path) -> Baseline | None:
    """The baseline in a file, None without one. Raises UsageError for a file that is none."""
    check_ordinary(path)
    try:
        data = path.read_bytes().removeprefix(BOM_UTF8)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.", "Check the file.") from error
    try:
        return Baseline.model_validate_json(data)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        told = f"{field_name(problem) or 'baseline'}: {in_words(problem)}"
        told = "not JSON" if problem["type"] == "json_invalid" else told
        raise UsageError(
            f"{path}: {told}.", "Take it from your repository; or remove it, and bless a run anew."
        ) from error


def written(baseline: Baseline, scrub: Callable[[str], str] = str) -> bytes:
    """The file of a baseline: indented, so that a change of it can be read in review.

    `scrub` takes secrets out of what was shown.
    """
    value = baseline.model_dump(mode="json")
    for cases in value["results"].values():
        for results in cases.values():
            for result in results:
                result["shown"] = scrub(result["shown"])
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def _shortened(result: Result) -> Result:
    return result.model_copy(update={"shown": result.shown[:LONGEST_SHOWN]})
