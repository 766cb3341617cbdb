"""A run of a suite in every form that was asked for: on the terminal, in files, for GitHub."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console
from interview_cli.errors import InterviewError, UsageError, told_whole

if TYPE_CHECKING:
    from interview_cli.cli.regress_commands import Given
    from interview_cli.regress.report import RunReport
    from interview_cli.wiring.home import Home

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
JunitOption = Annotated[
    str | None, typer.Option("--junit", metavar="FILE", help="Write the results as JUnit XML too.")
]
HtmlOption = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help="Write a page with differences and history too.")
]
GithubOption = Annotated[
    bool, typer.Option("--github", help="Write GitHub's job summary, and annotations for what failed.")
]

# How a report begins that a new one may take the place of, white space and case aside.
_BEGINNINGS = {"--junit": (b"<?xml", b"<testsuite"), "--html": (b"<!doctype html", b"<html")}
_LOOKED_AT = 512
# Recordings and results, of whichever suite.
_OF_SUITES = (".cassette.jsonl", ".candidate.jsonl", ".baseline.json")


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that a run is wanted in; `junit` and `html` are files."""

    as_json: bool = False
    junit: Path | None = None
    html: Path | None = None
    github: bool = False


def forms_of(
    *, as_json: bool, junit: str | None, html: str | None, github: bool, suite: Path | None = None
) -> Forms:
    """The forms of a run, with files that can be written, before anything takes long.

    No report may take the place of its `suite`. Raises UsageError, StorageError.
    """
    named = {option: name for option, name in (("--junit", junit), ("--html", html)) if name is not None}
    files = {option: _target(option, name, suite) for option, name in named.items()}
    if len({realpath(path) for path in files.values()}) < len(files):
        raise UsageError("--junit and --html name the same file.", "Name two.")
    return Forms(as_json, files.get("--junit"), files.get("--html"), github)


def keep_off(forms: Forms, own: Collection[Path]) -> None:
    """Raise UsageError for a report that would take the place of one of a suite's `own` files."""
    taken = {realpath(path) for path in own}
    for option, path in (("--junit", forms.junit), ("--html", forms.html)):
        if path is not None and realpath(path) in taken:
            raise _of_suite(option, path)


def _of_suite(option: str, path: Path) -> UsageError:
    return UsageError(
        f"{option} {path}: that is a file of a suite, not a report.", f"Name another one: {_example(option)}"
    )


@contextmanager
def broken_runs_in(forms: Forms, suite: Path) -> Iterator[None]:
    """Inside, a run that can't be made leaves its error in the forms that a CI looks at, too.

    An older JUnit file would pass for this run's.
    """
    try:
        yield
    except InterviewError as error:
        if forms.junit is not None:
            from interview_cli.regress.reports.junit import broken_xml

            _write(forms.junit, broken_xml(suite, error))
        if forms.github:
            from interview_cli.regress.reports.github import broken_command, broken_summary

            told = told_whole(error)
            _give_github(
                [broken_command(suite, told, _workspace())],
                broken_summary(suite, told),
                as_json=forms.as_json,
            )
        raise


def _target(option: str, name: str, suite: Path | None) -> Path:
    from interview_cli.store.files import plain_errors

    target = Path(name)
    if not name.strip():
        raise UsageError(f"{option} wants the name of a file.", f"For example: {option} {_example(option)}")
    if name == "-":
        raise UsageError(
            f"{option} writes a file, as the run itself is told on stdout.",
            f"Name a file: {option} {_example(option)}; --json gives one document on stdout.",
        )
    if target.is_dir():
        raise UsageError(f"{option} {name}: that is a folder.", f"Name a file in it: {_example(option)}")
    if target.name.endswith(_OF_SUITES) or (suite and realpath(target) == realpath(suite)):
        raise _of_suite(option, target)
    blocking = next((folder for folder in target.parents if folder.exists() and not folder.is_dir()), None)
    if blocking is not None:
        raise UsageError(f"{option} {name}: {blocking} is a file, not a folder.", "Name another place.")
    # Reports are for whoever reads the build's files, unlike what a person keeps of interviews.
    with plain_errors("make", target.parent, private=False):
        target.parent.mkdir(parents=True, exist_ok=True)
    _check_what_is_there(option, target)
    return target


def _example(option: str) -> str:
    return "run.xml" if option == "--junit" else "run.html"


def _check_what_is_there(option: str, target: Path) -> None:
    """Refuse what a report must not take the place of: anything but nothing, and an older report."""
    from interview_cli.store.files import plain_errors

    if not target.exists():
        return
    if not target.is_file():
        raise UsageError(f"{option} {target}: that is no ordinary file.", "Name another place.")
    with plain_errors("read", target, private=False), target.open("rb") as file:
        beginning = file.read(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning and not beginning.startswith(_BEGINNINGS[option]):
        kind = "XML" if option == "--junit" else "HTML"
        raise UsageError(
            f"{option} {target}: that file exists and is no {kind}.", "Name another one, or remove it first."
        )


def give_report(home: Home, report: RunReport, forms: Forms, given: Given, *, again: str = "") -> None:
    """Print a run, write the files that were asked for, and say what to do next. Raises StorageError.

    `again` is the command that makes up for what got no answer, where there is one.
    """
    with _not_obeyed() if forms.github and not forms.as_json else nullcontext():
        if forms.as_json:
            console.out_json(report.model_dump(mode="json"))
        else:
            from interview_cli.cli.regress_views import print_report

            print_report(report)
    if forms.junit is not None:
        from interview_cli.regress.reports.junit import junit_xml

        _write(forms.junit, junit_xml(report))
    if forms.html is not None:
        _write(forms.html, _page(home, report))
    if forms.github:
        _tell_github(report, as_json=forms.as_json)
    if not forms.as_json:
        from interview_cli.cli.regress_commands import after_run

        for told, commands in after_run(given, report, page=forms.html, again=again):
            console.say(told)
            for command in commands:
                console.say_command(command)


def _page(home: Home, report: RunReport) -> bytes:
    from interview_cli.regress.reports.html import page
    from interview_cli.regress.reports.past import baseline_before, runs_until
    from interview_cli.wiring.suite_runs import open_runs

    runs = runs_until(open_runs(home), report)
    return page(report, baseline=baseline_before(report), runs=runs).encode()


def _write(target: Path, data: bytes) -> None:
    from interview_cli.store.files import write_bytes

    write_bytes(target, data, private=False)
    console.say(f"Wrote {target}.")


def _tell_github(report: RunReport, *, as_json: bool) -> None:
    from interview_cli.regress.reports.github import commands, summary

    _give_github(commands(report, _workspace()), summary(report), as_json=as_json)


def _workspace() -> Path:
    return Path(os.environ.get("GITHUB_WORKSPACE") or ".")


def _give_github(commands: Sequence[str], summary: str, *, as_json: bool) -> None:
    """Give the runner its commands, and the summary to its file; without one both go to stdout."""
    from interview_cli.store.files import plain_errors

    tell = console.say if as_json else console.out
    for command in commands:
        tell(command)
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        tell(summary)
        return
    with (
        plain_errors("append to", Path(place), private=False),
        Path(place).open("a", encoding="utf-8") as file,
    ):
        file.write(f"{summary}\n")


@contextmanager
def _not_obeyed() -> Iterator[None]:
    """Inside, no line of the output is a command to GitHub's runner, whatever a model said."""
    if not os.environ.get("GITHUB_ACTIONS"):
        yield
        return
    import secrets

    token = secrets.token_hex(16)
    console.out(f"::stop-commands::{token}")
    yield
    console.out(f"::{token}::")
