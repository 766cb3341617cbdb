"""What a terminal sends, parted into keys and pasted text."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass

# Around what is pasted, as xterm sends it (mode 2004, "bracketed paste").
_BEGIN, _END = "\x1b[200~", "\x1b[201~"
# So much text in one read was not typed: a terminal without that mode sends what is pasted as keys.
# The letters of a key's own code are none of it.
_BURST = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[^\[O])?|(?P<text>[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]{100,})"
)
# Several times the longest answer that is taken: text that long would hold up every key after it.
MOST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Pasted:
    """Text that came at once, as it was sent."""

    text: str


class Incoming:
    """Parts the bytes of a terminal; what stands between keys and paste is never lost.

    Bytes that are no UTF-8 become U+FFFD. What is pasted may hold escape codes: they end nothing but the
    paste itself.
    """

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._pasting: str | None = None

    def feed(self, data: bytes) -> Iterator[str | Pasted]:
        """What came: keys as they were sent, and what was pasted once all of it is there."""
        text = self._decode(data)
        while text:
            if self._pasting is None:
                keys, begin, text = text.partition(_BEGIN)
                yield from _parted(keys)
                self._pasting = "" if begin else None
            else:
                pasted, end, text = (self._pasting + text).partition(_END)
                if end:
                    self._pasting = None
                    yield Pasted(pasted)
                else:
                    self._pasting = pasted

    def give_up(self) -> Iterator[Pasted]:
        """A paste whose end does not come, as far as it is there."""
        if self._pasting:
            yield Pasted(self._pasting)
        self._pasting = None


def _parted(keys: str) -> Iterator[str | Pasted]:
    place = 0
    for found in _BURST.finditer(keys):
        if found["text"]:
            yield from filter(None, [keys[place : found.start()]])
            yield Pasted(found["text"])
            place = found.end()
    yield from filter(None, [keys[place:]])
