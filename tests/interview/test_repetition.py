"""The same question in other words is found, another question on the same subject is not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.repetition import SAME_TEXT, among, same_question, text_likeness
from interview_cli.library.locator import bundled
from interview_cli.library.role import KeyPoint, Question
from interview_cli.library.shelf import Library

LIBRARY = Library([bundled("roles")], [])
SHARED = [question for bank in LIBRARY.shared_banks() for question in bank.questions]
ROLES = [LIBRARY.role(role_id) for role_id in LIBRARY.role_paths()]
QUESTIONS = {question.id: question for role in ROLES for question in role.questions}
QUESTIONS |= {question.id: question for question in SHARED}
HERE = Path(__file__).parent


def pairs(name: str) -> list[tuple[str, str]]:
    """Bundled questions with other texts that were written for them."""
    listed = yaml.safe_load((HERE / name).read_text("utf-8"))
    return [(QUESTIONS[question].text, text) for question, texts in listed.items() for text in texts]


def asked(text: str, *facts: str) -> Question:
    return Question(
        id="other",
        text=text,
        kind="technical",
        key_points=tuple(KeyPoint(fact=fact) for fact in facts or ("Something else entirely is said.",)),
        sample_answer="A sample answer of some length.",
    )


def test_questions_put_in_other_words_are_found():
    reworded = pairs("reworded_questions.yaml")
    missed = [text for question, text in reworded if text_likeness(question, text) < SAME_TEXT]
    assert len(reworded) >= 50
    assert len(missed) <= 0.05 * len(reworded), missed


def test_most_questions_on_the_same_subject_are_told_apart():
    related = pairs("related_questions.yaml")
    confused = [text for question, text in related if text_likeness(question, text) >= SAME_TEXT]
    assert len(confused) <= 0.2 * len(related), confused


def test_hardly_two_questions_that_one_interview_could_ask_are_taken_for_one():
    confused, count = set(), 0
    for role in ROLES[::3]:
        for one, other in combinations([*role.questions, *SHARED], 2):
            count += 1
            if same_question(one, other):
                confused.add((one.id, other.id))
    assert len(confused) <= 0.001 * count, confused


@pytest.mark.parametrize(
    ("name", "text", "facts"),
    [
        (
            "be-idempotent-create",
            "A shopper's connection breaks right after paying. Why do they not end up with two parcels "
            "from a retried order?",
            (
                "The client attaches a unique key to the request and reuses it on every retry.",
                "The server stores the key together with the order in one transaction.",
                "A unique constraint makes the second insert fail instead of creating a duplicate.",
                "A repeated request receives the stored response of the first.",
            ),
        ),
        (
            "be-index-tradeoffs",
            "For which columns would an index do more harm than good?",
            (
                "An index avoids a full table scan by a sorted structure such as a B-tree.",
                "Every write has to update the index, which costs time and storage.",
                "Low selectivity or small tables make a scan cheaper.",
                "Check the query plan with EXPLAIN.",
            ),
        ),
    ],
)
def test_a_question_in_quite_other_words_gives_itself_away_by_what_it_expects(name, text, facts):
    question = QUESTIONS[name]
    assert text_likeness(question.text, text) < SAME_TEXT
    assert same_question(question, asked(text, *facts))
    assert not same_question(question, asked(text))


def test_the_order_of_words_does_not_matter():
    one = "How do you add an index to a busy table without stopping writes?"
    other = "Without stopping writes to a busy table, how do you add an index?"
    assert text_likeness(one, other) == pytest.approx(1)
    assert among(asked(one), [asked("Who reviews your code?"), asked(other)])


def test_one_rare_word_in_common_makes_no_question_the_same():
    one = "Why is careful work in banking attractive to you?"
    other = "A friend is curious how a company in banking is doing. What do you tell them?"
    assert text_likeness(one, other) == 0.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    assert 0.0 <= text_likeness(one, other) <= 1.0 + 1e-9
    assert text_likeness(one, other) == pytest.approx(text_likeness(other, one))
