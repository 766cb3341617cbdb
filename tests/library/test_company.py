"""Company packs: enough good questions, checked like roles, and one's own beside the bundled ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from interview_cli.coach.offline import analyse
from interview_cli.coach.rubric import CRITERIA
from interview_cli.errors import UsageError
from interview_cli.interview.askable import objection_to
from interview_cli.interview.repetition import same_question
from interview_cli.library.company import CompanyPack
from interview_cli.library.locator import bundled, shelves
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library

LIBRARY = Library([bundled("roles")], [])
PACKS = [LIBRARY.company(company) for company in LIBRARY.company_paths()]
QUESTIONS = [(pack, question) for pack in PACKS for question in pack.questions]
PACK = """\
id: lighthouse
name: Lighthouse service
called: the lighthouse service
summary: Keeps the coast lit.
values:
  - name: Vigilance
    looks_for: Noticing early what is about to go wrong.
style: Two keepers ask in turn.
rounds: One talk in the tower.
questions:
  - id: lh-night
    text: What would keep you awake at night?
    kind: behavioral
    tags: [hr]
    key_points:
      - fact: Names a habit that keeps the mind on the light.
    sample_answer: I walk the stairs every hour and write the log.
"""


def write(folder: Path, text: str = PACK, name: str = "lighthouse") -> Path:
    path = folder / "companies" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_promised_kinds_are_there_and_no_company_is_named_without_a_source():
    kinds = {"start-up", "large-tech", "bank", "consultancy", "public-sector", "agency"}
    assert {pack.id for pack in PACKS} >= kinds
    assert [pack.id for pack in PACKS if pack.kind == "named" and not pack.sources] == []


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_a_pack_has_questions_for_every_talk_about_the_person(pack):
    assert len(pack.questions) >= 4
    assert sum("hr" in question.tags for question in pack.questions) >= 1
    assert {"behavioral", "situational"} & {question.kind for question in pack.questions}
    assert "communication" in {question.kind for question in pack.questions}
    assert len(pack.values) >= 3


@pytest.mark.parametrize(("pack", "question"), QUESTIONS, ids=[question.id for _, question in QUESTIONS])
def test_a_question_of_a_pack_can_be_asked_and_judged(pack: CompanyPack, question: Question):
    assert objection_to(question.text) == ""
    assert 3 <= len(question.key_points) <= 6
    assert all(2 <= len(point.synonyms) <= 8 for point in question.key_points)
    assert 90 <= len(question.sample_answer.split()) <= 220
    assert len(question.follow_ups) >= 2
    analysis = analyse(question, question.sample_answer)
    assert sum(point.found for point in analysis.points) >= len(analysis.points) - 1
    assert analysis.estimate >= 3.5


def test_a_pack_asks_nothing_that_the_banks_beside_it_ask():
    shared = [question for bank in LIBRARY.shared_banks() for question in bank.questions]
    for pack, question in QUESTIONS:
        others = [*shared, *(other for other in pack.questions if other.id != question.id)]
        assert [other.id for other in others if other.text == question.text] == []
        alike = [other.id for other in others if same_question(question, other)]
        assert len(alike) <= 1, (question.id, alike)


def test_a_pack_of_ones_own_stands_beside_the_bundled_ones_and_goes_before_its_namesake(tmp_path):
    write(tmp_path)
    write(tmp_path, PACK.replace("id: lighthouse", "id: bank"), "bank")
    library = Library(shelves("roles", tmp_path), [])
    assert library.company("lighthouse").called == "the lighthouse service"
    assert library.company("bank").name == "Lighthouse service"
    assert library.company("agency").name == "Agency"
    assert "lh-night" in library.question_ids()
    with pytest.raises(UsageError, match="There is no company pack 'lighthous'") as caught:
        library.company("lighthous")
    assert caught.value.hint.startswith("Did you mean lighthouse? ")


def test_a_bank_with_a_company_offers_its_questions_to_rounds_about_the_person_alone(tmp_path):
    bank = Library(shelves("roles"), []).bank("backend_engineer", "start-up")
    for kind in ("technical", "system_design", "greeting"):
        assert bank.of_company(kind) == ()
    assert {question.kind for question in bank.of_company("communication")} == {"communication"}
    assert "co-su-why-young" in {question.id for question in bank.of_company("behavioral")}
    assert bank.of_company("hr") == bank.of_company("behavioral")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: lighthouse", "id: tower", "id tower differs from the file's name"),
        ("tags: [hr]", "tags: [hr]\n    criteria: [charm]", "criterion charm is neither"),
        ("lh-night", "co-su-few-means", "is also in"),
        ("kind: behavioral", "kind: mood", "kind"),
        ("rounds: One talk in the tower.\n", "", "rounds"),
        ("name: Lighthouse", "kind: named\nname: Lighthouse", "a named company needs sources"),
        (
            "called:",
            "sources: [{url: 'https://example.org', date: 2026-01-02}]\ncalled:",
            "sources are for a named",
        ),
    ],
)
def test_what_is_wrong_with_a_pack_is_found_with_its_line(tmp_path, old, new, says):
    path = write(tmp_path, PACK.replace(old, new, 1))
    findings = Library(shelves("roles", tmp_path), []).check_roles(CRITERIA, [path])
    assert findings
    assert findings[0].startswith(f"{path}:")
    assert says in findings[0]


def test_a_named_company_with_its_source_is_valid():
    fields = {**LIBRARY.company("bank").model_dump(mode="json"), "kind": "named"}
    source = {"url": "https://example.org/how-we-hire", "date": "2026-03-01"}
    assert CompanyPack.model_validate({**fields, "sources": [source]}).sources[0].date.year == 2026
    with pytest.raises(ValidationError):
        CompanyPack.model_validate({**fields, "sources": [{"url": "somebody told me", "date": "2026-03-01"}]})
