"""The seal: any change to plan, questions, answers or candidate shows; judging again does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.speech import Delivery
from interview_cli.interview.plan import Plan
from interview_cli.interview.plan_file import PlanFile, read_plan
from interview_cli.interview.seal import Seal, answers_digest, plan_digest, sealed, sealed_again
from interview_cli.interview.session import Session
from interview_cli.interview.verification import changes, verify
from tests.documents import every_kind_of_turn, question


def changed_answer(session: Session) -> None:
    answer = session.turns[0].answer
    assert answer is not None
    answer.text += " "


def changed_question(session: Session) -> None:
    session.turns[0].question = session.turns[0].question.model_copy(
        update={"text": "Another question, then?"}
    )


def changed_name(session: Session) -> None:
    session.candidate.name = "Somebody else"


def changed_field(session: Session) -> None:
    session.candidate.fields = {"E-mail": "x@example.org"}


def changed_time(session: Session) -> None:
    answer = session.turns[0].answer
    assert answer is not None
    answer.seconds += 1


def changed_listening_time(session: Session) -> None:
    session.turns[0].seconds += 1


def changed_aside(session: Session) -> None:
    session.turns[0].asides.append("May I look it up?")


def fewer_turns(session: Session) -> None:
    session.turns.pop()


def more_follow_ups(session: Session) -> None:
    session.plan.limits.max_follow_ups += 1


CHANGES = (
    changed_answer,
    changed_question,
    changed_name,
    changed_field,
    changed_time,
    changed_listening_time,
    changed_aside,
    fewer_turns,
    more_follow_ups,
)


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_what_was_asked_and_answered_shows(change: Callable[[Session], None]) -> None:
    session = every_kind_of_turn().model_copy(deep=True)
    before = answers_digest(session)
    change(session)

    assert answers_digest(session) != before


def test_judging_rating_and_saving_again_leave_it_as_it_is() -> None:
    session = every_kind_of_turn().model_copy(deep=True)
    before = answers_digest(session)
    session.turns[0].evaluations = []
    session.turns[0].ratings = []
    session.feedback = None
    session.updated_at += timedelta(days=1)
    restored = Session.model_validate(session.model_dump(mode="json"))

    assert answers_digest(session) == answers_digest(restored) == before


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_answers_have_one_seal_only_if_they_are_one_text(one: str, other: str) -> None:
    digests = []
    for text in (one, other):
        session = every_kind_of_turn().model_copy(deep=True)
        assert session.turns[0].answer is not None
        session.turns[0].answer.text = text
        digests.append(answers_digest(session))

    assert (digests[0] == digests[1]) == (one == other)


def changed_overall(session: Session) -> None:
    assert session.feedback is not None
    session.feedback.overall = 99.0


def changed_level(session: Session) -> None:
    judged = session.turns[0].evaluation
    assert judged is not None
    judged.level = 4.9


def changed_judge(session: Session) -> None:
    judged = session.turns[0].evaluation
    assert judged is not None
    judged.source = "openai/gpt-4.1"


def changed_count(session: Session) -> None:
    session.analytics.seconds += 60


def changed_delivery(session: Session) -> None:
    session.turns[0].delivery = Delivery(way="written", words=1)


@pytest.mark.parametrize(
    "change", [changed_overall, changed_level, changed_judge, changed_count, changed_delivery]
)
def test_a_score_changed_by_hand_shows_until_the_program_judges_again(
    change: Callable[[Session], None],
) -> None:
    written = plan_of(every_kind_of_turn())
    plan, session = held_by(written)
    change(session)

    failed = [finding.says for finding in verify(written, plan, session) if not finding.holds]
    assert failed == changes(session) == ["Scores, or what they rest on, were changed since they were given."]

    session.seal = sealed_again(session)
    assert changes(session) == []


def test_judging_again_seals_no_answer_that_was_changed() -> None:
    _, session = held_by(plan_of(every_kind_of_turn()))
    changed_answer(session)
    session.seal = sealed_again(session)

    assert changes(session) == ["Questions, answers or the candidate were changed after the interview ended."]


def plan_of(session: Session) -> PlanFile:
    fixed = [turn.question for turn in session.main_turns]
    return PlanFile(role=session.plan.role, questions=fixed, minutes=session.plan.minutes)


def held_by(written: PlanFile) -> tuple[Plan, Session]:
    """A plan made whole and an interview that was held by it."""
    session = every_kind_of_turn().model_copy(deep=True)
    plan = written.completed(None, [turn.question for turn in session.main_turns])
    session.plan = plan
    session.seal = Seal(plan=plan_digest(written))
    session.seal = sealed(session)
    return plan, session


def test_a_report_of_the_plan_holds_in_every_part() -> None:
    written = plan_of(every_kind_of_turn())
    plan, session = held_by(written)

    assert [finding.says for finding in verify(written, plan, session) if not finding.holds] == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (changed_answer, "changed after the interview ended"),
        (changed_question, "Other questions were asked than the plan has: 1"),
        (fewer_turns, "changed after the interview ended"),
        (more_follow_ups, "held otherwise than the plan says: the limits"),
    ],
)
def test_what_was_changed_is_named(change: Callable[[Session], None], says: str) -> None:
    written = plan_of(every_kind_of_turn())
    plan, session = held_by(written)
    session.plan = session.plan.model_copy(deep=True)
    change(session)

    failed = [finding.says for finding in verify(written, plan, session) if not finding.holds]
    assert any(says in text for text in failed), failed


def test_another_plan_and_no_plan_are_told_apart() -> None:
    written = plan_of(every_kind_of_turn())
    plan, session = held_by(written)
    other = written.model_copy(update={"seed": 5})
    assert "from another plan" in verify(other, plan, session)[0].says

    session.seal = Seal(answers=session.seal.answers) if session.seal else None
    assert verify(written, plan, session)[0].says == "The interview was not started from a plan file."


def test_of_a_report_without_a_seal_nothing_is_claimed() -> None:
    written = plan_of(every_kind_of_turn()).model_copy(update={"candidate_fields": ["E-mail"]})
    plan, session = held_by(written)
    session.candidate.fields = {}
    said = [finding.says for finding in verify(written, plan, session) if not finding.holds]
    assert said == ["The candidate did not say: E-mail."]

    session.seal = None
    said = [finding.says for finding in verify(written, plan, session) if not finding.holds]
    assert said == [
        "Nothing shows which plan the interview was started from.",
        "The interview bears no seal (an anonymous report never does), so that nothing shows "
        "whether anything was changed.",
        "Nothing tells what the candidate said of: E-mail.",
    ]


@pytest.mark.parametrize(
    ("seconds", "holds", "says"),
    [
        ((0, 90), True, "Answers took 90 s of the plan's 20 minutes."),
        ((0, 1200), True, "Answers took 20 min of the plan's 20 minutes."),
        ((1199, 600), True, "Answers took 30 min of the plan's 20 minutes, since the last one was begun in"),
        (
            (1201, 1),
            False,
            "Answers took 21 min of the plan's 20 minutes: questions were asked after",
        ),
    ],
)
def test_the_time_that_answers_took_is_held_against_the_plan(
    seconds: tuple[int, int], holds: bool, says: str
) -> None:
    written = plan_of(every_kind_of_turn()).model_copy(update={"minutes": 20})
    plan, session = held_by(written)
    for turn in session.turns:
        turn.seconds = 0.0
    session.turns[0].seconds, session.turns[-1].seconds = seconds

    (found,) = (finding for finding in verify(written, plan, session) if "Answers took" in finding.says)
    assert found.holds == holds
    assert found.says.startswith(says)


def test_how_a_plan_file_is_laid_out_changes_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text("role: backend_engineer\nminutes: 20\nseed: 3\n")
    other.write_text(
        "# ours\nseed:   3\n\nrole: 'backend_engineer'\nminutes: 0x14\nlimits: {max_follow_ups: 1}\n"
    )

    assert plan_digest(read_plan(one)) == plan_digest(read_plan(other))


def test_a_question_changed_in_a_plan_changes_its_seal() -> None:
    first = PlanFile(role="backend_engineer", questions=[question("q-one", "What is an index for, then?")])
    second = PlanFile(role="backend_engineer", questions=[question("q-one", "What is an index for, now?")])

    assert plan_digest(first) != plan_digest(second)
