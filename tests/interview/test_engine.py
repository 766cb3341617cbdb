"""The engine asks, listens, decides and judges, and saves every change before the next."""

from __future__ import annotations

import asyncio

import pytest

from interview_cli.errors import ProviderError, StorageError
from interview_cli.interview import events as ev
from interview_cli.interview.engine import Options
from interview_cli.interview.ports import Proposal
from interview_cli.interview.resume_questions import questions_from
from interview_cli.interview.session import Session
from interview_cli.resume.document import JsonResume, Project
from tests.fakes import (
    FakeClock,
    MemoryStore,
    SlowJudge,
    StuckInterviewer,
    UnsteadyInterviewer,
    model_error,
)
from tests.interview.conftest import in_turn, make_session, sample, skip

WEAK = "I would add more servers and hope that the problem goes away after a while."


async def test_an_interview_asks_all_planned_questions_and_ends_with_feedback(stage):
    held = stage(make_session(questions=4))
    session = await held.run(sample)
    assert session.status == "completed"
    assert [turn.label for turn in session.main_turns] == ["Q1", "Q2", "Q3", "Q4"]
    assert session.feedback is not None
    assert session.feedback.overall is not None
    assert session.analytics.completion == 1.0
    assert held.store.load() == session


async def test_events_are_numbered_without_gaps_and_end_with_finished(stage):
    held = stage(make_session(questions=2))
    await held.run(sample)
    assert [event.seq for event in held.seen] == list(range(1, len(held.seen) + 1))
    assert isinstance(held.seen[-1], ev.Finished)
    assert isinstance(held.seen[-2], ev.StateChanged)
    assert held.seen[-2].state == "complete"


async def test_states_follow_each_other_as_a_person_meets_them(stage):
    held = stage(make_session(questions=1, limits={"max_follow_ups": 0}))
    await held.run(sample)
    states = [event.state for event in held.of(ev.StateChanged)]
    assert states == ["processing", "asking", "listening", "processing", "feedback", "complete"]


async def test_an_answer_is_on_disk_before_anything_is_decided_about_it(stage):
    held = stage(make_session(questions=1, limits={"max_follow_ups": 0}))
    saved_answers: list[str | None] = []

    class Watching(UnsteadyInterviewer):
        async def propose(self, situation, forming=None):
            stored = held.store.load()
            saved_answers.append(stored.turns[-1].answer.text if stored.turns else None)
            return await super().propose(situation, forming)

    held.interviewer = Watching()
    await held.run(lambda asked: ev.GiveAnswer(WEAK))
    assert saved_answers == [None, WEAK]


async def test_a_weak_answer_is_followed_up_once_and_labelled_as_part_of_its_question(stage):
    held = stage(make_session(questions=2, limits={"max_follow_ups": 1}))
    session = await held.run(lambda asked: ev.GiveAnswer(WEAK + f" {asked.turn.label}"))
    labels = [turn.label for turn in session.turns]
    assert labels == ["Q1", "Q1 Follow-up 1", "Q2", "Q2 Follow-up 1"]
    assert session.turns[1].parent == session.turns[0].id
    assert session.turns[0].decision.action == "follow_up"
    assert session.turns[-1].decision.action == "complete"


async def test_without_follow_ups_in_the_plan_none_is_asked(stage):
    held = stage(make_session(questions=3, limits={"max_follow_ups": 0}))
    session = await held.run(lambda asked: ev.GiveAnswer(WEAK))
    assert [turn.parent for turn in session.turns] == [None, None, None]


async def test_skipped_questions_are_kept_as_skipped_and_never_scored(stage):
    held = stage(make_session(questions=3))
    session = await held.run(in_turn(skip, sample, skip))
    assert [turn.status for turn in session.turns] == ["skipped", "answered", "skipped"]
    assert [len(turn.evaluations) for turn in session.turns] == [0, 1, 0]
    assert session.feedback.coverage == pytest.approx(1 / 3)


async def test_an_interview_where_nothing_was_answered_is_abandoned_not_scored(stage):
    held = stage(make_session(questions=2))
    session = await held.run(skip)
    assert session.status == "abandoned"
    assert session.feedback is None


async def test_quitting_keeps_the_open_question_and_going_on_asks_it_again(stage):
    held = stage(make_session(questions=3, limits={"max_follow_ups": 0}))
    session = await held.run(in_turn(sample, ev.Quit))
    assert session.status == "in_progress"
    assert held.seen[-1].resumable
    waiting = session.open_turn.question.id

    again = stage(Session.model_validate_json(held.store.saved))
    finished = await again.run(sample)
    assert again.of(ev.Asked)[0].turn.question.id == waiting
    assert finished.status == "completed"
    assert len(finished.main_turns) == 3


