"""A session as a CSV table (RFC 4180), one row for each question asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from interview_cli.coach.delivery_rows import Row, rows
from interview_cli.coach.delivery_words import remark
from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.judged import still_to_do
from interview_cli.coach.languages import is_english
from interview_cli.coach.rubric import category_levels
from interview_cli.coach.speech import Delivery
from interview_cli.coach.speech_bands import (
    DBFS,
    DECIBELS,
    PER_100_WORDS,
    PER_MINUTE,
    PERCENT,
    SECONDS,
    SEMITONES,
    TIMES,
)
from interview_cli.coach.star_words import parts_in_words
from interview_cli.interview.session import Before, Session, Turn
from interview_cli.library.role import CATEGORIES
from interview_cli.report.wording import harmless

# Spreadsheets take a cell that begins so for a formula, or cut it at its control character
# (OWASP, "CSV Injection"); the full-width forms count as the plain ones in some of them.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BETWEEN_POINTS = " | "
LOW_AGREEMENT = "low agreement"

Cell = str | float | int | None

# What is measured in sound, by the names of columns: empty in answers without a recording.
SOUND_COLUMNS = {
    "slowest_words_per_minute": ("slowest_pace", PER_MINUTE),
    "fastest_words_per_minute": ("fastest_pace", PER_MINUTE),
    "words_per_minute_without_pauses": ("articulation", PER_MINUTE),
    "first_word_seconds": ("first_word", SECONDS),
    "longest_pause_seconds": ("longest_pause", SECONDS),
    "pause_inside_seconds": ("pause", SECONDS),
    "pause_between_seconds": ("pause_between", SECONDS),
    "volume_dbfs": ("volume", DBFS),
    "volume_variety_db": ("volume_variety", DECIBELS),
    "overdriven_percent": ("overdriven", PERCENT),
    "pitch_variety_semitones": ("pitch_variety", SEMITONES),
    "speech_percent": ("speech_share", PERCENT),
    "voice_over_noise_db": ("voice_over_noise", DECIBELS),
    "word_certainty_percent": ("word_certainty", PERCENT),
}

COLUMNS = (
    *(
        "session",
        "date",
        "candidate",
        "role",
        "type",
        "seniority",
        "language",
        "turn",
        "label",
        "parent",
        "action",
        "round",
    ),
    *(
        "question_id",
        "kind",
        "question",
        "answer",
        "source",
        "seconds",
        "status",
        "persona",
        "tag",
        "difficulty",
        "asked_back",
    ),
    *("words", "words_per_minute", "fillers", "fillers_per_minute", "fillers_per_100_words"),
    *("hedges_per_100_words", "repeats", "delivery"),
    *(*SOUND_COLUMNS, "delivery_measures"),
    *("judgement", "level", "scored_by", "rubric", "prompts", *(f"{name}_level" for name in CATEGORIES)),
    *("points_found", "points_missing", "gate", "why_unscored", "estimate", "next_action", "next_reason"),
    *("story", "story_missing", "recent_work"),
    *("before_level", "before_added", "before_still_missing", "before_lost", "why_apart"),
    *("samples", "spread", "agreement", "note"),
    *("strengths", "first_fix", "improvements", "next_level", "rated_level", "rated_by", "rated_why"),
    *("overall", "recommendation", "recommendation_reason"),
)
_SCORES = frozenset(
    (
        *("level", "estimate", "spread", "rated_level", "before_level", "story", "overall"),
        *(f"{name}_level" for name in CATEGORIES),
    )
)


def render(session: Session, *, scores: bool = True) -> str:
    """The table of one session, as `render_all` has it."""
    return render_all([session], scores=scores)


def render_all(sessions: Iterable[Session], *, scores: bool = True) -> str:
    """The table with its header, lines ending in CR LF. Levels are 0-5, empty where nothing was judged.

    Without `scores` the columns of levels, their spread and a story's shares are left out. A cell that a
    spreadsheet would take for a formula begins with an apostrophe; what drives a terminal or turns the
    direction of text is left out. All else is exactly what the session holds.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    columns = [column for column in COLUMNS if scores or column not in _SCORES]
    writer.writerow(columns)
    for session in sessions:
        for turn in session.turns:
            row = _row(session, turn)
            writer.writerow([neutral(row[column]) for column in columns])
    return table.getvalue()


