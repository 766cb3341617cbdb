"""What breaks under an interview in the app is told, and nothing typed gets lost or counted twice."""

from __future__ import annotations

import os
import signal

import pytest

from interview_cli import wiring
from interview_cli.errors import ProviderError, StorageError, UsageError
from interview_cli.interview.engine import Options
from interview_cli.interview.interviewer import propose_offline
from interview_cli.interview.ports import Proposal, Situation
from interview_cli.interview.session import Shown
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.tui.screens import held as held_screen
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.wiring.full_screen import build_ports
from tests.fakes import FakeClock, MemoryStore, SlowJudge, UnsteadyInterviewer, model_error
from tests.tui.conftest import AppOf, Sit, StagedSitting
from tests.tui.playing import FIRST, SECOND, answer, area, ended, listening, paste, press, result
from tests.tui.waiting import shown, told, until, until_seen


class Down:
    """A model that is down for as many proposals as are wanted."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __call__(self, situation: Situation) -> Proposal:
        self.times -= 1
        if self.times >= 0:
            raise model_error()
        return propose_offline(situation)


# ---------------------------------------------------------------------- the store


# The first save begins the interview, the second asks Q1, the third takes the answer, the fourth asks Q2.
@pytest.mark.parametrize("failing", [1, 2, 3, 4, 5, 6])
async def test_whichever_save_fails_trying_again_goes_on_and_nothing_is_lost_or_doubled(
    sit: Sit, app_of: AppOf, failing: int
) -> None:
    sitting = sit(store=MemoryStore(fail_at=failing))
    app = app_of(sitting)
    async with app.run_test() as pilot:
        given = {"Q1 of 2": FIRST, "Q2 of 2": SECOND}
        asked: list[str] = []
        while not isinstance(app.screen, ResultScreen):
            await until(
                pilot,
                lambda: (
                    isinstance(app.screen, ConfirmScreen | ResultScreen)
                    or any(
                        label in shown(pilot) and not area(pilot).read_only for label in given.keys() - asked
                    )
                ),
            )
            if isinstance(app.screen, ConfirmScreen):
                assert "The disk is full.\nMake room." in app.screen._question
                await press(pilot, "enter")
                await until(pilot, lambda: not isinstance(app.screen, ConfirmScreen))
            elif not isinstance(app.screen, ResultScreen):
                label = next(label for label in given if label in shown(pilot))
                asked.append(label)
                if not area(pilot).text:
                    await paste(pilot, given[label])
                assert area(pilot).text == given[label]
                await press(pilot, "ctrl+s")
        await result(pilot)
    assert sitting.answers == [FIRST, SECOND]
    assert sitting.stage.store.load().status == "completed"
    assert all(len(turn.evaluations) == 1 for turn in sitting.session.turns)


async def test_what_was_typed_since_a_draft_could_not_be_kept_stays_in_the_area(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_screen, "DRAFT_SECONDS", 0.01)
    store = MemoryStore(fail_at=3)
    sitting = sit(store=store)
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        # As if typed in the moment between the save and the news that it failed.
        area(pilot).insert(" And more.")
        await press(pilot, "enter")
        await listening(pilot, "Q1 of 2")
        assert area(pilot).text == f"{FIRST} And more."
        await until(pilot, lambda: store.load().open_turn.draft == f"{FIRST} And more.")


async def test_leaving_after_a_failed_save_stores_what_could_not_be_stored(sit: Sit, app_of: AppOf) -> None:
    sitting = sit(store=MemoryStore(fail_at=3))
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await until_seen(pilot, "The disk is full.", "Try again", "Leave")
        await press(pilot, "down", "enter")
        await ended(pilot)
    assert app.outcome().failure is None
    assert app.outcome().resumable
    assert sitting.answers == [FIRST]


@pytest.mark.parametrize("way", ["the dialog", "a signal", "a signal at once", "the key"])
async def test_what_can_be_stored_nowhere_is_handed_back_with_the_reason(
    sit: Sit, app_of: AppOf, way: str
) -> None:
    store = MemoryStore()
    sitting = sit(store=store)
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        store.is_full = True
        await paste(pilot, FIRST)
        if way != "a signal at once":
            await press(pilot, "ctrl+s")
            await until_seen(pilot, "The disk is full.", "Try again", "Leave")
        if way == "the dialog":
            await press(pilot, "j", "enter")
        elif way == "the key":
            await press(pilot, "ctrl+q")
        else:
            os.kill(os.getpid(), signal.SIGTERM)
        await ended(pilot)
    assert isinstance(app.outcome().failure, StorageError)
    assert app.outcome().unsaved == FIRST
    assert app.outcome().resumable
    assert app.outcome().signal == (signal.SIGTERM if "signal" in way else None)


async def test_a_draft_is_said_to_be_kept_once_it_is(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_screen, "DRAFT_SECONDS", 0.01)
    store = MemoryStore()
    async with app_of(sit(store=store)).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        store.is_full = True
        await paste(pilot, FIRST)
        await until_seen(pilot, "The disk is full.")
        assert "draft kept" not in str(area(pilot).border_subtitle)
        # Whoever was typing types on for a moment.
        await press(pilot, *"Then")
        store.is_full = False
        await press(pilot, "enter")
        await until(pilot, lambda: area(pilot).text == f"{FIRST}Then")
        await until(pilot, lambda: "draft kept" in str(area(pilot).border_subtitle))
        assert store.load().open_turn.draft == f"{FIRST}Then"


# ---------------------------------------------------------------------- models


async def test_a_model_that_fails_is_told_once_and_the_offline_coach_leads_on(
    sit: Sit, app_of: AppOf
) -> None:
    sitting = sit(interviewer=UnsteadyInterviewer(Down(times=9)))
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        [toast] = told(pilot)
        assert toast == (
            "openai/test: the server answered 500. The offline coach leads on until a model answers."
        )
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        assert told(pilot) == [toast]
        await answer(pilot, SECOND)
        await result(pilot)
    assert sitting.answers == [FIRST, SECOND]


async def test_without_fallback_a_model_that_fails_stops_the_interview_which_can_be_tried_again(
    sit: Sit, app_of: AppOf
) -> None:
    model = Down(times=0)
    sitting = sit(interviewer=UnsteadyInterviewer(model), options=Options(fallback=False))
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        model.times = 2
        await answer(pilot, FIRST)
        for left in (1, 0):
            await until(pilot, lambda left=left: model.times == left)
            await until_seen(pilot, "openai/test: the server answered 500.", "Try again")
            assert "Thinking" not in shown(pilot)
            assert area(pilot).text == FIRST
            await press(pilot, "enter")
        await listening(pilot, "Q2 of 2")
        await answer(pilot, SECOND)
        await result(pilot)
    assert sitting.answers == [FIRST, SECOND]


async def test_without_fallback_leaving_ends_with_the_providers_error(sit: Sit, app_of: AppOf) -> None:
    sitting = sit(interviewer=UnsteadyInterviewer(Down(times=9)), options=Options(fallback=False))
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await until_seen(pilot, "openai/test: the server answered 500.", "Leave; go on later")
        await press(pilot, "j", "enter")
        await ended(pilot)
    assert app.return_value is not None
    assert isinstance(app.return_value.failure, ProviderError)


async def test_without_fallback_a_judge_that_fails_stops_the_interview_with_every_answer_kept(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    judge = SlowJudge(clock, fails=True, held=True)
    sitting = sit(judge=judge, options=Options(fallback=False))
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        judge.release()
        await answer(pilot, SECOND)
        await until_seen(pilot, "the server answered 500", "Leave; go on later")
        await press(pilot, "ctrl+q")
        await ended(pilot)
    assert isinstance(app.outcome().failure, ProviderError)
    assert sitting.answers == [FIRST, SECOND]
    assert sitting.stage.store.load().status == "in_progress"


# ---------------------------------------------------------------------- defects


class UnforeseenError(Exception):
    """What no part of the program expects."""


async def test_a_defect_of_the_engine_is_told_and_what_was_typed_is_still_there(
    sit: Sit, app_of: AppOf, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(situation: Situation) -> Proposal:
        raise UnforeseenError("a broken [bold]part[/bold]")

    sitting = sit(interviewer=UnsteadyInterviewer(broken))
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await until_seen(
            pilot, "UnforeseenError: a broken [bold]part[/bold]", "This is a defect of interview-cli."
        )
        await press(pilot, "down", "enter")
        await ended(pilot)
    assert app.return_value is not None
    assert isinstance(app.return_value.failure, UnforeseenError)


async def test_a_defect_in_the_background_of_a_screen_is_told_and_logged_and_ends_nothing(
    sit: Sit, app_of: AppOf, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise UnforeseenError("a broken [bold]part[/bold]")

    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        pilot.app.screen.run_worker(broken, thread=True, exit_on_error=False)
        await until(pilot, lambda: told(pilot))
        assert told(pilot) == [
            "A defect of interview-cli: UnforeseenError: a broken [bold]part[/bold]\nThe log has more."
        ]
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
    [record] = [record for record in caplog.records if record.exc_info]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], UnforeseenError)


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_an_engine_that_cannot_be_built_is_told_and_tried_again(
    sit: Sit, app_of: AppOf, key: str
) -> None:
    sitting = sit()
    failures = iter([StorageError("The roles cannot be read.", "Look at the disk."), None])

    def read() -> None:
        if error := next(failures):
            raise error

    sitting.before = read
    async with app_of(sitting).run_test() as pilot:
        await until_seen(pilot, "The roles cannot be read.", "Look at the disk.")
        await press(pilot, key)
        await listening(pilot, "Q1 of 2")


@pytest.mark.parametrize("failure", [UsageError("There is no role.", ""), UnforeseenError("a broken part")])
async def test_an_interview_that_cannot_be_opened_ends_the_app_with_the_reason(
    home: wiring.Home, failure: Exception
) -> None:
    def opening() -> StagedSitting:
        raise failure

    app = InterviewApp(build_ports(home, shown=Shown()), Start(open=opening))
    async with app.run_test() as pilot:
        await ended(pilot)
    assert app.outcome().failure is failure
    assert app.outcome().session is None
