"""A run of a suite in every form that was asked for: on the terminal, in files, for GitHub."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.cli import console

if TYPE_CHECKING:
    from interview_cli.regress.report import RunReport
    from interview_cli.wiring.home import Home


def check_files(*targets: Path | None) -> None:
    """Make sure that files can be written, before a run that takes long. Raises UsageError, StorageError."""
    from interview_cli.store.files import make_private_folder
    from interview_cli.store.output_file import check_target

    for target in filter(None, targets):
        make_private_folder(target.parent)
        check_target(target, force=True)


def give_report(
    home: Home, report: RunReport, *, as_json: bool, junit: Path | None, html: Path | None, github: bool
) -> None:
    """Print a run and write the files that were asked for. Raises StorageError."""
    with _not_obeyed() if github and not as_json else nullcontext():
        if as_json:
            console.out_json(report.model_dump(mode="json"))
        else:
            from interview_cli.cli.regress_views import print_report

            print_report(report)
    if junit is not None:
        from interview_cli.regress.reports.junit import junit_xml

        _write(junit, junit_xml(report))
    if html is not None:
        _write(html, _page(home, report))
    if github:
        _tell_github(report, as_json=as_json)


def _page(home: Home, report: RunReport) -> bytes:
    from interview_cli.regress.reports.html import page
    from interview_cli.regress.reports.past import baseline_before, runs_until
    from interview_cli.wiring.suite_runs import open_runs

    runs = runs_until(open_runs(home), report)
    return page(report, baseline=baseline_before(report), runs=runs).encode()


def _write(target: Path, data: bytes) -> None:
    from interview_cli.store.output_file import write_target

    check_files(target)
    write_target(target, data)
    console.say(f"Wrote {target}.")


def _tell_github(report: RunReport, *, as_json: bool) -> None:
    from interview_cli.regress.reports.github import commands, summary
    from interview_cli.store.files import plain_errors

    tell = console.say if as_json else console.out
    for command in commands(report, Path(os.environ.get("GITHUB_WORKSPACE") or ".")):
        tell(command)
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        tell(summary(report))
        return
    with plain_errors("append to", Path(place)), Path(place).open("a", encoding="utf-8") as file:
        file.write(f"{summary(report)}\n")


@contextmanager
def _not_obeyed() -> Iterator[None]:
    """Inside, no line of the output is a command to GitHub's runner, whatever a model said."""
    if not os.environ.get("GITHUB_ACTIONS"):
        yield
        return
    token = secrets.token_hex(16)
    console.out(f"::stop-commands::{token}")
    yield
    console.out(f"::{token}::")
