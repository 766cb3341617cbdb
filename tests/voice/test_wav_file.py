"""WAV files: whole at every moment while they are written, and read whatever their header claims."""

from __future__ import annotations

import os
import stat
import struct
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_cli.errors import InterviewError, StorageError, UsageError
from interview_cli.voice.capture.wav_file import HEADER_BYTES, WavWriter, read_wav
from tests.voice.signals import noise, pitch, tone

numpy: Any = pytest.importorskip("numpy", reason="the voice extra is not installed")

here = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(path: Path, *pieces: bytes) -> WavWriter:
    writer = WavWriter(path)
    for piece in pieces:
        writer.write(piece)
    return writer


def wav(sound: bytes, *, codec: int = 1, channels: int = 1, rate: int = 16_000, bits: int = 16) -> bytes:
    frame = channels * bits // 8
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, codec, channels, rate, rate * frame, frame, bits)
    data = struct.pack("<4sI", b"data", len(sound)) + sound
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + len(data), b"WAVE") + form + data


def read_or_refused(path: Path) -> bytes | str:
    """Its sound, or why there is none."""
    try:
        return read_wav(path)
    except InterviewError as error:
        return error.message


def test_a_recording_is_an_ordinary_private_wav_file_at_every_moment(tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    sound = noise(0.5)
    writer = WavWriter(path)
    for place in range(0, len(sound), 1_000):
        writer.write(sound[place : place + 1_000])
        with wave.open(str(path)) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
            assert file.readframes(file.getnframes()) == sound[: place + 1_000]
    writer.close()
    writer.close()
    assert read_wav(path) == writer.recorded() == sound
    assert writer.recorded(1_000) == sound[1_000:]
    assert writer.recorded(len(sound) + 10) == b""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_recording_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    path.write_bytes(b"mine")
    with pytest.raises(StorageError, match="can't be made"):
        WavWriter(path)
    assert path.read_bytes() == b"mine"
    with pytest.raises(StorageError, match="No such file"):
        WavWriter(tmp_path / "nowhere" / "take.wav")


FULL = """
import resource, signal, sys
from pathlib import Path
from interview_cli.voice.capture.wav_file import WavWriter, read_wav
from interview_cli.voice.ports import VoiceError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
writer = WavWriter(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (44 + 48001, 44 + 48001))
writer.write(b"ab" * 16000)
try:
    writer.write(b"cd" * 16000)
except VoiceError as error:
    print(error.message)
writer.close()
assert read_wav(path) == b"ab" * 16000 + b"cd" * 8000
"""


def test_a_full_disk_costs_only_what_did_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == f"The disk is full: the first 1.5 s are kept in {path}.\n"
    with wave.open(str(path)) as file:
        assert file.getnframes() == 24_000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_without_room_for_a_header_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open
    monkeypatch.setattr(os, "open", lambda *_: really_open("/dev/full", os.O_RDWR))
    with pytest.raises(InterviewError, match="disk is full"):
        WavWriter(tmp_path / "take.wav")


@here
@given(st.integers(0, 3_000), st.integers(0, 4_000))
def test_a_file_cut_or_grown_behind_its_header_gives_what_is_there(
    tmp_path: Path, length: int, there: int
) -> None:
    # The header knows `length` samples, the file has `there` bytes of sound, as at any moment of a crash.
    sound = noise(0.25)[:there]
    path = tmp_path / "take.wav"
    path.write_bytes(wav(noise(0.25)[: 2 * length])[:HEADER_BYTES] + sound)
    assert read_wav(path) == sound[: there // 2 * 2]


@here
@given(st.integers(0, HEADER_BYTES - 1))
def test_a_file_that_ends_in_its_header_has_no_sound(tmp_path: Path, length: int) -> None:
    path = tmp_path / "take.wav"
    path.write_bytes(wav(noise(0.1))[:length])
    with pytest.raises(UsageError):
        read_wav(path)


@here
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path: Path, data: bytes, headed: bool) -> None:
    path = tmp_path / "any.wav"
    path.write_bytes((b"RIFF\x00\x00\x00\x00WAVE" if headed else b"") + data)
    read = read_or_refused(path)
    assert read.startswith("any.wav ") if isinstance(read, str) else len(read) % 2 == 0


@here
@given(
    codec=st.sampled_from([0, 1, 2, 3, 7, 0xFFFE]),
    channels=st.integers(0, 40),
    rate=st.one_of(st.integers(0, 2**32 - 1), st.sampled_from([8_000, 44_100])),
    bits=st.integers(0, 80),
    sound=st.binary(max_size=300),
)
def test_any_header_is_read_or_refused_in_a_sentence(
    tmp_path: Path, codec: int, channels: int, rate: int, bits: int, sound: bytes
) -> None:
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, codec, channels, rate, 0, 0, bits)
    data = struct.pack("<4sI", b"data", len(sound)) + sound
    path = tmp_path / "any.wav"
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + form + data)
    read = read_or_refused(path)
    assert read.startswith("any.wav ") if isinstance(read, str) else len(read) % 2 == 0


