"""Roles as YAML that people like to edit: fixed order, block style, long text in blocks."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent
from typing import Any

import yaml

ROLE_KEYS = ("schema_version", "id", "name", "summary", "focus", "weights", "criteria", "questions")
COMPANY_KEYS = (
    "schema_version",
    "id",
    "name",
    "kind",
    "called",
    "summary",
    "values",
    "style",
    "rounds",
    "type",
    "sources",
    "questions",
)
QUESTION_KEYS = (
    "id",
    "text",
    "kind",
    "seniority",
    "seconds",
    "tags",
    "criteria",
    "key_points",
    "sample_answer",
    "follow_ups",
)

_WIDTH = 108
_LONGEST_INLINE = 72
_ON_ONE_LINE = frozenset({"focus", "seniority", "tags", "synonyms"})


class _Row(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    lines = value.split("\n")
    style = None
    if not all(line.isprintable() for line in lines):
        style = '"'  # the only style that escapes
    elif all(line == line.strip() for line in lines) and value == value.strip():
        # Block scalars keep text as it is only when no line begins or ends with white space.
        style = "|" if len(lines) > 1 else ">" if len(value) > _LONGEST_INLINE else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)
)


def role_yaml(values: Mapping[str, Any]) -> str:
    """A role, or what there is of one yet, as YAML; empty lists are left out."""
    return _document(values, ROLE_KEYS)


def company_yaml(values: Mapping[str, Any]) -> str:
    """A company pack as YAML."""
    return _document(values, COMPANY_KEYS)


def _document(values: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    head = _ordered(values, keys)
    questions = head.pop("questions", [])
    text = _dump(head)
    if questions:
        text += "\nquestions:\n" + "\n".join(
            indent(_dump([_ordered(question, QUESTION_KEYS)]), "  ") for question in questions
        )
    return text


def question_yaml(values: Mapping[str, Any]) -> str:
    """One question as YAML."""
    return _dump(_ordered(values, QUESTION_KEYS))


def _ordered(values: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: _laid_out(values[key], key) for key in keys if values.get(key) not in (None, [], {}, ())}


def _laid_out(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _laid_out(item, name) for name, item in value.items() if item not in (None, [], ())}
    if isinstance(value, list | tuple):
        rows = [_laid_out(item, "") for item in value]
        return _Row(rows) if key in _ON_ONE_LINE else rows
    return value


def _dump(value: Any) -> str:
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=_WIDTH,
    )
    return text.rstrip("\n") + "\n"
