"""A real Whisper that knows twenty words, and a voice that speaks them.

`espeak20.pt.xz` was trained on espeak-ng's speech of `WORDS`; it knows no prompts and writes neither
capitals nor punctuation. For faster-whisper it is converted.
"""

from __future__ import annotations

import atexit
import importlib.util
import lzma
import shutil
import subprocess
import tempfile
import wave
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from interview_cli.voice.transcribe.engine import EngineName
from interview_cli.voice.transcribe.local import LocalTranscriber
from tests.voice.ct2_model import convert

WORDS = """
cache queue team outage deploy python database latency retry metric customer review budget deadline conflict
design test scale index service
""".split()
DATA = Path(__file__).parent / "data"
SENTENCES = (
    "database latency budget review index",
    "customer deadline conflict metric team",
    "python retry queue metric customer",
    "latency team outage service test",
    "python design scale cache metric",
)
_NEEDED = {
    "espeak-ng": shutil.which("espeak-ng") is not None,
    "the voice extra": importlib.util.find_spec("webrtcvad") is not None,
    "openai-whisper": importlib.util.find_spec("whisper") is not None,
    "faster-whisper": importlib.util.find_spec("faster_whisper") is not None,
}
_MISSING = [name for name, there in _NEEDED.items() if not there]
needs_engines = pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)}")


@cache
def models() -> Path:
    """A folder with both models, `espeak20.pt` and `espeak20`, made once and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="whisper"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    convert(unpacked(folder), folder / "espeak20")
    return folder


def weights(engine: EngineName) -> Path:
    """The model for an engine."""
    return models() / ("espeak20.pt" if engine == "whisper" else "espeak20")


@cache
def running(engine: EngineName) -> LocalTranscriber:
    """An engine with its model loaded, for all tests that leave it as it is."""
    transcriber = LocalTranscriber(engine, weights(engine), prompted=False)
    atexit.register(transcriber.close)
    transcriber.load()
    return transcriber


def unpacked(folder: Path) -> Path:
    """The checkpoint for openai-whisper."""
    path = folder / "espeak20.pt"
    with lzma.open(DATA / "espeak20.pt.xz") as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


@cache
def say(text: str, *, speed: int = 155) -> bytes:
    """A sentence as espeak-ng says it: 16 kHz mono PCM with a quarter of a second of silence around it."""
    import numpy as np

    command = ["espeak-ng", "--stdout", "-s", str(speed), "-v", "en-us", text]
    spoken = subprocess.run(command, capture_output=True, check=True).stdout
    with wave.open(BytesIO(spoken)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(10**9), "<i2").astype(np.float64)
    # From 22,050 to 16,000 a second: what 16 kHz can't hold is taken away, then the samples lie between.
    spectrum = np.fft.rfft(sound)
    count = round(len(sound) * 16_000 / rate)
    resampled = np.fft.irfft(spectrum[: count // 2 + 1], count) * count / len(sound)
    return silence(0.25) + resampled.clip(-32768, 32767).astype("<i2").tobytes() + silence(0.25)


def silence(seconds: float) -> bytes:
    """So much of nothing."""
    return bytes(2 * int(seconds * 16_000))


def speech(sentences: tuple[str, ...] = SENTENCES, pause: float = 2.0) -> bytes:
    """Sentences with pauses between them."""
    return b"".join(say(sentence) + silence(pause) for sentence in sentences)


def word_errors(heard: str, said: str) -> float:
    """The share of words that are wrong, missing or too many (Levenshtein over words)."""
    a, b = heard.split(), said.split()
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
    return row[-1] / len(b)
