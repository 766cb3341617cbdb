"""The output is JSON of a given shape."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from interview_cli.errors import UsageError
from interview_cli.regress.checks.base import Check, shortened, value_at
from interview_cli.regress.outcome import Finding, Seen


class JsonSchema(Check):
    """The value at `path` is valid under a JSON Schema (draft 2020-12), given here or by the case."""

    needs_expected: ClassVar[bool] = True

    check: Literal["json_schema"]
    path: str = ""
    # A field called `schema` would hide one of the documents' own.
    shape: dict[str, Any] | None = Field(default=None, alias="schema")

    def applies(self, expected: Any) -> bool:
        """Whether a schema was given, here or by the case."""
        return self.shape is not None or expected is not None

    def look(self, seen: Seen) -> Finding:
        """Whether it is valid, and the first place where it is not."""
        from jsonschema import Draft202012Validator, SchemaError

        schema: Any = self.shape if seen.expected is None else seen.expected
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            raise UsageError(f"{self.label}: no JSON Schema: {shortened(error.message)}.") from error
        problem = next(
            Draft202012Validator(schema).iter_errors(value_at(seen.outcome.output, self.path)), None
        )
        if problem is None:
            return self.found(True)
        return self.found(False, f"{problem.json_path}: {shortened(problem.message)}")
