"""Transcription while a person still speaks: parts are cut at pauses and written down one by one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from interview_cli.coach.speech import SpokenWord, Transcript
from interview_cli.voice.transcribe.cutting import LONGEST, cut_after
from interview_cli.voice.transcribe.port import (
    Hints,
    Part,
    Transcriber,
    TranscriberError,
    TranscriptionCancelledError,
)
from interview_cli.voice.transcribe.quality import doubts, joined, quality_of
from interview_cli.voice.transcribe.voiced import FRAME, FRAME_BYTES, VoiceTrack, smooth

NOT_ALL = "It was not waited for: words may be missing, above all at the end."
_LOOK = 0.1
# What goes to the engine begins and ends a little outside the voice, as soft sounds escape the detector.
_MARGIN = int(0.3 / FRAME)
# What decides on a cut: the longest part and the pause after it.
_NEAR = int((LONGEST + 2.0) / FRAME)
# A silence before the first word is dropped up to here, so that thinking makes no parts.
_LEAD = int(1.0 / FRAME)
# A part that is not complete is written down for its reader when the person pauses after so much more speech,
# and only by an engine that has done so before the person goes on: it must be free when they stop.
_PROVISIONAL_PAUSE, _PROVISIONAL_SPEECH, _PROVISIONAL_COST = int(0.3 / FRAME), int(1.0 / FRAME), 1.0


@dataclass(slots=True)
class _Piece:
    """A stretch of the recording that holds speech: when it begins, its sound until that is written down."""

    begin: float
    pcm: bytes
    part: Part | None = None
    by: str = ""


@dataclass(slots=True)
class _Provisional:
    """What was understood of the unfinished part when its last voiced frame was `last`."""

    last: int
    piece: _Piece


@dataclass(slots=True)
class _Written:
    """What is there so far; replaced as a whole, so that any thread may read it."""

    pieces: list[_Piece] = field(default_factory=list)
    provisional: _Provisional | None = None


class LiveTranscription:
    """Writes down a recording as it grows, in a thread of its own, from the moment it is made.

    `pcm_source(start)` gives all sound that was recorded so far from byte `start` on, at once; it is asked
    ten times a second and once more by `finish`, when it must have everything. Raises VoiceError without
    the libraries that find pauses.
    """

    def __init__(self, transcriber: Transcriber, hints: Hints, pcm_source: Callable[[int], bytes]) -> None:
        self._transcriber = transcriber
        self._hints = hints
        self._source = pcm_source
        self._track = VoiceTrack()
        self._read = 0
        self._sound = bytearray()  # from frame `_begin` on
        self._begin = 0
        self._state = _Written()
        self._cost = 0.0
        self._busy = False
        self._cancelled = False
        self._stopped = threading.Event()
        self._over = threading.Event()
        self._defect: BaseException | None = None
        self._known_notes = len(transcriber.notes)
        self._thread = threading.Thread(target=self._work, name="transcription", daemon=True)
        self._thread.start()

    @property
    def text(self) -> str:
        """What was understood so far; the end of it may still change."""
        state = self._state
        parts = [piece.part for piece in state.pieces if piece.part is not None]
        if state.provisional is not None and state.provisional.piece.part is not None:
            parts.append(state.provisional.piece.part)
        return joined(parts)

    def finish(self) -> Transcript:
        """The transcript of the whole recording; blocks while what is left is written down.

        What an engine failed at meanwhile is tried once more. Raises TranscriberError when that fails too
        (`text` has what was understood), and TranscriptionCancelledError after `cancel`.
        """
        self._stopped.set()
        self._over.wait()
        if self._cancelled:
            raise TranscriptionCancelledError("The transcription was called off.")
        if self._defect is not None:
            raise self._defect
        return self._transcript(self._state.pieces)

    def so_far(self) -> Transcript | None:
        """What was understood when it was given up, which is doubtful; None when that is nothing."""
        pieces = self._state.pieces
        if self._state.provisional is not None:
            pieces = [*pieces, self._state.provisional.piece]
        if not any(piece.part is not None and piece.part.text.strip() for piece in pieces):
            return None
        transcript = self._transcript(pieces)
        return transcript.model_copy(update={"doubts": [NOT_ALL, *transcript.doubts]})

    def cancel(self) -> None:
        """Give it up; from any thread, at once. The transcriber can be used on."""
        self._cancelled = True
        self._stopped.set()
        self._over.set()
        if self._busy:
            self._transcriber.cancel()

    def _work(self) -> None:
        try:
            self._warm_up()
            while not self._cancelled:
                last_look = self._stopped.is_set()  # asked before reading, so that nothing comes after it
                self._listen()
                if (cut := self._next_cut()) is not None:
                    self._close_part(cut)
                elif last_look:
                    break
                elif not self._write_provisional():
                    self._stopped.wait(_LOOK)
            self._close_part(len(self._track) - self._begin)
            self._catch_up()
        except BaseException as error:  # told to whoever calls `finish`, see there
            self._defect = error
        finally:
            self._over.set()

    def _warm_up(self) -> None:
        """Load the engine; one that can't be will say so when it has something to do."""
        try:
            self._busy = True
            self._transcriber.load()
        except TranscriberError:
            return
        finally:
            self._busy = False

    def _listen(self) -> None:
        """Take what was recorded since the last time, and forget silence before the next word."""
        fresh = self._source(self._read)
        self._read += len(fresh)
        self._sound += fresh
        self._track.add(fresh)
        voice = self._track.voice
        first = voice.find(1, self._begin)
        silent_until = len(voice) if first < 0 else first
        if silent_until - self._begin > _LEAD:
            self._drop(silent_until - self._begin - _MARGIN)

    def _next_cut(self) -> int | None:
        """Where the part that has begun ends, in frames from its beginning."""
        if self._track.voice.find(1, self._begin) < 0:
            return None
        near = slice(self._begin, self._begin + _NEAR)
        return cut_after(self._track.speaking[near], self._track.loudness[near])

    def _piece(self, frames: int) -> tuple[_Piece | None, int]:
        """The speech within so many frames from the part's beginning, and the number of its last frame."""
        voice = smooth(self._track.voice[self._begin : self._begin + frames])
        first, last = voice.find(1), voice.rfind(1)
        if first < 0:
            return None, 0
        first, end = max(0, first - _MARGIN), min(frames, last + 1 + _MARGIN)
        pcm = bytes(self._sound[first * FRAME_BYTES : end * FRAME_BYTES])
        return _Piece((self._begin + first) * FRAME, pcm), self._begin + last

    def _close_part(self, frames: int) -> None:
        """Write down what was said in so many frames, and begin the next part after them."""
        piece, last = self._piece(frames)
        known = self._state.provisional
        if piece is not None and not self._cancelled:
            if known is not None and known.last == last:
                piece = known.piece
            else:
                self._write_down(piece, final=False)
            self._state = _Written([*self._state.pieces, piece])
        self._drop(frames)

    def _drop(self, frames: int) -> None:
        del self._sound[: frames * FRAME_BYTES]
        self._begin += frames

    def _write_provisional(self) -> bool:
        """Write down what there is of the unfinished part, if that is cheap and the person just paused."""
        frames = len(self._track) - self._begin
        piece, last = self._piece(frames)
        known = self._state.provisional
        pausing = self._begin + frames - 1 - last >= _PROVISIONAL_PAUSE
        since = max(self._begin, known.last) if known is not None else self._begin
        news = sum(self._track.voice[since:])
        affordable = self._transcriber.is_local and self._cost < _PROVISIONAL_COST
        if piece is None or not (pausing and affordable and news >= _PROVISIONAL_SPEECH):
            return False
        self._write_down(piece, final=False)
        if piece.part is None:
            return False
        self._state = _Written(self._state.pieces, _Provisional(last, piece))
        return True

    def _write_down(self, piece: _Piece, *, final: bool) -> None:
        """Have a piece transcribed. Where that fails it stays as it is; when `final` the error is raised."""
        began = time.monotonic()
        self._busy = True
        try:
            piece.part = self._transcriber.transcribe(piece.pcm, self._hints)
        except TranscriberError:
            if final or self._cancelled:
                raise
        else:
            piece.by, piece.pcm = self._transcriber.name, b""
        finally:
            self._busy = False
            self._cost = time.monotonic() - began

    def _catch_up(self) -> None:
        """Try once more what failed."""
        for piece in self._state.pieces:
            if piece.part is None and not self._cancelled:
                self._write_down(piece, final=True)

    def _transcript(self, pieces: list[_Piece]) -> Transcript:
        parts = [piece.part for piece in pieces if piece.part is not None]
        speech = sum(smooth(self._track.voice)) * FRAME
        text = joined(parts)
        quality = quality_of(parts, speech)
        words = _shifted(pieces)
        return Transcript(
            text=text,
            by=", ".join(dict.fromkeys(piece.by for piece in pieces if piece.by)) or self._transcriber.name,
            language=next((part.language for part in parts if part.language), ""),
            words=words,
            quality=quality,
            doubts=doubts(text, quality, words, heard_speech=bool(pieces)),
            notes=list(self._transcriber.notes[self._known_notes :]),
        )


def transcribe_whole(transcriber: Transcriber, hints: Hints, pcm: bytes) -> Transcript:
    """The transcript of a recording that is complete; blocks. Raises VoiceError as LiveTranscription does."""
    return LiveTranscription(transcriber, hints, lambda start: pcm[start:]).finish()


def _shifted(pieces: list[_Piece]) -> list[SpokenWord]:
    """All words with times from the beginning of the recording."""
    return [
        word.model_copy(update={"start": piece.begin + word.start, "end": piece.begin + word.end})
        for piece in pieces
        if piece.part is not None
        for word in piece.part.words
    ]
