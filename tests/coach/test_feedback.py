"""The closing feedback: numbers by code, words from the judgements, nothing invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.feedback import JudgedAnswer, OfflineReviewer, numbers_of, summarise
from interview_cli.coach.offline import analyse, judge_offline
from interview_cli.coach.rubric import rubric_version
from interview_cli.library.role import Question
from tests.coach.bundled_questions import QUESTIONS, REWORDED

AT = datetime(2026, 3, 2, tzinfo=UTC)
IDS = list(REWORDED)


def judged(label: str, question: Question, answer: str, *, follow_up: bool = False) -> JudgedAnswer:
    evaluation = judge_offline(question, answer, analyse(question, answer), AT)
    return JudgedAnswer(label, question, evaluation, answered=True, follow_up=follow_up)


def skipped(label: str, question: Question) -> JudgedAnswer:
    return JudgedAnswer(label, question, None, answered=False, follow_up=False)


def unscored(label: str, question: Question) -> JudgedAnswer:
    evaluation = Evaluation(
        at=AT, status="unscored", source="m", rubric_version=rubric_version(), why_unscored="down", estimate=4
    )
    return JudgedAnswer(label, question, evaluation, answered=True, follow_up=False)


GOOD = judged("Q1", QUESTIONS[IDS[0]], REWORDED[IDS[0]]["strong"])
FAIR = judged("Q2", QUESTIONS[IDS[3]], REWORDED[IDS[3]]["medium"])
POOR = judged("Q3", QUESTIONS[IDS[4]], REWORDED[IDS[4]]["weak"])
OPEN = skipped("Q4", QUESTIONS[IDS[5]])


def test_the_summary_names_the_best_and_the_weakest_answer_and_the_first_thing_to_fix() -> None:
    feedback = summarise([GOOD, FAIR, POOR, OPEN], {})
    assert feedback.summary.startswith("On the whole your answers were ")
    assert "3 of 4" not in feedback.summary
    assert "Q1 was your best answer" in feedback.summary
    assert "Q3" in feedback.summary
    assert "The first thing to fix" in feedback.summary
    assert 2 <= feedback.summary.count(". ") + 1 <= 5
    assert feedback.coverage == 0.75


def test_the_best_of_poor_answers_is_not_praised() -> None:
    unknown = judged("Q1", QUESTIONS[IDS[0]], "I don't know.")
    mash = judged("Q2", QUESTIONS[IDS[3]], "asdf hjkl qwer zxcv asdf")
    summary = summarise([unknown, mash], {}).summary
    assert "best" not in summary
    assert "Q2 has the most to gain" in summary


def test_no_number_of_a_score_stands_in_the_words() -> None:
    feedback = summarise([GOOD, FAIR, POOR], {})
    assert feedback.overall is not None
    assert f"{feedback.overall:.0f}" not in feedback.summary


def test_strengths_come_from_good_answers_and_improvements_from_weak_ones() -> None:
    feedback = summarise([GOOD, FAIR, POOR], {})
    assert [line.split(":")[0] for line in feedback.strengths] == ["Q1"]
    assert feedback.improvements[0].startswith("Q3: ")
    assert len(feedback.improvements) == 2


def test_there_need_not_be_any_strength() -> None:
    assert summarise([POOR], {}).strengths == []


def test_follow_ups_stay_out_of_all_totals() -> None:
    follow_up = judged("Q1 Follow-up 1", QUESTIONS[IDS[1]], REWORDED[IDS[1]]["weak"], follow_up=True)
    assert numbers_of([GOOD, follow_up], {}).overall == numbers_of([GOOD], {}).overall
    assert numbers_of([GOOD, follow_up], {}).coverage == 1.0


def test_an_unscored_answer_is_counted_and_is_no_zero() -> None:
    feedback = summarise([GOOD, unscored("Q2", QUESTIONS[IDS[1]])], {})
    assert feedback.unscored == 1
    assert feedback.overall == summarise([GOOD], {}).overall
    assert "1 answer could not be judged" in feedback.summary


def test_unanswered_questions_lower_the_coverage_alone() -> None:
    assert summarise([GOOD, OPEN], {}).overall == summarise([GOOD], {}).overall
    assert summarise([GOOD, OPEN], {}).coverage == 0.5
    assert any("Q4" in step for step in summarise([GOOD, OPEN], {}).next_steps)


def test_gated_answers_count_with_their_low_level() -> None:
    gated = judged("Q2", QUESTIONS[IDS[1]], "")
    assert numbers_of([GOOD, gated], {}).overall == pytest.approx(
        (numbers_of([GOOD], {}).overall or 0) / 2, abs=0.2
    )


def test_weights_of_the_role_decide_the_overall_score() -> None:
    technical = numbers_of([GOOD, POOR], {"technical": 1})
    assert technical.overall == next(c.score for c in technical.categories if c.category == "technical")


def test_offline_scores_are_called_an_estimate() -> None:
    assert "offline estimate" in summarise([GOOD], {}).note
    assert summarise([GOOD], {}).source == "offline"


def test_scores_of_a_model_need_no_such_note() -> None:
    assert GOOD.evaluation is not None
    by_model = GOOD.evaluation.model_copy(update={"source": "openai/test"})
    answer = JudgedAnswer("Q1", GOOD.question, by_model, answered=True, follow_up=False)
    assert summarise([answer], {}).note == ""
    assert "offline" in summarise([answer, POOR, answer], {}).note
    assert summarise([answer, POOR, answer], {}).source == "openai/test"


def test_an_interview_without_a_scored_answer_says_so() -> None:
    feedback = summarise([OPEN, unscored("Q2", QUESTIONS[IDS[1]])], {})
    assert feedback.overall is None
    assert feedback.band == ""
    assert "None of the answers could be scored" in feedback.summary


def test_nothing_asked_is_no_error() -> None:
    assert summarise([], {}).coverage == 0.0


async def test_the_reviewer_says_the_same_without_waiting() -> None:
    assert await OfflineReviewer().review([GOOD, POOR], {}) == summarise([GOOD, POOR], {})
