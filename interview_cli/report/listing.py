"""Sessions at a glance: which to list, their average, and their ids as short as can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import NamedTuple, TypedDict, TypeVar

from interview_cli.errors import UsageError
from interview_cli.report.wording import counted

SHORTEST_ID = 4


class SessionRow(TypedDict):
    """What is read of a stored session's row; scores are 0-100, `created_at` is ISO 8601 in UTC.

    `delivery` is how it was spoken (coach.delivery_series), empty where it was typed.
    """

    id: str
    created_at: str
    candidate: str
    role: str
    role_name: str
    type: str
    level: str
    status: str
    overall: float | None
    scores: dict[str, float]
    scored_by: str
    rubric_version: str
    prompt_hash: str
    delivery: str


Row = TypeVar("Row", bound=SessionRow)


class Judge(NamedTuple):
    """By whom and what scores were given: only those of the same judge compare."""

    scored_by: str
    rubric_version: str
    prompt_hash: str


class Like(NamedTuple):
    """What sessions must share to be compared; `role` or `type` is empty where all are taken together."""

    candidate: str
    role: str
    type: str
    level: str
    judge: Judge


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions to list; what is empty does not choose. Names are compared without case."""

    role: str = ""
    candidate: str = ""
    type: str = ""
    status: str = ""
    since: datetime | None = None

    def choose(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that are wanted, in their order."""
        earliest = self.since.astimezone(UTC).isoformat(timespec="microseconds") if self.since else ""
        return [row for row in rows if row["created_at"] >= earliest and self._fits(row)]

    def why_none(self, rows: Iterable[SessionRow]) -> str:
        """Why no row is wanted, in a sentence: a name that none has, with those there are."""
        stored = list(rows)
        roles = sorted({row["role"] for row in stored})
        candidates = sorted({row["candidate"] for row in stored})
        if self.role and not Wanted(role=self.role).choose(stored):
            return f"No session is for the role {self.role!r}. There are: {', '.join(roles)}."
        if self.candidate and not Wanted(candidate=self.candidate).choose(stored):
            return f"No session is of {self.candidate!r}. There are: {', '.join(candidates)}."
        return f"None of {counted(len(stored), 'session')} fits."

    def _fits(self, row: SessionRow) -> bool:
        return (
            (not self.role or _same(self.role, row["role"]) or _same(self.role, row["role_name"]))
            and (not self.candidate or _same(self.candidate, row["candidate"]))
            and self.type in ("", row["type"])
            and self.status in ("", row["status"])
        )


class Average(NamedTuple):
    """The mean overall score (0-100) of `sessions` that are alike; `others` were left out.

    `role_name` is the name of their role.
    """

    score: float
    sessions: int
    others: int
    like: Like
    role_name: str


def earliest(since: str, days: int | None, *, now: datetime) -> datetime | None:
    """The first moment wanted: a local day such as `2026-11-20`, or some days before now.

    Raises UsageError for both, and for what is no day.
    """
    if since and days is not None:
        raise UsageError("--since and --days say the same.", "Give one of them.")
    if days is not None:
        return now - timedelta(days=days)
    if not since:
        return None
    try:
        return datetime.strptime(since, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError) as error:
        message = f"--since: {since!r} is no day."
        raise UsageError(message, f"Write it as {now:%Y-%m-%d}, or say --days N.") from error


def judge_of(row: SessionRow) -> Judge:
    """Who scored a session, and by what."""
    return Judge(row["scored_by"], row["rubric_version"], row["prompt_hash"])


def like_of(row: SessionRow) -> Like:
    """What a session must share with others to be compared with them."""
    return Like(row["candidate"], row["role"], row["type"], row["level"], judge_of(row))


def is_comparable(row: SessionRow) -> bool:
    """Whether a session has a final score that compares: a drill asks just what was weak before."""
    has_score = row["status"] == "completed" and row["overall"] is not None and bool(row["scored_by"])
    return has_score and row["type"] != "drill"


def average(rows: Iterable[SessionRow]) -> Average | None:
    """The average over the most completed sessions that are alike; None without any.

    Rows come newest first: of kinds with equally many sessions the latest one counts.
    """
    kinds: dict[Like, list[SessionRow]] = defaultdict(list)
    for row in rows:
        if is_comparable(row):
            kinds[like_of(row)].append(row)
    if not kinds:
        return None
    like, alike = max(kinds.items(), key=lambda item: len(item[1]))
    others = sum(map(len, kinds.values())) - len(alike)
    mean = fmean(row["overall"] or 0.0 for row in alike)
    return Average(round(mean, 1), len(alike), others, like, alike[0]["role_name"])


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Every id with its shortest beginning, of four characters or more, that no other one has."""
    ordered = sorted(ids)
    neighbours = zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False)
    return {
        name: name[: max(SHORTEST_ID, 1 + max(_common(before, name), _common(name, after)))]
        for before, name, after in neighbours
    }


def local_time(row: SessionRow) -> datetime:
    """When a session began, in the local time zone."""
    return datetime.fromisoformat(row["created_at"]).astimezone()


def _common(one: str, other: str) -> int:
    """How many characters two ids begin with alike."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
