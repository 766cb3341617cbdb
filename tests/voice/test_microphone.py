"""Recording from a real microphone that is no hardware: nothing said is lost, whatever goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import wave
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import StorageError, UsageError
from interview_cli.voice.capture.microphone import BEFORE, Microphone
from interview_cli.voice.capture.recorder import Recorder
from interview_cli.voice.capture.resampling import ToSpeech
from interview_cli.voice.capture.wav_file import read_wav
from interview_cli.voice.ports import VoiceError
from tests.voice.signals import RATE, noise, pitch, silence, tone
from tests.voice.virtual_microphone import VirtualMicrophone

sounddevice: Any = pytest.importorskip("sounddevice", reason="the voice extra is not installed")


@pytest.fixture
def microphone(virtual_microphone: VirtualMicrophone) -> Iterator[Microphone]:
    """The virtual microphone, open."""
    microphone = Microphone()
    microphone.open()
    yield microphone
    virtual_microphone.thaw()
    microphone.close()


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something that comes by itself."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def counted(seconds: float) -> bytes:
    """Samples 1, 2, 3...: each place in them can be told from its value, so that a gap can be seen."""
    return array("h", (1 + n % 32_000 for n in range(round(seconds * RATE)))).tobytes()


def without_gap(pcm: bytes) -> bool:
    """Whether the samples that are not silence count up one by one."""
    samples = [sample for sample in array("h", pcm) if sample]
    return len(samples) > 0 and all(after == before % 32_000 + 1 for before, after in pairwise(samples))


def test_what_is_said_is_recorded_bit_for_bit(
    virtual_microphone: VirtualMicrophone, microphone: Microphone, tmp_path: Path
) -> None:
    recorder = microphone.record(tmp_path / "take.wav")
    sound = noise(1.0)
    virtual_microphone.say(sound)
    until(lambda: sound in recorder.pcm())
    assert recorder.ended is None
    assert recorder.pcm(1_000) == recorder.pcm()[1_000:] or len(recorder.pcm(1_000)) > 0
    recorder.stop()
    recorder.stop()
    look = recorder.look()
    assert (look.ended, look.warning) == ("stopped", "")
    assert sound in read_wav(tmp_path / "take.wav")
    assert look.seconds == pytest.approx(len(read_wav(tmp_path / "take.wav")) / 2 / RATE)


def test_a_recording_begins_300_ms_before_it_and_ends_by_itself_where_no_sound_comes(
    virtual_microphone: VirtualMicrophone, microphone: Microphone, tmp_path: Path
) -> None:
    said = microphone.record(tmp_path / "first.wav")
    virtual_microphone.say(counted(4), wait=False)
    until(lambda: said.pcm().rstrip(b"\0") and len(said.pcm().strip(b"\0")) > 2 * RATE)
    # From here on the microphone delivers nothing, so that what came last is the same whenever we look.
    virtual_microphone.suspend()
    until(lambda: said.ended)
    assert said.ended == "no_sound"
    assert said.look().warning == "The microphone gives no more sound; what was said until then is kept."

    late = microphone.record(tmp_path / "second.wav")
    until(lambda: late.ended)
    kept = late.pcm()
    assert len(kept) == BEFORE * RATE * 2
    assert without_gap(kept)
    assert said.pcm().endswith(kept)


def test_the_next_recording_can_begin_at_once(microphone: Microphone, tmp_path: Path) -> None:
    for number in range(5):
        recorder = microphone.record(tmp_path / f"{number}.wav")
        recorder.stop(wait=number % 2 == 0)
    with pytest.raises(VoiceError, match="recording already"):
        [microphone.record(tmp_path / f"{name}.wav") for name in "ab"]
    assert not (tmp_path / "b.wav").exists()


def test_killing_the_sound_server_keeps_what_was_said(
    virtual_microphone: VirtualMicrophone, microphone: Microphone, tmp_path: Path
) -> None:
    recorder = microphone.record(tmp_path / "take.wav")
    virtual_microphone.say(counted(3), wait=False)
    until(lambda: len(recorder.pcm().strip(b"\0")) > RATE)
    virtual_microphone.kill()
    until(lambda: recorder.ended)
    assert recorder.look().warning == "The microphone is gone; what was said until then is kept."
    recorder.stop()
    assert recorder.ended == "lost"
    with wave.open(str(tmp_path / "take.wav")) as file:
        assert without_gap(file.readframes(file.getnframes()))
    with pytest.raises(VoiceError, match="microphone is gone"):
        microphone.record(tmp_path / "more.wav")

    virtual_microphone.restart()
    microphone.open()
    again = microphone.record(tmp_path / "again.wav")
    virtual_microphone.say(noise(0.3))
    until(lambda: noise(0.3) in again.pcm())


RECORD = """
import sys, time
from pathlib import Path
from interview_cli.voice.capture.microphone import Microphone
microphone = Microphone()
microphone.open()
recorder = microphone.record(Path(sys.argv[1]))
print("recording", flush=True)
time.sleep(60)
"""


def test_ending_the_program_by_force_leaves_a_recording_that_plays(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    path = tmp_path / "take.wav"
    with subprocess.Popen([sys.executable, "-c", RECORD, str(path)], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"recording\n"
        virtual_microphone.say(counted(3), wait=False)
        until(lambda: len(read_wav(path).strip(b"\0")) > RATE)
        program.kill()
    with wave.open(str(path)) as file:
        assert without_gap(file.readframes(file.getnframes()))
    assert without_gap(read_wav(path))


FROZEN = """
import os, sys, signal, time
from pathlib import Path
from interview_cli.voice.capture import devices
from interview_cli.voice.capture.microphone import Microphone
from interview_cli.voice.ports import VoiceError
microphone = Microphone()
devices.input_devices()
devices.PATIENCE = 0.3
os.kill(int(sys.argv[1]), signal.SIGSTOP)
try:
    microphone.open()
