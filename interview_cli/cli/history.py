"""`interview history`: past interviews, their scores, and whether they get better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interview_cli.cli import console, ratings
from interview_cli.cli.confirming import confirmed
from interview_cli.cli.run import command_group, refuse_misplaced, run_of
from interview_cli.cli.scale import ScaleOption, ScoresOption, scale_of, with_scores
from interview_cli.cli.session_views import print_sessions, read_rows
from interview_cli.cli.values import HeldTypeName, SessionId
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.report.trends import Group

DEFAULT_LIMIT = 20
# A century; longer ago no date can be written.
LONGEST_DAYS = 36500
WIDEST_REPORT = 100
NARROWEST_CHART = 40
MOST_TOLD = 10

StatusName = Literal["planned", "in_progress", "completed", "abandoned"]
Measure = Literal["overall", "technical", "communication", "behavioral", "problem_solving", "confidence"]

RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help="Only this role.")]
CandidateOption = Annotated[str, typer.Option("--candidate", metavar="NAME", help="Only this candidate.")]
NewestOption = Annotated[str, typer.Option("--candidate", metavar="NAME", help="Whose newest `last` is.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

app = command_group("See past interviews, scores and trends; alone: a table of them.")


@app.callback(invoke_without_command=True, no_args_is_help=False)
def history(
    ctx: typer.Context,
    role: RoleOption = "",
    candidate: CandidateOption = "",
    kind: Annotated[HeldTypeName | None, typer.Option("--type", help="Only this type.")] = None,
    status: Annotated[StatusName | None, typer.Option("--status", help="Only this status.")] = None,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="From this day on, such as 2026-11-20.")
    ] = "",
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=LONGEST_DAYS, metavar="N", help="Only the last N days.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=0, metavar="N", help="At most N; 0: all (default: 20, all with --json)."),
    ] = None,
    as_json: JsonOption = False,
    scores: ScoresOption = None,
    scale: ScaleOption = None,
) -> None:
    """See past interviews, scores and trends; alone: a table of them, newest first."""
    if ctx.invoked_subcommand is not None:
        refuse_misplaced(ctx)
        return
    from interview_cli.report import overview
    from interview_cli.report.listing import Wanted, average, earliest
    from interview_cli.wiring import open_sessions

    wanted = Wanted(
        role=role,
        candidate=candidate,
        type=kind or "",
        status=status or "",
        since=earliest(since, days, now=datetime.now().astimezone()),
    )
    home = run_of(ctx).home
    store = open_sessions(home)
    every = read_rows(store)
    chosen = wanted.choose(every)
    most = limit if limit is not None else 0 if as_json else DEFAULT_LIMIT
    shown = chosen[:most] if most else chosen
    mean = average(chosen)
    if as_json:
        console.out_json(overview.document(shown, len(chosen), mean, scores=scores is not False))
        return
    if not chosen:
        begin = "No session is stored yet. Begin one with: interview session start"
        console.say(wanted.why_none(every) if every else begin)
        return
    points, numbers = scale_of(home, scale), with_scores(home, scores)
    print_sessions(shown, every, store, scale=points, scores=numbers)
    for line in overview.totals(chosen, len(shown), mean, scale=points, scores=numbers):
        console.out_prose(line)


@app.command()
def show(
    ctx: typer.Context,
    session_id: SessionId,
    candidate: NewestOption = "",
    full: Annotated[bool, typer.Option("--full", help="Whole answers, and answers to compare with.")] = False,
    show_sample: Annotated[bool, typer.Option("--show-sample", help="Answers to compare with.")] = False,
    as_json: JsonOption = False,
    scores: ScoresOption = None,
    scale: ScaleOption = None,
) -> None:
    """Read one interview again: questions, answers, judgements and why."""
    from interview_cli.wiring import open_sessions

    if as_json and scores is False:
        raise UsageError("--json gives the whole document, scores included.", "Leave out --no-scores.")
    home = run_of(ctx).home
    store = open_sessions(home)
    session = store.load(store.resolve(session_id, candidate))
    if as_json:
        console.out_json(session.model_dump(mode="json"))
        return
    from interview_cli.report import terminal
    from interview_cli.report.outline import outline

    report = outline(session, scale=scale_of(home, scale), scores=with_scores(home, scores))
    screen = console.rich_stdout()
    width = min(screen.width, WIDEST_REPORT)
    for piece in terminal.render(report, full=full, samples=show_sample):
        screen.print(piece, width=width)
    if not full and terminal.is_cut(report):
        console.say("Long answers are cut and answers to compare with left out; --full shows them.")


@app.command()
def trends(
    ctx: typer.Context,
    role: RoleOption = "",
    candidate: CandidateOption = "",
    category: Annotated[Measure | None, typer.Option("--category", help="Only this score.")] = None,
    last: Annotated[
        int, typer.Option("--last", min=0, metavar="N", help="Only the last N sessions of each kind.")
    ] = 0,
    all_roles: Annotated[bool, typer.Option("--all-roles", help="Take all roles together.")] = False,
    as_json: JsonOption = False,
    scale: ScaleOption = None,
) -> None:
    """See whether scores and speaking get better, how topics are remembered, and best attempts."""
    from interview_cli.cli.practice_views import practice_of, print_practice
    from interview_cli.report import delivery_trends
    from interview_cli.report.listing import Wanted
    from interview_cli.report.trends import document, group, why_apart
    from interview_cli.wiring import open_sessions

    home = run_of(ctx).home
    store = open_sessions(home)
    every = read_rows(store)
    rows = Wanted(role=role, candidate=candidate).choose(every)
    practised = practice_of(home, store, every, candidate=candidate, role=role)
    spoken = delivery_trends.spoken_sessions(rows, last=last)
    groups = group(rows, all_roles=all_roles, last=last, category=category or "")
    measures = [category] if category else []
    if as_json:
        documents = [document(one, measures or one.categories) for one in groups]
        delivery = [] if category else [delivery_trends.document(one) for one in spoken]
        console.out_json(
            {
                "groups": documents,
                "why_apart": why_apart(groups),
                "delivery": delivery,
                **practised.document(),
            }
        )
        return
    if not groups:
        console.say("No completed interview with a score fits. See all of them: interview history")
    for one in groups:
        _print_trend(one, measures or one.categories, scale_of(home, scale))
    if reason := why_apart(groups):
        console.out_prose(reason)
        console.out()
    if not category:
        for person in spoken:
            console.out_prose(delivery_trends.title(person))
            for move in delivery_trends.moves(person):
                console.out_prose(f"  {move.sentence}")
            console.out()
        print_practice(practised, scale_of(home, scale))


@app.command()
def browse(ctx: typer.Context) -> None:
    """Search, sort, open and manage past interviews in the full screen."""
    from interview_cli.cli import full_screen
    from interview_cli.cli.conduct import Manner, conduct_in_app

    run = run_of(ctx)
    if not full_screen.is_wanted(run):
        raise UsageError(
            "history browse fills a screen, and this is no terminal or --plain was given.",
            "See a table: interview history",
        )
    manner = Manner(feedback=None, fallback=True, min_score=None, scores=None, as_json=False)
    raise typer.Exit(conduct_in_app(run, full_screen.browsing, manner))


@app.command()
def remove(
    ctx: typer.Context,
    session_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, their unique beginnings.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Delete interviews with everything recorded in them."""
    from interview_cli.report import overview
    from interview_cli.report.wording import counted
    from interview_cli.wiring import open_sessions

    store = open_sessions(run_of(ctx).home)
    found = list(dict.fromkeys(store.resolve(session_id) for session_id in session_ids))
    rows = {row["id"]: row for row in store.rows()}
    for session_id in found:
        console.say(
            f"  {session_id}  {overview.brief(rows[session_id]) if session_id in rows else 'damaged'}"
        )
    if not yes and not confirmed(f"Delete {counted(len(found), 'session')} for good? [y/N]"):
        console.say("Nothing was deleted.")
        return
    for session_id in found:
        store.remove(session_id)
    console.say(f"Deleted {counted(len(found), 'session')}.")


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What export wrote as json or html, of one session or all, or data export's zip; - stdin.",
        ),
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of another session of the same id.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take in interviews that were exported, also on another machine."""
    from interview_cli.report.wording import counted
    from interview_cli.wiring.taking_in import take_in

    taken = take_in(run_of(ctx).home, file, replace=replace)
    for problem in taken.problems:
        console.say(f"missing: {problem}")
    if as_json:
        console.out_json({"imported": taken.new, "already_there": taken.same})
    else:
        for what, ids in (("Already here:", taken.same), ("Imported", taken.new)):
            if ids:
                more = " and more" if len(ids) > MOST_TOLD else ""
                console.say(f"{what} {counted(len(ids), 'session')}: {', '.join(ids[:MOST_TOLD])}{more}.")
        if taken.new:
            console.say(f"Look at it with: interview history show {taken.new[-1]}")
    if taken.problems:
        lost = counted(len(taken.problems), "recording")
        raise UsageError(f"{lost} could not be taken in.", "The interviews were, and can be read.")


@app.command()
def erase(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Delete everything stored: interviews, recordings, resumes, notes, runs, backups and logs."""
    from interview_cli.cli.confirming import confirmed_by_typing
    from interview_cli.report.wording import counted
    from interview_cli.store.holdings import foreign, holdings
    from interview_cli.wiring.data import erase_data

    home = run_of(ctx).home
    held = list(holdings(home.data_dir))
    if not held:
        console.say(f"Nothing is stored in {home.data_dir}.")
        return
    if others := foreign(home.data_dir):
        more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
        console.say(f"note: Not mine, and left there: {', '.join(others[:MOST_TOLD])}{more}.")
    kinds = Counter(holding.kind for holding in held)
    told = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
    console.say(f"Files in {home.data_dir}, by kind: {told}.")
    console.say("Settings, your own roles and prompts, keys and downloaded models stay where they are.")
    if not yes and not confirmed_by_typing("erase"):
        console.say("Nothing was deleted.")
        return
    console.say(f"Deleted {counted(erase_data(home), 'file')}.")


def _print_trend(one: Group, measures: Sequence[str], scale: int) -> None:
    from rich.text import Text

    from interview_cli.report.chart import draw, lines_of
    from interview_cli.report.listing import local_time
    from interview_cli.report.trends import change, lone, sentence, title
    from interview_cli.report.wording import named

    screen = console.rich_stdout()
    lines = lines_of({named(measure): one.series(measure) for measure in measures})
    dates = [f"{moment.day} {moment:%b}" for moment in map(local_time, one.rows)]
    width = max(NARROWEST_CHART, min(screen.width, WIDEST_REPORT))
    colored = screen.color_system is not None and not screen.no_color
    console.out_prose(title(one))
    if len(one.rows) == 1:
        console.out_prose(lone({line.name: line.scores[0] for line in lines}, scale))
        console.out()
        return
    screen.print(Text.from_ansi(draw(lines, dates, width=width, scale=scale, color=colored)))
    for line in lines:
        moved = change(line.scores)
        if moved is not None:
            mark = "" if colored else f"{line.letter} "
            screen.print(f"{mark}{sentence(line.name, moved, scale)}", style=line.color, markup=False)
    console.out()


app.command()(ratings.rate)
app.command("ratings")(ratings.list_ratings)
