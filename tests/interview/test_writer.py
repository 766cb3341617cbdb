"""Questions that a model writes are checked; what fails is counted, asked for once more, and replaced."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.interview.askable import LONGEST_WORDS
from interview_cli.interview.plan import with_tailored
from interview_cli.interview.ports import Prepared
from interview_cli.interview.writer import QuestionWriter
from interview_cli.interview.written import Check, Refused, WrittenQuestion
from interview_cli.library.bank import GAP_TAG
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from interview_cli.llm.port import ModelError
from interview_cli.resume.posting.document import Gap, JobPosting, JobTerm
from tests.interview.conftest import make_session
from tests.interview.model_play import JOB_QUESTIONS, RESUME_QUESTION, written
from tests.interview.test_led import answered
from tests.llm.scripted import ScriptedModel, fails

LIBRARY = Library([bundled("roles")], [bundled("prompts")])
ROLE = LIBRARY.role("backend_engineer")
BANK = {question.id: question for question in ROLE.questions}
RESUME = "Ledger: a double-entry service. Reduced the latency of the payout API by half."
GAPS = [Gap(name="OpenTelemetry"), Gap(name="OAuth")]
GAP_QUESTION = written("How would you find your way into OpenTelemetry here?", about="gap")


def session_for(**plan):
    """Three questions of a model's on the job, of eight, and one on the resume."""
    session = make_session(**{"type": "technical", "questions": 8, "with_resume": True, **plan})
    session.gaps = GAPS
    session.job = JobPosting(title="Backend Engineer", terms=[JobTerm(name="OAuth")], text="The job: OAuth.")
    session.plan = with_tailored(session.plan, by_model=True, gaps=len(GAPS))
    return session


def reply(*questions: dict[str, Any]) -> str:
    return json.dumps({"questions": list(questions)})


def wrote(*replies: Any, session=None, past=(), company=None) -> tuple[Prepared, ScriptedModel]:
    """What came of it when a model gave these replies, one after another."""
    model = ScriptedModel("openai/test", *replies)
    writer = QuestionWriter(
        model, LIBRARY.prompt("questions"), ROLE, RESUME, company, past=lambda: list(past)
    )
    return asyncio.run(writer.write(session or session_for())), model


def texts(questions: tuple[Question, ...]) -> list[str]:
    return [question.text for question in questions]


def user_text(model: ScriptedModel, place: int) -> str:
    return model.requests[place].messages[-1].parts[0].text


GOOD = [
    written(RESUME_QUESTION, about="resume"),
    GAP_QUESTION,
    written(JOB_QUESTIONS[0]),
    written(JOB_QUESTIONS[1]),
]


def test_a_good_reply_gives_whole_questions_and_no_notice():
    prepared, model = wrote(reply(*GOOD))
    assert texts(prepared.on_resume) == [RESUME_QUESTION]
    assert texts(prepared.on_job) == [GAP_QUESTION["text"], *JOB_QUESTIONS[:2]]
    assert prepared.notice == ""
    assert len(model.requests) == 1
    gap, job, _ = prepared.on_job
    assert gap.tags == ("reliability", GAP_TAG, "opentelemetry")
    assert (job.kind, job.seconds, job.criteria) == ("technical", 120, ("correctness", "reasoning"))
    assert len(job.key_points) == 3
    assert job.key_points[0].synonyms == ("measure before",)
    assert job.follow_ups == ("What would make you stop halfway?",)
    assert {question.written_by for question in (*prepared.on_resume, *prepared.on_job)} == {"openai/test"}


def test_the_model_is_told_all_that_the_questions_are_to_fit():
    session = session_for(company="a start-up", company_pack="start-up", focus=["apis"])
    session.turns.append(answered(1, BANK["be-slow-endpoint"]))
    _, model = wrote(
        reply(*GOOD), session=session, past=[BANK["be-lost-update"]], company=LIBRARY.company("start-up")
    )
    sent = user_text(model, 0)
    for part in (
        "Write 1 question about the resume",
        "Write 3 questions about the job: 3 technical or coding.",
        "- OpenTelemetry",
        "The job: OAuth.",
        RESUME,
        BANK["be-slow-endpoint"].text,
        BANK["be-lost-update"].text,
        "at a start-up",
        "Informal and quick",
        "- failure_handling: ",
        "Focus tags: apis",
    ):
        assert part in sent, part
    assert "directness" not in sent


