"""Questions on a resume ask one short thing about a real entry, first about what bears on the job."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.coach.offline import analyse
from interview_cli.interview.askable import objection_to
from interview_cli.interview.resume_questions import questions_from, subject_of
from interview_cli.interview.resume_wordings import HIGHLIGHT, MEASURED, PROJECT, WORK
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.resume.document import JsonResume, Project, Work
from interview_cli.resume.posting.reading import read_posting

ROLE = Library([bundled("roles")], []).role("backend_engineer")
RETAIL = Library([bundled("roles")], []).role("retail_associate")
JOB = read_posting(
    (Path(__file__).parents[2] / "examples" / "jobs" / "backend.md").read_text("utf-8"), "backend.md"
)
RESUME = JsonResume(
    projects=[
        Project(
            name="Tram map", description="A map of trams", highlights=["Serves 2,000 people on a snowy day"]
        ),
        Project(
            name="Ticket queue", description="Kafka, PostgreSQL and Kubernetes", keywords=["OpenTelemetry"]
        ),
    ],
    work=[
        Work(
            name="Bakery Berg",
            position="Cashier",
            highlights=["Served customers on busy market days in town"],
        ),
        Work(
            name="Nordkaj",
            position="Backend Engineer",
            highlights=["Cut the p95 latency of the payout API from 420 ms to 95 ms with Kafka"],
        ),
    ],
)
EVERY = (*PROJECT, *WORK, *HIGHLIGHT, MEASURED)


@pytest.mark.parametrize("seed", range(12))
def test_every_question_is_short_asks_one_thing_and_names_an_entry(seed):
    for question in questions_from(RESUME, seed):
        assert objection_to(question.text, question.text) == ""
        assert any(
            name in question.text for name in ("Tram map", "Ticket queue", "Bakery Berg", "Nordkaj", '"')
        )
        assert question.written_by == "offline"


@pytest.mark.parametrize("seed", range(6))
def test_what_bears_on_the_job_is_asked_about_first(seed):
    first, second, *_ = questions_from(RESUME, seed, subject_of(ROLE, JOB, ()))
    assert {word for word in ("Ticket queue", "payout API") if word in first.text + second.text} == {
        "Ticket queue",
        "payout API",
    }


def test_without_a_posting_the_roles_own_topics_decide():
    served, cut = "Served customers on busy market days in town", "Cut the p95 latency of the payout API"
    for role, better, worse in ((RETAIL, served, cut), (ROLE, cut + " with a cache", served)):
        bears = subject_of(role, None, ())
        assert bears(better) > bears(worse)


def test_the_seed_fixes_the_questions():
    assert questions_from(RESUME, 4) == questions_from(RESUME, 4)
    assert len({questions_from(RESUME, seed)[0].text for seed in range(10)}) > 2


def test_only_a_line_with_a_counted_change_is_asked_how_it_was_measured():
    for seed in range(30):
        for question in questions_from(RESUME, seed):
            if question.text.endswith("How was that measured?"):
                assert "420 ms" in question.text


def test_a_name_that_would_make_the_question_too_long_leaves_the_entry_out():
    long = Project(name="A name of a project that goes on for nine words")
    work = Work(
        name="The very long name of an employer with many words",
        position="Head of everything that has to be done",
    )
    for question in questions_from(JsonResume(projects=[long], work=[work]), 1):
        assert len(question.text.split()) <= 30


@pytest.mark.parametrize("wording", EVERY, ids=lambda wording: wording.text[:40])
def test_a_wording_brings_points_a_sample_that_makes_them_and_probes_of_one_thing(wording):
    text = wording.text.format(
        name="ledgerlite", position="Backend Engineer", quote="Cut the latency by half"
    )
    [question] = [
        made.model_copy(update={"text": text, "key_points": wording.points, "sample_answer": wording.sample})
        for made in questions_from(RESUME, 1)[:1]
    ]
    assert 3 <= len(wording.points) <= 6
    assert all(point.synonyms for point in wording.points)
    made = [point.found for point in analyse(question, wording.sample).points]
    assert sum(made) >= len(made) - 1, [
        p.fact for p, found in zip(wording.points, made, strict=True) if not found
    ]
    assert [probe for probe in wording.follow_ups if objection_to(probe)] == []
