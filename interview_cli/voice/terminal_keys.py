"""Keys as a terminal sends them, with repeats and releases where it speaks Kitty's keyboard protocol.

The protocol: https://sw.kovidgoyal.net/kitty/keyboard-protocol/. A terminal is asked to report events, and
then which of its flags are in force; only what it answers proves that it will tell of releases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["press", "repeat", "release"]

EVENT_TYPES: Final = 0b00010
ALL_KEYS: Final = 0b01000
# Sets and clears the one flag, whatever else was asked for; then the question which ones are in force.
ASK_FOR_RELEASES: Final = f"\x1b[={EVENT_TYPES};2u"
ASK_FOR_NO_RELEASES: Final = f"\x1b[={EVENT_TYPES};3u"
ASK_FOR_FLAGS: Final = "\x1b[?u"

_KINDS: dict[str, Kind] = {"": "press", "1": "press", "2": "repeat", "3": "release"}
# `CSI key:shifted:base ; modifiers:event ; text u`; older keys end on a letter or on a tilde.
_REPORT = re.compile(
    r"\x1b\[(?P<key>\d{0,7})(?P<others>(?::\d{0,7}){0,2})"
    r"(?:;(?P<modifiers>\d{0,5})(?::(?P<kind>[123]?))?(?:;(?P<text>[\d:]*))?)?(?P<final>[u~ABCDEFHPQRS])"
)
_FLAGS = re.compile(r"\x1b\[\?(\d{0,5})u")
_MOST_CODE = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Report:
    """One key event of the protocol.

    `key` and `final` say which key it was, whatever else was held, and `kind` what became of it; `modifiers`
    are bits (1 shift, 2 alt, 4 ctrl, 8 super, 16 hyper, 32 meta, 64 caps lock, 128 num lock), `text` is what
    it types. `pressed` is the report of a press of it, without what belongs to events alone.
    """

    key: int
    final: str
    kind: Kind
    modifiers: int
    text: str
    pressed: str


def report_in(sequence: str) -> Report | None:
    """The key event that a whole escape sequence reports; None for anything else, and for what is no key."""
    found = _REPORT.fullmatch(sequence)
    if found is None:
        return None
    key = int(found["key"] or "1")
    codes = [int(code) for code in (found["text"] or "").split(":") if code]
    if any(code > _MOST_CODE or 0xD800 <= code <= 0xDFFF for code in (key, *codes)):
        return None
    return Report(
        key=key,
        final=found["final"],
        kind=_KINDS[found["kind"] or ""],
        modifiers=max(0, int(found["modifiers"] or "1") - 1),
        text="".join(map(chr, codes)),
        pressed=_as_a_press(found),
    )


def _as_a_press(found: re.Match[str]) -> str:
    if not found["others"] and found["kind"] is None:
        return found[0]
    modifiers, text = found["modifiers"] or "", found["text"] or ""
    # A lone 1 says that nothing is held; a press leaves it out.
    modifiers = "" if modifiers == "1" and not text else modifiers
    parts = f";{modifiers};{text}" if text else f";{modifiers}" if modifiers else ""
    return f"\x1b[{found['key']}{parts}{found['final']}"


def flags_in(sequence: str) -> int | None:
    """The flags that a terminal says are in force, if that is what a whole escape sequence says."""
    found = _FLAGS.fullmatch(sequence)
    return int(found[1] or "0") if found else None


def proves_releases(flags: int) -> bool:
    """Whether every key's release will be told: without all keys as codes, those that type are left out."""
    return flags & EVENT_TYPES != 0 and flags & ALL_KEYS != 0


def may_ask(environ: Mapping[str, str]) -> bool:
    """Whether a terminal may be asked at all: some would show the question, or answer for another one."""
    term = environ.get("TERM", "")
    return not (
        term in ("", "dumb", "linux")
        or term.startswith(("screen", "tmux"))
        or environ.get("TMUX")
        or environ.get("TERM_PROGRAM") == "Apple_Terminal"
    )
