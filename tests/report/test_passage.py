"""What a report calls the points that an answer did not make."""

from __future__ import annotations

import pytest

from interview_cli.coach.evaluation import StarResult
from interview_cli.report.passage import passage_of
from interview_cli.report.wording import OFFLINE
from tests.documents import MODEL, every_kind_of_turn


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
    assert passage_of(turn, 100, True).unmade == called
