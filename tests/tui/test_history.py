"""The history: what is in the table, and what can be done with an interview in it."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from interview_cli.report.comparison import day
from interview_cli.store.folders import SESSION_FILE
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.tui.screens.transcript import TranscriptScreen
from interview_cli.tui.widgets.ledger import Ledger
from interview_cli.wiring import open_sessions
from interview_cli.wiring.full_screen import build_app
from tests.bench.stock import a_session
from tests.documents import MODEL, START, plain_session
from tests.loopback import Behaviour, LoopbackServer, always
from tests.tui.past_home import (
    HOSTILE_ONE,
    OPEN,
    go_to,
    home_at,
    ids_shown,
    listed,
    practised,
    under_way,
)
from tests.tui.seen import press, screen_text, toasts
from tests.tui.waiting import until

HISTORY = Start(history=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("INTERVIEW_MODEL", "offline")
    return practised(tmp_path)


def stored(home) -> set[str]:
    return {row["id"] for row in open_sessions(home).rows()}


async def choose(pilot, answer: str) -> None:
    """Choose an answer of the question on the screen by its id."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
    options = pilot.app.screen.query_one(OptionList)
    options.highlighted = options.get_option_index(answer)
    await press(pilot, "enter")


# ---------------------------------------------------------------------- the table


