"""What a person does in the app: types, pastes, hands in, leaves."""

from __future__ import annotations

from textual import events
from textual.pilot import Pilot

from interview_cli.report.wording import harmless
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.tui.widgets.table import Table
from tests.tui.waiting import until, until_seen

# Long enough to be judged and on no question in particular, so that each is told from the other.
FIRST = "I would claim an idempotency key under a unique constraint before the charge is made."
SECOND = "Then I return the stored result, because a client may well send the request twice."
_CHARACTERS = {"space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b"}


def room(pilot: Pilot[object]) -> InterviewScreen:
    """The interview, whatever lies over it."""
    [screen] = [screen for screen in pilot.app.screen_stack if isinstance(screen, InterviewScreen)]
    return screen


def area(pilot: Pilot[object]) -> AnswerArea:
    """Where the answer is written."""
    return room(pilot).query_one(AnswerArea)


async def listening(pilot: Pilot[object], label: str) -> None:
    """Wait until the question of that label can be answered."""
    await until_seen(pilot, f" {label} ")
    await until(pilot, lambda: not area(pilot).read_only)


async def press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys one after another, each once the app has taken in the one before.

    `pilot.press` waits for an idle processor instead, which a busy machine never has.
    """
    for key in keys:
        character = key if len(key) == 1 else _CHARACTERS.get(key)
        pilot.app.post_message(events.Key(key, character))
        await pilot.pause(0)


async def paste(pilot: Pilot[object], text: str) -> None:
    """Put a text in where the cursor is, as a terminal does with a paste."""
    pilot.app.post_message(events.Paste(text))
    await until(pilot, lambda: harmless(text) in area(pilot).text)


async def answer(pilot: Pilot[object], text: str) -> None:
    """Write an answer and hand it in."""
    await paste(pilot, text)
    await press(pilot, "ctrl+s")


async def ended(pilot: Pilot[object]) -> None:
    """Wait until the app has ended."""
    app = pilot.app
    assert isinstance(app, InterviewApp)
    await until(pilot, lambda: app._exit)


async def result(pilot: Pilot[object]) -> None:
    """Wait until the interview is over and its result is there to be read."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ResultScreen))
    await until(pilot, lambda: any(table.row_count for table in pilot.app.screen.query(Table)))
