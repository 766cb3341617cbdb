"""A model's follow-up bears on what was asked or answered, and is no other question of the bank."""

from __future__ import annotations

import pytest

from interview_cli.interview.follow_on import follows
from interview_cli.interview.session import Answer, Turn
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from tests.fakes import START

LIBRARY = Library([bundled("roles")], [])
ROLES = [LIBRARY.role(path) for path in LIBRARY.role_paths()]
QUESTIONS = {question.id: question for role in ROLES for question in role.questions}
ANSWER = "I keep a queue of times per user and drop those older than ten minutes, then count what is left."


def turn(question: Question) -> Turn:
    return Turn(
        id="t1",
        label="Q1",
        action="preset",
        round="Technical",
        question=question,
        asked_at=START,
        status="answered",
        answer=Answer(text=ANSWER, at=START),
    )


def is_follow_up(text: str, question: Question, bank=()) -> bool:
    asked = question.model_copy(update={"id": f"{question.id}-f1", "text": text, "follow_ups": ()})
    return follows(asked, turn(question), bank)


def test_another_question_of_the_bank_is_no_follow_up():
    asked = QUESTIONS["be-code-failed-logins"]
    bank = tuple(QUESTIONS.values())
    assert not is_follow_up(QUESTIONS["be-lost-update"].text, asked, bank)
    reworded = "How would you prevent two requests that read the same stock from both selling the last item?"
    assert not is_follow_up(reworded, asked, bank)


@pytest.mark.parametrize(
    "text",
    [
        "Which cities would you like to visit for work?",
        "Tell me about a time when you disagreed with that colleague.",
        "How do you write an accessible form label?",
        "What does a circuit breaker do for the payment gateway?",
    ],
)
def test_what_nobody_spoke_of_is_no_follow_up(text):
    assert not is_follow_up(text, QUESTIONS["be-code-failed-logins"])


@pytest.mark.parametrize(
    "text",
    [
        "What happens when events arrive out of order of time?",
        "How large does the queue of one user get?",
        "What made that hard?",
        "Which number told you whether it worked?",
        "How would a sceptical colleague argue against your choice?",
        "Why?",
        "为什么?",
    ],
)
def test_what_bears_on_question_or_answer_or_points_back_is_one(text):
    assert is_follow_up(text, QUESTIONS["be-code-failed-logins"])


def test_nearly_all_follow_ups_of_the_bank_bear_on_their_own_question():
    pairs = [(text, question) for question in QUESTIONS.values() for text in question.follow_ups]
    refused = [text for text, question in pairs if not is_follow_up(text, question)]
    assert len(refused) / len(pairs) < 0.02
