"""A quote counts only when it stands in the answer, however it is spaced, cased and quoted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interview_cli.coach.evidence import find, find_figure, folded, spans_of, surviving
from interview_cli.coach.words import STOP_WORDS

ANSWER = 'I said: "claim the key first", then I insert it — under a unique constraint — before the charge.'

WORDS = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=3, max_size=12).filter(
    lambda word: folded(word) not in STOP_WORDS
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30)
QUICK = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    "quote",
    [
        "a unique constraint",
        "A  UNIQUE\n constraint",
        "“a unique constraint”",
        "'a unique constraint'",
        "„a unique constraint“",
        "«a unique constraint»",
        "`a unique constraint`",
        "**a unique constraint**",
        '"a unique constraint..."',
        "...a unique constraint…",
        "a unique constraint.",
        "Under a unique constraint, ",
        "it - under a unique constraint - before",
        "said: “claim the key first”, then",
        "con\u00adstraint",
        "constraint",
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
        "nique constrain",
        "strain",
        "then",
        "a",
        "",
        '""',
        "...",
        "  \n",
    ],
)
def test_words_the_answer_does_not_hold_or_that_could_stand_anywhere_are_no_evidence(quote):
    assert surviving([quote], ANSWER) == []


def test_the_same_quote_counts_once_and_is_given_in_the_words_of_the_answer():
    assert surviving(["Unique Constraint.", "“unique  constraint”", "THE CHARGE"], ANSWER) == [
        "unique constraint",
        "the charge",
    ]


def test_of_a_quote_that_leaves_something_out_all_parts_must_stand_there_in_order():
    assert surviving(["insert it ... before the charge"], ANSWER) == ["insert it", "before the charge"]
    assert surviving(["I said [...] insert it […] the charge."], ANSWER) == [
        "I said",
        "insert it",
        "the charge",
    ]
    assert surviving(["before the charge ... insert it"], ANSWER) == []
    assert surviving(["insert it ... under a lock"], ANSWER) == []


def test_an_ellipsis_that_the_answer_holds_itself_is_part_of_the_quote():
    answer = "I waited... and then I called her."
    assert surviving(["I waited… and then I called"], answer) == ["I waited... and then I called"]


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("先にキーを確保する", "私はまず先にキーを確保するようにしました。"),
        ("我先创建索引", "那时候我先创建索引然后测量。"),
        ("Ich maß zuerst", "ICH MASS ZUERST die Laufzeit."),
        ("un café", unicodedata.normalize("NFD", "J'ai pris un café avec elle.")),
        ("l'équipe a décidé", "Alors l´équipe a décidé d’attendre."),
        ("قسنا الوقت", "أولا قسنا الوقت ثم أضفنا فهرسا"),
    ],
)
def test_a_quote_is_found_in_any_script_and_encoding(quote, answer):
    [kept] = surviving([quote], answer)
    assert kept in answer


def test_a_mark_on_a_letter_is_not_cut_off():
    assert surviving(["un cafe"], unicodedata.normalize("NFD", "un café")) == []


def test_nothing_can_be_quoted_from_an_empty_answer():
    assert surviving(["anything at all", "..."], "") == []


def test_a_later_place_can_be_asked_for():
    answer = "I called her. She was out. I called her."
    first, later = find("I called her", answer), find("I called her", answer, 5)
    assert (first, later) == ((0, 12), (27, 39))
    assert find("I called her", answer, 28) is None


@pytest.mark.parametrize(
    ("figure", "stands"), [("9", True), ("9 s", True), ("50 %", True), ("5", False), ("", False)]
)
def test_a_figure_is_found_as_a_whole_however_short(figure, stands):
    assert (find_figure(figure, "from 9 s to 2, which is 50 % of 55") is not None) is stands


@QUICK
@given(SENTENCES, st.data())
def test_any_run_of_an_answers_words_survives_whatever_a_model_does_to_its_looks(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    space = data.draw(st.sampled_from([" ", "  ", "\n", "\t", "\u00a0"]))
    quoted = data.draw(st.sampled_from(['"{}"', "“{}”", "{}...", "‘{}’", " {} ", "{}…", "{}."]))
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
    assert all(quote in answer for quote in kept)
    assert len({folded(quote) for quote in kept}) == len(kept)


@QUICK
@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 60))
def test_a_span_holds_the_words_it_was_found_by(answer, start, length):
    quote = answer[start : start + length]
    for span in spans_of(quote, answer):
        assert folded(answer[span.start : span.end])
        assert 0 <= span.start < span.end <= len(answer)


@QUICK
@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
