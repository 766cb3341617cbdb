"""Lines typed at a prompt become answers and commands."""

from __future__ import annotations

import pytest

from interview_cli.plain.typed import COMMANDS, TimeOverError, Typed, read_answer


def typed(*lines: str | BaseException, waiting: tuple[bool, ...] = ()) -> Typed:
    left, more = iter([*lines, EOFError()]), iter(waiting)

    def next_line() -> str:
        line = next(left)
        if isinstance(line, BaseException):
            raise line
        return line

    return read_answer(next_line, lambda: next(more, False))


def test_an_empty_line_ends_an_answer_of_several_lines():
    assert typed("One.", "Two.", "", "next answer") == Typed(text="One.\nTwo.")


def test_an_empty_line_inside_a_paste_does_not_end_the_answer():
    assert typed("One.", "", "Two.", "", waiting=(True, False)) == Typed(text="One.\n\nTwo.")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_slash_at_the_beginning_is_a_command(name):
    assert typed(f"/{name}") == Typed(command=name)
    assert typed(f"  /{name.upper()}  ") == Typed(command=name)


def test_a_slash_later_in_an_answer_is_text():
    assert typed("I would look at", "/etc/hosts", "") == Typed(text="I would look at\n/etc/hosts")


def test_two_slashes_begin_an_answer_with_one():
    assert typed("//etc/hosts maps names.", "") == Typed(text="/etc/hosts maps names.")


def test_the_end_of_the_input_hands_in_what_was_typed():
    assert typed("Half an ans") == Typed(text="Half an ans", ended=True)
    assert typed() == Typed(ended=True)


def test_only_an_empty_line_is_no_answer():
    assert typed("") == Typed()


def test_when_time_is_over_the_unfinished_line_belongs_to_the_answer():
    assert typed("One.", TimeOverError("Tw")) == Typed(text="One.\nTw", command="time")


def test_a_later_line_that_is_nothing_but_a_command_is_one_and_keeps_what_was_typed():
    assert typed("One.", "/quit", "") == Typed(text="One.", command="quit")
    assert typed("One.", "/quit smoking was hard", "") == Typed(text="One.\n/quit smoking was hard")


def test_a_command_inside_a_paste_is_text():
    assert typed("One.", "/help", "Two.", "", waiting=(True, False)) == Typed(text="One.\n/help\nTwo.")