async def test_the_newest_interview_stands_first_with_its_score_in_words(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        await until(pilot, lambda: "81 good" in screen_text(app))
        lines = screen_text(app).splitlines()
        assert lines[2].split() == ["ID", "Date", "↓", "Role", "Type", "Score", "Status"]
        began = f"{(START + timedelta(days=4)).astimezone():%Y-%m-%d}"
        words = ["›", "sal2", began, "Sales", "Associate", "behavioral", "81", "good", "completed"]
        assert lines[3].split() == words
        assert "5 interviews, newest first." in screen_text(app)


async def test_an_empty_history_says_by_which_key_the_first_interview_is_set_up(tmp_path):
    empty = home_at(tmp_path)
    empty.config_file.write_text("keymap:\n  history.again: w\n")
    app = build_app(empty, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Press w to set up your first one" in screen_text(app))


async def test_a_wide_terminal_shows_every_column_and_a_resize_follows(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        assert "Judged by" not in screen_text(app).splitlines()[2]
        await pilot.resize_terminal(160, 50)
        await until(pilot, lambda: "Judged by" in screen_text(app).splitlines()[2])
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Judged by" not in screen_text(app).splitlines()[2])


async def test_what_is_typed_narrows_the_table_down_and_escape_shows_all_again(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        # Every one of these letters is the key of an action, and here only a letter.
        await press(pilot, "slash", *"sales x")
        await until(pilot, lambda: ids_shown(app) == [])
        assert "No interview has “sales x” in it" in screen_text(app)
        await press(pilot, "backspace", "backspace")
        await until(pilot, lambda: ids_shown(app) == ["sal2abcdef", "saleabcdef"])
        await until(pilot, lambda: "2 of 5 interviews" in screen_text(app))
        await press(pilot, "escape")
        await until(pilot, lambda: len(ids_shown(app)) == 5)
        assert isinstance(app.focused, Ledger)
        assert app.screen.query_one("#filter", Input).value == ""


async def test_the_arrow_down_leads_from_the_filter_into_the_table(home):
    app = build_app(home, HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        await press(pilot, "slash", *"back", "down")
        await until(pilot, lambda: isinstance(app.focused, Ledger) and len(ids_shown(app)) == 3)
        await press(pilot, "j")
        await until(pilot, lambda: app.screen.query_one(Ledger).cursor == 1)


async def test_a_key_sorts_by_the_next_column_and_another_turns_the_order_round(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        await press(pilot, "s", "s", "s")
        await until(pilot, lambda: "highest score first" in screen_text(app))
        assert ids_shown(app) == ["sal2abcdef", HOSTILE_ONE, "backabcdef", "saleabcdef", OPEN]
        await press(pilot, "S")
        await until(pilot, lambda: "lowest score first" in screen_text(app))
        assert ids_shown(app) == ["saleabcdef", "backabcdef", HOSTILE_ONE, "sal2abcdef", OPEN]
        assert "Score ↑" in screen_text(app)


async def test_a_click_on_a_name_sorts_and_a_second_one_turns_the_order_round(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        place = screen_text(app).splitlines()[2].index("Role")
        for said in ("by role, A to Z", "by role, Z to A"):
            await pilot.click(Ledger, offset=(place, 0))
            await until(pilot, lambda said=said: said in screen_text(app))


async def test_a_click_on_a_row_moves_the_cursor_there_and_one_more_opens_it(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        await pilot.click(Ledger, offset=(10, 2))
        await until(pilot, lambda: app.screen.query_one(Ledger).cursor == 1)
        assert isinstance(app.screen, HistoryScreen)
        await pilot.click(Ledger, offset=(10, 2))
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))


async def test_movement_stays_within_a_long_table_and_the_cursor_can_always_be_seen(tmp_path):
    sessions = [a_session(f"s{number:03}abcdef", number, turns=1) for number in range(60)]
    app = build_app(home_at(tmp_path, *sessions), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        ledger = app.screen.query_one(Ledger)
        for keys, place in ((("k",), 0), (("j", "j"), 2), (("G",), 59), (("j",), 59), (("g",), 0)):
            await press(pilot, *keys)
            await until(pilot, lambda place=place: ledger.cursor == place)
            await until(pilot, lambda: "› s" in screen_text(app))
        await press(pilot, "pagedown", "ctrl+d")
        await until(pilot, lambda: 20 < ledger.cursor < 40)
        await until(pilot, lambda: "› s" in screen_text(app))
        # Fewer rows leave nothing behind of where it stood.
        await press(pilot, "G", "slash", *"s05")
        await until(pilot, lambda: len(ids_shown(app)) == 10)
        await until(pilot, lambda: "› s059" in screen_text(app))


async def test_an_empty_history_says_what_to_do_and_its_key_does_it(tmp_path):
    app = build_app(home_at(tmp_path), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "No interview is stored yet. Press n" in screen_text(app))
        await press(pilot, "enter", "x", "r", "c", "e", "t", "s", "S")
        assert isinstance(app.screen, HistoryScreen)
        await press(pilot, "n")
        await until(pilot, lambda: type(app.screen).__name__ == "SetupScreen")


async def test_hidden_scores_have_no_column(home):
    home.config_file.write_text("scores: false\n", "utf-8")
    app = build_app(home, HISTORY)
    async with app.run_test(size=(120, 30)) as pilot:
        await listed(pilot)
        assert "Score" not in screen_text(app)
        assert "Average" not in screen_text(app)


async def test_a_session_that_cannot_be_read_is_told_once_and_all_others_are_listed(home):
    folder = home.data_dir / "sessions" / "saleabcdef"
    (home.data_dir / "index.json").unlink()
    (folder / SESSION_FILE).write_bytes(b"{ not json")
    app = build_app(home, HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        assert "saleabcdef" not in ids_shown(app)
        assert len(ids_shown(app)) == 4
        app.screen.read()  # type: ignore[attr-defined]
        await until(pilot, lambda: not any(worker.is_running for worker in app.workers))
        assert len([said for said in toasts(app) if "saleabcdef" in said]) == 1


# ---------------------------------------------------------------------- opening


async def test_enter_opens_the_result_beside_the_last_one_of_its_kind_and_escape_leads_back(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 40)) as pilot:
        await listed(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        assert app.screen.session.id == "sal2abcdef"  # type: ignore[attr-defined]
        told = app.screen.query_one("#words").text  # type: ignore[attr-defined]
        before = day(START + timedelta(days=3))
        assert f"Your last interview of this kind was on {before}. Overall: from 48 to 81 of 100." in told
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
        assert len(ids_shown(app)) == 5


async def test_an_open_interview_can_be_read_without_going_on(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await listed(pilot)
        await go_to(pilot, OPEN)
        await press(pilot, "enter")
        await choose(pilot, "read")
        await until(pilot, lambda: isinstance(app.screen, TranscriptScreen))
        await until(pilot, lambda: "When does an index make a query slower?" in screen_text(app))
        await press(pilot, "q")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))


async def test_what_was_damaged_meanwhile_is_told_and_leaves_the_table(home):
    app = build_app(home, HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        (home.data_dir / "sessions" / "sal2abcdef" / SESSION_FILE).write_bytes(b"{ not json")
        await press(pilot, "enter")
        await until(pilot, lambda: any("is damaged" in said for said in toasts(app)))
        await until(pilot, lambda: "sal2abcdef" not in ids_shown(app))
        assert isinstance(app.screen, HistoryScreen)


async def test_what_another_process_deleted_is_told_and_leaves_the_table(home):
    app = build_app(home, HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        open_sessions(home).remove("sal2abcdef")
        await press(pilot, "enter")
        await until(pilot, lambda: any("sal2abcdef" in said for said in toasts(app)))
        await until(pilot, lambda: len(ids_shown(app)) == 4)


# ---------------------------------------------------------------------- going on


async def test_an_open_interview_goes_on_at_its_question_and_its_result_leads_back_to_the_history(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await listed(pilot)
        await go_to(pilot, OPEN)
        await press(pilot, "c")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await until(pilot, lambda: "When does an index make a query slower?" in screen_text(app))
        assert "Every write has to keep" in screen_text(app)
        await press(pilot, "f8")
        await choose(pilot, "yes")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        await press(pilot, "escape")
        await listed(pilot)
        await until(pilot, lambda: table_status(app, OPEN) == "completed")


def table_status(app, session_id: str) -> str:
    entries = app.screen.query_one("PastTable").past.entries
    return next(entry.row["status"] for entry in entries if entry.id == session_id)


async def test_the_key_that_goes_on_does_nothing_for_an_interview_that_ended(home):
    app = build_app(home, HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        assert app.screen.check_action("resume", ()) is None
        await press(pilot, "c")
        assert isinstance(app.screen, HistoryScreen)
        await go_to(pilot, OPEN)
        assert app.screen.check_action("resume", ()) is True


HOLD = """
import sys
from pathlib import Path
from interview_cli.store.sessions import SessionStore
with SessionStore(Path(sys.argv[1])).hold(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held_elsewhere(home):
    """The open interview, held by another process."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.data_dir), OPEN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield OPEN
    process.communicate("")


@pytest.mark.parametrize("deed", ["c", "x"])
async def test_an_interview_that_is_open_elsewhere_is_neither_continued_nor_deleted(
    home, held_elsewhere, deed
):
    app = build_app(home, HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        await go_to(pilot, held_elsewhere)
        await press(pilot, deed)
        if deed == "x":
            await choose(pilot, "delete")
        await until(pilot, lambda: any("another process" in said for said in toasts(app)))
        assert isinstance(app.screen, HistoryScreen)
    assert OPEN in stored(home)


async def test_an_interview_whose_role_is_gone_leads_back_to_the_history(tmp_path):
    session = under_way(OPEN)
    session.plan.role = "lamplighter"
    app = build_app(home_at(tmp_path, session), HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        await press(pilot, "c")
        await until(pilot, lambda: "lamplighter" in screen_text(app))
        await choose(pilot, "leave")
        await listed(pilot)
        assert app.is_running


# ---------------------------------------------------------------------- deleting


async def test_deleting_asks_first_and_names_the_interview(home):
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await listed(pilot)
        await press(pilot, "x")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await until(pilot, lambda: "Sales Associate, Ada Lovelace, completed" in screen_text(app))
        # The answer that does no harm is the first one, and Escape gives none.
        for refusal in ("enter", "escape"):
            await press(pilot, refusal)
            await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
            assert "sal2abcdef" in stored(home)
            await press(pilot, "x")
            await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await choose(pilot, "delete")
        await until(pilot, lambda: len(ids_shown(app)) == 4)
        assert app.screen.query_one(Ledger).cursor == 0
    assert stored(home) == {"saleabcdef", OPEN, HOSTILE_ONE, "backabcdef"}


async def test_the_last_one_deleted_leaves_an_empty_history(tmp_path):
    app = build_app(home_at(tmp_path, plain_session("onlyabcdef")), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        await press(pilot, "delete")
        await choose(pilot, "delete")
        await until(pilot, lambda: "No interview is stored yet" in screen_text(app))


# ---------------------------------------------------------------------- judging once more


async def test_judging_afresh_asks_says_by_whom_and_renews_the_row(home):
    before = open_sessions(home).load("sal2abcdef")
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await listed(pilot)
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await until(pilot, lambda: "By: offline coach" in screen_text(app))
        await choose(pilot, "all")
        await until(pilot, lambda: any("Judged 1 of 1 answer." in said for said in toasts(app)))
        after = open_sessions(home).load("sal2abcdef")
        assert len(after.turns[0].evaluations) == len(before.turns[0].evaluations) + 1
        assert after.feedback is not None
        score = after.feedback.overall
        await until(pilot, lambda: overall_of(app, "sal2abcdef") == score)
        assert score != 81
        assert app.screen.check_action("rescore", ()) is True


def overall_of(app, session_id: str) -> float | None:
    entries = app.screen.query_one("PastTable").past.entries
    return next(entry.row["overall"] for entry in entries if entry.id == session_id)


async def test_only_what_was_not_judged_can_be_judged(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERVIEW_MODEL", "offline")
    session = plain_session("backabcdef", score=None)
    home = home_at(tmp_path, session)
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await listed(pilot)
        await press(pilot, "r")
        await until(pilot, lambda: "Judge the 1 answer not judged yet" in screen_text(app))
        await choose(pilot, "rest")
        await until(pilot, lambda: overall_of(app, "backabcdef") is not None)


async def test_where_the_model_of_an_interview_cannot_be_used_the_offline_coach_still_judges(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    home = home_at(tmp_path, plain_session("backabcdef", source=MODEL))
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await listed(pilot)
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert "OPENAI_API_KEY" in screen_text(app).replace("\n", "")
        options = app.screen.query_one(OptionList)
        assert [option.id for option in options.options] == ["", "offline"]
        await choose(pilot, "offline")
        await until(pilot, lambda: any("Judged 1 of 1" in said for said in toasts(app)))
    judged = open_sessions(home).load("backabcdef").turns[0].evaluations
    assert [one.source for one in judged] == [MODEL, "offline"]


async def test_judging_refused_changes_nothing(home):
    app = build_app(home, HISTORY)
    async with app.run_test() as pilot:
        await listed(pilot)
        await press(pilot, "r")
        await choose(pilot, "")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
        assert app.screen.check_action("rescore", ()) is True
    assert len(open_sessions(home).load("sal2abcdef").turns[0].evaluations) == 1


async def test_judging_goes_on_beside_the_screen_and_escape_stops_it_with_the_row_as_it_was(
    tmp_path, monkeypatch
):
    with LoopbackServer(always(Behaviour(delay=60))) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        home = home_at(tmp_path, plain_session("backabcdef", score=77, source=MODEL))
        app = build_app(home, HISTORY)
        async with app.run_test(size=(120, 30)) as pilot:
            await listed(pilot)
            await press(pilot, "r")
            await until(pilot, lambda: f"By: {MODEL}" in screen_text(app))
            await choose(pilot, "all")
            await until(pilot, lambda: server.requests)
            assert ": 0 of 1 answer  Escape stops it." in screen_text(app)
            # The screen can be used meanwhile, but for judging another one.
            assert app.screen.check_action("rescore", ()) is None
            await press(pilot, "enter")
            await until(pilot, lambda: isinstance(app.screen, ResultScreen))
            await press(pilot, "escape")
            await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
            await press(pilot, "escape")
            await until(pilot, lambda: any("Stopped at 0 of 1 answer" in said for said in toasts(app)))
            assert isinstance(app.screen, HistoryScreen)
            assert "Escape stops it" not in screen_text(app)
            assert overall_of(app, "backabcdef") == 77
    assert len(open_sessions(home).load("backabcdef").turns[0].evaluations) == 1


async def test_what_a_model_fails_to_judge_is_told_and_the_judgement_before_still_counts(
    tmp_path, monkeypatch
):
    with LoopbackServer(always(Behaviour(status=400))) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        home = home_at(tmp_path, plain_session("backabcdef", score=77, source=MODEL))
        app = build_app(home, HISTORY)
        async with app.run_test(size=(120, 30)) as pilot:
            await listed(pilot)
            await press(pilot, "r")
            await choose(pilot, "all")
            await until(pilot, lambda: any("Judged 0 of 1 answer. Not Q1:" in said for said in toasts(app)))
            await until(pilot, lambda: app.screen.check_action("rescore", ()) is True)
            assert overall_of(app, "backabcdef") == 77


# ---------------------------------------------------------------------- when nothing works


async def test_a_history_that_cannot_be_read_is_told_with_what_to_do(home, monkeypatch):
    index = home.data_dir / "index.json"
    index.unlink()
    index.mkdir()
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "The history could not be read." in screen_text(app))
        assert any("index.json" in said for said in toasts(app))
        await press(pilot, "n")
        await until(pilot, lambda: type(app.screen).__name__ == "SetupScreen")
