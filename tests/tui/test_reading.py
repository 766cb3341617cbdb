"""Text to read scrolls as in vim and can be copied by a key."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from interview_cli.tui.app import InterviewApp
from interview_cli.tui.widgets.question import QuestionView
from interview_cli.tui.widgets.reading import Reading
from interview_cli.tui.widgets.table import Table
from tests.tui.waiting import until

LONG = "\n".join(f"line {number}" for number in range(100))


class Desk(App[None]):
    """Something to read, a table and a question."""

    CSS = "Reading, Table, QuestionView { height: 9; }"
    action_copy = InterviewApp.action_copy

    def compose(self) -> ComposeResult:
        yield Reading(LONG)
        yield Table()
        yield QuestionView()

    def on_mount(self) -> None:
        table = self.query_one(Table)
        table.add_columns("a", "b")
        for number in range(50):
            table.add_row(f"left {number}", f"right {number}")


@pytest.mark.parametrize(
    ("keys", "line"),
    [("j", 1), ("jjk", 1), ("G", 91), ("Gg", 0), (["ctrl+d"], 9), (["down", "down", "up"], 1)],
)
async def test_text_moves_as_in_vim(keys, line):
    desk: Any = Desk()
    async with desk.run_test(size=(80, 30)) as pilot:
        reading = desk.query_one(Reading)
        reading.focus()
        await pilot.pause()
        await pilot.press(*keys)
        await until(pilot, lambda: reading.scroll_y == line)


@pytest.mark.parametrize(("keys", "row"), [("jj", 2), ("jjk", 1), ("G", 49), ("Gg", 0), (["down"], 1)])
async def test_a_table_moves_as_in_vim(keys, row):
    desk = Desk()
    async with desk.run_test(size=(80, 30)) as pilot:
        desk.query_one(Table).focus()
        await pilot.pause()
        await pilot.press(*keys)
        assert desk.query_one(Table).cursor_row == row


async def test_y_copies_all_of_the_focused_text():
    desk = Desk()
    async with desk.run_test() as pilot:
        desk.query_one(Reading).focus()
        await pilot.pause()
        await pilot.press("y")
        assert desk.clipboard == LONG
        desk.query_one(Table).focus()
        await pilot.pause()
        await pilot.press("j", "y")
        assert desk.clipboard == "left 1  right 1"


async def test_y_copies_a_question_with_what_was_said_before_it():
    desk = Desk()
    async with desk.run_test() as pilot:
        question = desk.query_one(QuestionView)
        question.show("What is an **index** for?", "Let us begin.", at_once=True)
        question.focus()
        await pilot.pause()
        await pilot.press("y")
        assert desk.clipboard == "Let us begin.\nWhat is an **index** for?"


async def test_what_a_terminal_would_obey_is_not_in_a_question():
    desk = Desk()
    async with desk.run_test() as pilot:
        question = desk.query_one(QuestionView)
        question.show("Really\x1b[2J\x1b]0;owned\x07?\u202e", at_once=True)
        await pilot.pause()
        assert question.shown == "Really?"
