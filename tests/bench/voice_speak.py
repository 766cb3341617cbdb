"""How soon a question is heard, and how soon it is silent when somebody answers."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from statistics import median
from typing import Any

from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.engine import Pyttsx3Synthesizer
from interview_cli.voice.speak.player import Player
from interview_cli.voice.speak.port import Synthesizer
from interview_cli.voice.speak.speaker import Speaker
from interview_cli.voice.speak.utterance import SpokenUtterance
from tests.voice.signals import RATE, tone
from tests.voice.virtual_microphone import RAW, VirtualMicrophone

RUNS = 20
TEXT = "Tell me about a time when you had to change your mind. What did you learn from it?"
_CHUNK = 2 * RATE // 200  # bytes of 5 ms
_LOUD = 300


class Ear:
    """Listens to the loudspeaker, and notes when the first and the last sound came."""

    def __init__(self, microphone: VirtualMicrophone) -> None:
        environment = {**os.environ, **microphone.environ}
        command = ["parec", "--device=speaker.monitor", "--latency-msec=5", *RAW]
        self._parec = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        self.first = self.last = 0.0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def forget(self) -> None:
        """Begin anew."""
        self.first = self.last = 0.0

    def close(self) -> None:
        """Stop listening."""
        self._parec.kill()
        self._parec.wait()
        self._thread.join()

    def _listen(self) -> None:
        import numpy as np

        assert self._parec.stdout is not None
        while chunk := self._parec.stdout.read(_CHUNK):
            now = time.monotonic()
            if np.abs(np.frombuffer(chunk, "<i2").astype("i4")).max() > _LOUD:
                self.first = self.first or now
                self.last = now


class Hum:
    """A synthesizer of one long tone, in which there is no pause that could be taken for silence."""

    name = "hum"

    def synthesize(self, text: str) -> Clip:
        """The tone, whatever the text."""
        return Clip(tone(5.0), RATE)

    def cancel(self) -> None:
        """Nothing takes time here."""

    def close(self) -> None:
        """Nothing was started."""


def voice_speak(runs: int = RUNS) -> dict[str, Any]:
    """Milliseconds, as median and worst of `runs`, each heard at the loudspeaker's monitor.

    `first_sound` from the end of the text to the first sound by the system's voice, `first_sound_cold` the
    same when its child has to start; `silence` from the call of `cancel` to the last sound, `cancel_call`
    what the call itself takes. What is heard comes up to 10 ms late.
    """
    microphone = VirtualMicrophone()
    os.environ.update(microphone.environ)
    ear, player = Ear(microphone), Player()
    try:
        warm = Speaker([Pyttsx3Synthesizer()])
        _first_sound(warm, player, ear)
        first = [_first_sound(warm, player, ear) for _ in range(runs)]
        warm.close()
        cold = [_cold(player, ear) for _ in range(max(1, runs // 4))]
        stopped = [_silence(Hum(), player, ear) for _ in range(runs)]
    finally:
        player.close()
        ear.close()
        microphone.close()
    return {
        "runs": runs,
        "first_sound": _figures(first),
        "first_sound_cold": _figures(cold),
        "silence": _figures([silence for silence, _ in stopped]),
        "cancel_call": _figures([call for _, call in stopped]),
    }


def _cold(player: Player, ear: Ear) -> float:
    speaker = Speaker([Pyttsx3Synthesizer()])
    try:
        return _first_sound(speaker, player, ear)
    finally:
        speaker.close()


def _first_sound(speaker: Speaker, player: Player, ear: Ear) -> float:
    utterance = SpokenUtterance(speaker, player)
    ear.forget()
    time.sleep(0.05)
    ended = time.monotonic()
    utterance.end(TEXT)
    _until_loud(ear, utterance)
    utterance.cancel()
    utterance.join(5)
    time.sleep(0.1)
    return ear.first - ended


def _silence(synthesizer: Synthesizer, player: Player, ear: Ear) -> tuple[float, float]:
    utterance = SpokenUtterance(Speaker([synthesizer]), player)
    ear.forget()
    utterance.end(TEXT)
    _until_loud(ear, utterance)
    time.sleep(0.3)
    began = time.monotonic()
    utterance.cancel()
    call = time.monotonic() - began
    utterance.join(5)
    time.sleep(0.3)
    return max(0.0, ear.last - began), call


def _until_loud(ear: Ear, utterance: SpokenUtterance) -> None:
    late = time.monotonic() + 10
    while not ear.first:
        if time.monotonic() > late:
            raise RuntimeError(f"nothing was heard: {utterance.state} {utterance.problem}")
        time.sleep(0.001)


def _figures(seconds: list[float]) -> dict[str, float]:
    return {"median": round(median(seconds) * 1000, 2), "worst": round(max(seconds) * 1000, 2)}


if __name__ == "__main__":
    print(json.dumps(voice_speak(), indent=2))