@pytest.mark.parametrize(
    ("kind", "codec", "bits", "loss"),
    [
        ("u1", 1, 8, 300),
        ("<i2", 1, 16, 0),
        ("<i3", 1, 24, 1),
        ("<i4", 1, 32, 1),
        ("<f4", 3, 32, 1),
        ("<f8", 3, 64, 1),
    ],
)
def test_samples_of_every_width_are_the_same_sound(
    tmp_path: Path, kind: str, codec: int, bits: int, loss: int
) -> None:
    sound = tone(0.2, 300)
    samples = numpy.frombuffer(sound, "<i2").astype("i8")
    if kind == "u1":
        raw = (samples // 256 + 128).astype("u1").tobytes()
    elif kind == "<i3":
        raw = (samples << 16).astype("<i4").view("u1").reshape(-1, 4)[:, 1:].tobytes()
    elif codec == 3:
        raw = (samples / 32_768).astype(kind).tobytes()
    else:
        raw = (samples << (bits - 16)).astype(kind).tobytes()
    path = tmp_path / "tone.wav"
    path.write_bytes(wav(raw, codec=codec, bits=bits))
    read = numpy.frombuffer(read_wav(path), "<i2").astype("i8")
    assert abs(read - samples).max() <= loss


def test_a_stereo_file_of_another_rate_becomes_16_khz_mono(tmp_path: Path) -> None:
    left = numpy.sin(2 * numpy.pi * 440 * numpy.arange(44_100) / 44_100) * 16_000
    frames = numpy.stack([left, left], axis=1).astype("<i2").tobytes()
    path = tmp_path / "stereo.wav"
    path.write_bytes(wav(frames, channels=2, rate=44_100))
    sound = read_wav(path)
    assert len(sound) == 32_000
    assert pitch(sound) == pytest.approx(440, abs=1)


def test_what_editors_write_behind_the_sound_is_no_sound(tmp_path: Path) -> None:
    sound = noise(0.1)
    path = tmp_path / "tagged.wav"
    path.write_bytes(wav(sound) + struct.pack("<4sI", b"LIST", 10) + b"INFOISFT\0\0")
    assert read_wav(path) == sound


def test_an_extensible_header_is_understood(tmp_path: Path) -> None:
    sound = noise(0.1)
    form = struct.pack("<HHIIHHHHIH", 0xFFFE, 1, 16_000, 32_000, 2, 16, 22, 16, 4, 1)
    form += bytes.fromhex("000000001000800000aa00389b71")
    chunk = struct.pack("<4sI", b"fmt ", len(form)) + form
    path = tmp_path / "extensible.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVE" + chunk + struct.pack("<4sI", b"data", len(sound)) + sound)
    assert read_wav(path) == sound


def test_a_long_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(wav(noise(2)))
    with pytest.raises(UsageError, match="too long"):
        read_wav(path, longest_seconds=1.9)
