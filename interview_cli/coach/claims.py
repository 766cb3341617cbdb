"""What a model may not say in closing: scores and verdicts, which code gives, and things nobody said."""

from __future__ import annotations

import re
from collections.abc import Collection

from interview_cli.coach.evidence import folded

_NUMBER = r"\d+(?:[.,]\d+)?"
_COUNTED = (
    r"(?:points|questions|answers|steps|parts|cases|requests|users|times|rows|tests|people|customers)\b"
)
# "72 of 100", "4/5", "a score of 72", "rated 4", "level 3"; but not "3 of 5 points" or "4 of 5 requests".
_SCORE = re.compile(
    rf"\b{_NUMBER}\s*(?:/|of|out\s+of)\s*(?:5|100)\b(?!\s+(?:\w+\s+)?{_COUNTED})"
    rf"|\b(?:scores?|scored|scoring|rated|rating|graded?)\s+(?:\w+\s+){{0,3}}{_NUMBER}\b"
    rf"|\blevel\s+(?:of\s+)?{_NUMBER}\b",
    re.IGNORECASE,
)
# Whether somebody is ready, would pass or be hired is said by the recommendation alone.
_VERDICT = re.compile(
    r"\bstrong\s+(?:yes|no|hire)\b|\bno[- ]hire\b"
    r"|\b(?:you|candidate)(?:'re|\s+(?:are|is|look|seem|feel|will\s+be|would\s+be))\s+(?:\w+\s+){0,2}ready\b"
    r"|\b(?:interview|job)[- ]ready\b|\breadiness\b"
    r"|\bhire\s+(?:you|the\s+candidate|this\s+candidate)\b|\b(?:be|get|been)\s+hired\b"
    r"|\bhiring\s+(?:decision|recommendation)\b"
    r"|\brecommend(?:ed|ation)?\s+(?:you|hiring|to\s+hire)\b|\bmy\s+recommendation\b"
    r"|\byou(?:'d|\s+(?:would|will|could|should|might))\s+(?:\w+\s+)?(?:pass|fail)\b"
    r"|\bget\s+(?:the|this)\s+(?:job|offer|role|position)\b|\bjob\s+offer\b"
    r"|\b(?:pass|fail)(?:ed|es)?\s+(?:the|this|an?|any)\s+(?:\w+\s+)?(?:interview|round|bar)\b"
    r"|\b(?:a|the)\s+(?:clear\s+)?(?:yes|no)\s+from\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:Resume\s+Q\d*|Q\d+(?:\s+Follow-up\s+\d+)?)\b", re.IGNORECASE)
_QUOTE = re.compile(r'["“]([^"“”]+)["”]')
# Fewer words between quotation marks are a term, not something that was said.
_SHORTEST_QUOTE = 3
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“A-Z])")


def tells_score(text: str) -> bool:
    """Whether a text gives a number as a score."""
    return _SCORE.search(text) is not None


def gives_verdict(text: str) -> bool:
    """Whether a text says if the person is ready, or would be hired."""
    return _VERDICT.search(text) is not None


def is_sound(text: str, labels: Collection[str], shown: str) -> bool:
    """Whether a model's words leave scores and verdicts to code, and name only what there was.

    `labels` are those of the answers; every longer quotation must stand in `shown`, all that the model saw.
    """
    known = {folded(label) for label in labels}
    named = {folded(found) for found in _LABEL.findall(text)}
    whole = folded(shown)
    quoted = [folded(quote) for quote in _QUOTE.findall(text) if len(quote.split()) >= _SHORTEST_QUOTE]
    return (
        not tells_score(text)
        and not gives_verdict(text)
        and named <= known
        and all(quote.rstrip(" .,;:!?") in whole for quote in quoted)
    )


def sentences_of(text: str) -> list[str]:
    """The sentences of a model's prose."""
    return [part.strip() for part in _SENTENCE_END.split(" ".join(text.split())) if part.strip()]
