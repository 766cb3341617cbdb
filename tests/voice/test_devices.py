"""Which microphones there are, and what is said where something is missing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import UsageError
from interview_cli.voice.capture import devices
from interview_cli.voice.capture.devices import Device, quietly
from interview_cli.voice.ports import VoiceError
from tests.voice.virtual_microphone import VirtualMicrophone

ABILITY = """
import sys
from interview_cli.voice.capture.devices import input_devices, microphone_ability
ability = microphone_ability(sys.argv[1] if len(sys.argv) > 1 else "")
print(ability.ready, ability.says)
"""


def ability(*arguments: str, before: str = "", **environ: str) -> str:
    """What a fresh process says of its microphone; it writes nothing on stderr."""
    ran = subprocess.run(
        [sys.executable, "-c", before + ABILITY, *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


@pytest.fixture
def no_device(tmp_path: Path) -> dict[str, str]:
    """An environment in which ALSA knows of one device that is not there, and of no real one."""
    pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    if sys.platform != "linux":
        pytest.skip("only ALSA can be told to have no device")
    (tmp_path / "asound.conf").write_text("pcm.gone { type hw card 99 }\n", "utf-8")
    return {"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf"), "PULSE_SERVER": f"unix:{tmp_path}/none"}


def test_without_the_extra_it_says_how_to_install_it() -> None:
    assert ability(before='import sys; sys.modules["sounddevice"] = None\n') == (
        "False The Python package sounddevice is not installed. "
        "Install the voice extra: pip install 'interview-cli[voice]'."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="sounddevice brings PortAudio along elsewhere")
def test_without_portaudio_it_says_how_to_install_it() -> None:
    pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    # What the loader of libraries answers on a machine that has none.
    lacking = "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
    assert ability(before=lacking) == (
        "False The PortAudio library can't be loaded: PortAudio library not found. "
        "Install it, on Debian and Ubuntu: apt install libportaudio2."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="sounddevice brings PortAudio along elsewhere")
def test_a_broken_portaudio_is_told_like_a_missing_one(tmp_path: Path) -> None:
    pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    (tmp_path / "libportaudio.so.2").write_bytes(b"broken")
    told = ability(LD_LIBRARY_PATH=str(tmp_path))
    assert told.startswith("False The PortAudio library can't be loaded: ")
    assert "libportaudio.so.2" in told


def test_without_a_device_it_says_so_and_the_terminal_stays_clean(no_device: dict[str, str]) -> None:
    assert ability(**no_device).startswith("False No microphone was found. ")


def test_a_microphone_is_named(virtual_microphone: VirtualMicrophone) -> None:
    pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    assert ability() == "True default"
    assert ability("puls") == "True pulse"
    assert ability("jabra").startswith("False There is no microphone 'jabra'. There are: ")


def test_a_device_that_came_later_is_found_after_looking_again(virtual_microphone: VirtualMicrophone) -> None:
    pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    virtual_microphone.kill()
    devices.refresh()
    assert [device.name for device in devices.input_devices() if device.name == "pulse"] == []
    virtual_microphone.restart()
    devices.refresh()
    assert [device.name for device in devices.input_devices() if device.is_default] == ["default"]
    assert devices.output_devices()


def test_looking_again_ends_no_stream_that_is_in_use(virtual_microphone: VirtualMicrophone) -> None:
    sounddevice = pytest.importorskip("sounddevice", reason="the voice extra is not installed")
    stream = sounddevice.RawOutputStream(samplerate=22_050, channels=1, dtype="int16")
    devices.IN_USE.add(stream)
    stream.start()
    devices.refresh()
    assert stream.active
    devices.IN_USE.discard(stream)
    stream.abort()
    stream.close()


SEVERAL = [
    Device(0, "HDA Intel PCH: ALC256 Analog (hw:0,0)", False, 2, 48_000),
    Device(3, "Jabra Evolve 20 MS", False, 1, 16_000),
    Device(4, "Jabra Speak 410", False, 1, 16_000),
    Device(7, "pulse", False, 32, 44_100),
    Device(8, "default", True, 32, 44_100),
    Device(9, "pulse", False, 32, 44_100),
]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ("", 8),
        ("3", 3),
        ("evolve", 3),
        (" SPEAK ", 4),
        ("pulse", 7),
        ("alc256", 0),
        ("default", 8),
    ],
)
def test_a_device_is_meant_by_its_number_or_a_part_of_its_name(
    monkeypatch: pytest.MonkeyPatch, wanted: str, index: int
) -> None:
    monkeypatch.setattr(devices, "input_devices", lambda: SEVERAL)
    assert devices.find_input(wanted).index == index


def test_a_name_that_fits_none_or_several_is_refused_with_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "input_devices", lambda: SEVERAL)
    with pytest.raises(
        UsageError, match="More than one microphone is called 'jabra': Jabra Evolve 20 MS, Jabra"
    ):
        devices.find_input("jabra")
    with pytest.raises(UsageError, match="There is no microphone '6'") as raised:
        devices.find_input("6")
    assert "3 Jabra Evolve 20 MS" in raised.value.hint


def test_a_sound_card_that_may_not_be_used_is_told_from_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Plug one in" in devices._why_none(tmp_path)
    (tmp_path / "pcmC0D0c").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "join the group audio" in devices._why_none(tmp_path)


LIGHT = """
import sys
import interview_cli.voice.capture.media, interview_cli.voice.capture.microphone
print(sorted({"numpy", "sounddevice", "av", "webrtcvad"} & set(sys.modules)))
"""


def test_nothing_of_the_extra_is_loaded_before_it_is_used() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "[]\n"


def test_what_libraries_say_on_fd_2_goes_to_the_log(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="interview_cli"):
        with quietly():
            os.write(2, b"ALSA lib pcm.c: trouble\n")
        os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"
    assert caplog.messages == ["ALSA lib pcm.c: trouble"]


def test_a_sound_system_that_hangs_is_given_up() -> None:
    done = threading.Event()
    with pytest.raises(VoiceError, match=r"did not answer within 0\.01 s"):
        devices.bounded(done.wait, 0.01)
    done.set()
    assert devices.bounded(lambda: 5) == 5


def test_what_a_call_raises_reaches_its_caller() -> None:
    def fail() -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        devices.bounded(fail)
