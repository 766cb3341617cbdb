"""Encrypted recordings: whole at every moment, readable with the key alone, and made plain again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.voice.capture.media import decode
from interview_cli.voice.capture.sealed_file import SealedWriter, is_sealed, read_sealed
from interview_cli.voice.capture.sealing import seal, unseal
from interview_cli.voice.capture.wav_file import WavWriter, read_wav

KEY = bytes(range(32))
SOUND = bytes(range(256)) * 250


def recorded(path: Path, *pieces: bytes) -> Path:
    writer = SealedWriter(path, KEY)
    for piece in pieces:
        writer.write(piece)
    writer.close()
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(
        st.binary(min_size=2, max_size=400).map(lambda data: data[: len(data) // 2 * 2]), max_size=8
    )
)
def test_what_is_recorded_is_read_again(tmp_path: Path, pieces: list[bytes]) -> None:
    path = tmp_path / f"{os.urandom(6).hex()}.wav"
    recorded(path, *pieces)

    assert read_sealed(path, KEY) == b"".join(pieces)
    assert is_sealed(path)


def test_while_it_grows_it_is_read_from_any_place(tmp_path: Path) -> None:
    writer = SealedWriter(tmp_path / "t1-1.wav", KEY)
    writer.write(SOUND)
    writer.write(SOUND)

    assert writer.recorded() == SOUND * 2
    assert writer.recorded(len(SOUND) + 100) == SOUND[100:]
    assert writer.size == 2 * len(SOUND)
    writer.path.unlink()
    assert writer.recorded() == b""


def test_nothing_of_the_sound_is_on_the_disk(tmp_path: Path) -> None:
    path = recorded(tmp_path / "t1-1.wav", SOUND)

    assert SOUND[:32] not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", [None, bytes(32)])
def test_without_its_key_it_says_so_and_stays(tmp_path: Path, key: bytes | None) -> None:
    path = recorded(tmp_path / "t1-1.wav", SOUND)
    before = path.read_bytes()

    with pytest.raises(UsageError, match="key"):
        decode(path, key=key)
    assert path.read_bytes() == before


def test_pieces_cannot_be_moved_dropped_or_taken_from_another(tmp_path: Path) -> None:
    one = recorded(tmp_path / "one.wav", SOUND[:100], SOUND[100:200], SOUND[200:300]).read_bytes()
    other = recorded(tmp_path / "other.wav", SOUND[:100], SOUND[100:200], SOUND[200:300]).read_bytes()
    head, size = 24, 4 + 12 + 100 + 16
    pieces = [one[head + size * place : head + size * (place + 1)] for place in range(3)]
    foreign = other[head : head + size]

    for changed in (
        [pieces[1], pieces[0], pieces[2]],
        [pieces[1], pieces[2]],
        [foreign, pieces[1], pieces[2]],
        [pieces[0], pieces[0], pieces[1]],
    ):
        path = tmp_path / "changed.wav"
        path.write_bytes(one[:head] + b"".join(changed))
        with pytest.raises(UsageError, match="does not open"):
            read_sealed(path, KEY)


def test_cut_off_anywhere_all_whole_pieces_are_there(tmp_path: Path) -> None:
    data = recorded(tmp_path / "t1-1.wav", SOUND[:100], SOUND[100:200]).read_bytes()
    path = tmp_path / "cut.wav"
    for length in range(len(data)):
        path.write_bytes(data[:length])
        assert read_sealed(path, KEY) in (b"", SOUND[:100])


RECORDING = """
import sys, time
from pathlib import Path
from interview_cli.voice.capture.sealed_file import SealedWriter
writer = SealedWriter(Path(sys.argv[1]), bytes(range(32)))
while True:
    writer.write(bytes(1600))
    print(writer.size, flush=True)
    time.sleep(0.002)
"""


def test_killed_while_it_records_it_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "t1-1.wav"
    with subprocess.Popen(
        [sys.executable, "-c", RECORDING, path], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(20):
            size = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)

    assert len(read_sealed(path, KEY)) >= size


def test_a_plain_recording_is_sealed_and_made_plain_again_bit_by_bit(tmp_path: Path) -> None:
    path = tmp_path / "t1-1.wav"
    writer = WavWriter(path)
    writer.write(SOUND)
    writer.close()
    before = path.read_bytes()
    made = time.time() - 40 * 24 * 3600
    os.utime(path, (made, made))

    assert seal(path, KEY)
    assert not seal(path, KEY), "there is nothing left to do"
    assert decode(path, key=KEY).pcm == SOUND
    assert path.stat().st_mtime == pytest.approx(made), "its age says how long it is kept"
    assert unseal(path, KEY)
    assert not unseal(path, KEY)
    assert path.read_bytes() == before
    assert read_wav(path) == SOUND
    assert [each.name for each in tmp_path.iterdir()] == ["t1-1.wav"]


def test_a_wrong_key_or_what_is_no_recording_leaves_the_file(tmp_path: Path) -> None:
    sealed = recorded(tmp_path / "t1-1.wav", SOUND)
    text = tmp_path / "t2-1.wav"
    text.write_text("not sound")
    before = {path: path.read_bytes() for path in (sealed, text)}

    with pytest.raises(UsageError):
        unseal(sealed, bytes(32))
    with pytest.raises(UsageError):
        seal(text, KEY)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
