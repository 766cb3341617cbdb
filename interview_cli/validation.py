"""What a validation found wrong, in words for whoever wrote the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "string_type": "must be text",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must fit {pattern}",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "union_tag_invalid": "{discriminator} must be one of {expected_tags}",
    "union_tag_not_found": "{discriminator} is missing",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be made of `name: value` lines",
    "model_type": "must be made of `name: value` lines",
    "model_attributes_type": "must be made of `name: value` lines",
    "too_short": "must have at least {min_length} of them",
    "too_long": "must have at most {max_length} of them",
}
_RAISED = "Value error, "


def in_words(problem: ErrorDetails) -> str:
    """What is wrong with a value, as a phrase that follows its name ("must be a whole number")."""
    words = _WORDS.get(problem["type"])
    if words is None:
        return " ".join(problem["msg"].removeprefix(_RAISED).split())
    return words.format_map(problem.get("ctx", {}))


def field_name(problem: ErrorDetails) -> str:
    """The field that is wrong, on one line, such as `questions.3.id`; empty for the whole value."""
    return " ".join(".".join(map(str, problem["loc"])).split())
