"""A terminal that speaks Kitty's keyboard protocol: which flags are in force, and what keys send then."""

from __future__ import annotations

from typing import Literal

from tests.tui.emulator import Emulator

EVENTS, ALL_KEYS, TEXT = 0b10, 0b1000, 0b10000
Kind = Literal["press", "repeat", "release"]
_KINDS = {"press": 1, "repeat": 2, "release": 3}
# Numbers and last letters as https://sw.kovidgoyal.net/kitty/keyboard-protocol/ has them.
_NAMED = {
    "space": (32, "u", " "),
    "enter": (13, "u", ""),
    "escape": (27, "u", ""),
    "backspace": (127, "u", ""),
    "f9": (20, "~", ""),
    "up": (1, "A", ""),
    "left_shift": (57441, "u", ""),
    "left_control": (57442, "u", ""),
}
_LEGACY = {
    "space": " ",
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "f9": "\x1b[20~",
    "up": "\x1b[A",
}


class Kitty(Emulator):
    """Takes in what is written, and has `answers` to send back.

    `knows` are the flags it can do; without any it is silent.
    """

    def __init__(self, width: int, height: int, *, knows: int = 0b11111) -> None:
        super().__init__(width, height)
        self.knows = knows
        self.stack = [0]
        self.answers: list[str] = []
        self.asked = 0

    def _obey(self, private: str, numbers: str, final: str) -> None:
        super()._obey(private, numbers, final)
        if final == "c":
            self.answers.append("\x1b[?62;4c")
        if final != "u" or not private:
            return
        first, mode = [int(number or 0) for number in [*numbers.split(";"), "1"][:2]]
        match private:
            case ">":
                self.stack.append(first & self.knows)
            case "<":
                self.stack = self.stack[: -max(1, first)] or [0]
            case "=":
                changed = {1: first, 2: self.stack[-1] | first, 3: self.stack[-1] & ~first}[mode]
                self.stack[-1] = changed & self.knows
            case "?":
                self.asked += 1
                self.answers += [f"\x1b[?{self.stack[-1]}u"] if self.knows else []

    @property
    def flags(self) -> int:
        """The flags in force."""
        return self.stack[-1]

    def key(self, name: str, kind: Kind = "press") -> str:
        """What a key sends, named as `space`, `ctrl+space`, `a` or `A`; nothing where it tells nothing."""
        modifier, _, base = name.rpartition("+")
        number, final, text = _NAMED.get(base) or (ord(base.lower()), "u", base)
        held = 4 if modifier == "ctrl" else 1 if base.isupper() else 0
        if not self.flags & ALL_KEYS:
            legacy = "\0" if name == "ctrl+space" else _LEGACY.get(base, base)
            return "" if kind == "release" else legacy
        if kind == "release" and not self.flags & EVENTS:
            return ""
        event = f":{_KINDS[kind]}" if self.flags & EVENTS and kind != "press" else ""
        typed = f";{ord(text)}" if text and not modifier and self.flags & TEXT and kind != "release" else ""
        modifiers = f";{held + 1}{event}" if held or event or typed else ""
        return f"\x1b[{number}{modifiers}{typed}{final}"
