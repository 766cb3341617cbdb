"""Text is cut into words, stems and sentences the way the coach needs them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.words import content_stems, sentences, split_sentences, stem, words


def test_technical_names_stay_whole() -> None:
    assert words("C++, C# and Node.js at 99.9% of p95") == [
        "c++", "c#", "and", "node.js", "at", "99.9%", "of", "p95",
    ]  # fmt: skip


def test_units_and_versions_stay_with_their_number() -> None:
    assert words("40ms, 4xx, 1,000 and 10:30") == ["40ms", "4xx", "1,000", "and", "10:30"]


def test_hyphens_slashes_and_underscores_separate_words() -> None:
    assert words("B-tree, TCP/IP, user_id") == ["b", "tree", "tcp", "ip", "user", "id"]


def test_curly_and_straight_apostrophes_are_the_same() -> None:
    assert words("don’t") == words("don't") == ["don't"]


def test_other_scripts_give_words_too() -> None:
    assert words("Индекс ускоряет поиск") == ["индекс", "ускоряет", "поиск"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("caching", "cached"), ("wrote", "writing"), ("indices", "index"), ("customers", "customer")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_small_words_carry_no_content() -> None:
    assert content_stems(words("It is what it is, and so we don't")) == []


def test_sentences_end_at_full_stops_but_not_at_abbreviations_or_decimals() -> None:
    assert split_sentences("We use a cache, e.g. Redis. It holds 99.9 percent. Does it? Yes!") == [
        "We use a cache, e.g. Redis.",
        "It holds 99.9 percent.",
        "Does it?",
        "Yes!",
    ]


def test_list_items_are_sentences() -> None:
    assert split_sentences("Three things:\n- logs\n- metrics\n3. traces") == [
        "Three things:",
        "- logs",
        "- metrics",
        "3. traces",
    ]


def test_wrapped_lines_are_one_sentence() -> None:
    wrapped = "This line is long enough that it was wrapped by an editor and not by the\nwriter of it."
    assert split_sentences(wrapped) == [wrapped.replace("\n", " ")]


def test_speech_without_full_stops_is_read_in_pieces() -> None:
    speech = "so first I looked at the logs and then I saw that the queue was full " * 4
    pieces = sentences(speech)
    assert len(pieces) > 2
    assert " ".join(piece.text for piece in pieces) == speech.strip()


@given(st.text())
def test_no_word_is_lost_or_invented_by_cutting_sentences(text: str) -> None:
    said = [word for sentence in sentences(text) for word in sentence.words]
    assert set(said) <= set(words(text))


def test_an_ellipsis_ends_no_sentence() -> None:
    text = "I lock the row with SELECT ... FOR UPDATE and then write. It waits… then goes on."
    assert len(split_sentences(text)) == 2
