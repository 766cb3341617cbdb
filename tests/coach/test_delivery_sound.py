"""Delivery of recordings: what was heard and measured in them joins what was handed in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.delivery import measure, measure_recordings
from interview_cli.coach.delivery_rows import rows
from interview_cli.coach.delivery_series import packed, unpacked
from interview_cli.coach.delivery_summary import summarise_delivery
from interview_cli.coach.delivery_words import noted, praise, remark
from interview_cli.coach.speech import (
    Delivery,
    FillerTime,
    Measure,
    Pause,
    Sound,
    SpokenWord,
    Take,
    Transcript,
)
from tests.coach.bundled_questions import QUESTIONS

QUESTION = QUESTIONS["be-index-tradeoffs"]
PLAIN = "We had a leak in the cache, and I looked at the heap to find it. "


def timed(text: str, per_second: float = 2.4, begin: float = 1.0) -> list[SpokenWord]:
    """Words at an even pace, with times and a probability."""
    return [
        SpokenWord(
            text=f" {word}",
            start=begin + place / per_second,
            end=begin + (place + 0.9) / per_second,
            probability=0.8,
        )
        for place, word in enumerate(text.split())
    ]


def take(text: str = PLAIN * 8, per_second: float = 2.4, *, words: bool = True, **sound: Any) -> Take:
    """A clear recording of a text, begun after a second."""
    heard = timed(text, per_second)
    end = heard[-1].end
    fields: dict[str, Any] = {
        "seconds": end + 2,
        "speech_seconds": 0.8 * (end - 1),
        "first_word": 1.0,
        "last_word": end,
        "pauses": [Pause(start=0, end=1, place="before")],
        "loudness": -20.0,
        "loudness_spread": 4.0,
        "pitch": 150.0,
        "pitch_spread": 2.5,
        "pitched_seconds": 20.0,
        "signal_to_noise": 30.0,
        "by_words": words,
    }
    return Take(
        file="t1-1.wav",
        seconds=end + 2,
        transcript=Transcript(text=text, by="engine", words=heard if words else []),
        sound=Sound(**{**fields, **sound}),
    )


def put(*takes: Take, text: str | None = None, seconds: float = 999.0) -> Delivery:
    """How an answer was put: as it was heard, if no other `text` was handed in."""
    heard = " ".join(one.transcript.text for one in takes if one.transcript)
    delivery = measure(QUESTION, text or heard, source="spoken", seconds=seconds, takes=takes)
    assert delivery is not None
    return delivery


def of(delivery: Delivery, name: str) -> Measure:
    return next(one for one in delivery.measures if one.name == name)


def names(delivery: Delivery) -> set[str]:
    return {one.name for one in delivery.measures}


def test_pace_is_over_the_time_from_the_first_word_to_the_last() -> None:
    one = take(per_second=2.4)
    assert of(put(one), "pace").value == pytest.approx(144, abs=1)
    # The time on the clock holds silence before, after and between recordings.
    assert of(put(one, one), "pace").value == of(put(one), "pace").value
    assert put(one, one).seconds == pytest.approx(2 * (put(one).seconds or 0), abs=0.2)


def test_pace_is_that_of_the_words_heard_whatever_was_corrected() -> None:
    one = take()
    longer = put(one, text=f"{PLAIN * 8} I typed much more afterwards. {PLAIN * 5}")
    assert of(longer, "pace") == of(put(one), "pace")


def test_pace_is_also_taken_over_fifteen_seconds_at_a_time() -> None:
    words = timed("word " * 60, per_second=2.0) + timed("word " * 90, per_second=3.0, begin=31.0)
    one = take()
    assert one.transcript is not None
    transcript = one.transcript.model_copy(update={"words": words, "text": "word " * 150})
    moving = one.model_copy(update={"transcript": transcript, "sound": None, "seconds": 62.0})
    delivery = put(moving)
    assert of(delivery, "slowest_pace").value == pytest.approx(120, abs=4)
    assert of(delivery, "fastest_pace").value == pytest.approx(180, abs=4)
    assert {of(delivery, "slowest_pace").band, of(delivery, "fastest_pace").band} == {""}


def test_without_times_of_words_and_in_short_recordings_there_are_no_stretches() -> None:
    assert "slowest_pace" not in names(put(take(words=False)))
    assert "slowest_pace" not in names(put(take(PLAIN * 3)))


def test_without_its_pauses_pace_is_higher() -> None:
    delivery = put(take())
    assert of(delivery, "articulation").value == pytest.approx(of(delivery, "pace").value / 0.8, abs=1)


def test_fillers_are_those_heard_with_their_times_and_not_those_left_in_the_text() -> None:
    heard = f"Um, {PLAIN * 4}You know, it, uh, grew. {PLAIN * 3}"
    delivery = put(take(heard), text=PLAIN * 7)
    assert delivery.fillers == {"uh": 1, "um": 1, "you know": 1}
    words = timed(heard)
    spots = [heard.split().index(word) for word in ("Um,", "You", "uh,")]
    assert delivery.filler_times == [
        FillerTime(text=name, take=0, at=words[spot].start)
        for name, spot in zip(("um", "you know", "uh"), spots, strict=True)
    ]
    assert of(delivery, "fillers").at_least
    assert of(delivery, "fillers").value == pytest.approx(60 * 3 / (delivery.seconds or 0), abs=0.1)


def test_filler_times_say_in_which_recording() -> None:
    second = put(take(), take(f"{PLAIN * 3}Um, yes.")).filler_times
    assert [(one.text, one.take) for one in second] == [("um", 1)]


def test_the_longest_pauses_are_told_by_their_place() -> None:
    pauses = [
        Pause(start=0, end=1, place="before"),
        Pause(start=5, end=8, place="inside"),
        Pause(start=9, end=13, place="between"),
        Pause(start=15, end=15.5, place="inside"),
    ]
    delivery = put(take(pauses=pauses))
    assert (of(delivery, "pause").value, of(delivery, "pause").band) == (3, "note")
    assert (of(delivery, "pause_between").value, of(delivery, "pause_between").band) == (4, "note")
    assert (of(delivery, "longest_pause").value, of(delivery, "longest_pause").band) == (4, "")
    assert (of(delivery, "first_word").value, of(delivery, "first_word").band) == (1, "")


def test_without_words_no_pause_is_said_to_break_a_sentence() -> None:
    pauses = [Pause(start=5, end=11, place="unknown")]
    delivery = put(take(words=False, pauses=pauses))
    assert names(delivery).isdisjoint({"pause", "pause_between"})
    assert of(delivery, "longest_pause").value == 6
    assert "Pauses of up to 6 s. Know your next point" in remark(delivery)
    assert "pause" not in {one.name for one in noted(delivery.measures)}


def test_the_voice_and_its_clarity_are_measured() -> None:
    delivery = put(take(loudness_spread=2.0, pitch_spread=1.2, clipped=0.02))
    assert (of(delivery, "volume_variety").band, of(delivery, "pitch_variety").band) == ("note", "note")
    assert of(delivery, "volume").value == -20
    assert of(delivery, "overdriven").value == 2
    assert of(delivery, "voice_over_noise").value == 30
    assert of(delivery, "speech_share").value == 80
    assert of(delivery, "word_certainty").value == 80


@pytest.mark.parametrize(
    ("sound", "name", "trust"),
    [
        ({}, "pitch_variety", "high"),
        ({"signal_to_noise": 9.0}, "pitch_variety", "low"),
        ({"pitched_seconds": 4.0}, "pitch_variety", "low"),
        ({"signal_to_noise": None}, "pitch_variety", "medium"),
        ({}, "volume_variety", "high"),
        ({"clipped": 0.01}, "volume_variety", "low"),
        ({"words": False}, "volume_variety", "medium"),
        ({"signal_to_noise": 8.0}, "longest_pause", "medium"),
        ({"signal_to_noise": 5.0}, "longest_pause", "low"),
        ({}, "pause", "medium"),
        ({}, "fillers", "medium"),
        ({}, "pace", "high"),
    ],
)
def test_each_measure_says_how_far_it_can_be_trusted(sound: dict[str, Any], name: str, trust: str) -> None:
    found = of(put(take(**sound)), name)
    assert found.trust == trust
    assert bool(found.doubt) == (trust != "high")


def test_rates_of_a_short_answer_are_given_with_little_trust_and_change_nothing() -> None:
    delivery = put(take(PLAIN, per_second=4.5))
    assert (of(delivery, "pace").band, of(delivery, "pace").trust) == ("poor", "low")
    assert "words a minute" not in remark(delivery)


def test_the_rates_of_a_doubtful_transcript_have_little_trust() -> None:
    one = take()
    assert one.transcript is not None
    doubted = one.transcript.model_copy(update={"doubts": ["It may be noise."]})
    delivery = put(one.model_copy(update={"transcript": doubted}))
    assert (of(delivery, "pace").trust, of(delivery, "fillers").trust) == ("low", "low")
    assert of(delivery, "pitch_variety").trust == "high"


def test_an_answer_typed_after_a_failed_transcription_keeps_its_sound() -> None:
    one = take().model_copy(update={"transcript": None, "problem": "no engine"})
    delivery = put(one, text=PLAIN * 8)
    assert {"pitch_variety", "longest_pause", "volume"} <= names(delivery)
    assert of(delivery, "pace").trust == "low"
    assert delivery.way == "spoken"


def test_a_recording_in_which_nobody_speaks_has_no_measures_of_sound() -> None:
    silent = Sound(seconds=10, speech_seconds=0)
    assert names(put(take().model_copy(update={"sound": silent}))).isdisjoint({"volume", "speech_share"})


def test_a_recording_that_nobody_measured_still_has_its_pace() -> None:
    delivery = put(take().model_copy(update={"sound": None}))
    assert of(delivery, "pace").value == pytest.approx(144, abs=1)
    assert of(delivery, "pace").trust == "medium"


def test_several_recordings_are_taken_together_by_their_time() -> None:
    short = take(PLAIN, loudness=-40.0, pitch_spread=6.0, pauses=[Pause(start=3, end=7, place="inside")])
    delivery = put(take(), short)
    assert of(delivery, "pause").value == 4
    assert 2.5 < of(delivery, "pitch_variety").value < 4
    assert of(delivery, "volume").value == pytest.approx(-20.5, abs=0.5)


def test_in_another_language_the_voice_has_no_band_and_words_no_rate() -> None:
    german = "Ich habe den Fehler nicht sofort gefunden, weil die Daten sich anders verhielten. " * 4
    delivery = put(take(german, pitch_spread=1.0))
    assert names(delivery).isdisjoint({"pace", "fillers", "hedges"})
    assert of(delivery, "pitch_variety").band == ""
    assert of(delivery, "pause").band == "good"
    assert delivery.filler_times == []


def test_what_was_good_is_said_in_a_few_words() -> None:
    delivery = put(take(QUESTION.sample_answer, pauses=[Pause(start=5, end=6, place="between")]))
    assert remark(delivery) == ""
    assert praise(delivery) == (
        "Good: a pace that is easy to follow, hardly a filler, pauses in the right places, a lively voice, "
        "words that stand out."
    )
    assert "pauses" not in praise(put(take(QUESTION.sample_answer)))
    typed = measure(QUESTION, PLAIN * 8, source="typed")
    assert typed is not None
    assert praise(typed) == ""


def test_a_table_tells_the_band_in_words_and_the_trust() -> None:
    table = {row.name: row for row in rows(put(take(per_second=3.2, pitch_spread=1.0)))}
    assert next(iter(table)) == "Pace"
    assert table["Pace"][1:] == ("192 words a minute", "too fast", "high", "")
    assert table["Pitch variety"].in_words == "1.0 semitones, rather flat"
    assert table["Pauses inside"].in_words == "none inside a sentence, good (medium trust)"
    assert table["Fillers"].trust_words == "medium: some go unheard"
    assert table["First word"].standing == ""
    assert "Longest pause" not in table
    assert "Overdriven" not in table


def test_recordings_that_answer_no_question_have_all_but_a_length() -> None:
    one = take()
    alone = measure_recordings([one])
    assert names(put(one)) - names(alone) == {"length"}
    assert of(alone, "pace") == of(put(one), "pace")
    silent = measure_recordings([one.model_copy(update={"transcript": None})])
    assert names(silent).isdisjoint({"pace", "fillers", "hedges", "repeats"})
    assert "pitch_variety" in names(silent)


def test_a_session_leaves_out_what_can_hardly_be_trusted_where_there_is_better() -> None:
    clear, noise = put(take(pitch_spread=2.4)), put(take(pitch_spread=9.0, signal_to_noise=5.0))
    summary = summarise_delivery([clear, noise])
    assert summary is not None
    pitch = next(one for one in summary.measures if one.name == "pitch_variety")
    assert (pitch.value, pitch.trust) == (2.4, "high")
    alone = summarise_delivery([noise])
    assert alone is not None
    assert next(one for one in alone.measures if one.name == "pitch_variety").trust == "low"


def test_a_session_keeps_what_has_no_band_without_one() -> None:
    summary = summarise_delivery([put(take()), put(take())])
    assert summary is not None
    assert next(one for one in summary.measures if one.name == "volume").band == ""
    assert all(row.standing for row in rows(summary))


def test_what_is_followed_over_sessions_is_kept_in_a_short_text() -> None:
    summary = summarise_delivery([put(take())])
    text = packed(summary)
    assert unpacked(text) == {
        "pace": 144.1,
        "fillers": 0,
        "pause": 0,
        "pause_between": 0,
        "longest_pause": 0,
        "pitch_variety": 2.5,
        "volume_variety": 4,
    }
    typed = measure(QUESTION, PLAIN * 8, source="typed")
    assert packed(summarise_delivery([typed])) == ""
    assert packed(None) == ""
    assert unpacked("") == {}


def test_documents_stored_before_sound_was_measured_still_load() -> None:
    old = {
        "name": "pace",
        "value": 140.0,
        "unit": "per minute",
        "band": "good",
        "side": "",
        "at_least": False,
    }
    assert Measure.model_validate(old).trust == "high"
    assert Delivery.model_validate({"way": "spoken", "words": 3, "measures": [old]}).filler_times == []
    assert Sound.model_validate({"seconds": 3, "speech_seconds": 1}).last_word is None


SOUNDS = st.builds(
    Sound,
    seconds=st.floats(0, 300),
    speech_seconds=st.floats(0, 300),
    first_word=st.none() | st.floats(0, 10),
    last_word=st.none() | st.floats(0, 300),
    pauses=st.lists(
        st.builds(
            Pause,
            start=st.floats(0, 300),
            end=st.floats(0, 300),
            place=st.sampled_from(["before", "inside", "between", "unknown"]),
        ),
        max_size=4,
    ),
    loudness=st.none() | st.floats(-200, 0),
    loudness_spread=st.none() | st.floats(0, 50),
    clipped=st.floats(0, 1),
    pitch_spread=st.none() | st.floats(0, 20),
    pitched_seconds=st.floats(0, 300),
    signal_to_noise=st.none() | st.floats(-100, 100),
    by_words=st.booleans(),
)
WORD = st.builds(SpokenWord, text=st.text(max_size=6), start=st.floats(0, 200), end=st.floats(0, 200))
WORDS = st.lists(WORD, max_size=8)
TAKES = st.builds(
    Take,
    file=st.just(""),
    seconds=st.floats(0, 300),
    transcript=st.none() | st.builds(Transcript, text=st.text(max_size=60), by=st.just("x"), words=WORDS),
    sound=st.none() | SOUNDS,
)


@given(st.text(max_size=60), st.lists(TAKES, max_size=3))
def test_any_recordings_make_a_document_and_words_about_it(text: str, takes: list[Take]) -> None:
    for delivery in (
        measure(QUESTION, text, source="spoken", seconds=30, takes=takes),
        measure_recordings(takes),
    ):
        if delivery is not None:
            assert Delivery.model_validate_json(delivery.model_dump_json()) == delivery
            assert isinstance(f"{remark(delivery)}{praise(delivery)}{rows(delivery)}", str)
            assert packed(summarise_delivery([delivery])) is not None