async def test_ending_early_gives_feedback_on_what_was_answered(stage):
    held = stage(make_session(questions=5, limits={"max_follow_ups": 0}))
    session = await held.run(in_turn(sample, ev.End))
    assert session.status == "completed"
    assert session.open_turn is None
    assert session.analytics.completion == pytest.approx(1 / 5)
    assert session.feedback.overall is not None


async def test_too_long_an_answer_is_kept_as_a_draft_and_asked_to_be_shortened(stage):
    held = stage(make_session(questions=1, limits={"max_answer_words": 50, "max_follow_ups": 0}))
    long = "word " * 51
    engine = held.engine()
    drafts: list[str] = []
    async for event in engine.events():
        if isinstance(event, ev.Asked):
            engine.send(ev.GiveAnswer(long))
        if isinstance(event, ev.AnswerTooLong):
            assert (event.words, event.limit) == (51, 50)
            drafts.append(held.store.load().turns[0].draft)
            engine.send(ev.GiveAnswer(WEAK))
    assert drafts == [long]
    assert held.session.turns[0].answer.text == WEAK
    assert held.session.turns[0].draft == ""


async def test_repeat_and_rephrase_show_the_question_again_without_a_new_turn(stage):
    held = stage(make_session(questions=1, limits={"max_follow_ups": 0}), interviewer=UnsteadyInterviewer())
    commands = iter([ev.Repeat(), ev.Rephrase(), ev.GiveAnswer(WEAK)])
    session = await held.run(lambda asked: next(commands))
    shown = held.of(ev.Asked)
    assert [event.again for event in shown] == [False, True, True]
    assert shown[2].text.startswith("In short: ")
    assert session.turns[0].rephrased == [shown[2].text]
    assert len(session.turns) == 1


async def test_an_answer_given_while_the_question_is_being_rephrased_is_taken(stage):
    class NeverRephrases(UnsteadyInterviewer):
        async def rephrase(self, question, forming=None):
            await asyncio.Event().wait()

    held = stage(make_session(questions=1, limits={"max_follow_ups": 0}), interviewer=NeverRephrases())
    engine = held.engine()
    async for event in engine.events():
        if isinstance(event, ev.Asked):
            engine.send(ev.Rephrase())
            engine.send(ev.GiveAnswer(WEAK))
    assert held.session.turns[0].answer.text == WEAK


async def test_the_clock_stands_still_while_the_question_is_spoken_and_while_paused(stage):
    clock = FakeClock()
    held = stage(make_session(questions=1, limits={"max_follow_ups": 0}), clock=clock)
    engine = held.engine()
    listening = 0
    async for event in engine.events():
        if isinstance(event, ev.StateChanged) and event.state == "listening":
            listening += 1
            if listening == 1:
                engine.send(ev.SpeechStarted())
            elif listening == 2:
                clock.advance(10)
                engine.send(ev.Pause())
            elif listening == 3:
                clock.advance(5)
                engine.send(ev.GiveAnswer(WEAK))
        elif isinstance(event, ev.StateChanged) and event.state == "asking" and listening:
            clock.advance(100)
            engine.send(ev.SpeechFinished())
        elif isinstance(event, ev.StateChanged) and event.state == "paused":
            clock.advance(1000)
            engine.send(ev.Unpause())
    assert held.session.turns[0].answer.seconds == 15


async def running_over(held, clock):
    """The events of a sitting, each with its engine; whoever is listened to takes more than the time."""
    engine = held.engine()
    async for event in engine.events():
        held.seen.append(event)
        if isinstance(event, ev.StateChanged) and event.state == "listening":
            await asyncio.sleep(0)
            clock.advance(held.session.turns[0].suggested_seconds + 1)
        yield engine, event


async def test_the_person_is_told_once_when_the_time_of_a_question_is_up(stage):
    clock = FakeClock()
    held = stage(make_session(questions=1, limits={"max_follow_ups": 0, "strict_time": True}), clock=clock)
    async for engine, event in running_over(held, clock):
        if isinstance(event, ev.TimeUp):
            assert event.strict
            engine.send(ev.GiveAnswer("What was typed so far"))
    assert len(held.of(ev.TimeUp)) == 1
    assert held.session.turns[0].answer.text == "What was typed so far"


async def test_who_comes_back_to_a_question_whose_time_was_up_is_not_told_again(stage):
    clock = FakeClock()
    held = stage(make_session(questions=1, limits={"max_follow_ups": 0}), clock=clock)
    for sitting in range(2):
        async for engine, event in running_over(held, clock):
            again = sitting and isinstance(event, ev.StateChanged) and event.state == "listening"
            if again or isinstance(event, ev.TimeUp):
                engine.send(ev.Quit())
    assert len(held.of(ev.TimeUp)) == 1


