"""Waiting for what the app does: a pause is no synchronisation, since engine and workers run on their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from textual.pilot import Pilot

# Long enough for a busy machine; a condition that comes true is seen within milliseconds.
PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.005


async def until(pilot: Pilot[object], condition: Callable[[], object]) -> None:
    """Let the app work until a condition is true; fails with what is on the screen when it never is."""
    late = time.monotonic() + PATIENCE_SECONDS
    # What was pressed just now is to have its effect before the first look.
    await pilot.pause(_LOOK_SECONDS)
    while not condition():
        if time.monotonic() > late:
            raise AssertionError(f"This never came true. On the screen:\n{shown(pilot)}")
        await pilot.pause(_LOOK_SECONDS)
    await pilot.pause(0)


async def until_seen(pilot: Pilot[object], *texts: str) -> None:
    """Let the app work until all of these stand on the screen."""
    await until(pilot, lambda: all(text in shown(pilot) for text in texts))


def shown(pilot: Pilot[object]) -> str:
    """The screen as text, line by line."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips(screen.size)
    return "\n".join(strip.text.rstrip() for strip in strips)


def told(pilot: Pilot[object]) -> list[str]:
    """The toasts that stand on the screen."""
    return [toast.message for toast in pilot.app._notifications]


async def soon(condition: Callable[[], object]) -> None:
    """Let other tasks work until a condition is true, where no app runs any more."""
    late = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < late, "This never came true."
        await asyncio.sleep(_LOOK_SECONDS)
