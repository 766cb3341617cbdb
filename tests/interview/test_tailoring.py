"""Interviews fitted to a candidate: a gap asked about, a company's share, and nothing said twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.coach.followup import Exchange, next_follow_up
from interview_cli.coach.offline import analyse
from interview_cli.interview.bearing import Bearing, stems_of_gaps
from interview_cli.interview.choice import Preferences
from interview_cli.interview.engine import Engine, Options, Ports
from interview_cli.interview.gap_questions import gap_questions
from interview_cli.interview.plan import (
    MOST_TAILORED,
    Plan,
    make_rounds,
    open_gap_questions,
    with_activity,
    with_tailored,
)
from interview_cli.interview.policy import dispose
from interview_cli.interview.ports import Prepared, Proposal
from interview_cli.interview.progress import situation_of
from interview_cli.interview.tailoring import company_share, was_tailored
from interview_cli.library.bank import GAP_TAG, Bank
from interview_cli.library.locator import bundled
from interview_cli.library.role import KeyPoint, Question
from interview_cli.library.shelf import Library
from interview_cli.resume.posting.document import Gap, JobPosting, JobTerm
from tests.interview.conftest import Stage, make_session, sample
from tests.interview.test_led import answered

LIBRARY = Library([bundled("roles")], [])
GAPS = [Gap(name="OpenTelemetry"), Gap(name="GraphQL", need="preferred")]
TYPES = ["technical", "behavioral", "mixed", "system-design", "full-loop"]


def session_for(gaps=GAPS, *, by_model=False, **plan):
    session = make_session(**{"seed": 3, "adaptive": False, **plan})
    session.gaps = list(gaps)
    session.job = JobPosting(terms=[JobTerm(name=gap.name, need=gap.need) for gap in gaps], text="a job")
    session.plan = with_tailored(session.plan, by_model=by_model, gaps=len(gaps))
    return session


def bank_for(session, company: str = "") -> Bank:
    most = open_gap_questions(session.plan, len(session.gaps))
    return LIBRARY.bank("backend_engineer", company).with_tailored(
        gap_questions(session.gaps, "mid", session.plan.seed, most)
    )


async def held(session, bank: Bank | None = None):
    """The interview from its first question to its last, every one answered by its sample answer."""
    return await Stage(session, bank or bank_for(session)).run(sample)


def written(number: int, text: str, kind="technical", **fields) -> Question:
    return Question(
        id=f"written-{number}",
        text=text,
        kind=kind,
        key_points=(KeyPoint(fact=f"Point {number} of something that nobody else says."),),
        sample_answer="A sample answer of some length.",
        written_by="openai/test",
        **fields,
    )


# ---------------------------------------------------------------------- the plan


def test_a_model_writes_half_of_what_the_bank_would_ask():
    plan = session_for((), by_model=True, with_resume=True).plan
    assert [
        (part.kind, part.questions, part.resume_questions, part.tailored_questions) for part in plan.rounds
    ] == [
        ("technical", 6, 1, 2),
        ("behavioral", 4, 1, 1),
    ]


def test_without_a_model_one_question_in_ten_is_on_a_gap():
    assert [part.tailored_questions for part in session_for(questions=6).plan.rounds] == [1, 0]
    assert [part.tailored_questions for part in session_for(questions=20).plan.rounds] == [2, 0]
    assert [part.tailored_questions for part in session_for((), questions=20).plan.rounds] == [0, 0]


@given(
    st.sampled_from(TYPES),
    st.integers(5, 120),
    st.none() | st.integers(1, 60),
    st.booleans(),
    st.booleans(),
    st.integers(0, 12),
    st.integers(0, 30),
)
def test_every_plan_leaves_room_for_the_first_question_and_keeps_its_numbers(
    kind, minutes, questions, resume, by_model, gaps, fragments
):
    rounds = with_activity(make_rounds(kind, minutes, questions, with_resume=resume), fragments)
    plan = with_tailored(
        Plan(role="r", role_name="R", type=kind, minutes=minutes, rounds=rounds), by_model=by_model, gaps=gaps
    )
    tailored = sum(part.tailored_questions for part in plan.rounds)
    assert [part.questions for part in plan.rounds] == [part.questions for part in rounds]
    for part in plan.rounds:
        assert part.own_questions + part.tailored_questions <= part.questions
    assert tailored <= max(MOST_TAILORED, gaps, 1)
    assert tailored < plan.total_questions
    if gaps and plan.total_questions > 1 + sum(part.own_questions for part in plan.rounds):
        assert tailored >= 1


def test_questions_on_recent_work_keep_their_place_beside_those_written_for_the_candidate():
    plan = make_session(type="technical", questions=6, with_resume=True).plan
    plan = plan.model_copy(update={"rounds": with_activity(plan.rounds, 9)})
    [part] = with_tailored(plan, by_model=True, gaps=2).rounds
    assert (part.resume_questions, part.activity_questions, part.tailored_questions) == (1, 2, 1)


def test_a_plan_that_names_its_questions_keeps_none_for_others():
    questions = list(LIBRARY.role("backend_engineer").questions[:3])
    rounds = make_rounds("technical", 15, 3)
    plan = Plan(role="r", role_name="R", type="technical", rounds=rounds, questions=questions)
    assert with_tailored(plan, by_model=True, gaps=3) == plan
    spoilt = [part.model_copy(update={"tailored_questions": 1}) for part in rounds]
    with pytest.raises(ValueError, match="leaves none to be written"):
        Plan(role="r", role_name="R", type="technical", rounds=spoilt, questions=questions)


# ---------------------------------------------------------------------- a gap


@pytest.mark.parametrize("kind", TYPES)
async def test_the_most_important_gap_is_asked_about_openly_and_never_first(kind):
    session = await held(session_for(type=kind, questions=4))
    asked = [turn.question.id for turn in session.main_turns]
    assert asked.count("gap-opentelemetry") == 1
    assert asked[0] != "gap-opentelemetry"
    turn = next(turn for turn in session.main_turns if turn.question.id == "gap-opentelemetry")
    assert (turn.action, turn.question.written_by) == ("preset", "offline")
    before = session.turns[session.turns.index(turn) - 1]
    assert before.decision.reason == "The job asks for something that the resume does not mention."


async def test_questions_on_the_subject_of_a_gap_come_earlier():
    session = session_for(type="technical", questions=3, limits={"max_follow_ups": 0})
    bearing = Bearing(None, session.job, session.gaps)
    await held_with(session, Preferences(seed=3, bearing=bearing))
    tags = [
        tag for turn in session.main_turns if GAP_TAG not in turn.question.tags for tag in turn.question.tags
    ]
    assert "observability" in tags
    plain = await held(session_for(type="technical", questions=3, limits={"max_follow_ups": 0}))
    assert "observability" not in [tag for turn in plain.main_turns for tag in turn.question.tags]


async def test_a_prepared_follow_up_on_a_gap_goes_first():
    question = next(q for q in LIBRARY.role("backend_engineer").questions if q.id == "be-cache-pitfalls")
    probes = ("Which key would you choose for an entry?", "How would tracing show you that?")
    points = tuple(point.model_copy(update={"probe": None}) for point in question.key_points)
    question = question.model_copy(update={"follow_ups": probes, "key_points": points})
    answer = "Cached rows go stale, so I give every entry an expiry and remove it when the row changes."
    plain, toward = (
        next_follow_up(
            question, [Exchange(question, answer, analyse(question, answer))], confused=False, toward=stems
        )
        for stems in (frozenset(), stems_of_gaps(GAPS))
    )
    assert plain.question.text == probes[0]
    assert toward.question.text == probes[1]


async def test_a_missing_point_on_a_gap_is_asked_for_before_the_others():
    question = next(q for q in LIBRARY.role("backend_engineer").questions if q.id == "be-cache-pitfalls")
    on_gap = KeyPoint(
        fact="Follows slow requests through OpenTelemetry traces.", probe="How would you find the slow part?"
    )
    question = question.model_copy(update={"key_points": (*question.key_points, on_gap)})
    answer = "Cached rows go stale, so I give every entry an expiry and remove it when the row changes."
    exchange = [Exchange(question, answer, analyse(question, answer))]
    missing = [point.fact for point in exchange[0].analysis.points if not point.found]
    assert len(missing) > 1
    plain = next_follow_up(question, exchange, confused=False)
    toward = next_follow_up(question, exchange, confused=False, toward=stems_of_gaps(GAPS))
    (asked,) = plain.question.key_points
    assert asked.fact in missing
    assert "this asks for" in plain.reason
    assert toward.question.text == on_gap.probe
    assert "this asks for one that is missing" in toward.reason


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_the_seed_fixes_everything_that_is_asked(seed):
    def texts():
        session = session_for(seed=seed, questions=6, limits={"max_follow_ups": 0})
        preferences = Preferences(seed=seed, bearing=Bearing(None, session.job, session.gaps))
        return [t.question.text for t in asyncio.run(held_with(session, preferences)).main_turns]

    assert texts() == texts()


async def held_with(session, preferences: Preferences, **ports):
    stage = Stage(session, bank_for(session))
    engine = stage.engine()
    engine._preferences = preferences
    async for event in engine.events():
        if type(event).__name__ == "Asked":
            engine.send(sample(event))
    return session


# ---------------------------------------------------------------------- a company


async def test_a_companys_questions_come_into_rounds_about_the_person_and_only_a_third():
    session = make_session(type="full-loop", questions=20, minutes=120, limits={"max_follow_ups": 0})
    session = await held(session, LIBRARY.bank("backend_engineer", "bank"))
    by_round = {
        part.name: [t.question.id for t in session.main_turns if t.round == part.name]
        for part in session.plan.rounds
    }
    shares = {
        name: sum(question.startswith("co-bk-") for question in asked) for name, asked in by_round.items()
    }
    assert shares == {"Greeting": 0, "Technical": 0, "Communication": 1, "HR": 2}


@pytest.mark.parametrize(("questions", "share"), [(1, 1), (3, 1), (4, 1), (5, 2), (6, 2), (12, 4)])
def test_a_third_is_at_least_one(questions, share):
    [part] = make_rounds("behavioral", 60, questions)
    assert company_share(part) == share


async def test_a_small_bank_is_filled_up_with_the_companys_questions():
    bank = LIBRARY.bank("backend_engineer", "agency")
    bare = replace(bank, role=bank.role.model_copy(update={"questions": bank.role.questions[:1]}), shared=())
    session = await held(make_session(type="behavioral", questions=4, limits={"max_follow_ups": 0}), bare)
    assert [turn.question.id.startswith("co-ag-") for turn in session.main_turns] == [True] * 4


# ---------------------------------------------------------------------- written by a model


async def test_written_questions_take_their_turns_among_the_banks_and_say_who_wrote_them():
    session = session_for((), by_model=True, type="technical", questions=5, limits={"max_follow_ups": 0})
    texts = (
        "Ticket sales open at nine. What do you prepare?",
        "A seat map shows sold seats as free. Where do you look?",
    )
    bank = bank_for(session).with_tailored([written(1, texts[0]), written(2, texts[1])])
    session = await held(session, bank)
    assert [was_tailored(turn) for turn in session.main_turns] == [False, True, False, True, False]
    assert {turn.question.written_by for turn in session.main_turns} == {"", "openai/test"}
    reasons = [turn.decision.reason for turn in session.turns]
    assert reasons[0] == "A question written for this candidate by openai/test."


async def test_a_written_question_that_the_bank_has_asked_meanwhile_is_left_out_and_the_other_way_round():
    session = session_for((), by_model=True, type="technical", questions=4, limits={"max_follow_ups": 0})
    bank = bank_for(session)
    lost = next(question for question in bank.own("technical") if question.id == "be-lost-update")
    again = written(1, "How do you prevent two concurrent requests from both selling the last item in stock?")
    session.turns.append(answered(1, lost))
    offered = situation_of(session, bank.with_tailored([again]), Preferences(seed=1), ()).candidates
    assert again not in offered

    session.turns[0].question = again
    offered = situation_of(session, bank, Preferences(seed=1), ()).candidates
    assert lost not in offered


async def test_a_model_that_prefers_the_bank_gets_the_written_question_where_it_is_due():
    session = session_for((), by_model=True, type="technical", questions=4)
    session.turns.append(answered(1, LIBRARY.role("backend_engineer").questions[0]))
    mine = written(1, "Ticket sales open at nine. What do you prepare on the evening before?")
    situation = situation_of(session, bank_for(session).with_tailored([mine]), Preferences(seed=1), ())
    assert situation.tailored_due
    banks = next(question for question in situation.candidates if not question.written_by)
    step = dispose(Proposal("preset", "I like this one.", "openai/test", banks), situation)
    assert step.question == mine
    assert step.decision.reason == "A question written for this candidate by openai/test."


async def test_a_written_question_too_long_for_the_time_left_gives_way_to_one_that_fits():
    session = session_for((), by_model=True, type="technical", questions=4, minutes=5)
    turn = answered(1, LIBRARY.role("backend_engineer").questions[0])
    turn.seconds = 230
    session.turns.append(turn)
    long = written(1, "Design the whole ticket shop from scratch, please, in words.", seconds=900)
    situation = situation_of(session, bank_for(session).with_tailored([long]), Preferences(seed=1), ())
    step = dispose(Proposal("preset", "Next.", "offline"), situation)
    assert step.question is not None
    assert step.question != long


@pytest.mark.parametrize("patient", [True, False])
async def test_only_a_run_with_prepared_answers_waits_for_what_a_model_writes(patient):
    session = session_for((), by_model=True, type="technical", questions=3, limits={"max_follow_ups": 0})
    stage = Stage(session, bank_for(session))

    async def slowly() -> Prepared:
        # Whoever does not wait for it is through before it comes.
        await (asyncio.sleep(0.01) if patient else asyncio.Event().wait())
        return Prepared(
            on_job=(written(1, "Ticket sales open at nine. What do you prepare?"),), notice="One came."
        )

    base = stage.engine()
    ports = replace(base._ports, prepare=slowly)
    assert isinstance(ports, Ports)
    engine = Engine(session, stage.bank, ports, options=Options(patient=patient))
    async for event in engine.events():
        if type(event).__name__ == "Asked":
            engine.send(sample(event))
    assert any(was_tailored(turn) for turn in session.main_turns) is patient
    assert not was_tailored(session.main_turns[0])
    assert [event.text for event in session.events] == (["One came."] if patient else [])


def test_the_most_important_gap_comes_first_whoever_wrote_on_which():
    session = session_for(by_model=True, type="technical", questions=8)
    session.turns.append(answered(1, LIBRARY.role("backend_engineer").questions[0]))
    lesser = written(1, "How would you find your way into GraphQL?", tags=(GAP_TAG, "graphql"))
    bank = bank_for(session).with_tailored([lesser])
    first, *others = situation_of(session, bank, Preferences(seed=1), ()).candidates
    assert first.id == "gap-opentelemetry"
    assert lesser not in others


def test_a_gap_that_was_asked_about_is_not_asked_about_in_other_words():
    session = session_for(by_model=True, type="technical", questions=8)
    template, *_ = gap_questions(GAPS, "mid", 1, 1)
    mine = written(1, "How would you find your way into OpenTelemetry?", tags=(GAP_TAG, "opentelemetry"))
    session.turns.append(answered(1, LIBRARY.role("backend_engineer").questions[0]))
    session.turns.append(answered(2, mine))
    session.turns.append(answered(3, LIBRARY.role("backend_engineer").questions[1]))
    bank = LIBRARY.bank("backend_engineer").with_tailored([template])
    assert template not in situation_of(session, bank, Preferences(seed=1), ()).candidates
