"""What stands on a terminal after the bytes that a full-screen program wrote to it."""

from __future__ import annotations

import codecs
import re

# Control sequences (ECMA-48, 5.4), strings that end in BEL or ST, other escapes, and a row of text.
_TOKEN = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[^\[\]PX^_]"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f])"
    r"|(?P<text>[^\x00-\x1f]+)"
)


class Screen:
    """A grid of characters: cursor moves and erasing count, colours don't; every character takes one cell."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0
        self._rest = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, data: bytes) -> None:
        """Take in what was written; a sequence that is cut off waits for its end."""
        text = self._rest + self._decoder.decode(data)
        place = 0
        while place < len(text) and (token := _TOKEN.match(text, place)):
            place = token.end()
            if shown := token["text"]:
                self._write(shown)
            elif token["final"]:
                self._control(token["parameters"], token["final"])
            elif token["control"]:
                self._move(token["control"])
        self._rest = text[place:]

    @property
    def lines(self) -> list[str]:
        """The rows as text, without spaces at their ends."""
        return ["".join(row).rstrip() for row in self._cells]

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join(self.lines)

    def _write(self, text: str) -> None:
        row = self._cells[self._row]
        for character in text:
            # The app turns wrapping off, so that what does not fit overwrites the last cell.
            row[min(self._column, self.columns - 1)] = character
            self._column = min(self._column + 1, self.columns)

    def _move(self, control: str) -> None:
        if control == "\r":
            self._column = 0
        elif control == "\n":
            self._row = min(self._row + 1, self.rows - 1)
        elif control == "\b":
            self._column = max(0, self._column - 1)

    def _control(self, parameters: str, final: str) -> None:
        if parameters[:1] in tuple("<=>?"):
            return  # modes of the terminal: nothing moves
        numbers = [int(number) if number.isdigit() else 0 for number in parameters.split(";")]
        first = max(1, numbers[0])
        match final:
            case "H":
                self._row = min(first, self.rows) - 1
                self._column = min(max(1, numbers[1]) if len(numbers) > 1 else 1, self.columns) - 1
            case "A":
                self._row = max(0, self._row - first)
            case "B":
                self._row = min(self.rows - 1, self._row + first)
            case "C":
                self._column = min(self.columns - 1, self._column + first)
            case "D":
                self._column = max(0, self._column - first)
            case "J":
                self._erase(numbers[0], self._row * self.columns + self._column, self.rows * self.columns)
            case "K":
                begin = self._row * self.columns
                self._erase(numbers[0], begin + self._column, begin + self.columns, begin)

    def _erase(self, which: int, here: int, end: int, begin: int = 0) -> None:
        """Blank from `here` to the end (0), from the beginning to `here` (1), or all (2), in cells."""
        places = {0: range(here, end), 1: range(begin, here + 1)}.get(which, range(begin, end))
        for place in places:
            row, column = divmod(place, self.columns)
            if row < self.rows and column < self.columns:
                self._cells[row][column] = " "
