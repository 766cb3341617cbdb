"""The next probe into an answer: aimed at the first thing it leaves open, without giving it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.coach.evaluation import Analysis, StarPart
from interview_cli.coach.words import content_stems, split_sentences, words
from interview_cli.library.role import KeyPoint, Kind, Question

SECONDS = 90
LONGEST_ID = 64
# What an answer at this level leaves open is not worth a question.
STRONG_LEVEL = 4.5
_NOT_FOLLOWED = frozenset({"gibberish", "echo", "language", "no_answer"})

_NARROWER: dict[Kind, str] = {
    "technical": "What is the first thing you would look at, and why that?",
    "coding": "Which steps would you go through for a small example?",
    "system_design": "Which requests come in, and what must be stored for them?",
    "behavioral": "Which case from your own work comes to mind first?",
    "situational": "What is the very first thing you would do, and why?",
    "communication": "Which words would you begin with?",
    "greeting": "What did you do most recently, and what did you like about it?",
}
_FOR_PART: dict[StarPart, str] = {
    "situation": "Where and when was that, and what was at stake?",
    "task": "What exactly was yours to do there?",
    "action": "Which steps did you take yourself, one after another?",
    "result": "How did that end, and how could you tell?",
}
_OWN_PART = "Which part of that did you do yourself, and which did others do?"
_EXAMPLE = "Can you give one concrete case where you did that?"
_NUMBER = "Can you put a number to it: how many, how long, or how much?"
_REASON = "Why that way, and what speaks against it?"
# The most of the person's own words that a probe repeats, so that it stays short when read aloud.
_QUOTED_WORDS = 12
_STORIES = ("behavioral", "situational")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up question and why it is asked, for the record."""

    question: Question
    reason: str


def next_follow_up(
    question: Question, answer: str, analysis: Analysis, *, confused: bool, number: int
) -> FollowUp | None:
    """The follow-up to an answer, or None when there is nothing worth asking.

    `number` counts the follow-ups to the main question, this one included. A confused person gets a
    narrower question; else the first missing part of a story, then the first missing key point, then
    an example or a number is aimed at. The question's key points are those still missing, so that the
    follow-up is scored on what it aims at.
    """
    if confused:
        narrower = f"Let us take one part of it: {question.text} {_NARROWER[question.kind]}"
        return _made(question, narrower, question.key_points, number, "The question was not clear.")
    if (analysis.gate is not None and analysis.gate.name in _NOT_FOLLOWED) or not words(answer):
        return None
    missing = _missing(question, analysis)
    if analysis.estimate >= STRONG_LEVEL or (not missing and analysis.example and analysis.numbers):
        return None
    text, reason = _aim(question, answer, analysis, missing)
    if not text or text == question.text:
        return None
    return _made(question, text, missing or question.key_points, number, reason)


def _missing(question: Question, analysis: Analysis) -> tuple[KeyPoint, ...]:
    found = {point.fact for point in analysis.points if point.found}
    return tuple(point for point in question.key_points if point.fact not in found)


def _aim(question: Question, answer: str, analysis: Analysis, missing: Sequence[KeyPoint]) -> tuple[str, str]:
    """The text of the follow-up and the reason for it; an empty text when nothing is left to ask."""
    star = analysis.star
    if question.kind == "behavioral" and star is not None:
        for part in ("action", "result", "situation", "task"):
            if part in star.missing:
                return _about(answer, _FOR_PART[part]), f"The story has no {part}."
        if not star.own_part:
            return _about(answer, _OWN_PART), "The own part does not show."
    if missing:
        fact = missing[0].fact
        return _fitting(question, missing) or _about(answer, _REASON), f"A point is missing: {fact}"
    if not analysis.example:
        return _about(answer, _EXAMPLE), "There is no example."
    if not analysis.numbers and question.kind in _STORIES:
        return _about(answer, _NUMBER), "There is no number."
    return _fitting(question, question.key_points), "The answer leaves room for depth."


def _about(answer: str, probe: str) -> str:
    """A probe that begins with the person's own last words, so that it is plain what it is about."""
    said = next((text for text in reversed(split_sentences(answer)) if words(text)), "").split()
    if not said:
        return probe
    quote = " ".join(said[-_QUOTED_WORDS:]).strip("\"'.,;:!?")
    return f'You said: "{"..." if len(said) > _QUOTED_WORDS else ""}{quote}". {probe}'


def _fitting(question: Question, missing: Sequence[KeyPoint]) -> str:
    """The question's own follow-up nearest to the first missing point; the first when none is near."""
    if not question.follow_ups:
        return ""
    for point in missing:
        wanted = set(content_stems(words(" ".join((point.fact, *point.synonyms)))))
        shares = [len(wanted & set(content_stems(words(text)))) for text in question.follow_ups]
        if max(shares):
            return question.follow_ups[shares.index(max(shares))]
    return question.follow_ups[0]


def _made(question: Question, text: str, points: Sequence[KeyPoint], number: int, reason: str) -> FollowUp:
    suffix = f"-f{number}"
    probe = question.model_copy(
        update={
            "id": question.id[: LONGEST_ID - len(suffix)] + suffix,
            "text": text,
            "seconds": min(SECONDS, question.seconds),
            "key_points": tuple(points),
            "sample_answer": _sample(question, points),
            "follow_ups": tuple(other for other in question.follow_ups if other != text),
        }
    )
    return FollowUp(probe, reason)


def _sample(question: Question, points: Sequence[KeyPoint]) -> str:
    """The sentences of the sample answer that make these points; all of it when none can be told."""
    wanted = [set(content_stems(words(point.fact))) for point in points]
    kept = [
        sentence
        for sentence in split_sentences(question.sample_answer)
        if any(2 * len(fact & set(content_stems(words(sentence)))) >= len(fact) for fact in wanted if fact)
    ]
    text = " ".join(kept)
    return text if len(text) >= 20 else question.sample_answer
