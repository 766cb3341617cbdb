"""From screen to screen: one gets back to where one came from, and no interview is lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList

from interview_cli.interview.wish import Wish
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.help import HelpScreen
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.tui.screens.setup import SetupScreen
from interview_cli.tui.widgets.table import Table
from interview_cli.wiring import open_sessions
from interview_cli.wiring.full_screen import build_app, build_ports
from tests.documents import plain_session
from tests.tui.past_home import OPEN, go_to, home_at, listed, practised
from tests.tui.seen import press, screen_text, toasts
from tests.tui.waiting import until

SETUP = Start(wish=Wish(role="backend_engineer", offline=True))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("INTERVIEW_MODEL", "offline")
    return practised(tmp_path)


async def set_up(pilot) -> SetupScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, SetupScreen))
    screen = pilot.app.screen
    await until(pilot, lambda: screen.check_action("start", ()))
    return screen


async def choose(pilot, answer: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
    options = pilot.app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(answer)
    await press(pilot, "enter")


async def ended(pilot) -> ResultScreen:
    """End the interview on the screen; its result."""
    await until(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))
    await until(pilot, lambda: pilot.app.screen.check_action("submit", ()))
    await press(pilot, "f8")
    await choose(pilot, "yes")
    await until(pilot, lambda: isinstance(pilot.app.screen, ResultScreen))
    return pilot.app.screen


async def test_from_the_setup_to_the_history_and_back_with_all_that_was_chosen(home):
    app = build_app(home, SETUP)
    async with app.run_test() as pilot:
        screen = await set_up(pilot)
        screen.query_one("#focus").value = "queues"  # type: ignore[attr-defined]
        await press(pilot, "f9")
        await listed(pilot)
        await press(pilot, "q")
        await until(pilot, lambda: app.screen is screen)
        assert screen.query_one("#focus").value == "queues"  # type: ignore[attr-defined]


async def test_from_a_result_in_the_history_to_the_history_no_second_one_is_opened(home):
    app = build_app(home, SETUP)
    async with app.run_test() as pilot:
        await set_up(pilot)
        await press(pilot, "f9")
        await listed(pilot)
        history = app.screen
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        await press(pilot, "h")
        await until(pilot, lambda: app.screen is history)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))


async def test_an_interview_that_went_on_from_the_history_has_a_result_and_then_the_history(home):
    app = build_app(home, SETUP)
    async with app.run_test(size=(100, 30)) as pilot:
        await set_up(pilot)
        await press(pilot, "f9")
        await listed(pilot)
        await go_to(pilot, OPEN)
        await press(pilot, "c")
        result = await ended(pilot)
        # The history lies below, so that the key for it closes the result.
        await press(pilot, "h")
        await listed(pilot)
        assert result not in app.screen_stack
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))


async def test_a_new_interview_after_a_result_begins_with_the_setup_and_leaves_nothing_below(home):
    app = build_app(home, Start(history=True))
    async with app.run_test() as pilot:
        await listed(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        await press(pilot, "n")
        await set_up(pilot)
        assert len(app.screen_stack) == 2


async def test_the_first_screen_is_left_with_the_app(home):
    app = build_app(home, Start(history=True))
    async with app.run_test() as pilot:
        await listed(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: not app.is_running or app._exit)
    assert app.return_value is not None
    assert app.return_value.session is None


async def test_an_interview_is_not_lost_when_it_is_left_by_the_key_that_quits(home):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await listed(pilot)
        await go_to(pilot, OPEN)
        await press(pilot, "c")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await until(pilot, lambda: app.screen.check_action("submit", ()))
        await press(pilot, *" up to", "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert app.return_value is not None
    assert app.return_value.resumable
    turn = open_sessions(home).load(OPEN).turns[-1]
    assert turn.draft == "Every write has to keep up to"


async def test_no_second_interview_takes_the_place_of_one_that_is_under_way(home):
    ports = build_ports(home, shown=SETUP_SHOWN)
    app = build_app(home, Start(open=lambda: ports.setup.reopen(OPEN)))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await until(pilot, lambda: app.screen.check_action("submit", ()))
        room = app.screen
        history = HistoryScreen(app.ports)
        app.push_screen(history)
        await listed(pilot)
        history.post_message(HistoryScreen.Reopened(ports.setup.plan(SETUP.wish, None)))
        await until(pilot, lambda: any("under way" in said for said in toasts(app)))
        assert app.room is room
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is room)
        assert room.check_action("submit", ())


async def test_help_that_is_open_when_an_interview_ends_does_not_stay_above_its_result(home):
    ports = build_ports(home, shown=SETUP_SHOWN)
    app = build_app(home, Start(open=lambda: ports.setup.reopen(OPEN)))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await until(pilot, lambda: app.screen.check_action("submit", ()))
        room = app.screen
        await press(pilot, "f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        session = room.session  # type: ignore[attr-defined]
        room.post_message(InterviewScreen.Over(session, ports.history.view(session), resumable=False))
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        assert len(app.screen_stack) == 2


async def test_a_result_says_how_the_last_interview_of_its_kind_went(home):
    store = open_sessions(home)
    ports = build_ports(home, shown=SETUP_SHOWN)
    app = build_app(home, Start(open=lambda: ports.setup.reopen(OPEN)))
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        before = store.load(OPEN)
        # One of the same kind, judged by the same judges, a day before.
        earlier = before.model_copy(deep=True)
        earlier.id, earlier.status = "eve0abcdef", "completed"
        earlier.created_at = before.created_at - timedelta(days=1)
        earlier.feedback = plain_session("x", score=20).feedback
        store.create(earlier)
        result = await ended(pilot)
        words = result.query_one("#words")
        await until(pilot, lambda: "Your last interview of this kind was on" in words.text)  # type: ignore[attr-defined]


SETUP_SHOWN = plain_session("x").shown


async def test_nothing_due_is_told_and_something_due_becomes_a_drill(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERVIEW_MODEL", "offline")
    home = home_at(tmp_path)
    app = build_app(home, SETUP)
    async with app.run_test(size=(100, 30)) as pilot:
        await set_up(pilot)
        await press(pilot, "f8")
        await until(pilot, lambda: any("Nothing is in the drill." in said for said in toasts(app)))
        assert isinstance(app.screen, SetupScreen)
        open_sessions(home).create(plain_session("weakabcdef", days=-400, score=20))
        await press(pilot, "f8", "f8")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert app.screen.session.plan.type == "drill"  # type: ignore[attr-defined]
        await until(pilot, lambda: "How do you keep a retried payment" in screen_text(app))
    # Pressed twice it is put together once.
    assert [row["type"] for row in open_sessions(home).rows()].count("drill") == 1


@pytest.mark.parametrize("place", ["setup", "history", "result"])
async def test_what_is_not_due_yet_is_practised_ahead_if_the_person_wants_that(tmp_path, monkeypatch, place):
    monkeypatch.setenv("INTERVIEW_MODEL", "offline")
    weak = plain_session("weakabcdef", score=20)
    weak.turns[0].answer.at = datetime.now(UTC)  # type: ignore[union-attr]
    weak.created_at = weak.updated_at = datetime.now(UTC)
    home = home_at(tmp_path, weak)
    app = build_app(home, SETUP if place == "setup" else Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        if place == "setup":
            await set_up(pilot)
        else:
            await listed(pilot)
        if place == "result":
            await press(pilot, "enter")
            await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        below = app.screen
        key = "f8" if place == "setup" else "d"
        await press(pilot, key)
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        # Nothing of the screen below is promised at the foot.
        assert screen_text(app).splitlines()[-1].split() == ["⏎", "Choose", "esc", "Back"]
        said = "Nothing is due: 1 question in the drill, the next"
        await until(pilot, lambda: said in screen_text(app))
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is below)
        assert len(open_sessions(home).rows()) == 1
        await press(pilot, key)
        await choose(pilot, "ahead")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await until(pilot, lambda: "How do you keep a retried payment" in screen_text(app))
        await press(pilot, "f8")
        await choose(pilot, "yes")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        await press(pilot, "h")
        # The list that was read before knows of it.
        await until(pilot, lambda: "2 interviews" in screen_text(app))
    assert [row["type"] for row in open_sessions(home).rows()].count("drill") == 1


async def test_a_question_of_a_result_is_copied_whole(home):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(40, 24)) as pilot:
        await listed(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        table = app.screen.query_one(Table)
        await until(pilot, lambda: table.row_count > 0)
        assert table.get_row_at(0)[-1].endswith("...")
        await press(pilot, "y")
        question = app.screen.session.turns[0].question.text  # type: ignore[attr-defined]
        await until(pilot, lambda: question in app.clipboard)


async def test_a_result_fits_a_window_that_changed_while_something_lay_on_top(home):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(160, 50)) as pilot:
        await listed(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        result = app.screen
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not result)
        await pilot.resize_terminal(80, 24)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is result)
        await pilot.pause()
        first = screen_text(app)
        await pilot.resize_terminal(90, 24)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: screen_text(app) == first)


async def test_what_is_deleted_is_not_told_of_at_the_end(home):
    ports = build_ports(home, shown=SETUP_SHOWN)
    app = build_app(home, Start(open=lambda: ports.setup.reopen(OPEN)))
    async with app.run_test(size=(100, 30)) as pilot:
        await ended(pilot)
        await press(pilot, "h")
        await listed(pilot)
        await go_to(pilot, OPEN)
        await press(pilot, "x")
        await choose(pilot, "delete")
        await until(pilot, lambda: any("Deleted" in said for said in toasts(app)))
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert app.return_value is not None
    assert app.return_value.session is None
