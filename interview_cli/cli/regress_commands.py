"""What to do next in `interview regress`: commands to paste, with the options that were given to this one."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.typed import typed

if TYPE_CHECKING:
    from interview_cli.errors import InterviewError
    from interview_cli.llm.replay import CassetteMiss
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import RunReport
    from interview_cli.regress.suite_file import OpenSuite
    from interview_cli.wiring.suite_course import RunWish

# The options that say what is run, and those that say in which forms it is given.
_WHAT = ("model", "case", "repeats", "at_once")
_FORMS = ("as_json", "junit", "html", "github")
_TAKEN = {
    "run": (*_WHAT, "strict", "cluster", "send_keys"),
    "record": _WHAT,
    "bless": ("model",),
    "report": (),
}

# What to do, in a sentence that ends with a colon, and the commands for it.
Advice = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """What stood on the command line: `places` before the command, `options` after it by parameters' names.

    Both are words as they were typed. What comes from the environment stays there, and is not repeated.
    """

    places: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]

    def command(self, name: str, subject: Path | str, *flags: str, without: Collection[str] = ()) -> str:
        """A command of this group about a suite or a run, with the options that it shares with this one."""
        shared = [
            word for option in _TAKEN[name] if option not in without for word in self.options.get(option, ())
        ]
        about = str(subject)
        about = f"./{about}" if about.startswith("-") else about
        return shlex.join(["interview", *self.places, "regress", name, about, *flags, *shared])

    @property
    def listing(self) -> Advice:
        """How to see the runs that are kept where this command looked for them."""
        return "See them with:", (shlex.join(["interview", *self.places, "regress", "report", "--list"]),)

    def go_on(self, suite: Path, *, live: bool, candidate: bool) -> str:
        """The command that goes on with this very run, given in the same forms."""
        source = ["--live"] if live else ["--candidate"] if candidate else []
        forms = [word for option in _FORMS for word in self.options.get(option, ())]
        return f"{self.command('run', suite, *source, '--continue')} {shlex.join(forms)}".rstrip()


def given_of(ctx: typer.Context) -> Given:
    """What was given on the command line that a command belongs to."""
    places = typed(ctx.find_root())
    return Given(tuple(word for words in places.values() for word in words), typed(ctx))


def refuse(ctx: typer.Context, error: InterviewError, advice: Advice) -> NoReturn:
    """Print an error with what to do about it, each command on a line of its own, and end."""
    from interview_cli.cli.run import run_of

    told, commands = advice
    error.hint = told
    code = exits.report(error, debug=run_of(ctx).debug)
    for command in commands:
        console.say_command(command)
    raise typer.Exit(code)


@contextmanager
def advice_on_recordings(ctx: typer.Context, opened: OpenSuite, wish: RunWish) -> Iterator[None]:
    """Inside, recordings that are missing end the command with what to do about it."""
    from interview_cli.llm.replay import CassetteMiss
    from interview_cli.regress.stand_ins import SYNTHETIC
    from interview_cli.wiring.suite_models import NoRecordings

    given, candidate = given_of(ctx), wish.candidate
    synthetic = SYNTHETIC in (wish.models or opened.suite.models)
    try:
        yield
    except CassetteMiss as miss:
        refuse(ctx, miss, after_miss(given, opened.path, miss, candidate=candidate, synthetic=synthetic))
    except NoRecordings as error:
        advice = without_recordings(given, opened.path, candidate=error.candidate, synthetic=synthetic)
        refuse(ctx, error, advice)


def after_miss(given: Given, suite: Path, miss: CassetteMiss, *, candidate: bool, synthetic: bool) -> Advice:
    """What to do when a request is not on the recordings as it is asked now."""
    if not miss.changed:
        return without_recordings(given, suite, candidate=candidate, synthetic=synthetic)
    record = _record(given, suite, candidate=True, synthetic=synthetic)
    if candidate:
        return (
            "Run it with the same --prompts as the change was recorded with; or record it as it is now:",
            (record,),
        )
    compare = given.command("run", suite, "--candidate")
    return "Record the change beside the blessed replies, then compare the two:", (record, compare)


def without_recordings(given: Given, suite: Path, *, candidate: bool, synthetic: bool) -> Advice:
    """What to do when all that is asked, or some of it, was never recorded."""
    record = _record(given, suite, candidate=candidate, synthetic=synthetic)
    if synthetic:
        return "Record the stand-in's replies:", (record,)
    return "Record what is missing, or ask the models now:", (record, given.command("run", suite, "--live"))


def _record(given: Given, suite: Path, *, candidate: bool, synthetic: bool) -> str:
    flags = [*["--candidate"] * candidate, *["--synthetic"] * synthetic]
    # The stand-in is recorded under its own name, and the command takes no other.
    return given.command("record", suite, *flags, without=("model",) if synthetic else ())


def after_errors(
    given: Given, suite: Path, errors: Collection[CaseRun], *, candidate: bool, again: str
) -> Advice:
    """What to do about case runs that got no answer; `again` is the command that asks for what is not there.

    Replies that a grader or a simulated candidate gave, and that cannot be used, stay on the recordings and
    would be met again.
    """
    from interview_cli.llm.recording import MODELS_OWN

    useless = [run for run in errors if run.error_kind in MODELS_OWN]
    if not useless or len(useless) < len(errors):
        return "Ask again for what got no answer, and for nothing else:", (again,)
    anew = _anew(given, suite, useless, candidate=candidate)
    return "The replies that came cannot be used; ask anew for these cases:", (anew,)


def after_useless(given: Given, suite: Path, useless: Collection[CaseRun], *, candidate: bool) -> Advice:
    """What to do about case runs that a model answered with what nobody could use: each counts as failed."""
    from interview_cli.regress.reports.words import why
    from interview_cli.report.wording import counted

    first = next(iter(useless))
    told = (
        f"{counted(len(useless), 'case run')} got a reply that cannot be used, and will fail by these "
        f"recordings. The first one, of {first.case}: {why(first).rstrip('.')}. If that is not what this "
        "model is worth, ask anew for these cases:"
    )
    return told, (_anew(given, suite, useless, candidate=candidate),)


def _anew(given: Given, suite: Path, runs: Collection[CaseRun], *, candidate: bool) -> str:
    """The command that asks anew for the cases of these runs, and for no others."""
    from glob import escape

    cases = [word for case in dict.fromkeys(run.case for run in runs) for word in ("--case", escape(case))]
    flags = [*["--candidate"] * candidate, "--fresh", *cases]
    return given.command("record", suite, *flags, without=("case",))


def after_run(given: Given, report: RunReport, *, page: Path | None, again: str) -> list[Advice]:
    """What to do after a run: what to look at, how to go on, and only then whether to bless it.

    `page` is where the run was written as a page, `again` the command that makes up for what got no answer.
    """
    from interview_cli.regress.outcome import OVER_BUDGET
    from interview_cli.regress.report import blessable, passes

    found: list[Advice] = []
    candidate = report.source == "candidate"
    if report.errors and again:
        errors = [run for run in report.runs if run.status == "error"] if report.source != "live" else []
        if any(run.error_kind == OVER_BUDGET for run in report.runs):
            told = f"Give the suite a larger budget ({report.suite_file}), then go on with it:"
            found.append((told, (again,)))
        else:
            found.append(
                after_errors(given, Path(report.suite_file), errors, candidate=candidate, again=again)
            )
    fine = passes(report) and not (
        report.verdict == "inconclusive" and any(comparison.worse for comparison in report.comparisons)
    )
    if not fine:
        look = given.command("report", report.id, "--html", "run.html")
        told = f"Look first at what failed: {page}" if page else "Look first at what failed, case by case:"
        found.append((told, () if page else (look,)))
    suite = Path(report.suite_file)
    if not suite.is_file() or not blessable(report):
        return found
    bless = given.command(
        "bless", suite, *["--candidate"] * candidate, "--run", report.id, without=("model",)
    )
    if not fine:
        found.append(("Only if that is how it is meant to be, make it the baseline:", (bless,)))
    elif candidate:
        found.append(("To keep the change:", (bless,)))
    elif not report.comparisons:
        found.append(("Make this run the baseline that later ones are held against:", (bless,)))
    return found
