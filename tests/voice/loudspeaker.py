"""What was heard at the virtual loudspeaker, millisecond by millisecond."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from interview_cli.voice.ports import VoiceError
from tests.voice.virtual_microphone import Heard


def sounding(pcm: bytes) -> Any:
    """Which milliseconds of what was heard are no silence."""
    numpy: Any = __import__("numpy")
    samples = numpy.frombuffer(pcm, "<i2").astype("i4")
    whole = samples[: len(samples) // 16 * 16].reshape(-1, 16)
    return numpy.abs(whole).max(axis=1) > 300


def span(pcm: bytes) -> tuple[int, int]:
    """The first and the last millisecond that sounds."""
    numpy: Any = __import__("numpy")
    at = numpy.flatnonzero(sounding(pcm))
    assert len(at), "nothing was heard"
    return int(at[0]), int(at[-1])


def longest_gap(pcm: bytes) -> int:
    """Milliseconds of the longest silence between the first sound and the last."""
    numpy: Any = __import__("numpy")
    at = numpy.flatnonzero(sounding(pcm))
    return int(numpy.diff(at).max()) - 1


def wait_for_silence(heard: Heard) -> None:
    """Until a fifth of a second of silence was heard after a sound."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        loud = sounding(heard.pcm)
        if loud.any() and not loud[-200:].any():
            return
        time.sleep(0.02)
    raise AssertionError("it does not fall silent")


def amid(work: Callable[[], Any], *, when: Callable[[], bool], then: Callable[[], None]) -> Any:
    """What blocking work gives while something is done amid it."""
    result: list[Any] = []

    def run() -> None:
        try:
            result.append(work())
        except VoiceError as error:
            result.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    until = time.monotonic() + 20
    while not when() and time.monotonic() < until:
        time.sleep(0.002)
    then()
    thread.join(20)
    assert not thread.is_alive(), "it hangs"
    return result[0]
