"""`interview export`: one session as a report or as data, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interview_cli.cli import console
from interview_cli.cli.output import ForceOption, OutputOption, hand_over, target_of
from interview_cli.cli.run import run_of
from interview_cli.cli.scale import ScaleOption, ScoresOption, scale_of, with_scores
from interview_cli.errors import UsageError
from interview_cli.store.names import LAST

if TYPE_CHECKING:
    from interview_cli.wiring import Home

Format = Literal["md", "html", "pdf", "json", "csv"]
Audio = Literal["link", "embed", "none"]

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def export(
    ctx: typer.Context,
    session_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="Id, its unique beginning, or `last`.", show_default=True),
    ] = LAST,
    candidate: Annotated[
        str, typer.Option("--candidate", metavar="NAME", help="`last` is this candidate's newest.")
    ] = "",
    form: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = "md",
    output: OutputOption = None,
    force: ForceOption = False,
    every: Annotated[
        bool, typer.Option("--all", help="All sessions: one table with csv, a line for each with json.")
    ] = False,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Leave out who it was: names, contact details, recordings.")
    ] = False,
    audio: Annotated[
        Audio | None,
        typer.Option(
            "--audio", help="Recordings: linked (default), embedded in the page (html), or left out."
        ),
    ] = None,
    earlier: Annotated[
        bool | None,
        typer.Option(
            "--earlier/--no-earlier",
            help="Tell how it compares with earlier interviews (default: unless a plan asked who you are).",
        ),
    ] = None,
    scores: ScoresOption = None,
    scale: ScaleOption = None,
) -> None:
    """Write a session as a report (Markdown, HTML, PDF) or as data (JSON, CSV), or all of them as data."""
    from interview_cli.report.formats import BINARY, REPORTS

    report = form in REPORTS
    if not report and scale is not None:
        raise UsageError(f"{form} holds levels of 0 to 5.", "--scale goes with md, html and pdf.")
    if not report and earlier is not None:
        raise UsageError(f"{form} is data, not a report.", "--earlier goes with md, html and pdf.")
    if form == "json" and scores is False:
        raise UsageError("json is the whole document, scores included.", "--no-scores goes with the others.")
    if every and report:
        raise UsageError(f"--all writes data, and {form} is a report.", "Use --format csv or json.")
    if every and (session_id != LAST or candidate):
        raise UsageError("--all takes all sessions.", "Leave out the id and --candidate.")
    _check_audio(form, audio, anonymous=anonymous)
    home = run_of(ctx).home
    target = target_of(output, force=force, binary=form if form in BINARY else "")
    if every:
        data = _all(home, form, anonymous=anonymous, scores=scores is not False)
    else:
        # A table is data: there the setting, which is about what is read, changes nothing.
        numbers = with_scores(home, scores) if report else scores is not False
        data = _one(
            home,
            session_id,
            candidate,
            form,
            audio="none" if anonymous else audio or "link",
            anonymous=anonymous,
            earlier=earlier,
            scale=scale_of(home, scale),
            scores=numbers,
        )
    hand_over(data, target)


def _check_audio(form: str, audio: Audio | None, *, anonymous: bool) -> None:
    if audio == "embed" and form != "html":
        raise UsageError("Only a page can hold recordings.", "--audio embed goes with --format html.")
    if audio in ("link", "embed") and anonymous:
        raise UsageError("A voice tells who speaks.", "--anonymous leaves recordings out.")


def _one(
    home: Home,
    wanted: str,
    candidate: str,
    form: str,
    *,
    audio: Audio,
    anonymous: bool,
    earlier: bool | None,
    scale: int,
    scores: bool,
) -> bytes:
    from interview_cli.report.formats import REPORTS, written
    from interview_cli.wiring import open_sessions
    from interview_cli.wiring.reports import made_anonymous, told_in_report

    store = open_sessions(home)
    session = store.load(store.resolve(wanted, candidate))
    if form not in REPORTS:
        return written(made_anonymous(home, session) if anonymous else session, form, scale, scores=scores)
    told, beside = told_in_report(home, store, session, audio, anonymous=anonymous, earlier=earlier)
    return written(told, form, scale, scores=scores, beside=beside)


def _all(home: Home, form: str, *, anonymous: bool, scores: bool) -> bytes:
    """All sessions, oldest first; an anonymous candidate has the same number in each."""
    from interview_cli.report.formats import written_all
    from interview_cli.wiring import open_sessions
    from interview_cli.wiring.reports import all_sessions, numbered_candidates

    sessions = all_sessions(open_sessions(home), lambda why: console.say(f"note: {why}"))
    if anonymous:
        sessions = numbered_candidates(home, sessions)
    return written_all(sessions, form, scores=scores)
