"""`interview history rate` and `ratings`: a person's own levels for answers, usable as human labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from interview_cli.cli import console
from interview_cli.cli.run import run_of
from interview_cli.cli.scale import with_scores
from interview_cli.cli.values import SessionId
from interview_cli.coach.scale import HIGHEST_LEVEL
from interview_cli.errors import UsageError

LONGEST_WHY = 2000
LONGEST_NAME = 80
_HINT = "A level is 0 to 5, whole or half, such as 3 or 3.5."


def rate(
    ctx: typer.Context,
    session_id: SessionId,
    label: Annotated[
        list[str], typer.Argument(metavar="QUESTION...", help="As it is shown: Q1, or Q1 Follow-up 1.")
    ],
    level: Annotated[
        float | None, typer.Option("--level", help="What the answer is worth: 0 to 5, whole or half.")
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who rates (default: the candidate).")] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the rating back: none of the person's counts then.")
    ] = False,
) -> None:
    """Say what you think an answer is worth: kept beside the judgement, changing no score."""
    from interview_cli.interview.rating import rate as add_rating
    from interview_cli.interview.rating import turn_called
    from interview_cli.wiring import open_sessions

    _check(level, why, by, remove=remove)
    home = run_of(ctx).home
    store = open_sessions(home)
    found = store.resolve(session_id)
    with store.hold(found):
        session = store.load(found)
        turn = turn_called(session, " ".join(label))
        now = datetime.now(UTC)
        rating = add_rating(turn, level, why=why, by=by.strip() or session.candidate.name, at=now)
        session.updated_at = now
        store.save(session)
    if rating.level is None:
        console.say(f"{turn.label}: the rating by {rating.by} is taken back.")
        return
    judged = turn.evaluation.level if turn.evaluation and with_scores(home, None) else None
    beside = f"; the coach gave {judged:.1f}" if judged is not None else ""
    console.say(f"{turn.label}: level {rating.level:g} by {rating.by}{beside}. No score was changed.")


def list_ratings(
    ctx: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON lines with question, reference, answer and both levels.")
    ] = False,
) -> None:
    """All answers that people rated, as labels to measure a judge by."""
    from interview_cli.interview.rating import labelled
    from interview_cli.wiring import open_sessions

    store = open_sessions(run_of(ctx).home)
    rated = [row["id"] for row in store.rows() if row["rated"]]
    for session_id, why in store.unreadable.items():
        console.say(f"warning: session {session_id} is left out: {why}")
    labels = [label for session_id in rated for label in labelled(store.load(session_id))]
    if as_json:
        for label in labels:
            console.out_json_line(label)
        return
    if not labels:
        console.say("No answer is rated yet. Rate one: interview history rate last Q1 --level 3 --why TEXT")
        return
    _print(labels)


def _print(labels: Sequence[Mapping[str, Any]]) -> None:
    console.table(
        ("Session", "Question", "Coach", "Person", "By", "Judged by", "Why"),
        [
            (
                label["session"],
                label["label"],
                "-" if label["level"] is None else f"{label['level']:.1f}",
                f"{label['human_level']:g}",
                label["by"],
                label["source"] or "nobody",
                " ".join(label["why"].split()),
            )
            for label in labels
        ],
        right=("Coach", "Person"),
        spare=("Judged by", "By"),
    )


def _check(level: float | None, why: str, by: str, *, remove: bool) -> None:
    """Raise UsageError for what is no rating."""
    if remove and (level is not None or why):
        raise UsageError("--remove takes a rating back and gives none.", "Leave out --level and --why.")
    if not remove and level is None:
        raise UsageError("No level was given.", f"Say --level N. {_HINT}")
    if level is not None and not (0 <= level <= HIGHEST_LEVEL and level * 2 == int(level * 2)):
        raise UsageError(f"{level:g} is no level.", _HINT)
    if len(why) > LONGEST_WHY or len(by) > LONGEST_NAME:
        what = "--why" if len(why) > LONGEST_WHY else "--by"
        most = LONGEST_WHY if len(why) > LONGEST_WHY else LONGEST_NAME
        raise UsageError(f"{what} has more than {most:,} characters.", "Say it in fewer.")
