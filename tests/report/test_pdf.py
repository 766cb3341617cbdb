"""The PDF report: its words, its letters, and that no text is too long or too strange for it."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from interview_cli.interview.session import Session
from interview_cli.report.beside import Beside
from interview_cli.report.outline import outline
from interview_cli.report.pdf import document, look
from interview_cli.report.pdf.letters import Letters
from interview_cli.store.row import row_of
from tests.documents import every_kind_of_turn, plain_session, shows_score
from tests.report.test_html import history, spoken_session


def text_of(data: bytes) -> str:
    """All words of a PDF with single spaces between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def with_answer(text: str) -> Session:
    session = plain_session("aaaa1")
    assert session.turns[0].answer is not None
    session.turns[0].answer.text = text
    return session


def test_it_says_what_the_report_says() -> None:
    session = every_kind_of_turn()
    report = outline(session)
    text = text_of(document.render(session))

    wanted = [report.title, report.standing, "Questions at a glance", "A strong answer", "Numbers"]
    wanted += [value for _, value in report.facts]
    wanted += [item for section in report.findings for item in section.items]
    wanted += [passage.question for passage in report.passages]
    for words in wanted:
        assert " ".join(words.split()) in text


def test_it_is_the_same_every_time() -> None:
    assert document.render(every_kind_of_turn()) == document.render(every_kind_of_turn())


def test_its_font_is_in_the_file_and_no_other_is_asked_for() -> None:
    reader = PdfReader(io.BytesIO(document.render(every_kind_of_turn())))
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[union-attr]
    }

    embedded = {name for name, font in fonts.items() if "/FontFile2" in font.get("/FontDescriptor", {})}
    assert embedded
    # reportlab names Helvetica on every page; no text is set in it.
    assert {name.split("+")[-1] for name in embedded} <= {look.FONT, look.BOLD, look.OBLIQUE}


def test_headings_are_bookmarks_for_leafing_through() -> None:
    reader = PdfReader(io.BytesIO(document.render(every_kind_of_turn())))
    titles = re.findall(r"'/Title': '([^']+)'", str(reader.outline))

    assert titles[0] == "Interview report: Backend Engineer"
    assert "Questions and answers" in titles
    assert "Q1 (Technical)" in titles
    assert reader.metadata is not None
    assert reader.metadata.title == titles[0]


@pytest.mark.parametrize(
    "text",
    [
        "Größe, naïveté, œuvre, Łódź, Ñandú, İstanbul, Ħal",
        "Η γρήγορη αλεπού, ὁ λόγος",
        "Съешь ещё этих мягких французских булок, їжак, Ђорђе",
        "“quotes” – dashes — … € £ ₴ → ⇒ ≤ ≥ ≠ ∑ √ ✓ • │ └",
        "e\N{COMBINING ACUTE ACCENT}t\N{LATIN SMALL LETTER E WITH ACUTE}",
    ],
)
def test_latin_greek_and_cyrillic_come_through_letter_by_letter(text: str) -> None:
    import unicodedata

    assert unicodedata.normalize("NFC", text) in text_of(document.render(with_answer(text)))


@pytest.mark.parametrize(
    ("text", "told", "script"),
    [
        ("我会先看索引。", "[6 Chinese characters]", "Chinese"),
        ("Then 索引 it.", "Then [2 Chinese characters] it.", "Chinese"),
        ("まず、ログを見ます", "[8 Japanese characters]", "Japanese"),
        ("색인을 봅니다", "[6 Korean characters]", "Korean"),
        ("أنظر إلى الفهرس", "[13 Arabic characters]", "Arabic"),
        ("मैं पहले", "[4 Devanagari characters]", "Devanagari"),
    ],
)
def test_other_scripts_are_counted_in_words_and_told_of_once(text: str, told: str, script: str) -> None:
    found = text_of(document.render(with_answer(text)))

    assert told in found
    assert found.count(f"This PDF has no letters for {script} text") == 1


def test_signs_are_named_and_marks_without_a_shape_are_left_out() -> None:
    letters = Letters(look.shapes())

    assert letters.written("ship it 🚀!") == "ship it [rocket]!"
    assert letters.written("a\ufe0fb\U000e0061c") == "abc"
    assert letters.lacking == {}


@given(st.text(max_size=200))
def test_every_letter_that_is_written_has_a_shape(text: str) -> None:
    written = Letters(look.shapes()).written(text)

    assert set(map(ord, written)) <= look.shapes() | {ord("\n")}
    assert len(written) <= 60 * len(text) + 10


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.integers(1, 400))
def test_no_text_is_too_long_or_too_strange_for_a_page(text: str, times: int) -> None:
    session = with_answer((text + " ") * times)
    judgement = session.turns[0].evaluation
    assert judgement is not None
    for score in judgement.criteria:
        score.reason = text * times
    session.candidate.name = text * times or "x"

    assert document.render(session).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text", ["x" * 300_000, "A " * 150_000 + "A", "long " * 60_000 + "end"], ids=["x", "A", "long"]
)
def test_a_text_as_long_as_a_book_is_cut_and_that_is_said(text: str) -> None:
    shown = text_of(document.render(with_answer(text)))

    assert shown.count(text[0]) >= 4_000
    assert f"[... and {len(text) - 20_000:,} more" in " ".join(shown.split()).replace("\n", " ")


def test_markup_in_an_answer_is_text() -> None:
    text = '<b>bold</b> <a href="http://evil.example">x</a> <img src="/etc/passwd"/> &lt;'
    data = document.render(with_answer(text))

    assert text in text_of(data)
    assert b"evil.example" not in data


def test_the_trend_and_recordings_stand_in_it_too() -> None:
    sessions = history()
    rows = [row_of(one, "") for one in reversed(sessions)]
    trend = text_of(document.render(sessions[-1], beside=Beside(rows=rows)))
    assert "Overall: improving, from 40 to 72" in trend

    place = "file:///home/ada/t1-1.wav"
    data = document.render(spoken_session(), beside=Beside(find=lambda name: place))
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in PdfReader(io.BytesIO(data)).pages
        for note in page.get("/Annots", [])
    ]
    assert links == [place, f"{place}#t=3.0", f"{place}#t=17.2"]


def test_without_scores_there_is_none() -> None:
    assert not shows_score(text_of(document.render(every_kind_of_turn(), scores=False)))
