"""What a validation found wrong, in words for whoever wrote the value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

Place = tuple[int | str, ...]

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
_NOTHING = object()


def problems_in(error: ValidationError, value: Any) -> list[ErrorDetails]:
    """What is wrong with a `value`, field by field as they stand in it.

    Where one of several kinds of value may stand, each kind complains, under a name that the value knows
    nothing of: only those complaints are kept that are about the kind it is of.
    """
    found: dict[Place | None, list[ErrorDetails]] = {}
    for problem in error.errors(include_url=False):
        problem["loc"], chosen = _place(problem, value)
        found.setdefault(chosen, []).append(problem)
    apart = found.pop(None, [])
    for chosen, problems in found.items():
        apart += [one for one in problems if one["loc"] != chosen or not _is_of_another(one)] or problems
    return apart


def _is_of_another(problem: ErrorDetails) -> bool:
    """Whether a value is of another kind altogether."""
    return problem["type"].endswith("_type")


def _place(problem: ErrorDetails, value: Any) -> tuple[Place, Place | None]:
    """Where a problem is in a value, and the first place on the way there at which several kinds may stand.

    The latter is None where there is none.
    """
    place: list[int | str] = []
    choice: Place | None = None
    for number, part in enumerate(problem["loc"], 1):
        inner = _inner(value, part)
        if inner is not _NOTHING:
            value = inner
        elif not (problem["type"] == "missing" and number == len(problem["loc"])):
            choice = tuple(place) if choice is None else choice
            continue
        place.append(part)
    return tuple(place), choice


def _inner(value: Any, part: int | str) -> Any:
    """What a value has under a name or a number, if anything."""
    if isinstance(value, dict):
        return value.get(part, _NOTHING)
    if isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
        return value[part]
    return _NOTHING


def in_words(problem: ErrorDetails) -> str:
    """What is wrong with a value, as a phrase that follows its name ("must be a whole number")."""
    words = _WORDS.get(problem["type"])
    if words is None:
        return " ".join(problem["msg"].removeprefix(_RAISED).split())
    return words.format_map(problem.get("ctx", {}))


def field_name(problem: ErrorDetails) -> str:
    """The field that is wrong, on one line, such as `questions.3.id`; empty for the whole value."""
    return " ".join(".".join(map(str, problem["loc"])).split())
