"""How answers are put is kept on the turn, beside the score."""

from __future__ import annotations

import pytest

from interview_cli.interview import events as ev
from interview_cli.interview.session import AnswerSource, Session
from interview_cli.library.bank import Bank
from tests.interview.conftest import Stage, make_session


async def held(bank: Bank, source: AnswerSource, words_a_minute: float = 140.0) -> Session:
    def answer(asked: ev.Asked) -> ev.Command:
        text = asked.turn.question.sample_answer
        return ev.GiveAnswer(text, source, 60 * len(text.split()) / words_a_minute)

    stage = Stage(make_session(type="behavioral", questions=2, limits={"max_follow_ups": 0}), bank)
    return await stage.run(answer)


async def test_a_spoken_answer_keeps_its_pace_and_the_session_its_mean(bank: Bank) -> None:
    session = await held(bank, "spoken", 200.0)
    for turn in session.turns:
        assert turn.delivery is not None
        assert turn.delivery.way == "spoken"
        assert next(m for m in turn.delivery.measures if m.name == "pace").band == "poor"
    assert session.analytics.delivery is not None
    assert session.analytics.delivery.spoken == 2
    assert "Slow down" in session.analytics.delivery.first


@pytest.mark.parametrize("source", ["typed", "file"])
async def test_a_written_answer_has_no_pace(bank: Bank, source: AnswerSource) -> None:
    session = await held(bank, source)
    delivery = session.turns[0].delivery
    assert delivery is not None
    assert delivery.way == "written"
    assert "pace" not in {measure.name for measure in delivery.measures}


async def test_the_score_is_the_same_however_an_answer_is_put(bank: Bank) -> None:
    sessions = [await held(bank, "spoken", 90), await held(bank, "spoken", 220), await held(bank, "typed")]
    marks = [
        (
            session.feedback and (session.feedback.overall, session.feedback.categories),
            [turn.evaluation and (turn.evaluation.level, turn.evaluation.criteria) for turn in session.turns],
        )
        for session in sessions
    ]
    assert marks[0] == marks[1] == marks[2]
    assert len({str(session.turns[0].delivery) for session in sessions}) == 3


async def test_an_answer_that_a_plain_check_held_back_is_not_measured(bank: Bank) -> None:
    stage = Stage(make_session(type="behavioral", questions=1, limits={"max_follow_ups": 0}), bank)
    session = await stage.run(lambda asked: ev.GiveAnswer("Um, I don't know, sorry.", "spoken", 9))
    assert session.turns[0].delivery is None
    assert session.analytics.delivery is None
