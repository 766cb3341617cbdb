"""The virtual microphone itself, as the other tests rely on it."""

from __future__ import annotations

import time

import pytest

from tests.voice.virtual_microphone import VirtualMicrophone

# A click in silence, so that the place of a sound can be found.
CLICK = b"\x00\x00" * 800 + b"\x00\x40\x00\xc0" * 400 + b"\x00\x00" * 800


def test_what_is_said_comes_out_of_the_microphone_bit_for_bit(virtual_microphone: VirtualMicrophone) -> None:
    sounddevice = pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    heard = bytearray()
    stream = sounddevice.RawInputStream(
        samplerate=16_000, channels=1, dtype="int16", callback=lambda data, *_: heard.extend(bytes(data))
    )
    stream.start()
    virtual_microphone.say(CLICK)
    time.sleep(0.1)
    stream.abort()
    stream.close()
    assert CLICK.strip(b"\x00") in bytes(heard)


def test_what_a_program_plays_is_heard_at_the_loudspeaker(virtual_microphone: VirtualMicrophone) -> None:
    sounddevice = pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    with virtual_microphone.heard_by_speaker() as heard:
        stream = sounddevice.RawOutputStream(samplerate=22_050, channels=1, dtype="int16")
        stream.start()
        stream.write(CLICK * 4)
        time.sleep(0.3)
        stream.abort()
        stream.close()
    assert heard.pcm.strip(b"\x00")
