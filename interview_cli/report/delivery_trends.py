"""How speaking changed over sessions: spoken ones of one person, whatever was asked and whoever judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from interview_cli.coach.delivery_series import FOLLOWED, unpacked
from interview_cli.report.listing import SessionRow
from interview_cli.report.trends import FEWEST_SESSIONS, Change, change
from interview_cli.report.wording import counted

# Less is nothing a listener would notice: a twentieth of a usual pace (Quené 2007), a tenth of what is good
# of the others.
_SMALLEST = {
    "pace": 7.0,
    "fillers": 0.5,
    "pause": 0.2,
    "pause_between": 0.3,
    "longest_pause": 0.3,
    "pitch_variety": 0.2,
    "volume_variety": 0.3,
}
_IN_WORDS = {"good": "in the good band"}
_NAMES = {
    "pace": ("Pace", "words a minute"),
    "fillers": ("Fillers", "a minute"),
    "pause": ("Longest pause inside a sentence", "s"),
    "pause_between": ("Longest pause between sentences", "s"),
    "longest_pause": ("Longest pause", "s"),
    "pitch_variety": ("Pitch variety", "semitones"),
    "volume_variety": ("Volume variety", "dB"),
}


@dataclass(frozen=True, slots=True)
class SpokenSessions:
    """The completed sessions that one person spoke, oldest first."""

    candidate: str
    rows: tuple[SessionRow, ...]

    @property
    def values(self) -> list[dict[str, float]]:
        """The measures of every session."""
        return [unpacked(row["delivery"]) for row in self.rows]


class Move(NamedTuple):
    """How one measure of speaking moved; bands are in words, empty where none is known."""

    name: str
    unit: str
    change: Change
    before: str
    now: str

    @property
    def sentence(self) -> str:
        """The move in words, such as "Pace: from 182 to 158 words a minute, now in the good band"."""
        name, unit = _NAMES[self.name]
        first, last = _shown(self.name, self.change.first), _shown(self.name, self.change.last)
        standing = _standing(self.before, self.now)
        if self.change.direction in ("up", "down"):
            seems = "" if self.change.clear else "seems to go "
            return f"{name}: {seems}from {first} to {last} {unit}{standing}."
        now = f", {_IN_WORDS.get(self.now, self.now)}" if self.now else ""
        if self.change.direction == "too few":
            return f"{name}: {last} {unit}{now}."
        return f"{name}: no clear change, {last} {unit}{now}."


def spoken_sessions(rows: Iterable[SessionRow], *, last: int = 0) -> list[SpokenSessions]:
    """The spoken sessions of every person, who spoke last first; `last` keeps the latest ones (0: all).

    Rows come newest first. Only what was spoken to the end counts.
    """
    people: dict[str, list[SessionRow]] = defaultdict(list)
    for row in rows:
        if row["delivery"] and row["status"] == "completed":
            people[row["candidate"]].append(row)
    kept = {name: found[:last] if last else found for name, found in people.items()}
    return [SpokenSessions(name, tuple(reversed(found))) for name, found in kept.items()]


def moves(one: SpokenSessions) -> list[Move]:
    """How each measure moved over the sessions that have it; the longest pause by its place, where known."""
    from interview_cli.coach.delivery_words import standing_of
    from interview_cli.coach.speech_bands import measured

    values = one.values
    found = []
    for name, unit in FOLLOWED.items():
        moved = change((value.get(name) for value in values), smallest=_SMALLEST[name])
        if moved is not None:
            before, now = (standing_of(measured(name, end, unit)) for end in (moved.first, moved.last))
            found.append(Move(name, unit, moved, before, now))
    placed = any(move.name == "pause" and move.change.sessions == len(values) for move in found)
    return [move for move in found if not (placed and move.name == "longest_pause")]


def title(one: SpokenSessions) -> str:
    """Whose sessions these are and how many; with too few of them, how many a trend takes."""
    few = f"; a trend takes at least {FEWEST_SESSIONS}" if len(one.rows) < FEWEST_SESSIONS else ""
    return f"{one.candidate}, how you spoke: {counted(len(one.rows), 'spoken session')}{few}"


def document(one: SpokenSessions) -> dict[str, Any]:
    """The sessions and moves as plain values for JSON."""
    return {
        "candidate": one.candidate,
        "changes": {
            move.name: {
                **{name: value for name, value in move.change._asdict().items() if name != "best"},
                "unit": move.unit,
                "before": move.before,
                "now": move.now,
                "sentence": move.sentence,
            }
            for move in moves(one)
        },
        "sessions": [
            {"id": row["id"], "created_at": row["created_at"], "measures": values}
            for row, values in zip(one.rows, one.values, strict=True)
        ],
    }


def _standing(before: str, now: str) -> str:
    if not now:
        return ""
    said = _IN_WORDS.get(now, now)
    return f", {said} as before" if before == now else f", now {said}"


def _shown(name: str, value: float) -> str:
    return f"{value:.0f}" if name == "pace" else f"{value:.1f}"
