"""A job description for another role is noticed, one for a role near by is not nagged about."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.interview.role_fit import misfit
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.resume.posting.reading import read_posting

LIBRARY = Library([bundled("roles")], [])
EXAMPLES = Path(__file__).parents[2] / "examples" / "jobs"
NURSE = """\
Registered Nurse - Intensive Care Unit

Responsibilities:
Assess and evaluate patient care, administer medication and monitor vital signs on an 18-bed unit at night

Requirements:
Current licence and certification in life support, wound care and ventilator management
"""


def example(name: str):
    return read_posting((EXAMPLES / name).read_text("utf-8"), name)


def found(posting, role: str):
    return misfit(posting, LIBRARY.role(role), LIBRARY)


@pytest.mark.parametrize(
    "role", ["backend_engineer", "frontend_engineer", "data_scientist", "product_manager"]
)
def test_a_sales_posting_is_for_sales(role):
    assert found(example("sales.md"), role).better.id == "sales_associate"


@pytest.mark.parametrize("role", ["sales_associate", "retail_associate", "data_scientist"])
def test_a_posting_whose_title_names_another_role_is_for_that_one(role):
    assert found(example("backend.md"), role).better.id == "backend_engineer"


@pytest.mark.parametrize(
    ("name", "role"), [("backend.md", "backend_engineer"), ("sales.md", "sales_associate")]
)
def test_the_right_role_is_left_in_peace(name, role):
    assert found(example(name), role) is None


def test_a_posting_for_a_job_that_there_is_no_role_for_is_noticed_without_a_guess():
    for role in ("backend_engineer", "data_scientist", "sales_associate"):
        assert found(read_posting(NURSE, "nurse.txt"), role).better is None


@pytest.mark.parametrize(
    ("title", "role", "better"),
    [
        ("Senior Engineering Manager", "engineering_manager", None),
        ("Engineering Manager, Payments", "product_manager", "engineering_manager"),
        ("Junior QA Engineer (m/f/d)", "backend_engineer", "qa_engineer"),
        ("Data Platform Engineer", "data_engineer", None),
    ],
)
def test_a_title_that_is_a_roles_name_decides(title, role, better):
    text = (
        f"# {title}\n\n## Requirements\n\n- You like to work with others in a small and friendly team here\n"
    )
    misfits = found(read_posting(text, "job.md"), role)
    assert (misfits.better.id if misfits else None) == better


def test_a_broken_role_of_ones_own_does_not_get_in_the_way(tmp_path):
    (tmp_path / "broken.yaml").write_text("id: broken\n", "utf-8")
    library = Library([tmp_path, bundled("roles")], [])
    assert (
        misfit(example("sales.md"), library.role("backend_engineer"), library).better.id == "sales_associate"
    )
