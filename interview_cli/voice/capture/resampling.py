"""Bring sound of any rate and number of channels to 16 kHz mono, piece by piece as it comes."""

from __future__ import annotations

from math import ceil, gcd
from typing import Any

from interview_cli.voice.capture.pcm import FULL_SCALE, SAMPLE_RATE

# The filter: sinc under a Kaiser window of 64 zero crossings to each side. Up to 7.3 kHz nothing is lost
# (0.01 dB), what lies above 8 kHz comes out 80 dB down; a second of 44.1 kHz takes 5 ms.
_CROSSINGS = 64
_BETA = 8.0
_CUTOFF = 0.955
_ROWS = 4096


class Resampler:
    """From one rate to 16 kHz, without delay: sample 0 stays at time 0, and `n` samples become
    `ceil(n * 16000 / rate)`. Takes and gives float arrays in -1..1; the pieces make no difference."""

    def __init__(self, rate: int) -> None:
        import numpy

        common = gcd(rate, SAMPLE_RATE)
        self._up, self._down = SAMPLE_RATE // common, rate // common
        self._given = self._made = 0
        narrowing = min(1.0, SAMPLE_RATE / rate) * _CUTOFF
        self._half = half = ceil(_CROSSINGS / narrowing)
        # Sample `_first` of the input is the first one of `_held`; before the input there is silence.
        self._first = 1 - half
        self._held: Any = numpy.zeros(half - 1, "f4")
        offsets = numpy.arange(1 - half, half + 1)
        distance = offsets[None, :] - numpy.arange(self._up)[:, None] / self._up
        window = numpy.i0(_BETA * numpy.sqrt(numpy.clip(1 - (distance / half) ** 2, 0, None)))
        taps = numpy.sinc(narrowing * distance) * window
        self._taps = (taps / taps.sum(axis=1, keepdims=True)).astype("f4")

    def feed(self, samples: Any) -> Any:
        """What can be told of the output after these samples."""
        import numpy

        if self._up == self._down:
            return samples
        self._given += len(samples)
        self._held = numpy.concatenate([self._held, samples.astype("f4", copy=False)])
        # Output n lies at input n * down / up, and needs `half` samples beyond.
        return self._make(ceil(max(0, self._given - self._half) * self._up / self._down))

    def end(self) -> Any:
        """The rest of the output."""
        import numpy

        if self._up == self._down:
            return numpy.zeros(0, "f4")
        self._held = numpy.concatenate([self._held, numpy.zeros(self._half, "f4")])
        return self._make(ceil(self._given * self._up / self._down))

    def _make(self, until: int) -> Any:
        import numpy

        made = []
        while self._made < until:
            numbers: Any = numpy.arange(self._made, min(until, self._made + _ROWS)) * self._down
            windows = numpy.lib.stride_tricks.sliding_window_view(self._held, 2 * self._half)
            places = numbers // self._up - self._first + 1 - self._half
            if self._up == 1:
                # One filter for all, and no copies: fourteen times as fast.
                around = windows[places[0] : places[-1] + 1 : self._down]
                made.append(numpy.einsum("ij,j->i", around, self._taps[0]))
            else:
                made.append(numpy.einsum("ij,ij->i", windows[places], self._taps[numbers % self._up]))
            self._made += len(numbers)
            unneeded = self._made * self._down // self._up - self._half + 1 - self._first
            if unneeded > 0:
                self._held = self._held[unneeded:]
                self._first += unneeded
        return numpy.concatenate(made) if made else numpy.zeros(0, "f4")


class ToSpeech:
    """A stream of int16 frames of some rate and number of channels, as 16 kHz mono PCM.

    What has that form already passes through untouched, without numpy.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._channels = channels
        self._resampler = None if rate == SAMPLE_RATE else Resampler(rate)

    def feed(self, frames: bytes) -> bytes:
        """The PCM that these whole frames bring; channels are mixed by their mean."""
        if self._channels == 1 and self._resampler is None:
            return frames
        import numpy

        samples = numpy.frombuffer(frames, "<i2").reshape(-1, self._channels)
        mixed = samples.astype("f4").mean(axis=1) / FULL_SCALE
        return to_pcm(mixed if self._resampler is None else self._resampler.feed(mixed))

    def end(self) -> bytes:
        """The rest, when no more frames come."""
        return b"" if self._resampler is None else to_pcm(self._resampler.end())


def to_pcm(samples: Any) -> bytes:
    """Samples in -1..1 as PCM; what lies beyond is clipped, what is no number is silence."""
    import numpy

    scaled = numpy.nan_to_num(samples * FULL_SCALE, nan=0.0, posinf=FULL_SCALE, neginf=-FULL_SCALE)
    pcm: bytes = numpy.clip(numpy.rint(scaled), -FULL_SCALE, FULL_SCALE - 1).astype("<i2").tobytes()
    return pcm
