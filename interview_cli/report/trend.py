"""How a session stands among the earlier ones that it compares with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.report.listing import SessionRow, is_comparable, like_of, local_time
from interview_cli.report.overview import like_words
from interview_cli.report.trends import OVERALL, Group, change, sentence
from interview_cli.report.wording import counted, named

# Older ones stay in `history trends`; more points than these can't be told apart on a page.
MOST_SESSIONS = 24


@dataclass(frozen=True, slots=True)
class Trend:
    """The overall scores (0-100) of sessions of one kind, oldest first, the last one that of the report.

    `dates` belong to the scores. `sentences` say how each measure moved, the overall score first.
    """

    kind: str
    dates: tuple[str, ...]
    scores: tuple[float, ...]
    sentences: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """What is drawn, for who cannot see it."""
        points = (f"{date}: {score:.0f}" for date, score in zip(self.dates, self.scores, strict=True))
        return (
            f"Overall score of {counted(len(self.scores), 'interview')}, oldest first. {', '.join(points)}."
        )


def trend_of(session_id: str, rows: Sequence[SessionRow], scale: int) -> Trend | None:
    """The trend that ends with a session; None where it has no earlier ones to compare with.

    `rows` are of all sessions, newest first; sentences have their numbers on 0-100 or 1-5.
    """
    own = next((row for row in rows if row["id"] == session_id), None)
    if own is None or not is_comparable(own):
        return None
    like = like_of(own)
    alike = [
        row
        for row in rows
        if is_comparable(row) and like_of(row) == like and row["created_at"] <= own["created_at"]
    ][:MOST_SESSIONS]
    if len(alike) < 2:
        return None
    group = Group(like, tuple(reversed(alike)))
    moves = ((measure, change(group.series(measure))) for measure in group.categories)
    return Trend(
        kind=like_words(like, own["role_name"]),
        dates=tuple(f"{local_time(row):%Y-%m-%d}" for row in group.rows),
        scores=tuple(score for score in group.series(OVERALL) if score is not None),
        sentences=tuple(sentence(named(measure), moved, scale) for measure, moved in moves if moved),
    )
