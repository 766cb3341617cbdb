"""Findings of a validation are told in plain words, whatever was given."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from interview_cli.validation import field_name, in_words, problems_in


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=2, max_length=5, pattern="^[a-z]+$")] = "ab"
    size: Annotated[int, Field(ge=1, le=9)] = 1
    share: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] = 0.5
    kind: Literal["round", "flat"] = "flat"
    kept: bool = True
    tags: Annotated[list[str], Field(min_length=1, max_length=2)] = Field(default_factory=lambda: ["x"])
    more: dict[str, int] = Field(default_factory=dict)

    @field_validator("tags")
    @classmethod
    def _no_secrets(cls, tags: list[str]) -> list[str]:
        if "secret" in tags:
            raise ValueError("secret is taken")
        return tags


class Whole(BaseModel):
    parts: list[Part]


def finding(value: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as raised:
        Whole.model_validate(value)
    [problem] = raised.value.errors()
    return field_name(problem), in_words(problem)


@pytest.mark.parametrize(
    ("part", "name", "words"),
    [
        ({"name": 3}, "name", "must be text"),
        ({"name": "a"}, "name", "must have at least 2 characters"),
        ({"name": "abcdef"}, "name", "must have at most 5 characters"),
        ({"name": "ABC"}, "name", "must fit ^[a-z]+$"),
        ({"size": "many"}, "size", "must be a whole number"),
        ({"size": 1.5}, "size", "must be a whole number"),
        ({"size": 0}, "size", "must be 1 or more"),
        ({"size": 10}, "size", "must be 9 or less"),
        ({"share": "half"}, "share", "must be a number"),
        ({"share": 0}, "share", "must be more than 0.0"),
        ({"share": 1}, "share", "must be less than 1.0"),
        ({"kind": "odd"}, "kind", "must be 'round' or 'flat'"),
        ({"kept": "perhaps"}, "kept", "must be true or false"),
        ({"tags": "x"}, "tags", "must be a list"),
        ({"tags": []}, "tags", "must have at least 1 of them"),
        ({"tags": ["secret"]}, "tags", "secret is taken"),
        ({"more": 1}, "more", "must be made of `name: value` lines"),
        ({"nme": "ab"}, "nme", "is not known here"),
    ],
)
def test_a_finding_names_the_field_and_says_what_it_must_be(part: Any, name: str, words: str) -> None:
    assert finding({"parts": [{}, part]}) == (f"parts.1.{name}", words)


def test_what_is_missing_or_of_another_shape_is_said() -> None:
    assert finding({}) == ("parts", "is missing")
    assert finding({"parts": [3]}) == ("parts.0", "must be made of `name: value` lines")


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Part.model_fields, ANYTHING)))
def test_no_finding_speaks_of_the_programs_inside(values: dict[str, Any]) -> None:
    try:
        Part.model_validate(values)
    except ValidationError as error:
        for problem in error.errors():
            said = in_words(problem)
            assert said
            assert "\n" not in said
            assert "{" not in said
            assert not said.startswith(("Input should", "Value error"))


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    near: list[str] = Field(default_factory=list)


class Board(BaseModel):
    model_config = ConfigDict(extra="forbid")

    point: Annotated[str, Field(pattern="^[a-z]+$")] | Point | None = None
    points: list[Annotated[str, Field(max_length=3)] | Point] = Field(default_factory=list)
    size: int = 0


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"point": {"text": "a", "near": "b"}}, ["point.near: must be a list"]),
        ({"point": {"near": []}}, ["point.text: is missing"]),
        ({"point": {"text": "a", "far": 1}}, ["point.far: is not known here"]),
        ({"point": "A"}, ["point: must fit ^[a-z]+$"]),
        ({"points": ["abc", "abcd"]}, ["points.1: must have at most 3 characters"]),
        (
            {"point": {"near": 1}, "size": "x", "other": 1},
            [
                "size: must be a whole number",
                "other: is not known here",
                "point.text: is missing",
                "point.near: must be a list",
            ],
        ),
    ],
)
def test_of_several_kinds_of_value_only_the_one_it_is_of_complains(value: Any, told: list[str]) -> None:
    with pytest.raises(ValidationError) as raised:
        Board.model_validate(value)
    problems = problems_in(raised.value, value)
    assert [f"{field_name(one)}: {in_words(one)}" for one in problems] == told


def test_a_value_of_no_kind_that_may_stand_there_is_told() -> None:
    value = {"points": [3]}
    with pytest.raises(ValidationError) as raised:
        Board.model_validate(value)
    problems = problems_in(raised.value, value)
    assert {field_name(one) for one in problems} == {"points.0"}
    assert "must be text" in [in_words(one) for one in problems]
