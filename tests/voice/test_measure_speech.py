"""Real voices: readers of LibriVox, and Kennedy in 1961."""

from __future__ import annotations

import csv
import os
import wave
from pathlib import Path

import pytest

from interview_cli.coach.delivery import measure_recordings
from interview_cli.coach.speech import Delivery, Take, Transcript
from interview_cli.voice.hearing import with_sound
from interview_cli.voice.measure.sound import measure_sound

pytest.importorskip("numpy", reason="the voice extra is not installed")
pytest.importorskip("webrtcvad", reason="the voice extra is not installed")

SHARED = Path(os.environ.get("INTERVIEW_SHARED_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
SPEECH = SHARED / "speech"
RECORDINGS = sorted(SPEECH.glob("*.wav"))
pytestmark = pytest.mark.skipif(not RECORDINGS, reason=f"no recordings under {SPEECH}")


def sound_of(path: Path) -> bytes:
    if path.suffix == ".wav":
        with wave.open(str(path)) as recording:
            assert (recording.getframerate(), recording.getnchannels()) == (16_000, 1)
            return recording.readframes(recording.getnframes())
    av = pytest.importorskip("av", reason="the voice extra is not installed")
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
        return b"".join(frame.to_ndarray().tobytes() for frame in [*frames, *resampler.resample(None)])


def delivery_of(path: Path, said: Transcript | None = None) -> Delivery:
    transcript, sound = with_sound(said, sound_of(path))
    take = Take(file=path.name, seconds=sound.seconds, ended="file", transcript=transcript, sound=sound)
    return measure_recordings([take])


def said_in(path: Path) -> str:
    with (SPEECH / "manifest.csv").open(encoding="utf-8", newline="") as table:
        return next(row["transcript"] for row in csv.DictReader(table) if row["file"] == path.name)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_a_reader_speaks_nearly_all_the_time_in_the_pitch_of_a_man(path: Path) -> None:
    sound = measure_sound(sound_of(path))
    assert sound.speech_seconds / sound.seconds > 0.8
    assert sound.pitch is not None
    assert sound.pitch_spread is not None
    assert 75 < sound.pitch < 160
    assert 1 < sound.pitch_spread < 5
    assert sound.signal_to_noise is not None
    assert sound.signal_to_noise > 15
    # The clips begin a quarter of a second before the first word.
    assert sound.first_word == pytest.approx(0.28, abs=0.1)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_the_words_of_a_reader_fit_the_time_in_which_somebody_speaks(path: Path) -> None:
    text = said_in(path)
    delivery = delivery_of(path, Transcript(text=text, by="a person", language="en"))
    rates = {measure.name: measure for measure in delivery.measures}
    assert delivery.words == len(text.split())
    assert 120 < rates["pace"].value < 260
    assert rates["pace"].trust == "low"


def test_a_speech_of_long_pauses_has_them_where_they_are_heard() -> None:
    sound = measure_sound(sound_of(SPEECH / "jfk.flac"))
    long = [pause for pause in sound.pauses if pause.end - pause.start > 0.9]
    assert [round(pause.start, 1) for pause in long] == [2.2, 4.4]
    assert sound.pitch_spread is not None
    assert sound.pitch_spread > 2


def test_a_recording_without_a_transcript_is_measured_by_its_sound_alone() -> None:
    delivery = delivery_of(SPEECH / "jfk.flac")
    names = {measure.name for measure in delivery.measures}
    assert {"longest_pause", "first_word", "volume", "pitch_variety", "speech_share"} <= names
    assert names.isdisjoint({"pace", "fillers", "pause", "word_certainty"})
    assert (delivery.way, delivery.words) == ("spoken", 0)
