"""Asks a model for an answer of a given shape and reads it leniently."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from interview_cli.llm.chat_format import schema_in_words, storable
from interview_cli.llm.loose_json import objects_in
from interview_cli.llm.port import Message, ModelError, ModelPort, OnText, Reply, Request
from interview_cli.llm.reply_schema import reply_schema

T = TypeVar("T", bound=BaseModel)

MAX_REPLY = 300_000  # characters; the longest that any prompt asks for has a tenth of it
_MAX_QUOTED = 8_000  # characters of an unusable reply that are sent back with the error
_MAX_PROBLEMS = 5


class UnreadableReply(ValueError):  # noqa: N818 (it names the reply, as its readers do)
    """A text holds no object of the wanted shape; the message says why, for the model to mend it."""


@dataclass(frozen=True, slots=True)
class Structured(Generic[T]):
    """A value of the wanted shape and the replies it took: one, or two when the model was asked again."""

    value: T
    replies: tuple[Reply, ...]
    repaired: bool

    @property
    def reply(self) -> Reply:
        """The reply that the value was read from."""
        return self.replies[-1]

    @property
    def reasked(self) -> bool:
        """Whether the first reply could not be used."""
        return len(self.replies) > 1


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value read from a text, and whether its JSON had to be repaired."""

    value: T
    repaired: bool


async def ask(
    model: ModelPort, request: Request, schema: type[T], *, on_text: OnText | None = None
) -> Structured[T]:
    """The model's answer as a `schema`; an unusable one is sent back once with what is wrong with it.

    `on_text` is handed each reply so far as it grows, as `ModelPort.complete` does it.
    Raises ModelError: what the model raises, or kind `unreadable` when the second reply is no better.
    """
    request = replace(request, schema=json_schema(schema))
    first = await model.complete(request, on_text=on_text)
    try:
        parsed = parse(first.text, schema)
        return Structured(parsed.value, (first,), parsed.repaired)
    except UnreadableReply as error:
        problem = str(error)
    second = await model.complete(_asked_again(request, first.text, problem, schema), on_text=on_text)
    try:
        parsed = parse(second.text, schema)
    except UnreadableReply as error:
        raise ModelError(
            f"{second.model} did not give a usable answer, not even when asked again: {error}",
            kind="unreadable",
            model=second.model,
            hint="Try another model.",
            attempts=first.usage.attempts + second.usage.attempts,
        ) from error
    return Structured(parsed.value, (first, second), parsed.repaired)


def parse(text: str, schema: type[T]) -> Parsed[T]:
    """The last object in `text` that is a valid `schema`. Raises UnreadableReply and nothing else.

    An object that names none of the schema's fields is not taken for an answer, even where
    every field has a default.
    """
    if len(text) > MAX_REPLY:
        raise UnreadableReply(f"the reply is longer than {MAX_REPLY} characters")
    names = set(schema.model_fields) | {field.alias for field in schema.model_fields.values()}
    problem = ""
    for found in reversed(objects_in(storable(text))):
        if found.value and not names & found.value.keys():
            continue
        try:
            return Parsed(schema.model_validate(_storable(found.value)), found.repaired)
        except ValidationError as error:
            problem = problem or _problems(error)
    raise UnreadableReply(problem or "the reply holds no JSON object with the fields asked for")


@lru_cache
def json_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema that providers are given for a model's reply; see `reply_schema`."""
    return reply_schema(schema)


def _storable(value: Any) -> Any:
    """A JSON value whose texts can all be written to a file."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): _storable(item) for key, item in value.items()}
    return value


def _asked_again(request: Request, text: str, problem: str, schema: type[BaseModel]) -> Request:
    complaint = f"That reply cannot be used: {problem}.\n{schema_in_words(json_schema(schema))}"
    quoted = Message.of("assistant", text[:_MAX_QUOTED])
    return replace(request, messages=(*request.messages, quoted, Message.of("user", complaint)))


def _problems(error: ValidationError) -> str:
    listed = [
        f"{'.'.join(str(step) for step in problem['loc']) or 'object'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    more = f" and {len(listed) - _MAX_PROBLEMS} more" if len(listed) > _MAX_PROBLEMS else ""
    return "; ".join(listed[:_MAX_PROBLEMS]) + more
