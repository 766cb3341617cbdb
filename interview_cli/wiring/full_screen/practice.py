"""Drills for the full-screen app."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.interview.shown import Shown
from interview_cli.tui.ports import Sitting
from interview_cli.wiring.full_screen.sitting import new_sitting
from interview_cli.wiring.home import Home, open_drill, open_sessions

DRILL_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Drill:
    """The questions that come back."""

    home: Home
    shown: Shown
    fallback: bool = True

    def due(self) -> int:
        """How many are due now."""
        from datetime import datetime

        from interview_cli.wiring.drills import own_cards

        now = datetime.now().astimezone()
        _, cards = own_cards(self.home, open_drill(self.home, open_sessions(self.home)).deck(), "")
        return sum(card.is_due(now) for card in cards)

    def start(self) -> Sitting | str:
        """A drill of what is due, or why there is none."""
        from interview_cli.wiring.drills import drill_of_due

        remarks: list[str] = []
        opened = drill_of_due(self.home, DRILL_QUESTIONS, remarks.append)
        if isinstance(opened, str):
            return opened
        return new_sitting(opened, self.shown, remarks, fallback=self.fallback)
