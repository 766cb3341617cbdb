"""An interview beside the last one of the same kind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from interview_cli.report.comparison import day
from interview_cli.report.last_time import beside_last
from interview_cli.report.view import View
from interview_cli.store.row import row_of
from tests.documents import MODEL, START, plain_session


def rows(*sessions):
    return sorted(
        (row_of(session, "1") for session in sessions), key=lambda row: row["created_at"], reverse=True
    )


def test_it_is_set_beside_the_one_before_and_not_beside_an_older_or_a_later_one():
    stored = rows(
        plain_session("old", days=0, score=30),
        plain_session("before", days=2, score=60),
        plain_session("this", days=3, score=72),
        plain_session("later", days=9, score=95),
    )
    assert beside_last(stored, "this", View()) == (
        f"Your last interview of this kind was on {day(START + timedelta(days=2))}. "
        "Overall: from 60 to 72 of 100. "
        "Higher: technical (from 60 to 72), communication (from 60 to 72)."
    )


def test_a_category_that_hardly_moved_is_not_called_better_or_worse():
    before, this = plain_session("before", score=60), plain_session("this", days=1, score=60)
    assert this.feedback is not None
    this.feedback.categories[0].score = 63
    this.feedback.categories[1].score = 50
    said = beside_last(rows(before, this), "this", View())
    assert "Overall: again 60 of 100. Lower: communication (from 60 to 50). Much as then: technical." in said


def test_scores_are_told_on_the_scale_of_the_settings():
    stored = rows(plain_session("before", score=60), plain_session("this", days=1, score=80))
    assert "Overall: from 3.0 to 4.0 of 5." in beside_last(stored, "this", View(scale=5))


@pytest.mark.parametrize(
    "other",
    [
        {"candidate": "Grace Hopper"},
        {"role": "sales_associate"},
        {"kind": "technical"},
        {"source": MODEL},
        {"rubric": "another"},
        {"status": "in_progress"},
        {"status": "abandoned", "score": None},
        {"days": 5},
    ],
    ids=str,
)
def test_what_does_not_compare_is_passed_over(other):
    stored = rows(plain_session("before", **{"score": 60, **other}), plain_session("this", days=1, score=80))
    assert beside_last(stored, "this", View()) == ""


@pytest.mark.parametrize("this", [{"score": None}, {"status": "in_progress"}], ids=str)
def test_what_has_no_score_that_compares_is_set_beside_nothing(this):
    before = plain_session("before", score=60)
    stored = rows(before, plain_session("this", **{"days": 1, "score": 80, **this}))
    assert beside_last(stored, "this", View()) == ""


def test_drills_are_set_beside_nothing_since_they_ask_just_what_was_weak():
    stored = rows(plain_session("before", score=60), plain_session("this", days=1, score=80))
    for row in stored:
        row["type"] = "drill"
    assert beside_last(stored, "this", View()) == ""


def test_hidden_scores_stay_hidden_and_an_unknown_interview_is_no_error():
    stored = rows(plain_session("before", score=60), plain_session("this", days=1, score=80))
    assert beside_last(stored, "this", View(scores=False)) == ""
    assert beside_last(stored, "gone", View()) == ""
