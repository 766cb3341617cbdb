"""Make the pictures in README.md from the real app, held by its keys: `python -m tests.make_pictures`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from textual.pilot import Pilot
from textual.widgets import Static

from interview_cli.interview.shown import Shown
from interview_cli.interview.wish import Wish
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.help import HelpScreen
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.tui.screens.setup import SetupScreen
from interview_cli.tui.screens.trends import TrendsScreen
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.voice.measure.tips import TIPS
from interview_cli.voice.ports import Habits, Look
from interview_cli.wiring import full_screen, open_sessions
from interview_cli.wiring.full_screen import build_app, build_ports
from tests.readme_table import README
from tests.tui import showcase
from tests.tui.waiting import until
from tests.voice.fake_voice import FakeVoice, take

EXAMPLES = README.parent / "examples"
PICTURES = EXAMPLES / "screens"
SIZE = (112, 32)
QUESTIONS = 5
SEED = 11


def _answers() -> dict[str, Any]:
    """What the candidate of the examples says, by question id."""
    written: dict[str, Any] = yaml.safe_load(
        (EXAMPLES / "answers" / "backend_engineer.yaml").read_text("utf-8")
    )
    return written


class Tour:
    """One interview from its setup to the history, with a picture of every screen on the way."""

    def __init__(self, app: InterviewApp, pilot: Pilot[Any]) -> None:
        self._app = app
        self._pilot = pilot
        self._answers = _answers()
        self._followed: dict[str, int] = {}

    async def _until_on(self, screen: type[Any]) -> Any:
        await until(self._pilot, lambda: isinstance(self._app.screen, screen))
        await self._settle()
        return self._app.screen

    async def _settle(self) -> None:
        await self._pilot.pause(0.5)

    def _keep(self, name: str) -> None:
        (PICTURES / f"{name}.svg").write_text(self._app.export_screenshot(title="interview"), "utf-8")

    async def take(self) -> None:
        """Take all pictures."""
        await self._until_on(SetupScreen)
        await until(self._pilot, lambda: self._app.screen.query_one("#role").chosen)  # type: ignore[attr-defined]
        await self._settle()
        self._keep("setup")
        await self._pilot.press("ctrl+s")
        room = await self._until_on(InterviewScreen)
        taken = False
        while isinstance(self._app.screen, InterviewScreen):
            turn = room.session.open_turn
            text = self._said(turn)
            if turn.label == "Q2" and not taken:
                await self._pilot.press(*" ".join(text.split())[:160])
                await self._settle()
                self._keep("interview")
                taken = True
            room.query_one("#answer").replace_all(text)
            await self._pilot.press("ctrl+s")
            await until(
                self._pilot,
                lambda turn=turn: room.session.open_turn not in (turn, None) or not room.is_current,
            )  # type: ignore[misc]
            await self._settle()
        await self._until_on(ResultScreen)
        self._keep("result")
        await self._pilot.press("enter")
        await self._settle()
        self._keep("question")
        await self._pilot.press("escape", "h")
        await self._until_on(HistoryScreen)
        self._keep("history")
        await self._pilot.press("t")
        await self._until_on(TrendsScreen)
        self._keep("trends")
        await self._pilot.press("escape", "f1")
        await self._until_on(HelpScreen)
        self._keep("help")

    def _said(self, turn: Any) -> str:
        """The prepared answer to a turn; a follow-up without one is answered shortly."""
        main = turn.question.id.rpartition("-f")[0] if turn.parent else turn.question.id
        entry = self._answers.get(main) or self._answers.get(turn.question.id)
        if entry is None:
            return "I would have to look that up."
        if isinstance(entry, str):
            return entry.strip()
        if turn.parent is None:
            return str(entry["answer"]).strip()
        place = self._followed.get(turn.parent, 0)
        self._followed[turn.parent] = place + 1
        follow_ups = entry.get("follow_ups", [])
        return str(follow_ups[place]).strip() if place < len(follow_ups) else "That is all I know of it."


async def main() -> None:
    """Take the tour in a home of its own."""
    PICTURES.mkdir(exist_ok=True)
    os.environ |= {"INTERVIEW_THEME": "dark", "OLLAMA_HOST": "127.0.0.1:9"}
    with tempfile.TemporaryDirectory() as folder:
        home = showcase.practised(showcase.home_at(Path(folder)))
        wish = Wish(
            role="backend_engineer",
            type="mixed",
            level="mid",
            questions=QUESTIONS,
            offline=True,
            seed=SEED,
            candidate="Ada Lovelace",
        )
        # The pictures are the same whatever this machine has of microphones.
        with patch.object(full_screen, "build_studio", lambda home, wish: FakeVoice(Habits())):
            app = build_app(home, Start(wish=wish))
        async with app.run_test(size=SIZE) as pilot:
            await Tour(app, pilot).take()


async def speaking() -> None:
    """Take a picture of an answer that is spoken."""
    said = "A slow reader can put an old value back, so um I keep a version with every entry"
    voice = FakeVoice(takes=[take(said)], at_once=False)
    with tempfile.TemporaryDirectory() as folder:
        home = showcase.practised(showcase.home_at(Path(folder)))
        store = open_sessions(home)
        session = store.load(showcase.UNDER_WAY)
        session.shown.spoken, session.turns[-1].draft = True, ""
        store.save(session)
        with patch.object(full_screen, "build_studio", lambda home, wish: voice):
            setup = build_ports(home, shown=Shown()).setup
            app = build_app(home, Start(open=lambda: setup.reopen(showcase.UNDER_WAY)))
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
            await until(pilot, lambda: "starts" in str(app.screen.query_one("#voice", Static).content))
            await until(pilot, lambda: not app.screen.query_one(AnswerArea).read_only)
            await pilot.press("f9")
            await until(pilot, lambda: voice.hearings)
            voice.hearings[0].seen = Look(seconds=48, level=-14, text=said, tip=TIPS["fast"])
            await pilot.pause(0.5)
            picture = app.export_screenshot(title="interview")
            (PICTURES / "speaking.svg").write_text(picture, "utf-8")
            voice.hearings[0].write()


if __name__ == "__main__":
    asyncio.run(main())
    asyncio.run(speaking())
