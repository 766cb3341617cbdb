"""What a person sees and presses: the screen as text, the toasts on it, keys one after another."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.events import Key
from textual.pilot import Pilot

_CHARACTERS = {"space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b", "slash": "/"}


def screen_text(app: App[Any]) -> str:
    """The screen as text, line by line."""
    screen = app.screen
    return "\n".join(strip.text.rstrip() for strip in screen._compositor.render_strips(screen.size))


def toasts(app: App[Any]) -> list[str]:
    """The messages of the toasts there are."""
    return [toast.message for toast in app._notifications]


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after another, each once the app has taken in the one before.

    `pilot.press` waits for an idle processor instead, which takes long on a busy machine.
    """
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else _CHARACTERS.get(key)))
        await pilot.pause(0)
