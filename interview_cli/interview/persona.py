"""How the person comes across in an answer, and how to meet it: guide, be brief, steer, hold a line."""

from __future__ import annotations

import re

from interview_cli.coach.evaluation import Analysis
from interview_cli.coach.languages import is_english
from interview_cli.coach.pleas import is_plea
from interview_cli.coach.words import split_sentences
from interview_cli.interview.advice import advice_on
from interview_cli.interview.session import Persona, PersonaName
from interview_cli.library.role import Question
from interview_cli.scripts import word_count

CHATTY_WORDS = 200
EFFICIENT_WORDS = 60
CONFUSED_WORDS = 30
# More words than this say something beside asking back.
ASIDE_WORDS = 15
# A chatty answer drifts when it makes less than this share of the expected points.
DRIFT_SHARE = 0.5

_QUESTION_MARKS = ("?", "？", "؟")

_ASKING_BACK = re.compile(
    r"\b(what do you mean|what does that mean|which one do you mean"
    r"|not sure (i|what) (you )?(understand|mean)|(don't|do not) understand"
    r"|(can|could) you (please )?(clarify|explain|repeat|rephrase))\b",
    re.IGNORECASE,
)
_ABUSE = re.compile(
    r"\b(f+u+c+k\w*|(bull)?shit|asshole|bitch|bastard|idiot|moron|stupid (bot|question|interview|machine)"
    r"|shut up|go to hell|screw you)\b",
    re.IGNORECASE,
)
_OUT_OF_SCOPE = re.compile(
    r"\b((ignore|disregard|forget) (all |any |the |your |these |previous |prior |above )*"
    r"(instructions?|rubric|rules?|prompt)"
    r"|ask (the candidate|the applicant|him|her|them|me) (nothing|no (more|other|further) )"
    r"|system prompt|give me (full|maximum|top|the highest) (marks|score|points|level)"
    r"|write me a (poem|song|story|joke)|tell me a joke|as an ai( language)? model)\b",
    re.IGNORECASE,
)

_LEAD_IN: dict[PersonaName, str] = {
    "regular": "",
    "efficient": "",
    "confused": "No problem, let me help.",
    "chatty": "Thank you. In two or three sentences this time:",
    "edge": "Let us stay with the interview.",
}


def is_steering(text: str) -> bool:
    """Whether a text tells the interviewer or the judge what to do."""
    return bool(_OUT_OF_SCOPE.search(text)) or any(is_plea(part) for part in split_sentences(text))


def detect(question: Question, answer: str, analysis: Analysis) -> Persona:
    """The persona of one answer with the sign it was recognised by. Code decides, never a model.

    Where code can't read the answer's language it finds no points, and calls nobody chatty or efficient.
    """
    words = word_count(answer)
    found, expected = sum(point.found for point in analysis.points), len(analysis.points)
    share = found / expected if expected else 0.0
    short = words <= CONFUSED_WORDS
    noise = analysis.gate.reason if analysis.gate and analysis.gate.name in ("empty", "gibberish") else ""
    signs: tuple[tuple[PersonaName, bool, str], ...] = (
        ("edge", bool(_ABUSE.search(answer)), "abusive words"),
        ("edge", bool(_OUT_OF_SCOPE.search(answer)), "tries to steer the interviewer"),
        ("confused", short and bool(_ASKING_BACK.search(answer)), "asks back what is meant"),
        (
            "confused",
            short and not found and answer.rstrip().endswith(_QUESTION_MARKS),
            "answers with a question",
        ),
        ("edge", bool(noise), noise),
        (
            "chatty",
            bool(expected) and words > CHATTY_WORDS and share < DRIFT_SHARE,
            f"{words} words that make {found} of {expected} expected points",
        ),
        (
            "efficient",
            words <= EFFICIENT_WORDS and share >= DRIFT_SHARE and analysis.gate is None,
            f"{found} of {expected} points in {words} words",
        ),
    )
    return next((Persona(name=name, reason=reason) for name, seen, reason in signs if seen), Persona())


def asks_back(text: str) -> bool:
    """Whether a text is no answer but a short question about the question."""
    return word_count(text) <= ASIDE_WORDS and bool(_ASKING_BACK.search(text))


def lead_in(persona: Persona, question: Question) -> str:
    """What is said before the next question, so that its tone fits the person."""
    if persona.name == "confused":
        return f"{_LEAD_IN['confused']} {advice_on(question)}"
    return _LEAD_IN[persona.name]


def in_other_words(question: Question) -> str:
    """The same question with advice on how to go about it, for someone who asks to rephrase it.

    The advice is English; a question in another language stands alone.
    """
    if not is_english(question.language):
        return question.text
    return f"{advice_on(question)} The question again: {question.text}"
