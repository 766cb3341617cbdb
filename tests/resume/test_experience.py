"""Years of experience and the level they suggest."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.resume.document import Education, JsonResume, Work
from interview_cli.resume.experience import job_titles, still_studies, suggest_level, years_of_experience

TODAY = date(2026, 11, 20)


def years(*spans: tuple[str | None, str | None]) -> float | None:
    work = [Work(startDate=start, endDate=end) for start, end in spans]
    return years_of_experience(JsonResume(work=work), TODAY)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([("2020-01", "2021-12")], 2.0),
        ([("2020-01", "2020-06"), ("2020-04", "2020-12")], 1.0),  # overlapping jobs count once
        ([("2020-01", "2022-12"), ("2021-01", "2021-06")], 3.0),  # one inside the other
        ([("2024-12", None)], 2.0),  # lasts: until this month
        ([("2016", "2018"), ("2018", "2020")], 4.0),
        ([("2021", "2021")], 0.5),
        ([("2020-01-15", "2020-06-30")], 0.5),
        ([("2030-01", None)], None),  # not begun yet
        ([("2022-05", "2021-01")], None),
        ([(None, None)], None),
    ],
)
def test_years_are_the_union_of_the_jobs(
    spans: list[tuple[str | None, str | None]], expected: float | None
) -> None:
    assert years(*spans) == expected


def test_education_is_no_experience() -> None:
    resume = JsonResume(education=[Education(startDate="2010", endDate="2016")])
    assert years_of_experience(resume, TODAY) is None


@pytest.mark.parametrize(
    ("end", "years_worked", "studies", "level"),
    [
        ("2027", 3.1, True, "entry"),
        ("2027-06", None, True, "entry"),
        ("2027", 9.0, True, "senior"),
        ("2026", 3.1, False, "senior"),  # a year alone stands for its middle
        ("2026-10", 3.1, False, "senior"),
        (None, 3.1, False, "senior"),
    ],
)
def test_who_still_studies_begins_at_entry_whatever_a_club_calls_them(
    end: str | None, years_worked: float | None, studies: bool, level: str
) -> None:
    resume = JsonResume(education=[Education(startDate="2023", endDate=end)])
    assert still_studies(resume, TODAY) is studies
    assert suggest_level(years_worked, ["Deputy Software Lead"], studying=studies) == level


MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1990, 2030), st.integers(1, 12))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(MONTHS, MONTHS), max_size=8))
def test_no_order_of_jobs_and_no_repetition_changes_the_years(spans: list[tuple[str, str]]) -> None:
    once = years(*spans)
    assert years(*reversed(spans)) == years(*spans, *spans) == once
    assert once is None or 0 < once <= 37


@pytest.mark.parametrize(
    ("given_years", "titles", "level"),
    [
        (1.9, ["Engineer"], "entry"),
        (2.0, ["Engineer"], "mid"),
        (6.0, ["Engineer"], "mid"),
        (6.1, ["Engineer"], "senior"),
        (1.0, ["Senior Engineer"], "mid"),
        (4.0, ["Staff Engineer", "Intern"], "senior"),
        (4.0, ["Junior Developer", "Team Lead"], "entry"),
        (9.0, ["Junior Developer"], "mid"),
        (0.2, ["Intern"], "entry"),
        (None, ["Principal Designer"], "senior"),
        (None, ["Cook"], "mid"),
        (3.0, [], "mid"),
        (None, [], None),
    ],
)
def test_the_level_follows_from_years_and_the_latest_title(
    given_years: float | None, titles: list[str], level: str | None
) -> None:
    assert suggest_level(given_years, titles) == level


def test_the_latest_title_comes_first_whatever_the_order_in_the_resume() -> None:
    resume = JsonResume(
        work=[
            Work(position="Clerk", startDate="2010", endDate="2012"),
            Work(position="Undated"),
            Work(position="Manager", startDate="2020"),
            Work(position="Supervisor", startDate="2012", endDate="2020"),
        ]
    )
    assert job_titles(resume) == ["Manager", "Supervisor", "Clerk", "Undated"]
