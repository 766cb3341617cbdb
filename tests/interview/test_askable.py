"""Which questions of a model may be asked."""

from __future__ import annotations

import pytest

from interview_cli.interview.askable import asks_several, objection_to, presupposes
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library

LIBRARY = Library([bundled("roles")], [])
BANK = [
    question
    for content in (*map(LIBRARY.role, LIBRARY.role_paths()), *LIBRARY.shared_banks())
    for question in content.questions
]

ONE_THING = [
    "In Ledger, how did you keep both sides of a booking in step?",
    "When a consumer crashes halfway, what happens to the message?",
    "Your resume names ledgerlite. Which decision there took the most weighing?",
    "If the queue grows for an hour, what do you check first, and why?",
    "Tell me about a release that you stopped.",
    "You inherit forty accounts. How do you decide where to spend your time?",
    "Explain what happens between a commit and the moment the client sees it.",
    "Which checks belong in the browser, and which on the server?",
    "Your director demands one single date; what do you answer?",
    'Your resume says: "What? Who, and why? Me." Which part of that was your own?',
]
SEVERAL_THINGS = [
    "How did you design the ledger, and how did you test it?",
    "What was your part and what did others do?",
    "Tell me about the ledger. What made it hard?",
    "Describe the migration and explain how you tested it.",
    "Which trade-offs did you weigh, which alternatives did you reject, and what did you learn?",
    "What is a mutex? How does it differ from a semaphore?",
    "How would you shard it and when would you stop?",
    "Walk me through the outage: what broke, and what did you change?",
]
PRESUPPOSING = [
    "How did you successfully migrate the database?",
    "How did you reduce the latency of the payout API?",
    "How did you overcome resistance in the team?",
    "Why did the project fail?",
    "What did you learn from your failure in sales?",
    "After you won the deal, what came next?",
    "How did you manage to convince the customer?",
    "What went wrong when your payout API lost money last year?",
    "How did customers react after your service failed in May?",
    "What went wrong in the migration?",
]
PRESUPPOSING_NOTHING = [
    "How would you reduce the latency of the payout API?",
    "How did you measure the latency?",
    "How do you decide whether a launch was a success?",
    "What would you do if you lost the biggest customer?",
    "Tell me about a time when you persuaded somebody.",
    "How did you go about the latency?",
    "What would you do first if your payout API lost money?",
    "Tell me about a time when your plan failed.",
]


@pytest.mark.parametrize("text", ONE_THING)
def test_one_thing_asked_is_one_thing(text):
    assert not asks_several(text)
    assert objection_to(text) == ""


@pytest.mark.parametrize("text", SEVERAL_THINGS)
def test_two_things_asked_are_seen(text):
    assert objection_to(text) == "more than one thing asked"


@pytest.mark.parametrize("text", PRESUPPOSING)
def test_an_outcome_that_nobody_stated_is_seen(text):
    assert objection_to(text) == "an outcome presupposed"


@pytest.mark.parametrize("text", PRESUPPOSING_NOTHING)
def test_a_case_that_is_only_imagined_or_asked_for_presupposes_nothing(text):
    assert not presupposes(text)


def test_an_outcome_that_the_resume_states_may_be_spoken_of():
    text = "How did you reduce the latency of the payout API?"
    assert presupposes(text, "Rebuilt the payout API")
    assert not presupposes(text, "Reduced the p95 latency of the payout API by 60 %")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Why?", "too short"),
        ("Is it so?", "too short"),
        (f"What do you do {'and so on ' * 10}?", "over 30 words"),
        ("Are you married, if I may ask?", "a matter no interview may ask about"),
        ("How old are you, by the way?", "a matter no interview may ask about"),
        ("Do you plan to have children soon?", "a matter no interview may ask about"),
        ("Which church do you belong to, and your religion?", "a matter no interview may ask about"),
    ],
)
def test_every_refusal_says_why(text, why):
    assert objection_to(text) == why


def test_trouble_that_was_told_may_be_asked_about():
    text = "What went wrong in the migration?"
    assert presupposes(text, "Moved two million accounts in a year")
    assert not presupposes(text, "The migration had an outage of two hours")


@pytest.mark.parametrize(
    "text",
    [
        "Как вы разделили базу данных на части?",
        "Wie haben Sie entschieden, welche Teile der Datenbank zuerst umziehen?",
        "你如何设计这个缓存系统的失效策略?",
        "How would you объяснить сложность алгоритма коллеге?",
    ],
)
def test_a_question_in_another_language_is_not_asked(text):
    assert objection_to(text) == "not in the interview's language"


def test_a_question_in_the_language_of_the_interview_is_asked():
    assert objection_to("Wie haben Sie die Datenbank auf zwei Rechner verteilt?", language="de") == ""
    assert objection_to("Как вы разделили базу данных на части?", language="ru") == ""
    assert objection_to("How would you sort names like Łukasz or Ольга?") == ""


def test_thirty_words_may_be_asked_and_no_more():
    thirty = f"What would you {' '.join(['check'] * 26)} first?"
    assert len(thirty.split()) == 30
    assert objection_to(thirty) == ""
    assert objection_to(f"So {thirty}") == "over 30 words"


def test_hardly_a_question_of_the_bank_would_be_refused():
    refused = [question.text for question in BANK if objection_to(question.text)]
    assert len(refused) / len(BANK) < 0.08
