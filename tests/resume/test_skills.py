"""Skills: the committed list, longest phrases first, and everyday words only where they are meant."""

from __future__ import annotations

import subprocess
import sys

import pytest

from interview_cli.resume.lines import read_lines
from interview_cli.resume.sections import split_sections
from interview_cli.resume.skill_list import find_in, skill_list
from interview_cli.resume.skills import find_skills


def named(text: str, in_list: bool = False) -> list[str]:
    return [found.skill for found in find_in(text, in_list)]


def skills_of(text: str) -> dict[str, list[str]]:
    return {str(group.name): group.keywords or [] for group in find_skills(split_sections(read_lines(text)))}


def test_the_list_names_at_least_six_hundred_technologies_and_trades() -> None:
    known = skill_list()
    assert known.size >= 600
    categories = {phrase.category for phrases in known.phrases.values() for phrase in phrases}
    assert {
        "Sales",
        "Health and care",
        "Construction and trades",
        "Design and media",
        "Languages",
    } <= categories


def test_no_name_stands_for_two_skills() -> None:
    for key, phrases in skill_list().phrases.items():
        assert len({phrase.skill for phrase in phrases}) == 1, key


def test_no_yaml_or_network_library_is_loaded_for_it() -> None:
    code = "import interview_cli.resume.offline as o, sys; o.extract('Ada'); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("'yaml'", "'pypdf'", "'docx'", "'odfdo'", "'litellm'", "'lxml'"):
        assert heavy not in loaded


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        (
            "Deployed to k8s with Node.js, scikit-learn and CI/CD",
            ["Kubernetes", "Node.js", "scikit-learn", "CI/CD"],
        ),
        ("Microsoft SQL Server and SQL", ["Microsoft SQL Server", "SQL"]),
        ("C++, C#, F# and .NET Core", ["C++", "C#", "F#", ".NET"]),
        ("MACHINE-LEARNING pipelines", ["Machine learning"]),
        ("google cloud platform", ["Google Cloud"]),
        ("Operated a forklift; cash handling", ["Forklift operation", "Cash handling"]),
    ],
)
def test_synonyms_and_the_longest_phrases_win(text: str, skills: list[str]) -> None:
    assert named(text) == skills


@pytest.mark.parametrize(
    "text",
    [
        "Go to market with speed and express yourself",
        "I excel at teamwork in a fast spring season",
        "A polish finish for the rest of the series C round",
        "C-level executives, R&D and vitamin C",
        "Swift response to customers",
        "Hong Kong office, net sales up",
        "Spring 2024 | React",
    ],
)
def test_everyday_words_are_no_technologies_in_prose(text: str) -> None:
    everyday = {
        "Go",
        "Express",
        "Microsoft Excel",
        "Spring",
        "Polish",
        "REST",
        "C",
        "R",
        "Swift",
        "Kong Gateway",
        ".NET",
    }
    assert not everyday & set(named(text))


@pytest.mark.parametrize(
    ("text", "in_list", "skill"),
    [
        ("Languages: Python, Go, R", False, "Go"),
        ("Languages: Python, Go, R", False, "R"),
        ("Built services in Go and Python", False, "Go"),
        ("Word, Excel, PowerPoint", False, "Microsoft Excel"),
        ("Excel", True, "Microsoft Excel"),
        ("Polish - native", True, "Polish"),
        ("Fluent in English and Spanish.", False, "English"),
        ("REST APIs", False, "REST"),
    ],
)
def test_they_count_in_a_list_and_beside_other_technologies(text: str, in_list: bool, skill: str) -> None:
    assert skill in named(text, in_list)


def test_skills_are_grouped_by_category_in_order_of_appearance() -> None:
    groups = skills_of("SKILLS\nFigma, Python, Photoshop\nSQL, Go\n")
    assert groups == {
        "Design and media": ["Figma", "Adobe Photoshop"],
        "Programming languages": ["Python", "SQL", "Go"],
    }


def test_what_is_listed_as_a_skill_comes_before_what_is_only_mentioned() -> None:
    groups = skills_of(
        "WORK EXPERIENCE\nTailor, Loom Ltd, 2019 - 2021\n- Upholstery for hotels\n\nSKILLS\nFigma\n"
    )
    assert list(groups.values()) == [["Figma"], ["Upholstery"]]


def test_an_address_is_no_skill() -> None:
    assert skills_of("Ada Byron\ngithub.com/ada | https://figma.com/@ada\n\nSKILLS\nSQL\n") == {
        "Programming languages": ["SQL"]
    }


def test_a_cms_is_not_taken_for_a_headless_one() -> None:
    assert named("Kept the shop's CMS") == ["Content management systems"]
    assert named("Chose a headless CMS") == ["Headless CMS"]


def test_a_phrase_broken_at_the_margin_is_found() -> None:
    groups = skills_of("SKILLS\nPython, Shell\nScripting, Natural Language\nProcessing\n")
    assert groups["Programming languages"] == ["Python", "Shell scripting"]
    assert groups["Machine learning and AI"] == ["Natural language processing"]


def test_what_the_list_does_not_know_is_kept_as_written() -> None:
    groups = skills_of(
        "SKILLS\n• Lacquer Thinning\n• Python\n• fluent\n• Advanced user of very many different things here\n"
    )
    assert groups["Other"] == ["Lacquer Thinning"]
