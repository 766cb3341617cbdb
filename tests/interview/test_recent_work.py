"""An interview asks about recent work where its plan has room for it, and says how much of it was covered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.activity.fragment import Fragment
from interview_cli.interview import events as ev
from interview_cli.interview.activity_questions import questions_about
from interview_cli.interview.analytics import count
from interview_cli.interview.coverage import coverage_of
from interview_cli.interview.plan import make_rounds, with_activity
from interview_cli.interview.ports import Proposal
from interview_cli.interview.session import Session
from tests.fakes import START, UnsteadyInterviewer, model_error
from tests.interview.conftest import Stage, in_turn, make_session, sample, skip

TITLES = (
    "Move session cache from Redis to Postgres",
    "Fix race in session expiry",
    "Drop the v1 API",
    "Stream the CSV export",
)
GOOD = (
    "The problem was that Redis failed over twice last year, so users were logged out. I considered a "
    "second node instead, but that is one more system to watch. I chose Postgres because the backup is "
    "there already. The downside is slower reads, about 2 ms, and it only works up to some thousand "
    "sessions. We would notice by the error rate."
)
ELSEWHERE = (
    "I like to walk in the woods in autumn, when the leaves turn red and the dog runs ahead of everyone."
)


def fragments(*titles):
    return [
        Fragment(id=f"commits-{number}", source="commits", title=title, text=title, date=START.date())
        for number, title in enumerate(titles or TITLES, 1)
    ]


def session_with(*titles, **plan) -> Session:
    session = make_session(**plan)
    session.fragments = fragments(*titles)
    session.plan = session.plan.model_copy(
        update={"rounds": with_activity(session.plan.rounds, len(session.fragments))}
    )
    return session


@pytest.fixture
def work_stage(bank):
    """A stage with questions on the session's fragments."""

    def make(session, **parts):
        prepared = questions_about(session.fragments, 0, START.date())
        return Stage(session, bank, activity_questions=prepared, **parts)

    return make


def actions(session):
    return [turn.action for turn in session.main_turns]


# ---------------------------------------------------------------------- the plan


@given(
    kind=st.sampled_from(["technical", "behavioral", "mixed", "system-design", "full-loop"]),
    minutes=st.integers(5, 120),
    questions=st.none() | st.integers(1, 60),
    with_resume=st.booleans(),
    pieces=st.integers(0, 12),
)
def test_a_third_of_the_technical_questions_at_most_are_about_recent_work(
    kind, minutes, questions, with_resume, pieces
):
    before = make_rounds(kind, minutes, questions, with_resume=with_resume)
    after = with_activity(before, pieces)
    assert [part.questions for part in after] == [part.questions for part in before]
    assert sum(part.activity_questions for part in after) <= pieces
    for part in after:
        assert part.kind == "technical" or not part.activity_questions
        assert part.activity_questions <= max(1, part.questions / 3)
        assert part.activity_questions + part.resume_questions <= part.questions
    technical = [
        part for part in after if part.kind == "technical" and part.questions > part.resume_questions
    ]
    assert not pieces or not technical or technical[0].activity_questions >= 1


async def test_questions_on_recent_work_come_spread_over_the_technical_round(work_stage):
    session = session_with(type="technical", questions=6, limits={"max_follow_ups": 0})
    await work_stage(session).run(sample)
    assert actions(session) == ["preset", "activity", "preset", "preset", "activity", "preset"]
    asked = [turn for turn in session.turns if turn.action == "activity"]
    assert [turn.label for turn in asked] == ["Activity Q1", "Activity Q2"]
    assert [turn.question.id for turn in asked] == ["activity-1", "activity-2"]
    assert [turn.fragments for turn in asked] == [["commits-1"], ["commits-2"]]
    assert [turn.label for turn in session.turns if turn.action == "preset"] == ["Q1", "Q2", "Q3", "Q4"]
    assert session.turns[0].decision.reason == "The plan has a question about recent work here."


@pytest.mark.parametrize(("questions", "expected"), [(1, ["activity"]), (2, ["preset", "activity"])])
async def test_the_shortest_interview_still_asks_about_it(work_stage, questions, expected):
    session = session_with(type="technical", questions=questions, limits={"max_follow_ups": 0})
    await work_stage(session).run(sample)
    assert actions(session) == expected


async def test_without_work_to_ask_about_the_interview_is_as_ever(work_stage):
    session = session_with(type="technical", questions=3, limits={"max_follow_ups": 0})
    session.fragments = []
    await work_stage(session).run(sample)
    assert actions(session) == ["preset", "preset", "preset"]
    assert session.analytics.activity_coverage is None


async def test_with_too_little_time_for_it_a_shorter_question_or_none_is_asked(work_stage):
    session = session_with(type="technical", questions=3, minutes=5, limits={"max_follow_ups": 0})
    held = work_stage(session)

    def slowly(asked):
        held.clock.advance(250)
        return sample(asked)

    await held.run(slowly)
    assert "activity" not in actions(session)


async def test_a_follow_up_stays_with_the_work_it_follows(work_stage):
    session = session_with(type="technical", questions=1)
    await work_stage(session).run(
        in_turn(lambda _: ev.GiveAnswer("I moved it because Redis failed twice."), sample)
    )
    main, follow_up = session.turns
    assert follow_up.label == "Activity Q1 Follow-up 1"
    assert follow_up.fragments == main.fragments == ["commits-1"]
    assert follow_up.question.id == "activity-1-f1"


