"""A microphone and a loudspeaker without hardware: a PulseAudio server of the test's own.

What is played into the sink `micfeed` comes out of the microphone; what a program plays lands in the sink
`speaker`, which can be listened to. Programs find both through `PULSE_SERVER` (see `environ`), by way of the
ALSA plug-in that PortAudio sees as the devices `pulse` and `default`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
RATE = 16_000
RAW = ("--raw", "--format=s16le", f"--rate={RATE}", "--channels=1")
_PATIENCE = 10.0


def missing_programs() -> list[str]:
    """The programs a virtual microphone needs that this machine lacks (Debian: pulseaudio, which brings
    the ALSA plug-in along, and pulseaudio-utils)."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class Heard:
    """What is being played to the loudspeaker, as 16 kHz mono int16."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def pcm(self) -> bytes:
        """What was heard so far."""
        sound = self._path.read_bytes()
        return sound[: len(sound) // 2 * 2]


class VirtualMicrophone:
    """A running sound server; `environ` is what a program needs to find it, beside what it has.

    The folder is a short one under /tmp, since the path of a unix socket has at most 107 bytes.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vm", dir="/tmp"))
        # Without a cookie file of its own libpulse writes one into the person's home.
        self.environ = {
            "PULSE_SERVER": f"unix:{self.folder}/s",
            "PULSE_COOKIE": f"{self.folder}/cookie",
            "PULSE_RUNTIME_PATH": str(self.folder),
            "PULSE_STATE_PATH": str(self.folder),
        }
        self._children: list[subprocess.Popen[bytes]] = []
        self._server = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        modules = (
            f"module-native-protocol-unix auth-anonymous=1 socket={self.folder}/s",
            # What was recorded stays as it was only without rewinds.
            f"module-null-sink sink_name=micfeed rate={RATE} channels=1 norewinds=1",
            "module-null-sink sink_name=speaker rate=22050 channels=1 norewinds=1",
        )
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        command += ["--disable-shm=yes", *(part for module in modules for part in ("-L", module))]
        with (self.folder / "log").open("wb") as log:
            # A session of its own, so that Ctrl+C on the suite does not end it before what it serves.
            server = subprocess.Popen(
                command, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + _PATIENCE
        while self._ctl("set-default-source", "micfeed.monitor").returncode:
            if time.monotonic() > until or server.poll() is not None:
                raise AssertionError((self.folder / "log").read_text("utf-8", "replace"))
            time.sleep(0.02)
        self._ctl("set-default-sink", "speaker")
        return server

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environ}

    def _ctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *arguments], env=self._environment(), capture_output=True, text=True, check=False
        )

    @property
    def pid(self) -> int:
        """The process of the server."""
        return self._server.pid

    def say(self, sound: Path | str | bytes, *, wait: bool = True) -> subprocess.Popen[bytes]:
        """Play a sound file, or 16 kHz mono int16 samples, into the microphone; `wait` for its end.

        Paplay buffers up to two seconds ahead: where a test says something later, that comes after it.
        """
        command = ["paplay", "--device=micfeed"]
        if isinstance(sound, bytes):
            path = self.folder / f"say{len(self._children)}.raw"
            path.write_bytes(sound)
            command += [*RAW, str(path)]
        else:
            command.append(str(sound))
        player = subprocess.Popen(command, env=self._environment(), stderr=subprocess.PIPE)
        self._children.append(player)
        if wait:
            _, told = player.communicate(timeout=120)
            assert player.returncode == 0, told.decode()
        return player

    @contextmanager
    def heard_by_speaker(self) -> Iterator[Heard]:
        """Listen to the loudspeaker meanwhile; `.pcm` is what came, inside and after the block.

        It begins with silence from before anything was played. The end of a sound is there about 50 ms
        after it was played.
        """
        path = self.folder / f"heard{len(self._children)}.raw"
        with path.open("wb") as out:
            recorder = subprocess.Popen(
                ["parec", "--device=speaker.monitor", "--latency-msec=20", *RAW],
                env=self._environment(),
                stdout=out,
                stderr=subprocess.DEVNULL,
            )
        self._children.append(recorder)
        until = time.monotonic() + _PATIENCE
        while not path.stat().st_size:
            assert time.monotonic() < until, "the loudspeaker can't be listened to"
            assert recorder.poll() is None, "parec ended"
            time.sleep(0.01)
        try:
            yield Heard(path)
        finally:
            recorder.terminate()
            recorder.wait()

    def suspend(self) -> None:
        """Let the microphone deliver nothing while it stays there, as a broken driver does."""
        assert not self._ctl("suspend-sink", "micfeed", "1").returncode

    def resume(self) -> None:
        """Let it deliver again."""
        assert not self._ctl("suspend-sink", "micfeed", "0").returncode

    def freeze(self) -> None:
        """Stop the server in its tracks: whoever asks it anything waits for ever."""
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it run on."""
        self._server.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the server at once, as when the sound system crashes; no device is left."""
        self._server.kill()
        self._server.wait()

    def restart(self) -> None:
        """Start it again after `kill`, at the same address."""
        (self.folder / "s").unlink(missing_ok=True)
        self._server = self._start()

    def close(self) -> None:
        """End everything that was started, and clear up."""
        for child in self._children:
            if child.poll() is None:
                child.kill()
            child.communicate()
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
