"""What a model may not say in closing: scores and verdicts, which code gives, and things nobody said.

In every language quotations are looked up, answers must be there, and a score out of 5 or 100, a level with
its number and the figures of the review itself are recognised. Words of a verdict ("you would be hired") are
known in English alone: elsewhere the prompt forbids them, and code's recommendation stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from interview_cli.coach.evidence import folded
from interview_cli.scripts import is_unspaced, letter_count

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
# The same in other words: "72 von 100", "4 sur 5", "5点中4点", "100점 만점에 72점", "Stufe 4", "レベル4".
_SCORE_ELSEWHERE = re.compile(
    rf"\b{_NUMBER}\s*(?:/|von|sur|de|di|su|sobre|em|van|op|z|ze|na|av|af|us|из|от|з|από|من|מתוך)\s*(?:5|100)\b"
    rf"|(?<!\d)(?:5|100)\s*(?:点満点|点中|段階中|分制|分中|分满分|점\s*만점)|满分"
    rf"|\b(?:stufe|niveau|nivel|nível|livello|poziom\w*|nivå|seviye|уров\w+|рівень|ниво)\s*{_NUMBER}\b"
    rf"|(?:レベル|等级|等級|级别|級別|레벨|수준|المستوى|स्तर|ระดับ)\s*{_NUMBER}",
    re.IGNORECASE,
)
# A number that is no part of a name or of a longer one, and no share.
_FIGURE = re.compile(r"(?<![A-Za-z0-9.,])\d+(?:[.,]\d+)?(?![A-Za-z0-9]|[.,]\d|\s*%)")
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
_QUOTE = re.compile(
    r'"([^"]+)"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|»([^«»]+)«|「([^「」]+)」|『([^『』]+)』'
)
# Fewer words between quotation marks are a term, not something that was said; without spaces, fewer letters.
_SHORTEST_QUOTE, _SHORTEST_QUOTED_LETTERS = 3, 16
_SENTENCE_END = re.compile(r"(?<=[.!?؟।])\s+(?![\da-zß-öø-ÿа-яёα-ω(])|(?<=[。！？])(?![」』）])\s*")


def tells_score(text: str) -> bool:
    """Whether a text gives a number as a score."""
    return _SCORE.search(text) is not None or _SCORE_ELSEWHERE.search(text) is not None


def gives_verdict(text: str) -> bool:
    """Whether a text says if the person is ready, or would be hired."""
    return _VERDICT.search(text) is not None


def is_sound(text: str, labels: Collection[str], shown: str, figures: Collection[str] = ()) -> bool:
    """Whether a model's words leave scores and verdicts to code, and name only what there was.

    `labels` are those of the answers; every longer quotation must stand in `shown`, all that the model saw.
    `figures` are numbers of the review, with a point, that may not be said in any words.
    """
    known = {folded(label) for label in labels}
    named = {folded(found) for found in _LABEL.findall(text)}
    whole = folded(shown)
    said = [next(filter(None, found)) for found in _QUOTE.findall(text)]
    quoted = [folded(quote) for quote in said if _is_statement(quote)]
    return (
        not tells_score(text)
        and not gives_verdict(text)
        and named <= known
        and figures_in(text).isdisjoint(figures)
        and all(quote.rstrip(" .,;:!?。！？") in whole for quote in quoted)
    )


def figures_in(text: str) -> set[str]:
    """The numbers of a text, with a point where they have decimals."""
    return {figure.replace(",", ".") for figure in _FIGURE.findall(text)}


def _is_statement(quote: str) -> bool:
    if is_unspaced(quote):
        return letter_count(quote) >= _SHORTEST_QUOTED_LETTERS
    return len(quote.split()) >= _SHORTEST_QUOTE


def sentences_of(text: str) -> list[str]:
    """The sentences of a model's prose."""
    return [part for part in map(str.strip, _SENTENCE_END.split(" ".join(text.split()))) if part]
