"""Keys are read as Textual reads them, and repeats and releases too, whatever a terminal sends."""

from __future__ import annotations

import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from interview_cli.tui.key_releases import FlagsTold, KeyParser, KeyReleased, RepeatedKey


def read(sent: str, parser: XTermParser | None = None) -> list[Message]:
    """What comes of it up to its end."""
    parser = parser or KeyParser()
    return [*(parser.feed(sent) if sent else ()), *parser.feed("")]


def told(sent: str, parser: XTermParser | None = None) -> list[tuple[object, ...]]:
    """The same as values that can be compared."""
    values: list[tuple[object, ...]] = []
    for message in read(sent, parser):
        match message:
            case Key():
                values.append(("key", message.key, message.character))
            case KeyReleased():
                values.append(("released", message.key))
            case FlagsTold():
                values.append(("flags", message.flags))
            case Paste():
                values.append(("paste", message.text))
            case _:
                values.append((type(message).__name__,))
    return values


HELD = {
    "space": ("\x1b[32;1;32u", "\x1b[32;1:2;32u", "\x1b[32;1:3u"),
    "f9": ("\x1b[20~", "\x1b[20;1:2~", "\x1b[20;1:3~"),
    "f1": ("\x1b[P", "\x1b[1;1:2P", "\x1b[1;1:3P"),
    "up": ("\x1b[A", "\x1b[1;1:2A", "\x1b[1;1:3A"),
    "ctrl+space": ("\x1b[32;5u", "\x1b[32;5:2u", "\x1b[32;5:3u"),
    "A": ("\x1b[97;2;65u", "\x1b[97;2:2;65u", "\x1b[97;2:3u"),
    "question_mark": ("\x1b[223;2;63u", "\x1b[223;2:2;63u", "\x1b[223;2:3u"),
    "left_shift": ("\x1b[57441;2u", "\x1b[57441;2:2u", "\x1b[57441;1:3u"),
    "enter": ("\x1b[13u", "\x1b[13;1:2u", "\x1b[13;1:3u"),
    "shift+tab": ("\x1b[9;2u", "\x1b[9;2:2u", "\x1b[9;2:3u"),
}


@pytest.mark.parametrize("key", HELD)
def test_a_key_is_pressed_comes_again_and_is_let_go_under_one_name(key: str) -> None:
    pressed, again, released = HELD[key]
    first, second, last = read(pressed + again + released)
    assert type(first) is Key
    assert isinstance(second, RepeatedKey)
    assert (second.key, second.character) == (first.key, first.character)
    assert first.key == key
    assert isinstance(last, KeyReleased)
    assert last.key == key


@pytest.mark.parametrize("key", HELD)
def test_a_press_that_says_that_it_is_one_is_the_same_key(key: str) -> None:
    pressed, again, _ = HELD[key]
    assert told(again.replace(":2", ":1")) == told(pressed)


def test_a_release_has_the_name_of_the_press_when_a_modifier_was_let_go_before_it() -> None:
    control, sent = "\x1b[57442;5u", "\x1b[32;5u\x1b[57442;1:3u\x1b[32;1:3u"
    assert told(control + sent)[2:] == [("released", "left_control"), ("released", "ctrl+space")]


def test_a_chord_that_is_held_types_nothing_when_its_modifier_is_let_go_first() -> None:
    assert told("\x1b[32;5u\x1b[57442;1:3u\x1b[32;1:2;32u\x1b[32;1:3u\x1b[32;1;32u") == [
        ("key", "ctrl+space", None),
        ("released", "left_control"),
        ("key", "ctrl+space", None),
        ("released", "ctrl+space"),
        ("key", "space", " "),
    ]


def test_a_release_without_a_press_is_that_of_the_bare_key() -> None:
    assert told("\x1b[32;5:3u\x1b[20;1:3~\x1b[97;2:3u") == [
        ("released", "space"),
        ("released", "f9"),
        ("released", "a"),
    ]


def test_the_terminal_says_which_flags_are_in_force() -> None:
    assert told("a\x1b[?27ub") == [("key", "a", "a"), ("flags", 27), ("key", "b", "b")]


def test_keys_of_a_terminal_that_tells_of_other_layouts_are_keys() -> None:
    assert told("\x1b[97:65;2;65u\x1b[1089::99;5u") == [("key", "A", "A"), ("key", "ctrl+с", None)]


@pytest.mark.parametrize(
    "sent", ["\x1b[9999999;1u", "\x1b[55296;1u", "\x1b[97;1;1114112u", "\x1b[1:2:3:4:5u", "\x1b[;;:u"]
)
def test_codes_of_no_key_are_none(sent: str, caplog: pytest.LogCaptureFixture) -> None:
    assert ("key", "x", "x") in told(sent + "x")
    assert not caplog.records


def test_what_the_parser_fails_at_is_logged_and_the_keys_after_it_are_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    parser = KeyParser()
    # A window without width that reports its mouse by the pixel: Textual divides by it.
    with caplog.at_level(logging.WARNING):
        assert told("\x1b[48;0;0;9;9t\x1b[<0;3;3Mx", parser)[-1] == ("key", "x", "x")
    assert "no key" in caplog.text


@given(st.lists(st.sampled_from([code for codes in HELD.values() for code in codes]), max_size=5), st.data())
def test_codes_may_be_cut_anywhere(codes: list[str], data: st.DataObject) -> None:
    sent = "".join(codes)
    cut = data.draw(st.integers(0, len(sent)))
    parser = KeyParser()
    pieces = [*(parser.feed(sent[:cut]) if cut else ()), *read(sent[cut:], parser)]
    assert [type(piece) for piece in pieces] == [type(piece) for piece in read(sent)]


# Codes near to those of keys, mouse, modes and sizes, and text between them.
PARTS = st.one_of(
    st.sampled_from(
        ["\x1b", "[", "?", ";", ":", "u", "~", "A", "R", "M", "<", "$y", "t", "48", "32", "3", "O"]
    ),
    st.from_regex(r"\x1b\[[<?=]?[0-9:;]{0,12}[u~A-HPQRSMmtyI]", fullmatch=True),
    st.text(max_size=3),
)


@given(st.lists(PARTS, max_size=12))
def test_whatever_comes_nothing_is_raised_and_what_textual_knows_is_read_as_it_does(parts: list[str]) -> None:
    sent = "".join(parts)
    heard = told(sent)
    try:
        known = told(sent, XTermParser())
    except Exception:
        return
    if not re.search(r"\x1b\[\?\d+u", sent):  # to Textual an answer about flags is so many letters
        assert heard == known
