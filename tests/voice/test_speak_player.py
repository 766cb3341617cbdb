"""Sound reaches the loudspeaker whole and without gaps, stops when told, and a lost device is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

import pytest

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak import output as outputs
from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.player import Player
from tests.voice.loudspeaker import amid, longest_gap, span, wait_for_silence
from tests.voice.signals import RATE, pitch, tone
from tests.voice.virtual_microphone import VirtualMicrophone

pytest.importorskip("numpy", reason="the voice extra is not installed")
try:
    import sounddevice  # noqa: F401
except (ImportError, OSError):
    pytest.skip("the voice extra or PortAudio is not installed", allow_module_level=True)


def clip(seconds: float, hertz: float = 440.0) -> Clip:
    return Clip(tone(seconds, hertz), RATE)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_a_clip_is_heard_whole_at_its_pitch(virtual_microphone: VirtualMicrophone, rate: int) -> None:
    player = Player()
    with virtual_microphone.heard_by_speaker() as heard:
        sound = Clip(outputs.resampled(clip(0.6), rate).pcm, rate)
        assert player.play(sound)
        wait_for_silence(heard)
    player.close()
    first, last = span(heard.pcm)
    assert last - first == pytest.approx(600, abs=20)
    assert pitch(heard.pcm[first * 32 : last * 32]) == pytest.approx(440, abs=4)
    assert player.position == pytest.approx(0.6, abs=0.01)


def test_clips_follow_each_other_without_a_gap(virtual_microphone: VirtualMicrophone) -> None:
    player, begun, streams = Player(), [], set()
    with virtual_microphone.heard_by_speaker() as heard:
        for number in range(3):
            assert player.feed(clip(0.3), begun=lambda number=number: begun.append(number))  # type: ignore[misc]
            streams.add(player._output)
        assert player.finish()
        wait_for_silence(heard)
    first, last = span(heard.pcm)
    assert last - first == pytest.approx(900, abs=120)
    assert longest_gap(heard.pcm) < 100
    assert begun == [0, 1, 2]
    assert len(streams) == 1


def test_playing_begins_at_a_place_and_tells_how_far_it_is(virtual_microphone: VirtualMicrophone) -> None:
    player, places = Player(), []
    whole = Clip(tone(0.5, 300) + tone(0.5, 900), RATE)
    with virtual_microphone.heard_by_speaker() as heard:
        done = threading.Event()
        watch = threading.Thread(
            target=lambda: [places.append(player.position) for _ in iter(lambda: done.wait(0.02), True)]
        )
        watch.start()
        assert player.play_from(whole, 0.5)
        done.set()
        watch.join()
        wait_for_silence(heard)
    first, last = span(heard.pcm)
    assert last - first == pytest.approx(500, abs=20)
    assert pitch(heard.pcm[first * 32 : last * 32]) == pytest.approx(900, abs=4)
    there = [place for place in places if place]
    assert there == sorted(there)
    assert there[0] == pytest.approx(0.5, abs=0.2)
    assert player.position == pytest.approx(1.0, abs=0.01)


def heard_after_cancelling(virtual_microphone: VirtualMicrophone) -> float:
    """Milliseconds of sound beyond the place in a clip at which it was cancelled."""
    player = Player()
    with virtual_microphone.heard_by_speaker() as heard:
        amid(lambda: player.play(clip(5)), when=lambda: player.position > 0.3, then=player.cancel)
        wait_for_silence(heard)
    player.close()
    first, last = span(heard.pcm)
    return last - first - player.position * 1000


def test_cancelling_is_silent_and_what_waits_in_the_buffer_is_dropped(
    virtual_microphone: VirtualMicrophone,
) -> None:
    # Milliseconds heard after the call; a busy machine adds to them, but not every time.
    assert any(heard_after_cancelling(virtual_microphone) < 100 for _ in range(5))
    player = Player()
    assert amid(lambda: player.play(clip(5)), when=lambda: player.position > 0.3, then=player.cancel) is False
    with virtual_microphone.heard_by_speaker() as heard:
        assert player.play(clip(0.3, 800))
        wait_for_silence(heard)
    first, last = span(heard.pcm)
    assert pitch(heard.pcm[first * 32 : last * 32]) == pytest.approx(800, abs=6)


def test_cancelling_when_nothing_plays_does_nothing(virtual_microphone: VirtualMicrophone) -> None:
    player = Player()
    player.cancel()
    assert player.play(clip(0.1))
    player.cancel()
    assert player.play(clip(0.1))
    player.close()


def test_what_was_cancelled_before_it_began_is_not_heard(virtual_microphone: VirtualMicrophone) -> None:
    cancelled = threading.Event()
    cancelled.set()
    assert not Player().feed(clip(5), unless=cancelled)


def test_a_server_that_dies_amid_a_clip_is_told(virtual_microphone: VirtualMicrophone) -> None:
    player = Player()
    problem = amid(
        lambda: player.play(clip(5)), when=lambda: player.position > 0.2, then=virtual_microphone.kill
    )
    assert isinstance(problem, VoiceError)
    assert problem.message in ("The loudspeaker went away.", "The loudspeaker takes no sound.")
    player.close()


def test_a_loudspeaker_that_takes_nothing_is_told(virtual_microphone: VirtualMicrophone) -> None:
    subprocess.run(["pactl", "suspend-sink", "speaker", "1"], env=os.environ, check=True)
    player = Player()
    with pytest.raises(VoiceError, match="takes no sound"):
        player.play(clip(1))
    subprocess.run(["pactl", "suspend-sink", "speaker", "0"], env=os.environ, check=True)
    assert player.play(clip(0.1))
    player.close()


# Plays two clips in one stream, and says so between them.
PLAYS = """
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak import output, player
from interview_cli.voice.speak.clip import Clip
output.OPENING, player._CLOSING = 1.0, 0.2
player = player.Player()
try:
    player.feed(Clip(b"\\x10\\x20" * 16000, 16000), begun=lambda: print("playing", flush=True))
    player.feed(Clip(b"\\x10\\x20" * 80000, 16000))
