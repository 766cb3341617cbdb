"""A report of an interview that goes on does not tell the answer to what is still asked about."""

from __future__ import annotations

from interview_cli.coach.evaluation import Readiness
from interview_cli.interview.session import Session
from interview_cli.report import csv_table, markdown
from interview_cli.report.outline import outline
from tests.documents import every_kind_of_turn, plain_session, shows_score


def going_on(turns: int) -> Session:
    """The interview as it stood when so many turns were there."""
    session = every_kind_of_turn()
    return session.model_copy(
        update={"status": "in_progress", "feedback": None, "turns": session.turns[:turns]}
    )


def test_a_question_that_may_still_be_followed_up_keeps_its_points_and_its_sample() -> None:
    session = going_on(1)
    report = markdown.render(session)
    asked = session.turns[0].question
    assert asked.sample_answer not in report
    assert "A repeated request gets the stored result." not in report
    assert "What was missing is told when this question and its follow-ups are done." in report


def test_a_question_before_the_last_one_is_told_in_full() -> None:
    report = markdown.render(going_on(3))
    assert "A repeated request gets the stored result." in report
    assert "claim it under a unique constraint before" in report


def test_an_ended_interview_holds_nothing_back() -> None:
    session = plain_session("abcdefgh")
    assert session.turns[0].question.sample_answer in markdown.render(session)


def test_the_recommendation_is_in_every_format_and_called_an_estimate_where_it_is_one() -> None:
    session = every_kind_of_turn()
    assert session.feedback is not None
    session.feedback.readiness = Readiness(
        recommendation="not_yet", reason="More of it.", scored=5, estimate=True
    )
    report = outline(session, scores=False)
    assert report.readiness == "Ready for a real interview at mid level? Not yet (offline estimate)"
    assert report.why_ready == "More of it."
    assert f"**{report.readiness}.** More of it." in markdown.render(session)
    assert ",not_yet,More of it." in csv_table.render(session)


def test_an_older_document_has_no_recommendation_and_gets_none() -> None:
    session = every_kind_of_turn()
    old = session.model_dump(mode="json")
    del old["feedback"]["readiness"]
    for turn in old["turns"]:
        del turn["ratings"]
    report = outline(Session.model_validate(old))
    assert (report.readiness, report.why_ready) == ("", "")


def test_without_scores_a_models_words_lose_the_sentences_that_give_one() -> None:
    session = every_kind_of_turn()
    assert session.feedback is not None
    session.feedback.summary = "You scored 58 of 100. You say it plainly."
    session.feedback.strengths = ["Q1: rated 4.", "Q1: the mechanism came first."]
    report = markdown.render(session, scores=False)
    assert "You say it plainly." in report
    assert "58" not in report
    assert "rated 4" not in report
    assert not shows_score(report)
