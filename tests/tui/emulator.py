"""As much of a terminal as the app needs to draw on: what stands on the screen, and which modes are on.

The usual library for this, pyte, knows no alternate screen, and so can't tell whether a program has left it.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

ALTERNATE_SCREEN, CURSOR, WRAP = 1049, 25, 7
# The modes of a terminal that nothing was done to.
USUAL_MODES = frozenset({CURSOR, WRAP})

_CONTROL = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<numbers>[\d;]*)[ -/]*(?P<final>[@-~])"  # control sequences
    r"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)"  # strings, such as titles and what is copied
    r"|\x1b[ -/]*[0-Z\\^-~]"  # short sequences
    r"|[\x00-\x1f\x7f]"
)
# What may be the beginning of a sequence that goes on with the next piece.
_BEGUN = re.compile(r"\x1b(?:\[[<=>?]?[\d;]*[ -/]*|[\]P_^X][^\x07]*|[ -/]*)$")


class Emulator:
    """Takes in what a program writes; `keyboards` counts the keyboard protocols that are still pushed."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.modes = set(USUAL_MODES)
        self.keyboards = 0
        self.colours: set[str] = set()
        self._rows = self._blank()
        self._row = self._column = 0
        self._main: tuple[list[list[str]], int, int] | None = None
        self._rest = ""

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join("".join(row).rstrip() for row in self._rows).rstrip()

    def feed(self, written: str) -> None:
        """Take in a piece of what was written, which may end anywhere."""
        written = self._rest + written
        begun = _BEGUN.search(written)
        self._rest = written[begun.start() :] if begun else ""
        written = written[: begun.start()] if begun else written
        place = 0
        for control in _CONTROL.finditer(written):
            self._put(written[place : control.start()])
            place = control.end()
            if control["final"]:
                self._obey(control["private"], control["numbers"], control["final"])
            else:
                self._move(control.group())
        self._put(written[place:])

    def resize(self, width: int, height: int) -> None:
        """The window has another size; what was on it goes."""
        self.width, self.height = width, height
        self._rows = self._blank()

    def _blank(self) -> list[list[str]]:
        return [[" "] * self.width for _ in range(self.height)]

    def _put(self, text: str) -> None:
        for letter in text:
            cells = cell_len(letter)
            if self._column + cells > self.width:
                if WRAP in self.modes:
                    self._move("\r")
                    self._move("\n")
                else:
                    self._column = self.width - cells
            row = self._rows[self._row]
            if cells == 0:
                row[max(0, self._column - 1)] += letter
            else:
                row[self._column : self._column + cells] = [letter, *[""] * (cells - 1)]
            self._column += cells

    def _move(self, control: str) -> None:
        if control == "\r":
            self._column = 0
        elif control == "\b":
            self._column = max(0, self._column - 1)
        elif control == "\n" and self._row < self.height - 1:
            self._row += 1
        elif control == "\n":
            self._rows = [*self._rows[1:], [" "] * self.width]

    def _obey(self, private: str, numbers: str, final: str) -> None:
        given = [int(number) if number else 0 for number in numbers.split(";")]
        match private, final:
            case "", "H" | "f":
                row, column = [*given, 0, 0][:2]
                self._row = min(max(row, 1), self.height) - 1
                self._column = min(max(column, 1), self.width) - 1
            case "", "A" | "B" | "C" | "D":
                by = max(1, given[0])
                self._row += {"A": -by, "B": by}.get(final, 0)
                self._column += {"C": by, "D": -by}.get(final, 0)
                self._row = min(max(self._row, 0), self.height - 1)
                self._column = min(max(self._column, 0), self.width - 1)
            case "", "J" if given[0] in (2, 3):
                self._rows = self._blank()
            case "", "J":
                self._rows[self._row :] = self._blank()[self._row :]
            case "", "K":
                start, end = {0: (self._column, self.width), 1: (0, self._column + 1)}.get(
                    given[0], (0, self.width)
                )
                self._rows[self._row][start:end] = [" "] * (end - start)
            case "", "m":
                self.colours.update(re.findall(r"(?:38|48);2;\d+;\d+;\d+|\b(?:3|4|9|10)[0-7]\b", numbers))
            case "?", "h" | "l":
                for mode in given:
                    self._switch(mode, on=final == "h")
            case ">" | "<", "u":
                self.keyboards += 1 if private == ">" else -1
            case _:
                pass

    def _switch(self, mode: int, *, on: bool) -> None:
        if mode == ALTERNATE_SCREEN and on and self._main is None:
            self._main = self._rows, self._row, self._column
            self._rows = self._blank()
        elif mode == ALTERNATE_SCREEN and not on and self._main is not None:
            self._rows, self._row, self._column = self._main
            self._main = None
        (self.modes.add if on else self.modes.discard)(mode)
