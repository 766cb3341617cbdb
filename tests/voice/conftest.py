"""Sound for tests that need some: a microphone and a loudspeaker without hardware."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.voice.virtual_microphone import VirtualMicrophone, missing_programs


def _look_again() -> None:
    """Let PortAudio of this process forget the devices it found, where it was used already."""
    portaudio = sys.modules.get("sounddevice")
    if portaudio is not None:
        portaudio._terminate()
        portaudio._initialize()


@pytest.fixture
def virtual_microphone(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualMicrophone]:
    """A sound server of this test's own; it takes 40 ms to start.

    It works for child processes (`env={**os.environ, **virtual_microphone.environ}`) and in the process of
    the test: its variables are set there too, and PortAudio is initialised anew before and after the test,
    since it lists devices only then. So import sounddevice inside the test or what it calls, and close
    every stream before the test ends, as initialising ends those that are left.
    `kill()` leaves no device; PortAudio of the process knows that only after `_terminate, _initialize`.
    What ALSA and PortAudio say about it goes to fd 2, where pytest captures it.
    """
    missing = missing_programs()
    if missing:
        pytest.skip(f"no {', '.join(missing)} on this machine")
    microphone = VirtualMicrophone()
    try:
        for name, value in microphone.environ.items():
            monkeypatch.setenv(name, value)
        _look_again()
        yield microphone
    finally:
        microphone.close()
        _look_again()
