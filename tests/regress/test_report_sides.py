"""Two texts word by word: what is marked, and that nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_cli.regress.reports.sides import Pieces, side_by_side

WORDS = st.lists(st.sampled_from(["one", "two", "3.5", "four.", "五", "\n", " "]), max_size=60).map("".join)


def marked(pieces: Pieces) -> list[str]:
    return [piece.text for piece in pieces if piece.changed]


def test_a_changed_word_is_marked_and_the_rest_is_not() -> None:
    old, new = side_by_side("You made 2 of 6 points.", "You made 1 of 6 points.")
    assert (marked(old), marked(new)) == (["2"], ["1"])


def test_a_number_is_one_word() -> None:
    old, new = side_by_side("level 3.74 of 5", "level 3.81 of 5")
    assert (marked(old), marked(new)) == (["3.74"], ["3.81"])


def test_one_word_is_found_in_a_long_paragraph() -> None:
    words = [f"{word}{number}" for number in range(200) for word in ("the ", "point ", "is ", "w")]
    text = " ".join(words)
    old, new = side_by_side(text, text.replace("w120", "moved"))
    assert (marked(old), marked(new)) == (["w120"], ["moved"])


def test_a_character_is_a_word_where_no_spaces_part_them() -> None:
    old, new = side_by_side("答えは三十です。", "答えは四十です。")
    assert (marked(old), marked(new)) == (["三"], ["四"])


def test_lines_with_little_in_common_are_marked_whole() -> None:
    old, new = side_by_side(
        "same\nIt shows in so many words.\nend", "same\nNothing here is alike, is it?\nend"
    )
    assert marked(old) == ["It shows in so many words.\n"]
    assert marked(new) == ["Nothing here is alike, is it?\n"]


def test_a_line_that_is_new_is_marked_alone() -> None:
    old, new = side_by_side("a b\nc d\n", "a b\nnew\nc d\n")
    assert (marked(old), marked(new)) == ([], ["new\n"])


@given(WORDS, WORDS)
def test_each_side_is_its_whole_text_and_equal_texts_have_no_marks(before: str, after: str) -> None:
    for cut in (False, True):
        old, new = side_by_side(before, after, cut=cut)
        assert "".join(piece.text for piece in old) == before
        assert "".join(piece.text for piece in new) == after
    assert not marked(side_by_side(before, before)[1])
