"""On the screen too one is asked before something is sent or recorded; whoever waits is answered."""

from __future__ import annotations

import asyncio

import pytest

from interview_cli.tui.agreeing import asker
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.wiring.full_screen import build_app
from tests.tui.seen import press, screen_text
from tests.tui.waiting import until


@pytest.mark.parametrize(
    ("keys", "agreed"),
    [(("down", "enter"), True), (("enter",), False), (("escape",), False)],
)
async def test_the_answer_comes_back_to_who_asked(home, keys: tuple[str, ...], agreed: bool) -> None:
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        asking = asyncio.create_task(asyncio.to_thread(asker(app), "Your voice will be \x1b[2Jrecorded."))
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        shown = screen_text(app)
        assert "Your voice will be recorded." in shown
        assert "No, leave it on this machine" in shown
        await press(pilot, *keys)
        assert await asking is agreed


async def test_who_leaves_the_app_has_not_agreed(home) -> None:
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        asking = asyncio.create_task(asyncio.to_thread(asker(app), "Your voice will be recorded."))
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        app.exit()
    assert await asking is False


async def test_the_screen_never_waits_for_itself(home) -> None:
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)):
        assert asker(app)("Your voice will be recorded.") is None
