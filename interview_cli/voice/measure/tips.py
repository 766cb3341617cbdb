"""Quiet words to a person who is speaking: too fast, many fillers, too soft, the time is nearly over."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Literal

from interview_cli.coach.fillers import fillers
from interview_cli.coach.speech import SpokenWord
from interview_cli.coach.speech_bands import BANDS, PER_MINUTE
from interview_cli.coach.takes import fillers_among
from interview_cli.coach.words import words as words_of

TipKind = Literal["near", "over", "fast", "fillers", "soft"]

TIPS: dict[TipKind, str] = {
    "near": "Nearly time: come to the result.",
    "over": "Time is up: one last sentence.",
    "fast": "A little slower: take a breath.",
    "fillers": "A short silence is fine, too.",
    "soft": "A little louder, please.",
}
# How long a tip stands, and how long it stays away after that (seconds).
SHOWN_SECONDS, AGAIN_SECONDS = 4.0, 20.0
# Time is nearly over with this much left: an eighth of it, within these bounds (seconds).
_NEAR_SHARE, _NEAR_LEAST, _NEAR_MOST = 0.125, 8.0, 20.0
# A pace that is poor for so long (seconds) is no burst; so many fillers in so long, or among the last words
# where these have no times, are a run.
_FASTEST = BANDS["pace", PER_MINUTE].note[1]
_FAST_SECONDS = 15.0
_RUN, _RUN_SECONDS, _RUN_WORDS = 3, 8.0, 20
# The loudest tenth of a second of the last ones (seconds), in dBFS: below, a voice is hard to make out; below
# the second, and where the level hardly moves (dB), nobody speaks.
_SOFT_SECONDS, _SOFT, _SILENT, _MOVES = 6.0, -42.0, -58.0, 8.0


class LiveTips:
    """The tip to show at each moment of a recording, from what is known of it then; it has no clock."""

    def __init__(self, suggested_seconds: float = 0.0, *, english: bool = True) -> None:
        """`suggested_seconds` is the time for the answer, 0 for none; pace and fillers are for English."""
        self._suggested = suggested_seconds
        self._english = english
        self._levels: deque[tuple[float, float]] = deque()
        self._given: dict[TipKind, float] = {}
        # How many words were known when a tip was given last: no word is told of twice.
        self._told: dict[TipKind, int] = {}
        self._shown: TipKind | None = None

    def at(self, seconds: float, *, level: float, text: str = "", words: Sequence[SpokenWord] = ()) -> str:
        """The tip at a time of the recording, "" for none. Times must not go back.

        `level` is the loudness of the last tenth of a second (dBFS), `text` what was understood so far, and
        `words` the same with times, where the engine gives them.
        """
        self._levels.append((seconds, level))
        while self._levels[0][0] < seconds - _SOFT_SECONDS:
            self._levels.popleft()
        if self._shown is not None and seconds < self._given[self._shown] + SHOWN_SECONDS:
            return TIPS[self._shown]
        due = (kind for kind in self._due(seconds, text, words) if self._may(kind, seconds))
        self._shown = next(due, None)
        if self._shown is None:
            return ""
        self._given[self._shown] = seconds
        self._told[self._shown] = len(words) or len(text.split())
        return TIPS[self._shown]

    def _may(self, kind: TipKind, seconds: float) -> bool:
        """Whether a tip may come (again): that of time comes once."""
        if kind not in self._given:
            return True
        return kind not in ("near", "over") and seconds >= self._given[kind] + AGAIN_SECONDS

    def _due(self, seconds: float, text: str, words: Sequence[SpokenWord]) -> list[TipKind]:
        """All tips that fit this moment, the most pressing first."""
        due: list[tuple[TipKind, bool]] = [
            ("over", 0 < self._suggested <= seconds),
            ("near", self._is_near(seconds)),
            ("soft", self._is_soft(seconds)),
        ]
        if self._english:
            due += [
                ("fast", _is_fast(seconds, text, words, self._told.get("fast", 0))),
                ("fillers", _is_run(text, words, self._told.get("fillers", 0))),
            ]
        return [kind for kind, fits in due if fits]

    def _is_near(self, seconds: float) -> bool:
        left = min(_NEAR_MOST, max(_NEAR_LEAST, _NEAR_SHARE * self._suggested))
        return self._suggested > 2 * left and self._suggested - left <= seconds < self._suggested

    def _is_soft(self, seconds: float) -> bool:
        if self._levels[0][0] > seconds - _SOFT_SECONDS / 2 or seconds < _SOFT_SECONDS:
            return False
        levels = [level for _, level in self._levels]
        return _SILENT < max(levels) < _SOFT and max(levels) - min(levels) >= _MOVES


def _is_fast(seconds: float, text: str, words: Sequence[SpokenWord], told: int) -> bool:
    """Whether the pace is poor over the last stretch that was understood, of words not `told` of before.

    Text without times comes later than it was said, so its pace over all the time so far is a lower bound.
    """
    if not words:
        is_new = len(text.split()) > told
        return is_new and seconds >= _FAST_SECONDS and 60 * len(words_of(text)) / seconds > _FASTEST
    late = words[told:]
    if not late or late[-1].end - late[0].start < _FAST_SECONDS:
        return False
    start = late[-1].end - _FAST_SECONDS
    return 60 * sum(word.start >= start for word in late) / _FAST_SECONDS > _FASTEST


def _is_run(text: str, words: Sequence[SpokenWord], told: int) -> bool:
    """Whether there are many fillers close together among the last words, not `told` of before."""
    if not words:
        return len(fillers(" ".join(text.split()[told:][-_RUN_WORDS:]))) >= _RUN
    late = [word for word in words[told:] if word.start >= words[-1].end - _RUN_SECONDS]
    return sum(1 for _ in fillers_among(late)) >= _RUN
