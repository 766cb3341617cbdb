"""Levels, the ring of the last moments, resampling, and what is noticed while a recording is made."""

from __future__ import annotations

import math
import struct
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.voice.capture import pcm
from interview_cli.voice.capture.resampling import Resampler, ToSpeech, to_pcm
from interview_cli.voice.capture.ring import Ring
from interview_cli.voice.capture.watch import SilenceWatch, SoundWatch
from tests.voice.signals import RATE, noise, silence, tone

numpy: Any = pytest.importorskip("numpy", reason="the voice extra is not installed")


def test_levels_follow_their_definition() -> None:
    assert pcm.level(tone(1, amplitude=1.0)) == pytest.approx(-3.01, abs=0.01)
    assert pcm.level(tone(1, amplitude=0.1)) == pytest.approx(-23.01, abs=0.01)
    assert pcm.peak(tone(1, 1000, amplitude=0.5)) == pytest.approx(-6.02, abs=0.01)
    assert pcm.level(struct.pack("<2h", -32768, -32768)) == pcm.peak(struct.pack("<h", -32768)) == 0
    assert pcm.level(silence(1)) == pcm.peak(silence(1)) == pcm.level(b"") == pcm.peak(b"") == -96


def test_samples_at_full_scale_are_counted_as_clipped() -> None:
    assert pcm.clipped(struct.pack("<4h", 32767, -32768, 32766, -32767)) == 0.5
    assert pcm.clipped(b"") == 0


@given(st.binary(max_size=400))
def test_any_bytes_have_a_level_between_silence_and_full_scale(sound: bytes) -> None:
    assert -96 <= pcm.level(sound) <= pcm.peak(sound) + 1e-9 <= 1e-9
    assert 0 <= pcm.clipped(sound) <= 1


@given(st.floats(0, 10_000))
def test_a_time_in_bytes_is_whole_samples_of_that_time(seconds: float) -> None:
    size = pcm.bytes_of(seconds)
    assert size % 2 == 0
    assert pcm.seconds_of(b"\0" * min(size, 64_000)) == pytest.approx(min(seconds, 2), abs=1 / RATE)


@settings(max_examples=40)
@given(st.lists(st.binary(min_size=1, max_size=30), max_size=30), st.integers(0, 100))
def test_the_ring_keeps_exactly_the_last_bytes(blocks: list[bytes], size: int) -> None:
    ring = Ring(size)
    for block in blocks:
        ring.add(block)
    whole = b"".join(blocks)
    assert ring.last() == (whole[-size:] if size else b"")


def resampled(samples: Any, rate: int, pieces: tuple[int, ...] = ()) -> Any:
    resampler = Resampler(rate)
    cuts = [0, *sorted(min(cut, len(samples)) for cut in pieces), len(samples)]
    made = [resampler.feed(samples[start:end]) for start, end in pairwise(cuts)]
    return numpy.concatenate([*made, resampler.end()])


@pytest.mark.parametrize(
    ("rate", "hertz"),
    [
        (rate, hertz)
        for rate in (8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000)
        for hertz in (100, 1_000, 3_500, 7_000)
        if hertz < 0.45 * rate
    ],
)
def test_resampling_keeps_a_tone_as_it_is_and_where_it_is(rate: int, hertz: int) -> None:
    made = resampled(numpy.sin(2 * math.pi * hertz * numpy.arange(rate) / rate).astype("f4"), rate)
    assert len(made) == RATE
    true = numpy.sin(2 * math.pi * hertz * numpy.arange(RATE) / RATE)
    # Away from the ends, where the filter sees the silence around it; -60 dB is far below any room.
    error = (made - true)[800:-800]
    assert 20 * math.log10(math.sqrt((error**2).mean())) < -60


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_what_16_khz_cannot_hold_does_not_fold_into_speech(rate: int) -> None:
    for hertz in (8_200, 10_000, 15_000):
        made = resampled(numpy.sin(2 * math.pi * hertz * numpy.arange(rate) / rate).astype("f4"), rate)
        assert 20 * math.log10(abs(made[800:-800]).max()) < -60


