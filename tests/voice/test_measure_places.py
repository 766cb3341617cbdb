"""Where pauses stand among words, and the signs an engine leaves out of its words."""

from __future__ import annotations

import pytest

from interview_cli.coach.speech import SpokenWord, Transcript
from interview_cli.voice.measure.places import place_of, punctuated


def timed(text: str) -> list[SpokenWord]:
    """A word a second."""
    return [
        SpokenWord(text=f" {word}", start=place, end=place + 0.6) for place, word in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    ("text", "after", "place"),
    [
        ("We had a leak. I looked.", 4, "between"),
        ("We had a leak, I looked.", 4, "between"),
        ("We had a leak. I looked.", 2, "inside"),
        ('He said "stop." I looked.', 3, "between"),
        ("We had a leak. I looked.", 0, "before"),
        # Commas around a sound that fills end no clause.
        ("We had, um, a leak.", 2, "inside"),
        ("We had, um, a leak.", 3, "inside"),
        ("We had, um, uh, a leak.", 4, "inside"),
        ("We had a leak. Um, I looked.", 4, "between"),
        ("We had a leak. Um, I looked.", 5, "between"),
        ("Um, we had a leak.", 1, "inside"),
        # An engine that sets no signs does not know where a sentence ends.
        ("We had a leak I looked", 4, "unknown"),
    ],
)
def test_a_pause_stands_where_the_words_around_it_say(text: str, after: int, place: str) -> None:
    assert place_of(after - 0.4, after, timed(text)) == place


def test_a_word_that_stretches_into_the_silence_after_it_still_comes_before_it() -> None:
    words = [SpokenWord(text="leak.", start=0, end=1.8), SpokenWord(text="So", start=2.6, end=3.2)]
    assert place_of(1.0, 3.0, words) == "between"


def test_without_words_a_place_is_unknown() -> None:
    assert place_of(1, 2, []) == "unknown"


def test_signs_come_from_the_text_where_the_words_have_none() -> None:
    heard = timed("we had a leak so i looked")
    transcript = Transcript(text="We had a leak. So, I looked!", by="x", words=heard)
    assert [word.text.strip() for word in punctuated(transcript)] == [
        "we", "had", "a", "leak.", "so,", "i", "looked!",
    ]  # fmt: skip
    assert [word.start for word in punctuated(transcript)] == [word.start for word in heard]


def test_words_that_carry_signs_and_words_that_fit_no_text_stay_as_they_are() -> None:
    signed = Transcript(text="Something else.", by="x", words=timed("We had a leak."))
    assert punctuated(signed) == signed.words
    strange = Transcript(text="Entirely different!", by="x", words=timed("we had a leak"))
    assert punctuated(strange) == strange.words
