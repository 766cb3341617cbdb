"""What a program prints drives no terminal and turns no text, in plain words and in JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson
from hypothesis import example, given
from hypothesis import strategies as st

from interview_cli.escapes import clean, clean_json
from tests.hostile.texts import EVERYTHING

_DRIVES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
pieces = st.lists(
    st.sampled_from(
        ["\x1b", "[", "]", "0;", "m", "\x9b", "\x07", "\u202e", "\\", "P", "\x1b\x1b[", "a", "\n"]
    ),
    max_size=20,
).map("".join)


@given(texts | pieces)
@example(EVERYTHING)
def test_nothing_that_is_printed_drives_a_terminal(text: str) -> None:
    printed = clean(text)
    assert not _DRIVES.search(printed)
    assert clean(printed) == printed


@given(
    st.recursive(
        texts | pieces | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    )
)
@example({EVERYTHING: [EVERYTHING]})
def test_json_says_the_same_and_drives_no_terminal(value: Any) -> None:
    document = json.dumps(value, ensure_ascii=False).encode()
    printed = clean_json(document)
    assert json.loads(printed) == value
    assert not _DRIVES.search(printed)


def test_a_document_without_any_is_left_as_it_is() -> None:
    document = orjson.dumps({"name": "Zoë", "text": 'tab\t "quoted" \\u0041 \u202f'})
    assert clean_json(document).encode() == document
