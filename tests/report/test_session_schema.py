"""The committed JSON Schema of the session document."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from interview_cli.interview.session import Session
from tests.documents import every_kind_of_turn, plain_session
from tests.make_session_schema import SCHEMA_FILE, schema_text


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_committed_schema_is_that_of_the_document() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "run: python -m tests.make_session_schema"


@pytest.mark.parametrize(
    "session", [every_kind_of_turn(), plain_session("abcdefgh", score=None, status="planned")]
)
def test_sessions_fit_the_schema(session: Session, validator: Draft202012Validator) -> None:
    validator.validate(session.model_dump(mode="json"))


def test_a_field_that_no_session_has_does_not_fit(validator: Draft202012Validator) -> None:
    with pytest.raises(ValidationError, match="extra"):
        validator.validate({**every_kind_of_turn().model_dump(mode="json"), "extra": 1})