async def test_when_the_planned_time_is_over_the_interview_closes_early(stage):
    clock = FakeClock()
    held = stage(make_session(minutes=15, questions=5), clock=clock)

    def slowly(asked):
        return ev.GiveAnswer(asked.turn.question.sample_answer, seconds=440)

    session = await held.run(slowly)
    assert session.status == "completed"
    assert len(session.main_turns) == 2
    assert session.turns[-1].decision.reason == "The planned time is over."


async def test_questions_about_the_resume_come_from_its_entries_and_have_their_own_labels(stage):
    resume = JsonResume(projects=[Project(name="Ledger"), Project(name="Quarry")])
    held = stage(
        make_session(questions=10, with_resume=True, type="technical"),
        resume_questions=questions_from(resume, 1),
    )
    session = await held.run(sample)
    asked = [turn for turn in session.main_turns if turn.action == "resume"]
    assert [turn.label for turn in asked] == ["Resume Q", "Resume Q2"]
    assert [turn.question.id for turn in asked] == ["resume-1", "resume-2"]
    assert all("Ledger" in turn.question.text or "Quarry" in turn.question.text for turn in asked)


async def test_a_dead_model_leaves_the_interview_to_the_offline_coach_and_says_so(stage):
    def dead(situation):
        raise model_error()

    clock = FakeClock()
    held = stage(
        make_session(questions=3),
        clock=clock,
        interviewer=UnsteadyInterviewer(dead),
        judge=SlowJudge(clock, fails=True),
    )
    session = await held.run(lambda asked: ev.GiveAnswer(WEAK))
    assert session.status == "completed"
    assert len(session.main_turns) == 3
    assert all(turn.evaluation.status == "unscored" for turn in session.turns)
    assert all(
        turn.evaluation.level is None and turn.evaluation.estimate is not None for turn in session.turns
    )
    assert session.feedback.overall is None
    assert session.feedback.unscored == len(session.turns)
    assert any("offline coach" in event.text for event in session.events)
    assert all(turn.decision.by == "offline" for turn in session.turns)


async def test_without_fallback_a_dead_model_stops_the_run_and_the_answer_is_kept(stage):
    def dead_after_an_answer(situation):
        if situation.turn is None:
            return Proposal("preset", "first", "openai/test")
        raise model_error()

    held = stage(
        make_session(questions=3),
        interviewer=UnsteadyInterviewer(dead_after_an_answer),
        options=Options(fallback=False),
    )
    with pytest.raises(ProviderError):
        await held.run(lambda asked: ev.GiveAnswer(WEAK))
    stored = held.store.load()
    assert stored.status == "in_progress"
    assert stored.turns[0].answer.text == WEAK


async def test_cancelling_a_model_that_thinks_too_long_goes_on_with_the_offline_choice(stage):
    held = stage(make_session(questions=1, limits={"max_follow_ups": 0}), interviewer=StuckInterviewer())
    engine = held.engine()
    async for event in engine.events():
        if isinstance(event, ev.StateChanged) and event.state == "processing":
            engine.send(ev.Cancel())
        if isinstance(event, ev.Asked):
            engine.send(ev.GiveAnswer(WEAK))
    assert held.session.status == "completed"
    assert held.session.turns[0].answer.text == WEAK


async def test_the_judgement_of_one_answer_may_arrive_while_the_next_question_is_open(stage):
    clock = FakeClock()
    judge = SlowJudge(clock, held=True)
    held = stage(make_session(questions=2, limits={"max_follow_ups": 0}), clock=clock, judge=judge)
    engine = held.engine()
    during: list[str] = []
    async for event in engine.events():
        if isinstance(event, ev.Asked) and event.number == 1:
            engine.send(ev.GiveAnswer(WEAK))
        elif isinstance(event, ev.Asked):
            judge.release()
        elif isinstance(event, ev.Evaluated):
            if not during:
                engine.send(ev.GiveAnswer(WEAK))
            during.append(event.turn.label)
    assert during == ["Q1", "Q2"]


async def test_cancelling_the_wait_for_judgements_leaves_them_to_be_made_later(stage):
    clock = FakeClock()
    held = stage(
        make_session(questions=1, limits={"max_follow_ups": 0}),
        clock=clock,
        judge=SlowJudge(clock, held=True),
    )
    engine = held.engine()
    async for event in engine.events():
        if isinstance(event, ev.Asked):
            engine.send(ev.GiveAnswer(WEAK))
        if isinstance(event, ev.StateChanged) and event.state == "feedback":
            engine.send(ev.Cancel())
    assert held.session.status == "completed"
    assert held.session.turns[0].evaluations == []
    assert held.session.feedback.unscored == 1


