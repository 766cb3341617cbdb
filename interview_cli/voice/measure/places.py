"""Where pauses stand: before the first word, inside a clause or between two, by the words around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

from interview_cli.coach.fillers import is_filler_sound
from interview_cli.coach.speech import PausePlace, SpokenWord, Transcript

_CLAUSE_ENDS = re.compile(r"[.!?…,;:—–。！？、，；：][\"'”’)\]]*$")
_SENTENCE_ENDS = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_SIGN = re.compile(r"[^\w\s]+$")
_BARE = re.compile(r"[\W_]+")


def place_of(start: float, end: float, words: Sequence[SpokenWord]) -> PausePlace:
    """The place of a silence (seconds) amid words in the order they were said.

    Engines' times are some tenths of a second off, and words stretch into the silence beside them: so a
    pause stands after the last word whose middle comes before its own. Commas around "um" end no clause.
    Unknown where the words carry no signs at all.
    """
    if not any(_CLAUSE_ENDS.search(word.text.strip()) for word in words):
        return "unknown"
    middles = [(word.start + word.end) / 2 for word in words]
    place = bisect_right(middles, (start + end) / 2) - 1
    if place < 0:
        return "before"
    filled = False
    while place >= 0 and is_filler_sound(words[place].text):
        filled = True
        if _SENTENCE_ENDS.search(words[place].text.strip()):
            return "between"
        place -= 1
    if place < 0:
        return "inside"
    ends = _SENTENCE_ENDS if filled or _opens_with_filler(words, place + 1) else _CLAUSE_ENDS
    return "between" if ends.search(words[place].text.strip()) else "inside"


def punctuated(transcript: Transcript) -> list[SpokenWord]:
    """The words of a transcript with the signs that follow them in its text, where they carry none."""
    words = transcript.words
    if any(_CLAUSE_ENDS.search(word.text.strip()) for word in words):
        return list(words)
    written = [token for token in transcript.text.split() if _bare(token)]
    heard = [_bare(word.text) for word in words]
    signs: dict[int, str] = {}
    match = SequenceMatcher(None, [_bare(token) for token in written], heard, autojunk=False)
    for block in match.get_matching_blocks():
        for step in range(block.size):
            sign = _SIGN.search(written[block.a + step])
            if sign:
                signs[block.b + step] = sign.group()
    return [
        word.model_copy(update={"text": f"{word.text.rstrip()}{signs[place]}"}) if place in signs else word
        for place, word in enumerate(words)
    ]


def _opens_with_filler(words: Sequence[SpokenWord], place: int) -> bool:
    return place < len(words) and is_filler_sound(words[place].text)


def _bare(text: str) -> str:
    return _BARE.sub("", text).casefold()
