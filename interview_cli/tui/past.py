"""Past interviews as a table: what cells say, which rows words find, their order, and what fits a width."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.cells import cell_len

from interview_cli.report import overview
from interview_cli.report.listing import Average, average
from interview_cli.report.overview import SCORE, ListedRow
from interview_cli.report.view import View
from interview_cli.report.wording import counted, one_line, score_words

DATE, JUDGE, ROLE, CANDIDATE = "Date", "Judged by", "Role", "Candidate"
RIGHT = ("Answered",)
# What people and models wrote; all other cells are made by the program.
_WRITTEN = (CANDIDATE, ROLE, JUDGE)
GAP = 2
# A column's name has room for the arrow that says how the table is sorted.
_ARROW = 2
DOWN, UP = "↓", "↑"

# What all rows say alike goes first where there is little room.
_SAID_ALIKE = ("Judged by", "Level", "Type", "Candidate", "Role", "Status")
# What gives way next, in this order: columns that one can do without, and names, which are cut to so many
# cells; who the candidate is, most people know.
_NAMES = (CANDIDATE, ROLE)
_GIVE_WAY: tuple[tuple[tuple[str, ...], int], ...] = (
    (("Level",), 0),
    ((JUDGE,), 0),
    (("Answered",), 0),
    (_NAMES, 16),
    (("Type",), 0),
    (_NAMES, 12),
    ((CANDIDATE,), 0),
    (("Status",), 0),
)
# In the widest terminal a name has so much room.
_WIDEST = 30
_DATE_LENGTH = len("2026-11-20")

_LEVELS = ("entry", "mid", "senior")
OPEN = ("planned", "in_progress")

# What comes first when a column sorts downwards, and when upwards.
_ORDERS = {
    DATE: ("newest first", "oldest first"),
    SCORE: ("highest score first", "lowest score first"),
    "Answered": ("most answered first", "fewest answered first"),
    "Level": ("highest level first", "lowest level first"),
}
# The columns that one reads from their high end.
_DOWNWARDS = (DATE, SCORE, "Answered")


@dataclass(frozen=True, slots=True)
class Entry:
    """A past interview: its row, what its cells say by column, and in lower case all that finds it."""

    row: ListedRow
    cells: Mapping[str, str]
    words: str

    @property
    def id(self) -> str:
        """The whole id of the session."""
        return self.row["id"]

    @property
    def is_open(self) -> bool:
        """Whether it can go on."""
        return self.row["status"] in OPEN

    @property
    def brief(self) -> str:
        """The interview in one line."""
        return one_line(overview.brief(self.row))


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is drawn: its name, its width in cells, and whether its cells are shortened."""

    name: str
    width: int
    short: bool = False

    def text(self, cell: str) -> str:
        """What a cell shows here."""
        if not self.short:
            return cell
        return cell[:_DATE_LENGTH] if self.name == DATE else cell.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Past:
    """All interviews, newest first, and their average.

    `columns` are as wide as their cells, those in `alike` say the same of all.
    """

    entries: Sequence[Entry] = ()
    columns: Sequence[Column] = ()
    alike: frozenset[str] = frozenset()
    mean: Average | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the table is sorted, and whether its high end comes first."""

    column: str = DATE
    descending: bool = True

    @property
    def says(self) -> str:
        """The order in words."""
        down, up = _ORDERS.get(self.column, ("Z to A", "A to Z"))
        said = down if self.descending else up
        return said if self.column in _ORDERS else f"by {self.column.lower()}, {said}"

    @property
    def arrow(self) -> str:
        """The order as a sign."""
        return DOWN if self.descending else UP

    @property
    def reversed(self) -> Order:
        """The other way round."""
        return replace(self, descending=not self.descending)

    def next(self, columns: Sequence[str]) -> Order:
        """By the next of these columns, read from the end that one asks for first."""
        place = columns.index(self.column) + 1 if self.column in columns else 0
        return order_by(columns[place % len(columns)])


def order_by(column: str) -> Order:
    """The usual order of a column."""
    return Order(column, column in _DOWNWARDS)


def past_of(rows: Sequence[ListedRow], view: View) -> Past:
    """The table of all rows, which come newest first. Without scores it has no column for them."""
    table = overview.cells(rows, [row["id"] for row in rows], scale=view.scale, scores=view.scores)
    kept = [(name, place) for place, name in enumerate(overview.COLUMNS) if view.scores or name != SCORE]
    # There are few names in many rows.
    clean = {name: {cells[place]: "" for cells in table} for name, place in kept if name in _WRITTEN}
    for texts in clean.values():
        texts.update((text, one_line(text)) for text in texts)
    entries = []
    for row, cells in zip(rows, table, strict=True):
        shown = {name: cells[place] for name, place in kept}
        for name, texts in clean.items():
            shown[name] = texts[shown[name]]
        words = " ".join((*shown.values(), row["role"], row["id"])).casefold()
        entries.append(Entry(row, shown, words))
    columns = []
    alike = set()
    for name, _ in kept:
        values = {entry.cells[name] for entry in entries}
        widest = max(map(cell_len if name in _WRITTEN else len, values), default=0)
        columns.append(Column(name, max(min(widest, _WIDEST), len(name) + _ARROW)))
        if len(entries) > 1 and len(values) == 1:
            alike.add(name)
    return Past(entries, columns, frozenset(alike), average(rows))


def found(entries: Sequence[Entry], typed: str) -> Sequence[Entry]:
    """The entries with every word that was typed, in any order and case; all of them for none."""
    words = typed.casefold().split()
    return [entry for entry in entries if all(word in entry.words for word in words)] if words else entries


def ordered(entries: Sequence[Entry], order: Order) -> Sequence[Entry]:
    """Entries, which come newest first, in an order in which those alike stay newest first.

    What has no score is last in any order by score.
    """
    if order.column == SCORE:
        scored = [entry for entry in entries if entry.row["overall"] is not None]
        others = [entry for entry in entries if entry.row["overall"] is None]
        return [*_sorted(scored, lambda entry: entry.row["overall"], order.descending), *others]
    return _sorted(entries, _KEYS.get(order.column, _by_cell(order.column)), order.descending)


def fitted(past: Past, width: int) -> list[Column]:
    """The columns that `width` cells have room for, with `GAP` cells between them.

    Where there is too little room, those that say the same of all interviews go first; then dates and judges
    are shortened; then `_GIVE_WAY` says what goes and what is cut.
    """
    shown = {column.name: column for column in past.columns}

    def over() -> int:
        return sum(column.width + GAP for column in shown.values()) - GAP - width

    for name in _SAID_ALIKE:
        if over() > 0 and name in past.alike:
            shown.pop(name, None)
    for name in (DATE, JUDGE):
        if over() > 0 and name in shown:
            column = replace(shown[name], short=True)
            texts = {column.text(entry.cells[name]) for entry in past.entries}
            widest = max(map(cell_len, texts), default=0)
            shown[name] = replace(column, width=max(min(widest, _WIDEST), len(name) + _ARROW))
    for names, narrowest in _GIVE_WAY:
        for name in (name for name in names if name in shown and over() > 0):
            if narrowest:
                column = shown[name]
                shown[name] = replace(column, width=max(min(narrowest, column.width), column.width - over()))
            else:
                del shown[name]
    return list(shown.values())


def unseen(entry: Entry, columns: Sequence[Column]) -> str:
    """What the shown columns leave out of an interview, in one line with its whole id."""
    whole = {
        column.name
        for column in columns
        if not column.short and cell_len(entry.cells[column.name]) <= column.width
    }
    hidden = [f"{name.lower()} {cell.strip()}" for name, cell in entry.cells.items() if name not in whole]
    return " · ".join(dict.fromkeys([entry.id, *hidden]))


def average_of(entries: Sequence[Entry]) -> Average | None:
    """The average of some interviews, which come newest first."""
    return average(entry.row for entry in entries)


def summary(
    entries: Sequence[Entry], of: int, order: Order, mean: Average | None, *, scale: int, scores: bool
) -> list[str]:
    """How many of how many are shown in which order, their average, and what a mark in the table means."""
    if of and not entries:
        return [f"None of {of:,} interviews match." if of > 1 else "The only interview does not match."]
    number = f"{len(entries):,} of {counted(of, 'interview')}" if len(entries) != of else ""
    first = f"{number or counted(of, 'interview')}, {order.says}."
    if not scores:
        return [first]
    marked = overview.is_marked(entry.row for entry in entries)
    mark = f" {overview.FOOTNOTE} not all answers are judged yet." if marked else ""
    if mean is None:
        return [first + mark]
    over = f"{mean.sessions:,} that compare ({overview.like_words(mean.like, mean.role_name)})"
    others = f"; {counted(mean.others, 'other')} left out" if mean.others else ""
    return [first + mark, f"Average: {score_words(mean.score, scale)}, over {over}{others}."]


def _sorted(entries: Sequence[Entry], key: Callable[[Entry], Any], descending: bool) -> list[Entry]:
    # sorted() keeps what is alike in its order in both directions, so the newest stays first.
    return sorted(entries, key=key, reverse=descending)


def _by_cell(name: str) -> Callable[[Entry], Any]:
    return lambda entry: entry.cells.get(name, "").casefold()


def _level(entry: Entry) -> int:
    level = entry.row["level"]
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


_KEYS: Mapping[str, Callable[[Entry], Any]] = {
    "ID": lambda entry: entry.row["id"],
    DATE: lambda entry: entry.row["created_at"],
    "Level": _level,
    "Answered": lambda entry: (entry.row["answered"] / max(1, entry.row["planned"]), entry.row["answered"]),
}
