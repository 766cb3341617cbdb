"""Answers by voice in the app: keys, what is shown, what becomes of takes, and questions that are spoken."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from interview_cli.interview.session import Session
from interview_cli.tui.key_releases import KeyReleased, ReleasesProved
from interview_cli.tui.widgets.voice_strip import VoiceStrip, meter
from interview_cli.voice.ports import Habits, Look, VoiceError
from tests.fakes import FakeClock
from tests.tui.conftest import AppOf, Sit, StagedSitting
from tests.tui.playing import FIRST, SECOND, area, listening, paste, press, result, room
from tests.tui.waiting import shown, told, until, until_seen
from tests.voice.fake_voice import FakeVoice, take

READY = "Space starts"


@pytest.fixture
def spoken(sit: Sit) -> StagedSitting:
    sitting = sit()
    sitting.spoken = True
    return sitting


async def ready(pilot: Pilot[object], label: str = "Q1 of 2") -> None:
    await listening(pilot, label)
    await until_seen(pilot, READY)


async def stopped(pilot: Pilot[object], clock: FakeClock) -> None:
    """End a recording by the talk key, later than a held key would have repeated."""
    clock.advance(5)
    await press(pilot, "space")


def answers(sitting: StagedSitting) -> Session:
    return sitting.stage.store.load()


async def test_an_answer_is_spoken_looked_over_corrected_and_handed_in_with_its_recording(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take("I would claim a key before the chart is made.", seconds=9.5)])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "space")
        await until_seen(pilot, "REC")
        await stopped(pilot, clock)
        await until(pilot, lambda: "chart" in area(pilot).text and not area(pilot).read_only)
        area(pilot).replace_all(area(pilot).text.replace("chart", "charge"))
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
    answer = answers(spoken).turns[0].answer
    assert answer is not None
    assert (answer.source, answer.seconds) == ("spoken", 9.5)
    assert answer.text == "I would claim a key before the charge is made."
    [kept] = answer.takes
    assert kept.checked
    assert kept.transcript is not None
    assert kept.transcript.text == "I would claim a key before the chart is made."


async def test_while_one_speaks_level_time_words_warning_and_tip_are_shown(
    spoken: StagedSitting, app_of: AppOf
) -> None:
    voice = FakeVoice(takes=[take(FIRST)])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until(pilot, lambda: voice.hearings)
        voice.hearings[0].seen = Look(
            seconds=75, level=-12, text="first I would measure", tip="A little slower."
        )
        await until_seen(pilot, "REC 1:15", meter(-12).strip(), "first I would measure", "A little slower.")
        voice.hearings[0].seen = Look(
            seconds=76, level=-1, warning="Too loud: the sound is cut off.", tip="x"
        )
        await until_seen(pilot, "Too loud: the sound is cut off.")


async def test_escape_discards_a_recording_and_the_answer_can_be_typed(
    spoken: StagedSitting, app_of: AppOf
) -> None:
    voice = FakeVoice(takes=[take(FIRST)])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")
        await press(pilot, "escape")
        await until_seen(pilot, "Discarded")
        assert voice.hearings[0].is_discarded
        await paste(pilot, SECOND)
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
    answer = answers(spoken).turns[0].answer
    assert answer is not None
    assert (answer.text, answer.source, answer.takes) == (SECOND, "typed", [])


async def test_a_second_take_goes_on_where_the_first_ended_and_enter_ends_it(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take("First I measure.", seconds=4), take("Then I cache.", seconds=6)])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        for said in ("First I measure.", "Then I cache."):
            clock.advance(5)
            await press(pilot, "f9")
            await until_seen(pilot, "REC")
            await press(pilot, "enter")
            await until(pilot, lambda said=said: said in area(pilot).text)
        assert area(pilot).text == "First I measure. Then I cache."
        await until(pilot, lambda: len(spoken.stage.store.load().open_turn.draft_takes) == 2)
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
    assert answers(spoken).turns[0].answer.seconds == 10


async def test_where_the_terminal_tells_of_releases_the_key_is_held_while_one_speaks(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take("Held.")])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        pilot.app.screen.post_message(ReleasesProved(True))
        pilot.app.proves_releases = True
        await until_seen(pilot, "Hold Space to talk; let go when done.")
        await press(pilot, "space")
        await until_seen(pilot, "REC", "Let go of Space when done")
        clock.advance(3)
        pilot.app.post_message(KeyReleased("space"))
        await until(pilot, lambda: area(pilot).text == "Held.")


async def test_a_held_key_that_repeats_ends_no_recording(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take("Held.")])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "space")
        await until_seen(pilot, "REC")
        for gap in (0.66, *[0.04] * 20):
            clock.advance(gap)
            await press(pilot, "space")
        assert len(voice.hearings) == 1
        assert not voice.hearings[0].is_stopped


async def test_what_is_typed_while_speaking_comes_after_what_was_said(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take("Said.")])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")
        await press(pilot, "o", "k")
        await stopped(pilot, clock)
        await until(pilot, lambda: area(pilot).text == "Said. ok")


async def test_an_answer_of_white_space_is_none_yet(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take("Said.")])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "enter", "space")
        await until_seen(pilot, "REC")
        await stopped(pilot, clock)
        await until(pilot, lambda: area(pilot).text.strip() == "Said.")


async def test_a_paused_interview_says_how_to_go_on_before_one_speaks(
    spoken: StagedSitting, app_of: AppOf
) -> None:
    voice = FakeVoice(takes=[take(FIRST)])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f7")
        await until_seen(pilot, "Paused: f7 goes on, then you can speak.")
        await press(pilot, "f7")
        await until_seen(pilot, "Space starts")
        await press(pilot, "space")
        await until_seen(pilot, "REC")
        await press(pilot, "f3")
        assert pilot.app.screen is room(pilot)


async def test_space_is_a_letter_of_an_answer_that_is_typed(spoken: StagedSitting, app_of: AppOf) -> None:
    voice = FakeVoice(takes=[take(FIRST)])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "a", "space", "b")
        await until(pilot, lambda: area(pilot).text == "a b")
    assert voice.hearings == []


async def test_a_doubtful_transcript_asks_for_a_look_and_is_not_handed_in_by_itself(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    habits = Habits(answers=True, speaks=False, auto_submit=True)
    voice = FakeVoice(habits, takes=[take("Thank you.", doubts=["Nobody may have spoken."]), take(FIRST)])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")
        await stopped(pilot, clock)
        await until_seen(pilot, "Nobody may have spoken.")
        await until(pilot, lambda: not area(pilot).read_only)
        area(pilot).replace_all("")
        await press(pilot, "ctrl+s")
        assert answers(spoken).turns[0].status == "asked"


async def test_with_auto_submit_a_clear_answer_is_handed_in_at_once(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    habits = Habits(answers=True, speaks=False, auto_submit=True)
    voice = FakeVoice(habits, takes=[take(FIRST), take(SECOND)])
    async with app_of(spoken, voice).run_test() as pilot:
        for label in ("Q1 of 2", "Q2 of 2"):
            await ready(pilot, label)
            clock.advance(5)
            await press(pilot, "space")
            await until_seen(pilot, "REC")
            await stopped(pilot, clock)
        await result(pilot)
    assert spoken.answers == [FIRST, SECOND]
    assert not answers(spoken).turns[0].answer.takes[0].checked


async def test_who_does_not_wait_for_the_transcript_keeps_the_recording_and_types(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take(FIRST)], at_once=False)
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")
        await stopped(pilot, clock)
        await until_seen(pilot, "Writing down what you said")
        await press(pilot, "escape")
        await until_seen(pilot, "Nobody waited.")
        await until(pilot, lambda: not area(pilot).read_only)
        await paste(pilot, SECOND)
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
    answer = answers(spoken).turns[0].answer
    assert answer is not None
    assert (answer.text, answer.source) == (SECOND, "typed")
    assert [kept.file for kept in answer.takes] == ["t1-1.wav"]


async def test_a_take_without_a_word_says_how_to_go_on(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(takes=[take("", doubts=["No speech was found."])])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "space")
        await until_seen(pilot, "REC")
        await stopped(pilot, clock)
        await until_seen(pilot, "Nothing was understood: f9 says it again")


async def test_without_a_microphone_it_says_why_and_types_on(spoken: StagedSitting, app_of: AppOf) -> None:
    voice = FakeVoice(shut=VoiceError("There is no microphone.", "Plug one in."))
    async with app_of(spoken, voice).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await until_seen(pilot, "There is no microphone. Plug one in. You can type your answer.")
        await press(pilot, "f9", "space", "x")
        await until(pilot, lambda: area(pilot).text == " x")
        assert "REC" not in shown(pilot)


async def test_the_talk_key_opens_a_microphone_that_is_there_again(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(shut=VoiceError("There is no microphone."), takes=[take(FIRST)])
    async with app_of(spoken, voice).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await until_seen(pilot, "There is no microphone.")
        voice.shut = None
        await press(pilot, "f9")
        await until_seen(pilot, READY)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")


async def test_a_take_that_could_not_be_written_down_is_tried_again_when_the_interview_goes_on(
    spoken: StagedSitting, app_of: AppOf
) -> None:
    failed = take("").model_copy(update={"transcript": None, "problem": "No engine."})
    voice = FakeVoice(takes=[failed])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "space")
        await until_seen(pilot, "REC")
        await press(pilot, "enter")
        await until_seen(pilot, "Not written down")
        await until(pilot, lambda: spoken.stage.store.load().open_turn.draft_takes)
    voice = FakeVoice(left=[take("Written down at last.")])
    async with app_of(spoken, voice).run_test() as pilot:
        await until(pilot, lambda: area(pilot).text == "Written down at last.")
        await until(pilot, lambda: len(spoken.stage.store.load().open_turn.draft_takes) == 1)


async def test_a_microphone_that_goes_away_leaves_what_was_said(spoken: StagedSitting, app_of: AppOf) -> None:
    voice = FakeVoice(takes=[take("What was said.")])
    async with app_of(spoken, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")
        voice.shut = VoiceError("There is no microphone.", "Plug one in.")
        voice.hearings[0].end("lost")
        await until(pilot, lambda: area(pilot).text == "What was said.")
        await until_seen(pilot, "There is no microphone.")
        await until(pilot, lambda: not area(pilot).read_only)


async def test_when_strict_time_is_up_what_was_said_is_handed_in(
    sit: Sit, app_of: AppOf, clock: FakeClock
) -> None:
    sitting = sit(
        plan={"type": "technical", "questions": 2, "limits": {"max_follow_ups": 0, "strict_time": True}}
    )
    sitting.spoken = True
    voice = FakeVoice(takes=[take(FIRST)])
    async with app_of(sitting, voice).run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")
        clock.advance(3600)
        await until(pilot, lambda: sitting.answers[0] == FIRST)
    assert answers(sitting).turns[0].answer.source == "spoken"


async def test_leaving_while_speaking_ends_the_recording_and_keeps_it(
    spoken: StagedSitting, app_of: AppOf
) -> None:
    voice = FakeVoice(takes=[take(FIRST)], at_once=False)
    app = app_of(spoken, voice)
    async with app.run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f9")
        await until_seen(pilot, "REC")
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert voice.hearings[0].is_stopped
    assert not voice.hearings[0].is_discarded
    assert answers(spoken).is_open


async def test_what_was_recorded_when_the_program_ended_is_written_down_when_it_goes_on(
    spoken: StagedSitting, app_of: AppOf
) -> None:
    voice = FakeVoice(left=[take("What I had said.").model_copy(update={"ended": "crash"})])
    async with app_of(spoken, voice).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await until(pilot, lambda: area(pilot).text == "What I had said.")
        assert any("before the program ended" in text for text in told(pilot))


# ---------------------------------------------------------------------- questions that are spoken


async def test_a_question_is_spoken_and_its_clock_stands_still_until_it_ends(
    spoken: StagedSitting, app_of: AppOf, clock: FakeClock
) -> None:
    voice = FakeVoice(Habits(answers=True))
    async with app_of(spoken, voice).run_test() as pilot:
        await until(pilot, lambda: voice.utterances and voice.utterances[0].text)
        turn = spoken.session.turns[0]
        assert voice.utterances[0].text.endswith(turn.question.text)
        clock.advance(20)
        voice.utterances[0].state = "done"
        await until(pilot, lambda: room(pilot)._course.state == "listening")
        clock.advance(7)
        await paste(pilot, FIRST)
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
    assert answers(spoken).turns[0].answer.seconds == pytest.approx(7)


@pytest.mark.parametrize("key", ["a", "f9", "ctrl+s", "enter"])
async def test_any_key_of_an_answer_silences_the_question(
    key: str, spoken: StagedSitting, app_of: AppOf
) -> None:
    voice = FakeVoice(Habits(answers=True), takes=[take(FIRST)])
    async with app_of(spoken, voice).run_test() as pilot:
        await until(pilot, lambda: voice.utterances and voice.utterances[0].state == "speaking")
        await listening(pilot, "Q1 of 2")
        await until(pilot, lambda: voice.is_open)
        await press(pilot, key)
        await until(pilot, lambda: voice.utterances[0].state == "cancelled")
        if key == "a":
            await until(pilot, lambda: area(pilot).text == "a")


async def test_a_question_that_could_not_be_spoken_is_told_once(spoken: StagedSitting, app_of: AppOf) -> None:
    voice = FakeVoice(Habits(answers=True))
    async with app_of(spoken, voice).run_test() as pilot:
        await until(pilot, lambda: voice.utterances)
        voice.utterances[0].problem, voice.utterances[0].state = "There is no loudspeaker.", "failed"
        await until(pilot, lambda: any("no loudspeaker" in text for text in told(pilot)))
        await until(pilot, lambda: room(pilot)._course.state == "listening")


async def test_the_strip_takes_no_room_where_answers_are_typed(sit: Sit, app_of: AppOf) -> None:
    async with app_of(sit(), FakeVoice()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        assert not room(pilot).query_one(VoiceStrip).display
