"""What a report calls the points that an answer did not make."""

from __future__ import annotations

import pytest

from interview_cli.coach.evaluation import PointResult, StarResult
from interview_cli.interview.review import judged_answers
from interview_cli.report.passage import passage_of, passages
from interview_cli.report.wording import OFFLINE
from tests.documents import MODEL, every_kind_of_turn


def test_what_a_follow_up_made_is_neither_missing_nor_asked_for_any_more() -> None:
    session = every_kind_of_turn()
    main, follow_up = session.turns[:2]
    assert follow_up.parent == main.id
    fact = "A repeated request gets the stored result."
    main.evaluation.improvements = [f'Add this: "{fact}"', "Say why."]
    main.evaluation.next_level = "That point alone brings it a level up."
    assert next(passages(session, 100, True)).next_level == main.evaluation.next_level
    follow_up.evaluation.points = [PointResult(fact=fact, found=True, evidence="it gets the stored result")]
    told = next(passages(session, 100, True))
    assert fact not in told.missing
    assert told.first_fix == "Say why."
    assert told.next_level == ""
    assert judged_answers(session)[0].first_fix == "Say why."


@pytest.mark.parametrize(
    ("source", "told", "called"),
    [
        (MODEL, {}, "missing"),
        (MODEL, {"action": 1.0}, "missing"),
        (OFFLINE, {}, "not found"),
        (OFFLINE, {"action": 1.0}, "expected"),
    ],
)
def test_rules_claim_no_absence_where_a_story_can_make_a_point_in_any_words(
    source: str, told: dict[str, float], called: str
) -> None:
    turn = every_kind_of_turn().turns[0]
    assert turn.evaluation is not None
    judged = turn.evaluation.model_copy(update={"source": source, "star": StarResult(shares=told)})
    turn.evaluations = [judged]
    passage = passage_of(turn, 100, True)
    assert passage.unmade == called
    assert passage.points_title.endswith("recognised in the story" if called == "expected" else " made")


def test_points_that_a_follow_up_made_are_counted_and_not_told_as_missing() -> None:
    turn = every_kind_of_turn().turns[0]
    assert turn.evaluation is not None
    points = turn.evaluation.points
    absent = next(point.fact for point in points if not point.found)
    passage = passage_of(turn, 100, True, frozenset({absent}))

    made = sum(point.found for point in points)
    assert passage.points_title == f"Expected points: {made} of {len(points)} made, 1 more after it"
    assert len(passage.missing) == len(points) - made - 1
