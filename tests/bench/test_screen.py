"""What a full-screen program wrote is read back as what stands on the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.screen import Screen


def shown(*written: str, columns: int = 10, rows: int = 3) -> list[str]:
    screen = Screen(columns, rows)
    for piece in written:
        screen.feed(piece.encode())
    return screen.lines


def test_text_stands_where_the_cursor_was_moved() -> None:
    assert shown("\x1b[2;3Hhere\x1b[1;1Hfirst") == ["first", "  here", ""]


def test_colours_modes_and_titles_take_no_room() -> None:
    modes = "\x1b[?1049h\x1b[>25u\x1b[?2026$p"
    titles = "\x1b]22;default\x07\x1b]0;t\x1b\\"
    assert shown(f"{modes}{titles}\x1b[38;2;1;2;3ma\x1b[0mb") == ["ab", "", ""]


def test_what_is_too_long_for_a_line_overwrites_its_last_cell() -> None:
    assert shown("\x1b[1;8Habcdef")[0] == "       abf"


def test_new_text_overwrites_the_old() -> None:
    assert shown("2:05 left", "\x1b[1;1H1:59")[0] == "1:59 left"


def test_lines_are_left_by_their_controls() -> None:
    assert shown("one\r\ntwo\bO\x1b[2Ax\x1b[Bd") == ["onex", "twO d", ""]


@pytest.mark.parametrize(
    ("erase", "left"),
    [
        ("\x1b[K", ["aaaa", "bb", "cccc"]),
        ("\x1b[1K", ["aaaa", "   b", "cccc"]),
        ("\x1b[2K", ["aaaa", "", "cccc"]),
        ("\x1b[J", ["aaaa", "bb", ""]),
        ("\x1b[1J", ["", "   b", "cccc"]),
        ("\x1b[2J", ["", "", ""]),
    ],
    ids=["to the end of the line", "from its beginning", "all of it", "all below", "all above", "everything"],
)
def test_erasing_leaves_blanks(erase: str, left: list[str]) -> None:
    assert shown("aaaa\r\nbbbb\r\ncccc", "\x1b[2;3H", erase, columns=4) == left


@given(st.data())
def test_pieces_may_end_anywhere(data: st.DataObject) -> None:
    written = "\x1b[2;1H\x1b[1mÜber▸\x1b[0m\x1b]0;title\x07\x1b[1;2Hx\r\ny".encode()
    cut = data.draw(st.lists(st.integers(0, len(written)), max_size=8).map(sorted))
    whole, parts = Screen(10, 3), Screen(10, 3)
    whole.feed(written)
    for begin, end in zip([0, *cut], [*cut, len(written)], strict=True):
        parts.feed(written[begin:end])
    assert parts.lines == whole.lines == [" x", "yber▸", ""]


@given(st.binary(max_size=200))
def test_no_bytes_are_too_much(data: bytes) -> None:
    screen = Screen(7, 2)
    screen.feed(data)
    assert [len(line) <= 7 for line in screen.lines] == [True, True]
