"""What makes a transcript doubtful, and what engines are told beforehand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.speech import Sound, SpokenWord, TranscriptQuality
from interview_cli.voice.transcribe.port import Part
from interview_cli.voice.transcribe.prompt import (
    FILLERS,
    HOSTED_PROMPT,
    LOCAL_PROMPT,
    filler_prompt,
    terms_of,
)
from interview_cli.voice.transcribe.quality import (
    NOTHING_HEARD,
    compression_of,
    doubts,
    doubts_by_sound,
    guessed,
    joined,
    quality_of,
    repetition,
)

ANSWER = (
    "I moved the cache in front of the database, because reads outnumbered writes by far, and measured the"
    " latency before and after. It fell from ninety to twelve milliseconds, which the team saw on its board."
)


def judged(text: str, seconds: float = 12.0, **fields: float) -> list[str]:
    part = Part(text, compression=compression_of(text), language="en", **fields)  # type: ignore[arg-type]
    return doubts(text, quality_of([part], seconds))


def test_a_good_answer_raises_no_doubt() -> None:
    assert judged(ANSWER, no_speech=0.1, log_probability=-0.3) == []
    assert judged(ANSWER) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"no_speech": 0.61}, "takes a part for silence"),
        ({"log_probability": -1.01}, "unsure of its words"),
    ],
)
def test_whisper_own_bounds_make_a_part_doubtful(fields: dict[str, float], says: str) -> None:
    found = judged(ANSWER, **fields)
    assert len(found) == 1
    assert says in found[0]


def probable(*probabilities: float | None) -> list[SpokenWord]:
    return [
        SpokenWord(text=f"w{place}", start=place, end=place + 1, probability=probability)
        for place, probability in enumerate(probabilities)
    ]


@pytest.mark.parametrize(
    ("probabilities", "passage"),
    [
        ((0.9, 0.1, 0.9, 0.1, 0.9, 0.9, 0.9, 0.1, 0.9), "w0 w1 w2 w3 w4 w5 w6 w7"),
        ((*[0.9] * 7, 0.1, 0.1, 0.1), "w2 w3 w4 w5 w6 w7 w8 w9"),
        ((0.1, 0.1), "w0 w1"),
        ((0.1,), "w0"),
        ((0.1, 0.9), ""),
        ((0.1, *[0.9] * 3, 0.1, *[0.9] * 4, 0.1), ""),
        ((0.15, 0.15, 0.15), ""),
        ((None, None, None), ""),
        ((), ""),
    ],
)
def test_words_that_an_engine_only_guessed_are_doubtful(
    probabilities: tuple[float | None, ...], passage: str
) -> None:
    words = probable(*probabilities)
    assert guessed(words) == passage
    found = doubts(ANSWER, TranscriptQuality(), words)
    assert bool(found) == bool(passage)
    assert all(passage in doubt for doubt in found)


def test_words_found_in_noise_are_doubtful() -> None:
    def sound(speech: float, over_noise: float | None) -> Sound:
        return Sound(seconds=10.0, speech_seconds=speech, signal_to_noise=over_noise)

    assert "no voice" in doubts_by_sound(ANSWER, sound(0.0, None))[0]
    assert "by 6 dB" in doubts_by_sound(ANSWER, sound(9.0, 6.4))[0]
    assert doubts_by_sound(ANSWER, sound(9.0, 7.0)) == []
    assert doubts_by_sound(ANSWER, sound(9.0, None)) == []
    assert doubts_by_sound(" ", sound(0.0, None)) == []


def test_values_at_the_bounds_are_good() -> None:
    assert judged(ANSWER, no_speech=0.6, log_probability=-1.0) == []


@pytest.mark.parametrize(("seconds", "says"), [(120.0, "few words"), (4.0, "more words than anybody says")])
def test_words_that_do_not_fit_the_time_spoken_are_doubtful(seconds: float, says: str) -> None:
    found = judged(ANSWER, seconds)
    assert len(found) == 1
    assert says in found[0]


def test_a_short_answer_says_nothing_about_pace() -> None:
    assert judged("Yes.", 0.3) == []


def test_japanese_has_no_words_to_count() -> None:
    part = Part("私はキャッシュを追加しました。", language="ja")
    assert quality_of([part], 10.0).words_per_second is None
    assert joined([part, part]) == part.text * 2


@pytest.mark.parametrize(
    "text",
    ["so " * 12, "we used the cache " * 5, "I think, I think, I think, I think"],
)
def test_a_phrase_again_and_again_is_doubtful(text: str) -> None:
    assert any("again and again" in doubt for doubt in judged(text, len(text.split()) / 2.5))


@pytest.mark.parametrize(
    "text",
    [ANSWER, "the the the cache", "very very very good", "We tested it. We tested it. Then we shipped.", ""],
)
def test_a_stammer_is_no_loop(text: str) -> None:
    assert repetition(text) == ""


def test_a_text_that_compresses_too_well_is_doubtful() -> None:
    text = " ".join(
        f"we shipped version {n % 3} of the service to the customers on monday" for n in range(14)
    )
    found = judged(text, 60.0)
    assert len(found) == 1
    assert "repeats itself" in found[0]


def test_nothing_understood_is_doubtful_and_silence_is_named() -> None:
    assert doubts("", TranscriptQuality()) == ["Somebody spoke, but no words were understood."]
    assert doubts("", TranscriptQuality(), heard_speech=False) == [NOTHING_HEARD]


@pytest.mark.parametrize(
    "text", ["Thank you for watching!", "Thanks for watching.", "Subtitles by the community"]
)
def test_what_engines_make_up_from_noise_is_doubtful(text: str) -> None:
    assert any("make up" in doubt for doubt in judged(text, 2.0))


def test_the_worst_part_counts() -> None:
    parts = [
        Part("one", no_speech=0.1, log_probability=-0.2, compression=0.5),
        Part("two", no_speech=0.7, log_probability=-1.4, compression=0.9),
        Part("three"),
    ]
    quality = quality_of(parts, 2.0)
    assert (quality.no_speech, quality.log_probability, quality.compression) == (0.7, -1.4, 0.9)
    assert quality.words_per_second == 1.5


@given(st.text(max_size=80))
def test_compression_is_that_of_zlib(text: str) -> None:
    value = compression_of(text)
    assert (value is None) == (not text)
    assert value is None or 0 < value < 20


def test_terms_are_names_and_jargon_of_the_question_first() -> None:
    question = "How would you tune PostgreSQL on k8s at Netflix? Describe C++ and the gRPC calls you made."
    terms = terms_of(question, ["Python", "Apache Kafka", "kafka", "PostgreSQL"])
    assert set(terms[:5]) == {"PostgreSQL", "k8s", "Netflix", "C++", "gRPC"}
    assert "Apache Kafka" in terms
    assert terms.count("PostgreSQL") == 1
    assert not {"How", "Describe", "I"} & set(terms)


def test_a_question_in_plain_words_has_no_terms() -> None:
    assert terms_of("Tell me about a time when you disagreed. What did I miss? How's that?") == ()
    assert terms_of("", ["", " ", "x", "y" * 60]) == ()


def test_a_local_prompt_stays_short_and_a_hosted_one_has_more() -> None:
    terms = ("PostgreSQL replication", "Kafka", "k8s", "gRPC")
    assert filler_prompt(terms, LOCAL_PROMPT) == f"{FILLERS} Kafka, k8s."
    assert filler_prompt(terms, HOSTED_PROMPT) == f"{FILLERS} PostgreSQL replication, Kafka, k8s, gRPC."
    assert filler_prompt((), LOCAL_PROMPT) == FILLERS


@given(st.lists(st.text(min_size=1, max_size=50)), st.sampled_from([LOCAL_PROMPT, HOSTED_PROMPT]))
def test_no_prompt_is_longer_than_its_bound(terms: list[str], longest: int) -> None:
    assert len(filler_prompt(terms, longest)) <= longest