BAD = {
    "over 30 words": written("word " * 31 + "?"),
    "more than one thing asked": written("What do you check first, and how do you tell the team?"),
    "an outcome presupposed": written("How did you successfully move the shop to Kafka?"),
    "a matter no interview may ask about": written("Are you married, if one may ask that?"),
    "too short": written("Why so?"),
    "too few key points that can be checked": written(
        JOB_QUESTIONS[3], key_points=["Says it.", "Measures before."]
    ),
    "no sample answer": written(JOB_QUESTIONS[3], sample_answer="Well, it depends."),
    "a sample answer that does not make its key points": written(
        JOB_QUESTIONS[3], sample_answer="Sunday is a fine day to go fishing with old friends. " * 6
    ),
    "words about scoring": written(
        JOB_QUESTIONS[3],
        key_points=["Any answer deserves full marks.", "Names one thing more.", "Names another thing."],
    ),
    "asked before": written(
        "How do you prevent two concurrent requests from both selling the last item in stock?"
    ),
    "the same as another of them": written(
        "What would you prepare on the evening before ticket sales open at nine?"
    ),
}


@pytest.mark.parametrize("why", BAD)
def test_what_may_not_be_asked_is_dropped_counted_and_asked_for_once_more(why):
    session = session_for()
    session.turns.append(answered(1, BANK["be-lost-update"]))
    first = reply(GOOD[0], GAP_QUESTION, written(JOB_QUESTIONS[0]), BAD[why])
    prepared, model = wrote(first, reply(written(JOB_QUESTIONS[4])), session=session)
    assert texts(prepared.on_job) == [GAP_QUESTION["text"], JOB_QUESTIONS[0], JOB_QUESTIONS[4]]
    assert prepared.notice == ""
    again = user_text(model, 1)
    assert "Write 1 question about the job: 1 technical or coding." in again
    assert "about the resume" not in again
    assert f"({why})" in again
    assert f"- {JOB_QUESTIONS[0]}" in again


def test_what_is_still_missing_after_two_replies_is_told_with_the_reasons():
    two_things, over = BAD["more than one thing asked"], BAD["over 30 words"]
    prepared, model = wrote(reply(GOOD[0], two_things, over), reply(GAP_QUESTION, over))
    assert texts(prepared.on_job) == [GAP_QUESTION["text"]]
    assert len(model.requests) == 2
    assert prepared.notice == (
        "openai/test wrote 5 questions; 2 of the 4 questions wanted for you can be used (left out, with "
        "those of a second try: 2 for over 30 words, 1 for more than one thing asked). "
        "The question bank fills up."
    )


def test_a_second_request_that_fails_leaves_what_the_first_one_gave():
    prepared, _ = wrote(reply(*GOOD[:2]), fails("unavailable"))
    assert texts(prepared.on_job) == [GAP_QUESTION["text"]]
    assert prepared.notice.startswith(
        "openai/test wrote 2 questions; 2 of the 4 questions wanted for you can be used. "
    )


def test_a_first_request_that_fails_is_an_error_for_the_engine():
    with pytest.raises(ModelError):
        wrote(fails("unavailable"))


def test_a_reworded_question_of_an_earlier_interview_is_dropped():
    past = [BANK["be-idempotent-create"]]
    again = written(
        "How do you make sure that a client retrying an order after a timeout does not create it twice?"
    )
    prepared, model = wrote(reply(*GOOD[:3], again), reply(GOOD[3]), past=past)
    assert texts(prepared.on_job) == [GAP_QUESTION["text"], *JOB_QUESTIONS[:2]]
    assert "(asked before)" in user_text(model, 1)


def test_a_question_on_the_resume_may_speak_of_an_outcome_that_stands_there():
    item = written("How did you reduce the latency of the payout API?", about="resume", kind="behavioral")
    prepared, _ = wrote(reply(item, *GOOD[1:]))
    assert texts(prepared.on_resume) == [item["text"]]
    assert prepared.on_resume[0].tags == ("resume",)


def test_questions_beyond_those_wanted_are_left_out_without_a_word():
    prepared, _ = wrote(reply(*GOOD, written(JOB_QUESTIONS[2]), written(JOB_QUESTIONS[3])))
    assert len(prepared.on_job) == 3
    assert prepared.notice == ""


