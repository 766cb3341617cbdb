"""How the person comes across in an answer, and how to meet it: guide, be brief, steer, hold a line."""

from __future__ import annotations

import re

from interview_cli.coach.address import is_abuse
from interview_cli.coach.asking import asks_back
from interview_cli.coach.evaluation import Analysis
from interview_cli.coach.languages import is_english
from interview_cli.coach.pleas import is_steering
from interview_cli.interview.hints import hint_for
from interview_cli.interview.session import Persona, PersonaName
from interview_cli.library.role import Question
from interview_cli.scripts import word_count

CHATTY_WORDS = 200
EFFICIENT_WORDS = 60
CONFUSED_WORDS = 30
# Fewer words than those of a chatty answer ramble when they make no point and are hardly to the point.
RAMBLING_WORDS, _RAMBLING_LEVEL = 100, 1.5
# A chatty answer drifts when it makes less than this share of the expected points.
DRIFT_SHARE = 0.5

_QUESTION_MARKS = ("?", "？", "؟")

ABUSIVE, STEERING = "abusive words", "tries to steer the interviewer"

_LEAD_IN: dict[PersonaName, str] = {
    "regular": "",
    "efficient": "",
    "confused": "No problem, let me help.",
    "chatty": "Thank you. In two or three sentences this time:",
    "edge": "Let us stay with the interview.",
}
# A follow-up to an answer that wandered off leads back to what was asked.
_IN_GENERAL = "Say the main thing first, then why, with an example."
_BACK = "Thank you. Let me bring you back to what I asked."
_OPENS_ITSELF = re.compile(r"^Let us\b")


def detect(question: Question, answer: str, analysis: Analysis) -> Persona:
    """The persona of one answer with the sign it was recognised by. Code decides, never a model.

    Where code can't read the answer's language it finds no points, and calls nobody chatty or efficient.
    """
    words = word_count(answer)
    found, expected = sum(point.found for point in analysis.points), len(analysis.points)
    share = found / expected if expected else 0.0
    short = words <= CONFUSED_WORDS
    noise = analysis.gate.reason if analysis.gate and analysis.gate.name in ("empty", "gibberish") else ""
    rambles = words > RAMBLING_WORDS and not found and _is_beside(analysis)
    signs: tuple[tuple[PersonaName, bool, str], ...] = (
        ("edge", is_abuse(answer), ABUSIVE),
        ("edge", is_steering(answer), STEERING),
        ("confused", asks_back(answer), "asks back what is meant"),
        (
            "confused",
            short and not found and answer.rstrip().endswith(_QUESTION_MARKS),
            "answers with a question",
        ),
        ("edge", bool(noise), noise),
        (
            "chatty",
            bool(expected) and (rambles or (words > CHATTY_WORDS and share < DRIFT_SHARE)),
            f"{words} words that make {found} of {expected} expected points",
        ),
        (
            "efficient",
            words <= EFFICIENT_WORDS and share >= DRIFT_SHARE and analysis.gate is None,
            f"{found} of {expected} points in {words} words",
        ),
    )
    return next((Persona(name=name, reason=reason) for name, seen, reason in signs if seen), Persona())


def lead_in(persona: Persona, question: Question, following: Question | None = None) -> str:
    """What is said before the next question, so that its tone fits the person.

    `following` is the follow-up that comes next, if one does; one that opens by itself needs no second
    opening, and somebody who wandered off is led back.
    """
    opens_itself = following is not None and bool(_OPENS_ITSELF.match(following.text))
    if persona.name == "confused":
        opening = _LEAD_IN["confused"]
        return "No problem." if opens_itself else f"{opening} {hint_for(question)}".rstrip()
    if persona.name == "chatty" and following is not None:
        return _BACK
    if persona.name == "edge" and persona.reason not in (ABUSIVE, STEERING):
        return ""
    return _LEAD_IN[persona.name]


def in_other_words(question: Question) -> str:
    """The same question with advice on how to go about it, for someone who asks to rephrase it.

    The advice is English; a question in another language stands alone.
    """
    if not is_english(question.language):
        return question.text
    hint = hint_for(question) or ("" if question.about else _IN_GENERAL)
    return f"{hint} The question again: {question.text}".strip()


def _is_beside(analysis: Analysis) -> bool:
    """Whether an answer is hardly about what was asked, as far as code can read it."""
    return analysis.estimate is not None and analysis.estimate < _RAMBLING_LEVEL and analysis.gate is None
