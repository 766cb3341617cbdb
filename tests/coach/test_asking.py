"""Asking about the question is told apart from answering it."""

from __future__ import annotations

import pytest

from interview_cli.coach.asking import asks_again, asks_back
from tests.coach.bundled_questions import QUESTIONS

AGAIN = [
    "Could you repeat the question?",
    "Sorry, can you say that again?",
    "I'm sorry, I didn't catch that.",
    "Can you repeat that please",
    "Once more, please.",
    "May I hear the question again?",
    "Sorry?",
]
OTHER_WORDS = [
    "What do you mean by that? Could you give me an example of what you're looking for?",
    "Can you tell me what you mean by that?",
    "What do you mean?",
    "Could you please rephrase that?",
    "Hm, I'm not sure what you mean. Could you explain?",
    "Do you mean the index on the table or the one in the book?",
    "What exactly do you want to know?",
    "I don't understand the question.",
    "Could you ask that differently?",
    "Sorry, I am not sure what you mean. Could you say what exactly you want to know?",
    "Which part do you mean?",
]
ANSWERS = [
    "I'm not sure what you mean, but I would look at the plan first.",
    "Could you explain what happened, from the beginning?",
    "I would ask: what do you mean by slow? Then I look at the logs.",
    "I'd say: can you tell me what went wrong?",
    "What do you mean by that is what I ask a customer first.",
    "I ask them to repeat the order.",
    "Sorry, I have no idea.",
]


@pytest.mark.parametrize("text", AGAIN + OTHER_WORDS)
def test_asking_back_is_no_answer(text: str) -> None:
    assert asks_back(text)
    assert asks_again(text) == (text in AGAIN)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_that_holds_such_words_is_one(text: str) -> None:
    assert not asks_back(text)


def test_no_bundled_answer_asks_back() -> None:
    assert [q.id for q in QUESTIONS.values() if asks_back(q.sample_answer)] == []
