"""How answers are put: measured apart from what they say."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.delivery import Source, measure
from interview_cli.coach.delivery_rows import rows
from interview_cli.coach.delivery_summary import summarise_delivery
from interview_cli.coach.delivery_words import LOWER_BOUND, noted, over, remark, summary_lines
from interview_cli.coach.offline import analyse
from interview_cli.coach.repeats import often_said, stutters
from interview_cli.coach.speech import Delivery, Measure
from interview_cli.coach.speech_bands import BANDS, STORY_SECONDS, STORY_WORDS
from tests.coach.bundled_questions import QUESTIONS

STORY = QUESTIONS["bh-own-mistake"]
TECHNICAL = QUESTIONS["be-index-tradeoffs"]
PLAIN = TECHNICAL.sample_answer
WORDS = len(PLAIN.split())


def put(text: str = PLAIN, source: Source = "spoken", seconds: float = 0.0) -> Delivery:
    delivery = measure(TECHNICAL, text, source=source, seconds=seconds)
    assert delivery is not None
    return delivery


def found(delivery: Delivery, name: str) -> Measure:
    return next(measure for measure in delivery.measures if measure.name == name)


def at_pace(words_a_minute: float) -> Delivery:
    return put(seconds=60 * put().words / words_a_minute)


@pytest.mark.parametrize(
    ("name", "unit", "bands"),
    [
        (
            "pace",
            "per minute",
            {90: "poor", 100: "note", 119: "note", 120: "good", 160: "good", 180: "note", 181: "poor"},
        ),
        ("fillers", "per minute", {0: "good", 2: "good", 5: "good", 5.1: "note", 11.9: "note", 12: "poor"}),
        ("fillers", "per 100 words", {3.6: "good", 3.7: "note", 8.6: "poor"}),
        ("hedges", "per 100 words", {2: "good", 2.1: "note", 20: "note"}),
        ("pause", "seconds", {2: "good", 3: "note", 5.1: "poor"}),
        ("pitch_variety", "semitones", {2.5: "good", 1: "note"}),
        ("volume_variety", "dB", {3.5: "good", 1: "note"}),
    ],
)
def test_values_fall_into_the_bands_of_the_field(name: str, unit: str, bands: dict[float, str]) -> None:
    assert {value: BANDS[name, unit].place(name, value, unit).band for value in bands} == bands


def test_a_story_may_last_two_minutes_and_have_up_to_three_hundred_words() -> None:
    assert [STORY_WORDS.place("length", words, "words").band for words in (100, 150, 300, 301)] == [
        "note",
        "good",
        "good",
        "poor",
    ]
    assert [STORY_SECONDS.place("length", s, "seconds").band for s in (60, 90, 150, 200)] == [
        "note",
        "good",
        "good",
        "note",
    ]


def test_a_spoken_answer_has_a_pace() -> None:
    assert found(at_pace(140), "pace").band == "good"
    assert (found(at_pace(200), "pace").side, found(at_pace(200), "pace").band) == ("over", "poor")
    assert found(at_pace(110), "pace").side == "under"


@pytest.mark.parametrize("source", ["typed", "file"])
def test_typing_time_says_nothing_about_speech(source: Source) -> None:
    delivery = put(source=source, seconds=60 * WORDS / 140)
    assert delivery.way == "written"
    assert delivery.seconds is None
    assert "pace" not in {measure.name for measure in delivery.measures}
    assert found(delivery, "fillers").unit == "per 100 words"
    assert not found(delivery, "fillers").at_least


@pytest.mark.parametrize("seconds", [0.0, 2.0, 5.0, 100_000.0])
def test_a_time_in_which_nobody_speaks_so_much_is_no_speaking_time(seconds: float) -> None:
    delivery = put(seconds=seconds)
    assert delivery.seconds is None
    assert found(delivery, "fillers").unit == "per 100 words"
    assert found(delivery, "length").unit == "words"


def test_fillers_are_counted_by_the_minute_where_the_time_is_known_as_a_lower_bound() -> None:
    text = PLAIN.replace(". ", ". Um, ")
    delivery = put(text, seconds=60)
    rate = found(delivery, "fillers")
    assert rate.value == delivery.fillers["um"]
    assert rate.unit == "per minute"
    assert rate.at_least
    assert "at least" in remark(delivery) or rate.band == "good"


def test_hedges_are_counted_with_what_was_said() -> None:
    delivery = put("Maybe it was the cache, I guess. " * 2 + PLAIN)
    assert delivery.hedges == {"I guess": 2, "maybe": 2}


def test_a_few_words_have_no_rates() -> None:
    delivery = put("Um, it was, you know, a bug in the cache.", seconds=6)
    assert {measure.name for measure in delivery.measures} == {"length"}
    assert delivery.fillers == {"um": 1, "you know": 1}


def test_silence_and_signs_have_no_delivery() -> None:
    assert measure(TECHNICAL, "", source="typed") is None
    assert measure(TECHNICAL, "?!", source="spoken", seconds=10) is None


def test_words_of_another_language_are_not_taken_for_english_ones() -> None:
    german = (
        "Ich habe den Fehler nicht sofort gefunden, weil die Daten und der Server sich anders verhielten. "
        * 4
    )
    delivery = put(german, seconds=30)
    assert {(measure.name, measure.unit) for measure in delivery.measures} == {("length", "seconds")}
    assert not delivery.fillers


def test_written_code_has_no_length_to_speak_of() -> None:
    coding = QUESTIONS["be-code-token-bucket"]
    written = measure(coding, "def allow(): return True", source="typed")
    assert written is not None
    assert written.measures == []


def test_length_is_held_against_what_the_question_asks_for() -> None:
    short = "I broke the printer, told my boss and paid for a new one."
    story = measure(STORY, short, source="typed")
    assert story is not None
    assert (found(story, "length").band, found(story, "length").side) == ("note", "under")
    assert found(put(source="typed"), "length").band == "good"
    long = measure(STORY, " ".join([STORY.sample_answer] * 3), source="spoken", seconds=150)
    assert long is not None
    assert (found(long, "length").band, found(long, "length").unit) == ("poor", "words")


def test_bundled_answers_read_aloud_have_nothing_to_change() -> None:
    remarks = []
    for question in QUESTIONS.values():
        count = len(question.sample_answer.split())
        delivery = measure(question, question.sample_answer, source="spoken", seconds=60 * count / 140)
        assert delivery is not None
        remarks.append(remark(delivery))
    assert fmean(text == "" for text in remarks) > 0.9


def test_words_said_twice_in_a_row_are_stutters_unless_they_are_meant() -> None:
    assert stutters("I went to the the shop and I was I was late.") == ["the the", "i was i was"]
    assert (
        stutters("He had had enough. That is that. That was very very late. If you drop it, it breaks.") == []
    )


def test_a_phrase_that_comes_back_three_times_is_a_habit() -> None:
    text = (
        "At the end of the day we won. To be honest, at the end of the day it was bad, at the end of the day."
    )
    assert often_said(text) == {"at the end of the day": 3}
    assert often_said("The fitting rooms were full, so I went to the fitting rooms. The fitting rooms!") == {}
    assert often_said("Actually it was, actually, a bug, actually.") == {"actually": 3}


@pytest.mark.parametrize(
    "name", ["be-index-tradeoffs", "bh-own-mistake", "ret-beh-busy-shift", "hr-strengths"]
)
@pytest.mark.parametrize("source", ["typed", "spoken"])
@pytest.mark.parametrize("pace", [60, 140, 280])
def test_the_score_is_the_same_with_other_delivery(name: str, source: Source, pace: float) -> None:
    """The coach is not even told of the time and the way an answer was put."""
    question = QUESTIONS[name]
    before = analyse(question, question.sample_answer)
    count = len(question.sample_answer.split())
    assert measure(question, question.sample_answer, source=source, seconds=60 * count / pace) is not None
    assert analyse(question, question.sample_answer) == before


@pytest.mark.parametrize("filler", ["um, ", "uh, ", "er, ", "you know, ", "like, ", "I mean, "])
def test_fillers_leave_the_content_score_where_it_is(filler: str) -> None:
    moves = []
    for question in list(QUESTIONS.values())[::7]:
        answer = question.sample_answer
        filled = answer.replace(", ", f", {filler}").replace(". ", f". {filler.capitalize()}")
        moves.append(analyse(question, filled).estimate - analyse(question, answer).estimate)
    assert fmean(abs(move) < 0.25 for move in moves) > 0.9
    assert abs(fmean(moves)) < 0.1


def test_only_what_stands_out_is_told_the_worst_first() -> None:
    assert remark(at_pace(140)) == ""
    fast = at_pace(200)
    assert noted(fast.measures)[0].name == "pace"
    assert remark(fast).startswith("200 words a minute. Slow down")
    assert remark(fast, numbers=False).startswith("Slow down")
    assert not any(letter.isdigit() for letter in remark(fast, numbers=False))


def test_a_summary_takes_rates_over_all_time_and_names_the_first_thing_to_change() -> None:
    summary = summarise_delivery([at_pace(200), at_pace(190), None, put(source="typed")])
    assert summary is not None
    assert (summary.answers, summary.spoken) == (3, 2)
    pace = next(measure for measure in summary.measures if measure.name == "pace")
    assert pace.value == pytest.approx(194.9, abs=0.5)
    assert summary.first.startswith("195 words a minute. Slow down")
    assert summary.note == LOWER_BOUND
    told = summary_lines(summary)
    assert over(summary) == "Over 2 spoken answers and 1 written answer."
    assert rows(summary)[0][:3] == ("Pace", "195 words a minute", "too fast")
    assert told[0].startswith("First to change: 195 words a minute")
    assert told[-1] == LOWER_BOUND
    assert not any(letter.isdigit() for line in summary_lines(summary, numbers=False) for letter in line)


def test_written_answers_without_anything_to_change_get_no_line() -> None:
    summary = summarise_delivery([put(source="typed")])
    assert summary is not None
    assert summary.first == ""
    assert summary_lines(summary) == []
    assert summarise_delivery([None]) is None


def test_a_trait_of_one_answer_among_many_is_none_of_the_session() -> None:
    short = put("I would use an index because it is faster to read.", source="typed")
    summary = summarise_delivery([short, *[put(source="typed")] * 4])
    assert summary is not None
    assert next(m for m in summary.measures if m.name == "length").band == "good"
    assert summarise_delivery([short] * 3).first.endswith("how it ended.")  # type: ignore[union-attr]


def test_fillers_of_a_session_are_those_of_all_its_words() -> None:
    short = put("Um, you know, I would, um, use an index.", source="typed")
    long = put(f"Um, {PLAIN}", source="typed")
    summary = summarise_delivery([short, long])
    assert summary is not None
    said = sum(summary.fillers.values())
    assert said == 4
    fillers = next(measure for measure in summary.measures if measure.name == "fillers")
    assert fillers.value == pytest.approx(100 * said / (short.words + long.words), abs=0.06)


def test_measures_of_sound_join_those_of_words() -> None:
    """What is measured in the sound later is told, ordered and summed up without a change here."""
    pause = BANDS["pause", "seconds"].place("pause", 5.5, "seconds")
    odd = Measure(name="breath", value=3, unit="times", band="note")
    delivery = at_pace(140)
    delivery = delivery.model_copy(update={"measures": [*delivery.measures, pause, odd]})
    assert remark(delivery).startswith("Pauses of up to 5.5 s inside a sentence. Pause at the end")
    assert "breath 3 times" in remark(delivery)
    summary = summarise_delivery([delivery, delivery])
    assert summary is not None
    assert summary.first.startswith("Pauses of up to 5.5 s")


@given(st.text(), st.sampled_from(["typed", "spoken", "file"]), st.floats(0, 1e6))
def test_any_answer_can_be_measured(text: str, source: Source, seconds: float) -> None:
    delivery = measure(STORY, text, source=source, seconds=seconds)
    if delivery is not None:
        assert Delivery.model_validate_json(delivery.model_dump_json()) == delivery
        assert isinstance(remark(delivery), str)
        assert summarise_delivery([delivery]) is not None
