"""Sentences are cut from a text that grows, and made speakable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.voice.speak.sentences import LONGEST, Sentences, sentences_of
from interview_cli.voice.speak.speakable import speakable

QUESTION = """## Design

Dr. Lee runs a service, e.g. in Node.js 3.5, for *U.S.* teams.  **Tell me** how `a.b(). C` works!
"Why?" she asked… Then go on.

1. First, the *cache*.
2. Second. See [the docs](https://example.com/a.b?c=d).

- [x] p95 < 200 ms
```sql
select 1. From x;
```
| a | b |
|---|---|
| 1. A | 2 |

> Is it C++ or C#? どうですか。はい。
"""
MARKS = ". |.\n\n|\n- |\n1. |```\n|\n```|`x. Y`|e.g. | Dr. |。|”|\r\n|\n===\n|😀".split("|")
PIECES = st.sampled_from([*"abXY.!?…:`*_-#|>1\n ", *MARKS, "\n| a |", "word " * 70, "x" * 310, '."'])


@given(st.lists(PIECES, max_size=40).map("".join), st.data())
def test_the_sentences_are_the_same_however_the_text_came(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=15)))
    sentences, found = Sentences(), []
    for cut in cuts:
        found += sentences.grow(text[:cut])
    assert found + sentences.end(text) == sentences_of(text)


def test_a_question_that_comes_character_by_character_is_spoken_as_it_is_when_whole() -> None:
    sentences, found = Sentences(), []
    for length in range(len(QUESTION)):
        found += sentences.grow(QUESTION[:length])
    early = len(found)
    assert found + sentences.end(QUESTION) == sentences_of(QUESTION)
    assert early >= len(sentences_of(QUESTION)) - 2


def test_a_question_with_everything_in_it_is_cut_where_a_reader_would_breathe() -> None:
    assert sentences_of(QUESTION) == [
        "Design",
        "Dr. Lee runs a service, for example in Node.js 3.5, for U.S. teams.",
        "Tell me how a.b. C works!",
        '"Why?" she asked…',
        "Then go on.",
        "1. First, the cache.",
        "2. Second.",
        "See the docs.",
        "p 95 less than 200 ms",
        "There is a code example on the screen.",
        "There is a table on the screen.",
        "Is it C plus plus or C sharp?",
        "どうですか。",
        "はい。",
    ]


def test_a_sentence_is_given_out_before_the_next_one_is_complete() -> None:
    sentences = Sentences()
    assert sentences.grow("Hello Ann.") == []
    assert sentences.grow("Hello Ann. T") == ["Hello Ann."]
    assert sentences.grow("Hello Ann. Tell me more") == []
    assert sentences.end("Hello Ann. Tell me more") == ["Tell me more"]
    assert sentences.end("Hello Ann. Tell me more") == []


def test_what_a_replaced_text_has_in_common_is_not_said_again() -> None:
    sentences = Sentences()
    assert sentences.grow("Hello Ann. What is a cache? And") == ["Hello Ann.", "What is a cache?"]
    assert sentences.end("Hello Ann. What is a queue?") == ["What is a queue?"]


def test_a_sentence_that_stands_twice_is_said_twice() -> None:
    sentences = Sentences()
    assert sentences.grow("Why? Wh") == ["Why?"]
    assert sentences.end("Why? Why?") == ["Why?"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Smith met Dr. Jones vs. J. Doe, i.e. Jack.", 1),
        ("Use .NET or Node.js 3.5 in the U.S. Army.", 1),
        ("It is faster than I. Then stop.", 2),
        ("Is it? Yes! No. Then...", 4),
        ("Page p. 5 and no. 7 agree. No. They don't.", 3),
        ("Wait... what", 1),
        ("He said “Stop.” Then he left.", 2),
        ("", 0),
        ("... !!! 😀", 0),
        ("`never closed. But read on", 2),
    ],
)
def test_abbreviations_numbers_and_quotations_end_no_sentence(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


@given(st.text(min_size=1))
def test_no_sentence_is_endless_and_none_is_lost_for_length(text: str) -> None:
    long = "word, " * 200 + text
    assert all(len(sentence) <= LONGEST * 2 for sentence in sentences_of(long))
    assert " ".join(sentences_of("word, " * 200)).count("word") == 200


def test_in_other_languages_symbols_stay_and_nothing_english_is_said() -> None:
    text = "Was ist C++ & C#?\n\n```\nx\n```\nUnd **dann**?"
    assert sentences_of(text, "de") == ["Was ist C++ & C#?", "Und dann?"]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("**Bold** and *soft* and __both__ and ~~gone~~", "Bold and soft and both and gone"),
        ("the `user_id` in snake_case", "the user id in snake case"),
        ("2 * 3 = 6", "2 times 3 equals 6"),
        ("C++, C#, F# & R&D", "C plus plus, C sharp, F sharp and R and D"),
        ("A -> B => C", "A to B to C"),
        ("p95, p99.9 and p50", "p 95, p 99.9 and p 50"),
        ("TCP/IP at 5 requests/s", "TCP IP at 5 requests per second"),
        ("O(n log n) vs. O(1)", "O of n log n versus O of 1"),
        ("x >= 3, y <= 4, a != b", "x at least 3, y at most 4, a is not b"),
        ("[this](http://a.b/c) or <https://www.python.org/x>", "this or python.org"),
        ("See https://docs.python.org/3/, then go.", "See docs.python.org, then go."),
        ("![a plot](x.png) shows <br> it", "a plot shows it"),
        ("about 3–5 — or ~7 -- days", "about 3 to 5, or about 7, days"),
        ("run it with --force on 1/2 of them", "run it with force on 1/2 of them"),
        ("Hi 👩🏽‍💻 there\x1b[31m \u202eok", "Hi there 31m ok"),
        ("w/ or w/o tests, etc", "with or without tests, et cetera"),
        ("well-known, 1-on-1", "well-known, 1-on-1"),
        ("***", ""),
        ("a < b means less", "a < b means less"),
        ("if x < 5 and list<int>", "if x less than 5 and list"),
    ],
)
def test_what_is_written_is_read_aloud_in_words(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@given(st.text())
def test_what_is_read_aloud_is_one_line_without_codes(text: str) -> None:
    spoken = speakable(text)
    assert spoken == spoken.strip()
    assert not any(ord(character) < 32 or character in "`\x7f" for character in spoken)
