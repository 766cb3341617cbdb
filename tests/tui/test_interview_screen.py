"""Whole interviews in the app by keyboard alone, with an engine of real parts and a clock that is told."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest
from textual.widgets import OptionList

from interview_cli import wiring
from interview_cli.interview.engine import Options
from interview_cli.interview.ports import Proposal, Situation, Tell
from interview_cli.interview.session import Shown
from interview_cli.report.passage import passage_of
from interview_cli.report.view import View
from interview_cli.tui import app as app_module
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.tui.screens import interview as interview_screen
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.widgets.feedback import FeedbackPanel
from interview_cli.tui.widgets.question import QuestionView
from interview_cli.wiring.full_screen import build_ports
from tests.fakes import FakeClock, StuckInterviewer
from tests.tui.conftest import AppOf, Sit, StagedSitting
from tests.tui.playing import FIRST, SECOND, answer, area, ended, listening, paste, press, result, room
from tests.tui.waiting import shown, told, until, until_seen

ONE_FOLLOW_UP = {"type": "technical", "questions": 1, "limits": {"max_follow_ups": 1}}
STRICT = {"type": "technical", "questions": 2, "limits": {"max_follow_ups": 0, "strict_time": True}}


async def test_an_interview_is_held_by_keyboard_alone(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        assert "Technical · Backend Engineer" in shown(pilot)
        await press(pilot, *"I would", "enter", *"measure")
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
        assert area(pilot).text == ""
        await answer(pilot, SECOND)
        await result(pilot)
        assert "Overall: " in shown(pilot)
        await press(pilot, "ctrl+q")
    assert sitting.answers == ["I would\nmeasure", SECOND]
    assert app.return_value is not None
    assert (app.return_value.session, app.return_value.resumable) == (sitting.session, False)
    assert sitting.session.status == "completed"


async def test_a_follow_up_has_the_label_of_its_question_and_shares_its_feedback(
    sit: Sit, app_of: AppOf
) -> None:
    sitting = sit(plan={**ONE_FOLLOW_UP, "questions": 2})
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q1 Follow-up 1")
        assert not room(pilot).query_one(FeedbackPanel).display
        await answer(pilot, SECOND)
        await listening(pilot, "Q2 of 2")
        await until(pilot, lambda: room(pilot).query_one(FeedbackPanel).is_open)
        told_of = room(pilot).query_one("#feedback-text").text
        assert FIRST in told_of
        assert SECOND in told_of


# ---------------------------------------------------------------------- what can be asked for


async def test_asking_back_brings_the_question_again_and_clears_the_area(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, "Could you say that in other words, please?")
        await until(pilot, lambda: area(pilot).text == "" and not area(pilot).read_only)
        turn = sitting.session.open_turn
        assert turn.asides == ["Could you say that in other words, please?"]
        assert room(pilot).query_one(QuestionView).shown == turn.rephrased[0]
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
    assert sitting.answers == [FIRST, None]


async def test_a_question_is_repeated_and_rephrased_while_an_answer_is_being_written(
    sit: Sit, app_of: AppOf
) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        question = sitting.session.open_turn.question.text
        await press(pilot, "f5")
        await until(pilot, lambda: sitting.session.open_turn.rephrased)
        view = room(pilot).query_one(QuestionView)
        await until(pilot, lambda: view.shown == sitting.session.open_turn.rephrased[0] != question)
        await press(pilot, "f4")
        await until(pilot, lambda: view.shown == question)
        assert area(pilot).text == FIRST
        assert not area(pilot).read_only


@pytest.mark.parametrize("size", [(30, 8), (40, 10), (20, 6)])
async def test_in_a_tiny_window_question_and_answer_are_there(
    sit: Sit, app_of: AppOf, size: tuple[int, int]
) -> None:
    async with app_of(sit(remarks=("The offline coach leads.",))).run_test(size=size) as pilot:
        await until_seen(pilot, "Two requests")
        await paste(pilot, "I would claim")
        await until_seen(pilot, "Two requests", "I would claim")


async def test_skipping_asks_first_only_where_something_was_typed(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interview_screen, "_HELD_SECONDS", 0)
    sitting = sit(plan={"type": "technical", "questions": 3, "limits": {"max_follow_ups": 0}})
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 3")
        await press(pilot, "f6")
        await listening(pilot, "Q2 of 3")
        await paste(pilot, FIRST)
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        await press(pilot, "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ConfirmScreen))
        assert area(pilot).text == FIRST
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        await press(pilot, "j", "enter")
        await listening(pilot, "Q3 of 3")
        assert area(pilot).text == ""
    assert [turn.status for turn in sitting.session.turns] == ["skipped", "skipped", "asked"]


async def test_in_a_pause_the_clock_stands_still_and_nothing_is_handed_in(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        clock.advance(10)
        await until_seen(pilot, "2:50 left", "29:50 in all")
        await press(pilot, "f7")
        await until_seen(pilot, "Paused. The clock stands still.")
        await until_seen(pilot, "f7 Go on")
        clock.advance(600)
        await press(pilot, *"First", "ctrl+s")
        assert area(pilot).text == "First"
        await until_seen(pilot, "⏸ 2:50 left")
        await press(pilot, "f7")
        await listening(pilot, "Q1 of 2")
        await until_seen(pilot, "f7 Pause")
        assert area(pilot).text == "First"
        clock.advance(5)
        await until_seen(pilot, "2:45 left", "29:45 in all")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
    assert sitting.session.turns[0].answer.seconds == 15


async def test_what_is_typed_in_a_pause_is_kept_by_who_leaves_then(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await press(pilot, "f7")
        await until_seen(pilot, "Paused.")
        await press(pilot, *"First", "ctrl+q")
        await ended(pilot)
    assert sitting.stage.store.load().open_turn.draft == "First"


async def test_ending_early_asks_first_and_judges_what_there_is(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        await paste(pilot, SECOND)
        await press(pilot, "f8")
        await until_seen(pilot, "Finish now", "What you typed is not handed in.")
        await press(pilot, "down", "enter")
        await result(pilot)
    assert sitting.answers == [FIRST, None]
    assert sitting.session.status == "completed"


async def test_the_first_answer_of_every_question_put_to_the_person_does_no_harm(
    sit: Sit, app_of: AppOf
) -> None:
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await press(pilot, "f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        assert pilot.app.screen.query_one(OptionList).highlighted == 0
        await press(pilot, "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ConfirmScreen))
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")


@pytest.mark.parametrize("keys", [("ctrl+q",), ("ctrl+c", "ctrl+c")], ids=["Ctrl+Q", "Ctrl+C twice"])
async def test_leaving_keeps_what_was_typed(sit: Sit, app_of: AppOf, keys: tuple[str, ...]) -> None:
    sitting = sit()
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        await press(pilot, *keys)
        await ended(pilot)
    assert app.return_value is not None
    assert (app.return_value.session, app.return_value.resumable) == (sitting.session, True)
    kept = sitting.stage.store.load()
    assert (kept.status, kept.open_turn.draft) == ("in_progress", FIRST)


async def test_the_app_can_be_left_while_the_engine_is_being_built(sit: Sit, app_of: AppOf) -> None:
    building, built = Event(), Event()
    sitting = sit()

    def build() -> None:
        building.set()
        built.wait()

    sitting.before = build
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await until(pilot, building.is_set)
        assert "Opening the interview..." in shown(pilot)
        await press(pilot, "f6", "f7", "f8", "ctrl+s", "ctrl+q")
        await ended(pilot)
        built.set()
    assert app.return_value is not None
    assert app.return_value.session is sitting.session


async def test_an_engine_that_does_not_end_is_left_alone(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deaf(StuckInterviewer):
        async def propose(self, situation: Situation, forming: Tell | None = None) -> Proposal:
            try:
                return await super().propose(situation)
            except asyncio.CancelledError:
                return await super().propose(situation)

    monkeypatch.setattr(app_module, "_PATIENCE_SECONDS", 0.01)
    sitting = sit(interviewer=Deaf())
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await until_seen(pilot, "Thinking about the next question")
        await press(pilot, "ctrl+q")
        await ended(pilot)
    assert app.outcome().session is sitting.session


async def test_the_app_can_be_left_while_the_interview_is_being_planned(home: wiring.Home, sit: Sit) -> None:
    planning, planned = Event(), Event()

    def plan() -> StagedSitting:
        planning.set()
        planned.wait()
        return sit()

    app = InterviewApp(build_ports(home, shown=Shown()), Start(open=plan))
    async with app.run_test() as pilot:
        await until(pilot, planning.is_set)
        await press(pilot, "ctrl+q")
        await ended(pilot)
        planned.set()
    assert app.return_value is not None
    assert app.return_value.session is None


async def test_ctrl_c_alone_only_says_how_to_leave(sit: Sit, app_of: AppOf, clock: FakeClock) -> None:
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await press(pilot, "ctrl+c")
        await until(pilot, lambda: any("The same key again leaves" in text for text in told(pilot)))
        clock.advance(3)
        await press(pilot, "ctrl+c")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")


# ---------------------------------------------------------------------- feedback


async def test_feedback_opens_with_its_evidence_marked_and_folds(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, sitting.session.open_turn.question.sample_answer)
        await listening(pilot, "Q2 of 2")
        panel = room(pilot).query_one(FeedbackPanel)
        await until(pilot, lambda: panel.is_open)
        evidence = passage_of(sitting.session.turns[0], 100, True).evidence
        content = panel.query_one("#feedback-text")._content
        marked = [content.plain[span.start : span.end] for span in content.spans if "underline" in str(span)]
        assert evidence
        assert all(any(quote in part or part in quote for part in marked) for quote in evidence)

        await press(pilot, "f2")
        await until(pilot, lambda: not panel.is_open)
        assert "▸ Q1: " in shown(pilot)
        await press(pilot, "f2")
        await until(pilot, lambda: panel.is_open)
        await press(pilot, "x")
        await until(pilot, lambda: not panel.is_open)


async def test_feedback_at_the_end_shows_none_between_questions(sit: Sit, app_of: AppOf) -> None:
    sitting = sit(view=View(feedback="end"), options=Options(feedback_each=False))
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        await until(pilot, lambda: sitting.session.turns[0].evaluations)
        await press(pilot, "f2")
        assert not room(pilot).query_one(FeedbackPanel).display


async def test_the_transcript_holds_the_whole_interview_and_scrolls(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    long = "\n".join(f"Line {number} of a long answer." for number in range(60))
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, long)
        await listening(pilot, "Q2 of 2")
        await press(pilot, "f3")
        second = sitting.session.turns[1].question.text
        await until_seen(pilot, second.split("\n")[0][:40])
        await press(pilot, "g")
        await until_seen(pilot, "Line 3 of a long answer.")
        await press(pilot, "G")
        await until_seen(pilot, "Line 59 of a long answer.")
        await press(pilot, "q")
        await listening(pilot, "Q2 of 2")
