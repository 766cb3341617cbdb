"""Drills for the full-screen app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview_cli.interview.shown import Shown
from interview_cli.tui.ports import Sitting
from interview_cli.wiring.full_screen.sitting import new_sitting
from interview_cli.wiring.home import Home

if TYPE_CHECKING:
    from interview_cli.interview.drill import NoDrill

DRILL_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Drill:
    """The questions that come back."""

    home: Home
    shown: Shown
    fallback: bool = True

    def start(self, *, ahead: bool) -> Sitting | NoDrill:
        """A drill of what is due, with `ahead` also of what is not yet, or why there is none."""
        from interview_cli.interview.drill import NoDrill
        from interview_cli.wiring.drills import usual_drill

        remarks: list[str] = []
        opened = usual_drill(self.home, DRILL_QUESTIONS, remarks.append, ahead=ahead)
        if isinstance(opened, NoDrill):
            return opened
        return new_sitting(opened, self.shown, remarks, fallback=self.fallback)
