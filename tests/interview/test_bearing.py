"""What a question has to do with a job and a resume decides, beside level and focus, when it comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.interview.bearing import Bearing, stems_of_gaps, term_named
from interview_cli.interview.choice import Preferences, rank
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from interview_cli.resume.document import JsonResume, Skill
from interview_cli.resume.posting.document import Gap, JobPosting, JobTerm
from interview_cli.resume.posting.reading import read_posting

LIBRARY = Library([bundled("roles")], [])
EXAMPLES = Path(__file__).parents[2] / "examples" / "jobs"


def job(*names: str, need="required") -> JobPosting:
    return JobPosting(terms=[JobTerm(name=name, need=need) for name in names], text="a job")


def first(role: str, bearing: Bearing, *, level="mid", count=1, seed=1) -> list[Question]:
    """The questions a technical round would ask one after another."""
    bank, asked = LIBRARY.bank(role), []
    for _ in range(count):
        left = [question for question in bank.own("technical") if question not in asked]
        asked.append(rank(left, (), level, Preferences(seed=seed, bearing=bearing), asked)[0])
    return asked


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("role", "asked", "tag"),
    [
        ("backend_engineer", "RabbitMQ", "messaging"),
        ("backend_engineer", "Redis", "caching"),
        ("devops_sre", "Terraform", "infrastructure-as-code"),
        ("sales_associate", "MEDDIC", "qualification"),
        ("sales_associate", "HubSpot", "crm"),
        ("data_scientist", "Forecasting", "forecasting"),
        ("frontend_engineer", "Web accessibility", "accessibility"),
    ],
)
def test_a_product_that_a_job_asks_for_brings_questions_on_its_subject_forward(role, asked, tag, seed):
    [question] = first(role, Bearing(None, job(asked)), seed=seed)
    assert tag in question.tags


def test_what_the_resume_lacks_comes_before_what_it_has():
    resume = JsonResume(skills=[Skill(name="Backend", keywords=["RabbitMQ"])])
    posting = job("RabbitMQ", "Redis")
    [question] = first("backend_engineer", Bearing(resume, posting, [Gap(name="Redis")]))
    assert "caching" in question.tags


def test_what_is_required_pulls_more_than_what_is_nice_to_have():
    posting = job("Redis", need="preferred")
    posting.terms.append(JobTerm(name="RabbitMQ"))
    bearing = Bearing(None, posting)
    bank = {question.id: question for question in LIBRARY.role("backend_engineer").questions}
    assert bearing.of(bank["be-queue-consumer"]) > bearing.of(bank["be-cache-pitfalls"]) > 0


def test_questions_spread_over_what_the_job_asks_for():
    asked = first("backend_engineer", Bearing(None, job("RabbitMQ", "Redis", "PostgreSQL")), count=3)
    tags = {tag for question in asked for tag in question.tags}
    assert {"messaging", "caching", "databases"} <= tags


def test_a_whole_posting_orders_the_bank_without_a_resume():
    posting = read_posting((EXAMPLES / "backend.md").read_text("utf-8"), "backend.md")
    asked = first("backend_engineer", Bearing(None, posting), level="senior", count=4)
    assert "observability" in {tag for question in asked for tag in question.tags}


def test_the_level_goes_before_what_the_job_asks_for():
    posting = job("RabbitMQ", "Redis")
    for question in first("backend_engineer", Bearing(None, posting), level="entry", count=4):
        assert "entry" in question.seniority


def test_without_resume_and_job_nothing_bears_on_anything():
    question = LIBRARY.role("backend_engineer").questions[0]
    assert Bearing().of(question) == 0.0


def test_a_chosen_focus_still_decides_among_questions_that_fit_alike():
    bank = LIBRARY.bank("backend_engineer")
    wishes = Preferences(seed=1, focus=["caching"], bearing=Bearing(None, job("PostgreSQL")))
    assert "caching" in rank(bank.own("technical"), (), "mid", wishes)[0].tags


def test_an_entry_of_a_resume_that_names_what_is_asked_for_bears_more_than_one_that_does_not():
    bearing = Bearing(None, job("Apache Kafka", "PostgreSQL"))
    named, around, neither = map(
        bearing.of_text,
        ("Moved orders to Apache Kafka", "Wrote a consumer for our queue", "Painted the office green"),
    )
    assert named > around > neither == 0.0


def test_a_gap_is_known_by_its_name_and_by_what_is_spoken_of_with_it():
    stems = stems_of_gaps([Gap(name="OpenTelemetry or Jaeger")])
    assert {"opentelemetri", "jaeger", "trace", "latenc"} <= stems
    assert term_named("Some tool that nobody lists").topic == frozenset()
