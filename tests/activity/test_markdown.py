"""Markdown is cut into pieces that each say one thing, and nothing that is not prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.activity.markdown import MOST_PIECES, pieces_of, without_markup

JOURNAL = """\
---
title: Thursday
password: hidden
---
# 2026-03-12

## Moving sessions to Redis

We keep sessions in **Redis** now, since the database
was at 80 % CPU. See [the ticket](https://example.org/1).

- [ ] load test the failover
- [x] measured: p95 from 210 ms to 40 ms
- looked into why `SCAN` is slow
  - it was the eviction policy

  and it is documented.
1. Filed a bug for it

```python
SECRET = "in code"
```
~~~
also code
```
~~~
<!-- a comment
over lines -->
> somebody else said this

| a | table |
|---|-------|

    indented code

Setext heading
==============
Found the missing index on [[orders|the orders table]]. ![](x.png) #daily #work
"""


def test_paragraphs_items_and_headings_become_pieces_in_their_order():
    pieces = [(piece.heading, piece.text, piece.is_item, piece.open_task) for piece in pieces_of(JOURNAL)]
    moving = "Moving sessions to Redis"
    assert pieces == [
        (
            moving,
            "We keep sessions in Redis now, since the database was at 80 % CPU. See the ticket.",
            False,
            False,
        ),
        (moving, "load test the failover", True, True),
        (moving, "measured: p95 from 210 ms to 40 ms", True, False),
        (
            moving,
            "looked into why SCAN is slow - it was the eviction policy and it is documented.",
            True,
            False,
        ),
        (moving, "Filed a bug for it", True, False),
        ("Setext heading", "Found the missing index on the orders table.", False, False),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "hidden",
        "in code",
        "also code",
        "a comment",
        "over lines",
        "somebody else",
        "table |",
        "indented code",
    ],
)
def test_front_matter_code_comments_and_quotations_are_left_out(hidden):
    assert hidden not in " ".join(piece.text for piece in pieces_of(JOURNAL))


def test_what_is_never_closed_hides_the_rest_and_no_more():
    assert [piece.text for piece in pieces_of("Before it.\n```\ncode")] == ["Before it."]
    assert [piece.text for piece in pieces_of("Before it.\n<!-- open\nrest")] == ["Before it."]
    assert [piece.text for piece in pieces_of("---\nno end of front matter")] == ["no end of front matter"]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("**bold** and *slanted* and `code`", "bold and slanted and code"),
        ("snake_case_name stays, _this_ does not", "snake_case_name stays, this does not"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("[a][1] [b](c) [[d]] <b>e</b> https://x.y/z", "a b d e"),
        ("issue #12 and #tag", "issue #12 and"),
    ],
)
def test_markup_inside_a_line_is_read_as_text(markup, said):
    assert without_markup(markup) == said


def test_windows_line_ends_and_endless_lists_are_read():
    many = "\n".join(f"- item number {number}" for number in range(5000))
    assert len(pieces_of(many)) == MOST_PIECES


@given(st.text(alphabet="-#*>`~<!|[]()ab \n\t1.x=_", max_size=400))
def test_any_text_can_be_cut(text):
    for piece in pieces_of(text):
        assert piece.text.strip() == piece.text != ""
