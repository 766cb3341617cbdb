"""How long the text of a spoken answer is waited for, and what its engine costs, with models of base size.

The weights are random, as the real ones are not at hand everywhere; what they cost is the same. They never
end a text by themselves, so each part gets as many tokens as English speech of its length has.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from interview_cli.voice.transcribe.engine import EngineName
from interview_cli.voice.transcribe.live import LiveTranscription
from interview_cli.voice.transcribe.local import LocalTranscriber
from interview_cli.voice.transcribe.port import BYTES_PER_SECOND, Hints
from tests.bench.measure import ROOT, Row

_SECONDS = 60.0
# 150 words a minute at 1.4 tokens a word, with punctuation.
_TOKENS_PER_SECOND = 3.6
_STOP_TO_TEXT, _MEMORY, _STALL = 1.5, 800.0, 100.0
_ANSWER = """
When I joined the payments team, our checkout took almost two seconds, and nobody could say why. So I
began by measuring. I put a timer around every call, and after a week it was plain that the tax service
was asked four times for the same basket. My task was to halve the time before the autumn sale, without
touching the contract with the provider. I wrote a small cache that was keyed by basket and region, with
a lifetime of a minute. Then I moved the two calls that were left behind a queue, so that the page could
be drawn while we waited. There was one surprise. The cache made the tests flaky, because they shared a
region, and it took me a day to see that. I gave every test a region of its own. After the release,
checkout took seven hundred milliseconds, and the error rate fell as well, since we no longer ran into
the limits of the provider. What I would do differently today is to write the measurement down before I
begin, and to show it to the people who own the service, because they would have told me about the
limits on the first day. I also learned to ask for a second pair of eyes sooner.
"""


def voice_transcribe() -> list[Row]:
    """Stop to text, memory and stall for both engines."""
    from tests.voice.small_whisper import say

    if shutil.which("espeak-ng") is None:
        print("no espeak-ng: transcription is not measured", file=sys.stderr)
        return []
    sound = say(_ANSWER)[: int(_SECONDS) * BYTES_PER_SECOND]
    folder = Path(tempfile.mkdtemp(prefix="bench-whisper"))
    try:
        subprocess.run([sys.executable, "-m", __name__, str(folder)], cwd=ROOT, check=True)
        rows = _measured("faster-whisper", folder / "base", sound)
        return rows + _measured("whisper", folder / "base.pt", sound)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(engine: EngineName, weights: Path, sound: bytes) -> list[Row]:
    """One answer of a minute in real time, stopped amid a sentence."""
    transcriber = LocalTranscriber(engine, weights, temperatures=(0.0,), tokens_per_second=_TOKENS_PER_SECOND)
    began = time.monotonic()

    def recorded(start: int) -> bytes:
        come = int((time.monotonic() - began) * BYTES_PER_SECOND) // 2 * 2
        return sound[start : min(come, len(sound))]

    waits: list[float] = []

    def answer() -> None:
        live = LiveTranscription(transcriber, Hints("en"), recorded)
        time.sleep(max(0.0, began + len(sound) / BYTES_PER_SECOND - time.monotonic()))
        stopped = time.monotonic()
        live.finish()
        waits.append(time.monotonic() - stopped)

    stall = asyncio.run(_longest_stall(answer))
    peak = _peak(transcriber.pid)
    transcriber.close()
    rows = [
        Row(
            f"stop to text, 60 s, {engine}",
            waits[0],
            "s",
            _STOP_TO_TEXT,
            note="stopped amid speech",
        ),
        Row(f"loop stall meanwhile, {engine}", stall * 1000, "ms", _STALL, note="loading included"),
    ]
    if peak is not None:
        rows.insert(1, Row(f"peak memory of its process, {engine}", peak, "MB", _MEMORY))
    return rows


async def _longest_stall(work: object) -> float:
    """Run `work` in a thread; the longest that this event loop was late meanwhile, in seconds."""
    thread = threading.Thread(target=work)  # type: ignore[arg-type]
    thread.start()
    longest = 0.0
    while thread.is_alive():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - before - 0.005)
    return longest


def _peak(pid: int | None) -> float | None:
    """Peak resident memory of a running process in MB, where the system tells it."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def make_models(folder: Path) -> None:
    """Random weights of base size, for both engines."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    from tests.voice.ct2_model import convert

    torch.manual_seed(0)
    dims = {"n_mels": 80, "n_audio_ctx": 1500, "n_text_ctx": 448, "n_vocab": 51865}
    for side in ("audio", "text"):
        dims |= {f"n_{side}_state": 512, f"n_{side}_head": 8, f"n_{side}_layer": 6}
    model = Whisper(ModelDimensions(**dims))
    for name, parameter in model.named_parameters():
        if "positional" in name or "token_embedding" in name:
            torch.nn.init.normal_(parameter, std=0.02)
    state = {name: value.half() for name, value in model.state_dict().items()}
    torch.save({"dims": dims, "model_state_dict": state}, folder / "base.pt")
    convert(folder / "base.pt", folder / "base")


if __name__ == "__main__":
    make_models(Path(sys.argv[1]))
