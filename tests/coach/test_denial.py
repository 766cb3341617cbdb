"""Who disputes what a good answer says has not said it."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import fmean

import pytest

from interview_cli.coach.grading import grade
from interview_cli.coach.heard import denied_places
from interview_cli.coach.offline import analyse
from interview_cli.coach.points import match
from interview_cli.coach.reference import reference_of
from interview_cli.coach.rows import Row, score_offline
from interview_cli.coach.words import words
from interview_cli.library.role import KeyPoint
from tests.coach.bundled_questions import QUESTIONS

GRADED_BY_REFERENCE = [q for q in QUESTIONS.values() if q.kind in ("technical", "situational")]
DISPUTES = (
    "I disagree with people who claim that {}.",
    "It is not true that {}.",
    "It is a myth that {}.",
)


def denied(text: str) -> str:
    """The words of a sentence that are denied in it."""
    said = tuple(words(text))
    return " ".join(said[place] for place in sorted(denied_places(said)))


@pytest.mark.parametrize("dispute", DISPUTES)
def test_disputing_every_point_of_a_question_earns_hardly_anything(dispute: str) -> None:
    levels = [
        analyse(question, " ".join(dispute.format(point.fact.rstrip(".")) for point in question.key_points))
        for question in GRADED_BY_REFERENCE
    ]
    assert fmean(analysis.estimate for analysis in levels) < 1.0
    assert all(analysis.estimate < 3.0 for analysis in levels)


@pytest.mark.parametrize(
    ("fact", "answer", "made"),
    [
        (
            "It is not the probability that the new version is better.",
            "It means a probability of 97 percent that the new version is better.",
            False,
        ),
        (
            "It is not the probability that the new version is better.",
            "It doesn't give you the probability that the new version is better.",
            True,
        ),
        (
            "It is not the probability that the new version is better.",
            "People misread it as the probability that the new version is better.",
            True,
        ),
        ("Refuses the sale without a valid card.", "I would not refuse the sale, card or not.", False),
        ("Refuses the sale without a valid card.", "Without a valid card I refuse the sale.", True),
        ("Stack traces never go to the client.", "I never send stack traces out to the client.", True),
    ],
)
def test_a_fact_is_made_in_its_own_sense_only(fact: str, answer: str, made: bool) -> None:
    (point,) = match([KeyPoint(fact=fact)], answer, "")
    assert point.found is made


def test_a_denial_reaches_as_far_as_it_is_meant() -> None:
    assert denied("It is not true that we need a lock here, but a constraint helps.") == (
        "not true that we need a lock here"
    )
    assert denied("I disagree that retries are safe.") == "disagree that retries are safe"
    assert denied("A salt is useless and a slow hash is all you want.") == "a salt is"
    assert "sign" not in denied("It does not matter once they sign.")


def test_a_reference_that_is_contradicted_is_not_met() -> None:
    reference = reference_of(
        "What does idempotent mean?", "Repeating the request leaves the same state as one."
    )
    right = grade(reference, "Repeating the request leaves the same state as sending one.")
    against = grade(reference, "Repeating the request never leaves the same state as sending one.")
    denied_flatly = grade(reference, "It is not true that repeating the request leaves the same state.")
    assert right > 0.9
    assert against < right - 0.4
    assert denied_flatly < 0.05


def test_a_word_said_against_beside_many_that_agree_costs_nothing() -> None:
    reference = reference_of(
        "How do you store passwords?",
        "With a slow hash made for passwords, such as Argon2id, and a random salt for each user.",
    )
    said = "With a slow hash made for passwords like Argon2id and a random salt for each user"
    assert grade(reference, f"{said}, never with a fast hash.") == pytest.approx(
        grade(reference, f"{said}."), abs=0.05
    )


def test_points_that_are_disputed_are_not_listed_as_found() -> None:
    reference = (
        "Lock the row with SELECT FOR UPDATE, which suits frequent conflicts. "
        "Or use a version column and let the loser retry."
    )
    row = Row(
        question="How do you stop two requests from selling the last item?",
        reference_answer=reference,
        answer="It is not true that a version column and a retry help. Locking the row never works here.",
    )
    score = score_offline(row, datetime(2026, 11, 1, tzinfo=UTC))
    assert (score.found, score.score) == ([], pytest.approx(0.0, abs=0.2))
