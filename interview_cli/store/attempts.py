"""The attempts of a session as one text in its row of the index, and the search for an earlier one.

A text because a list of lists takes many times as long to read, for every list of sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from interview_cli.errors import InterviewError
from interview_cli.interview.attempts import Attempt, JudgedBy, same_person, turn_of

if TYPE_CHECKING:
    from interview_cli.interview.comparison import Earlier
    from interview_cli.interview.session import Session, Turn
    from interview_cli.store.row import IndexRow
    from interview_cli.store.sessions import SessionStore

_GATED = "g"


def packed(attempts: Iterable[Attempt], began: datetime) -> tuple[str, str]:
    """Attempts as `id,key,seconds since the session began,level,judge`, separated by spaces; and the judges.

    A judge is a number, with a `g` where a plain check gave the level: its place among the lines of the
    second text, in which tabs stand between source, rubric version and prompt hash.
    """
    judges: dict[str, int] = {}
    parts = []
    for one in attempts:
        judge = judges.setdefault("\t".join(" ".join(value.split()) for value in one.by), len(judges))
        seconds = int((one.at - began).total_seconds())
        gated = _GATED if one.gated else ""
        parts.append(f"{one.question},{one.key},{seconds},{one.level:g},{judge}{gated}")
    return " ".join(parts), "\n".join(judges)


def unpacked(row: IndexRow) -> Iterator[Attempt]:
    """The attempts of a row, in the order they were made."""
    if not row["attempts"]:
        return
    judges = [JudgedBy(*line.split("\t")) for line in row["judges"].split("\n")]
    began = datetime.fromisoformat(row["created_at"])
    candidate, session, role = row["candidate"], row["id"], row["role"]
    for part in row["attempts"].split(" "):
        question, key, seconds, level, judge = part.split(",")
        gated = judge.endswith(_GATED)
        at = began + timedelta(0, int(seconds))
        by = judges[int(judge.removesuffix(_GATED))]
        # By place: of years of attempts, names would take half as long again.
        yield Attempt(key, question, candidate, at, float(level), by, gated, session, role)


def finder(
    store: SessionStore, session: Session, rows: Iterable[IndexRow]
) -> Callable[[Turn], Earlier | None]:
    """Finds the attempt at a turn's question before this one: that in the session begun last before.

    `rows` come newest first; those of the same person count. A session is opened when it is needed,
    and once.
    """
    from interview_cli.interview.attempts import text_key
    from interview_cli.interview.comparison import Earlier

    name = session.candidate.name
    past = [row for row in rows if row["id"] != session.id and same_person(row["candidate"], name)]
    opened: dict[str, Session | None] = {}

    def find(turn: Turn) -> Earlier | None:
        if turn.answer is None:
            return None
        key = text_key(turn.question.text)
        for row in past:
            # Most sessions did not ask the question, and a look for the digest spares unpacking them.
            if f",{key}," in row["attempts"] and any(
                one.key == key and one.at < turn.answer.at for one in unpacked(row)
            ):
                if row["id"] not in opened:
                    opened[row["id"]] = _session_if_there(store, row["id"])
                held = opened[row["id"]]
                found = turn_of(held, key) if held is not None else None
                return Earlier(row["id"], found) if found is not None else None
        return None

    return find


def _session_if_there(store: SessionStore, session_id: str) -> Session | None:
    """A session; None when it was removed or damaged meanwhile, which is no reason to stop another."""
    try:
        return store.load(session_id)
    except InterviewError:
        return None
