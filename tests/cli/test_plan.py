"""`interview plan`, and the options that `session start` shares with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.interview.plan import Plan
from interview_cli.interview.plan_file import load_plan
from interview_cli.interview.planning import make_plan
from interview_cli.library.bank import Bank
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from tests.cli.conftest import Interview

LIBRARY = Library([bundled("roles")], [])
BACKEND = LIBRARY.bank("backend_engineer")
TYPES = ["technical", "behavioral", "mixed", "system-design", "full-loop"]


def plan_of(bank: Bank = BACKEND, **changes: Any) -> Plan:
    options: dict[str, Any] = {
        "type": "mixed",
        "level": "mid",
        "minutes": None,
        "default_minutes": 30,
        "questions": None,
        "focus": (),
        "company": "",
        "max_follow_ups": 1,
        "seed": 7,
        "adaptive": True,
        "strict_time": False,
        "with_resume": False,
    }
    return make_plan(bank, **{**options, **changes})


@given(
    kind=st.sampled_from(TYPES),
    minutes=st.none() | st.integers(5, 120),
    questions=st.none() | st.integers(1, 60),
    with_resume=st.booleans(),
)
def test_any_options_within_bounds_make_a_plan_that_keeps_them(
    kind: str, minutes: int | None, questions: int | None, with_resume: bool
) -> None:
    plan = plan_of(type=kind, minutes=minutes, questions=questions, with_resume=with_resume)
    assert plan.minutes == (minutes or (60 if kind == "full-loop" else 30))
    assert questions is None or plan.total_questions == questions
    assert sum(part.seconds for part in plan.rounds) <= max(plan.minutes * 60, 30 * len(plan.rounds))
    assert Plan.model_validate(plan.model_dump(mode="json")) == plan


@pytest.mark.parametrize(
    ("changes", "says", "hint"),
    [
        ({"minutes": 4}, "4 minutes", "5 to 120"),
        ({"minutes": 121}, "121 minutes", "5 to 120"),
        ({"questions": 0}, "0 questions", "1 to 60"),
        ({"questions": 61}, "61 questions", "1 to 60"),
        ({"max_follow_ups": 4}, "4 follow-ups per question", "0 to 3"),
        (
            {"focus": ["databse"]},
            "has no focus 'databse'",
            "Did you mean databases? It has: apis, databases,",
        ),
        ({"focus": ["apis,knitting"]}, "has no focus 'knitting'", "It has: apis"),
        ({"bank": LIBRARY.bank("sales_associate"), "type": "system-design"}, "has no system design", "mixed"),
    ],
)
def test_what_cannot_be_planned_is_said_with_what_can(changes: dict[str, Any], says: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan_of(**changes)
    assert says in caught.value.message
    assert hint in caught.value.hint


def test_the_types_offered_instead_can_all_be_planned() -> None:
    bank = LIBRARY.bank("retail_associate")
    with pytest.raises(UsageError) as caught:
        plan_of(bank, type="system-design")
    offered = caught.value.hint.partition(": ")[2].rstrip(".").split(", ")
    assert offered == [kind for kind in TYPES if kind != "system-design"]
    assert all(plan_of(bank, type=kind).total_questions for kind in offered)


def test_focus_tags_may_be_repeated_or_joined_by_commas() -> None:
    assert plan_of(focus=["APIs, databases", "apis"]).focus == ["apis", "databases"]


def test_a_plan_carries_the_weights_of_its_role() -> None:
    assert plan_of().weights == BACKEND.role.weights


def test_new_writes_a_plan_that_show_understands(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    options = [
        "--role",
        "backend_engineer",
        "--type",
        "full-loop",
        "--level",
        "senior",
        "--focus",
        "databases",
    ]
    ran = interview(
        "plan", "new", *options, "--company", "Acme: the \x1b[31mred\nones", "--seed", "5", "--output", file
    )
    assert (ran.code, ran.out) == (0, "")
    plan = load_plan(file, LIBRARY)
    assert (plan.minutes, plan.seed, plan.level, plan.focus) == (60, 5, "senior", ["databases"])
    assert "\n" not in plan.company
    shown = interview("plan", "show", file)
    assert shown.code == 0
    for part in (
        "Backend Engineer",
        "full-loop interview",
        "60 minutes",
        "HR",
        "Seed: 5",
        "Focus: databases",
    ):
        assert part in shown.out
    assert "\x1b" not in shown.out
    assert interview("plan", "show", file, "--json").json == plan.model_dump(mode="json")


def test_new_prints_the_plan_when_no_file_is_named(interview: Interview) -> None:
    options = ["plan", "new", "--role", "data_engineer", "--duration", "45", "--seed", "1"]
    ran = interview(*options)
    assert (ran.code, ran.err) == (0, "")
    assert Plan.model_validate(yaml.safe_load(ran.out)).minutes == 45
    assert Plan.model_validate(interview(*options, "--json").json) == Plan.model_validate(
        yaml.safe_load(ran.out)
    )


def test_a_plan_without_a_seed_gets_one_of_its_own(interview: Interview) -> None:
    seeds = {interview("plan", "new", "--role", "data_engineer", "--json").json["seed"] for _ in range(3)}
    assert len(seeds) == 3


def test_settings_fill_in_what_no_option_says(interview: Interview) -> None:
    for name, value in (
        ("role", "qa_engineer"),
        ("duration", "15"),
        ("type", "technical"),
        ("level", "senior"),
    ):
        assert interview("config", "set", name, value).code == 0
    plan = interview("plan", "new", "--json").json
    assert (plan["role"], plan["minutes"], plan["type"], plan["level"]) == (
        "qa_engineer",
        15,
        "technical",
        "senior",
    )


def test_a_file_that_is_there_is_kept(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("mine", "utf-8")
    ran = interview("plan", "new", "--role", "data_engineer", "--output", file)
    assert ran.code == 2
    assert f"{file} exists already." in ran.err
    assert file.read_text("utf-8") == "mine"
    assert interview("plan", "new", "--role", "data_engineer", "--output", file, "--force").code == 0
    assert load_plan(file, LIBRARY).role == "data_engineer"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["new"], 2, "No role was named."),
        (["new", "--role", "backend"], 2, "Did you mean backend_engineer?"),
        (["new", "--role", "data_engineer", "--type", "chat"], 2, "'chat' is not one of"),
        (
            ["new", "--role", "data_engineer", "--output", "nosuch/plan.yaml"],
            2,
            "There is no folder nosuch.",
        ),
        (["new", "--role", "data_engineer", "--seed", "-1"], 2, "Invalid value for '--seed'"),
        (["new", "--role", "data_engineer", "--seed", "9" * 20], 2, "Invalid value for '--seed'"),
        (["show", "nosuch.yaml"], 2, "nosuch.yaml:1: No such file"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_hint(
    interview: Interview,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = interview("plan", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == ["error", "hint"]


def test_a_plan_edited_by_hand_is_refused_with_the_line(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    interview("plan", "new", "--role", "data_engineer", "--output", file)
    file.write_text(file.read_text("utf-8").replace("minutes: 30", "minutes: soon"), "utf-8")
    ran = interview("plan", "show", file)
    assert ran.code == 2
    assert f"error: {file}:6: minutes: " in ran.err
    assert "hint: Write one with: interview plan new" in ran.err


def test_a_plan_for_a_role_that_is_not_here_can_be_looked_at(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    interview("plan", "new", "--role", "data_engineer", "--output", file)
    file.write_text(file.read_text("utf-8").replace("data_engineer", "wizard"), "utf-8")
    ran = interview("plan", "show", file)
    assert ran.code == 0
    assert "There is no role wizard here." in ran.err


def test_a_plan_may_name_its_questions_by_id_and_whole_and_is_held_as_it_says(
    interview: Interview, tmp_path: Path
) -> None:
    known = BACKEND.role.questions[:2]
    whole = {
        **known[0].model_dump(mode="json"),
        "id": "own-question",
        "text": "Which part of our API would you redesign first?",
    }
    plan = {
        "role": "backend_engineer",
        "role_name": "Backend Engineer",
        "minutes": 30,
        "rounds": [{"name": "Ours", "kind": "technical", "questions": 3, "seconds": 900}],
        "questions": [known[1].id, whole, known[0].id],
    }
    path = tmp_path / "plan.yaml"
    path.write_text(yaml.safe_dump(plan))

    shown = interview("plan", "show", path)
    assert f"Asks these questions: {known[1].id}, own-question, {known[0].id}\n" in shown.out
    ran = interview(
        *("session", "start", "--plan", path, "--offline", "--answers", "-", "--json"),
        typed='["/skip", "/skip", "/skip"]',
    )
    asked = [turn["question"] for turn in ran.json["turns"]]
    assert [question["id"] for question in asked] == [known[1].id, "own-question", known[0].id]
    assert asked[1]["text"] == whole["text"]
    assert ran.json["plan"]["questions"] == asked, "a session needs no file to be gone on with"


def test_a_question_that_the_role_does_not_have_is_named_with_the_nearest(
    interview: Interview, tmp_path: Path
) -> None:
    known = BACKEND.role.questions[0].id
    path = tmp_path / "plan.yaml"
    path.write_text(
        "role: backend_engineer\nrole_name: Backend Engineer\n"
        "rounds: [{name: Ours, kind: technical, questions: 1, seconds: 300}]\n"
        f"questions: [{known}x]\n"
    )
    ran = interview("session", "start", "--plan", path, "--offline")
    assert ran.code == 2
    assert f"Backend Engineer has no question '{known}x'." in ran.err
    assert f"Did you mean {known}?" in ran.err
