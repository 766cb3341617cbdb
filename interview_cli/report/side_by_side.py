"""Several candidates on one plan side by side: the same questions, their scores, and what each rests on.

Texts are as people and models wrote them: each format makes them safe for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from interview_cli.interview.analytics import count, scoring_judgements
from interview_cli.interview.attempts import text_key
from interview_cli.interview.session import Session, Turn
from interview_cli.interview.verification import changes
from interview_cli.report.wording import (
    counted,
    date_and_time,
    duration,
    judge_name,
    level_words,
    named,
    one_line,
    score_words,
    shortened,
)

_QUESTION_WORDS = 25
NONE = "–"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a title: the first column names what a row is about, the others belong to candidates."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`candidates` head the columns of every grid; `notes` say why scores may not compare."""

    title: str
    candidates: tuple[str, ...]
    notes: tuple[str, ...]
    grids: tuple[Grid, ...]


def side_by_side(
    sessions: Sequence[Session], *, held: Sequence[Session] | None = None, scale: int = 100
) -> SideBySide:
    """Interviews by one plan, in the order given; scores on 0-100 or 1-5.

    `held` are the same with their seals, where `sessions` were made anonymous and lost them.
    """
    questions = _questions(sessions)
    return SideBySide(
        title=_title(sessions),
        candidates=tuple(_names(sessions)),
        notes=tuple(_notes(sessions, held or sessions)),
        grids=(
            Grid("At a glance", tuple(_overview(sessions, scale))),
            Grid("Scores", tuple(_scores(sessions, scale))),
            *([Grid("Questions", tuple(_by_question(sessions, questions, scale)))] if questions else []),
            *([Grid("What to ask again", tuple(_fixes(sessions, questions)))] if questions else []),
        ),
    )


def document(sessions: Sequence[Session], *, held: Sequence[Session] | None = None) -> dict[str, Any]:
    """The comparison as plain values for JSON: overall and category scores 0-100, levels 0-5.

    `held` is as for `side_by_side`.
    """
    return {
        "notes": list(_notes(sessions, held or sessions)),
        "candidates": [
            {
                "name": name,
                "session": session.id,
                "fields": session.candidate.fields,
                "created_at": session.created_at.isoformat(),
                "overall": session.feedback.overall if session.feedback else None,
                "categories": {
                    one.category: one.score
                    for one in (session.feedback.categories if session.feedback else ())
                },
                "recommendation": _recommendation(session) or None,
                "judged_by": _judges(session),
                "answered": count(session).answered,
                "planned": count(session).planned,
            }
            for name, session in zip(_names(sessions), sessions, strict=True)
        ],
        "questions": [
            {
                "question": text,
                "levels": [_level(_turn_for(session, key)) for session in sessions],
                "points_found": [_points(_turn_for(session, key)) or None for session in sessions],
            }
            for key, text in _questions(sessions).items()
        ],
    }


def _title(sessions: Sequence[Session]) -> str:
    roles = {session.plan.role_name for session in sessions}
    return f"Candidates for {roles.pop()}" if len(roles) == 1 else "Candidates side by side"


def _names(sessions: Sequence[Session]) -> Iterator[str]:
    """What candidates are called; with the beginning of their session's id where two have one name."""
    called = [one_line(session.candidate.called) for session in sessions]
    counts = Counter(called)
    for name, session in zip(called, sessions, strict=True):
        yield f"{name} ({session.id[:6]})" if counts[name] > 1 else name


def _notes(sessions: Sequence[Session], held: Sequence[Session]) -> Iterator[str]:
    names = list(_names(sessions))
    for name, session in zip(names, held, strict=True):
        for change in changes(session):
            yield f"{name}: {change}"
    # Without a seal, as in an anonymous file, nothing is known of the plan.
    plans = {session.seal.plan for session in held if session.seal}
    asked = [_asked(session) for session in sessions]
    longest = max(asked, key=len)
    if any(one != longest[: len(one)] for one in asked):
        yield "They were not asked the same questions; only those that all were asked stand below."
    elif len(set(asked)) > 1:
        yield "Not all of them were asked all questions; only those that all were asked stand below."
    elif len(plans) > 1 or "" in plans:
        yield "They were asked the same questions, though not all from one plan file."
    if len({_judges(session) for session in sessions}) > 1:
        yield (
            "They were judged by different judges or versions, so that scores do not compare. Judge all by "
            "one: interview score --session ID --again"
        )
    if open_ones := [name for name, session in zip(names, sessions, strict=True) if session.is_open]:
        yield f"Not ended yet: {', '.join(open_ones)}."
    unscored = sum(count(session).unscored for session in sessions)
    if unscored:
        yield f"{counted(unscored, 'answer')} not judged."


