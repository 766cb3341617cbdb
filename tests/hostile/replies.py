"""What a model may send in place of what it was asked for."""

from __future__ import annotations

import json
from typing import Any

from tests.hostile.texts import EVERYTHING, STEERING, TERMINAL

_LEVEL = {"quotes": ["I moved it"], "reason": "Clear.", "level": 4}
_GOOD = json.dumps(_LEVEL)

REPLIES: dict[str, str] = {
    "nothing": "",
    "spaces": " \n" * 1_000,
    "prose": "I'd rather talk about something else.",
    "escapes-around-it": f"{TERMINAL['csi-colour-and-clear']}{_GOOD}{TERMINAL['osc-title']}",
    "escapes-alone": "".join(TERMINAL.values()),
    "every-hostile-text-in-a-field": json.dumps({**_LEVEL, "reason": EVERYTHING, "quotes": [EVERYTHING]}),
    "every-hostile-text-as-a-key": json.dumps({**_LEVEL, EVERYTHING: EVERYTHING}),
    "fences-in-fences": f"````\n```json\n```\n{_GOOD}\n```\n````\n```json\n{{\n```",
    "thoughts-in-thoughts": f"<think><think>{{</think>{_GOOD}</think>{_GOOD}<think>",
    "thoughts-without-end": "<think>" * 100_000 + _GOOD,
    "half-characters": '{"quotes": ["\\ud83d"], "reason": "\\udc00\\ud800", "level": 4}',
    "raw-half-characters": '{"quotes": ["\ud83d"], "reason": "\udc00", "level": 4}',
    "no-numbers": '{"quotes": [], "reason": "r", "level": NaN}',
    "infinities": '{"quotes": [], "reason": "r", "level": -Infinity}',
    "a-number-beyond-all-others": '{"quotes": [], "reason": "r", "level": 1e999999}',
    "ten-thousand-digits": '{"quotes": [], "reason": "r", "level": ' + "9" * 10_000 + "}",
    "the-same-key-twice": '{"level": 0, "level": 5, "quotes": [], "quotes": ["x"], "reason": "r"}',
    "ten-megabytes-of-brackets": "[{" * 5_000_000,
    "half-a-megabyte-of-braces": "{" * 500_000,
    "brackets-a-hundred-thousand-deep": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "lists-a-hundred-thousand-deep": '{"quotes": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "objects-by-the-hundred-thousand": _GOOD * 15_000,
    "a-string-without-end": '{"reason": "' + '\\"' * 200_000,
    "almost-json": "{" + "'level': four, reason: yes, quotes: [}" * 2_000,
    "a-text-of-a-megabyte": json.dumps({**_LEVEL, "reason": "word " * 190_000}),
    "null-characters": '{"quotes": ["\\u0000"], "reason": "\x00\\u0000", "level": 4}',
    "a-page": "<!DOCTYPE html><html><script>alert(1)</script></html>",
    "python": "{'quotes': [], 'reason': __import__('os').system('id'), 'level': 4}",
    **{f"steering-{name}": json.dumps({**_LEVEL, "reason": text}) for name, text in STEERING.items()},
}


_PLAIN: dict[str, Any] = {"boolean": True, "null": None}


def filled(schema: dict[str, Any], text: str, root: dict[str, Any] | None = None) -> Any:
    """A value of a JSON Schema's shape that says the same text wherever a text may stand."""
    root = root or schema
    for choice in ("anyOf", "oneOf", "allOf"):
        schema = schema.get(choice, [schema])[0]
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if kind == "object":
        return {name: filled(inner, text, root) for name, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [filled(schema.get("items", {}), text, root)] * max(schema.get("minItems", 1), 1)
    number = schema.get("minimum", 3) if kind in ("integer", "number") else text
    return _PLAIN.get(kind, number)
