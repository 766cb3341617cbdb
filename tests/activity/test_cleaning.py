"""Keys and control codes never get further than the file they stand in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.activity.cleaning import MASK, masked, one_line, plain, shortened


@pytest.mark.parametrize(
    "secret",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_11ABCDEFG0abcdefghijkl",
        "glpat-abcdEFGH1234ijklMNOP",
        "sk-proj-abc123DEF456ghi789",
        "xoxb-123456789012-abcdef",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "d41d8cd98f00b204e9800998ecf8427e",
        "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy",
    ],
)
def test_what_looks_like_a_key_is_masked_wherever_it_stands(secret):
    text = masked(f"rotate {secret}, then deploy")
    assert secret not in text
    assert text == f"rotate {MASK}, then deploy"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("DB_PASSWORD=letmein now", "DB_PASSWORD=[masked] now"),
        ('"api_key": "abc-def-ghi"', '"api_key": "[masked]"'),
        ("password: hunter2!", "password: [masked]"),
        ("the password for staging is hunter2", "the password for staging is [masked]"),
        ("Authorization: Bearer abc.def-ghi_jkl", "Authorization: Bearer [masked]"),
        ("postgres://app:geheim@db/shop", "postgres://[masked]@db/shop"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest", "[masked]\nrest"),
    ],
)
def test_a_secret_is_masked_by_what_stands_before_it(text, kept):
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "token: refreshed on every login",
        "the secret is to measure first",
        "moved session_cache_invalidation_for_products to Redis",
        "use TransactionIsolationLevelSerializable for transfers",
        "commit a1b2c3d and src/components/navigation/NavigationBar.tsx",
        "took 1234567890 ms",
    ],
)
def test_what_is_no_secret_stays(text):
    assert masked(text) == text


def test_escape_sequences_and_marks_that_turn_text_are_left_out():
    hostile = "a\x1b[31mred\x1b[0m \x1b]0;title\x07b\x00c\u202ed\r\ne\tf"
    assert plain(hostile) == "ared bcd\ne    f"
    assert one_line(hostile) == "ared bcd e f"


def test_other_scripts_and_joined_emoji_stay_as_they_are():
    text = "می‌خواهم 日本語 👩‍🔧"
    assert plain(text) == text


@given(st.text(max_size=400), st.integers(10, 60))
def test_text_is_never_longer_than_allowed(text, most):
    assert len(shortened(text, most)) <= most
    assert MASK not in text or MASK in masked(text)


@given(st.text(alphabet="aA1-_=:. \"'@/", max_size=600))
def test_masking_twice_changes_nothing_more(text):
    assert masked(masked(text)) == masked(text)
