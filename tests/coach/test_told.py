"""A story as a model reads it counts as far as its quotes stand in the answer; shares are code's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.coach.evaluation import StarResult
from interview_cli.coach.replies import PassageReply, StoryReply
from interview_cli.coach.story import PARTS
from interview_cli.coach.told import middle, told

ANSWER = (
    "Last May our till failed. I was to find out why. I read the log, and I replaced the printer. "
    "We told the customers. Nobody waited longer than 5 minutes."
)


def reading(*passages: tuple[str, str, str], measures: tuple[str, ...] = ()) -> StoryReply:
    return StoryReply(
        passages=[PassageReply(quote=quote, part=part, doer=doer) for quote, part, doer in passages],
        measures=list(measures),
    )


def test_each_part_has_its_quotes_and_its_share_of_the_words():
    star = told(
        reading(
            ("Last May our till failed.", "situation", "nobody"),
            ("I was to find out why.", "task", "nobody"),
            ("I read the log", "action", "own"),
            ("and I replaced the printer.", "action", "own"),
            ("we told the customers", "action", "team"),
            ("Nobody waited longer than 5 minutes.", "result", "others"),
            measures=("5 minutes", "99 %", "5 minutes"),
        ),
        ANSWER,
    )
    assert star is not None
    assert star.missing == []
    assert star.shares == {"situation": 0.17, "task": 0.2, "action": 0.43, "result": 0.2}
    assert star.quotes["action"] == ["I read the log", "and I replaced the printer", "We told the customers"]
    assert star.own_share == round(9 / 13, 2)
    assert (star.own_part, star.numbers, star.measures) == (True, True, ["5 minutes"])


def test_a_part_without_a_quote_that_stands_there_is_missing():
    star = told(
        reading(
            ("I replaced the printer", "action", "own"),
            ("sales went up by 40 %", "result", "nobody"),
            ("", "task", "nobody"),
            measures=("40 %",),
        ),
        ANSWER,
    )
    assert star is not None
    assert star.missing == ["situation", "task", "result"]
    assert star.measures == []
    assert star.numbers, "a number stands in the answer, if not as its outcome"


@pytest.mark.parametrize("passages", [(), (("I founded a firm", "action", "own"),)])
def test_a_reading_that_quotes_nothing_of_the_answer_is_none(passages):
    assert told(reading(*passages), ANSWER) is None


def test_words_that_were_given_to_two_parts_count_once():
    star = told(reading(("I read the log", "action", "own"), ("I read the log", "result", "own")), ANSWER)
    assert star is not None
    assert star.quotes == {"action": ["I read the log"]}
    assert star.missing == ["situation", "task", "result"]


def test_a_sentence_that_is_said_twice_is_found_at_both_places():
    answer = "I asked her. She said no. I asked her. She said yes."
    passages = [("I asked her.", "action", "own"), ("She said no.", "none", "others")]
    star = told(reading(*passages, ("I asked her.", "action", "own")), answer)
    assert star is not None
    assert star.shares["action"] == 0.5


def test_a_story_without_anyone_doing_anything_has_no_own_part():
    star = told(reading(("Last May our till failed", "situation", "nobody")), ANSWER)
    assert star is not None
    assert (star.own_part, star.own_share) == (False, 0)


def test_a_script_without_spaces_is_counted_by_the_character():
    answer = "去年五月收银机坏了。我换了打印机。"
    star = told(
        reading(("去年五月收银机坏了", "situation", "nobody"), ("我换了打印机", "action", "own")), answer
    )
    assert star is not None
    assert star.shares == {"situation": 0.6, "action": 0.4}
    assert star.missing == ["task", "result"]


STRETCHES = st.tuples(
    st.integers(0, len(ANSWER)),
    st.integers(1, 60),
    st.sampled_from([*PARTS, "none"]),
    st.sampled_from(["own", "team", "others", "nobody"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(STRETCHES, max_size=8))
def test_shares_never_add_up_to_more_than_the_answer(stretches):
    star = told(reading(*((ANSWER[at : at + n], part, doer) for at, n, part, doer in stretches)), ANSWER)
    if star is None:
        return
    assert sum(star.shares.values()) <= 1.02, "but for rounding"
    assert set(star.quotes) == set(star.shares) == set(PARTS) - set(star.missing)
    assert all(quote in ANSWER for quotes in star.quotes.values() for quote in quotes)
    assert 0 <= star.own_share <= 1
    assert star.own_part == (star.own_share > 0)


def test_of_several_readings_the_one_that_differs_least_counts():
    one = StarResult(shares={"action": 0.9})
    two = StarResult(shares={"action": 0.5, "result": 0.2})
    three = StarResult(shares={"action": 0.45, "result": 0.25})
    assert middle([one, two, three]) == two
    assert middle([one]) == one
