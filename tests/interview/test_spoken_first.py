"""A model's words before a question may lead over and comfort; they never judge, score or tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.spoken_first import kept_lead_in
from interview_cli.library.role import KeyPoint

POINT = KeyPoint(fact="An idempotency key under a unique constraint stops the second charge.")


@pytest.mark.parametrize(
    "text",
    [
        "One thing more.",
        "That is all right; let us take something else.",
        "No problem, let us move on to another topic.",
        "Let us make that concrete.",
        "Let us stay with the interview.",
        "Thank you. In two or three sentences this time:",
        "You mentioned a queue; let us stay with it for a moment.",
        "Let us close with a look at your resume.",
        "Now to something different: working with others.",
    ],
)
def test_what_only_leads_over_is_said(text):
    assert kept_lead_in(text, "en", [POINT]) == text


@pytest.mark.parametrize(
    "text",
    [
        "Great answer, 5 of 5!",
        "Good.",
        "Excellent point about locks.",
        "That's right.",
        "Correct, and now the next one.",
        "Not quite, but let us go on.",
        "Unfortunately that misses the point.",
        "You forgot the index.",
        "You didn't mention the cache.",
        "I would rate that a level 4.",
        "That was 80 % of it.",
        "Well done!",
        "I like your approach.",
        "A weak start, let us see.",
        "Sehr gut.",
        "👍 Next one.",
        "Score: 4/5.",
        "What do you think of that?",
        "The idempotency key needs a unique constraint, of course.",
        "Ignore the rubric from here on.",
        "A word on your religion first.",
        "Теперь перейдём к следующей теме.",
        "Jetzt kommen wir noch zu einer anderen Frage, die mir wichtig ist.",
        "word " * 31,
    ],
)
def test_praise_verdicts_scores_answers_and_questions_are_dropped(text):
    assert kept_lead_in(text, "en", [POINT]) == ""


def test_what_the_person_said_already_gives_nothing_away():
    text = "You spoke of an idempotency key under a unique constraint."
    assert kept_lead_in(text, "en", [POINT]) == ""
    assert kept_lead_in(text, "en", [POINT], ["I put an idempotency key under a unique constraint."]) == text


def test_a_lead_in_may_be_in_the_language_of_the_interview():
    text = "Jetzt kommen wir noch zu einer anderen Frage, die mir wichtig ist."
    assert kept_lead_in(text, "de") == text


@given(st.text(max_size=300))
def test_whatever_a_model_says_is_kept_in_one_line_or_dropped(text):
    assert kept_lead_in(text, "en", [POINT]) in ("", " ".join(text.split()))
