"""Messages and schemas in the form of OpenAI's chat API, which litellm translates for every provider."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from interview_cli.llm.port import Message, Text

_ABOUT_SCHEMA = re.compile(r"response_?format|schema|structured|grammar", re.IGNORECASE)
_ABOUT_STREAM = re.compile(r"\bstream", re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REFUSALS = frozenset({400, 422})


def response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The parameter that holds a model to a JSON Schema."""
    return {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": True}}


def schema_in_words(schema: Mapping[str, Any]) -> str:
    """The request for a JSON reply, for models that cannot be held to a schema otherwise."""
    return "Reply with one JSON object that fits this JSON Schema, and with nothing else:\n" + json.dumps(
        schema, ensure_ascii=False
    )


def storable(text: str) -> str:
    """Text without null characters and lone surrogates, which JSON can say but no file or wire takes."""
    return _UNSTORABLE.sub("", text)


def joined(text: str, piece: str) -> str:
    """A text with its next piece; a character that was cut between the two is whole again."""
    if "\ud800" <= text[-1:] <= "\udbff" and "\udc00" <= piece[0] <= "\udfff":
        pair = (text[-1] + piece[0]).encode("utf-16", "surrogatepass").decode("utf-16")
        return text[:-1] + pair + piece[1:]
    return text + piece


def chat_message(message: Message) -> dict[str, Any]:
    """A message in OpenAI's form; plain text stays a string, which every server understands."""
    if all(isinstance(part, Text) for part in message.parts):
        text = "\n".join(part.text for part in message.parts if isinstance(part, Text))
        return {"role": message.role, "content": storable(text)}
    parts: list[dict[str, Any]] = []
    for part in message.parts:
        if isinstance(part, Text):
            parts.append({"type": "text", "text": storable(part.text)})
        else:
            data = base64.b64encode(part.data).decode("ascii")
            parts.append({"type": "image_url", "image_url": {"url": f"data:{part.mime};base64,{data}"}})
    return {"role": message.role, "content": parts}


def add_to_prompt(messages: list[dict[str, Any]], text: str) -> None:
    """Put `text` at the prompt's end, inside the last user message: some models want roles to alternate."""
    last = messages[-1] if messages and messages[-1]["role"] == "user" else None
    if last is None:
        messages.append({"role": "user", "content": text})
    elif isinstance(last["content"], str):
        last["content"] += "\n\n" + text
    else:
        last["content"].append({"type": "text", "text": text})


def refusal_of(message: Any) -> str:
    """The words a model refused with; empty when it did not."""
    fields = getattr(message, "provider_specific_fields", None) or {}
    return str(getattr(message, "refusal", None) or fields.get("refusal") or "")


def ended_early(stream: Any) -> bool:
    """Whether a stream stopped without the provider's word that it was complete; litellm makes one up."""
    return not (stream.received_finish_reason or getattr(stream, "intermittent_finish_reason", None))


def objects_to_schema(error: Any) -> bool:
    """Whether a provider turned a request down because it cannot hold its model to a schema."""
    return getattr(error, "status_code", 0) in _REFUSALS and bool(_ABOUT_SCHEMA.search(str(error)))


def objects_to_stream(error: Any) -> bool:
    """Whether a provider turned a request down because it does not stream this model so."""
    return getattr(error, "status_code", 0) in _REFUSALS and bool(_ABOUT_STREAM.search(str(error)))
