"""The answer area loses no key, whenever it is pressed."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from interview_cli.tui.widgets.answer import AnswerArea


class Desk(App[None]):
    """Nothing but an answer area."""

    def compose(self) -> ComposeResult:
        yield AnswerArea()

    @property
    def area(self) -> AnswerArea:
        return self.query_one(AnswerArea)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_what_is_typed_while_it_waits_comes_in_when_it_listens_again(desk):
    async with desk.run_test() as pilot:
        desk.area.focus()
        await pilot.press(*"one")
        desk.area.wait()
        await pilot.press(*" twx", "backspace", "o", "enter")
        assert desk.area.text == "one"
        desk.area.listen()
        assert desk.area.text == "one two\n"
        await pilot.press(*"x")
        assert desk.area.text == "one two\nx"


async def test_what_was_typed_ahead_follows_the_draft_of_the_next_question(desk):
    async with desk.run_test() as pilot:
        desk.area.focus()
        desk.area.wait()
        await pilot.press(*"ahead")
        desk.area.begin("A draft, ")
        desk.area.listen()
        assert desk.area.text == "A draft, ahead"


async def test_it_counts_words_as_they_are_typed(desk):
    async with desk.run_test() as pilot:
        desk.area.focus()
        assert desk.area.border_subtitle == "nothing yet"
        await pilot.press(*"two words")
        assert desk.area.border_subtitle == "2 words"


async def test_undo_takes_back_what_was_written_and_not_what_was_there(desk):
    async with desk.run_test() as pilot:
        desk.area.focus()
        desk.area.begin("The draft.")
        await pilot.press(*" More")
        for _ in range(9):
            await pilot.press("ctrl+z")
        assert desk.area.text == "The draft."
        desk.area.replace_all("From the editor")
        await pilot.press("ctrl+z")
        assert desk.area.text == "The draft."
