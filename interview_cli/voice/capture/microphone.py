"""The open microphone: it always knows the last moment, so that a recording begins before its key."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview_cli.errors import InterviewError
from interview_cli.voice.capture import devices
from interview_cli.voice.capture.devices import (
    IN_USE,
    Device,
    SoundSystemHangsError,
    bounded,
    find_input,
    numpy_for_sound,
    portaudio,
    quietly,
    refresh,
)
from interview_cli.voice.capture.pcm import SAMPLE_BYTES, SAMPLE_RATE
from interview_cli.voice.capture.recorder import Recorder
from interview_cli.voice.capture.resampling import ToSpeech
from interview_cli.voice.capture.ring import Ring
from interview_cli.voice.ports import VoiceError

BEFORE = 0.3
_FIRST_SOUND = 2.0
_LONGEST_TAIL = 0.1
_CLOSING = 2.0


@dataclass(frozen=True, slots=True)
class _Form:
    rate: int
    channels: int


class _Source:
    """A stream of PortAudio in one form, and who gets its sound; the callback only copies."""

    def __init__(self, device: Device, form: _Form) -> None:
        self.form = form
        self._ring = Ring(round(BEFORE * form.rate) * form.channels * SAMPLE_BYTES)
        self._lock = threading.Lock()
        self._recorder: Recorder | None = None
        self._sounds = threading.Event()
        self.over = False
        self._stream: Any = portaudio().RawInputStream(
            device=device.index,
            samplerate=form.rate,
            channels=form.channels,
            dtype="int16",
            callback=self._hear,
            finished_callback=self._finish,
        )

    def _hear(self, frames: Any, *_: object) -> None:
        block = bytes(frames)
        with self._lock:
            self._ring.add(block)
            if self._recorder is not None:
                self._recorder.add(block)
        self._sounds.set()

    def _finish(self) -> None:
        with self._lock:
            self.over = True
            if self._recorder is not None:
                self._recorder.lose()

    def start(self) -> None:
        self._stream.start()
        IN_USE.add(self)
        # How long sound takes to arrive here, in seconds.
        self.latency = float(self._stream.latency)

    def sounds(self) -> bool:
        """Whether sound comes; waits for it."""
        return self._sounds.wait(_FIRST_SOUND)

    @property
    def recorder(self) -> Recorder | None:
        """Who gets the sound."""
        return self._recorder

    def feed(self, recorder: Recorder) -> None:
        """Give a recorder the last moment and what comes."""
        with self._lock:
            self._recorder = recorder
            recorder.add(self._ring.last())
            if self.over:
                recorder.lose()
        # Outside, as the sound system waits for the lock, and starting a thread may take a while.
        recorder.begin()

    def leave(self) -> None:
        """Give it to nobody any more."""
        with self._lock:
            self._recorder = None

    def close(self) -> None:
        # `stop` waits for ever for a source that delivers nothing.
        self._stream.abort()
        self._stream.close()
        IN_USE.discard(self)


class Microphone:
    """The microphone that `wanted` means, see `find_input`. Its calls come from one thread at a time."""

    def __init__(self, wanted: str = "") -> None:
        self._wanted = wanted
        self._source: _Source | None = None
        self.device: Device | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is open and not known to be lost."""
        return self._source is not None and not self._source.over

    def open(self) -> None:
        """Open it; returns when sound comes, usually within 50 ms. Also after it was lost.

        Raises VoiceError when there is none, it gives no sound for 2 s, or the sound system hangs for 5 s;
        UsageError for a name that is none.
        """
        if self.is_open:
            return
        self.close()
        try:
            device, source = self._opened()
        except SoundSystemHangsError:
            raise
        except InterviewError:
            # PortAudio lists devices once; meanwhile they may have changed.
            refresh()
            device, source = self._opened()
        if not source.sounds():
            self._source = source
            self.close()
            raise VoiceError(
                f"The microphone {device.name} gives no sound.",
                "Is it muted, unplugged, or used by another program? Choose another one by --input-device.",
            )
        self.device, self._source = device, source

    def _opened(self) -> tuple[Device, _Source]:
        device = find_input(self._wanted)
        error_type = portaudio().PortAudioError
        # Loaded here, as it would hold up the first recording.
        numpy_for_sound()
        given_up = threading.Event()

        def open_any() -> _Source:
            problem: Exception | None = None
            for form in _forms(device):
                try:
                    source = _Source(device, form)
                    try:
                        source.start()
                    except error_type:
                        source.close()
                        raise
                except error_type as error:
                    problem = problem or error
                    continue
                if given_up.is_set():
                    source.close()
                return source
            raise VoiceError(
                f"The microphone {device.name} can't be opened: {problem}.",
                "Another program may hold it. Choose another one by --input-device.",
            ) from problem

        try:
            with quietly():
                return device, bounded(open_any)
        except VoiceError:
            given_up.set()
            raise

    def close(self) -> None:
        """Close it, and end the recording that is made. Nothing is heard any more."""
        source, self._source = self._source, None
        if source is None:
            return
        if source.recorder is not None:
            source.recorder.stop()
        # Where the sound system hangs, the stream is left to it.
        with quietly(), contextlib.suppress(VoiceError):
            bounded(source.close, min(_CLOSING, devices.PATIENCE))

    def record(
        self,
        path: Path,
        *,
        max_seconds: float = 180.0,
        stop_after_silence: float = 0.0,
        key: bytes | None = None,
    ) -> Recorder:
        """Begin to record into a new WAV file, from 300 ms ago; returns within a few ms.

        With a `key` (32 bytes) the file is no WAV but encrypted.
        `stop_after_silence` ends it when somebody spoke and then was silent so many seconds, at least 4; 0
        leaves that out. Raises VoiceError when it is not open, was lost or records already, StorageError
        when the file can't be made, UsageError for times that can't be.
        """
        source = self._source
        if source is None or source.over:
            lost = "is gone" if source is not None else "is not open"
            raise VoiceError(f"The microphone {lost}.", "Type the answer, or open the microphone again.")
        if source.recorder is not None:
            if not source.recorder.stopping:
                raise VoiceError("The microphone is recording already.")
            source.recorder.stop()
        recorder = Recorder(
            path,
            ToSpeech(source.form.rate, source.form.channels),
            max_seconds=max_seconds,
            stop_after_silence=stop_after_silence,
            tail=min(_LONGEST_TAIL, source.latency),
            when_over=source.leave,
            key=key,
        )
        source.feed(recorder)
        return recorder


def _forms(device: Device) -> list[_Form]:
    """How to ask for sound, best first: as it is needed, else as the device has it by itself."""
    stereo = min(2, device.channels)
    wanted = [(SAMPLE_RATE, 1), (device.rate, 1), (SAMPLE_RATE, stereo), (device.rate, stereo)]
    wanted += [(48_000, 1), (48_000, stereo), (44_100, 1), (44_100, stereo), (device.rate, device.channels)]
    return [_Form(*form) for form in dict.fromkeys(wanted)]
