"""The thirty shared resumes, as text and set as PDF, DOCX and ODT: the same facts come out of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interview_cli.resume.document import JsonResume
from interview_cli.resume.offline import extract
from interview_cli.resume.reader import read_text
from tests.resume import rendering
from tests.resume.facts import facts
from tests.resume.standard import SHARED_RESUMES, needs_resumes, needs_schema, problems

# Read by a person from each resume: what it tells of the person, and the dates of jobs and degrees.
READ_BY_HAND: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("shared_facts.json").read_text("utf-8")
)
# Two columns that character recognition has mixed up line by line; one of its five jobs is lost in
# the text already, and more when the lines are broken anew.
MIXED_UP = "sales_5"

pytestmark = needs_resumes
every_resume = pytest.mark.parametrize("path", SHARED_RESUMES, ids=lambda path: path.stem)
every_clean_resume = pytest.mark.parametrize(
    "path", [path for path in SHARED_RESUMES if path.stem != MIXED_UP], ids=lambda path: path.stem
)


def _span(entry: Any) -> str:
    return f"{entry.startDate or ''}..{entry.endDate or ''}"


@every_resume
def test_a_resume_gives_what_a_person_reads_in_it(path: Path) -> None:
    resume = extract(path.read_text("utf-8"))
    expected = READ_BY_HAND[path.stem]
    basics = resume.basics
    assert [field for field in ("name", "email", "phone") if getattr(basics, field)] == expected["found"]
    assert [_span(job) for job in resume.work or []] == expected["jobs"]
    assert [_span(degree) for degree in resume.education or []] == expected["degrees"]
    assert len(resume.projects or []) == expected["projects"]
    assert resume.skills


@every_resume
def test_every_job_has_a_title_or_an_employer_taken_from_the_text(path: Path) -> None:
    text = " ".join(path.read_text("utf-8").split())
    for job in extract(path.read_text("utf-8")).work or []:
        assert job.position or job.name
        for words in ((job.position or "").split(), (job.name or "").split()):
            assert all(word.strip(" ,") in text for word in words)


@needs_schema
@every_resume
def test_a_resume_is_valid_json_resume(path: Path) -> None:
    assert problems(extract(path.read_text("utf-8"))) == []


def _compared(resume: JsonResume) -> dict[str, Any]:
    """What must survive a change of format; skills the list does not know may break with the lines."""
    known = [group for group in resume.skills or [] if group.name != "Other"]
    found = facts(resume.model_copy(update={"skills": known}))
    found["skills"] = sorted(found["skills"])
    return found


@every_clean_resume
def test_a_pdf_gives_the_same_as_the_text(path: Path) -> None:
    text = path.read_text("utf-8")
    source = read_text(rendering.to_pdf(text), f"{path.stem}.pdf")
    assert source.kind == "pdf"
    assert _compared(extract(source.text)) == _compared(extract(text))


@every_clean_resume
def test_a_docx_gives_the_same_as_the_text(path: Path) -> None:
    text = path.read_text("utf-8")
    with_tables = SHARED_RESUMES.index(path) % 2 == 0
    source = read_text(rendering.to_docx(text, table=with_tables), f"{path.stem}.docx")
    assert source.kind == "docx"
    assert _compared(extract(source.text)) == _compared(extract(text))


@pytest.mark.parametrize(
    "path", SHARED_RESUMES[3:4] + SHARED_RESUMES[13:14] + SHARED_RESUMES[22:23], ids=lambda path: path.stem
)
def test_an_odt_gives_the_same_as_the_text(path: Path) -> None:
    text = path.read_text("utf-8")
    source = read_text(rendering.to_odt(text), f"{path.stem}.odt")
    assert source.kind == "odt"
    assert _compared(extract(source.text)) == _compared(extract(text))


def test_contact_lines_in_the_header_of_a_docx_are_read() -> None:
    text = next(path for path in SHARED_RESUMES if path.stem == "gd_3").read_text("utf-8")
    lines = text.split("\n")
    head, body = " | ".join(line for line in lines[:6] if line.strip()), "\n".join(lines[6:])
    source = read_text(rendering.to_docx(body, header=head), "resume.docx")
    found, expected = facts(extract(source.text)), facts(extract(text))
    assert {what: found[what] for what in ("name", "email", "phone", "work")} == {
        what: expected[what] for what in ("name", "email", "phone", "work")
    }
