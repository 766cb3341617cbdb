"""Roles written as YAML mean the same when they are read again, and read well."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.library.locator import bundled
from interview_cli.library.role import Role
from interview_cli.library.role_text import question_yaml, role_yaml
from interview_cli.library.shelf import Library
from interview_cli.library.yaml_file import parse_yaml
from tests.library.samples import ROLE

LIBRARY = Library([bundled("roles")], [])
# Lone surrogates can stand in no file.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
TRICKY = st.text(
    st.sampled_from(list("ab:#-|>&*!%@`\"'{}[]?, \n\t\u00a0\u0085\u2028\ufeff=~0:1yn")), max_size=200
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT | TRICKY, min_size=8, max_size=8))
def test_any_text_in_a_role_survives_being_written_and_read(texts: list[str]) -> None:
    name, summary, description, text, fact, synonym, answer, follow_up = texts
    values = {
        "name": name,
        "summary": summary,
        "criteria": [{"id": "x", "name": name, "description": description}],
        "questions": [
            {
                "text": text,
                "key_points": [{"fact": fact, "synonyms": [synonym, name]}],
                "sample_answer": answer,
                "follow_ups": [follow_up, answer],
            }
        ],
    }
    written = role_yaml(values)
    assert yaml.safe_load(written) == values
    assert written.endswith("\n")


@pytest.mark.parametrize("role_id", LIBRARY.role_paths())
def test_a_bundled_role_is_the_same_after_being_written(role_id: str) -> None:
    role = LIBRARY.role(role_id)
    written = role_yaml(role.model_dump(mode="json"))
    assert Role.model_validate(parse_yaml(written, "role.yaml")) == role
    assert max(map(len, written.splitlines())) <= 125


def test_a_role_is_written_in_a_fixed_order_with_long_text_in_blocks() -> None:
    role = Role.model_validate(yaml.safe_load(ROLE))
    written = role_yaml(dict(reversed(role.model_dump(mode="json").items())))
    keys = [match[0] for match in re.finditer(r"^\w+(?=:)", written, re.MULTILINE)]
    assert keys == ["schema_version", "id", "name", "summary", "focus", "weights", "criteria", "questions"]
    assert (
        "\n    sample_answer: |-\n      I light the spare lamp first, since ships cannot wait.\n" in written
    )
    assert "\n    seniority: [entry, mid]\n" in written
    assert "\n        synonyms: [power supply, out of fuel]\n" in written
    assert "\n\n  - id: lk-fog\n" in written
    assert "sample_answer: >-\n" in written


def test_what_is_empty_or_missing_is_left_out() -> None:
    assert role_yaml({"name": "Keeper", "focus": [], "questions": [{"text": "Why?", "tags": []}]}) == (
        "name: Keeper\n\nquestions:\n  - text: Why?\n"
    )


def test_one_question_can_be_pasted_into_a_role() -> None:
    question = Role.model_validate(yaml.safe_load(ROLE)).questions[0]
    assert yaml.safe_load(question_yaml(question.model_dump(mode="json")))["id"] == "lk-lamp"
