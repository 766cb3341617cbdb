"""Whether a transcript is good enough to be judged without a person having looked at it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

from interview_cli.coach.delivery_sound import NOISY
from interview_cli.coach.languages import primary
from interview_cli.coach.speech import Sound, SpokenWord, TranscriptQuality
from interview_cli.voice.transcribe.engine import COMPRESSION, LOG_PROBABILITY, NO_SPEECH
from interview_cli.voice.transcribe.port import Part

NOTHING_HEARD = "No speech was found in the recording."
# People speak 2 to 3 words a second in interviews; auctioneers reach 5. Less than one word in two seconds of
# voice means that words are missing. Shorter speech than a second tells nothing about its pace.
SLOWEST, FASTEST = 0.5, 5.0
_SHORTEST_PACE = 1.0
# Whisper's own signs of a passage that it made up (openai-whisper, transcribe.py): three words of eight are
# less likely than this, or all where there are fewer than three.
_GUESSED, _GUESSES, _PASSAGE = 0.15, 3, 8
# A word may be said three times in a stammer, a phrase twice for emphasis.
_REPEATED_WORD, _REPEATED_PHRASE, _LONGEST_PHRASE = 5, 3, 12
_MADE_UP = re.compile(
    r"\W*(thank(s| you)( so| very)?( much)? for (watching|listening)|(please )?(like and )?subscribe.*"
    r"|(subtitles|captions|transcript(ion)?) (by|provided by) .*|see you (next time|in the next video))\W*",
    re.IGNORECASE,
)
_NO_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue", "bo"})


def compression_of(text: str) -> float | None:
    """The length of a text over that of its zlib compression, as Whisper computes it; None for no text."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else None


def joined(parts: Sequence[Part]) -> str:
    """The text of parts that follow each other."""
    space = "" if any(primary(part.language) in _NO_SPACES for part in parts if part.language) else " "
    return space.join(part.text for part in parts if part.text)


def quality_of(parts: Sequence[Part], speech_seconds: float) -> TranscriptQuality:
    """The worst that its parts say about a transcript, and its words a second over the time with a voice."""
    text = joined(parts)
    countable = not any(part.language and primary(part.language) in _NO_SPACES for part in parts)
    pace = len(text.split()) / speech_seconds if speech_seconds >= _SHORTEST_PACE and countable else None
    no_speech = [part.no_speech for part in parts if part.no_speech is not None]
    sure = [part.log_probability for part in parts if part.log_probability is not None]
    return TranscriptQuality(
        no_speech=min(1.0, max(0.0, *no_speech)) if no_speech else None,
        log_probability=min(sure, default=None),
        compression=max((part.compression for part in parts if part.compression is not None), default=None),
        words_per_second=pace,
    )


def doubts(
    text: str,
    quality: TranscriptQuality,
    words: Sequence[SpokenWord] = (),
    *,
    heard_speech: bool = True,
) -> list[str]:
    """Why a person should look at the text before it is judged, in plain sentences; empty for a good one.

    The bounds on probabilities and compression are Whisper's own (0.6, -1.0 and 2.4, see engine.py).
    """
    if not heard_speech:
        return [NOTHING_HEARD]
    if not text.strip():
        return ["Somebody spoke, but no words were understood."]
    return [*_of_engine(quality, words), *_of_text(text, quality), *_of_pace(quality)]


def _of_engine(quality: TranscriptQuality, words: Sequence[SpokenWord]) -> Iterator[str]:
    """What the engine itself says."""
    if quality.no_speech is not None and quality.no_speech > NO_SPEECH:
        yield f"The engine takes a part for silence ({quality.no_speech:.0%} sure of it)."
    if quality.log_probability is not None and quality.log_probability < LOG_PROBABILITY:
        yield (
            f"The engine was unsure of its words (mean log probability {quality.log_probability:.1f},"
            f" under {LOG_PROBABILITY:.1f})."
        )
    if guess := guessed(words):
        yield f"The engine hardly believes in its words “{guess}”."


def _of_text(text: str, quality: TranscriptQuality) -> Iterator[str]:
    if repeated := repetition(text):
        yield repeated
    elif quality.compression is not None and quality.compression > COMPRESSION:
        yield f"The text repeats itself (compression {quality.compression:.1f}, over {COMPRESSION:.1f})."
    if _MADE_UP.fullmatch(text):
        yield "Engines make up this sentence when they hear noise."


def _of_pace(quality: TranscriptQuality) -> Iterator[str]:
    pace = quality.words_per_second
    if pace is not None and pace < SLOWEST:
        yield f"There are few words for the time spoken ({pace:.1f} a second): some may be missing."
    if pace is not None and pace > FASTEST:
        yield f"There are more words than anybody says in that time ({pace:.1f} a second)."


def doubts_by_sound(text: str, sound: Sound) -> list[str]:
    """Why the sound that a text was taken from speaks against it; engines find words in mere noise, too.

    Every engine loses words quickly as the noise grows (Radford et al. 2022, figure 5).
    """
    if not text.strip():
        return []
    if sound.speech_seconds == 0:
        return ["The recording holds noise, but no voice."]
    if sound.signal_to_noise is not None and sound.signal_to_noise < NOISY:
        return [f"The voice hardly stands out from the noise (by {sound.signal_to_noise:.0f} dB)."]
    return []


def guessed(words: Sequence[SpokenWord]) -> str:
    """The first passage that the engine made up rather than heard; empty if there is none."""
    unlikely = [word.probability is not None and word.probability < _GUESSED for word in words]
    fewest = min(_GUESSES, len(words))
    for start in range(max(1, len(words) - _PASSAGE + 1)):
        if words and sum(unlikely[start : start + _PASSAGE]) >= fewest:
            return " ".join(word.text for word in words[start : start + _PASSAGE])
    return ""


def repetition(text: str) -> str:
    """A sentence about a word or phrase that comes again and again without a break; empty if none does."""
    words = [word.strip(".,;:!?\"'…").casefold() for word in text.split()]
    words = [word for word in words if word]
    for length in range(1, _LONGEST_PHRASE + 1):
        fewest = _REPEATED_WORD if length == 1 else _REPEATED_PHRASE
        run = 0
        for place in range(length, len(words)):
            run = run + 1 if words[place] == words[place - length] else 0
            if run >= length * (fewest - 1):
                phrase = " ".join(words[place - length + 1 : place + 1])
                return f"“{phrase}” is repeated again and again."
    return ""
