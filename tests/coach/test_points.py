"""Key points are found in other words, and not found where only words stand."""

from __future__ import annotations

from statistics import fmean

import pytest

from interview_cli.coach.heard import hear
from interview_cli.coach.points import match, targets, weigh
from interview_cli.library.role import KeyPoint
from tests.coach.bundled_questions import QUESTIONS, REWORDED

QUESTION = (
    "A client times out while creating an order and sends the request again. What prevents a second order?"
)
KEY = KeyPoint(
    fact="The client sends the same idempotency key with every retry.",
    synonyms=("idempotency key", "unique request id"),
)
CONSTRAINT = KeyPoint(
    fact="A unique constraint on the key makes the second insert fail.",
    synonyms=("unique constraint", "unique index"),
)
ROLLBACK = KeyPoint(fact="A rollback of the release comes before the search for the cause.")


def found(answer: str, *points: KeyPoint) -> list[bool]:
    return [result.found for result in match(points or (KEY, CONSTRAINT), answer, QUESTION)]


def strength(answer: str, point: KeyPoint) -> float:
    return weigh(targets((point,), QUESTION), hear(answer))[0].strength


def test_a_point_in_its_own_words_is_found_with_the_sentence_that_makes_it() -> None:
    made = "The client puts an idempotency key on the request and keeps it for each retry."
    result = match((KEY,), f"It depends. {made} That's all.", QUESTION)[0]
    assert result.found
    assert result.evidence == made


def test_a_point_in_other_words_is_found() -> None:
    assert found(
        "Every attempt carries one ID, and I put a unique index on it so the database refuses a copy."
    ) == [
        False,
        True,
    ]


@pytest.mark.parametrize("answer", ["We roll back the release first.", "A roll-back of the release, first."])
def test_compounds_are_found_in_parts_and_together(answer: str) -> None:
    assert found(answer, ROLLBACK) == [True]


def test_misspelt_words_still_count() -> None:
    assert found("The client sends the same idempotancy key with each retry.", KEY) == [True]


def test_the_words_of_the_question_prove_nothing() -> None:
    assert found("The client times out while creating an order and sends the request again.") == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "I would not use an idempotency key or a unique constraint, I would just try again.",
        "You don't need an idempotency key for that, and no unique constraint either.",
        "An idempotency key is not necessary here, and a unique constraint isn't useful.",
        "I wouldnt bother with an idempotency key.",
    ],
)
def test_what_is_denied_is_not_found(answer: str) -> None:
    assert found(answer) == [False, False]


def test_not_only_denies_nothing() -> None:
    assert found("I do not only send an idempotency key, I also keep a hash.", KEY) == [True]


def test_a_denial_that_is_part_of_the_fact_is_found() -> None:
    point = KeyPoint(fact="Stack traces never go to the client.", synonyms=("never leak internals",))
    assert found("I never send stack traces out to the client.", point) == [True]


def test_a_bare_list_of_keywords_earns_less_than_an_explanation() -> None:
    listed = "idempotency key, unique constraint, unique index, retry, request id, insert, transaction, hash"
    explained = (
        "The client sends the same idempotency key with every retry, and a unique constraint on that key "
        "makes the second insert fail."
    )
    for point in (KEY, CONSTRAINT):
        assert 0 < strength(listed, point) < 0.5 < strength(explained, point)


def test_repeating_a_sentence_adds_nothing() -> None:
    once = "I would give each request an ID."
    assert strength(once * 5, KEY) == strength(once, KEY)


def test_sample_answers_make_their_points_and_other_answers_do_not() -> None:
    own, other = [], []
    chosen = list(QUESTIONS.values())[::2]
    for question in chosen:
        own += [result.found for result in match(question.key_points, question.sample_answer, question.text)]
    for question, stranger in zip(chosen, chosen[40:] + chosen[:40], strict=True):
        other += [r.found for r in match(question.key_points, stranger.sample_answer, question.text)]
    assert fmean(own) > 0.97
    assert fmean(other) < 0.06


def test_reworded_answers_of_quality_make_most_points() -> None:
    shares = {
        quality: fmean(
            result.found
            for question_id, answers in REWORDED.items()
            for result in match(
                QUESTIONS[question_id].key_points, answers[quality], QUESTIONS[question_id].text
            )
        )
        for quality in ("strong", "medium", "weak")
    }
    assert shares["strong"] > 0.5 > shares["medium"] + 0.2
    assert shares["medium"] > shares["weak"] + 0.05


def test_a_synonym_without_a_word_does_no_harm() -> None:
    assert found(
        "The client sends the same idempotency key again.", KeyPoint(fact="—", synonyms=("--",))
    ) == [False]