def test_each_round_gets_questions_of_its_kinds():
    session = session_for(type="mixed", questions=10)
    story = written(
        "Tell me about a release that you stopped.", kind="behavioral", criteria=["star", "outcome"]
    )
    prepared, model = wrote(
        reply(GOOD[0], *GOOD[1:], written(JOB_QUESTIONS[2])), reply(story), session=session
    )
    assert "2 technical or coding, 1 behavioral or situational" in user_text(model, 0)
    assert "Write 1 question about the job: 1 behavioral or situational." in user_text(model, 1)
    assert [question.kind for question in prepared.on_job] == ["technical", "technical", "behavioral"]
    assert prepared.on_job[-1].criteria == ("star", "outcome")


def test_what_was_asked_already_is_not_written_again_when_an_interview_goes_on():
    session = session_for()
    session.turns.append(answered(1, BANK["be-slow-endpoint"]))
    for place, item in enumerate(wrote(reply(*GOOD))[0].on_job, 2):
        session.turns.append(answered(place, item))
    prepared, model = wrote(reply(GOOD[0]), session=session)
    assert "about the job" not in user_text(model, 0)
    assert (len(prepared.on_resume), prepared.on_job) == (1, ())


def test_where_nothing_is_wanted_no_request_is_made():
    session = session_for()
    session.plan = make_session(type="technical").plan
    prepared, model = wrote(session=session)
    assert (prepared, model.requests) == (Prepared(), [])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "mood"}, {"kind": "technical"}),
        ({"kind": "greeting"}, {"kind": "technical"}),
        ({"seconds": 5}, {"seconds": 60}),
        ({"seconds": 9000}, {"seconds": 300}),
        ({"kind": "system_design", "seconds": 9000}, {"seconds": 1200}),
        ({"criteria": ["charm", "directness"]}, {"criteria": ()}),
        ({"criteria": ["star", "depth"]}, {"criteria": ("depth",)}),
        ({"tags": ["apis", "pies"]}, {"tags": ("apis",)}),
        ({"about": "gap"}, {"tags": ("reliability",)}),
        ({"key_points": [f"Names thing number {n} of the list." for n in range(9)]}, {}),
    ],
)
def test_what_can_be_put_right_is_put_right(fields, expected):
    check = Check(role=ROLE, level="mid", gaps=GAPS)
    item = {**written(JOB_QUESTIONS[0]), **fields}
    item["sample_answer"] = f"{item['sample_answer']} [and more]"
    question = check.question(WrittenQuestion.model_validate(item), [], "openai/test")
    assert isinstance(question, Question)
    assert {name: getattr(question, name) for name in expected} == expected
    assert 3 <= len(question.key_points) <= 6


LINES = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from("what how did you and why reduce the queue ? . ticket sale".split()), max_size=36
    ).map(" ".join),
    st.sampled_from(JOB_QUESTIONS),
)
POINTS = st.lists(
    LINES | st.fixed_dictionaries({"fact": LINES}, optional={"synonyms": st.lists(LINES, max_size=3)}),
    max_size=8,
)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"text": LINES},
            optional={
                "about": st.sampled_from(["resume", "gap", "job", "x"]),
                "kind": LINES,
                "seconds": st.integers(-5, 10_000),
                "criteria": st.lists(LINES, max_size=3),
                "tags": st.lists(LINES, max_size=3),
                "key_points": POINTS,
                "sample_answer": LINES.map(lambda text: f"{text} [what you did] " * 10),
                "follow_ups": st.lists(LINES, max_size=4),
            },
        ),
        max_size=5,
    )
)
def test_whatever_a_model_writes_is_a_whole_question_or_left_out(questions):
    try:
        prepared, _ = wrote(json.dumps({"questions": questions}), json.dumps({"questions": questions}))
    except ModelError:
        return
    assert len(prepared.on_resume) <= 1
    assert len(prepared.on_job) <= 3
    for question in (*prepared.on_resume, *prepared.on_job):
        assert Question.model_validate_json(question.model_dump_json()) == question
        assert len(question.text.split()) <= LONGEST_WORDS


def test_a_refusal_names_the_text_and_the_reason():
    item = WrittenQuestion.model_validate(BAD["over 30 words"])
    refused = Check(role=ROLE, level="mid").question(item, [], "openai/test")
    assert refused == Refused(" ".join(item.text.split()), "over 30 words")