def _asked(session: Session) -> tuple[str, ...]:
    return tuple(text_key(turn.question.text) for turn in session.main_turns)


def _questions(sessions: Sequence[Session]) -> dict[str, str]:
    """The questions that all were asked, in the order of the first session, by their digests."""
    common = set.intersection(*(set(_asked(session)) for session in sessions))
    turns = sessions[0].main_turns
    return {key: turn.question.text for turn in turns if (key := text_key(turn.question.text)) in common}


def _turn_for(session: Session, key: str) -> Turn:
    return next(turn for turn in session.main_turns if text_key(turn.question.text) == key)


def _overview(sessions: Sequence[Session], scale: int) -> Iterator[tuple[str, ...]]:
    counts = [count(session) for session in sessions]
    overall = [session.feedback.overall if session.feedback else None for session in sessions]
    yield "Overall", *(score_words(one, scale) if one is not None else NONE for one in overall)
    yield "Ready?", *(_recommendation(session).replace("_", " ") or NONE for session in sessions)
    yield "Answered", *(f"{one.answered} of {one.planned}" for one in counts)
    yield "Follow-ups", *(str(one.follow_ups) for one in counts)
    yield "Time", *(duration(one.seconds) if one.seconds else NONE for one in counts)
    yield "Judged by", *(_judges(session) for session in sessions)
    yield "Date", *(date_and_time(session.created_at) for session in sessions)
    fields = dict.fromkeys(name for session in sessions for name in session.candidate.fields)
    for name in fields:
        yield name, *(one_line(session.candidate.fields.get(name, NONE)) for session in sessions)


def _scores(sessions: Sequence[Session], scale: int) -> Iterator[tuple[str, ...]]:
    scored = [
        {one.category: one.score for one in (session.feedback.categories if session.feedback else ())}
        for session in sessions
    ]
    for category in dict.fromkeys(name for one in scored for name in one):
        values = (one.get(category) for one in scored)
        yield named(category), *(score_words(one, scale) if one is not None else NONE for one in values)


def _by_question(
    sessions: Sequence[Session], questions: dict[str, str], scale: int
) -> Iterator[tuple[str, ...]]:
    for number, (key, text) in enumerate(questions.items(), start=1):
        brief, left = shortened(one_line(text), _QUESTION_WORDS)
        turns = [_turn_for(session, key) for session in sessions]
        yield f"{number}. {brief}{' ...' if left else ''}", *(_standing(turn, scale) for turn in turns)


def _standing(turn: Turn, scale: int) -> str:
    """The score of an answer with the points made in it, or why there is none."""
    level = _level(turn)
    if level is None:
        return {"answered": "not judged", "skipped": "skipped"}.get(turn.status, "not answered")
    points = _points(turn)
    return f"{level_words(level, scale)}{f'; {points} points' if points else ''}"


def _fixes(sessions: Sequence[Session], questions: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """What each answer lacks first, which is where a conversation would go on."""
    for number, key in enumerate(questions, start=1):
        yield str(number), *(_first_gap(_turn_for(session, key)) for session in sessions)


def _first_gap(turn: Turn) -> str:
    judgement = turn.evaluation
    if judgement is None:
        return "not judged" if turn.status == "answered" else "all of it: no answer"
    missing = next((point.fact for point in judgement.points if not point.found), "")
    return one_line(missing or next(iter(judgement.improvements), "")) or NONE


def _level(turn: Turn) -> float | None:
    return turn.evaluation.level if turn.evaluation else None


def _points(turn: Turn) -> str:
    points = turn.evaluation.points if turn.evaluation else []
    return f"{sum(point.found for point in points)} of {len(points)}" if points else ""


def _recommendation(session: Session) -> str:
    ready = session.feedback.readiness if session.feedback else None
    return ready.recommendation or "" if ready else ""


def _judges(session: Session) -> str:
    judged = scoring_judgements(session)
    sources = sorted({judgement.source for judgement in judged})
    versions = sorted({judgement.rubric_version for judgement in judged})
    return f"{judge_name('+'.join(sources))} (rubric {' and '.join(versions)})" if sources else "nobody"
