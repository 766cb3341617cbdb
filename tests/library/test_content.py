"""The bundled content keeps what is promised of it: enough questions, each with all it needs."""

from __future__ import annotations

from collections import Counter

import pytest

from interview_cli.coach.points import match
from interview_cli.coach.rubric import CRITERIA
from interview_cli.interview.plan import FULL_LOOP
from interview_cli.library.locator import bundled
from interview_cli.library.role import SENIORITIES, Criterion, Question, Role
from interview_cli.library.shelf import Library

LIBRARY = Library([bundled("roles")], [])
PROMPTS = Library([], [bundled("prompts")])
# What a candidate or an employer wrote, or what may quote it, by the names that the prompts give it.
FOREIGN = {"about", "answer", "answers", "asked", "fragments", "gaps", "job", "question", "resume", "written"}
PROMISED_ROLES = {
    "backend_engineer",
    "sales_associate",
    "retail_associate",
    "frontend_engineer",
    "full_stack_engineer",
    "data_engineer",
    "data_scientist",
    "machine_learning_engineer",
    "devops_sre",
    "security_engineer",
    "mobile_engineer",
    "qa_engineer",
    "engineering_manager",
    "product_manager",
}
ROLES = [LIBRARY.role(role_id) for role_id in LIBRARY.role_paths()]
QUESTIONS = [question for content in (*ROLES, *LIBRARY.shared_banks()) for question in content.questions]
LONGEST_SPOKEN_QUESTION = 45  # words that can be followed when read aloud
SHORTEST_PROBE, LONGEST_PROBE = 5, 22  # words


def test_all_promised_roles_are_there() -> None:
    assert {role.id for role in ROLES} >= PROMISED_ROLES


def test_nothing_is_wrong_with_any_file() -> None:
    assert LIBRARY.check_roles(CRITERIA) == []


def test_question_ids_are_unique_over_all_files() -> None:
    counted = Counter(question.id for question in QUESTIONS)
    assert [name for name, times in counted.items() if times > 1] == []


def test_no_question_is_asked_in_two_files() -> None:
    counted = Counter(" ".join(question.text.casefold().split()) for question in QUESTIONS)
    assert [text for text, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.id)
def test_a_role_has_questions_for_everyone(role: Role) -> None:
    assert len(role.questions) >= 12
    technical = Counter(
        level for question in role.questions if question.kind == "technical" for level in question.seniority
    )
    assert {level: technical[level] for level in SENIORITIES if technical[level] < 6} == {}
    assert len({question.kind for question in role.questions}) >= 3


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.id)
def test_a_role_says_what_it_is_about(role: Role) -> None:
    assert sum(role.weights.values()) == pytest.approx(1)
    assert role.weights.get("confidence", 0) <= 0.1
    assert 6 <= len(role.focus) <= 9
    carried = Counter(tag for question in role.questions for tag in question.tags)
    assert {tag: carried[tag] for tag in role.focus if carried[tag] < 2} == {}
    assert [question.id for question in role.questions if not set(question.tags) & set(role.focus)] == []
    judged = Counter(name for question in role.questions for name in question.criteria)
    assert {criterion.id for criterion in role.criteria if judged[criterion.id] < 3} == set()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_has_all_that_is_needed_to_ask_and_judge_it(question: Question) -> None:
    assert 3 <= len(question.key_points) <= 6
    assert all(point.synonyms for point in question.key_points)
    assert len(question.text.split()) <= LONGEST_SPOKEN_QUESTION
    assert 60 <= len(question.sample_answer.split()) <= 250
    assert question.follow_ups
    assert len(set(question.follow_ups)) == len(question.follow_ups)
    assert 60 <= question.seconds <= 900

    facts = [point.fact.casefold() for point in question.key_points]
    assert len(set(facts)) == len(facts)
    for point in question.key_points:
        assert len({synonym.casefold() for synonym in point.synonyms}) == len(point.synonyms)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_each_key_point_has_a_probe_that_is_one_short_question_and_tells_no_point(question: Question) -> None:
    probes = [point.probe for point in question.key_points]
    asked = [" ".join(text.casefold().split()) for text in (question.text, *question.follow_ups)]
    for probe in probes:
        assert probe is not None
        assert SHORTEST_PROBE <= len(probe.split()) <= LONGEST_PROBE, probe
        assert probe.endswith("?"), probe
        assert probe.count("?") == 1, probe
        assert " ".join(probe.casefold().split()) not in asked, probe
        told = [made.fact for made in match(question.key_points, probe, question.text) if made.found]
        assert told == [], probe
    assert len(set(probes)) == len(probes)


def test_no_probe_is_used_for_two_key_points() -> None:
    counted = Counter(
        " ".join(point.probe.casefold().split())
        for question in QUESTIONS
        for point in question.key_points
        if point.probe
    )
    assert [probe for probe, times in counted.items() if times > 1] == []


def test_the_shared_banks_fill_a_full_loop_for_every_role() -> None:
    for role in ROLES:
        bank = LIBRARY.bank(role.id)
        for kind, count in FULL_LOOP:
            assert len(bank.own(kind)) + len(bank.common(kind)) >= count, (role.id, kind)


OWN = [(role.id, criterion) for role in ROLES for criterion in role.criteria]


@pytest.mark.parametrize(("role", "criterion"), OWN, ids=lambda value: getattr(value, "id", value))
def test_what_a_role_judges_besides_has_a_sentence_for_each_level(role: str, criterion: Criterion) -> None:
    assert criterion.levels
    for sentence in criterion.levels:
        assert 3 <= len(sentence.split()) <= 20
        assert sentence.endswith(".")
        assert sentence.count(".") == 1


def test_no_two_levels_of_any_own_criteria_say_the_same() -> None:
    counted = Counter(sentence for _, criterion in OWN for sentence in criterion.levels or ())
    assert [sentence for sentence, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("prompt_id", PROMPTS.prompt_paths())
def test_every_prompt_fences_what_a_candidate_or_an_employer_wrote(prompt_id: str) -> None:
    about = PROMPTS.prompt(prompt_id).about
    assert FOREIGN & set(about.variables) <= set(about.untrusted)
