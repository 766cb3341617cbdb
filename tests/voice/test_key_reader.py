"""Single keys are read out of what a terminal sends, wherever it is cut and whatever it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.voice.key_reader import Answer, KeyEvent, KeyReader
from interview_cli.voice.terminal_keys import may_ask, proves_releases, report_in


def read(*pieces: str) -> list[KeyEvent | Answer]:
    reader = KeyReader()
    return [event for piece in pieces for event in reader.feed(piece)] + [*reader.flush()]


def test_keys_of_any_terminal_have_names_and_say_what_they_type() -> None:
    assert read("a B\r\x1b[20~\0\x7f\x1b[A\x1bOP\x04\x1bxé\x1b") == [
        KeyEvent("a", "a"),
        KeyEvent("space", " "),
        KeyEvent("B", "B"),
        KeyEvent("enter", "\n"),
        KeyEvent("f9"),
        KeyEvent("ctrl+space"),
        KeyEvent("backspace"),
        KeyEvent("up"),
        KeyEvent("f1"),
        KeyEvent("ctrl+d"),
        KeyEvent("alt+x"),
        KeyEvent("é", "é"),
        KeyEvent("escape"),
    ]


def test_keys_of_the_protocol_are_pressed_come_again_and_are_let_go() -> None:
    sent = "\x1b[32;1;32u\x1b[32;1:2;32u\x1b[32;1:3u\x1b[97;2;65u\x1b[97;1:3u\x1b[13u\x1b[13;1:3u\x1b[99;5u"
    assert read(sent) == [
        KeyEvent("space", " "),
        KeyEvent("space", " ", "repeat"),
        KeyEvent("space", kind="release"),
        KeyEvent("A", "A"),
        KeyEvent("A", kind="release"),
        KeyEvent("enter", "\n"),
        KeyEvent("enter", kind="release"),
        KeyEvent("ctrl+c"),
    ]


def test_a_chord_keeps_its_name_when_its_modifier_is_let_go_first() -> None:
    assert read("\x1b[32;5u\x1b[57442;1:3u\x1b[32;1:2;32u\x1b[32;1:3u") == [
        KeyEvent("ctrl+space"),
        KeyEvent("key57442", kind="release"),
        KeyEvent("ctrl+space", kind="repeat"),
        KeyEvent("ctrl+space", kind="release"),
    ]


def test_what_an_input_method_or_a_paste_types_is_text() -> None:
    texts = [event.text for event in read("\x1b[0;;233:8364u\x1b[200~two\nlines\x1b[201~")]
    assert "".join(texts) == "é€two\nlines"


def test_answers_of_the_terminal_are_no_keys() -> None:
    assert read("\x1b[?27u\x1b[?62;4c\x1b[?2026;2$y") == [Answer(27), Answer(None)]


@pytest.mark.parametrize(
    ("flags", "proved"), [(0, False), (1, False), (3, False), (9, False), (11, True), (31, True)]
)
def test_releases_are_proved_when_every_key_tells_of_them(flags: int, proved: bool) -> None:
    assert proves_releases(flags) is proved


@pytest.mark.parametrize(
    ("environ", "may"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color"}, True),
        ({}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "tmux-256color"}, False),
        ({"TERM": "xterm-256color", "TMUX": "/tmp/x,1,0"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
    ],
)
def test_only_who_understands_the_question_is_asked(environ: dict[str, str], may: bool) -> None:
    assert may_ask(environ) is may


SENT = st.lists(
    st.one_of(
        st.sampled_from(["\x1b", "\x1b[", "\x1bO", "u", "~", "a", " ", "\r", "\x1b[32;1:3u", "\x1b[?27u"]),
        st.from_regex(r"\x1b\[[<?=]?[0-9:;]{0,12}[ -/]{0,1}[@-~]", fullmatch=True),
        st.text(max_size=4),
    ),
    max_size=10,
).map("".join)


@given(SENT, st.lists(st.integers(0, 60), max_size=4))
def test_reads_may_be_cut_anywhere(sent: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    pieces = [sent[begin:end] for begin, end in pairwise(places)]
    assert read(*pieces) == read(sent)


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["C", "Z"]), max_size=40))
def test_what_is_typed_is_all_there(text: str) -> None:
    assert "".join(event.text for event in read(text)) == text
    coded = "".join(f"\x1b[{ord(sign)};1;{ord(sign)}u\x1b[{ord(sign)};1:3u" for sign in text)
    assert "".join(event.text for event in read(coded)) == text


@given(SENT)
def test_a_report_without_its_event_is_that_of_a_press(sequence: str) -> None:
    report = report_in(sequence)
    if report is not None:
        plain = report_in(report.pressed)
        assert plain is not None
        assert (plain.key, plain.final, plain.kind, plain.text) == (
            report.key,
            report.final,
            "press",
            report.text,
        )
        assert plain.modifiers == report.modifiers
