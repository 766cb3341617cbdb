"""A story as a model read it: its quotes checked, its shares counted, its missing parts named by code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interview_cli.coach import markers
from interview_cli.coach.evaluation import StarPart, StarResult
from interview_cli.coach.evidence import Span, find, find_figure, spans_of
from interview_cli.coach.replies import PassageReply, StoryReply
from interview_cli.coach.story import PARTS
from interview_cli.coach.words import words

# Scripts without spaces (kana, Chinese characters, Thai) are counted by the character.
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|\w+(?:['’]\w+)*")


def told(reply: StoryReply, answer: str) -> StarResult | None:
    """The story of an answer by a model's reading; None when not one of its quotes stands there.

    A word belongs to the first passage that holds it, and a share is that of the answer's words.
    """
    all_words = [Span(*match.span()) for match in _WORD.finditer(answer)]
    parts: dict[StarPart, int] = dict.fromkeys(PARTS, 0)
    quotes: dict[StarPart, list[str]] = {part: [] for part in PARTS}
    doing = {"own": 0, "team": 0}
    left = set(all_words)
    after = 0
    for passage in reply.passages:
        spans = _spans(passage, answer, after)
        after = spans[-1].end if spans else after
        held = {
            word for word in left if any(span.start <= word.start and word.end <= span.end for span in spans)
        }
        left -= held
        if passage.doer in doing:
            doing[passage.doer] += len(held)
        if passage.part != "none" and held:
            parts[passage.part] += len(held)
            quotes[passage.part] += [answer[span.start : span.end] for span in spans]
    if len(left) == len(all_words):
        return None
    measures = [
        answer[span.start : span.end]
        for figure in dict.fromkeys(reply.measures)
        if (span := find_figure(figure, answer))
    ]
    return StarResult(
        shares={part: round(count / len(all_words), 2) for part, count in parts.items() if count},
        missing=[part for part in PARTS if not parts[part]],
        own_part=doing["own"] > 0,
        numbers=bool(measures) or markers.numbers(words(answer)) > 0,
        quotes={part: said for part, said in quotes.items() if said},
        own_share=round(doing["own"] / (sum(doing.values()) or 1), 2),
        measures=measures,
    )


def middle(readings: Sequence[StarResult]) -> StarResult:
    """Of several readings of one story the one that differs least from all the others."""
    return min(readings, key=lambda reading: sum(_difference(reading, other) for other in readings))


def _spans(passage: PassageReply, answer: str, after: int) -> list[Span]:
    """Where a passage stands: after the one before, as a story goes, else anywhere."""
    following = find(passage.quote, answer, after)
    return [following] if following else spans_of(passage.quote, answer)


def _difference(one: StarResult, other: StarResult) -> float:
    parts = sum(abs(one.shares.get(part, 0.0) - other.shares.get(part, 0.0)) for part in PARTS)
    return parts + abs(one.own_share - other.own_share)
