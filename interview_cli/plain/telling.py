"""Says what the coach thinks of the answers, when no follow-up can be spoiled by it any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interview_cli.interview.session import Session, Turn
from interview_cli.plain import lines
from interview_cli.plain.lines import Tone
from interview_cli.report.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Display(View):
    """How the interview is shown at a prompt: `say` prints one line in a tone.

    `ticker` shows a line that the next one takes the place of, where a terminal can; empty clears it.
    """

    say: Callable[[str, Tone], None]
    ticker: Callable[[str], None] = lambda text: None


class Telling:
    """Tells question by question: a question with its follow-ups, once all of them are done and judged."""

    def __init__(self, session: Session, display: Display) -> None:
        self._session = session
        self._display = display
        # What an earlier sitting went on from was told then, if it was to be and was judged.
        earlier = session.main_turns[:-1] if display.feedback == "each" else []
        self._told = {
            turn.id for turn in earlier if not self._session.awaits_judgement(self._session.family(turn))
        }

    def question_done(self) -> None:
        """Tell what is due when the next question comes, its own answer being still to be given."""
        if self._display.feedback == "each":
            self._tell(self._session.main_turns[:-1])

    def interview_done(self) -> None:
        """Tell all that was not told yet, in an interview that goes on no more."""
        self._tell(self._session.main_turns)

    def _tell(self, questions: list[Turn]) -> None:
        for main in questions:
            family = self._session.family(main)
            if main.id not in self._told and not self._session.awaits_judgement(family):
                self._told.add(main.id)
                self._tell_one(family)

    def _tell_one(self, family: list[Turn]) -> None:
        shown = self._display
        blocks = [
            lines.judgement(
                turn,
                scores=shown.scores,
                scale=shown.scale,
                made_later=self._session.made_later(turn),
            )
            for turn in family
            if turn.evaluation is not None
        ]
        if shown.samples:
            blocks.append(lines.sample(family[0]))
        for block in filter(None, blocks):
            shown.say("", "plain")
            for text, tone in block:
                shown.say(text, tone)
