"""Interviews in the app on a real store, with the real engine: offline, and led by a model over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from interview_cli import wiring
from interview_cli.interview.session import Session, Shown
from interview_cli.interview.wish import Choices, Wish
from interview_cli.llm import fallback
from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.widgets.feedback import FeedbackPanel
from interview_cli.wiring.full_screen import build_app, build_ports
from interview_cli.wiring.full_screen.sitting import sitting_of
from interview_cli.wiring.opening import reopen_session
from tests.interview.model_play import PROBES, Play, instead, only_when, with_fields
from tests.loopback import LoopbackServer
from tests.tui.playing import FIRST, SECOND, answer, area, ended, listening, paste, press, result, room
from tests.tui.waiting import shown, told, until, until_seen

WISH = Wish(role="backend_engineer", type="technical", level="mid", questions=2, max_follow_ups=0, seed=1)
OFFLINE = replace(WISH, offline=True)
LED = replace(WISH, models=("openai/test",))
# Each on something else, so that none repeats another.
PROBED = "Nobody but the two teams who ran it knew, so I wrote it down and told support about it first."


def starting(home: wiring.Home, wish: Wish, *, fallback: bool = True) -> InterviewApp:
    """The app as `session start` with all of this on the command line opens it."""
    setup = build_ports(home, shown=Shown(), fallback=fallback).setup
    return build_app(home, Start(open=partial(setup.plan, wish, None)), fallback=fallback, plain_motion=True)


def going_on(home: wiring.Home, **how: Any) -> InterviewApp:
    """The app as `session continue` opens it."""
    reopen = partial(reopen_session, home, None, **how)
    start = Start(open=lambda: sitting_of(reopen, Shown(), fallback=True))
    return build_app(home, start, plain_motion=True)


def stored(home: wiring.Home) -> Session:
    store = wiring.open_sessions(home)
    [row] = store.rows()
    return store.load(row["id"])


def answers(home: wiring.Home) -> list[str | None]:
    return [turn.answer.text if turn.answer else None for turn in stored(home).turns]


# ---------------------------------------------------------------------- offline


async def test_an_interview_is_set_up_held_left_and_finished_later(home: wiring.Home) -> None:
    app = build_app(home, Start(), plain_motion=True)
    async with app.run_test() as pilot:
        await until_seen(pilot, "interview · set up", "store: ready")
        await press(pilot, *"backend", "enter")
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q1 of 10")
        await answer(pilot, FIRST)
        await until(pilot, lambda: len(stored(home).turns) == 2)
        await until(pilot, lambda: not area(pilot).read_only)
        await paste(pilot, "A beginning")
        await press(pilot, "ctrl+q")
        await ended(pilot)
    left = stored(home)
    assert left.status == "in_progress"
    assert left.open_turn.draft == "A beginning"
    last = Choices.model_validate_json((home.data_dir / "choices.json").read_bytes())
    assert (last.role, last.type, last.minutes) == ("backend_engineer", "mixed", 30)

    app = going_on(home)
    async with app.run_test() as pilot:
        await listening(pilot, left.open_turn.label)
        assert area(pilot).text == "A beginning"
        await until_seen(pilot, f"Going on with {left.id}")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: len(stored(home).turns) == 3 and not area(pilot).read_only)
        await press(pilot, "f8")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await press(pilot, "down", "enter")
        await result(pilot)
    assert stored(home).status == "completed"
    assert answers(home) == [FIRST, "A beginning", None]


async def test_when_the_store_is_away_for_a_moment_nothing_is_lost_or_doubled(home: wiring.Home) -> None:
    sessions, elsewhere = home.data_dir / "sessions", home.data_dir / "elsewhere"
    async with starting(home, OFFLINE).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        sessions.rename(elsewhere)
        await answer(pilot, FIRST)
        await until_seen(pilot, "Try again", "What you typed is still here.")
        await press(pilot, "enter")
        await until_seen(pilot, "Try again")
        elsewhere.rename(sessions)
        await press(pilot, "enter")
        await listening(pilot, "Q2 of 2")
        await answer(pilot, SECOND)
        await result(pilot)
    assert answers(home) == [FIRST, SECOND]
    assert [len(turn.evaluations) for turn in stored(home).turns] == [1, 1]


async def test_a_session_that_is_open_elsewhere_is_left_alone_until_it_is_free(home: wiring.Home) -> None:
    app = starting(home, OFFLINE)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        other = going_on(home)
        async with other.run_test() as second:
            await until_seen(second, "is open in another process.", "Try again")
            await press(second, "down", "enter")
            await ended(second)
        assert other.return_value is not None
        assert "open in another process" in str(other.return_value.failure)
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
    assert answers(home) == [FIRST, None]


# ---------------------------------------------------------------------- led by a model, over HTTP


@pytest.fixture(autouse=True)
async def _imported() -> None:
    await LiteLLMModel("openai/test", api_key="x").warm_up()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """The only provider there is; retries don't wait."""
    monkeypatch.setattr(fallback, "_FIRST_BACKOFF", 0.01)
    with LoopbackServer(Play()) as running:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        yield running


