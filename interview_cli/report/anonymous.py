"""A session without who it was: names, contact details, recordings and what leads back to the person."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from interview_cli.coach.speech import Take
from interview_cli.interview.session import Candidate, Session, Turn

Model = TypeVar("Model", bound=BaseModel)

NAME = "[name]"
CANDIDATE = "Candidate"
# Not names of people: what a session without one is kept under.
_NO_NAMES = frozenset({"me", "candidate", "anonymous"})
_SHORTEST_PART = 3
_ID_LENGTH = 10
# Texts that say nothing of a person, and that other parts of a document refer to.
_KEPT = frozenset(
    {
        *("id", "parent", "session", "fragments", "covered_fragments", "models", "model", "purpose"),
        *("asked_by", "source", "rubric_version", "prompt_hash", "criterion", "role_name"),
    }
)


def anonymous(
    session: Session, *, called: str = CANDIDATE, names: Iterable[str] = (), hide: Callable[[str], str]
) -> Session:
    """The session with its person's names and contact details taken out of every text.

    `called` stands for the candidate; `names` are further ones of the same person, such as the resume's.
    `hide` takes contact details out of a text. Recordings are left out, since a voice tells who speaks, and
    the id is another one, the same every time. Employers and projects stay where answers name them.
    """
    pattern = _pattern([session.candidate.name, *names, *session.candidate.fields.values()])

    def without(text: str) -> str:
        hidden = hide(text)
        return pattern.sub(NAME, hidden) if pattern else hidden

    made = _changed(session, without)
    job = made.job.model_copy(update={"source": ""}) if made.job else None
    return made.model_copy(
        update={
            "id": other_id(session.id),
            "candidate": Candidate(name=called),
            # It would lead to the session that has the name, and no longer fits.
            "seal": None,
            "turns": [_without_traces(turn) for turn in made.turns],
            "job": job,
        }
    )


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Whole names in any case, also as in `ada_lovelace`, and their parts as names are written: Ada, ADA."""
    whole = {name.strip() for name in names if len(name.strip()) >= _SHORTEST_PART}
    whole -= {name for name in whole if name.casefold() in _NO_NAMES}
    parts = {part for name in whole for part in re.findall(r"[^\W\d_][\w'’]+", name)}
    parts = {part for part in parts if len(part) >= _SHORTEST_PART and part[:1].isupper()}
    if not whole:
        return None

    def longest_first(texts: Iterable[str]) -> str:
        return "|".join(map(_joined_anyhow, sorted(texts, key=len, reverse=True)))

    spelt = {*parts, *(part.upper() for part in parts)}
    cased = f"|(?:{longest_first(spelt)})" if spelt else ""
    return re.compile(rf"(?<![^\W_])(?:(?i:{longest_first(whole)}){cased})(?![^\W_])")


def _joined_anyhow(name: str) -> str:
    """A pattern for a name whose parts may be joined by a space, a sign, or nothing."""
    return r"[\s_.\-]{0,2}".join(map(re.escape, name.split()))


def _changed(model: Model, change: Callable[[str], str]) -> Model:
    """A document with every free text in it changed; what must be one of some values stays."""
    update: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        if name in _KEPT:
            continue
        value = getattr(model, name)
        if isinstance(value, str):
            update[name] = change(value) if _is_free(field) else value
        else:
            update[name] = _inside(value, change, texts=_holds_texts(field))
    return model.model_copy(update=update)


def _inside(value: Any, change: Callable[[str], str], *, texts: bool) -> Any:
    if isinstance(value, BaseModel):
        return _changed(value, change)
    if isinstance(value, dict):
        return {key: _inside(item, change, texts=texts) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_inside(item, change, texts=texts) for item in value)
    return change(value) if texts and isinstance(value, str) else value


def _is_free(field: FieldInfo) -> bool:
    """Whether a field takes any text: no word of a list, and nothing that has to fit a pattern."""
    options = {str} if field.annotation is str else set(get_args(field.annotation))
    return str in options and not any(getattr(limit, "pattern", None) for limit in field.metadata)


def _holds_texts(field: FieldInfo) -> bool:
    """Whether any text may stand in a field, however deep: in `dict[Part, list[str]]` too."""
    return _takes_any_text(field.annotation)


def _takes_any_text(annotation: Any) -> bool:
    return annotation is str or any(map(_takes_any_text, get_args(annotation)))


def _without_traces(turn: Turn) -> Turn:
    """A turn without names of recordings, and of the session in which the same was asked before."""

    def silent(takes: list[Take]) -> list[Take]:
        return [take.model_copy(update={"file": ""}) for take in takes]

    answer = turn.answer.model_copy(update={"takes": silent(turn.answer.takes)}) if turn.answer else None
    before = (
        turn.before.model_copy(update={"session": other_id(turn.before.session)}) if turn.before else None
    )
    return turn.model_copy(
        update={"answer": answer, "before": before, "draft_takes": silent(turn.draft_takes)}
    )


def other_id(session_id: str) -> str:
    """The id that a session without a name goes by: the same every time, and no way back."""
    digest = hashlib.sha256(f"anonymous {session_id}".encode()).digest()
    return "a" + b32encode(digest).decode().lower()[: _ID_LENGTH - 1]
