"""The sound of any file becomes a clip."""

from __future__ import annotations

import io
import struct
import wave
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip, read_clip, resampled
from tests.voice.signals import pitch, tone

np: Any = pytest.importorskip("numpy", reason="the voice extra is not installed")
av: Any = pytest.importorskip("av", reason="the voice extra is not installed")

RATE = 16_000
SOUND = tone(0.5)


def wav(frames: bytes, *, width: int = 2, channels: int = 1, rate: int = RATE) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(frames)
    return file.getvalue()


def widened(width: int) -> bytes:
    """The sound in samples of another width."""
    values = np.frombuffer(SOUND, "<i2").astype("i8")
    if width == 1:
        return bytes(((values >> 8) + 128).astype("u1").tobytes())
    whole = (values << (8 * (width - 2))).astype("<i4")
    return b"".join(whole[n : n + 1].tobytes()[:width] for n in range(len(whole)))


def apart(clip: Clip) -> int:
    """The largest difference to the sound that was written."""
    mine, theirs = np.frombuffer(clip.pcm, "<i2"), np.frombuffer(SOUND, "<i2")
    assert len(mine) == len(theirs)
    return int(np.abs(mine.astype("i4") - theirs).max())


@pytest.mark.parametrize(("width", "most"), [(1, 256), (2, 0), (3, 1), (4, 1)])
def test_a_wav_file_of_any_width_gives_its_samples(width: int, most: int) -> None:
    clip = read_clip(wav(widened(width), width=width))
    assert clip.rate == RATE
    assert apart(clip) <= most


def test_stereo_becomes_mono() -> None:
    both = np.frombuffer(SOUND, "<i2").repeat(2).tobytes()
    assert apart(read_clip(wav(both, channels=2))) <= 1


def test_floats_are_read_and_held_within_full_scale() -> None:
    floats = np.array([0.0, 0.5, -2.0, np.nan], "<f4").tobytes()
    layout = struct.pack("<HHIIHH", 3, 1, RATE, RATE * 4, 4, 32)
    head = b"RIFF" + struct.pack("<I", 0) + b"WAVEfmt " + struct.pack("<I", 16) + layout
    clip = read_clip(head + b"data" + struct.pack("<I", len(floats)) + floats)
    assert np.frombuffer(clip.pcm, "<i2").tolist() == [0, 16384, -32767, 0]


@pytest.mark.parametrize("length", [0, 0x7FFFF000, 0xFFFFFFFF])
def test_the_length_in_the_header_of_a_streamed_file_does_not_count(length: int) -> None:
    data = bytearray(wav(SOUND))
    data[40:44] = struct.pack("<I", length)
    assert read_clip(bytes(data)).pcm == SOUND


def test_other_parts_before_the_samples_are_passed_over() -> None:
    data = wav(SOUND)
    odd = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    assert read_clip(data[:12] + odd + data[12:]).pcm == SOUND


@pytest.mark.parametrize(("name", "codec"), [("mp3", "libmp3lame"), ("ogg", "libopus"), ("flac", "flac")])
def test_packed_sound_is_decoded(name: str, codec: str) -> None:
    file = io.BytesIO()
    with av.open(file, "w", format=name) as out:
        stream = out.add_stream(codec, rate=48_000, layout="mono")
        samples = np.frombuffer(resampled(Clip(SOUND, RATE), 48_000).pcm, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 48_000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    clip = read_clip(file.getvalue())
    assert clip.seconds == pytest.approx(0.5, abs=0.1)
    assert pitch(resampled(clip, RATE).pcm) == pytest.approx(440, abs=4)


@pytest.mark.parametrize(
    "data", [b"", b"no sound at all", b"RIFF0000WAVE", wav(b""), wav(SOUND)[:30], b"ID3" + b"\0" * 50]
)
def test_what_is_no_sound_is_told(data: bytes) -> None:
    with pytest.raises(VoiceError, match="sound"):
        read_clip(data)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(rest: bytes) -> None:
    for data in (rest, wav(SOUND)[:20] + rest, b"RIFF\0\0\0\0WAVE" + rest):
        try:
            assert read_clip(data).pcm
        except VoiceError:
            continue


def test_resampling_keeps_pitch_and_length() -> None:
    clip = resampled(Clip(SOUND, RATE), 44_100)
    assert clip.rate == 44_100
    assert clip.seconds == pytest.approx(0.5, abs=0.005)
    assert pitch(resampled(clip, RATE).pcm) == pytest.approx(440, abs=4)
