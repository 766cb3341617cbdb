"""Stories: which parts are told, how long, and by whom the things were done."""

from __future__ import annotations

from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.deeds import deeds
from interview_cli.coach.heard import hear
from interview_cli.coach.reading import tells_story
from interview_cli.coach.star import analyse_star, tell
from interview_cli.coach.story import PARTS
from tests.coach.bundled_questions import QUESTIONS, REWORDED

STORIES = [question.sample_answer for question in QUESTIONS.values() if tells_story(question)]


def test_a_full_story_has_all_parts() -> None:
    told = analyse_star(
        "Last spring our checkout failed for one customer in fifty. I had to find out why before the sale. I "
        "compared the failing orders and saw that all of them had an old address. I wrote a test, fixed the "
        "parser and asked a colleague to review it. In the end failures fell from two percent to nearly none."
    )
    assert told.missing == []
    assert told.own_part
    assert told.numbers


def test_speaking_in_general_is_no_story() -> None:
    told = analyse_star(
        "I usually look at the logs first, and I always ask my colleagues. You should stay calm."
    )
    assert told.missing == list(PARTS)
    assert not told.own_part


def test_a_story_without_an_end_lacks_its_result() -> None:
    told = analyse_star(
        "Last year our biggest client threatened to leave. I called them and listened. I wrote it all down."
    )
    assert "result" in told.missing


def test_what_we_did_is_not_what_i_did() -> None:
    team = tell(
        hear("Two years ago we had an outage. We found the cause and we fixed it. In the end it worked.")
    )
    assert team.own_actions == 0
    assert team.team_actions >= 2


def test_each_thing_done_counts() -> None:
    assert deeds("I quickly took heap dumps, looked at them and then found the leak").own == 3
    assert deeds("I was tired and I knew little").own == 0
    assert deeds("I called her and she answered").own == 1


def test_a_remark_after_the_story_is_no_result() -> None:
    story = "Last year a client wanted to leave. I called them, and I offered a new plan."
    remark = " By the way, my brother plays football and he has been to Spain."
    assert "result" in analyse_star(story).missing
    assert "result" in analyse_star(story + remark).missing


def test_the_bundled_stories_are_read_as_stories() -> None:
    told = [analyse_star(story) for story in STORIES]
    assert fmean(bool(result.shares) for result in told) > 0.9
    assert fmean("action" in result.missing for result in told) < 0.1
    assert fmean("result" in result.missing for result in told) < 0.15
    assert 0.4 < fmean(result.shares.get("action", 0.0) for result in told) < 0.7


def test_reworded_weak_answers_tell_no_case() -> None:
    for question_id in ("be-hard-bug", "ret-beh-own-mistake"):
        assert analyse_star(REWORDED[question_id]["weak"]).shares == {}
        assert "result" not in analyse_star(REWORDED[question_id]["strong"]).missing


@given(st.text())
def test_shares_are_shares_whatever_is_said(text: str) -> None:
    told = analyse_star(text)
    assert 0 <= sum(told.shares.values()) <= 1.05
    assert set(told.missing) | set(told.shares) <= set(PARTS)
