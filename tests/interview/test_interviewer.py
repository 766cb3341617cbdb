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
