"""A hint on how to go about a question fits what the question asks for, or is left out."""

from __future__ import annotations

import pytest

from interview_cli.interview.hints import hint_for
from interview_cli.interview.persona import in_other_words
from tests.coach.bundled_questions import QUESTIONS


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("gr-looking-for", "Name the two or three things that matter most"),
        ("gr-introduce-yourself", "A short answer will do: who you are"),
        ("gr-preparation", "Say what you read or tried"),
        ("hr-salary", "Name a range"),
        ("com-late-delivery-news", "Use the words that you would really say"),
        ("bh-coworker-conflict", "Think of one real case"),
        ("be-sd-webhooks", "Start with what it must achieve"),
        ("be-code-token-bucket", "Describe the approach first"),
    ],
)
def test_a_hint_fits_its_question(question: str, begins: str) -> None:
    assert hint_for(QUESTIONS[question]).startswith(begins)


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        (
            "A container keeps ending with exit code 137. How do you find out why?",
            "Say what you would look at",
        ),
        ("What do you say to the person, if anything?", "Use the words that you would really say"),
        ("When do you use CSS grid, and when flexbox?", "Take them one at a time"),
        ("Conversion fell, although it rose on mobile and on desktop. How can that be?", "Name the causes"),
        ("Why are such tables stored by column?", "Give the main reason first"),
        ("A shelf is empty. What do you do?", "Say what you would do first and why"),
        ("Which checks do you put on a table?", "Name the most important things"),
        ("Walk me through a first call with a prospect.", "Go through it in order"),
        ("Something that no rule here foresees, please.", ""),
    ],
)
def test_the_form_of_a_question_decides(asked: str, begins: str) -> None:
    question = QUESTIONS["be-lost-update"].model_copy(update={"text": asked})
    assert hint_for(question).startswith(begins) if begins else hint_for(question) == ""


def test_a_follow_up_and_a_question_without_a_fitting_hint_are_only_asked_again() -> None:
    plain = QUESTIONS["be-lost-update"].model_copy(update={"about": "the main question"})
    assert in_other_words(plain) == f"The question again: {plain.text}"
