"""What is a key in a text and goes, and what only looks like one and stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.llm.keys import without_echoes, without_keys

ENVIRON = {
    "OPENAI_API_KEY": "plain words as a key",
    "SHORT_TOKEN": "abc",
    "PATH": "/usr/bin",
    "DB_SECRET": "",
}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I log sk-proj-abcDEF1234567890xyz.", "I log ***"),
        ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.x1", "Authorization: ***"),
        ("https://a.example/v1?key=AbC0123456789dEfG&x=1", "https://a.example/v1?key=***&x=1"),
        ("AIzaSyA-1234567890abcdef", "***"),
        ("It was plain words as a key, and abc.", "It was ***, and ***."),
        ("abcdef stays, /usr/bin too", "abcdef stays, /usr/bin too"),
    ],
)
def test_keys_go(text: str, left: str) -> None:
    assert without_keys(text, ENVIRON) == left


@pytest.mark.parametrize(
    "text",
    [
        "The bearer token is checked first, then the bearer of the letter.",
        "I used sk-learn and sk-learn-contrib-extra-packages, with hf_hub_download.",
        "Partition by key=customer_id, not by key=2024.",
        "The pk_constraint_on_orders and rk-values of r8-registers, fw-backends.",
    ],
)
def test_the_words_of_an_answer_stay(text: str) -> None:
    assert without_keys(text, ENVIRON) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Incorrect API key provided: sk-ab12*****wxyz.", "Incorrect API key provided: ***"),
        ("header Bearer abc, key=short", "header ***, key=***"),
    ],
)
def test_what_a_provider_repeats_of_a_key_goes_from_its_errors(text: str, left: str) -> None:
    assert without_echoes(text, {}) == left


@given(st.text(), st.text(st.characters(codec="utf-8", exclude_characters="*"), min_size=8), st.text())
def test_a_key_of_the_environment_stands_in_no_text(before: str, key: str, after: str) -> None:
    left = without_keys(f"{before}{key}{after}", {"MY_API_KEY": key})
    assert key not in left


@given(st.text())
def test_without_a_key_nothing_is_there_twice_to_take(text: str) -> None:
    once = without_keys(text, ENVIRON)
    assert without_keys(once, ENVIRON) == once
