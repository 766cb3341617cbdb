"""Of a model's replies only what stands in the answer counts; several become their median."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.coach import rubric
from interview_cli.coach.evaluation import PointResult
from interview_cli.coach.evidence import surviving
from interview_cli.coach.replies import CriterionReply, PointsReply
from interview_cli.coach.samples import checked_points, completeness, majority, merged

ANSWER = (
    "The client sends an idempotency key with every request. I insert that key under a unique constraint "
    "before the charge, so that two workers can't both charge."
)
KEY, UNIQUE = "sends an idempotency key", "under a unique constraint"
FACTS = ["The client sends a key.", "The key is unique.", "A repeated request gets the stored result."]

REPLIES = st.lists(
    st.builds(
        CriterionReply,
        quotes=st.lists(st.sampled_from([KEY, UNIQUE, "never said", "", "“The client  SENDS”"]), max_size=4),
        level=st.integers(0, 5),
        reason=st.text(max_size=5),
    ),
    min_size=1,
    max_size=9,
)


def reply(level: int, *quotes: str, reason: str = "", next_level: str = "") -> CriterionReply:
    return CriterionReply(quotes=list(quotes), reason=reason, level=level, next_level=next_level)


# ---------------------------------------------------------------------- one criterion


@settings(max_examples=120, deadline=None)
@given(REPLIES)
def test_several_samples_become_the_median_of_what_each_can_show(replies):
    score = merged("depth", "technical", replies, ANSWER)
    shown = [rubric.supported(one.level, evidence=bool(surviving(one.quotes, ANSWER))) for one in replies]
    median, spread = rubric.merge_samples(shown)
    assert (score.level, score.spread, score.samples) == (median, spread, len(replies))
    assert score.low_agreement == (spread >= 2)
    assert score.capped == (median < rubric.merge_samples([one.level for one in replies])[0])
    assert score.level <= 2 or any(surviving(one.quotes, ANSWER) for one in replies)
    assert len(score.quotes) <= 3
    assert surviving(score.quotes, ANSWER) == score.quotes
    assert score.dropped_quotes == sum(one.quotes.count("never said") for one in replies)


@settings(max_examples=60, deadline=None)
@given(REPLIES)
def test_reason_quotes_and_advice_are_those_of_one_sample_and_none_lies_nearer_to_the_median(replies):
    named = [
        one.model_copy(update={"reason": f"r{n}", "next_level": f"n{n}"}) for n, one in enumerate(replies)
    ]
    score = merged("depth", "technical", named, ANSWER)
    [speaker] = [one for one in named if one.reason == score.reason]
    assert score.advice == speaker.next_level
    assert score.quotes == surviving(speaker.quotes, ANSWER)[:3]

    def distance(one: CriterionReply) -> float:
        level = rubric.supported(one.level, evidence=bool(surviving(one.quotes, ANSWER)))
        return abs(level - score.level)

    assert distance(speaker) == min(map(distance, named))


def test_of_two_samples_as_near_the_lower_one_speaks():
    score = merged("depth", "technical", [reply(4, KEY, reason="high"), reply(3, KEY, reason="low")], ANSWER)
    assert (score.level, score.reason) == (3.5, "low")


def test_of_two_alike_the_one_with_evidence_speaks():
    replies = [reply(2, reason="bare"), reply(2, UNIQUE, reason="shown")]
    assert merged("depth", "technical", replies, ANSWER).reason == "shown"


def test_a_lone_sample_is_held_down_where_nothing_stands_behind_it():
    score = merged("depth", "technical", [reply(5, "I led forty people")], ANSWER)
    assert (score.level, score.capped, score.dropped_quotes, score.quotes) == (2, True, 1, [])
    assert (score.samples, score.spread, score.low_agreement) == (1, 0, False)


# ---------------------------------------------------------------------- expected points


def reply_on_points(*entries: dict[str, Any]) -> PointsReply:
    return PointsReply.model_validate({"points": list(entries)})


def check(*found: bool) -> list[PointResult]:
    return [
        PointResult(fact=fact, found=made, evidence=KEY * made)
        for fact, made in zip(FACTS, found, strict=True)
    ]


def test_a_point_counts_only_with_a_quote_that_stands_in_the_answer():
    facts = [*FACTS, "Keys expire."]
    said = reply_on_points(
        {"number": 1, "quote": KEY, "made": True},
        {"number": 2, "quote": "in a distributed lock", "made": True},
        {"number": 3, "quote": UNIQUE, "made": False},
        {"number": 9, "quote": KEY, "made": True},
    )
    results = checked_points(facts, said, ANSWER)
    assert [point.fact for point in results] == facts
    assert [point.found for point in results] == [True, False, False, False]
    assert [point.evidence for point in results] == [KEY, "", "", ""]


@pytest.mark.parametrize(
    ("checks", "made"),
    [
        ([(True, False, False)], (True, False, False)),
        ([(True, True, False), (True, False, False), (False, True, False)], (True, True, False)),
        ([(True, True, False), (True, False, False)], (True, False, False)),
    ],
)
def test_a_point_is_made_when_more_than_half_of_the_checks_found_it(checks, made):
    results = majority([check(*found) for found in checks])
    assert tuple(point.found for point in results) == made
    assert all(bool(point.evidence) == point.found for point in results)


@pytest.mark.parametrize(
    ("found", "level", "advice"),
    [
        (0, 0, 'Begin with this: "The client sends a key".'),
        (1, 1.7, 'Add this: "The key is unique".'),
        (2, 3.3, 'Only this is left to say: "A repeated request gets the stored result".'),
        (3, 5, ""),
    ],
)
def test_completeness_follows_the_share_of_points(found, level, advice):
    score = completeness([check(*(n < found for n in range(3)))])
    assert score.level == level
    assert (score.samples, score.spread, score.low_agreement) == (1, 0, False)
    assert score.advice == advice


def test_checks_that_differ_by_two_levels_agree_little():
    score = completeness([check(True, True, True), check(True, False, False), check(True, True, False)])
    assert (score.level, score.samples, score.spread, score.low_agreement) == (3.3, 3, 3.3, True)
