"""Scores over time: which sessions compare, and whether they show a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Any, Literal, NamedTuple

from interview_cli.coach.scale import HIGHEST_LEVEL, POINTS_PER_LEVEL, on_scale
from interview_cli.report.listing import Like, SessionRow, is_comparable, like_of
from interview_cli.report.overview import like_words
from interview_cli.report.wording import counted

OVERALL = "overall"
FEWEST_SESSIONS = 3
# A quarter of a level: less is nothing a person would notice.
SMALLEST_CHANGE = POINTS_PER_LEVEL / 4

# Less is no point of the finer scale, and there is nothing to warn of.
SMALLEST_NOISE = 0.5

# Standard errors that a move must exceed. Over series of mere noise, 4 to 9 sessions long, the first
# claims a move in one of five, the second in one of ten (simulated).
LIKELY, CLEAR = 1.5, 2.0

Direction = Literal["up", "down", "level", "too few"]

_SAID: dict[tuple[Direction, bool], str] = {
    ("up", True): "improving",
    ("up", False): "seems to improve",
    ("down", True): "falling",
    ("down", False): "seems to fall",
    ("level", False): "no clear change",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Sessions that compare, oldest first."""

    like: Like
    rows: tuple[SessionRow, ...]

    def series(self, category: str) -> list[float | None]:
        """A category's score (0-100) in every session, None where it was not asked about."""
        return [row["overall"] if category == OVERALL else row["scores"].get(category) for row in self.rows]

    @property
    def categories(self) -> list[str]:
        """What the sessions have scores for, the overall score first."""
        names = dict.fromkeys(name for row in self.rows for name in row["scores"])
        return [OVERALL, *names]


class Change(NamedTuple):
    """How a series of scores (0-100) or other values moved, and whether that is clear.

    `first` and `last` are means over the first and the last `part` sessions, `noise` is the
    standard deviation of single sessions with any trend taken out.
    """

    direction: Direction
    clear: bool
    sessions: int
    part: int
    first: float
    last: float
    best: float
    noise: float


def group(
    rows: Iterable[SessionRow], *, all_roles: bool = False, last: int = 0, category: str = ""
) -> list[Group]:
    """The sessions with a final score in groups that compare, the group of the latest session first.

    Rows come newest first. `last` keeps that many of the latest sessions of every group (0: all);
    with `category` only sessions that have a score for it count. A category is asked about in the
    same way in all interview types, which are then taken together; the overall score mixes the
    categories in another way in each type.
    """
    with_overall = category in ("", OVERALL)
    groups: dict[Like, list[SessionRow]] = defaultdict(list)
    for row in rows:
        if is_comparable(row) and (with_overall or category in row["scores"]):
            like = like_of(row)
            like = like._replace(role="" if all_roles else like.role, type=like.type if with_overall else "")
            groups[like].append(row)
    return [Group(like, tuple(reversed(found[:last] if last else found))) for like, found in groups.items()]


def change(series: Iterable[float | None], *, smallest: float = SMALLEST_CHANGE) -> Change | None:
    """How a series moved, gaps left out; None when it is empty.

    The mean of the last third is held against that of the first, from three sessions on. The noise
    is the mean square successive difference (von Neumann 1941), which a steady trend hardly inflates;
    a move counts when it is at least `smallest` and beyond what the noise explains.
    """
    scores = [score for score in series if score is not None]
    if not scores:
        return None
    part = max(1, len(scores) // 3)
    first, last = fmean(scores[:part]), fmean(scores[-part:])
    steps = [later - earlier for earlier, later in pairwise(scores)]
    noise = sqrt(fmean(step * step for step in steps) / 2) if steps else 0.0
    standard_error = noise * sqrt(2 / part)
    moved = abs(last - first)
    direction: Direction = "level"
    if len(scores) < FEWEST_SESSIONS:
        direction = "too few"
    elif moved >= max(smallest, LIKELY * standard_error):
        direction = "up" if last > first else "down"
    clear = direction in ("up", "down") and moved >= CLEAR * standard_error
    return Change(direction, clear, len(scores), part, first, last, max(scores), noise)


def sentence(name: str, moved: Change, scale: int) -> str:
    """A change in a sentence, its numbers on 0-100 or 1-5."""
    best = f"Best: {on_scale(moved.best, scale)}."
    if moved.direction == "too few":
        held = counted(moved.sessions, "session")
        return f"{name}: {held} so far; a trend takes at least {FEWEST_SESSIONS}. {best}"
    said = _SAID[moved.direction, moved.clear]
    first, last = on_scale(moved.first, scale), on_scale(moved.last, scale)
    ends = (
        f"from {first} to {last}"
        if moved.part == 1
        else f"from {first} (the first {moved.part}) to {last} (the last {moved.part} sessions)"
    )
    noise = f"; single sessions differ from that line by about {_distance(moved.noise, scale)}"
    return f"{name}: {said}, {ends}{noise if moved.noise >= SMALLEST_NOISE else ''}. {best}"


def lone(scores: Mapping[str, float | None], scale: int) -> str:
    """The scores (0-100) of a group's only session in a sentence, on 0-100 or 1-5."""
    given = [f"{name} {on_scale(score, scale)}" for name, score in scores.items() if score is not None]
    return f"{', '.join(given)}. A trend takes at least {FEWEST_SESSIONS} sessions."


def title(one: Group) -> str:
    """What the sessions of a group share, in words."""
    role = one.rows[-1]["role_name"] if one.like.role else "all roles"
    return f"{like_words(one.like, role)}: {counted(len(one.rows), 'session')}"


def why_apart(groups: Sequence[Group]) -> str:
    """Why there is more than one group; empty for one."""
    likes = [one.like for one in groups]
    reasons = {
        "people": {like.candidate for like in likes},
        "roles": {like.role for like in likes},
        "interview types": {like.type for like in likes},
        "levels": {like.level for like in likes},
        "judges": {like.judge.scored_by for like in likes},
        "versions of the rubric": {like.judge.rubric_version for like in likes},
        "versions of the prompts": {like.judge.prompt_hash for like in likes if like.judge.prompt_hash},
    }
    differing = [name for name, values in reasons.items() if len(values) > 1]
    if not differing:
        return ""
    *others, final = differing
    listed = f"{', '.join(others)} and {final}" if others else final
    return f"{len(groups)} groups stand apart because scores of different {listed} do not compare."


def document(one: Group, measures: Sequence[str]) -> dict[str, Any]:
    """A group as plain values for JSON, all scores 0-100."""
    moves = {measure: change(one.series(measure)) for measure in measures}
    return {
        "candidate": one.like.candidate,
        "role": one.like.role or None,
        "type": one.like.type or None,
        "level": one.like.level,
        **one.like.judge._asdict(),
        "changes": {measure: moved._asdict() for measure, moved in moves.items() if moved},
        "sessions": [
            {
                "id": row["id"],
                "created_at": row["created_at"],
                "scores": {measure: one.series(measure)[place] for measure in measures},
            }
            for place, row in enumerate(one.rows)
        ],
    }


def _distance(points: float, scale: int) -> str:
    """A distance between two scores of 0-100, on 0-100 or 1-5."""
    return f"{points / POINTS_PER_LEVEL:.1f}" if scale == HIGHEST_LEVEL else f"{points:.0f}"
