"""An attempt at a question beside the one before: what was added, what is still missing, what was lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.judged import OFFLINE
from interview_cli.interview.session import Before, Turn


class Earlier(NamedTuple):
    """The attempt before: its session and its turn, which was answered and judged."""

    session: str
    turn: Turn


def compare(earlier: Earlier | None, turn: Turn) -> Before | None:
    """A judged turn beside the attempt before it; None for a first attempt.

    Points found and missing are compared by their wording, and the parts of a story by name. Where
    the two were not judged alike nothing is compared, and `why_apart` says so.
    """
    then = earlier.turn.evaluation if earlier else None
    if earlier is None or then is None or then.level is None or earlier.turn.answer is None:
        return None
    before = Before(
        session=earlier.session,
        at=earlier.turn.answer.at,
        level=then.level,
        source=then.source,
        why_apart=_why_apart(then, turn.evaluation),
    )
    if before.why_apart or turn.evaluation is None:
        return before
    told = any(one.star and one.star.shares for one in (then, turn.evaluation))
    was, now = dict(_parts(then, story=told)), dict(_parts(turn.evaluation, story=told))
    return before.model_copy(
        update={
            "added": [part for part, made in now.items() if made and was.get(part) is False],
            "still_missing": [part for part, made in now.items() if not made and was.get(part) is False],
            "lost": [part for part, made in now.items() if not made and was.get(part)],
        }
    )


def _why_apart(then: Evaluation, now: Evaluation | None) -> str:
    if now is None or now.level is None:
        return "this answer is not judged yet"
    if then.rubric_version != now.rubric_version:
        return "the two were judged by different versions of the rubric"
    # A plain check gives the same level whoever judges.
    if "gated" in (then.status, now.status):
        return ""
    if then.source != now.source:
        return f"that one was judged by {_named(then.source)}, this one by {_named(now.source)}"
    if then.prompt_hash != now.prompt_hash:
        return "the two were judged with different versions of the prompts"
    return ""


def _named(source: str) -> str:
    return "the offline coach" if source == OFFLINE else source


def _parts(judged: Evaluation, *, story: bool) -> Iterator[tuple[str, bool]]:
    """All that an answer should have held, and whether it did; with `story` the parts of one too."""
    for point in judged.points:
        yield point.fact, point.found
    if judged.star is not None and story:
        parts = dict.fromkeys((*judged.star.shares, *judged.star.missing))
        for part in parts:
            yield story_part(part), part not in judged.star.missing


def story_part(part: str) -> str:
    """What a part of a story is called among expected points."""
    return f"{part} (part of the story)"
