"""How soon a recording begins after its key, and how much from before the key is in it."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median

from interview_cli.voice.capture import devices
from interview_cli.voice.capture.microphone import Microphone
from interview_cli.voice.capture.pcm import seconds_of
from tests.bench.measure import percentile
from tests.voice.virtual_microphone import VirtualMicrophone

RUNS = 20


def key_to_recording() -> dict[str, float]:
    """Milliseconds, over 20 recordings on an open virtual microphone.

    `open`: opening the microphone. `record_*`: until `record()` has returned. `on_disk_*`: until its first
    sound is in the file. `before_*`: how much sound from before the call the recording begins with, at
    least: what the file holds at the first look, less the time since the call. `stop_*`: until the file
    is whole.
    """
    virtual = VirtualMicrophone()
    before = {name: os.environ.get(name) for name in virtual.environ}
    os.environ.update(virtual.environ)
    try:
        devices.refresh()
        microphone = Microphone()
        began = time.perf_counter()
        microphone.open()
        opened = time.perf_counter() - began
        time.sleep(0.5)
        with tempfile.TemporaryDirectory() as folder:
            runs = [_one(microphone, Path(folder) / f"{number}.wav") for number in range(RUNS)]
        microphone.close()
    finally:
        virtual.close()
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
    returned, on_disk, earlier, stopped = zip(*runs, strict=True)
    return {
        "open": opened * 1000,
        "record_median": median(returned) * 1000,
        "record_p95": percentile(list(returned), 0.95) * 1000,
        "on_disk_p95": percentile(list(on_disk), 0.95) * 1000,
        "before_median": median(earlier) * 1000,
        "before_min": min(earlier) * 1000,
        "stop_p95": percentile(list(stopped), 0.95) * 1000,
    }


def _one(microphone: Microphone, path: Path) -> tuple[float, float, float, float]:
    key = time.perf_counter()
    recorder = microphone.record(path)
    returned = time.perf_counter() - key
    while not (first := recorder.pcm()):
        time.sleep(0.0005)
    on_disk = time.perf_counter() - key
    time.sleep(0.1)
    stop = time.perf_counter()
    recorder.stop()
    stopped = time.perf_counter() - stop
    time.sleep(0.35)
    return returned, on_disk, seconds_of(first) - on_disk, stopped
