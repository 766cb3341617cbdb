"""A quote counts only when it stands in the answer, however it is spaced, cased and quoted."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interview_cli.coach.evidence import folded, surviving

ANSWER = 'I said: "claim the key first", then I insert it — under a unique constraint — before the charge.'

WORDS = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=3, max_size=12)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30)
QUICK = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    "quote",
    [
        "a unique constraint",
        "A  UNIQUE\n constraint",
        "“a unique constraint”",
        "'a unique constraint'",
        '"a unique constraint..."',
        "...a unique constraint…",
        "it - under a unique constraint - before",
        "said: “claim the key first”, then",
    ],
)
def test_a_quote_survives_in_other_spacing_case_and_typography(quote):
    assert len(surviving([quote], ANSWER)) == 1


@pytest.mark.parametrize(
    "quote",
    [
        "a unique index",
        "constraint unique a",
        "a unique constraint and a retry",
        "a unique ... before the charge",
        "a",
        "",
        '""',
        "...",
        "  \n",
    ],
)
def test_words_the_answer_does_not_hold_are_no_evidence(quote):
    assert surviving([quote], ANSWER) == []


def test_the_same_quote_counts_once_and_keeps_the_wording_it_came_in():
    assert surviving(["Unique Constraint", "“unique  constraint”", "the charge"], ANSWER) == [
        "Unique Constraint",
        "the charge",
    ]


def test_nothing_can_be_quoted_from_an_empty_answer():
    assert surviving(["anything at all", "..."], "") == []


@QUICK
@given(SENTENCES, st.data())
def test_any_run_of_an_answers_words_survives_whatever_a_model_does_to_its_looks(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    space = data.draw(st.sampled_from([" ", "  ", "\n", "\t", "\u00a0"]))
    quoted = data.draw(st.sampled_from(['"{}"', "“{}”", "{}...", "‘{}’", " {} ", "{}…"]))
    case = data.draw(st.sampled_from([str, str.upper, str.lower]))
    # Upper and lower case of a few scripts are no inverses; casefold then tells them apart.
    assume(folded(case(" ".join(words))) == folded(" ".join(words)))
    quote = quoted.format(space.join(case(word) for word in words[first:last]))
    assert len(surviving([quote], " ".join(words))) == 1


@QUICK
@given(SENTENCES, WORDS)
def test_a_word_that_was_never_said_spoils_a_quote(words, invented):
    answer = " ".join(words)
    assume(folded(invented) not in folded(answer))
    assert surviving([f"{words[0]} {invented}", f"{invented} {words[-1]}"], answer) == []


@QUICK
@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=200))
def test_what_survives_is_always_part_of_the_answer(quotes, answer):
    kept = surviving(quotes, answer)
    assert len(kept) <= len(quotes)
    assert len({folded(quote) for quote in kept}) == len(kept)
    for quote in kept:
        assert folded(quote).strip(".") in folded(answer)


@QUICK
@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
