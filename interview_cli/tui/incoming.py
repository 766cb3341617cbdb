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
# Joiners and marks of direction belong to words, and are no keys that a widget would take.
_BURST = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[^\[O])?"
    r"|(?P<text>[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]{100,}|[\u200c-\u200f]+)"
)
# So little after a silence is a key: the end of the paste will not come.
_KEY_BYTES = 8
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

    def feed(self, data: bytes, *, after_silence: bool = False) -> Iterator[str | Pasted]:
        """What came: keys as they were sent, and what was pasted as far as its end is there."""
        if after_silence and len(data) <= _KEY_BYTES and self._pasting is not None:
            yield from _pasted(self._pasting)
            self._pasting = None
        text = self._decode(data)
        while text:
            if self._pasting is None:
                keys, begin, text = text.partition(_BEGIN)
                yield from _parted(keys)
                self._pasting = "" if begin else None
            else:
                pasted, end, text = (self._pasting + text).partition(_END)
                self._pasting = None if end else pasted
                if end:
                    yield from _pasted(pasted)

    def flush(self) -> Iterator[Pasted]:
        """What of a paste is there already, when nothing more comes for a moment; the rest may follow."""
        if self._pasting:
            kept = next((_END[:size] for size in range(5, 0, -1) if self._pasting.endswith(_END[:size])), "")
            yield from _pasted(self._pasting.removesuffix(kept))
            self._pasting = kept


def _pasted(text: str) -> Iterator[Pasted]:
    if text:
        yield Pasted(text)


def _parted(keys: str) -> Iterator[str | Pasted]:
    place = 0
    for found in _BURST.finditer(keys):
        if found["text"]:
            yield from filter(None, [keys[place : found.start()]])
            yield Pasted(found["text"])
            place = found.end()
    yield from filter(None, [keys[place:]])
