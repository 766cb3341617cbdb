"""The full-screen app put together: its ports on this machine's stores, library and models."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from interview_cli.editor import TextEditor
from interview_cli.errors import StorageError
from interview_cli.interview.shown import Shown
from interview_cli.interview.wish import VoiceWish
from interview_cli.tui.ports import Ports, Start
from interview_cli.wiring.full_screen.past import Export, History
from interview_cli.wiring.full_screen.practice import Drill
from interview_cli.wiring.full_screen.setup import Setup
from interview_cli.wiring.home import Home, open_settings
from interview_cli.wiring.voice import build_studio

if TYPE_CHECKING:
    from interview_cli.tui.app import InterviewApp
    from interview_cli.voice.ports import Voice


class Once:
    """What is made when it is asked for first, by whichever thread, and once."""

    def __init__(self, make: Callable[[], Voice]) -> None:
        self._make = make
        self._made: Voice | None = None
        self._lock = threading.Lock()

    def __call__(self) -> Voice:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def close(self) -> None:
        """Close it, if it was made."""
        if self._made is not None:
            self._made.close()


def build_ports(
    home: Home,
    *,
    shown: Shown,
    fallback: bool = True,
    voice: VoiceWish | None = None,
    screen: TextIO | None = None,
) -> Ports:
    """The app's ports on this machine."""
    from interview_cli.store.choices import keep_choices, last_choices

    def remember_theme(theme: str) -> None:
        with suppress(StorageError):
            keep_choices(home.data_dir, last_choices(home.data_dir).model_copy(update={"theme": theme}))

    studio = Once(lambda: build_studio(home, voice or VoiceWish()))
    return Ports(
        setup=Setup(home, shown, studio, fallback),
        history=History(home),
        export=Export(home),
        drill=Drill(home, shown, fallback),
        voice=studio,
        editor=TextEditor(screen),
        remember_theme=remember_theme,
        close=studio.close,
    )


def build_app(
    home: Home,
    start: Start,
    *,
    shown: Shown | None = None,
    fallback: bool = True,
    voice: VoiceWish | None = None,
    plain_motion: bool = False,
    screen: TextIO | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> InterviewApp:
    """The app for the command and for its tests. Raises UsageError for settings that are wrong."""
    from interview_cli.store.choices import last_choices
    from interview_cli.tui.app import InterviewApp
    from interview_cli.tui.keymap import check_keymap

    settings = open_settings(home)
    check_keymap(settings.keymap)
    ports = build_ports(home, shown=shown or Shown(), fallback=fallback, voice=voice, screen=screen)
    theme = last_choices(home.data_dir).theme if settings.theme == "auto" else settings.theme
    return InterviewApp(
        ports,
        start,
        theme=theme or "auto",
        keymap=settings.keymap,
        plain_motion=plain_motion or settings.plain_motion,
        monotonic=monotonic,
    )
