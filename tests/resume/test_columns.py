"""Pages with a sidebar are read column by column; dates at the right margin stay where they are."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from interview_cli.resume.columns import Row, untangled
from interview_cli.resume.offline import extract
from interview_cli.resume.reader import read_text
from tests.resume.facts import facts

SIDEBAR = (
    "CONTACT",
    "Lisbon, Portugal",
    "+351 912 555 077",
    "ines.duarte@example.pt",
    "",
    "SKILLS",
    "Python",
    "Django",
    "PostgreSQL",
    "",
    "LANGUAGES",
    "Portuguese (native)",
    "English (C1)",
    "",
    "EDUCATION",
    "MSc Computer Science",
    "Universidade do Porto",
    "2014 - 2016",
)
MAIN = (
    "PROFILE",
    "Backend engineer who likes slow databases to become fast, with eight",
    "years in payments and logistics.",
    "",
    "EXPERIENCE",
    "",
    "Senior Backend Engineer",
    "Correio Veloz, Lisbon|Mar 2021 - Present",
    "• Leads a team of five that owns parcel tracking",
    "• Replaced a nightly batch with a stream of events",
    "",
    "Backend Engineer",
    "Banco Azul, Porto|Sep 2018 - Feb 2021",
    "• Built the card authorisation service in Django",
)
SIDEBAR_BELOW = ("INTERESTS", "Sailing", "Chess", "Choir", "Maps", "Radio", "Bread")
MAIN_BELOW = (
    "Junior Developer",
    "Webfolio, Porto|Jul 2016 - Aug 2018",
    "• Shops for small companies",
    "• Learned to write tests",
    "",
    "PROJECTS",
    "",
    "tidepool",
    "• A queue on top of PostgreSQL",
)


def two_columns(side: str) -> bytes:
    """A resume of two pages with a sidebar on that side, set as a designer's template does."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    narrow, wide = (40, 215) if side == "left" else (430, 40)

    def column(x: float, width: float, lines: Sequence[str], top: float, pitch: float) -> None:
        for number, line in enumerate(lines):
            text, _, date = line.partition("|")
            canvas.setFont("Helvetica-Bold" if text.isupper() else "Helvetica", 9.5)
            canvas.drawString(x, top - number * pitch, text)
            if date:
                canvas.drawRightString(x + width, top - number * pitch, date)

    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(40, 740, "Inês Duarte")
    column(narrow, 150, SIDEBAR, 690, 12.0)
    column(wide, 350, MAIN, 690, 13.3)
    canvas.showPage()
    column(narrow, 150, SIDEBAR_BELOW, 740, 12.0)
    column(wide, 350, MAIN_BELOW, 740, 13.3)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_sidebar_is_read_apart_from_the_page_it_stands_beside(side: str) -> None:
    found = facts(extract(read_text(two_columns(side), "ines.pdf").text))
    assert found["name"] == "Inês Duarte"
    assert found["email"] == "ines.duarte@example.pt"
    assert found["city"] == "Lisbon"
    assert found["work"] == [
        "Senior Backend Engineer | Correio Veloz | Lisbon | 2021-03 | - | 2",
        "Backend Engineer | Banco Azul | Porto | 2018-09 | 2021-02 | 1",
        "Junior Developer | Webfolio | Porto | 2016-07 | 2018-08 | 2",
    ]
    assert found["education"] == ["MSc | Computer Science | Universidade do Porto | 2014 | 2016 | -"]
    assert found["projects"] == ["tidepool"]


def rows(*texts: str, pitch: float = 1.2) -> list[Row]:
    return [Row(number * pitch, text) for number, text in enumerate(texts)]


def test_dates_that_all_start_at_the_same_place_are_no_column() -> None:
    page = rows(*[f"{name:<30}  03/2019 – 02/2021" for name in ("EXPERIENCE", *"abcdefgh")])
    assert untangled([page]) == "\n".join(row.text for row in page)


def test_blank_lines_stand_where_rows_stand_apart() -> None:
    page = [
        Row(y, text) for y, text in [(0, "a"), (1.2, "b"), (3.0, "c"), (4.2, "d"), (7.0, "e"), (8.2, "f")]
    ]
    assert untangled([page]) == "a\nb\n\nc\nd\n\n\ne\nf"


def test_a_page_break_is_no_blank_line() -> None:
    assert untangled([rows("a", "b"), rows("c")]) == "a\nb\nc"
    assert untangled([]) == ""
