"""Questions of a new role, drafted by a model and kept only where they are valid."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import count
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interview_cli.escapes import clean
from interview_cli.library.prompt import Prompt
from interview_cli.library.role import Question
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.validation import field_name, in_words

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 64


class DraftedPoint(BaseModel):
    """A key point as a model writes it."""

    model_config = ConfigDict(extra="ignore")

    fact: str
    synonyms: list[str] = Field(default_factory=list)
    probe: str | None = None


class DraftedQuestion(BaseModel):
    """A question as a model writes it: loose, so that one bad question does not spoil the others."""

    model_config = ConfigDict(extra="ignore")

    id: str = ""
    text: str
    kind: str = "technical"
    seniority: list[str] = Field(default_factory=list)
    seconds: int = 120
    tags: list[str] = Field(default_factory=list)
    key_points: list[DraftedPoint] = Field(default_factory=list)
    sample_answer: str = ""
    follow_ups: list[str] = Field(default_factory=list)


class DraftedQuestions(BaseModel):
    """A model's reply to the prompt `role_draft`."""

    model_config = ConfigDict(extra="ignore")

    focus: list[str] = Field(default_factory=list)
    questions: list[DraftedQuestion]


async def draft_questions(
    model: ModelPort, prompt: Prompt, *, name: str, summary: str, seniority: Sequence[str], wanted: int
) -> list[DraftedQuestion]:
    """The questions a model proposes for a role, unchecked. Raises ModelError, UsageError."""
    from interview_cli.llm.request import request_of
    from interview_cli.llm.structured import ask

    rendered = prompt.render(name=name, summary=summary, seniority=", ".join(seniority), count=wanted)
    reply = await ask(model, request_of(rendered), DraftedQuestions)
    if not reply.value.questions:
        raise ModelError(f"{model.name} proposed no question.", kind="unreadable", hint="Try another model.")
    return reply.value.questions[:wanted]


def sorted_out(
    drafted: Sequence[DraftedQuestion], *, role_id: str, seniority: Sequence[str], taken: Collection[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The valid questions as documents, and for each other one a sentence that says why it was dropped.

    An id that is missing, misshapen or among the `taken` ones is replaced; escape codes are removed.
    """
    kept: list[dict[str, Any]] = []
    dropped: list[str] = []
    used = set(taken)
    texts: set[str] = set()
    for number, draft in enumerate(drafted, 1):
        values = _cleaned(draft.model_dump())
        wanted = identifier(values["id"])
        values["id"] = wanted if wanted and wanted not in used else numbered_id(role_id, used)
        values["tags"] = [tag for tag in map(identifier, values["tags"]) if tag]
        values["seniority"] = values["seniority"] or list(seniority)
        for point in values["key_points"]:
            point["probe"] = point["probe"] or None
        try:
            question = Question.model_validate(values)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            dropped.append(f"Question {number} was dropped: {field_name(problem)}: {in_words(problem)}.")
            continue
        if question.text.casefold() in texts:
            dropped.append(f"Question {number} was dropped: it repeats another.")
            continue
        used.add(question.id)
        texts.add(question.text.casefold())
        kept.append(question.model_dump(mode="json"))
    return kept, dropped


def identifier(text: str, separator: str = "-") -> str:
    """A text as an id: lower-case ASCII letters and digits, all else made separators; may be empty."""
    from unicodedata import normalize

    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_ID.sub(separator, plain).strip(separator)[:_LONGEST_ID].strip(separator)


def numbered_id(role_id: str, used: Collection[str]) -> str:
    """A question id made of the role's and the first free number."""
    stem = role_id[: _LONGEST_ID - 4]
    return next(name for number in count(1) if (name := f"{stem}-{number}") not in used)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value
