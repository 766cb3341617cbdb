"""What a terminal sends is parted into keys and pasted text, wherever the reads begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_cli.tui.incoming import Incoming, Pasted

BEGIN, END = b"\x1b[200~", b"\x1b[201~"
KEYS = st.text(
    st.characters(exclude_characters="\x1b\u200c\u200d\u200e\u200f", exclude_categories=["Cs"]), max_size=60
)
PASTES = st.text(st.characters(exclude_characters="\x1b", exclude_categories=["Cs"]), max_size=300)


def heard(*reads: bytes) -> list[str | Pasted]:
    """What comes of these reads, with keys that follow one another as one."""
    incoming = Incoming()
    pieces: list[str | Pasted] = []
    for read in reads:
        for piece in incoming.feed(read):
            if pieces and isinstance(piece, str) and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
    return pieces


@given(st.lists(st.tuples(KEYS, PASTES), max_size=5), st.lists(st.integers(1, 40), max_size=20))
def test_nothing_is_lost_wherever_reads_are_cut(parts: list[tuple[str, str]], cuts: list[int]) -> None:
    expected: list[str | Pasted] = []
    reads: list[bytes] = []
    for keys, pasted in parts:
        for part in filter(None, [keys, Pasted(pasted) if pasted else ""]):
            if isinstance(part, str) and expected and isinstance(expected[-1], str):
                expected[-1] += part
            else:
                expected.append(part)
        reads += [keys.encode()]
        rest = pasted.encode() + END
        first = BEGIN
        for cut in cuts:
            reads.append(first + rest[:cut])
            first, rest = b"", rest[cut:]
        reads.append(first + rest)
    assert heard(*(read for read in reads if read)) == expected


def test_codes_inside_what_is_pasted_end_nothing() -> None:
    assert heard(BEGIN + b"one \x1b[31m two \x1b three" + END + b"q") == [
        Pasted("one \x1b[31m two \x1b three"),
        "q",
    ]


def test_bytes_that_are_no_text_are_marked_and_take_nothing_with_them() -> None:
    assert heard(BEGIN + b"caf\xe9 au lait" + END) == [Pasted("caf� au lait")]
    assert heard(b"na\xc3", b"\xafve") == ["naïve"]


def test_much_text_at_once_is_pasted_and_keys_around_it_are_keys() -> None:
    words = "I would measure first.\r" * 10
    assert heard(b"\x1b[A" + words.encode() + b"\x13") == ["\x1b[A", Pasted(words), "\x13"]
    assert heard(b"a few words\r") == ["a few words\r"]


def test_a_paste_that_stalls_is_shown_so_far_and_goes_on() -> None:
    incoming = Incoming()
    assert list(incoming.feed(BEGIN + b"half a sen\x1b[2")) == []
    assert list(incoming.flush()) == [Pasted("half a sen")]
    assert list(incoming.feed(b"01m of red\tand \x13 more", after_silence=True)) == []
    assert list(incoming.feed(END + b"q")) == [Pasted("\x1b[201m of red\tand \x13 more"), "q"]


def test_a_key_after_a_silence_ends_a_paste_without_an_end() -> None:
    incoming = Incoming()
    assert list(incoming.feed(BEGIN + b"half a sen")) == []
    assert list(incoming.feed(b"\x11", after_silence=True)) == [Pasted("half a sen"), "\x11"]
    assert list(incoming.flush()) == []


def test_joiners_between_keys_are_part_of_the_word() -> None:
    assert heard("می\u200cخواهم".encode()) == ["می", Pasted("\u200c"), "خواهم"]
