"""The output is JSON of a given shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from interview_cli.errors import UsageError
from interview_cli.regress.checks.base import CaseCheck, shortened, value_at
from interview_cli.regress.outcome import Finding, Seen
from interview_cli.regress.patterns import SlowPatternError, place_of

_VALUES = frozenset({"const", "enum", "default", "examples"})
_DEFINE = "Write what it refers to under $defs."


class JsonSchema(CaseCheck):
    """The value at `path` is valid under a JSON Schema (draft 2020-12), given here or by the case."""

    needs_expected: ClassVar[bool] = True

    check: Literal["json_schema"]
    path: str = ""
    # A field called `schema` would hide one of the documents' own.
    shape: dict[str, Any] | None = Field(default=None, alias="schema")

    @field_validator("shape")
    @classmethod
    def _is_a_schema(cls, shape: dict[str, Any] | None) -> dict[str, Any] | None:
        from jsonschema import SchemaError

        try:
            _validator(shape or {})
            _check_references(shape or {})
        except SchemaError as error:
            raise ValueError(f"is no JSON Schema: {shortened(error.message)}") from error
        except RecursionError as error:
            raise ValueError("is nested too deeply") from error
        except UsageError as error:
            raise ValueError(error.message.rstrip(".")) from error
        return shape

    def applies(self, expected: Any) -> bool:
        """Whether a schema was given, here or by the case."""
        return self.shape is not None or expected is not None

    def check_expected(self, expected: Any) -> None:
        """Make sure that a case's schema is one. Raises UsageError."""
        if expected is not None:
            self._validator(expected)
            try:
                _check_references(expected)
            except UsageError as error:
                raise UsageError(f"{self.label}: {error.message}", error.hint) from error

    def look(self, seen: Seen) -> Finding:
        """Whether it is valid, and the first place where it is not."""
        from referencing.exceptions import Unresolvable

        validator = self._validator(self.shape if seen.expected is None else seen.expected)
        try:
            problem = next(validator.iter_errors(value_at(seen.outcome.output, self.path)), None)
        except Unresolvable as error:
            raise UsageError(
                f"{self.label}: the schema refers to {error.ref!r}, which is not in it.", _DEFINE
            ) from error
        except RecursionError as error:
            raise UsageError(
                f"{self.label}: the schema refers to itself without an end.", "Break the circle in it."
            ) from error
        if problem is None:
            return self.found(True)
        return self.found(False, f"{problem.json_path}: {shortened(problem.message)}")

    def _validator(self, schema: Any) -> Any:
        from jsonschema import SchemaError

        try:
            return _validator(schema)
        except SchemaError as error:
            raise UsageError(f"{self.label}: no JSON Schema: {shortened(error.message)}.") from error
        except RecursionError as error:
            raise UsageError(f"{self.label}: the schema is nested too deeply.") from error


def _check_references(schema: Any) -> None:
    """Make sure that all that a schema refers to is in it. Raises UsageError.

    One whose parts have names of their own (`$id`) is left to the validator, as references in it may mean
    those.
    """
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    registry: Any = Registry().with_resource("", DRAFT202012.create_resource(schema)).crawl()
    if len(registry) > 1:
        return
    for reference in _references(schema):
        try:
            registry.resolver().lookup(reference)
        except Unresolvable as error:
            raise UsageError(f"the schema refers to {reference!r}, which is not in it.", _DEFINE) from error


def _references(value: Any) -> Iterator[str]:
    """All that a schema refers to, but for what stands in values that are only compared."""
    if isinstance(value, dict):
        named = (value.get(name) for name in ("$ref", "$dynamicRef"))
        yield from (one for one in named if isinstance(one, str))
        value = [each for name, each in value.items() if name not in _VALUES]
    for each in value if isinstance(value, list) else ():
        yield from _references(each)


def _validator(schema: Any) -> Any:
    """A validator that reads nothing but the schema and gives up on patterns that take too long.

    Raises SchemaError.
    """
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend
    from referencing import Registry

    def fits(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:
        if not isinstance(value, str):
            return
        try:
            if place_of(pattern, value) is None:
                yield ValidationError(f"{value!r} does not match {pattern!r}")
        except SlowPatternError as error:
            yield ValidationError(str(error))

    Draft202012Validator.check_schema(schema)
    kind: Any = extend(Draft202012Validator, {"pattern": fits})  # type: ignore[no-untyped-call]
    return kind(schema, registry=Registry())
