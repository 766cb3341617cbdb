"""A plan written by hand: a role will do, and questions by their ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.errors import UsageError
from interview_cli.interview.plan_file import load_plan
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from tests.cli.conftest import Interview

LIBRARY = Library([bundled("roles")], [])
NAMED = ["be-lost-update", "be-hard-bug", "be-index-tradeoffs"]


def plan_file(folder: Path, text: str) -> Path:
    file = folder / "plan.yaml"
    file.write_text(text, "utf-8")
    return file


def test_a_role_alone_is_a_plan(tmp_path):
    plan = load_plan(plan_file(tmp_path, "role: backend_engineer\nminutes: 15\n"), LIBRARY)
    assert plan.role_name == "Backend Engineer"
    assert plan.total_questions == 5
    assert plan.weights == LIBRARY.role("backend_engineer").weights


def test_a_role_and_questions_are_a_plan_of_rounds_in_their_order(tmp_path):
    plan = load_plan(
        plan_file(tmp_path, f"role: backend_engineer\nquestions: [{', '.join(NAMED)}]\n"), LIBRARY
    )
    assert plan.questions == NAMED
    assert [(part.name, part.questions) for part in plan.rounds] == [
        ("Technical", 1), ("Behavioral", 1), ("Technical 2", 1),
    ]  # fmt: skip
    assert plan.minutes == 9


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("questions: [be-lost-update]\n", "role: is missing", "interview plan new"),
        (
            "role: backend_engineer\nquestions: [be-lost-update]\n"
            "rounds: [{name: T, kind: technical, questions: 3, seconds: 300}]\n",
            "the rounds ask 3 questions and 1 are named under questions; leave out rounds",
            "",
        ),
        ("role: nurse\n", "There is no role 'nurse'.", "All of them: interview roles list"),
        ("role: backend_engineer\nquestions: [zzz]\n", "has no question 'zzz'.", "All of them: "),
        ("role: backend_engineer\ntype: drill\n", "a drill has to name its questions", ""),
    ],
)
def test_what_is_missing_or_wrong_is_named(tmp_path, text, message, hint):
    with pytest.raises(UsageError) as caught:
        load_plan(plan_file(tmp_path, text), LIBRARY)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert "Did you mean" not in caught.value.hint


def test_a_plan_by_hand_is_shown_and_asked_in_its_order(interview: Interview, tmp_path):
    file = plan_file(tmp_path, f"role: backend_engineer\nquestions: [{', '.join(NAMED)}]\n")
    shown = interview("plan", "show", str(file))
    assert (shown.code, "Asks these questions: be-lost-update, be-hard-bug" in shown.out) == (0, True)
    answers = tmp_path / "answers.txt"
    answers.write_text("---\n".join(["A short answer.\n"] * 3))
    held = interview(
        *("session", "start", "--plan", str(file), "--offline", "--max-follow-ups", "0"),
        *("--answers", str(answers), "--json"),
    )
    from interview_cli.interview.session import Session

    turns = Session.model_validate_json(held.out).main_turns
    assert [turn.question.id for turn in turns] == NAMED
