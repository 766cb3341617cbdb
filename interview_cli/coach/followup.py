"""The offline coach's follow-up: one question that aims at the first thing an answer left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.coach.aims import (
    CASE,
    EXAMPLE,
    OWN_LIFE,
    PARTS,
    POINT_CRITERIA,
    PROBE_CRITERIA,
    PROBES,
    SMALLER,
    Aim,
    is_probe,
)
from interview_cli.coach.evaluation import Analysis
from interview_cli.coach.heard import hear
from interview_cli.coach.points import match, targets, weigh
from interview_cli.coach.rarity import rarity
from interview_cli.coach.reading import tells_story
from interview_cli.coach.words import content_stems, words
from interview_cli.library.role import LONGEST_TOLD, KeyPoint, Kind, Question

LONGEST_ID = 64
SHORTEST_SECONDS, LONGEST_SECONDS = 60, 120
# An answer at this level needs no probing when no more than this share of the points is missing.
STRONG_LEVEL, _SMALL_GAP = 4.25, 0.2
# An answer that says this part of a follow-up's words, by weight, covers it.
_COVERED = 0.6
# A point of this strength may have been made all the same, and is not asked for while others are untouched.
_HINTED = 0.3
# A point that says wanted words of this weight goes first: one telling word, or several common ones.
_BEARS = 0.5
_NO_FOLLOW_UP = frozenset(
    {"empty", "gibberish", "echo", "language", "no_answer", "declined", "orders", "abuse"}
)
_SECOND_HALF = re.compile(
    r",? and (?=(?:how|when|what|why|which|where|who|whether|would|do|does|did|in|at)\b)", re.IGNORECASE
)
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question as it was asked, what was answered, and what code saw in it."""

    question: Question
    answer: str
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question to ask next, and why; neither tells the answer."""

    question: Question
    reason: str


def next_follow_up(
    main: Question, exchange: Sequence[Exchange], *, confused: bool, toward: frozenset[str] = frozenset()
) -> FollowUp | None:
    """The next follow-up on a main question, or None when there is nothing to gain by one.

    `exchange` is all that was asked on it and answered, the main question first. A confused person gets a
    narrower version of the question; else the follow-up aims at the first thing missing: a part of the
    story, an expected point, an example. None after gibberish, an echo or an open "I don't know", and after
    a strong answer. Among missing points, and among prepared follow-ups, one that says stems of `toward`,
    what the interview most wants to hear of, goes first; one that may have been made in other words, last.
    """
    last = exchange[-1]
    number = len(exchange)
    if confused:
        smaller = _narrower(last.question, number, "The question was not clear")
        return _follow_up(main, exchange, smaller)
    if last.analysis.gate is not None and last.analysis.gate.name in _NO_FOLLOW_UP:
        return None
    aim = _aim(main, exchange, toward)
    return None if aim is None else _follow_up(main, exchange, aim)


def _narrower(question: Question, number: int, why: str) -> Aim:
    """A part of the question: its first half when it asks for two things, then a beginning, then a probe."""
    kind = _wording(question)
    ways = [*_first_half(question.text), SMALLER[kind], *PROBES[kind]]
    text = _another(ways, question.text, number)
    criteria = question.criteria if tells_story(question) else PROBE_CRITERIA
    return Aim(text, question.key_points, criteria, f"{why}; this asks for a part.")


def _wording(question: Question) -> Kind:
    """The kind whose wording fits: a behavioural question without a story is talked over like a greeting."""
    return "greeting" if question.kind == "behavioral" and not tells_story(question) else question.kind


def _another(texts: Sequence[str], said: str, number: int) -> str:
    """The text for this follow-up, in turn, never the one that was just asked."""
    others = [text for text in texts if text != said]
    return others[(number - 1) % len(others)]


def _first_half(text: str) -> list[str]:
    """The first half of a question that asks for two things, as a question of its own, if it does."""
    first = _SECOND_HALF.split(text, maxsplit=1)[0].rstrip(" ?.,")
    if first == text.rstrip(" ?.,") or len(first.split()) < _FEWEST_WORDS:
        return []
    end = "?" if text.rstrip().endswith("?") else "."
    return [f"Let us take one part of it: {first[:1].lower()}{first[1:]}{end}"]


def _aim(main: Question, exchange: Sequence[Exchange], toward: frozenset[str]) -> Aim | None:
    last, first = exchange[-1], exchange[0]
    found = {point.fact for said in exchange for point in said.analysis.points if point.found}
    left = [point for point in main.key_points if point.fact not in found]
    if (last.analysis.estimate or 0.0) >= STRONG_LEVEL and len(left) <= _SMALL_GAP * len(main.key_points):
        return None
    asked = {said.question.text for said in exchange}
    if first.analysis.star is not None and (part := _missing_part(first.analysis, asked)):
        return part
    made = f"{len(main.key_points) - len(left)} of {len(main.key_points)} expected points made"
    open_ = [point for point in left if point.probe and point.probe not in asked]
    if open_:
        said = "\n".join(said.answer for said in exchange)
        hinted = _hinted_at(main.key_points, main.text, said)
        open_ = [point for point in open_ if point.fact not in hinted] or open_
        wanted = [
            point for point in open_ if _weight(toward & set(content_stems(words(point.fact)))) >= _BEARS
        ]
        point = next(iter(wanted or open_))
        which = "the first one missing" if point is left[0] else "one that is missing"
        return _at_point(main, point, f"{made}; this asks for {which}.")
    if left or is_probe(last.question):
        if first.analysis.star is None and not found and not is_probe(last.question):
            return _narrower(last.question, len(exchange), "No expected point was found")
        return _probe(last, len(exchange), made, toward)
    shown = any(said.analysis.example or said.analysis.numbers for said in exchange)
    return None if shown or EXAMPLE.text in asked else EXAMPLE


@lru_cache(maxsize=512)
def _hinted_at(points: tuple[KeyPoint, ...], asked: str, answer: str) -> frozenset[str]:
    """The points that may well have been made in words that rules know only in part."""
    matches = weigh(targets(points, asked), hear(answer))
    return frozenset(match.fact for match in matches if match.strength >= _HINTED)


def _missing_part(analysis: Analysis, asked: Collection[str]) -> Aim | None:
    """The first missing part of a story; a task that is only implied is no gap when the rest is told."""
    star = analysis.star
    if star is None or not star.missing:
        return None
    if not star.shares:
        return CASE if CASE.text not in asked else None
    gaps = [part for part in star.missing if part != "task" and PARTS[part].text not in asked]
    return PARTS[gaps[0]] if gaps else None


def _at_point(main: Question, point: KeyPoint, reason: str) -> Aim:
    """The probe of one point, which is answered by what the sample answer says about it."""
    told = _told_about(point, main.sample_answer, main.text)
    return Aim(point.probe or "", (point,), POINT_CRITERIA, reason, " ".join([point.fact, *told]))


@lru_cache(maxsize=512)
def _told_about(point: KeyPoint, sample: str, asked: str) -> tuple[str, ...]:
    """The sentence of a sample answer that makes a point, if one does."""
    return tuple(made.evidence for made in match((point,), sample, asked) if made.found)


def _probe(last: Exchange, number: int, why: str, toward: frozenset[str]) -> Aim:
    """The next prepared follow-up that the answer does not cover already; without any a plain probe."""
    question = last.question
    said = set(content_stems(words(last.answer)))
    asked = set(content_stems(words(question.text)))
    open_ = [text for text in question.follow_ups if not _covered(text, said, asked)]
    wanted = [text for text in open_ if toward & set(content_stems(words(text)))]
    text = next(iter(wanted or open_), None)
    text = text or _another(PROBES[_wording(question)], question.text, number)
    return Aim(text, question.key_points, PROBE_CRITERIA, f"{why}; this asks for more.")


def _covered(text: str, said: set[str], asked: set[str]) -> bool:
    """Whether an answer says most of a follow-up's words, by weight, the question's own left out."""
    own = set(content_stems(words(text))) - asked
    return _weight(own & said) >= _COVERED * _weight(own)


def _weight(stems: Collection[str]) -> float:
    return sum(map(rarity, stems))


def _follow_up(main: Question, exchange: Sequence[Exchange], aim: Aim) -> FollowUp | None:
    question = exchange[-1].question
    if aim.text.strip() == question.text.strip():
        return None
    suffix = f"-f{len(exchange)}"
    left = question.follow_ups
    if aim.text in left:
        left = left[left.index(aim.text) + 1 :]
    follow_up = Question(
        id=f"{main.id[: LONGEST_ID - len(suffix)]}{suffix}",
        text=aim.text,
        kind=main.kind,
        seniority=main.seniority,
        seconds=min(LONGEST_SECONDS, max(SHORTEST_SECONDS, main.seconds // 2)),
        tags=main.tags,
        criteria=aim.criteria,
        key_points=aim.points,
        sample_answer=aim.sample or main.sample_answer,
        follow_ups=left,
        about=main.text,
        told="\n\n".join(said.answer for said in exchange)[:LONGEST_TOLD] if main.kind in OWN_LIFE else "",
    )
    return FollowUp(follow_up, aim.reason)
