"""Speaking and listening: parts measured by themselves, and the whole in the app at a real terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.measure import Row
from tests.bench.models import slow_provider
from tests.bench.terminal import Terminal
from tests.bench.watched import Watch

QUESTIONS = 10
SAID = "database latency budget review index cache queue team"
_PATIENCE_SECONDS = 30.0
_SETTLED_SECONDS = 1.0
_SESSION = ["--role", "backend_engineer", "--type", "technical", "--level", "mid", "--seed", "4", "--voice"]
_NEEDED = ("pulseaudio", "pactl", "paplay", "parec", "espeak-ng")


def voice() -> list[Row]:
    """All measurements of speaking and listening; nothing where this machine lacks what they take."""
    missing = [program for program in _NEEDED if shutil.which(program) is None]
    if missing:
        print(f"no {', '.join(missing)}: speaking and listening are not measured", file=sys.stderr)
        return []
    from tests.bench.voice_transcribe import voice_transcribe

    return [*_capture(), *_speech(), *_measures(), *in_the_app(), *voice_transcribe()]


def _capture() -> list[Row]:
    from tests.bench.voice_capture import key_to_recording

    found = key_to_recording()
    return [
        Row("a recording begins after it is asked for, p95", found["record_p95"], "ms", 50),
        Row("sound from before that in a recording, least", found["before_min"], "ms", 290, better="more"),
    ]


def _speech() -> list[Row]:
    from tests.bench.voice_speak import voice_speak

    found = voice_speak()
    first, silence = found["first_sound"], found["silence"]
    return [
        Row(
            "from a text to its first sound", first["median"], "ms", None, note=f"worst {first['worst']:.0f}"
        ),
        Row("from a cancel to silence at the loudspeaker, worst", silence["worst"], "ms", 50),
    ]


def _measures() -> list[Row]:
    from tests.bench.voice_measure import voice_measure

    return [Row("measuring a minute of sound", voice_measure()["whole"], "ms", 100)]


# ---------------------------------------------------------------------- in the app


def in_the_app() -> list[Row]:
    """An interview by voice against a model that takes 200 ms: keys, sound, and the loop of the app."""
    from tests.bench.voice_speak import Ear
    from tests.voice.small_whisper import say, weights
    from tests.voice.virtual_microphone import VirtualMicrophone

    begun, silent, next_sound = [], [], []
    microphone = VirtualMicrophone()
    os.environ.update(microphone.environ)
    ear = Ear(microphone)
    try:
        with _interview(microphone, weights("faster-whisper")) as (terminal, home, watch):
            for number in range(1, QUESTIONS + 1):
                terminal.wait(lambda screen, number=number: f"Q{number} of" in screen.lines[0])  # type: ignore[misc]
                _until(lambda: ear.first)
                terminal.rest(0.5)
                # The talk key silences the question and begins the recording.
                pressed = time.monotonic()
                terminal.press("\x1b[20~")
                begun.append((_recorded(home, number) - pressed) * 1000)
                terminal.rest(0.3)
                silent.append((ear.last - pressed) * 1000)
                microphone.say(say(SAID))
                terminal.rest(0.6)
                ear.forget()
                stopped = time.monotonic()
                terminal.press("\r")
                if number < QUESTIONS:
                    _until(lambda: ear.first)
                    next_sound.append((ear.first - stopped) * 1000)
    finally:
        ear.close()
        microphone.close()
    return [
        _spread("from the key to a recording on disk, in the app", begun, 50),
        _spread("from the key to silence, in the app", silent, 50),
        _spread("from the end of an answer to the first sound of the next question", next_sound, 1200),
        Row("longest stall of the app's loop in that interview", watch.longest(1.0, 1e9) * 1000, "ms", 100),
    ]


@contextmanager
def _interview(microphone: Any, model: Path) -> Iterator[tuple[Terminal, Path, Watch]]:
    with tempfile.TemporaryDirectory() as folder, slow_provider() as address:
        home, report = Path(folder), Path(folder) / "watch.json"
        variables = {
            **microphone.environ,
            "OPENAI_API_BASE": address,
            "OPENAI_API_KEY": "sk-bench",
            "INTERVIEW_VOICE_MODEL": str(model),
            "INTERVIEW_VOICE_TRANSCRIBER": "faster-whisper",
            "INTERVIEW_VOICE_FILLERS": "no",
        }
        arguments = ["session", "start", *_SESSION, "--questions", str(QUESTIONS), "--max-follow-ups", "0"]
        arguments += ["--model", "openai/test", "--auto-submit", "--speak", "pyttsx3"]
        command = (sys.executable, "-m", "tests.bench.watched", str(report))
        watch = Watch()
        with Terminal(arguments, home, (160, 50), command=command, variables=variables) as terminal:
            yield terminal, home, watch
        vars(watch).update(json.loads(report.read_text("utf-8")))


def _recorded(home: Path, number: int) -> float:
    """When the recording of an answer was on disk with sound in it."""
    late = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < late:
        for path in home.glob(f"data/sessions/*/recordings/t{number}-1.wav"):
            if path.stat().st_size > 1000:
                return time.monotonic()
        time.sleep(0.001)
    raise RuntimeError("nothing was recorded")


def _until(condition: Any) -> None:
    late = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > late:
            raise RuntimeError("nothing was heard")
        time.sleep(0.001)


def _spread(name: str, values: list[float], bound: float) -> Row:
    note = f"{min(values):.0f} to {max(values):.0f} in {len(values)} times"
    return Row(name, median(values), "ms", bound, note=note)
