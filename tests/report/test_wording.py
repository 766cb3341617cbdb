"""Foreign text made harmless, and the lines of an answer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.report.wording import harmless, one_line, unwrapped

# ECMA-48: parameter, intermediate and final bytes; what strings may hold; how they end.
parameters = st.text(st.characters(min_codepoint=0x30, max_codepoint=0x3F), max_size=6)
between = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2F), max_size=2)
finals = st.characters(min_codepoint=0x40, max_codepoint=0x7E)
inside = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=20)
control = st.builds("\x1b[{}{}{}".format, parameters, between, finals)
string = st.builds("\x1b{}{}{}".format, st.sampled_from("]P_^X"), inside, st.sampled_from(["\x07", "\x1b\\"]))
short = st.builds(
    "\x1b{}{}".format,
    between,
    st.characters(min_codepoint=0x30, max_codepoint=0x7E, exclude_characters="[]P_^X"),
)
plain = st.text(st.sampled_from("abc [31m]0;(B"), max_size=12)


@given(st.lists(st.tuples(plain, control | string | short)), plain)
def test_an_escape_sequence_vanishes_whole_and_the_text_around_it_stays(pieces, rest):
    text = "".join(before + sequence for before, sequence in pieces) + rest
    assert harmless(text) == "".join(before for before, _ in pieces) + rest


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_nothing_that_a_terminal_obeys_is_left(text):
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", harmless(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("cut off \x1b[31", "cut off"),
        ("\x1b]0;a title that never ends\nnext", "next"),
        ("\x1b]8;;https://example.org\x1b\\a link\x1b]8;;\x1b\\", "a link"),
        ("\x1b(Bplain \x1b7saved", "plain saved"),
        # A letter of another encoding, which is no sequence.
        ("d\xc4\x9bkuji", "d\xc4kuji"),
    ],
)
def test_sequences_as_programs_write_them(text, left):
    assert one_line(text) == left


LONG = "First I look at the metrics and the traces, because guesses are expensive"


def test_lines_that_a_margin_broke_are_joined():
    assert unwrapped(f"{LONG}\nand mislead everyone.") == f"{LONG} and mislead everyone."
    assert unwrapped(f"{LONG}, says\nGrace.") == f"{LONG}, says Grace."


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}\n\nThen I add an index.",
        f"{LONG}.\nThen I add an index.",
        f"{LONG} {LONG}\nthen I add an index",
        f"Steps:\n- {LONG}\n- measure",
        "def f():\n    return 1",
    ],
    ids=["an empty line", "a sentence's end", "no line breaks of its own", "a list", "code"],
)
def test_paragraphs_lists_and_code_keep_their_lines(text):
    assert unwrapped(text) == text


@given(st.lists(st.text(st.sampled_from("aB c.-"), max_size=130), max_size=6))
def test_no_word_and_no_empty_line_is_lost(lines):
    text = "\n".join(lines)
    assert unwrapped(text).split() == text.split()
    assert unwrapped(text).count("\n\n") == text.count("\n\n")
