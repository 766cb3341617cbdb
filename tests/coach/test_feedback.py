"""The closing feedback: numbers by code, words from the judgements, nothing invented."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.feedback import JudgedAnswer, OfflineReviewer, Standard, numbers_of, summarise
from interview_cli.coach.offline import analyse, judge_offline
from interview_cli.coach.rubric import rubric_version
from interview_cli.library.role import Question
from tests.coach.bundled_questions import QUESTIONS, REWORDED

AT = datetime(2026, 3, 2, tzinfo=UTC)
IDS = list(REWORDED)
PLAIN = Standard({})


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
UNKNOWN = judged("Q5", QUESTIONS[IDS[1]], "I don't know.")
MASHED = judged("Q6", QUESTIONS[IDS[2]], "asdf hjkl qwer zxcv asdf")


def summary(*answers: JudgedAnswer, standard: Standard = PLAIN) -> str:
    return summarise(answers, standard).summary


# ---------------------------------------------------------------------- the summary


def test_what_a_follow_up_made_good_is_not_asked_for_at_the_end() -> None:
    first = FAIR.evaluation.improvements[0]  # type: ignore[union-attr]
    assert f"Do this first, in Q2: {first}" in summary(FAIR)
    [fact] = [point.fact for point in FAIR.evaluation.points if point.fact.rstrip(".") in first]  # type: ignore[union-attr]
    assert first not in summary(replace(FAIR, made_later=frozenset([fact])))


def test_the_summary_says_what_stood_out_what_held_back_what_stayed_open_and_what_to_do_first() -> None:
    said = summary(GOOD, FAIR, POOR, OPEN)
    assert said.startswith("Q1 stood out, with 5 of the 6 points of a strong answer.")
    assert "What held you back most: points that a good answer makes and yours left out (Q2 and Q3)." in said
    assert "Q4 stayed open." in said
    assert "Do this first, in Q3: " in said
    assert summarise([GOOD, FAIR, POOR, OPEN], PLAIN).coverage == 0.75


def test_what_to_do_first_is_the_advice_on_what_held_back_most() -> None:
    assert POOR.evaluation is not None
    advice = [score.advice for score in POOR.evaluation.criteria if score.criterion == "completeness"]
    assert summary(GOOD, FAIR, POOR).endswith(f"Do this first, in Q3: {advice[0]}")


@pytest.mark.parametrize(
    ("answers", "begins"),
    [
        ([UNKNOWN, MASHED], "None of the answers says yet what was asked for."),
        ([FAIR, POOR], "No answer was strong yet; Q2 came closest"),
        ([GOOD], "Q1 was a good answer"),
        ([FAIR], "Q2 was a beginning"),
        ([POOR], "Q3 does not say yet what was asked for."),
    ],
    ids=["none", "middling", "one good", "one middling", "one poor"],
)
def test_nothing_is_praised_that_was_not_good(answers: list[JudgedAnswer], begins: str) -> None:
    assert summary(*answers).startswith(begins)


def test_a_story_stands_out_by_its_parts() -> None:
    question = QUESTIONS["be-hard-bug"]
    story = judged("Q1", question, question.sample_answer)
    assert "one case from the situation to the result" in summary(story, POOR)


def test_who_did_not_know_is_told_apart_from_who_said_nothing() -> None:
    said = summary(GOOD, UNKNOWN, MASHED)
    assert "In Q5 you said openly that you don't know." in said
    assert "Q6 held nothing to judge." in said


def test_an_interview_that_ended_early_says_after_how_many_questions() -> None:
    assert "ended after 2 of 8 questions" in summary(GOOD, POOR, standard=Standard({}, planned=8))
    assert "ended after" not in summary(GOOD, POOR, standard=Standard({}, planned=2))


def test_no_number_of_a_score_stands_in_the_words() -> None:
    feedback = summarise([GOOD, FAIR, POOR, OPEN, UNKNOWN, MASHED], PLAIN)
    said = [feedback.summary, *feedback.strengths, *feedback.improvements, *feedback.next_steps]
    assert not re.search(r"of 100|\d\.\d", " ".join(said))


# ---------------------------------------------------------------------- strengths, improvements, next steps


def test_strengths_come_from_good_answers_with_the_words_that_show_them() -> None:
    [strength] = summarise([GOOD, FAIR, POOR], PLAIN).strengths
    assert strength.startswith("Q1: ")
    quote = strength.split('"')[1]
    assert quote in " ".join(REWORDED[IDS[0]]["strong"].split())


def test_there_need_not_be_any_strength() -> None:
    assert summarise([POOR, UNKNOWN], PLAIN).strengths == []


def test_improvements_begin_with_the_clearest_gap_and_end_with_what_a_plain_check_settled() -> None:
    labels = [line.split(":")[0] for line in summarise([UNKNOWN, GOOD, FAIR, POOR], PLAIN).improvements]
    assert labels == ["Q3", "Q2", "Q5"]


def test_next_steps_name_a_question_with_the_way_to_practise_it_and_what_stayed_open() -> None:
    steps = summarise([GOOD, POOR, OPEN], PLAIN).next_steps
    assert steps[0].startswith(f'Answer Q3 again, aloud: "{POOR.question.text}" This time ')
    assert any(
        f'Prepare an answer to Q4, which stayed open: "{OPEN.question.text}"' in step for step in steps
    )


def test_a_topic_that_was_weak_twice_is_to_be_read_up_on() -> None:
    tagged = [
        judged(f"Q{place}", QUESTIONS[name].model_copy(update={"tags": ("apis",)}), REWORDED[name]["weak"])
        for place, name in enumerate(IDS[:2], 1)
    ]
    assert any("Read up on apis (Q1 and Q2)" in step for step in summarise(tagged, PLAIN).next_steps)


def test_after_good_answers_throughout_the_next_step_is_the_next_level() -> None:
    strong = [judged(f"Q{place}", QUESTIONS[IDS[0]], REWORDED[IDS[0]]["strong"]) for place in range(1, 7)]
    assert summarise(strong, Standard({}, "mid")).next_steps == [
        "Take the same interview at senior level: --level senior."
    ]
    assert summarise(strong, Standard({}, "senior")).next_steps == []


# ---------------------------------------------------------------------- numbers


def test_follow_ups_stay_out_of_all_totals() -> None:
    follow_up = judged("Q1 Follow-up 1", QUESTIONS[IDS[1]], REWORDED[IDS[1]]["weak"], follow_up=True)
    assert numbers_of([GOOD, follow_up], PLAIN).overall == numbers_of([GOOD], PLAIN).overall
    assert numbers_of([GOOD, follow_up], PLAIN).coverage == 1.0


def test_an_unscored_answer_is_counted_and_is_no_zero() -> None:
    feedback = summarise([GOOD, unscored("Q2", QUESTIONS[IDS[1]])], PLAIN)
    assert feedback.unscored == 1
    assert feedback.overall == summarise([GOOD], PLAIN).overall
    assert "1 answer could not be judged" in feedback.summary


def test_unanswered_questions_lower_the_coverage_alone() -> None:
    assert summarise([GOOD, OPEN], PLAIN).overall == summarise([GOOD], PLAIN).overall
    assert summarise([GOOD, OPEN], PLAIN).coverage == 0.5


def test_gated_answers_count_with_their_low_level() -> None:
    gated = judged("Q2", QUESTIONS[IDS[1]], "")
    assert numbers_of([GOOD, gated], PLAIN).overall == pytest.approx(
        (numbers_of([GOOD], PLAIN).overall or 0) / 2, abs=0.2
    )


def test_weights_of_the_role_decide_the_overall_score() -> None:
    technical = numbers_of([GOOD, POOR], Standard({"technical": 1}))
    assert technical.overall == next(c.score for c in technical.categories if c.category == "technical")


def test_offline_scores_are_called_an_estimate() -> None:
    assert "offline estimate" in summarise([GOOD], PLAIN).note
    assert summarise([GOOD], PLAIN).source == "offline"


def test_scores_of_a_model_need_no_such_note() -> None:
    assert GOOD.evaluation is not None
    by_model = GOOD.evaluation.model_copy(update={"source": "openai/test"})
    answer = JudgedAnswer("Q1", GOOD.question, by_model, answered=True, follow_up=False)
    assert summarise([answer], PLAIN).note == ""
    assert "offline" in summarise([answer, POOR, answer], PLAIN).note
    assert summarise([answer, POOR, answer], PLAIN).source == "openai/test"


def test_an_interview_without_a_scored_answer_says_so() -> None:
    feedback = summarise([OPEN, unscored("Q2", QUESTIONS[IDS[1]])], PLAIN)
    assert feedback.overall is None
    assert feedback.band == ""
    assert "No answer could be judged" in feedback.summary
    assert (feedback.strengths, feedback.improvements) == ([], [])


def test_nothing_asked_is_no_error() -> None:
    assert summarise([], PLAIN).coverage == 0.0


async def test_the_reviewer_says_the_same_without_waiting() -> None:
    assert await OfflineReviewer().review([GOOD, POOR], PLAIN) == summarise([GOOD, POOR], PLAIN)
