"""The offline coach's follow-up: one question that aims at the first thing an answer left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.coach.aims import CASE, CRITERIA_OF, EXAMPLE, PARTS, PROBES, SMALLER, Aim
from interview_cli.coach.evaluation import Analysis, PointResult
from interview_cli.coach.heard import hear
from interview_cli.coach.points import targets, weigh
from interview_cli.coach.rarity import rarity
from interview_cli.coach.reading import tells_story
from interview_cli.coach.words import content_stems, words
from interview_cli.library.role import KeyPoint, Kind, Question

LONGEST_ID = 64
SHORTEST_SECONDS, LONGEST_SECONDS = 60, 120
# An answer at this level needs no probing when no more than this share of the points is missing.
STRONG_LEVEL, _SMALL_GAP = 4.25, 0.2
# A prepared follow-up fits a point when they share words of at least this weight: one that is not common.
_FITTING = 0.5
_NO_FOLLOW_UP = frozenset({"empty", "gibberish", "echo", "language", "no_answer"})
_SHORTEST_SAMPLE = 20
_EARLIER_FOLLOW_UP = re.compile(r"-f\d+$")
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
    question: Question, answer: str, analysis: Analysis, *, confused: bool, number: int
) -> FollowUp | None:
    """The follow-up to an answer, or None when there is nothing to gain by one.

    `number` counts the follow-ups of the main question from 1. A confused person, and one who made no point
    at all, gets a narrower version of the question; else the follow-up aims at the first thing missing: a
    part of the story, a key point, an example. None after gibberish, an echo or an open "I don't know", and
    after a strong answer.
    """
    if confused:
        return _follow_up(question, _narrower(question, number, "The question was not clear"), number)
    if analysis.gate is not None and analysis.gate.name in _NO_FOLLOW_UP:
        return None
    aim = _aim(question, analysis, number)
    return None if aim is None else _follow_up(question, aim, number)


def _narrower(question: Question, number: int, why: str) -> Aim:
    """A part of the question: its first half when it asks for two things, then a beginning, then a probe."""
    kind = _wording(question)
    ways = [*_first_half(question.text), SMALLER[kind], *PROBES[kind]]
    text = _another(ways, question.text, number)
    return Aim(text, question.key_points, question.criteria, f"{why}; this asks for a part.")


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


def _aim(question: Question, analysis: Analysis, number: int) -> Aim | None:
    missing = [result for result in analysis.points if not result.found]
    if analysis.estimate >= STRONG_LEVEL and len(missing) <= _SMALL_GAP * len(analysis.points):
        return None
    part = _missing_part(analysis)
    if part is not None:
        return part
    if analysis.star is None and len(missing) == len(analysis.points):
        return _narrower(question, number, "No expected point was found")
    if missing:
        return _at_point(question, missing, number)
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


def _at_point(question: Question, missing: Sequence[PointResult], number: int) -> Aim:
    """The prepared follow-up that fits a missing point best, and no point made; else a plain probe."""
    facts = {result.fact for result in missing}
    open_points = tuple(point for point in question.key_points if point.fact in facts) or question.key_points
    made = [point for point in question.key_points if point not in open_points]
    many = f"{len(made)} of {len(question.key_points)} expected points were made"
    asked = frozenset(content_stems(words(question.text)))
    best, text, aimed_at = 0.0, "", open_points
    for candidate in question.follow_ups:
        fits = {point: _shared(candidate, point, asked) for point in open_points}
        closest = max(fits.values())
        if closest > max(best, *(_shared(candidate, point, asked) for point in made), _FITTING):
            best, text = closest, candidate
            aimed_at = tuple(point for point in open_points if fits[point] >= _FITTING)
    if text:
        return Aim(text, aimed_at, CRITERIA_OF[question.kind], f"{many}; this asks about one that was not.")
    probe = _another(PROBES[_wording(question)], question.text, number)
    return Aim(probe, open_points, CRITERIA_OF[question.kind], f"{many}; this asks for the rest.")


def _shared(text: str, point: KeyPoint, asked: frozenset[str]) -> float:
    """The weight of the words that a follow-up's text shares with a point, the question's own left out."""
    ours = set(content_stems(words(text))) - asked
    return sum(
        rarity(stem) for stem in ours & set(content_stems(words(" ".join((point.fact, *point.synonyms)))))
    )


def _follow_up(question: Question, aim: Aim, number: int) -> FollowUp | None:
    if aim.text.strip() == question.text.strip():
        return None
    suffix = f"-f{number}"
    parent = _EARLIER_FOLLOW_UP.sub("", question.id)
    follow_up = Question(
        id=f"{parent[: LONGEST_ID - len(suffix)]}{suffix}",
        text=aim.text,
        kind=question.kind,
        seniority=question.seniority,
        seconds=min(LONGEST_SECONDS, max(SHORTEST_SECONDS, question.seconds // 2)),
        tags=question.tags,
        criteria=aim.criteria,
        key_points=aim.points,
        sample_answer=_sample(question, aim.points),
    )
    return FollowUp(follow_up, aim.reason)


def _sample(question: Question, points: tuple[KeyPoint, ...]) -> str:
    """The sentences of the sample answer that make these points, in order; all of it when they make none."""
    heard = hear(question.sample_answer)
    made = {match.sentence for match in weigh(targets(points, ""), heard) if match.found}
    part = " ".join(sentence.text for number, sentence in enumerate(heard.sentences) if number in made)
    return part if len(part) >= _SHORTEST_SAMPLE else question.sample_answer
