"""A criterion is told by the rubric's sentence for its level only where the level is what was judged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.rubric import rubric_version
from interview_cli.report.criteria import criterion_lines
from tests.documents import criterion


@pytest.mark.parametrize("capped", [False, True])
def test_a_level_held_down_for_want_of_quotes_does_not_show_what_the_level_means(capped: bool) -> None:
    score = criterion("correctness", "technical", 2.0, "a lock", reason="It holds.", capped=capped)
    judged = Evaluation(
        at=datetime(2026, 3, 2, tzinfo=UTC),
        status="scored",
        source="a/model",
        rubric_version=rubric_version(),
        level=2.0,
        criteria=[score],
    )
    (line,) = criterion_lines(judged, "technical", 100, True)
    assert bool(line.meaning) is not capped
    assert line.reason == "It holds."
