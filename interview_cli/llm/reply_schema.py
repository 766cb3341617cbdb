"""A pydantic model as the JSON Schema that every provider accepts for a reply.

Providers take a subset of JSON Schema and each another one. What all take is: references
inlined, every object closed with all its properties required, and no bounds. Bounds are
put in words into the description; the reply is checked against them by pydantic.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

_DROPPED = frozenset({"title", "default", "$defs", "discriminator", "examples"})
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "matching {}",
    "format": "as a {}",
    "multipleOf": "a multiple of {}",
    "uniqueItems": "without repeats",
}


def reply_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a model's replies. Raises ValueError for a model that contains itself."""
    schema = model.model_json_schema()
    inlined: dict[str, Any] = _plain(schema, schema.get("$defs", {}), ())
    return inlined


def _plain(node: Any, definitions: dict[str, Any], inside: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_plain(item, definitions, inside) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2]
        if name in inside:
            raise ValueError(f"{name} contains itself, which no reply schema can say")
        beside = {key: value for key, value in node.items() if key != "$ref"}
        return _plain({**definitions[name], **beside}, definitions, (*inside, name))
    plain = {
        key: _keyword(key, value, definitions, inside)
        for key, value in node.items()
        if key not in _DROPPED and key not in _BOUNDS
    }
    if "oneOf" in plain:
        plain["anyOf"] = plain.pop("oneOf")
    if "properties" in plain:
        plain["required"] = list(plain["properties"])
        plain["additionalProperties"] = False
    if bounds := ", ".join(_BOUNDS[key].format(node[key]) for key in node if key in _BOUNDS):
        plain["description"] = f"{plain['description']} ({bounds})" if "description" in plain else bounds
    return plain


def _keyword(key: str, value: Any, definitions: dict[str, Any], inside: tuple[str, ...]) -> Any:
    if key == "properties":
        return {name: _plain(child, definitions, inside) for name, child in value.items()}
    if key in {"enum", "const", "required"}:
        return value
    return _plain(value, definitions, inside)
