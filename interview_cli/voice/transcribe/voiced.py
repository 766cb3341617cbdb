"""Where in a recording somebody speaks, frame by frame while it grows.

Two detectors listen. The lenient one (WebRTC's mode 1) decides what an engine gets to hear, as it finds
speech 40 dB under full scale; the strict one (mode 3) finds pauses, and hears quiet speech amplified, since
it takes it for silence otherwise. Noise alone is never amplified.
"""

from __future__ import annotations

from typing import Any

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.transcribe.engine import RATE

FRAME = 0.02  # seconds
_SAMPLES = int(RATE * FRAME)
FRAME_BYTES = 2 * _SAMPLES
_LENIENT, _STRICT = 1, 3
# The strict detector works best at ordinary loudness: peaks of half of full scale, at most 36 dB more.
_WANTED_PEAK, _MOST_GAIN, _FADING = 16_000.0, 64.0, 0.999
# Sound shorter than this is a click or a breath, and silence shorter than that a stop in a word. The
# detectors take up to 7 frames of anything for a voice before they know the noise.
_SHORTEST_VOICE, _SHORTEST_SILENCE = 8, 12  # frames


class VoiceTrack:
    """What each frame of 20 ms is, from the recording's beginning. Raises VoiceError without the libraries.

    `voice` and `speaking` are 1 where the lenient and the strict detector hear somebody, `loudness` is the
    mean of the absolute samples (0-32767).
    """

    def __init__(self) -> None:
        try:
            import numpy
            import webrtcvad
        except ImportError as error:
            raise VoiceError(
                f"Python package {error.name} is not installed; it finds the pauses in speech.",
                "Install the voice extra: pip install 'interview-cli[voice]'",
            ) from error
        self._numpy: Any = numpy
        self._lenient, self._strict = webrtcvad.Vad(_LENIENT), webrtcvad.Vad(_STRICT)
        self._rest = b""
        self._peak = 0.0  # of the voice, once there is one
        self._voiced = 0  # frames in a row
        self.voice = bytearray()
        self.speaking = bytearray()
        self.loudness: list[float] = []

    def __len__(self) -> int:
        return len(self.voice)

    def add(self, pcm: bytes) -> None:
        """Go on with more sound; less than a frame waits for the next call."""
        numpy = self._numpy
        pcm = self._rest + pcm
        whole = len(pcm) // FRAME_BYTES * FRAME_BYTES
        self._rest = pcm[whole:]
        sound = numpy.frombuffer(pcm[:whole], "<i2").reshape(-1, _SAMPLES)
        strength = abs(sound.astype(numpy.int32))
        self.loudness += strength.mean(axis=1).tolist()
        for frame, peak in zip(sound, strength.max(axis=1).tolist(), strict=True):
            data = frame.tobytes()
            voiced = self._lenient.is_speech(data, RATE)
            self._voiced = self._voiced + 1 if voiced else 0
            if self._voiced >= _SHORTEST_VOICE:
                self._peak = max(peak, 1.0, self._peak * _FADING if self._peak else 0.0)
            gain = min(_MOST_GAIN, max(1.0, _WANTED_PEAK / self._peak)) if self._peak else 1.0
            if gain > 1.0:
                data = (frame * gain).clip(-32768, 32767).astype("<i2").tobytes()
            self.voice.append(voiced)
            self.speaking.append(self._strict.is_speech(data, RATE))


def runs(frames: bytes | bytearray) -> list[tuple[int, int, int]]:
    """The stretches of equal frames as (value, begin, end), `end` being the first one after it."""
    found = []
    begin = 0
    for place in range(1, len(frames) + 1):
        if place == len(frames) or frames[place] != frames[begin]:
            found.append((frames[begin], begin, place))
            begin = place
    return found


def smooth(frames: bytes | bytearray) -> bytearray:
    """Voiced frames without clicks, and without the silences that belong to words."""
    joined = bytearray(frames)
    for value, begin, end in runs(joined):
        if not value and begin > 0 and end < len(frames) and end - begin < _SHORTEST_SILENCE:
            joined[begin:end] = b"\x01" * (end - begin)
    for value, begin, end in runs(joined):
        if value and end - begin < _SHORTEST_VOICE:
            joined[begin:end] = bytes(end - begin)
    return joined
