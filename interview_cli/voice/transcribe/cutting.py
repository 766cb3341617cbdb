"""Where a recording that still grows is cut into parts, so that most of it is written down when it ends."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.voice.transcribe.voiced import FRAME, runs

# Whisper is best at several seconds in one piece, and takes at most 30. What has been said since the last cut
# is what is left to do after the stop, so the longer a part gets, the shorter a pause may end it.
# Half a sentence is better kept together with the rest, unless the person thinks for long in between: an
# engine that hears silence makes words up.
LONGEST = 20.0
_LONG_PAUSE = 1.5
_PAUSES = ((2.0, _LONG_PAUSE), (6.0, 0.5), (8.0, 0.3), (10.0, 0.16))
# Without any pause the cut goes where it is quietest, between two words rather than within one.
_QUIETEST_AFTER, _QUIET = 12.0, 0.1


def needed_pause(seconds: float) -> float | None:
    """How long a pause must be, in seconds, to end a part of so many; None while it is too short."""
    return next((pause for length, pause in reversed(_PAUSES) if seconds >= length), None)


def cut_after(speaking: bytes | bytearray, loudness: Sequence[float]) -> int | None:
    """The frame at which a part ends, counted from its first one; None while it should go on.

    `speaking` holds a frame of 20 ms each, 1 where somebody speaks; the part begins with the first of them.
    When more than the longest part is waiting, the engine is behind, and gets as much as it can take at once:
    Whisper needs almost the same time for a short part as for a long one.
    """
    behind = len(speaking) * FRAME >= LONGEST
    last_cut = None
    for value, begin, end in runs(speaking):
        if begin * FRAME >= LONGEST:
            break
        needed, pause = needed_pause(begin * FRAME), (end - begin) * FRAME
        if value or needed is None or pause < needed:
            continue
        last_cut = (begin + end) // 2
        if not behind or pause >= _LONG_PAUSE:
            return last_cut
    if not behind or last_cut is not None:
        return last_cut
    return _quietest(loudness, int(_QUIETEST_AFTER / FRAME), int(LONGEST / FRAME))


def _quietest(loudness: Sequence[float], begin: int, end: int) -> int:
    """The middle of the quietest tenth of a second between two frames."""
    width = int(_QUIET / FRAME)
    sums = [sum(loudness[place : place + width]) for place in range(begin, end - width)]
    return begin + min(range(len(sums)), key=sums.__getitem__) + width // 2
