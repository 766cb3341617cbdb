"""Foreign text in Markdown, beyond what one parser shows."""

from __future__ import annotations

import pytest

from interview_cli.report.escape import block, inline, joined


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a snake_case name, R&D, C# and 3.5 > 2", "a snake_case name, R&D, C# and 3.5 > 2"),
        ("__init__ is *it*", r"\_\_init\_\_ is \*it\*"),
        ("see https://evil.example or www.evil.example", r"see https\://evil.example or www\.evil.example"),
        (":- is a table's second line to GitHub", r"\:- is a table's second line to GitHub"),
        ("one\ntwo\tthree", "one two three"),
    ],
)
def test_only_what_could_be_markup_is_escaped(text: str, escaped: str) -> None:
    assert inline(text) == escaped


def test_lines_stay_lines_and_keep_their_indentation() -> None:
    assert joined(block("def f():\n    return 1\n\nThat is all."), "> ") == (
        "> def f():  \n> \xa0\xa0\xa0\xa0return 1\n>\n> That is all."
    )
