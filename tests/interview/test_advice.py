"""A question said in other words comes with advice on the form it has."""

from __future__ import annotations

import pytest

from interview_cli.interview import advice
from interview_cli.interview.advice import advice_on
from interview_cli.interview.persona import in_other_words
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library

LIBRARY = Library([bundled("roles")], [])
BANK: list[Question] = [
    question
    for content in (*map(LIBRARY.role, LIBRARY.role_paths()), *LIBRARY.shared_banks())
    for question in content.questions
]


def asked(text: str, kind: str = "technical", about: str = "") -> str:
    return advice_on(BANK[0].model_copy(update={"text": text, "kind": kind, "about": about}))


@pytest.mark.parametrize(
    ("text", "fitting"),
    [
        ("You see somebody put a game into a bag. What do you say to the person, if anything?", advice.SAY),
        ("A container stops with exit code 137. What does that tell you?", advice.MEANS),
        ("A till is short by twenty pounds. What do you do?", advice.DO),
        ("A request takes two seconds. How do you find out why?", advice.FIND_OUT),
        ("When would you use a queue, and when a plain call?", advice.CHOOSE),
        ("How does a semaphore differ from a mutex?", advice.CHOOSE),
        ("Why are analytical tables kept in columns?", advice.WHY),
        ("What can go wrong with a cache in front of a database?", advice.WRONG),
        ("You put a cache in front. What can go wrong, and how do you guard against it?", advice.WRONG),
        ("The lead is out, and a client calls; what do you do?", advice.DO),
        ("Which checks belong on the server?", advice.NAME),
        ("Does a regular expression make bound parameters unnecessary?", advice.YES_OR_NO),
        ("Tell me about a release that you stopped.", advice.STORY),
        ("What are your salary expectations?", advice.YOURSELF),
        ("How do you tell a real objection from a brush-off?", advice.HOW_IT_WORKS),
        ("Please introduce yourself.", advice.INTRODUCE),
    ],
)
def test_the_advice_fits_what_is_asked_for(text, fitting):
    assert asked(text) == fitting


def test_a_design_and_code_are_gone_about_as_such_and_a_follow_up_as_what_it_asks():
    assert asked("Design a service that shortens links.", "system_design") == advice.DESIGN
    assert asked("Describe a function that merges two lists.", "coding") == advice.CODE
    assert asked("Why not a hash?", "coding", about="Describe a function.") == advice.WHY


def test_every_question_of_the_bank_is_kept_with_advice_and_hardly_any_with_the_plainest():
    texts = [
        question.model_copy(update={"text": text, "about": about})
        for question in BANK
        for text, about in ((question.text, ""), *((probe, question.text) for probe in question.follow_ups))
    ]
    assert all(in_other_words(question).endswith(question.text) for question in texts)
    plainest = [question.text for question in texts if advice_on(question) == advice.ANYTHING]
    assert len(plainest) / len(texts) < 0.03
