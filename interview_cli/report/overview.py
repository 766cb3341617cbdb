"""Past sessions as a table, a sentence below it, and plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from interview_cli.coach.scale import band, on_scale
from interview_cli.report.listing import Average, Like, SessionRow, local_time, short_ids
from interview_cli.report.wording import counted, judge_name, score_words

SCORE = "Score"
COLUMNS = ("ID", "Date", "Candidate", "Role", "Type", "Level", SCORE, "Answered", "Status", "Judged by")
FOOTNOTE = "*"

# In a narrow terminal these are said once, when they say the same of all sessions.
_SAID_ONCE = ("Judged by", "Level", "Type", "Candidate", "Role", "Status")
# What a still narrower one can do without, in this order.
SPARE = ("Level", "Type", "Answered", "Judged by", "Status")
_DATE_LENGTH = len("2026-11-20")
_MINUTES_LENGTH = len("2026-11-20 09:30")

# Only of use to the program itself.
_INNER = frozenset({"asked_ids", "attempts", "judges", "stamp"})
_SCORES = frozenset({"overall", "scores"})


class ListedRow(SessionRow):
    """What a list shows of a session besides."""

    planned: int
    answered: int
    unscored: int


def cells(
    rows: Iterable[ListedRow], taken: Iterable[str], *, scale: int, scores: bool
) -> list[tuple[str, ...]]:
    """The table's cells; ids are as short as all `taken` ids allow. Without `scores` theirs are empty."""
    short = short_ids(taken)
    return [
        (
            short[row["id"]],
            # As %Y-%m-%d %H:%M, of which ten thousand take long.
            local_time(row).isoformat(" ")[:_MINUTES_LENGTH],
            row["candidate"],
            row["role_name"],
            row["type"],
            row["level"],
            _score(row, scale) if scores else "",
            f"{row['answered']}/{row['planned']}",
            _status(row),
            row["scored_by"] or "nobody",
        )
        for row in rows
    ]


def fitted(
    rows: Sequence[Sequence[str]], width: int, *, gap: int
) -> tuple[tuple[str, ...], list[tuple[str, ...]], str]:
    """Columns, rows and a line above them, with less in the columns where all does not fit into `width`.

    What is the same in all rows is said in the line above; then dates and judges are shortened.
    `gap` spaces stand between two columns. What still finds no room in them is for `SPARE` to give.
    Scores that are hidden have no column.
    """
    from rich.cells import cell_len

    table = {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}
    if not any(table[SCORE]):
        del table[SCORE]
    widths = {name: max(map(cell_len, [name, *column])) for name, column in table.items()}
    said: list[str] = []

    def is_too_wide() -> bool:
        return sum(widths[name] + gap for name in table) - gap > width

    for name in _SAID_ONCE:
        if is_too_wide() and len(values := set(table[name])) == 1:
            said.append(f"{name.lower()} {values.pop()}")
            del table[name]
    if is_too_wide():
        table["Date"] = [date[:_DATE_LENGTH] for date in table["Date"]]
        widths["Date"] = _DATE_LENGTH
    if "Judged by" in table and is_too_wide():
        table["Judged by"] = [judge.rsplit("/", 1)[-1] for judge in table["Judged by"]]
    line = f"All: {', '.join(said)}." if said else ""
    return tuple(table), list(zip(*table.values(), strict=True)), line


def totals(
    rows: Sequence[ListedRow], shown: int, mean: Average | None, *, scale: int, scores: bool
) -> list[str]:
    """How many sessions fit, the average with what it is taken over, and what a mark in the table means."""
    count = counted(len(rows), "session")
    lines = [
        f"{count}, the newest {shown} shown (--limit 0 shows all)." if shown < len(rows) else f"{count}."
    ]
    if not scores:
        return lines
    if mean is not None:
        said = score_words(mean.score, scale)
        kind = like_words(mean.like, mean.role_name)
        over = f"{counted(mean.sessions, 'completed session')} of one kind ({kind})"
        others = f"; {mean.others} of other kinds left out" if mean.others else ""
        lines.append(f"Average: {said}, over {over}{others}.")
    if is_marked(rows[:shown]):
        explained = (
            "Some answers are not judged and count for nothing. Judge them: interview score --session ID"
        )
        lines.append(f"{FOOTNOTE} {explained}")
    return lines


def is_marked(rows: Iterable[ListedRow]) -> bool:
    """Whether the table marks a score that leaves answers out."""
    return any(row["unscored"] and row["overall"] is not None for row in rows)


def like_words(like: Like, role_name: str) -> str:
    """What sessions share, in words."""
    judge = judge_name(like.judge.scored_by)
    return f"{like.candidate}, {role_name}, {like.type or 'all types'}, {like.level}, judged by {judge}"


def document(rows: Iterable[ListedRow], count: int, mean: Average | None, *, scores: bool) -> dict[str, Any]:
    """The list for JSON; scores 0-100, `average` is taken over `average_over` sessions like `average_of`."""
    listed = [values(row, scores=scores) for row in rows]
    if not scores:
        return {"count": count, "sessions": listed}
    return {
        "count": count,
        "average": mean.score if mean else None,
        "average_over": mean.sessions if mean else 0,
        "average_of": {**mean.like._asdict(), "judge": mean.like.judge._asdict()} if mean else None,
        "sessions": listed,
    }


def brief(row: ListedRow) -> str:
    """A session in one line."""
    return f"{local_time(row):%Y-%m-%d %H:%M}  {row['role_name']}, {row['candidate']}, {_status(row)}"


def values(row: ListedRow, *, scores: bool = True) -> dict[str, Any]:
    """A session as plain values for JSON."""
    known: Mapping[str, Any] = row
    hidden = _INNER if scores else _INNER | _SCORES
    shown = {name: value for name, value in known.items() if name not in hidden}
    if scores:
        shown["band"] = None if row["overall"] is None else band(row["overall"])
    return shown


def _score(row: ListedRow, scale: int) -> str:
    if row["overall"] is None:
        return "-"
    return _score_cell(row["overall"], scale) + (FOOTNOTE if row["unscored"] else "")


@lru_cache(maxsize=1024)
def _score_cell(score: float, scale: int) -> str:
    return f"{on_scale(score, scale):>3} {band(score)}"


def _status(row: ListedRow) -> str:
    return row["status"].replace("_", " ")
