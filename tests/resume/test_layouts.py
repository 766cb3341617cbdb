"""Resumes of many layouts, each read right: names, jobs, dates, degrees, projects and skills."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interview_cli.resume.offline import extract
from tests.resume.facts import facts
from tests.resume.standard import needs_schema, problems

LAYOUTS = Path(__file__).parent / "layouts"
EXPECTED: dict[str, dict[str, Any]] = json.loads((LAYOUTS / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_resume_is_read_right_whatever_its_layout(name: str) -> None:
    found = facts(extract((LAYOUTS / name).read_text("utf-8")))
    for what, expected in EXPECTED[name].items():
        assert found[what] == expected, what


def test_every_layout_has_its_expectation() -> None:
    assert {path.name for path in LAYOUTS.iterdir()} - {"expected.json"} == set(EXPECTED)


@needs_schema
@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_read_is_valid_json_resume(name: str) -> None:
    assert problems(extract((LAYOUTS / name).read_text("utf-8"))) == []


def test_profiles_name_their_network_and_person() -> None:
    basics = extract((LAYOUTS / "markdown.md").read_text("utf-8")).basics
    assert basics is not None
    assert [(profile.network, profile.username) for profile in basics.profiles or []] == [
        ("GitHub", "priyaraman"),
        ("LinkedIn", "priyaraman"),
    ]


def test_a_project_carries_its_address_technologies_and_highlights() -> None:
    project = (extract((LAYOUTS / "markdown.md").read_text("utf-8")).projects or [])[0]
    assert project.url == "https://github.com/priyaraman/pocket-ranker"
    assert project.keywords == ["Rust", "Python"]
    assert project.highlights == [
        "1,200 stars; used in two university courses",
        "Written in Rust with Python bindings",
    ]


def test_languages_carry_their_fluency() -> None:
    document = extract((LAYOUTS / "french.txt").read_text("utf-8")).to_standard()
    assert document["languages"] == [
        {"language": "French", "fluency": "langue maternelle"},
        {"language": "English", "fluency": "courant"},
    ]


def test_papers_under_a_heading_they_share_with_projects_are_publications() -> None:
    papers = (
        "• A. Byron, “Notes on the analytical engine\n  and its numbers”, Memoirs, 1843.\n"
        "• A. Byron, “On looms”, 1840.\n"
    )
    document = extract(f"Ada Byron\n\nPROJECTS/PUBLICATIONS\n{papers}").to_standard()
    assert "projects" not in document
    assert [paper["name"] for paper in document["publications"]] == [
        "A. Byron, “Notes on the analytical engine and its numbers”, Memoirs, 1843",
        "A. Byron, “On looms”, 1840",
    ]
    assert len(extract("Ada\n\nPROJECTS/PUBLICATIONS\n• Loom planner in Python\n").projects or []) == 1


def test_volunteering_is_kept_apart_from_work() -> None:
    text = "Olivia Chen\n\nVolunteer Experience\n\nEvents Volunteer, Vancouver Food Bank, 2021-2023\n"
    document = extract(text).to_standard()
    assert "work" not in document
    assert document["volunteer"] == [
        {
            "organization": "Vancouver Food Bank",
            "position": "Events Volunteer",
            "startDate": "2021",
            "endDate": "2023",
        }
    ]


def test_a_referees_address_is_not_taken_for_the_persons() -> None:
    text = (
        "Ada Byron\n\nExperience\nAnalyst, Engine Ltd, 2019 - 2020\n\n"
        "References\nCharles Babbage, cb@example.org, +44 20 7946 0001\n"
    )
    basics = extract(text).basics
    assert basics is not None
    assert (basics.name, basics.email, basics.phone) == ("Ada Byron", None, None)


def test_a_text_without_a_resume_gives_an_empty_document() -> None:
    assert extract("").to_standard() == {}
    assert extract("lorem ipsum dolor sit amet").to_standard() == {}
