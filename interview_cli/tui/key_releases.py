"""Repeats and releases of keys, which Textual's parser does not know and fails at."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from textual._xterm_parser import XTermParser
from textual.events import InputEvent, Key
from textual.keys import Keys
from textual.message import Message

from interview_cli.voice.terminal_keys import Report, flags_in, report_in

# More keys than a keyboard has; a terminal that tells of more is not listened to so closely.
_MOST_KEYS = 256


class RepeatedKey(Key):
    """A key that is still held comes again; for all who don't ask it is a key like any other."""


# It is handled where keys are, which Textual finds by this name.
RepeatedKey.handler_name = Key.handler_name


class KeyReleased(InputEvent):
    """A key was let go. `key` is the name its press had, whichever of its modifiers was let go before."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class ReleasesProved(Message):
    """The terminal has proved that it tells when a key is let go, or can't be relied on for that any more."""

    def __init__(self, proved: bool) -> None:
        super().__init__()
        self.proved = proved


class FlagsTold(Message):
    """The terminal says which flags of the keyboard protocol are in force."""

    key = ""  # the parser passes on what it takes for a key, and asks it for its name

    def __init__(self, flags: int) -> None:
        super().__init__()
        self.flags = flags


class KeyParser(XTermParser):
    """Reads keys as Textual does, and repeats and releases too. What is no key ends nothing."""

    def __init__(self, debug: bool = False) -> None:
        self._down: dict[tuple[int, str], Key] = {}
        super().__init__(debug)

    def feed(self, data: str) -> Iterator[Message]:
        """What these characters mean, none the end of all; never raises."""
        if not data:
            yield from super().feed(data)
        for character in data:
            try:
                yield from super().feed(character)
            except Exception:  # what terminals may send besides keys has no end
                logging.getLogger(__name__).warning("The terminal sent what is no key", exc_info=True)
                self._begin_anew()

    def _begin_anew(self) -> None:
        self._tokens.clear()
        self._timeout_time = None
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Any]:
        if len(sequence) < 3:
            return super()._sequence_to_key_events(sequence, alt)
        flags = flags_in(sequence)
        if flags is not None:
            return [FlagsTold(flags)]
        report = report_in(sequence)
        if report is not None:
            return self._told(report)
        try:
            return list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            return [Key(Keys.Ignore, sequence)]

    def _told(self, report: Report) -> Iterable[Any]:
        which = report.key, report.final
        if report.kind == "release":
            pressed = self._down.pop(which, None)
            name = pressed.key if pressed else self._name(f"\x1b[{report.key}{report.final}")
            return [KeyReleased(name)] if name else [Key(Keys.Ignore, None)]
        keys = list(super()._sequence_to_key_events(report.pressed))
        if report.kind == "repeat":
            pressed = self._down.get(which)
            if pressed is not None and not pressed.is_printable:
                keys = [pressed]  # it goes on to type nothing when its Ctrl is let go first
            return [RepeatedKey(key.key, key.character) for key in keys]
        if keys and len(self._down) < _MOST_KEYS:
            self._down[which] = keys[0]
        return keys

    def _name(self, pressed: str) -> str:
        return next((key.key for key in super()._sequence_to_key_events(pressed)), "")
