"""The embedded interviewer follows up without asking anything twice."""

from __future__ import annotations

from interview_cli.interview import events as ev
from interview_cli.interview.choice import is_repeat
from tests.interview.conftest import make_session

GENERAL = (
    "Usually I talk with people first and then we look for something that works for everybody, "
    "number {number} on my list of habits, because that keeps the mood good."
)


async def test_the_same_probe_in_another_story_is_tied_to_that_answer(stage):
    held = stage(make_session(type="behavioral", questions=6, seed=3))
    answers = iter(GENERAL.format(number=number) for number in range(20))
    session = await held.run(lambda asked: ev.GiveAnswer(next(answers)))
    follow_ups = [turn for turn in session.turns if turn.parent]
    assert len(follow_ups) >= 3
    texts = [turn.question.text for turn in session.turns]
    assert len(set(texts)) == len(texts)
    assert any(text.startswith("You said: ") for text in texts)
    for place, turn in enumerate(session.turns):
        assert not is_repeat(turn.question, [past.question for past in session.turns[:place]])


async def test_after_an_open_answer_the_subject_changes_kindly(stage):
    held = stage(make_session(type="technical", questions=3, seed=5))
    session = await held.run(lambda asked: ev.GiveAnswer("I don't know, sorry."))
    first, second = session.turns[:2]
    assert first.decision is not None
    assert first.decision.action == "preset"
    assert "something else" in first.decision.reason
    assert not set(first.question.tags) & set(second.question.tags)
    assert second.lead_in == "That is all right; let us take something else."


async def test_vague_talk_is_asked_to_become_concrete(stage):
    held = stage(make_session(type="technical", questions=2, seed=5))
    vague = "It depends on many things, and we always try to do it in a good and modern way, more or less."
    session = await held.run(lambda asked: ev.GiveAnswer(vague))
    follow_up = next(turn for turn in session.turns if turn.parent)
    assert follow_up.lead_in == "Let us make that concrete."
    assert session.turn(follow_up.parent).analysis.tag == "hand_wavy"


async def test_a_follow_up_asks_for_one_missing_point_and_is_scored_apart(stage):
    held = stage(make_session(type="technical", questions=1, seed=5))
    session = await held.run(lambda asked: ev.GiveAnswer(asked.turn.question.sample_answer[:150]))
    main, follow_up = session.turns
    missing = next(point for point in main.analysis.points if not point.found)
    assert [point.fact for point in follow_up.question.key_points] == [missing.fact]
    assert follow_up.label == f"{main.label} Follow-up 1"
    assert follow_up.evaluation is not main.evaluation