@given(
    st.sampled_from([8_000, 12_345, 44_100, 48_000]),
    st.integers(0, 3_000),
    st.lists(st.integers(0, 3_000), max_size=6),
)
def test_resampling_in_pieces_gives_what_it_gives_at_once(rate: int, length: int, cuts: list[int]) -> None:
    samples = numpy.frombuffer(noise(0.2)[: 2 * length], "<i2").astype("f4") / 32_768
    whole = resampled(samples, rate)
    assert len(whole) == math.ceil(length * RATE / rate)
    assert numpy.array_equal(resampled(samples, rate, tuple(cuts)), whole)


def test_sound_that_needs_no_change_gets_none() -> None:
    source = ToSpeech(RATE, 1)
    sound = noise(0.1)
    assert source.feed(sound[:1000]) + source.feed(sound[1000:]) + source.end() == sound


def test_channels_are_mixed_by_their_mean() -> None:
    source = ToSpeech(RATE, 2)
    assert struct.unpack("<2h", source.feed(struct.pack("<4h", 100, 300, -32768, -32768))) == (200, -32768)


def test_numbers_beyond_the_scale_are_clipped_and_no_numbers_are_silence() -> None:
    samples = numpy.array([2.0, -2.0, numpy.nan, numpy.inf], "f4")
    assert struct.unpack("<4h", to_pcm(samples)) == (32767, -32768, 0, 32767)


def test_a_muted_microphone_is_named_after_five_seconds() -> None:
    watch = SoundWatch(180)
    watch.feed(silence(4.9))
    assert watch.warning == ""
    watch.feed(silence(0.2))
    assert watch.warning == "Nothing is heard: is the microphone muted, or may the terminal not use it?"
    watch.feed(tone(0.3))
    assert watch.warning == ""
    watch.feed(silence(5.1))
    assert watch.warning == "Nothing has been heard for 5 s."


def test_clipped_sound_is_warned_of_for_a_while_and_loud_sound_is_not() -> None:
    watch = SoundWatch(180)
    watch.feed(tone(1, amplitude=0.99))
    assert watch.warning == ""
    watch.feed(b"\xff\x7f" * 1_600)
    assert watch.warning.startswith("Too loud")
    watch.feed(tone(5))
    assert watch.warning == ""


def test_the_time_left_is_told_from_20_seconds_on() -> None:
    watch = SoundWatch(60)
    watch.feed(tone(0.5) * 79)
    assert watch.warning == ""
    watch.feed(tone(0.5) * 3)
    assert watch.warning == "19 s are left."


@settings(max_examples=40)
@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=8))
def test_the_level_does_not_depend_on_how_sound_is_cut(sizes: list[int]) -> None:
    sound = noise(1.5)
    whole, cut = SoundWatch(180), SoundWatch(180)
    place = 0
    for size in sizes:
        cut.feed(sound[place : place + 2 * size])
        place += 2 * size
    whole.feed(sound[:place])
    assert (cut.level, cut.seconds, cut.warning) == (whole.level, whole.seconds, whole.warning)


def test_silence_ends_a_recording_only_after_speech_and_its_full_time() -> None:
    pytest.importorskip("webrtcvad", reason="the voice extra is not installed")
    speech = b"".join(tone(0.05, hertz, 0.4) for hertz in (140, 220, 180, 260, 160, 240))
    watch = SilenceWatch(4)
    assert not watch.feed(silence(20))
    assert not watch.feed(speech)
    assert not watch.feed(silence(3.5))
    assert not watch.feed(speech)
    assert not watch.feed(silence(3.5))
    assert watch.feed(silence(1))


@pytest.mark.parametrize("seconds", [3.9, 0.1, -1.0, math.nan])
def test_silence_under_four_seconds_is_refused(seconds: float) -> None:
    with pytest.raises(UsageError, match="4 s of silence"):
        SilenceWatch(seconds)