except VoiceError as error:
    print(error.message, flush=True)
player.close()
"""


@pytest.mark.parametrize("amid_playing", [True, False], ids=["amid a clip", "before it opens"])
def test_a_sound_server_that_hangs_keeps_no_program_from_ending(
    virtual_microphone: VirtualMicrophone, amid_playing: bool
) -> None:
    if not amid_playing:
        virtual_microphone.freeze()
    with subprocess.Popen(
        [sys.executable, "-c", PLAYS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdin is not None
            assert program.stdout is not None
            said = program.stdout.readline()
            if amid_playing:
                assert said == "playing\n"
                virtual_microphone.freeze()
                said = program.stdout.readline()
            assert said == "The loudspeaker takes no sound.\n"
            assert program.wait(30) == 0
        finally:
            program.kill()
            virtual_microphone.thaw()


def test_without_a_loudspeaker_it_is_said(virtual_microphone: VirtualMicrophone) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PLAYS],
        capture_output=True,
        text=True,
        env={**os.environ, "PULSE_SERVER": "unix:/none"},
        check=True,
    )
    assert ran.stdout == "There is no loudspeaker here.\n"


def test_a_loudspeaker_of_an_unknown_name_is_told(virtual_microphone: VirtualMicrophone) -> None:
    with pytest.raises(VoiceError, match="no loudspeaker 'nonsense'"):
        Player("nonsense").play(clip(0.1))


@pytest.mark.parametrize(
    ("blocked", "says"), [("sounddevice", "not installed"), ("_sounddevice", "not installed")]
)
def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch, blocked: str, says: str) -> None:
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setitem(sys.modules, blocked, None)
    with pytest.raises(VoiceError, match=says):
        Player().play(clip(0.1))


def test_without_portaudio_it_is_said(tmp_path: Any) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", PLAYS],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=True,
    )
    assert "PortAudio library" in ran.stdout


def test_a_device_that_refuses_a_rate_and_mono_gets_what_it_takes(
    virtual_microphone: VirtualMicrophone, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    class Picky(sounddevice.RawOutputStream):  # type: ignore[misc]
        """As a card without a sound server in front of it, which converts nothing."""

        def __init__(self, **options: Any) -> None:
            if options["samplerate"] != 44_100:
                raise sounddevice.PortAudioError("Error opening RawOutputStream: Invalid sample rate", -9997)
            if options["channels"] != 2:
                raise sounddevice.PortAudioError(
                    "Error opening RawOutputStream: Invalid number of channels", -9998
                )
            super().__init__(**options)

    monkeypatch.setattr(sounddevice, "RawOutputStream", Picky)
    player = Player()
    with virtual_microphone.heard_by_speaker() as heard:
        assert player.play(clip(0.5))
        wait_for_silence(heard)
    first, last = span(heard.pcm)
    assert last - first == pytest.approx(500, abs=20)
    assert pitch(heard.pcm[first * 32 : last * 32]) == pytest.approx(440, abs=4)


def test_no_thread_is_left(virtual_microphone: VirtualMicrophone) -> None:
    player = Player()
    assert player.play(clip(0.1))
    assert player.feed(clip(0.1))
    player.close()
    assert "loudspeaker" not in {thread.name for thread in threading.enumerate()}
