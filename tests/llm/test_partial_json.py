"""Texts of a JSON reply are read while it is coming: never more than it will say, and all in the end."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.llm.chat_format import storable
from interview_cli.llm.loose_json import MAX_REPAIRED
from interview_cli.llm.partial_json import PartialText, partial_texts

NAMES = ("question", "action")

# Text that looks like what surrounds it, and what escapes stand for.
odd = st.sampled_from(
    ['"question": "no"', "\\", "\\u12", "{", "}", '"', "\n", "é", "設計", "😀", "<think>", "```"]
)
texts = st.text(max_size=40) | st.lists(odd, max_size=6).map("".join)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
names = st.sampled_from([*NAMES, "x"])
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
others = st.dictionaries(texts.filter(lambda name: name not in NAMES), values, max_size=3)
named = st.fixed_dictionaries({"question": texts}, optional={"action": texts})
replies = (
    st.builds(lambda *parts: [pair for part in parts for pair in part.items()], named, others)
    .flatmap(st.permutations)
    .map(dict)
)
wrappers: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [
        lambda body: body,
        lambda body: f"```json\n{body}\n```",
        lambda body: f"Sure {{see below}}, at level {{4}}:\n{body}\nThat is {{all}}.",
        lambda body: f'<think>{{"question": "a thought"}} or {{}}?</think>{body}',
        lambda body: f"{{}} {body}",
    ]
)


@given(replies, wrappers, st.booleans(), st.sampled_from([None, 2]))
def test_of_every_beginning_of_a_reply_the_beginning_of_its_text_is_read_and_in_the_end_all(
    fields: dict[str, Any], wrap: Callable[[str], str], ascii_only: bool, indent: int | None
) -> None:
    reply = wrap(json.dumps(fields, ensure_ascii=ascii_only, indent=indent))
    before = ""
    for end in range(len(reply) + 1):
        read = partial_texts(reply[:end], NAMES).get("question", PartialText("", False))
        assert read.text.startswith(before)
        assert storable(fields["question"]).startswith(read.text)
        assert not read.whole or read.text == storable(fields["question"])
        before = read.text
    assert partial_texts(reply, NAMES) == {
        name: PartialText(storable(fields[name]), True) for name in NAMES if name in fields
    }


@given(st.text() | texts | st.text('{}[]":,\\ua1 <think/>', max_size=80))
def test_nothing_ever_makes_the_reader_fail(reply: str) -> None:
    assert set(partial_texts(reply, NAMES)) <= set(NAMES)


@given(st.text('{}[]":,\\ua1 ', max_size=60))
def test_whatever_stands_in_quotes_is_read_as_json_reads_it(inside: str) -> None:
    reply = f'{{"question": "{inside}"}}'
    with contextlib.suppress(ValueError):
        said = json.loads(reply, strict=False)["question"]
        assert partial_texts(reply, NAMES)["question"] == PartialText(storable(said), True)


def test_a_character_beyond_the_basic_plane_is_read_when_both_its_halves_have_come() -> None:
    reply = '{"question": "Go \\ud83d\\ude00!"}'
    read = [partial_texts(reply[:end], NAMES).get("question") for end in range(len(reply))]
    assert list(dict.fromkeys(one.text for one in read if one)) == [
        "", "G", "Go", "Go ", "Go 😀", "Go 😀!",
    ]  # fmt: skip


def test_the_last_of_several_objects_counts_as_soon_as_it_says_something() -> None:
    draft = '{"question": "A draft?"} or better {"reason": "x", '
    assert partial_texts(draft, NAMES)["question"].text == "A draft?"
    assert partial_texts(f'{draft}"question": "B', NAMES) == {"question": PartialText("B", False)}


@pytest.mark.parametrize(
    "reply",
    [
        '<think>{"question": "a thought"',
        "{'question': 'in single quotes'}",
        '{"question": "an escape that is none \\q"}',
        '{"reason": "one" "question": "no comma"}',
        '{"more": {"question": "nested"}}',
        '[["question", "in a list"]]',
        '{"question": 12, "action": null}',
        '{"question": "' + "long " * (MAX_REPAIRED // 5),
    ],
)
def test_what_is_no_answer_or_would_have_to_be_repaired_is_not_read(reply: str) -> None:
    assert partial_texts(reply, NAMES) == {}
