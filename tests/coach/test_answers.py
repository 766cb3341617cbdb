"""The offline coach agrees with an interviewer on answers of many voices, and where it does not is known."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from interview_cli.coach.offline import analyse
from tests.bench.scoring import spearman
from tests.coach.bundled_questions import QUESTIONS

PATH = Path(__file__).parent / "answers.yaml"
GRADED = {entry["question"]: entry for entry in yaml.safe_load(PATH.read_text("utf-8"))}
# Spearman of the coach's level with the interviewer's, as reached; raised with the method, never lowered.
LEAST = {"tuned": 0.75, "held": 0.76}
# Two answers to one question that lie at least this far apart are put in one order by every interviewer.
FAR_APART = 1.5

# Orders that the coach gets wrong today. One that it gets right must leave this list.
KNOWN_GAPS = frozenset(
    {
        "de-code-sessions: half > wrong",
        "fe-event-loop-order: half > vague",
        "fe-event-loop-order: half > wrong",
        "ret-sit-refused-refund-anger: excellent > gap",
        "ret-sit-refused-refund-anger: non_native > half",
        "ret-sit-refused-refund-anger: non_native > wrong",
        "do-probes: gap > wrong",
        "do-probes: half > wrong",
        "do-probes: bullets > wrong",
        "pm-early-ab-result: half > vague",
        "pm-early-ab-result: half > wrong",
        "do-code-top-errors: half > wrong",
        "se-st-release-risk: half > wrong",
    }
)


def half(entry: dict[str, Any]) -> str:
    """Whether a question may be looked at to improve a method, or only to measure it."""
    return "held" if entry["held"] else "tuned"


def coach_level(question: str, name: str) -> float:
    """The level that the offline coach gives one of the answers."""
    return analyse(QUESTIONS[question], GRADED[question]["answers"][name]["text"]).estimate


def orders() -> list[str]:
    """All orders within a question that any interviewer would insist on, as `question: better > worse`."""
    return [
        f"{question}: {better} > {worse}"
        for question, entry in GRADED.items()
        for better, worse in permutations(entry["answers"], 2)
        if entry["answers"][better]["level"] - entry["answers"][worse]["level"] >= FAR_APART
    ]


def kept(order: str) -> bool:
    """Whether the coach sees an order as the interviewer does."""
    question, _, names = order.partition(": ")
    better, _, worse = names.partition(" > ")
    return coach_level(question, better) > coach_level(question, worse)


def test_there_are_answers_of_every_quality_to_a_dozen_questions_of_many_trades() -> None:
    qualities = {"excellent", "gap", "half", "vague", "wrong", "irrelevant"}
    assert len(GRADED) == 12
    assert all(qualities < set(entry["answers"]) for entry in GRADED.values())
    assert len({question.partition("-")[0] for question in GRADED}) >= 8
    assert {QUESTIONS[question].kind for question in GRADED} == {
        "technical",
        "coding",
        "system_design",
        "situational",
    }
    assert [half(entry) for entry in GRADED.values()] == ["tuned", "held"] * 6
    graded = [answer for entry in GRADED.values() for answer in entry["answers"].values()]
    assert len(graded) >= 72
    assert all(0 <= answer["level"] <= 5 and answer["why"] for answer in graded)


@pytest.mark.parametrize("which", LEAST)
def test_the_coach_ranks_answers_as_the_interviewer_does(which: str) -> None:
    pairs = [
        (coach_level(question, name), answer["level"])
        for question, entry in GRADED.items()
        if half(entry) == which
        for name, answer in entry["answers"].items()
    ]
    ours, people = zip(*pairs, strict=True)
    found = spearman(ours, people)
    print(f"{which} half: Spearman {found:.3f} over {len(pairs)} answers")
    assert found >= LEAST[which]


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(order, marks=pytest.mark.xfail(strict=True) if order in KNOWN_GAPS else ())
        for order in orders()
    ],
)
def test_two_answers_far_apart_come_in_the_order_that_anyone_would_give_them(order: str) -> None:
    assert kept(order)


def test_every_known_gap_is_an_order_that_is_asked_for() -> None:
    assert set(orders()) >= KNOWN_GAPS
