"""Subjects that a posting names in words of their own: "experience with synthetic control"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# What such a subject follows.
_ASKED: Final = re.compile(
    r"\b(?:experienced?|knowledge|understanding|grounding|grasp|background|expertise|skills?|skilled|"
    r"proficien(?:t|cy)|familiar(?:ity)?|versed|competent|command|training|trained)\s+(?:of|with|in|using)\s+",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[.;:()–—]|\b(?:is|are|was|were|would|will|at|to|through|from|for|within|on|across|that|which|who|as|by|"
    r"including|such|e\.g|like|preferred|preferably|required|essential|desirable|into|under|between|with|using|"
    r"in|of|about|over|against|per|so|where|when|because|if|though|but|not)\b",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"\s*(?:,|/|&|\band\b|\bor\b)\s*", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"[a-z][a-z'-]+(?: [a-z][a-z-]+){1,3}|[a-z]+-[a-z]+ [a-z]+")
# A subject has none of these: they grade, count or address, or name what every job has.
_VAGUE: Final = frozenset(
    """
    a an any the your our their his her its this these those some all both each either one two three
    more most least first good strong solid proven excellent deep great hands-on hands previous prior
    professional practical real relevant related similar comparable equivalent other others another
    various several different multiple many few large larger big small modern current latest new recent
    complex complicated fast fast-paced high low international global local own full end-to-end cross-
    functional team teams environment environments company companies setting settings field fields area
    areas role roles position positions industry industries sector sectors project projects people
    customers customer's clients colleagues stakeholders users things stuff technologies technology
    framework frameworks language languages tools tool year years work working experience start-up
    startup startups scale-up business businesses day daily hours weekends evenings shifts written
    spoken verbal following least also very highly well able similar minimum plus etc how what why
    """.split()
)
# "Asynchronous messaging (Kafka, RabbitMQ)": the examples in brackets say it better.
_EXAMPLED: Final = re.compile(r"\s*\([^)]*[A-Z]")
# A verb in -ing tells what is done; these are subjects.
_ING: Final = frozenset(
    """
    pricing testing marketing engineering manufacturing accounting forecasting modelling modeling
    computing learning nursing cleaning billing hiring coaching training planning monitoring
    merchandising trading banking cloud streaming prospecting underwriting purchasing publishing
    recruiting mentoring onboarding upselling selling
    """.split()
)


def subjects_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a line names subjects, in two to four small words after "experience with" and the like."""
    for asked in _ASKED.finditer(text):
        end = _END.search(text, asked.end())
        yield from _parts(text, asked.end(), end.start() if end else len(text))


def _parts(text: str, begin: int, finish: int) -> Iterator[tuple[int, int]]:
    stops = [(found.start(), found.end()) for found in _PART.finditer(text, begin, finish)]
    begins = [begin, *(end for _, end in stops)]
    for left, right in zip(begins, [*(start for start, _ in stops), finish], strict=True):
        part = text[left:right].strip()
        exampled = _EXAMPLED.match(text, right)
        if _SUBJECT.fullmatch(part) and _is_subject(part.split()) and not exampled:
            yield (place := text.index(part, left)), place + len(part)


def _is_subject(words: list[str]) -> bool:
    first = words[0]
    return not _VAGUE.intersection(words) and not (first.endswith("ing") and first not in _ING)
