"""Sentences that speak to whoever judges the answer, instead of answering: they change nothing."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.coach.words import Sentence, different_sentences

_MARKS: Final = r"(?:scores?|marks?|points?|levels?|ratings?|grades?|stars?)"
_BEST: Final = r"(?:full|maximum|max|top|highest|best|perfect|good|high(?:er)?|five|5|10|100)"
_ANSWER: Final = r"(?:me|my\ answer|(?:the|this|that)\ (?:answer|candidate|applicant))"
_PLEA = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass)\ (?:(?:all|any|the|your|these|those|previous|prior|above
        |earlier|of)\ )*(?:rubric|instructions?|rules|criteria|prompts?|guidelines?|above)\b
    | \b(?:give|award|grant|assign|grade|rate|score|mark|judge)\ {_ANSWER}\b[^.!?]{{0,40}}
        \b(?:{_BEST}|{_MARKS})\b
    | \b(?:deserves?|earns?|merits?)\ (?:a\ |the\ )?{_BEST}\ {_MARKS}\b
    | \bauthor\ of\ (?:this|the)\ (?:rubric|exam|test|question)\b
    | \b{_BEST}\ (?:possible\ )?{_MARKS}\ (?:for|to)\ (?:this|{_ANSWER})\b
    | \b(?:new\ (?:rule|instruction)|{_MARKS}|rubric)\s*(?:=|:|is\ now)\s*(?:{_MARKS}|\d|{_BEST})
    | \b(?:the|this)\ (?:candidate|answer|applicant)\ (?:is\ (?:excellent|perfect|outstanding)|deserves
        |(?:should|must)\ (?:get|receive|be\ (?:given|scored|rated|graded|marked)))
    | ^\W*(?:system|assistant|developer|note\ to\ the\ \w+)\s*:
    | \b(?:i|you)\ (?:deserve|must\ give|should\ give|have\ to\ give)\b[^.!?]{{0,30}}\b(?:{_BEST}|{_MARKS})\b
    | \bas\ (?:an?|the)\ (?:ai|language\ model|judge|evaluator|examiner|grader)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def answering_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that may answer something: each once, and none that pleads with the judge."""
    return tuple(sentence for sentence in different_sentences(text) if not is_plea(sentence.text))


def is_plea(sentence: str) -> bool:
    """Whether a sentence asks for marks, or tries to give orders to a judge."""
    return bool(_PLEA.search(sentence))
