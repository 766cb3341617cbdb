"""Marking the words a judgement rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.report.evidence import marked_lines


def marked(answer: str, *quotes: str) -> list[str]:
    return [part.text for line in marked_lines(answer, quotes) for part in line if part.marked]


@pytest.mark.parametrize(
    ("answer", "quote", "expected"),
    [
        ("I add an index. Then I measure.", "an index", ["an index."]),
        ("I add an INDEX", "an  index", ["an INDEX"]),
        ("I don’t guess", "don't guess", ["don’t guess"]),
        ("first the key\nthen the charge", "the key then the", ["the key", "then the"]),
        ("I index, you index", "index", ["index,", "index"]),
        ("indexes are not it", "index", []),
        ("a is a", "a", []),
        ("costs (in $) [x]*", "(in $) [x]*", ["(in $) [x]*"]),
        ("nothing of it", "never said", []),
    ],
)
def test_whole_words_of_a_quote_are_marked(answer: str, quote: str, expected: list[str]) -> None:
    assert marked(answer, quote) == expected


def test_quotes_that_touch_make_one_mark() -> None:
    assert marked("insert the key before the charge", "insert the key", "key before") == [
        "insert the key before"
    ]


@given(
    answer=st.text(alphabet="ab \n.('’\t", max_size=60),
    quotes=st.lists(st.text(alphabet="ab .('\n", max_size=12)),
)
def test_the_stretches_are_the_answer(answer: str, quotes: list[str]) -> None:
    lines = marked_lines(answer, quotes)

    assert "\n".join("".join(part.text for part in line) for line in lines) == answer
