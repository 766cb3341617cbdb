"""Microphones and loudspeakers as PortAudio lists them, and what is missing where it lists none."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from interview_cli.errors import InterviewError, UsageError
from interview_cli.voice.capture.media import NEEDS_EXTRA
from interview_cli.voice.ports import Ability, VoiceError

_log = logging.getLogger(__name__)
T = TypeVar("T")

# PortAudio may be used by one thread at a time to open, close and list; a running stream needs no lock.
PORTAUDIO = threading.RLock()
# Whoever has a stream open stands here, so that nobody ends it by listing devices anew.
IN_USE: weakref.WeakSet[Any] = weakref.WeakSet()
_STDERR = threading.RLock()
PATIENCE = 5.0


class SoundSystemHangsError(VoiceError):
    """A call to the sound system did not come back."""


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone or loudspeaker; `channels` at most, `rate` in Hz as it runs by itself."""

    index: int
    name: str
    is_default: bool
    channels: int
    rate: int


def portaudio() -> Any:
    """The module `sounddevice`, ready for use. Raises VoiceError saying what to install."""
    try:
        with PORTAUDIO:
            import sounddevice
    except ImportError as error:
        raise VoiceError(
            f"The Python package {error.name or 'sounddevice'} is not installed.", NEEDS_EXTRA
        ) from error
    except OSError as error:
        if sys.platform == "darwin":
            how = "brew install portaudio"
        else:
            how = "on Debian and Ubuntu: apt install libportaudio2"
        raise VoiceError(f"The PortAudio library can't be loaded: {error}.", f"Install it, {how}.") from error
    return sounddevice


def numpy_for_sound() -> Any:
    """The module numpy, which every computation on sound needs. Raises VoiceError with what to install."""
    try:
        import numpy
    except ImportError as error:
        raise VoiceError("The Python package numpy is not installed.", NEEDS_EXTRA) from error
    return numpy


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Keep what C libraries write on fd 2 from the terminal; it goes to the log.

    It holds for the whole process, so only around calls that are short.
    """
    with _STDERR, tempfile.TemporaryFile() as told:
        try:
            terminal = os.dup(2)
        except OSError:  # fd 2 is closed: nothing reaches a terminal
            yield
            return
        try:
            _flush()
            os.dup2(told.fileno(), 2)
            yield
        finally:
            _flush()
            os.dup2(terminal, 2)
            os.close(terminal)
            told.seek(0)
            for line in told.read().decode("utf-8", "replace").splitlines():
                if line.strip():
                    _log.debug("%s", line)


def _flush() -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()


def bounded(work: Callable[[], T], seconds: float | None = None) -> T:
    """The result of a call to PortAudio, which waits for ever where the sound system hangs.

    The call is made in a thread that is left behind then, and the sound system with it: at the end of the
    program nothing waits for either. Raises SoundSystemHangsError after `seconds` (5 s
    where not given), and whatever the call raises.
    """
    seconds = PATIENCE if seconds is None else seconds
    result: list[T] = []
    problem: list[BaseException] = []

    def run() -> None:
        try:
            with PORTAUDIO:
                result.append(work())
        except BaseException as error:  # handed to the caller
            problem.append(error)

    thread = threading.Thread(target=run, name="portaudio", daemon=True)
    thread.start()
    thread.join(seconds)
    if problem:
        raise problem[0]
    if not result:
        # Absent while the module is still being imported; it would wait for the sound system, too.
        at_exit = getattr(sys.modules.get("sounddevice"), "_exit_handler", None)
        if at_exit is not None:
            atexit.unregister(at_exit)
        raise SoundSystemHangsError(
            f"The sound system did not answer within {seconds:g} s.",
            "Restart it (PulseAudio, PipeWire), or log in anew, and start the program again.",
        )
    return result[0]


def input_devices() -> list[Device]:
    """The microphones there are. Raises VoiceError where they can't be listed."""
    return _devices("input")


def output_devices() -> list[Device]:
    """The loudspeakers there are. Raises VoiceError where they can't be listed."""
    return _devices("output")


def _devices(kind: Literal["input", "output"]) -> list[Device]:
    def look() -> list[Device]:
        sounddevice = portaudio()
        default = sounddevice.default.device[0 if kind == "input" else 1]
        return [
            Device(
                index=index,
                name=" ".join(str(found["name"]).split()),
                is_default=index == default,
                channels=int(found[f"max_{kind}_channels"]),
                rate=round(found["default_samplerate"]),
            )
            for index, found in enumerate(sounddevice.query_devices())
            if found[f"max_{kind}_channels"] > 0
        ]

    with quietly():
        return bounded(look)


def refresh() -> None:
    """List devices anew, after one went away or came. Raises VoiceError.

    It would end every stream of this process, so nothing happens while one is `IN_USE`.
    """

    def again() -> None:
        sounddevice = portaudio()
        if IN_USE:
            return
        sounddevice._terminate()
        sounddevice._initialize()

    with quietly():
        bounded(again)


def find_input(wanted: str = "") -> Device:
    """The microphone meant by a number, a name or a unique part of one; the system's own where empty.

    Raises UsageError for a name that fits none or several, VoiceError where there is none at all.
    """
    return _chosen(input_devices(), wanted, "microphone")


def find_output(wanted: str = "") -> Device:
    """The same for loudspeakers."""
    return _chosen(output_devices(), wanted, "loudspeaker")


def _chosen(devices: list[Device], wanted: str, what: str) -> Device:
    if not devices:
        raise VoiceError(f"No {what} was found.", _why_none())
    wanted = wanted.strip()
    if not wanted:
        return next((device for device in devices if device.is_default), devices[0])
    names = "; ".join(f"{device.index} {device.name}" for device in devices)
    sought = wanted.casefold()
    if wanted.isdecimal():
        fitting = [device for device in devices if device.index == int(wanted)]
    else:
        fitting = [device for device in devices if device.name.casefold() == sought] or [
            device for device in devices if sought in device.name.casefold()
        ]
    if not fitting:
        raise UsageError(f"There is no {what} {wanted!r}.", f"There are: {names}.")
    # The same device may be listed once for each sound system; the default one counts then.
    if len({device.name for device in fitting}) > 1:
        several = ", ".join(device.name for device in fitting)
        raise UsageError(f"More than one {what} is called {wanted!r}: {several}.", "Give its number instead.")
    return next((device for device in fitting if device.is_default), fitting[0])


def _why_none(nodes: Path = Path("/dev/snd")) -> str:
    hidden = [node for node in nodes.glob("pcm*") if not os.access(node, os.R_OK | os.W_OK)]
    if hidden:
        return "You may not use the sound devices: join the group audio (sudo usermod -aG audio $USER)."
    if sys.platform == "darwin":
        return "Plug one in, and let the terminal use it: System Settings, Privacy & Security, Microphone."
    return "Plug one in; on Linux, PulseAudio or PipeWire must be running, with its ALSA plug-in installed."


def microphone_ability(wanted: str = "") -> Ability:
    """Whether there is a microphone to record from; says its name, or what is missing. Blocks a moment."""
    try:
        return Ability(True, find_input(wanted).name)
    except InterviewError as error:
        return Ability(False, f"{error.message} {error.hint}".strip())
