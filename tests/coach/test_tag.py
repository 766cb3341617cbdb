"""One word on how an answer comes across."""

from __future__ import annotations

import pytest

from interview_cli.coach.evaluation import Analysis, Gate
from interview_cli.coach.offline import analyse
from interview_cli.coach.tag import TAG_WORDS, tag_of
from tests.coach.bundled_questions import QUESTIONS, REWORDED
from tests.coach.test_offline import WAFFLE

INDEX = QUESTIONS["be-index-tradeoffs"]


@pytest.mark.parametrize(
    ("answer", "tag"),
    [
        ("", None),
        ("No comment.", None),
        ("Sorry, I have no idea.", "doesnt_know"),
        ("asdf qwer zxcv asdf jkl", None),
        (INDEX.text, None),
        (WAFFLE, "hand_wavy"),
        (REWORDED["be-index-tradeoffs"]["strong"], "confident"),
        (INDEX.sample_answer, "confident"),
    ],
)
def test_answers_come_across_as_a_person_would_say(answer: str, tag: str | None) -> None:
    assert analyse(INDEX, answer).tag == tag


def test_right_words_without_a_case_or_a_figure_need_evidence() -> None:
    seen = Analysis(words=80, estimate=2.8)
    assert tag_of(seen) == "needs_evidence"
    assert tag_of(seen.model_copy(update={"numbers": True})) is None
    assert tag_of(seen.model_copy(update={"example": True})) is None


def test_hedging_takes_confidence_away() -> None:
    strong = Analysis(words=100, estimate=4.2, hedges=2, numbers=True)
    assert tag_of(strong) == "confident"
    assert tag_of(strong.model_copy(update={"hedges": 3})) is None
    assert tag_of(strong.model_copy(update={"hedges": 3, "numbers": False})) == "hand_wavy"


def test_an_answer_held_back_by_another_gate_has_no_tag() -> None:
    gate = Gate(name="too_short", reason="Short.")
    assert tag_of(Analysis(words=3, gate=gate)) is None


def test_every_tag_has_its_words() -> None:
    assert set(TAG_WORDS) == {"confident", "needs_evidence", "hand_wavy", "doesnt_know"}
