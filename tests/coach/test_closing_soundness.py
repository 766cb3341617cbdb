"""A model's closing words leave scores and the verdict to code, and name only what there was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from interview_cli.coach.claims import gives_verdict, tells_score
from interview_cli.coach.closing import ModelReviewer
from interview_cli.coach.evaluation import Feedback
from interview_cli.coach.feedback import JudgedAnswer, Standard, summarise
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from tests.coach.by_purpose import PurposeModel
from tests.documents import criterion, judged, question

PROMPT = Library([], [bundled("prompts")]).prompt("feedback")
STANDARD = Standard({"technical": 0.7, "communication": 0.3}, planned=5)
SOUND = "In Q1 you claimed the key before the charge."


def answers(level: float = 2.0, count: int = 5) -> list[JudgedAnswer]:
    """As many answers as a recommendation takes, all at one level."""
    scores = [
        criterion("correctness", "technical", level, "under a unique constraint", reason="Exact."),
        criterion("clarity", "communication", level, "under a unique constraint", advice="Shorter."),
    ]
    return [
        JudgedAnswer(
            f"Q{place}",
            question(f"q{place}", "How?" * 4),
            judged(level, *scores, improvements=["Shorter."]),
            True,
            False,
        )
        for place in range(1, count + 1)
    ]


async def closed(model: PurposeModel, level: float = 2.0) -> Feedback:
    return await ModelReviewer(model, PROMPT, "Backend Engineer", "mid").review(answers(level), STANDARD)


def says(**changes: Any) -> PurposeModel:
    words = {"summary": SOUND, "strengths": [], "improvements": [], "next_steps": [], **changes}
    return PurposeModel(feedback=json.dumps(words))


async def test_the_prompt_names_the_recommendation_and_its_reason():
    model = says()
    feedback = await closed(model)
    [sent] = model.sent("feedback")
    assert feedback.readiness is not None
    assert feedback.readiness.recommendation == "not_yet"
    assert f"Recommendation, fixed: not yet. {feedback.readiness.reason}" in sent


@pytest.mark.parametrize(
    "sentence",
    [
        "You are ready for this interview.",
        "You would easily pass.",
        "I would hire you on the spot.",
        "My recommendation is a strong yes.",
        "You are not ready yet.",
        "You scored 92 of 100.",
        "That is 4/5 in my book.",
        "Your rating is a solid 4.5.",
        "In Q9 you explained the retry well.",
        'You said "we never had a single incident in years".',
    ],
)
async def test_a_sentence_with_a_verdict_a_score_or_an_invention_is_left_out_and_counted(sentence):
    feedback = await closed(
        says(summary=f"{SOUND} {sentence}", strengths=[sentence, "Q1: the key came first."])
    )
    assert feedback.summary == SOUND
    assert feedback.strengths == ["Q1: the key came first."]
    assert "2 sentences of the model's closing words left out, for giving" in feedback.note
    assert feedback.source == "openai/test"


async def test_where_nothing_sound_is_left_the_plain_words_stand():
    feedback = await closed(says(summary="You are ready.", improvements=["You would pass."]))
    plain = summarise(answers(), STANDARD)
    assert feedback.summary == plain.summary
    assert feedback.improvements == plain.improvements != []
    assert feedback.source == plain.source


async def test_words_of_the_candidate_may_be_quoted():
    line = 'Q2: you set it "under a unique constraint", which settles it.'
    feedback = await closed(says(strengths=[line]))
    assert feedback.strengths == [line]
    assert feedback.note == ""


async def test_the_recommendation_is_codes_whatever_the_model_says():
    feedback = await closed(says(readiness={"recommendation": "strong_yes"}, recommendation="strong yes"))
    assert feedback.readiness == summarise(answers(), STANDARD).readiness


@pytest.mark.parametrize(
    "text",
    [
        "You made 3 of 5 expected points.",
        "You answered 4 of 5 questions.",
        "You cut the latency by 40 percent.",
        "You put 41 of 100 cases side by side.",
        "Have a story ready.",
        "Be ready to say what it costs.",
        "The rollback passes the check and the server fails over.",
        "You said how you hired two people.",
        "The service is not ready for that load.",
    ],
)
def test_words_of_the_field_are_neither_a_score_nor_a_verdict(text):
    assert not tells_score(text)
    assert not gives_verdict(text)