except VoiceError as error:
    print(error.message)
"""


def test_a_sound_system_that_hangs_blocks_neither_opening_nor_the_end_of_the_program(
    virtual_microphone: VirtualMicrophone,
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FROZEN, str(virtual_microphone.pid)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        0,
        "The sound system did not answer within 0.3 s.\n",
        "",
    )


FROZEN_LATER = """
import os, sys, signal, time
from pathlib import Path
from interview_cli.voice.capture import devices
from interview_cli.voice.capture.microphone import Microphone
from interview_cli.voice.ports import VoiceError
microphone = Microphone()
microphone.open()
devices.PATIENCE = 0.3
recorder = microphone.record(Path(sys.argv[2]))
while recorder.look().seconds < 0.5:
    time.sleep(0.01)
os.kill(int(sys.argv[1]), signal.SIGSTOP)
while not recorder.ended:
    time.sleep(0.01)
print(recorder.ended)
microphone.close()
try:
    microphone.open()
except VoiceError as error:
    print(error.message)
"""


def test_a_sound_system_that_hangs_while_recording_costs_neither_the_recording_nor_the_end_of_the_program(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FROZEN_LATER, str(virtual_microphone.pid), str(tmp_path / "take.wav")],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == ["no_sound", "The sound system did not answer within 0.3 s."]
    assert len(read_wav(tmp_path / "take.wav")) > RATE


def test_a_source_without_sound_is_refused_and_can_be_opened_later(
    virtual_microphone: VirtualMicrophone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_cli.voice.capture.microphone._FIRST_SOUND", 0.3)
    virtual_microphone.suspend()
    microphone = Microphone()
    with pytest.raises(VoiceError, match="default gives no sound"):
        microphone.open()
    assert not microphone.is_open
    virtual_microphone.resume()
    microphone.open()
    assert microphone.is_open
    microphone.close()


def test_no_server_is_no_microphone_until_there_is_one(virtual_microphone: VirtualMicrophone) -> None:
    virtual_microphone.kill()
    microphone = Microphone("pulse")
    with pytest.raises(
        (VoiceError, UsageError), match=r"No microphone was found|There is no microphone 'pulse'"
    ):
        microphone.open()
    virtual_microphone.restart()
    microphone.open()
    microphone.close()


@pytest.mark.parametrize("channels", [1, 2])
def test_a_device_that_refuses_16_khz_is_recorded_as_it_is_and_resampled(
    virtual_microphone: VirtualMicrophone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channels: int
) -> None:
    # PulseAudio refuses nothing, a sound card does: only the refusal is played.
    real = sounddevice.RawInputStream

    def stream(**form: Any) -> Any:
        if form["samplerate"] != 44_100 or form["channels"] != channels:
            raise sounddevice.PortAudioError("Invalid sample rate", -9997)
        return real(**form)

    monkeypatch.setattr(sounddevice, "RawInputStream", stream)
    microphone = Microphone()
    microphone.open()
    try:
        recorder = microphone.record(tmp_path / "take.wav", max_seconds=60)
        virtual_microphone.say(tone(1.5, 1_000) + silence(0.2))
        recorder.stop()
        sound = recorder.pcm().strip(b"\0")
        sound = sound[: len(sound) // 2 * 2]
        middle = sound[len(sound) // 8 * 2 :][:RATE]
        assert len(sound) / 2 / RATE == pytest.approx(1.5, abs=0.1)
        assert pitch(middle) == pytest.approx(1_000, abs=2.5)
    finally:
        microphone.close()


def test_recording_ends_at_its_longest_time_to_the_sample(microphone: Microphone, tmp_path: Path) -> None:
    recorder = microphone.record(tmp_path / "take.wav", max_seconds=1)
    until(lambda: recorder.ended)
    assert recorder.look().ended == "limit"
    assert recorder.look().warning == "The longest time is reached; the recording has ended."
    assert len(recorder.pcm()) == RATE * 2


def test_discarding_leaves_no_file(microphone: Microphone, tmp_path: Path) -> None:
    recorder = microphone.record(tmp_path / "take.wav")
    until(recorder.pcm)
    recorder.discard()
    assert list(tmp_path.iterdir()) == []
    assert recorder.pcm() == b""
    stopped = microphone.record(tmp_path / "take.wav")
    stopped.stop()
    stopped.discard()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_recorded_says_why_and_leaves_no_file(microphone: Microphone, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="4 s of silence"):
        microphone.record(tmp_path / "a.wav", stop_after_silence=2)
    for seconds in (0, -1, float("nan"), 1e9):
        with pytest.raises(UsageError, match="can last from 1"):
            microphone.record(tmp_path / "a.wav", max_seconds=seconds)
    with pytest.raises(StorageError, match="can't be made"):
        microphone.record(tmp_path / "nowhere" / "a.wav")
    assert list(tmp_path.iterdir()) == []
    microphone.close()
    with pytest.raises(VoiceError, match="not open"):
        microphone.record(tmp_path / "a.wav")


def test_closing_the_microphone_ends_its_recording(microphone: Microphone, tmp_path: Path) -> None:
    recorder = microphone.record(tmp_path / "take.wav")
    until(recorder.pcm)
    microphone.close()
    assert recorder.ended == "stopped"
    assert read_wav(tmp_path / "take.wav") == recorder.pcm() != b""


def begun(path: Path, **options: Any) -> Recorder:
    """A recorder that is given its sound by the test, as fast as it likes."""
    chosen = {"max_seconds": 180.0, "stop_after_silence": 0.0, "tail": 0.0, "when_over": lambda: None}
    recorder = Recorder(path, ToSpeech(RATE, 1), **{**chosen, **options})
    recorder.begin()
    return recorder


def test_silence_after_speech_ends_a_recording_where_that_is_chosen(tmp_path: Path) -> None:
    pytest.importorskip("webrtcvad", reason="the voice extra is not installed")
    recorder = begun(tmp_path / "take.wav", stop_after_silence=4.0)
    speech = b"".join(tone(0.05, hertz, 0.4) for hertz in (140, 220, 180, 260, 160, 240))
    for piece in (silence(6), speech, silence(3), speech, silence(5)):
        recorder.add(piece)
    until(lambda: recorder.ended)
    assert recorder.ended == "silence"
    assert recorder.look().seconds > 13


def test_a_disk_that_fills_up_ends_the_recording_and_keeps_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_put = os.pwrite

    def put(file: int, data: bytes, place: int) -> int:
        # A quota is reached in the middle of a piece.
        room = 44 + 2 * RATE - place
        if room <= 0:
            raise OSError(28, "No space left on device")
        return really_put(file, data[:room], place)

    monkeypatch.setattr(os, "pwrite", put)
    recorder = begun(tmp_path / "take.wav")
    for _ in range(30):
        recorder.add(noise(0.1))
    until(lambda: recorder.ended)
    assert recorder.ended == "disk"
    assert recorder.look().warning.startswith("The disk is full: the first 1.0 s are kept in ")
    assert read_wav(tmp_path / "take.wav") == noise(0.1) * 10


def test_a_defect_while_recording_reaches_whoever_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = begun(tmp_path / "take.wav")
    monkeypatch.setattr(recorder._watch, "feed", lambda _: 1 / 0)
    recorder.add(noise(0.1))
    until(lambda: recorder.ended)
    with pytest.raises(ZeroDivisionError):
        recorder.stop()
    assert read_wav(tmp_path / "take.wav") == noise(0.1)
