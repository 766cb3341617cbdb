"""An hour at one question in no time: whether the app grows by nothing but the passing of time."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.tui.widgets.answer import AnswerArea

if TYPE_CHECKING:
    from interview_cli.tui.screens.interview import InterviewScreen

TICKS_A_SECOND = 2
HOUR_SECONDS = 3600
DRAFT_SECONDS = 2
# What is made once and kept is there after ten minutes.
WARM_SECONDS = 600


def growth() -> float:
    """MB that the memory of the app grows by in an hour in which the clock runs and a draft is kept."""
    return asyncio.run(_sit())


async def _sit() -> float:
    from interview_cli import wiring
    from interview_cli.interview.wish import Wish
    from interview_cli.tui.ports import Start
    from interview_cli.tui.screens.interview import InterviewScreen
    from interview_cli.wiring.full_screen import build_app

    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        home = wiring.open_home(Path(folder), Path(folder) / "config.yaml")
        app = build_app(home, Start())
        wish = Wish(role="backend_engineer", type="technical", level="mid", minutes=120, offline=True)
        sitting = app.ports.setup.plan(wish, None)
        screen = InterviewScreen(sitting, app.ports.editor, monotonic=lambda: seconds)
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(screen)
            while not screen.check_action("submit", ()):
                await pilot.pause(0.05)
            before = 0.0
            for tick in range((WARM_SECONDS + HOUR_SECONDS) * TICKS_A_SECOND):
                seconds = tick / TICKS_A_SECOND
                screen._tick()
                if tick % (DRAFT_SECONDS * TICKS_A_SECOND) == 0:
                    _type(screen)
                    await pilot.pause()
                if tick == WARM_SECONDS * TICKS_A_SECOND:
                    before = _resident()
            return _resident() - before


def _type(screen: InterviewScreen) -> None:
    """A word more, and all of it away again before it gets long; each is a new draft."""
    answer = screen.query_one(AnswerArea)
    answer.replace_all("" if len(answer.text) > 400 else f"{answer.text} word")
    screen.keep_draft()


def _resident() -> float:
    gc.collect()
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, check=True)
    return int(told.stdout) / 1024
