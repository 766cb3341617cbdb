"""Dates in every form that resumes use, and none where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.resume.dates import find_dates, month_index, without_dates
from interview_cli.resume.entries import header_date
from interview_cli.resume.lines import Line


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Feb 2023 - Present", "2023-02", None),
        ("2016 – 2020", "2016", "2020"),
        ("2016–20", "2016", "2020"),
        ("2016/17", "2016", "2017"),
        ("03/2019", "2019-03", "2019-03"),
        ("04/2021-09/2023", "2021-04", "2023-09"),
        ("03/19 - 05/21", "2019-03", "2021-05"),
        ("01.02.2019 - 31.03.2021", "2019-02", "2021-03"),
        ("2019-03 – 2021-04", "2019-03", "2021-04"),
        ("[ 01/09/2019 – Current ]", "2019-09", None),
        ("Summer 2021", "2021-06", "2021-08"),
        ("Summers 2024-2025", "2024-06", "2025-08"),
        ("June - August, 2022", "2022-06", "2022-08"),
        ("Aug’23 - July’27", "2023-08", "2027-07"),
        ("Jan-20 to Feb-21", "2020-01", "2021-02"),
        ("15 March 2020 - 3 April 2021", "2020-03", "2021-04"),
        ("March 15, 2020 – April 2, 2021", "2020-03", "2021-04"),
        ("Sept. 2022 – now", "2022-09", None),
        ("2020 to date", "2020", None),
        ("Since 2019", "2019", None),
        ("10/2018–", "2018-10", None),
        ("Expected May 2026", None, "2026-05"),
        ("Expected Graduation: June 2026", None, "2026-06"),
        ("Graduated 2015", None, "2015"),
        ("Class of 2018", None, "2018"),
        ("May 2013 (Completed)", None, "2013-05"),
        ("Januar 2019 – heute", "2019-01", None),
        ("septembre 2020 – aujourd'hui", "2020-09", None),
        ("septiembre de 2019 - actualidad", "2019-09", None),
        ("Jan 2020 - Present (2 years 3 months)", "2020-01", None),
        ("Mar 2022 → Present", "2022-03", None),
    ],
)
def test_a_date_is_read_as_iso_and_taken_out_of_its_line(
    text: str, start: str | None, end: str | None
) -> None:
    (span,) = find_dates(text)
    assert (span.start, span.end) == (start, end)
    assert span.current == (end is None)
    line = f"Engineer, Acme Inc    {text}"
    assert without_dates(line, list(find_dates(line))) == "Engineer, Acme Inc"


@pytest.mark.parametrize(
    "text",
    [
        "(312) 555-2019",
        "FY2022 results",
        "US 8,765,432",
        "$2020",
        "May the force",
        "2,000 people",
        "24/7",
        "Python 3.11",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Engineer, Acme, 2019 - 2021",
        "2019 - 2021",
        "ACME        June 2020 - May 2021",
        "Acme (2019)",
        "2019: Cook, Ritz",
    ],
)
def test_a_date_of_a_header_is_told_from_one_in_a_sentence(text: str) -> None:
    assert header_date(Line(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Grew sales from 2019 to 2021",
        "Won the award in 2019 for the best design",
        "Led the 2021 rebranding of the company.",
        "performance 2019—2020.",
        "Supported the migration before 2020",
    ],
)
def test_a_date_in_a_sentence_heads_nothing(text: str) -> None:
    assert header_date(Line(text)) is None


def test_a_year_alone_stands_for_its_middle_and_an_end_counts_its_month() -> None:
    assert month_index("2020-01") == 2020 * 12
    assert month_index("2020-01", end=True) == 2020 * 12 + 1
    assert month_index("2020") == month_index("2020", end=True) == 2020 * 12 + 6


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("0129/.-–' toTİıſKJanSepPresent2019,()"), max_size=60))
def test_any_mixture_of_digits_and_words_gives_valid_dates_or_none(text: str) -> None:
    for span in find_dates(text):
        assert 0 <= span.begin < span.finish <= len(text)
        for value in (span.start, span.end):
            assert value is None or (value.isascii() and 1950 <= int(value[:4]) <= 2049)
