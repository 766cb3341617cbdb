"""The offline coach's follow-up: one question that aims at the first thing an answer left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.coach.aims import (
    CASE,
    EXAMPLE,
    PARTS,
    PROBE_CRITERIA,
    PROBES,
    SMALLER,
    Aim,
    is_probe,
    main_id,
)
from interview_cli.coach.evaluation import Analysis
from interview_cli.coach.rarity import rarity
from interview_cli.coach.reading import tells_story
from interview_cli.coach.words import content_stems, words
from interview_cli.library.role import Kind, Question

LONGEST_ID = 64
SHORTEST_SECONDS, LONGEST_SECONDS = 60, 120
# An answer at this level needs no probing when no more than this share of the points is missing.
STRONG_LEVEL, _SMALL_GAP = 4.25, 0.2
# An answer that says this part of a follow-up's words, by weight, covers it.
_COVERED = 0.6
_NO_FOLLOW_UP = frozenset({"empty", "gibberish", "echo", "language", "no_answer"})
_SECOND_HALF = re.compile(
    r",? and (?=(?:how|when|what|why|which|where|who|whether|would|do|does|did|in|at)\b)", re.IGNORECASE
)
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question to ask next, and why; neither tells the answer."""

    question: Question
    reason: str


def next_follow_up(
    question: Question,
    answer: str,
    analysis: Analysis,
    *,
    confused: bool,
    number: int,
    toward: frozenset[str] = frozenset(),
) -> FollowUp | None:
    """The follow-up to an answer, or None when there is nothing to gain by one.

    `number` counts the follow-ups of the main question from 1. A confused person, and one who made no point
    at all, gets a narrower version of the question; else the follow-up aims at the first thing missing: a
    part of the story, what a prepared follow-up asks, an example. None after gibberish, an echo or an open
    "I don't know", and after a strong answer. Among prepared follow-ups one that says a stem of `toward`,
    what the interview most wants to hear of, goes first.
    """
    if confused:
        return _follow_up(question, _narrower(question, number, "The question was not clear"), number)
    if analysis.gate is not None and analysis.gate.name in _NO_FOLLOW_UP:
        return None
    aim = _aim(question, answer, analysis, number, toward)
    return None if aim is None else _follow_up(question, aim, number)


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


def _aim(
    question: Question, answer: str, analysis: Analysis, number: int, toward: frozenset[str]
) -> Aim | None:
    missing = [result for result in analysis.points if not result.found]
    if analysis.estimate >= STRONG_LEVEL and len(missing) <= _SMALL_GAP * len(analysis.points):
        return None
    part = _missing_part(analysis)
    if part is not None:
        return part
    if analysis.star is None and not is_probe(question) and len(missing) == len(analysis.points):
        return _narrower(question, number, "No expected point was found")
    if missing or is_probe(question):
        made = len(analysis.points) - len(missing)
        why = f"{made} of {len(question.key_points)} expected points made"
        return _probe(question, answer, number, why, toward)
    return None if analysis.example or analysis.numbers else EXAMPLE


def _missing_part(analysis: Analysis) -> Aim | None:
    """The first missing part of a story; a task that is only implied is no gap when the rest is told."""
    star = analysis.star
    if star is None or not star.missing:
        return None
    if not star.shares:
        return CASE
    gaps = [part for part in star.missing if part != "task"]
    return PARTS[gaps[0]] if gaps else None


def _probe(question: Question, answer: str, number: int, why: str, toward: frozenset[str]) -> Aim:
    """The next prepared follow-up that the answer does not cover already; without any a plain probe."""
    said = set(content_stems(words(answer)))
    asked = set(content_stems(words(question.text)))
    open_ = [text for text in question.follow_ups if not _covered(text, said, asked)]
    wanted = [text for text in open_ if toward & set(content_stems(words(text)))]
    text = next(iter(wanted or open_), None)
    text = text or _another(PROBES[_wording(question)], question.text, number)
    return Aim(text, question.key_points, PROBE_CRITERIA, f"{why}; this asks for more.")


def _covered(text: str, said: set[str], asked: set[str]) -> bool:
    """Whether an answer says most of a follow-up's words, by weight, the question's own left out."""
    own = set(content_stems(words(text))) - asked
    return sum(map(rarity, own & said)) >= _COVERED * sum(map(rarity, own))


def _follow_up(question: Question, aim: Aim, number: int) -> FollowUp | None:
    if aim.text.strip() == question.text.strip():
        return None
    suffix = f"-f{number}"
    parent = main_id(question)
    left = question.follow_ups
    if aim.text in left:
        left = left[left.index(aim.text) + 1 :]
    follow_up = Question(
        id=f"{parent[: LONGEST_ID - len(suffix)]}{suffix}",
        text=aim.text,
        kind=question.kind,
        seniority=question.seniority,
        seconds=min(LONGEST_SECONDS, max(SHORTEST_SECONDS, question.seconds // 2)),
        tags=question.tags,
        criteria=aim.criteria,
        key_points=aim.points,
        sample_answer=question.sample_answer,
        follow_ups=left,
        about=question.about or question.text,
    )
    return FollowUp(follow_up, aim.reason)