async def test_answers_that_were_not_judged_before_an_interruption_are_judged_on_going_on(stage):
    clock = FakeClock()
    held = stage(
        make_session(questions=2, limits={"max_follow_ups": 0}),
        clock=clock,
        judge=SlowJudge(clock, held=True),
    )
    answers = iter([ev.GiveAnswer(WEAK), ev.Quit()])
    session = await held.run(lambda asked: next(answers))
    assert session.turns[0].evaluations == []
    again = stage(Session.model_validate_json(held.store.saved))
    finished = await again.run(lambda asked: ev.GiveAnswer(WEAK))
    assert [len(turn.evaluations) for turn in finished.turns] == [1, 1]


async def test_a_full_disk_stops_the_interview_with_everything_saved_before(stage):
    held = stage(make_session(questions=3), store=MemoryStore(fail_at=5))
    with pytest.raises(StorageError):
        await held.run(lambda asked: ev.GiveAnswer(WEAK))
    assert held.store.load().turns[0].answer.text == WEAK


async def test_asking_back_gets_the_question_in_other_words_and_is_no_answer_yet(stage):
    held = stage(make_session(questions=1))
    given = iter(["What do you mean by that?", "What do you mean by that?"])
    session = await held.run(lambda asked: ev.GiveAnswer(next(given, "Nothing more from me, thank you.")))
    turn = session.turns[0]
    assert turn.asides == ["What do you mean by that?"]
    assert len(turn.rephrased) == 1
    assert turn.answer.text == "What do you mean by that?"


async def test_who_asks_to_hear_the_question_again_hears_it_as_it_was(stage):
    held = stage(make_session(questions=1))
    texts = []

    def answer(asked):
        texts.append(asked.text)
        return ev.GiveAnswer(
            asked.turn.question.sample_answer if asked.again else "Sorry, can you say that again?"
        )

    session = await held.run(answer)
    assert texts[0] == texts[1] == session.turns[0].question.text
    assert session.turns[0].asides == ["Sorry, can you say that again?"]
    assert session.turns[0].rephrased == []
    assert session.turns[0].evaluation.level >= 4


async def test_after_the_explanation_the_answer_counts_alone(stage):
    held = stage(make_session(questions=1))

    def answer(asked):
        return ev.GiveAnswer(asked.turn.question.sample_answer if asked.again else "Could you clarify that?")

    session = await held.run(answer)
    assert session.turns[0].asides == ["Could you clarify that?"]
    assert session.turns[0].evaluation.level >= 4
    assert session.turns[0].persona.name != "confused"


async def test_in_step_a_slow_judge_and_a_fast_one_lead_to_the_same_interview(stage):
    """The next step follows running scores, which a judgement that is late leaves out."""

    class Late(SlowJudge):
        """Comes after so many turns of the event loop, and sees all otherwise than code does at once."""

        waits = 0

        async def judge(self, question, answer, analysis):
            for _ in range(self.waits):
                await asyncio.sleep(0)
            judged = await super().judge(question, answer, analysis)
            return judged.model_copy(update={"level": 5 - judged.level})

    def answer(asked: ev.Asked) -> ev.Command:
        strong = int(asked.turn.label.partition(" ")[0].removeprefix("Q")) % 3
        return sample(asked) if strong else ev.GiveAnswer(f"{WEAK} {asked.turn.label}")

    held = []
    for waits in (0, 1, 7, 50):
        one = stage(make_session(questions=6, adaptive=True), options=Options(in_step=True))
        one.judge = Late(one.clock)
        one.judge.waits = waits
        held.append(await one.run(answer))
    decisions = [[turn.decision for turn in session.turns] for session in held]
    assert decisions[1:] == decisions[:1] * 3
    assert [session.model_dump_json() for session in held[1:]] == [held[0].model_dump_json()] * 3
    assert len({decision.level for decision in decisions[0]}) > 1, "the level moved with the score"
    assert all(turn.evaluation for turn in held[0].turns)


async def test_in_step_every_answer_is_judged_after_the_decision_and_before_the_next_question(stage):
    held = stage(make_session(questions=4), options=Options(in_step=True))
    session = await held.run(sample)
    order = [
        (type(event).__name__, event.turn_id)
        for event in held.seen
        if isinstance(event, (ev.Decided, ev.Evaluated, ev.Asked))
    ]
    expected = [("Decided", None)]
    for turn in session.turns:
        expected += [("Asked", turn.id), ("Decided", turn.id), ("Evaluated", turn.id)]
    assert order == expected
