"""From what a terminal sends to single keys with names, where no screen library reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from interview_cli.voice.terminal_keys import Kind, Report, flags_in, report_in

# Whole sequences first, then what may still become one, then single signs.
_PIECE = re.compile(
    r"(?P<sequence>\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[A-~])|(?P<begun>\x1b(?:\[[0-?]*[ -/]*|O)?\Z)"
    r"|\x1b(?P<alt>[^\x1b\x00-\x1f\x7f])|(?P<sign>.)",
    re.DOTALL,
)
_ENDING_IN: Final = {
    **dict(zip("ABCDHFPQRS", "up down right left home end f1 f2 f3 f4".split(), strict=True)),
    "E": "begin",
}
_NUMBERED: Final = {
    **dict(
        zip((1, 2, 3, 4, 5, 6, 7, 8), "home insert delete end pageup pagedown home end".split(), strict=True)
    ),
    **{number: f"f{n}" for n, number in enumerate((11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24), 1)},
}
_BY_CODE: Final = {9: "tab", 13: "enter", 27: "escape", 32: "space", 127: "backspace", 57414: "enter"}
_CONTROLS: Final = {"\r": "enter", "\n": "enter", "\t": "tab", "\b": "backspace", "\x7f": "backspace"}
# Kitty numbers keys without a sign in this range of private use.
_FUNCTIONAL = range(57344, 63744)
_SHIFT, _ALT, _CTRL, _SUPER = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key, named as Textual does (`space`, `a`, `A`, `f9`, `ctrl+space`), and what it types."""

    name: str
    text: str = ""
    kind: Kind = "press"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the terminal says of itself: the flags in force, None where it only says that it is there."""

    flags: int | None


class KeyReader:
    """Reads keys out of text that may be cut anywhere; sequences that are no key are left out."""

    def __init__(self) -> None:
        self._begun = ""
        self._down: dict[tuple[int, str], KeyEvent] = {}

    @property
    def is_amid(self) -> bool:
        """Whether a sequence has begun, which may also be the Escape key alone."""
        return bool(self._begun)

    def feed(self, sent: str) -> Iterator[KeyEvent | Answer]:
        """The keys in what came, as far as they are whole."""
        sent, self._begun = self._begun + sent, ""
        for piece in _PIECE.finditer(sent):
            if piece["begun"]:
                self._begun = piece["begun"]
            elif piece["sequence"]:
                yield from self._in_sequence(piece["sequence"])
            elif piece["alt"]:
                yield KeyEvent(f"alt+{_named(piece['alt'])}")
            else:
                yield _of_sign(piece["sign"])

    def flush(self) -> Iterator[KeyEvent]:
        """Nothing more came for a moment: an Escape was one, and what was cut off is no key."""
        if self._begun == "\x1b":
            yield KeyEvent("escape")
        self._begun = ""

    def _in_sequence(self, sequence: str) -> Iterator[KeyEvent | Answer]:
        flags = flags_in(sequence)
        if flags is not None or (sequence.startswith("\x1b[?") and sequence.endswith("c")):
            yield Answer(flags)
            return
        report = report_in(sequence.replace("\x1bO", "\x1b[", 1))
        if report is None:
            return
        event = _of_report(report)
        which = report.key, report.final
        if event is None:
            return
        if report.kind == "release":
            yield KeyEvent(self._down.pop(which, event).name, kind="release")
        elif report.kind == "repeat":
            pressed = self._down.get(which, event)
            # A chord types nothing when its Ctrl is let go first.
            yield event if pressed.text else replace(pressed, kind="repeat")
        else:
            self._down[which] = event
            yield event


def _of_sign(sign: str) -> KeyEvent:
    if sign in _CONTROLS:
        return KeyEvent(_CONTROLS[sign], "\n" if _CONTROLS[sign] == "enter" else "")
    if sign < " ":
        return KeyEvent("ctrl+space" if sign == "\0" else f"ctrl+{chr(ord(sign) + 96)}")
    return KeyEvent(_named(sign), sign if sign.isprintable() else "")


def _of_report(report: Report) -> KeyEvent | None:
    code, held = report.key, report.modifiers
    if report.final == "u":
        name = _BY_CODE.get(code, f"key{code}" if code in _FUNCTIONAL else _named(chr(code)))
    else:
        name = _NUMBERED.get(code, "") if report.final == "~" else _ENDING_IN[report.final]
    text = "".join(sign for sign in report.text if sign.isprintable())
    if not held & (_CTRL | _ALT | _SUPER):
        if name == "enter":
            return KeyEvent(name, "\n", report.kind)
        if text:
            return KeyEvent(_named(text), text, report.kind)
        # Without the text itself a sign is at least known by its key.
        if (
            report.final == "u"
            and name == _named(chr(code))
            and not held & _SHIFT
            and chr(code).isprintable()
        ):
            return KeyEvent(name, chr(code), report.kind)
    chord = [
        word
        for bit, word in ((_ALT, "alt"), (_CTRL, "ctrl"), (_SHIFT, "shift"), (_SUPER, "super"))
        if held & bit
    ]
    return KeyEvent("+".join([*chord, name]), "", report.kind) if name else None


def _named(text: str) -> str:
    return "space" if text == " " else text
