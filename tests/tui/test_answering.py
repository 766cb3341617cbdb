"""The area an answer is written in, and what becomes of it when time is over or a model thinks."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from threading import Event

import pytest
from textual.events import Key, Paste

from interview_cli import wiring
from interview_cli.interview.session import Shown
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.tui.screens import held as held_screen
from interview_cli.tui.screens import interview as interview_screen
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.widgets.feedback import FeedbackPanel
from interview_cli.tui.widgets.question import QuestionView
from interview_cli.tui.widgets.reading import Reading
from interview_cli.wiring.full_screen import build_ports
from tests.fakes import FakeClock, SlowJudge, StuckInterviewer
from tests.tui.conftest import AppOf, Sit
from tests.tui.playing import FIRST, SECOND, answer, area, listening, paste, press, result, room
from tests.tui.waiting import shown, told, until, until_seen

ONE_FOLLOW_UP = {"type": "technical", "questions": 1, "limits": {"max_follow_ups": 1}}
STRICT = {"type": "technical", "questions": 2, "limits": {"max_follow_ups": 0, "strict_time": True}}


# ---------------------------------------------------------------------- the answer area


async def test_what_is_pasted_is_counted_and_too_long_an_answer_stays_where_it_is(
    sit: Sit, app_of: AppOf
) -> None:
    sitting = sit()
    long = "word " * 3000
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, long)
        await until(pilot, lambda: any("3000 words; the most is 2000" in text for text in told(pilot)))
        assert area(pilot).text == long
        assert "3,000 words" in shown(pilot)
        assert not area(pilot).read_only
        assert sitting.stage.store.load().open_turn.draft == long.strip()

        area(pilot).select_all()
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
    assert sitting.answers[0] == FIRST


async def test_codes_that_a_terminal_obeys_get_into_no_answer(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        pilot.app.post_message(Paste("I would \x1b[2Jclaim\x1b]0;owned\x07 a key\x9b.\n\tThen I charge."))
        await until(pilot, lambda: "charge." in area(pilot).text)
        assert not {"\x1b", "\x07", "\x9b"} & set(shown(pilot))
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
    assert sitting.answers[0] == "I would claim a key.\n\tThen I charge."


async def test_what_was_put_in_can_be_undone(sit: Sit, app_of: AppOf) -> None:
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        await paste(pilot, " And more.")
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: area(pilot).text == FIRST)
        await press(pilot, "ctrl+y")
        await until(pilot, lambda: area(pilot).text == f"{FIRST} And more.")


async def test_what_is_typed_fast_and_handed_in_at_once_is_whole_and_counts_once(
    sit: Sit, app_of: AppOf
) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        for key in FIRST:
            pilot.app.post_message(Key(key, key))
        for _ in "twice":
            pilot.app.post_message(Key("ctrl+s", None))
        await listening(pilot, "Q2 of 2")
        await paste(pilot, SECOND)
        await press(pilot, "ctrl+s")
        await result(pilot)
    assert sitting.answers == [FIRST, SECOND]


async def test_a_held_key_skips_one_question_and_not_those_that_nobody_has_read(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interview_screen, "_HELD_SECONDS", 60)
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await press(pilot, "f6")
        await listening(pilot, "Q2 of 2")
        await press(pilot, "f6", "f6", "f6")
        await answer(pilot, SECOND)
        await result(pilot)
    assert sitting.answers == [None, SECOND]


async def test_an_empty_answer_is_not_handed_in(sit: Sit, app_of: AppOf) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await press(pilot, "space", "enter", "ctrl+s")
        await until(pilot, lambda: any("Nothing typed yet" in text for text in told(pilot)))
        assert sitting.answers == [None]


async def test_what_is_typed_is_on_disk_after_a_while_and_there_again_when_it_goes_on(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_screen, "DRAFT_SECONDS", 0.01)
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        await until(pilot, lambda: sitting.stage.store.load().open_turn.draft == FIRST)
        assert "draft kept" in shown(pilot)
        # As a power cut would end it: nobody says goodbye to the engine.
    sitting.stage.session = sitting.stage.store.load()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        assert area(pilot).text == FIRST
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
    assert sitting.answers == [FIRST, None]


async def test_a_change_of_size_keeps_all_that_is_there(sit: Sit, app_of: AppOf) -> None:
    async with app_of(sit()).run_test(size=(160, 50)) as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        await until(pilot, lambda: room(pilot).query_one(FeedbackPanel).is_open)
        await paste(pilot, SECOND)
        question = room(pilot).query_one(QuestionView).text
        for size in ((80, 24), (40, 12), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda size=size: pilot.app.screen.size == size)
            assert area(pilot).text == SECOND
            assert room(pilot).query_one(QuestionView).text == question
            assert "Q2 of 2" in shown(pilot)
            assert area(pilot).region.height >= 4
        await press(pilot, "ctrl+s")
        await result(pilot)


async def test_what_is_typed_while_something_else_has_the_focus_goes_into_the_answer(
    sit: Sit, app_of: AppOf
) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, "I would")
        await press(pilot, "tab")
        await until_seen(pilot, "Reading. Esc goes back to your answer.")
        for key in "add an index":
            pilot.app.post_message(Key("space" if key == " " else key, key))
        pilot.app.post_message(Key("ctrl+s", None))
        await listening(pilot, "Q2 of 2")
    assert sitting.answers[0] == "I wouldadd an index"


async def test_what_was_typed_before_there_is_a_question_for_it_is_handed_back_to_who_leaves(
    sit: Sit, app_of: AppOf
) -> None:
    interviewer = StuckInterviewer()
    app = app_of(sit(interviewer=interviewer))
    async with app.run_test() as pilot:
        await until_seen(pilot, "Thinking about the next question")
        await press(pilot, *"Ahead")
        await until_seen(pilot, "1 word typed ahead")
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert app.outcome().unsaved == "Ahead"


async def test_feedback_below_the_answer_can_be_read_to_its_end(sit: Sit, app_of: AppOf) -> None:
    async with app_of(sit()).run_test(size=(80, 24)) as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        panel = room(pilot).query_one(FeedbackPanel)
        await until(pilot, lambda: panel.is_open)
        reading = panel.query_one(Reading)
        reading.focus()
        await press(pilot, "G")
        await until_seen(pilot, reading.text.split()[-1])


# ---------------------------------------------------------------------- time


async def test_when_strict_time_is_over_the_answer_is_handed_in_as_it_stands(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    sitting = sit(plan=STRICT)
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        clock.advance(181)
        await listening(pilot, "Q2 of 2")
        assert any("handed in as it stands" in text for text in told(pilot))
        clock.advance(181)
        await result(pilot)
    assert sitting.answers == [FIRST, None]
    assert [turn.status for turn in sitting.session.turns] == ["answered", "skipped"]


async def test_without_strict_time_the_person_is_told_and_goes_on(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    sitting = sit()
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        clock.advance(155)
        await until_seen(pilot, "0:25 left, come to an end")
        clock.advance(30)
        await until(pilot, lambda: any("time for this question is up" in text for text in told(pilot)))
        await until_seen(pilot, "over by 0:05")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
    assert sitting.answers == [FIRST, None]


async def test_a_question_put_to_the_person_goes_away_with_the_question_it_was_about(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    sitting = sit(plan=STRICT)
    async with app_of(sitting).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        await press(pilot, "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        clock.advance(181)
        await listening(pilot, "Q2 of 2")
        await press(pilot, "down", "enter")
        await answer(pilot, SECOND)
        await result(pilot)
    assert sitting.answers == [FIRST, f"\n{SECOND}".strip()]


@pytest.mark.parametrize("in_time", [True, False])
async def test_what_is_written_in_an_editor_goes_to_its_own_question(
    home: wiring.Home, sit: Sit, clock: FakeClock, in_time: bool
) -> None:
    class Editor:
        opened, closed = Event(), Event()

        def edit(self, text: str) -> str:
            self.opened.set()
            self.closed.wait()
            return f"{text} And more.\n"

    editor = Editor()
    sitting = sit(plan=STRICT)
    ports = replace(build_ports(home, shown=Shown()), editor=editor)
    app = InterviewApp(ports, Start(open=lambda: sitting), plain_motion=True, monotonic=clock.monotonic)
    # There is no terminal here that could be left to it.
    app.suspend = nullcontext
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        await press(pilot, "ctrl+o")
        await until(pilot, editor.opened.is_set)
        if not in_time:
            clock.advance(181)
            await listening(pilot, "Q2 of 2")
        editor.closed.set()
        if in_time:
            await until(pilot, lambda: area(pilot).text == f"{FIRST} And more.")
        else:
            await until(pilot, lambda: any("before you left the editor" in text for text in told(pilot)))
            assert area(pilot).text == ""
            assert app.clipboard == f"{FIRST} And more.\n"


# ---------------------------------------------------------------------- while a model thinks


async def test_while_a_model_thinks_the_screen_says_so_and_escape_does_not_wait(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    sitting = sit(interviewer=StuckInterviewer())
    async with app_of(sitting).run_test() as pilot:
        await until_seen(pilot, "Thinking about the next question...")
        clock.advance(5)
        await until_seen(pilot, "Thinking about the next question... 5 s")
        assert "esc Don't wait" in shown(pilot)
        await press(pilot, "escape")
        await listening(pilot, "Q1 of 2")
        assert "Thinking" not in shown(pilot)
        await answer(pilot, FIRST)
        await until_seen(pilot, "Thinking about the next question...")
        assert area(pilot).text == FIRST
        await press(pilot, "escape")
        await listening(pilot, "Q2 of 2")
    assert sitting.answers == [FIRST, None]
    assert {turn.asked_by for turn in sitting.session.turns} == {"offline"}


async def test_the_result_opens_over_whatever_is_read_meanwhile(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    judge = SlowJudge(clock, held=True)
    sitting = sit(judge=judge, plan={**ONE_FOLLOW_UP, "limits": {"max_follow_ups": 0}})
    app = app_of(sitting)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 1")
        await answer(pilot, FIRST)
        await until_seen(pilot, "Looking at your answers...")
        await press(pilot, "f3")
        await until_seen(pilot, "Transcript · Backend Engineer", FIRST[:60])
        judge.release()
        await result(pilot)
        assert len(app.screen_stack) == 2
