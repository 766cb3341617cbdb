"""The length of text in any script: in words, in characters, and in columns of a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from interview_cli.cells import cells, lines_of, shortened
from interview_cli.coach.words import words
from interview_cli.scripts import is_unspaced, letter_count, word_count

JAPANESE = "インデックスは、読み取りを速くしますが、「書き込み」は遅くなります。PostgreSQLで確認しました。"
THAI = "ดัชนีช่วยให้ค้นหาเร็วขึ้นแต่การเขียนช้าลง"
HINDI = "सूचकांक पढ़ने को तेज़ करता है"
ARABIC = "الفهرس يُسرّع القراءة ويبطئ الكتابة"
# Letters, marks that join them, wide characters, and white space.
ANY = st.text(st.sampled_from("aé \n1-.、。「」索引がガดัชีहिन्ी العربيّةEе\u0301"), max_size=80)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (JAPANESE, 15, 26),
        ("我们先测量再修改，因为猜测代价很高。", 6, 12),
        (THAI, 6, 12),
        (HINDI, 6, 6),
        (ARABIC, 5, 5),
        ("Größe über alles – e\u0301té", 4, 4),
        ("", 0, 0),
        ("...", 0, 0),
    ],
)
def test_words_are_counted_in_any_script_about_as_a_reader_would(text: str, least: int, most: int) -> None:
    assert least <= word_count(text) <= most


def test_marks_are_part_of_their_letters_and_cut_no_word_in_two() -> None:
    assert len(words(HINDI)) == 6
    assert words("Gro\u0308ße") == words("Größe") == ["größe"]
    assert len(words(ARABIC)) == 5


def test_a_script_without_spaces_is_known_by_most_of_the_letters() -> None:
    assert is_unspaced(JAPANESE)
    assert is_unspaced(THAI)
    assert not is_unspaced("We call it 索引 and mean an index")
    assert not is_unspaced("한국어는 띄어 씁니다")
    assert letter_count("索引、B-tree。") == 7


@given(ANY)
def test_columns_are_those_of_a_terminal(text: str) -> None:
    plain = text.replace("\n", "")
    # Terminals differ in vowel signs with a place of their own, which are given one.
    apart = sum(unicodedata.category(letter) == "Mc" for letter in plain)
    assert cell_len(plain) <= cells(plain) <= cell_len(plain) + apart


@given(ANY, st.integers(4, 40))
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(text: str, width: int) -> None:
    one = text.replace("\n", " ")
    lines = lines_of(one, width, "  ")
    assert "".join("".join(lines).split()) == "".join(one.split())
    if not any(len(word) > width - 2 for word in one.split() if word.isascii()):
        assert max(map(cells, lines)) <= width


def test_lines_of_japanese_begin_with_no_full_stop_and_end_with_no_opening_bracket() -> None:
    for width in range(6, 60):
        lines = lines_of(JAPANESE, width)
        assert not any(line[0] in "、。」" for line in lines[1:])
        assert not any(line.endswith("「") for line in lines)


def test_text_is_shortened_to_columns() -> None:
    short = shortened(JAPANESE, 30)
    assert cells(short) <= 30
    assert short.endswith(" ...")
    assert JAPANESE.startswith(short.removesuffix(" ..."))
    assert shortened("short", 30) == "short"