def neutral(cell: Cell) -> str:
    """A cell as text that no spreadsheet evaluates and no terminal obeys."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    text = harmless(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _row(session: Session, turn: Turn) -> dict[str, Cell]:
    answer, decision = turn.answer, turn.decision
    ready = session.feedback.readiness if session.feedback else None
    return {
        "session": session.id,
        "date": session.created_at.isoformat(),
        "candidate": session.candidate.name,
        "role": session.plan.role,
        "type": session.plan.type,
        "seniority": session.plan.level,
        "language": session.plan.language,
        "turn": turn.id,
        "label": turn.label,
        "parent": turn.parent,
        "action": turn.action,
        "round": turn.round,
        "question_id": turn.question.id,
        "kind": turn.question.kind,
        "question": turn.question.text,
        "answer": answer.text if answer else None,
        "source": answer.source if answer else None,
        "seconds": round(turn.seconds, 1),
        "status": turn.status,
        "persona": turn.persona.name if turn.persona else None,
        "tag": turn.analysis.tag if turn.analysis else None,
        "difficulty": decision.difficulty if decision else None,
        "asked_back": _facts(turn.asides),
        "next_action": decision.action if decision else None,
        "next_reason": decision.reason if decision else None,
        **_delivery(turn),
        "recent_work": _facts(one.title for one in session.fragments if one.id in turn.fragments) or None,
        **_story(turn.evaluation),
        **_before(turn.before),
        **_judgement(turn),
        **_advice(turn.evaluation, session.made_later(turn)),
        **_ratings(turn),
        "overall": session.feedback.overall if session.feedback else None,
        "recommendation": ready.recommendation if ready else None,
        "recommendation_reason": ready.reason if ready else None,
    }


def _delivery(turn: Turn) -> dict[str, Cell]:
    delivery = turn.delivery
    values = {(m.name, m.unit): m.value for m in delivery.measures} if delivery else {}
    english = is_english(turn.question.language)
    return {
        "words": (delivery.words if delivery else 0) or None,
        "words_per_minute": values.get(("pace", PER_MINUTE)),
        "fillers": sum(delivery.fillers.values()) if delivery and english else None,
        "fillers_per_minute": values.get(("fillers", PER_MINUTE)),
        "fillers_per_100_words": values.get(("fillers", PER_100_WORDS)),
        "hedges_per_100_words": values.get(("hedges", PER_100_WORDS)),
        "repeats": values.get(("repeats", TIMES)),
        "delivery": (remark(delivery) if delivery else "") or None,
        **{column: values.get(measure) for column, measure in SOUND_COLUMNS.items()},
        "delivery_measures": _facts(map(_measured, _spoken_rows(delivery))) or None,
    }


def _spoken_rows(delivery: Delivery | None) -> list[Row]:
    return rows(delivery) if delivery is not None and delivery.way == "spoken" else []


def _measured(row: Row) -> str:
    standing = f", {row.standing}" if row.standing else ""
    return f"{row.name}: {row.value}{standing} (trust {row.trust_words})"


def _story(judgement: Evaluation | None) -> dict[str, Cell]:
    """The parts of a case that was told, as reports have them, and those that it lacks."""
    star = judgement.star if judgement else None
    told = star is not None and bool(star.shares)
    return {
        "story": parts_in_words(star) if star else None,
        "story_missing": _facts(star.missing) if star and told else None,
    }


def _before(before: Before | None) -> dict[str, Cell]:
    """The attempt before, and what changed since."""
    return {
        "before_level": before.level if before else None,
        "before_added": _facts(before.added) if before else None,
        "before_still_missing": _facts(before.still_missing) if before else None,
        "before_lost": _facts(before.lost) if before else None,
        "why_apart": before.why_apart if before else None,
    }


def _judgement(turn: Turn) -> dict[str, Cell]:
    names = (
        *("judgement", "level", "scored_by", "rubric", "prompts", "gate", "why_unscored", "estimate"),
        *("samples", "spread", "agreement", "note"),
    )
    judgement = turn.evaluation
    if judgement is None:
        levels = dict.fromkeys(f"{category}_level" for category in CATEGORIES)
        return {**dict.fromkeys(names), **levels, "points_found": None, "points_missing": None}
    means = category_levels(judgement.criteria)
    return {
        "judgement": judgement.status,
        "level": judgement.level,
        "scored_by": judgement.source,
        "rubric": judgement.rubric_version,
        "prompts": judgement.prompt_hash or None,
        **{f"{category}_level": _rounded(means.get(category)) for category in CATEGORIES},
        "points_found": _facts(point.fact for point in judgement.points if point.found),
        "points_missing": _facts(point.fact for point in judgement.points if not point.found),
        "gate": judgement.gate.name if judgement.gate else None,
        "why_unscored": judgement.why_unscored or None,
        "estimate": judgement.estimate,
        "samples": max((score.samples for score in judgement.criteria), default=None),
        "spread": max((score.spread for score in judgement.criteria), default=None),
        "agreement": LOW_AGREEMENT if judgement.low_agreement else None,
        "note": judgement.note or None,
    }


def _advice(judgement: Evaluation | None, made_later: frozenset[str]) -> dict[str, Cell]:
    first, *others = (still_to_do(judgement, made_later) if judgement else None) or [""]
    return {
        "strengths": _facts(judgement.strengths if judgement else ()),
        "first_fix": first,
        "improvements": _facts(others),
        "next_level": judgement.next_level if judgement else "",
    }


def _ratings(turn: Turn) -> dict[str, Cell]:
    """People's own levels for the answer, one after another where several rated it."""
    ratings = turn.standing_ratings
    return {
        "rated_level": ratings[0].level if len(ratings) == 1 else _facts(f"{r.level:g}" for r in ratings),
        "rated_by": _facts(rating.by for rating in ratings),
        "rated_why": _facts(rating.why for rating in ratings),
    }


def _facts(facts: Iterable[str]) -> str:
    return BETWEEN_POINTS.join(facts)


def _rounded(level: float | None) -> float | None:
    return None if level is None else round(level, 2)
