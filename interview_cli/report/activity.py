"""Recent work as a report tells it: what was read, what was talked about, and how much of it that is."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.activity.fragment import Source
from interview_cli.interview.session import Session
from interview_cli.report.wording import counted

TITLE = "What you did lately"

_KINDS: dict[Source, str] = {"note": "your note", "file": "notes", "commits": "commits"}


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One piece of recent work; `covered_in` are the labels of the turns that dealt with it, if any."""

    title: str
    where: str
    covered_in: str

    @property
    def mark(self) -> str:
        """Whether it was covered, in a word or two."""
        return "covered" if self.covered_in else "not covered"


def activity_lines(session: Session) -> tuple[ActivityLine, ...]:
    """Every piece of recent work of a session; none where none was read."""
    if not session.fragments:
        return ()
    # Judging of words is loaded only where there is work to look for.
    from interview_cli.interview.coverage import coverage_of

    return tuple(
        ActivityLine(
            title=one.fragment.title,
            where=f"{_KINDS[one.fragment.source]} {one.fragment.where}".strip() + f", {one.fragment.date}",
            covered_in=", ".join(turn.label for turn in one.turns),
        )
        for one in coverage_of(session)
    )


def coverage_words(lines: tuple[ActivityLine, ...]) -> str:
    """How many of the pieces were covered, and the percentage."""
    covered = sum(bool(line.covered_in) for line in lines)
    return f"{covered} of {counted(len(lines), 'piece')} covered ({covered / len(lines):.0%})"
