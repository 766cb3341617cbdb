"""The resume in examples/ is the one its script draws, and is read completely."""

from __future__ import annotations

from datetime import date

import pytest

from interview_cli.resume.experience import job_titles, suggest_level, years_of_experience
from interview_cli.resume.offline import extract
from interview_cli.resume.reader import read_text
from tests.make_example_resume import EXAMPLES, markdown, pdf
from tests.resume.facts import facts
from tests.resume.standard import needs_schema, problems


def test_the_committed_files_are_what_the_script_writes() -> None:
    assert (EXAMPLES / "resume.md").read_text("utf-8") == markdown()
    assert pdf() == pdf()
    drawn, committed = (
        read_text(data, "resume.pdf").text for data in (pdf(), (EXAMPLES / "resume.pdf").read_bytes())
    )
    assert drawn == committed


@pytest.mark.parametrize("name", ["resume.pdf", "resume.md"])
def test_the_example_is_read_completely(name: str) -> None:
    source = read_text((EXAMPLES / name).read_bytes(), name)
    found = facts(extract(source.text))
    assert found["name"] == "Mara Lindholm"
    assert found["label"] == "Backend Engineer"
    assert found["email"] == "mara.lindholm@example.com"
    assert found["phone"] == "+46 70 555 01 42"
    assert found["city"] == "Gothenburg"
    assert found["work"] == [
        "Backend Engineer | Nordkaj Payments AB | Gothenburg, Sweden | 2023-03 | - | 4",
        "Software Developer | Fraktbolaget Logistics | Malmö, Sweden | 2021-08 | 2023-02 | 3",
    ]
    assert found["education"] == [
        "BSc | Computer Science | Chalmers University of Technology | 2018 | 2021 | -"
    ]
    assert found["projects"] == ["ledgerlite", "Tram delay map"]
    assert {"Python", "Go", "PostgreSQL", "Kubernetes", "Apache Kafka", "Swedish"} <= set(found["skills"])


@needs_schema
def test_the_example_is_valid_and_suggests_its_level() -> None:
    resume = extract(read_text((EXAMPLES / "resume.pdf").read_bytes(), "resume.pdf").text)
    assert problems(resume) == []
    years = years_of_experience(resume, date(2026, 11, 1))
    assert years == 5.3
    assert suggest_level(years, job_titles(resume)) == "mid"