async def test_going_on_later_asks_about_other_work(work_stage):
    session = session_with(type="technical", questions=6, limits={"max_follow_ups": 0})
    held = work_stage(session)
    await held.run(in_turn(sample, sample, sample, ev.Quit))
    again = work_stage(Session.model_validate_json(held.store.saved))
    finished = await again.run(sample)
    asked = [turn.fragments for turn in finished.turns if turn.action == "activity"]
    assert asked == [["commits-1"], ["commits-2"]]


async def test_a_model_that_wants_recent_work_where_none_is_due_is_overruled(work_stage):
    def choose(situation):
        return Proposal("activity", "I would like to.", "openai/test")

    session = session_with(type="technical", questions=2, limits={"max_follow_ups": 0})
    await work_stage(session, interviewer=UnsteadyInterviewer(choose)).run(sample)
    assert actions(session) == ["preset", "activity"]
    closing = session.turns[-1].decision
    assert closing.action == "complete"


async def test_what_overruled_it_is_in_the_record(work_stage):
    def choose(situation):
        action = "activity" if len(situation.session.turns) == 2 else "preset"
        return Proposal(action, "I would like to.", "openai/test")

    session = session_with(type="technical", questions=3, limits={"max_follow_ups": 0})
    await work_stage(session, interviewer=UnsteadyInterviewer(choose)).run(sample)
    assert actions(session) == ["preset", "activity", "preset"]
    assert session.turns[1].decision.overruled == "no question on recent work is due here"
    assert session.turns[0].decision.proposed == "preset"


async def test_questions_that_a_model_wrote_come_first_and_the_others_after_them(work_stage):
    session = session_with(type="technical", questions=6, limits={"max_follow_ups": 0})
    held = work_stage(session)
    written = questions_about(fragments("Encrypt the backups")[:1], 5, START.date())

    async def prepare():
        return [replace(written[0], fragments=("commits-3",))]

    held.prepare_activity = prepare
    await held.run(sample)
    asked = [turn.fragments for turn in session.turns if turn.action == "activity"]
    assert asked == [["commits-3"], ["commits-1"]]


async def test_a_model_that_fails_or_writes_nothing_of_use_leaves_the_offline_questions(work_stage):
    async def fail():
        raise model_error()

    async def nothing():
        return []

    for prepare, told in ((fail, "come from the offline coach"), (nothing, "the offline coach asks")):
        session = session_with(type="technical", questions=2, limits={"max_follow_ups": 0})
        held = work_stage(session)
        held.prepare_activity = prepare
        await held.run(sample)
        assert actions(session) == ["preset", "activity"]
        assert any(told in event.text for event in session.events)


# ---------------------------------------------------------------------- what was covered


async def covered(work_stage, *answerers, **plan):
    session = session_with(type="technical", questions=2, **{"limits": {"max_follow_ups": 0}, **plan})
    await work_stage(session).run(in_turn(*answerers))
    return {
        one.fragment.id: [turn.label for turn in one.turns] for one in coverage_of(session) if one.turns
    }, session


async def test_work_that_was_asked_about_and_answered_is_covered(work_stage):
    found, session = await covered(work_stage, sample, lambda _: ev.GiveAnswer(GOOD))
    assert found == {"commits-1": ["Activity Q1"]}
    assert session.analytics.covered_fragments == ["commits-1"]
    assert session.analytics.activity_coverage == 0.25
    assert count(session) == session.analytics


@pytest.mark.parametrize(
    "answer",
    [
        ev.Skip(),
        *map(ev.GiveAnswer, ("I don't know.", "", "asdf qwer zxcv asdf", "Because so.", ELSEWHERE)),
    ],
    ids=str,
)
async def test_no_answer_and_an_answer_to_something_else_cover_nothing(work_stage, answer):
    found, session = await covered(work_stage, sample, lambda _: answer)
    assert found == {}
    assert session.analytics.activity_coverage == 0


async def test_an_answer_elsewhere_that_plainly_speaks_of_some_work_covers_it(work_stage):
    told = (
        "I would measure first. Last week we streamed the CSV export, since it loaded every row into "
        "memory, and the same holds here: read in pages and write each page out."
    )
    found, _ = await covered(work_stage, lambda _: ev.GiveAnswer(told), skip)
    assert found == {"commits-4": ["Q1"]}


@pytest.mark.parametrize(
    "answer",
    [
        "I would keep the session in Redis, because it expires keys by itself and a lookup is fast.",
        "A CSV file would do. Then I would look at the stream of orders. There is an export at night.",
        "We never did stream a CSV export, and I would not stream the export of a small CSV file.",
    ],
)
async def test_a_word_or_two_in_common_or_a_denial_cover_nothing(work_stage, answer):
    found, _ = await covered(work_stage, lambda _: ev.GiveAnswer(answer), skip)
    assert found == {}


async def test_an_older_session_without_recent_work_is_read_as_it_is():
    stored = make_session().model_dump(mode="json")
    del (
        stored["fragments"],
        stored["analytics"]["covered_fragments"],
        stored["analytics"]["activity_coverage"],
    )
    for part in stored["plan"]["rounds"]:
        del part["activity_questions"]
    assert Session.model_validate(stored) == make_session()
