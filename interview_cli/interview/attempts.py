"""Attempts: every judged answer to a main question, with what makes two of them the same question.

Free of documents, so that years of attempts are read in no time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from interview_cli.interview.session import Session, Turn

# What stands for the role where questions of several are mixed; role files are not called so.
SEVERAL_ROLES, SEVERAL_ROLES_NAME = "several_roles", "Several roles"

_KEY_LENGTH = 12
_MARK_LENGTH = 6
_LONGEST_ID = 64


class JudgedBy(NamedTuple):
    """By whom and what a level was given: only those of the same judge compare."""

    source: str
    rubric_version: str
    prompt_hash: str


class Attempt(NamedTuple):
    """One judged answer to a main question: its level (0-5), when (UTC) and in which session.

    `key` says which question it was, whatever it was called (`text_key`); `question` is the id to
    call it by. `gated` says that a plain check gave the level, which is the same whoever judges.
    `role` is that of the session.
    """

    key: str
    question: str
    candidate: str
    at: datetime
    level: float
    by: JudgedBy
    gated: bool
    session: str
    role: str

    def compares_with(self, other: Attempt) -> bool:
        """Whether both levels were given alike."""
        if self.gated or other.gated:
            return self.by.rubric_version == other.by.rubric_version
        return self.by == other.by


def text_key(text: str) -> str:
    """A digest of a question's wording, capitals and line breaks aside.

    The wording says which question it is: an id may be given to another one in a role that was
    changed, and questions on a resume are called by their place in an interview.
    """
    words = " ".join(text.split()).casefold()
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:_KEY_LENGTH]


def lasting_id(turn: Turn) -> str:
    """What a question is called beyond its interview: questions that code or a model wrote for one
    interview are named by their place there, so that a part of their digest sets them apart."""
    name = turn.question.id
    return name if turn.action == "preset" else marked_id(name, text_key(turn.question.text))


def marked_id(name: str, key: str) -> str:
    """An id told from others of the same name by the digest of the wording."""
    mark = f"-{key[:_MARK_LENGTH]}"
    return name if name.endswith(mark) else f"{name[: _LONGEST_ID - len(mark)]}{mark}"


def attempts_of(session: Session) -> list[Attempt]:
    """The attempts of a session; answers that are not judged are none."""
    found = []
    for turn in session.main_turns:
        judged = turn.evaluation
        if turn.answer is None or judged is None or judged.level is None:
            continue
        found.append(
            Attempt(
                key=text_key(turn.question.text),
                question=lasting_id(turn),
                candidate=session.candidate.name,
                at=turn.answer.at.astimezone(UTC),
                level=judged.level,
                by=JudgedBy(judged.source, judged.rubric_version, judged.prompt_hash),
                gated=judged.status == "gated",
                session=session.id,
                role=session.plan.role,
            )
        )
    return found


def turn_of(session: Session, key: str) -> Turn | None:
    """The judged main turn whose question has that digest; None when the session has none."""
    for turn in session.main_turns:
        judged = turn.evaluation
        if judged is not None and judged.level is not None and text_key(turn.question.text) == key:
            return turn
    return None


def role_among(made: Sequence[Attempt]) -> str:
    """The role of a question by its attempts, oldest first: a drill through several has none to tell."""
    return next((one.role for one in reversed(made) if one.role != SEVERAL_ROLES), "")


# What the names of simulated candidates begin with.
_SIMULATED = "simulated "


def simulated_name(persona: str) -> str:
    """The name that the interviews of a simulated candidate are kept under."""
    return f"{_SIMULATED}{persona}"


def is_simulated(candidate: str) -> bool:
    """Whether a candidate is none of the people who practise here."""
    return candidate.startswith(_SIMULATED)


def same_person(one: str, other: str) -> bool:
    """Whether two candidates' names are the same, capitals and spaces around aside."""
    return one.strip().casefold() == other.strip().casefold()
