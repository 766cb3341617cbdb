"""Talking at a prompt: the talk key, the recording's begin and end, and what is typed instead."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from interview_cli.plain.keys import Keys
from interview_cli.voice.key_reader import KeyEvent
from interview_cli.voice.talk import Talk

Ended = Literal["stop", "discard", "over", "typed"]

# How often a level meter moves.
LOOK_SECONDS = 0.05
TALK_KEYS = frozenset({"space", "f9", "ctrl+space"})
TALK_KEYS_TOLD = {
    "Space, F9": "begin to speak while nothing is typed, or go on; again, or Enter, ends it",
    "Esc": "discard what you are saying, or don't wait until it is written down",
    "Enter": "hand in what was understood; E corrects it first",
}


def talk_at(keys: Keys, talk: Talk, begin: Callable[[], object], on_look: Callable[[], bool]) -> Ended:
    """Wait for the talk key, and then for the end of what it began.

    `begin` starts the recording and may raise, `on_look` is called 20 times a second, and returns False when
    there is nothing more to wait for: the recording ended by itself, or the time is up. `typed` says that
    the person types instead: what was typed is in `keys.left` after the context, as is what was typed
    amid the recording. Raises EOFError for Ctrl+D or without a terminal, KeyboardInterrupt for Ctrl+C; then
    the recording is still on.
    """
    amid: list[KeyEvent] = []
    look_at = time.monotonic()
    try:
        while True:
            key = keys.read(max(0.0, look_at - time.monotonic()))
            now = time.monotonic()
            if keys.proves_releases != talk.proves_releases:
                talk.prove(keys.proves_releases)
            if key is None:
                look_at = now + LOOK_SECONDS
                action = talk.tick(now)
                if action is None and not on_look():
                    talk.over()
                    return "over"
            elif key.name in TALK_KEYS:
                action = (
                    talk.release(now) if key.kind == "release" else talk.press(now, repeated=_says(key, keys))
                )
            else:
                action = _of_other(key, talk, now, amid)
            if action == "start":
                _begin(talk, begin)
            elif action is not None:
                return action
            if amid and not talk.is_talking:
                return "typed"
    finally:
        keys.put_back(*amid)


def _says(key: KeyEvent, keys: Keys) -> bool | None:
    return key.kind == "repeat" if keys.proves_releases else None


def _begin(talk: Talk, begin: Callable[[], object]) -> None:
    try:
        begin()
    except BaseException:
        talk.over()
        raise


def _of_other(
    key: KeyEvent, talk: Talk, now: float, amid: list[KeyEvent]
) -> Literal["start", "stop", "discard"] | None:
    if key.kind == "release":
        return None
    if talk.is_talking and key.name == "enter":
        return talk.enter(now)
    if key.name == "escape":
        return talk.escape(now)
    if key.name == "ctrl+d" and not talk.is_talking:
        raise EOFError
    if key.text:
        amid.append(key)
    return None