async def test_a_model_leads_with_follow_ups_and_judges_with_evidence(
    home: wiring.Home, server: LoopbackServer
) -> None:
    async with starting(home, replace(LED, max_follow_ups=1)).run_test(size=(160, 50)) as pilot:
        await listening(pilot, "Q1 of 2")
        await until_seen(pilot, "Before you begin", "model: openai/test; named by --model.")
        await answer(pilot, FIRST)
        await listening(pilot, "Q1 Follow-up 1")
        await until_seen(pilot, PROBES[0], "One thing more.")
        await answer(pilot, PROBED)
        await listening(pilot, "Q2 of 2")
        panel = room(pilot).query_one(FeedbackPanel)
        await until(pilot, lambda: panel.is_open)
        assert "openai/test" in shown(pilot)
        await answer(pilot, SECOND)
        await listening(pilot, "Q2 Follow-up 1")
        await press(pilot, "f6")
        await result(pilot)
        await until_seen(pilot, "You said what you did. Say what came of it.")
    session = stored(home)
    assert answers(home) == [FIRST, PROBED, SECOND, None]
    assert session.feedback.source == "openai/test"
    assert {turn.evaluation.source for turn in session.turns if turn.evaluation} == {"openai/test"}


@pytest.mark.parametrize(
    "broken",
    [{"status": 500}, {"drop": True}, {"status": 429, "headers": {"Retry-After": "0"}}],
    ids=["500", "dropped", "429"],
)
async def test_a_provider_that_breaks_is_told_and_the_interview_goes_on(
    home: wiring.Home, server: LoopbackServer, broken: dict[str, Any]
) -> None:
    server.script = Play(every=instead(**broken))
    async with starting(home, LED).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        await until(
            pilot, lambda: any(text.startswith("openai/test") and "offline" in text for text in told(pilot))
        )
        await answer(pilot, SECOND)
        await result(pilot)
    session = stored(home)
    assert session.status == "completed"
    assert answers(home) == [FIRST, SECOND]
    assert [turn.evaluation.status for turn in session.turns] == ["unscored", "unscored"]


async def test_a_model_that_stalls_is_left_with_escape(home: wiring.Home, server: LoopbackServer) -> None:
    server.script = Play(next_step=instead(delay=3600))
    async with starting(home, LED).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await until_seen(pilot, "Thinking about the next question", "esc Don't wait")
        assert area(pilot).text == FIRST
        await press(pilot, "escape")
        await listening(pilot, "Q2 of 2")
        await answer(pilot, SECOND)
        await result(pilot)
    assert [turn.asked_by for turn in stored(home).turns] == ["offline", "offline"]
    assert answers(home) == [FIRST, SECOND]


async def test_a_model_that_stalls_past_its_time_gives_way_to_the_next_of_the_chain(
    home: wiring.Home, server: LoopbackServer
) -> None:
    home.config_file.write_text("timeout: 0.4\n")
    server.script = Play(next_step=only_when(lambda request: request["model"] == "slow", instead(delay=3600)))
    wish = replace(LED, models=("openai/slow", "openai/test"))
    async with starting(home, wish).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        await until(
            pilot, lambda: any("openai/slow" in text and "openai/test" in text for text in told(pilot))
        )
    assert stored(home).turns[1].asked_by == "openai/test"


async def test_leaving_while_a_model_is_waited_for_keeps_the_answer(
    home: wiring.Home, server: LoopbackServer
) -> None:
    server.script = Play(next_step=instead(delay=3600), judge=instead(delay=3600))
    app = starting(home, LED)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await until_seen(pilot, "Thinking about the next question")
        await press(pilot, "ctrl+q")
        await ended(pilot)
    assert app.return_value is not None
    assert app.return_value.resumable
    assert answers(home) == [FIRST]

    server.script = Play()
    async with going_on(home).run_test() as pilot:
        await listening(pilot, "Q2 of 2")
        await answer(pilot, SECOND)
        await result(pilot)
    assert answers(home) == [FIRST, SECOND]
    assert [turn.evaluation.status for turn in stored(home).turns] == ["scored", "scored"]


async def test_without_fallback_it_stops_when_no_provider_answers_and_goes_on_when_one_does(
    home: wiring.Home, server: LoopbackServer
) -> None:
    server.script = Play(next_step=instead(status=500))
    app = starting(home, LED, fallback=False)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await until_seen(pilot, "Try again", "Leave; go on later")
        assert answers(home) == [FIRST]
        server.script = Play()
        await press(pilot, "enter")
        await listening(pilot, "Q2 of 2")
        await answer(pilot, SECOND)
        await result(pilot)
    assert answers(home) == [FIRST, SECOND]


async def test_text_of_a_model_drives_no_terminal_and_is_no_markup(
    home: wiring.Home, server: LoopbackServer
) -> None:
    hostile = "Put simply, [bold]what[/] would you\x1b[2J\x1b]0;owned\x07 do [link=x]first[/link] there?"
    harmless = "Put simply, [bold]what[/] would you do [link=x]first[/link] there?"
    server.script = Play(rephrase=with_fields(text=hostile))
    async with starting(home, LED).run_test(size=(160, 50)) as pilot:
        await listening(pilot, "Q1 of 2")
        await press(pilot, "f5")
        await until_seen(pilot, harmless)
        await answer(pilot, f"{FIRST} {hostile}")
        await listening(pilot, "Q2 of 2")
        await until(pilot, lambda: room(pilot).query_one(FeedbackPanel).is_open)
        for _ in "feedback", "transcript":
            assert "[link=x]first[/link]" in shown(pilot)
            assert not {"\x1b", "\x07"} & set(shown(pilot))
            await press(pilot, "f3")
            await until_seen(pilot, "Transcript")
