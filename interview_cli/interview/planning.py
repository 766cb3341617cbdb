"""From what is asked for to a plan: the same for `plan new` and for every way to start an interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import get_args

from pydantic import ValidationError

from interview_cli.coach.languages import is_known, tag_meant
from interview_cli.errors import UsageError
from interview_cli.interview.kinds import (
    LONGEST_MINUTES,
    MOST_FOLLOW_UPS,
    MOST_QUESTIONS,
    SHORTEST_MINUTES,
    InterviewType,
)
from interview_cli.interview.plan import (
    MOST_CANDIDATE_FIELDS,
    ROUND_NAMES,
    Limits,
    Plan,
    Round,
    make_rounds,
)
from interview_cli.library.bank import Bank
from interview_cli.library.role import LANGUAGE_TAG, LONGEST_TAG, Role, Seniority
from interview_cli.validation import in_words

FULL_LOOP_MINUTES = 60


def make_plan(
    bank: Bank,
    *,
    type: InterviewType,  # noqa: A002 - the plan's own word
    level: Seniority,
    minutes: int | None,
    default_minutes: int,
    questions: int | None,
    focus: Sequence[str],
    company: str,
    max_follow_ups: int,
    seed: int,
    adaptive: bool,
    strict_time: bool,
    with_resume: bool,
    company_pack: str | None = None,
    language: str = "en",
) -> Plan:
    """The plan of an interview for a role.

    Without `minutes` a full loop takes an hour and any other type `default_minutes`. Raises
    UsageError for a number out of bounds, a focus the role does not have, a type that it has
    no questions for, and a language that there is not.
    """
    require_language(language)
    if minutes is None:
        minutes = FULL_LOOP_MINUTES if type == "full-loop" else default_minutes
    _within("minutes", minutes, SHORTEST_MINUTES, LONGEST_MINUTES)
    if questions is not None:
        _within("questions", questions, 1, MOST_QUESTIONS)
    check_follow_ups(max_follow_ups)
    rounds = make_rounds(type, minutes, questions, with_resume=with_resume)
    if not any(_has_questions(bank, part) for part in rounds):
        names = " or ".join(ROUND_NAMES[part.kind].lower() for part in rounds)
        raise UsageError(
            f"{bank.role.name} has no {names} questions.", f"Types it has questions for: {_types(bank)}."
        )
    return Plan(
        role=bank.role.id,
        role_name=bank.role.name,
        type=type,
        level=level,
        minutes=minutes,
        rounds=rounds,
        weights=dict(bank.role.weights),
        focus=checked_focus(bank.role, focus),
        company=" ".join(company.split()),
        company_pack=company_pack,
        language=language,
        limits=Limits(max_follow_ups=max_follow_ups, strict_time=strict_time),
        seed=seed,
        adaptive=adaptive,
    )


def with_fields(plan: Plan, names: Sequence[str]) -> Plan:
    """The plan that asks a candidate to say these things first. Raises UsageError for what can name none."""
    cleaned = [" ".join(name.split()) for name in names]
    try:
        return Plan.model_validate(plan.model_dump() | {"candidate_fields": cleaned})
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        raise UsageError(
            f"--field: {in_words(problem)}.",
            f"Name up to {MOST_CANDIDATE_FIELDS} different things, each in up to 60 characters.",
        ) from error


def require_language(tag: str) -> None:
    """Raise UsageError for what is no BCP 47 tag, or one of no language."""
    if len(tag) > LONGEST_TAG or not re.fullmatch(LANGUAGE_TAG, tag) or not is_known(tag):
        meant = tag_meant(tag)
        hint = f"Did you mean {meant}?" if meant else "Tags are such as de, pt-BR or zh-Hans (BCP 47)."
        raise UsageError(f"{tag!r} names no language.", hint)


def checked_focus(role: Role, focus: Sequence[str]) -> list[str]:
    """The focus tags, each once; commas may separate them. Raises UsageError for one no question carries."""
    known = {*role.focus, *(tag for question in role.questions for tag in question.tags)}
    chosen: dict[str, None] = {}
    for tag in (part.strip().lower().replace(" ", "-") for given in focus for part in given.split(",")):
        if tag and tag not in known:
            near = get_close_matches(tag, sorted(known), n=1, cutoff=0.5)
            meant = f"Did you mean {near[0]}? " if near else ""
            offered = ", ".join(role.focus or sorted(known))
            raise UsageError(
                f"{role.name} has no focus {tag!r}.",
                f"{meant}It has: {offered}." if offered else "Its questions carry no tags.",
            )
        if tag:
            chosen[tag] = None
    return list(chosen)


def check_follow_ups(most: int) -> None:
    """Raise UsageError for a number of follow-ups per question that no plan takes."""
    _within("follow-ups per question", most, 0, MOST_FOLLOW_UPS)


def _within(what: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise UsageError(f"{number} {what} cannot be planned.", f"Choose {least} to {most}.")


def _has_questions(bank: Bank, part: Round) -> bool:
    return bool(bank.own(part.kind) or bank.common(part.kind))


def _types(bank: Bank) -> str:
    possible = [
        name
        for name in get_args(InterviewType)
        if any(_has_questions(bank, part) for part in make_rounds(name, SHORTEST_MINUTES))
    ]
    return ", ".join(possible) or "none"
