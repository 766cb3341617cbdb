"""What is measured in sound, against recordings whose truth is known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.coach.speech import Pause, Sound, SpokenWord
from interview_cli.voice.measure import sound as sound_module
from interview_cli.voice.measure.pitch import pitch_of
from interview_cli.voice.measure.sound import measure_sound
from interview_cli.voice.ports import VoiceError
from tests.voice.synthetic import RATE, noisy, pcm, silence, spoken, tone, voice

np = pytest.importorskip("numpy", reason="the voice extra is not installed")
pytest.importorskip("webrtcvad", reason="the voice extra is not installed")

GAPS = (0.5, 0.8, 1.2, 0.4, 2.0, 3.0, 0.6)
LENGTHS = (2.0, 1.0, 3.0, 1.5, 2.5, 1.0, 4.0, 2.0)
# What the detector of voices may add to an end, and take from the other (seconds).
EDGE = 0.2


def pauses(sound: Sound) -> list[Pause]:
    return [pause for pause in sound.pauses if pause.place != "before"]


def found(truth: list[tuple[float, float]], sound: Sound) -> int:
    return sum(
        any(abs(pause.start - start) < EDGE and abs(pause.end - end) < EDGE for pause in pauses(sound))
        for start, end in truth
    )


@pytest.mark.parametrize("decibels", [60, 30, 20, 15, 10, 7])
def test_all_pauses_are_found_down_to_seven_decibels_over_the_noise(decibels: float) -> None:
    samples, truth = spoken([voice(seconds) for seconds in LENGTHS], GAPS)
    sound = measure_sound(pcm(noisy(samples, decibels)))
    assert found(truth, sound) == len(GAPS)
    assert len(pauses(sound)) <= len(GAPS) + 1
    assert sound.first_word == pytest.approx(0.8, abs=0.1)
    assert sound.last_word == pytest.approx(len(samples) / RATE - 0.8, abs=EDGE)
    assert sound.signal_to_noise == pytest.approx(decibels, abs=1)


def test_the_time_before_the_first_word_is_a_pause_of_its_own_and_that_after_the_last_none() -> None:
    samples, _ = spoken([voice(2.0)], [], lead=1.5, tail=4.0)
    sound = measure_sound(pcm(noisy(samples, 30)))
    assert [pause.place for pause in sound.pauses] == ["before"]
    assert sound.pauses[0].end == pytest.approx(1.5, abs=0.1)


def test_without_words_the_place_of_a_pause_is_unknown() -> None:
    samples, _ = spoken([voice(1.0), voice(1.0)], [1.0])
    sound = measure_sound(pcm(noisy(samples, 30)))
    assert [pause.place for pause in pauses(sound)] == ["unknown"]
    assert not sound.by_words


def test_the_signs_of_the_words_around_a_pause_tell_its_place() -> None:
    samples, _ = spoken([voice(1.0)] * 4, [1.0] * 3)
    # From 0.8 s on a second of speech and one of silence, in turn.
    texts = (" We", " lost.", " It", " was", " late,", " so", " we", " won.")
    words = [
        SpokenWord(text=text, start=0.8 + 2 * (place // 2) + 0.5 * (place % 2), end=1.3 + place)
        for place, text in enumerate(texts)
    ]
    sound = measure_sound(pcm(noisy(samples, 30)), words)
    assert [pause.place for pause in pauses(sound)] == ["between", "inside", "inside"]
    assert sound.by_words


@pytest.mark.parametrize("pitch", [75, 90, 110, 150, 200, 260, 330, 420])
@pytest.mark.parametrize("harmonics", [1, 8, 20])
def test_the_pitch_of_a_steady_tone_is_right_to_a_hundredth_of_a_semitone(
    pitch: float, harmonics: int
) -> None:
    samples = tone(pitch, 2.0, harmonics=harmonics).astype(np.float32)
    measured = pitch_of(samples, range(100))
    assert measured is not None
    assert abs(12 * math.log2(measured.median / pitch)) < 0.01
    assert measured.spread == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("vibrato", [1.0, 2.0, 3.0, 4.0])
@pytest.mark.parametrize("decibels", [60, 10])
def test_the_spread_of_pitch_is_that_of_the_tone_in_semitones(vibrato: float, decibels: float) -> None:
    samples = noisy(tone(180, 8.0, vibrato=vibrato), decibels)
    sound = measure_sound(pcm(samples))
    assert sound.pitch_spread == pytest.approx(vibrato / math.sqrt(2), abs=0.02)


@pytest.mark.parametrize(("loud", "strength"), [(2, 3.0), (3, 2.0)])
def test_a_strong_harmonic_is_not_taken_for_the_pitch(loud: int, strength: float) -> None:
    """Nor are the octaves below it, which repeat as well."""
    samples = tone(120, 3.0) + strength * 0.3 * tone(120 * loud, 3.0, harmonics=1)
    sound = measure_sound(pcm(0.5 * samples))
    assert sound.pitch == pytest.approx(120, rel=0.01)
    assert sound.pitch_spread == pytest.approx(0, abs=0.1)


def test_a_voice_whose_lowest_tone_is_missing_has_its_pitch_all_the_same() -> None:
    """As it is heard over a telephone."""
    samples = sum(np.sin(2 * np.pi * 130 * number * np.arange(3 * RATE) / RATE) for number in range(3, 12))
    assert measure_sound(pcm(0.1 * samples)).pitch == pytest.approx(130, rel=0.001)


@pytest.mark.parametrize("step", [2.0, 6.0, 12.0])
def test_words_of_two_levels_spread_by_half_the_step_between_them(step: float) -> None:
    levels = [0.05, 0.05 * 10 ** (step / 20)] * 5
    samples, _ = spoken([voice(0.5, level=level) for level in levels], [0.5] * 9)
    words = [SpokenWord(text="word", start=0.8 + place, end=1.3 + place) for place in range(10)]
    sound = measure_sound(pcm(noisy(samples, 40)), words)
    assert sound.loudness_spread == pytest.approx(step / 2, abs=0.3)


def test_loudness_is_the_power_of_the_voice_without_the_silence_around_it() -> None:
    sung = tone(150, 2.0, harmonics=20)
    samples, _ = spoken([sung], [], lead=3.0)
    assert measure_sound(pcm(samples)).loudness == pytest.approx(10 * math.log10(np.mean(sung**2)), abs=0.1)


def test_a_constant_offset_changes_no_level() -> None:
    samples, _ = spoken([voice(2.0)], [])
    plain, shifted = measure_sound(pcm(samples)), measure_sound(pcm(samples + 0.2))
    assert shifted.loudness == pytest.approx(plain.loudness, abs=0.1)
    assert shifted.pitch == pytest.approx(plain.pitch, rel=0.001)


def test_clipping_is_the_share_of_samples_at_full_scale() -> None:
    # A sine of twice the full scale is beyond it for two thirds of its time.
    assert measure_sound(pcm(4 * tone(150, 1.0, harmonics=1))).clipped == pytest.approx(2 / 3, abs=0.01)
    assert measure_sound(pcm(tone(150, 1.0))).clipped == 0


@pytest.mark.parametrize("level", [0.001, 0.1])
def test_in_steady_noise_nobody_speaks(level: float) -> None:
    noise = np.random.default_rng(5).normal(0, level, 10 * RATE)
    sound = measure_sound(pcm(noise))
    assert (sound.speech_seconds, sound.first_word, sound.pitch) == (0, None, None)


@pytest.mark.parametrize(
    "recording",
    [
        b"",
        b"\x01",
        pcm(silence(0.01)),
        pcm(tone(200, 0.01)),
        pcm(silence(2.0)),
        pcm(silence(2.0) + 0.3),
        pcm(np.sign(tone(160, 2.0)) * 2),
        pcm(np.full(RATE, -1.0)),
        pcm(np.tile(voice(2.0), 90)),
    ],
    ids=["empty", "byte", "10 ms", "10 ms tone", "silence", "offset", "square", "lowest", "180 s"],
)
def test_whatever_is_recorded_makes_a_document(recording: bytes) -> None:
    sound = measure_sound(recording)
    assert sound.seconds == pytest.approx(len(recording) // 2 / RATE, abs=0.001)
    assert Sound.model_validate_json(sound.model_dump_json()) == sound


@settings(max_examples=60)
@given(st.binary(max_size=40_000), st.lists(st.floats(0, 2), max_size=8))
def test_no_bytes_and_no_words_make_a_number_that_is_none(recording: bytes, starts: list[float]) -> None:
    words = [SpokenWord(text="um,", start=start, end=start) for start in sorted(starts)]
    sound = measure_sound(recording, words)
    assert Sound.model_validate_json(sound.model_dump_json()) == sound
    assert 0 <= sound.speech_seconds <= sound.seconds + 0.001


@settings(max_examples=15)
@given(st.floats(-24, 12), st.floats(80, 300))
def test_gain_changes_loudness_alone(gain: float, pitch: float) -> None:
    samples, _ = spoken([voice(1.0, pitch=pitch, level=0.05)] * 2, [0.7])
    recording = noisy(samples, 30)
    plain, louder = measure_sound(pcm(recording)), measure_sound(pcm(recording * 10 ** (gain / 20)))
    assert louder.loudness == pytest.approx(plain.loudness + gain, abs=0.3)  # type: ignore[operator]
    assert louder.pitch_spread == pytest.approx(plain.pitch_spread, abs=0.05)
    assert louder.pitch == pytest.approx(plain.pitch, rel=0.005)
    assert len(louder.pauses) == len(plain.pauses)


@settings(max_examples=15)
@given(st.floats(0, 5), st.integers(0, 9))
def test_silence_at_the_end_changes_no_pause_and_no_pitch(seconds: float, seed: int) -> None:
    samples, _ = spoken([voice(0.8), voice(1.2), voice(0.6)], [0.6, 0.9], tail=0.4)
    recording = noisy(samples, 25, seed=seed)
    plain = measure_sound(pcm(recording))
    longer = measure_sound(pcm(np.concatenate([recording, silence(seconds)])))
    assert longer.pauses == plain.pauses
    assert longer.pitch_spread == plain.pitch_spread
    assert longer.loudness == pytest.approx(plain.loudness, abs=0.2)


def test_without_its_libraries_it_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "webrtcvad", None)
    with pytest.raises(VoiceError, match="webrtcvad") as told:
        sound_module.measure_sound(b"")
    assert "interview-cli[voice]" in told.value.hint
