"""Opens a loudspeaker through PortAudio, with whatever rate and channels it takes."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from interview_cli.voice.capture.devices import portaudio
from interview_cli.voice.ports import VoiceError

LATENCY = 0.2
"""Seconds of sound that wait in the device's buffer: a program busy for that long is not heard to stumble.

Being silent does not wait for them, they are dropped.
"""
_BAD_RATE, _BAD_CHANNELS = -9997, -9998


def open_stream(
    device: str,
    rate: int,
    takes: Callable[[int, int], None],
    feed: Callable[[Any, int, Any, Any], None],
    finished: Callable[[], None],
) -> Any:
    """A started stream of int16 samples; `device` is a part of its name, empty for the system's own choice.

    `takes` is told the rate and channels before it starts: those wanted, mono, or what the device insists on.
    `feed` fills blocks and `finished` is called when it stops. Raises VoiceError that says what is missing.
    """
    sounddevice = portaudio()
    try:
        own = int(sounddevice.query_devices(device or None, "output")["default_samplerate"])
        for its_rate, channels in ((rate, 1), (rate, 2), (own, 1), (own, 2)):
            takes(its_rate, channels)
            try:
                return _started(sounddevice, device, its_rate, channels, feed, finished)
            except sounddevice.PortAudioError as error:
                if error.args[1:2] not in ((_BAD_RATE,), (_BAD_CHANNELS,)):
                    raise
                refused = error
        raise refused
    except ValueError as error:
        raise VoiceError(
            f"There is no loudspeaker {device!r}.", "Those there are: interview voice devices"
        ) from error
    except sounddevice.PortAudioError as error:
        if "querying device" in str(error):
            raise VoiceError("There is no loudspeaker here.", "Is the sound server running?") from error
        words = str(error.args[0] if error.args else error).rpartition("Stream: ")[2].removesuffix(".")
        raise VoiceError(f"The loudspeaker cannot be opened: {words}.") from error


def _started(
    sounddevice: Any,
    device: str,
    rate: int,
    channels: int,
    feed: Callable[[Any, int, Any, Any], None],
    finished: Callable[[], None],
) -> Any:
    stream = sounddevice.RawOutputStream(
        samplerate=rate,
        channels=channels,
        dtype="int16",
        device=device or None,
        latency=LATENCY,
        callback=feed,
        finished_callback=finished,
    )
    try:
        stream.start()
    except sounddevice.PortAudioError:
        stream.close()
        raise
    return stream


def close_stream(stream: Any) -> None:
    """Silence a stream and give the device back; what it had not played is dropped."""
    # A stream whose device is gone complains when it is stopped, and there is nothing left to mend.
    with suppress(Exception):
        stream.abort()
    with suppress(Exception):
        stream.close()


def leave_hanging() -> None:
    """Let the program end without the sound system, which sounddevice would wait for at exit, for ever."""
    sounddevice = sys.modules.get("sounddevice")
    if sounddevice is not None:
        atexit.unregister(sounddevice._exit_handler)


def doubled(pcm: bytes) -> bytes:
    """Mono samples as stereo ones."""
    import numpy as np

    return bytes(np.frombuffer(pcm, "<i2").repeat(2).tobytes())
