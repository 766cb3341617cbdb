"""Candidates without a model: as good as they are meant to be, the same every time, and within the limits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interview_cli.batch.row import Row
from interview_cli.candidate.persona import load_persona, persona_ids
from interview_cli.candidate.scripted import SKIP, THINKING, ScriptedCandidate, answer_of, seconds_for
from interview_cli.interview.events import GiveAnswer, Skip
from interview_cli.interview.plan import Limits
from interview_cli.interview.session import Session, Turn
from interview_cli.scripts import word_count
from interview_cli.wiring import batch_row
from interview_cli.wiring.batch_row import RowDone, RowTask
from interview_cli.wiring.home import Home
from tests.coach.bundled_questions import QUESTIONS
from tests.documents import answered
from tests.interview.conftest import make_session

ROLES = ("backend_engineer", "sales_associate", "retail_associate")
SEEDS = (1, 2)
Hold = Callable[..., RowDone]


@pytest.fixture
def hold(tmp_path: Path) -> Hold:
    """Holds an interview with a persona, offline and in memory."""
    home = Home(tmp_path / "data", tmp_path / "c.yaml", tmp_path / "roles", tmp_path / "prompts")

    def held(persona: str, **fields: Any) -> RowDone:
        wanted = {"role": "backend_engineer", "questions": 4, "seed": 1, **fields}
        row = Row(persona=persona, **wanted)
        done = batch_row.hold_row(RowTask(home, 1, "", row, tmp_path, "sabcdefghi", offline=True))
        assert done.result.error == ""
        assert done.result.status == "completed"
        return done

    return held


def timeless(document: str | None) -> Any:
    """A session without the moments that things happened at, and without how long it took to pass."""
    assert document is not None
    session = json.loads(re.sub(r'"(\w*_at|at)":"[^"]*"', r'"\1":""', document))
    # The seal covers the moments, and so differs.
    del session["seal"]
    for turn in session["turns"]:
        if turn["status"] == "skipped":
            assert turn.pop("seconds") < 1
    return session


def asked_by(question_id: str, *said: tuple[str, str]) -> tuple[Session, Turn]:
    """A session with a question open, after others with their answers."""
    session = make_session()
    for place, (past, answer) in enumerate(said, 1):
        session.turns.append(answered(place, QUESTIONS[past], answer))
    turn = answered(len(said) + 1, QUESTIONS[question_id], "")
    turn.answer, turn.status = None, "asked"
    session.turns.append(turn)
    return session, turn


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_strong_candidate_beats_a_medium_one_and_that_one_a_weak_one(hold: Hold, role: str, seed: int):
    strong, medium, weak = (
        hold(persona, role=role, seed=seed).result.overall for persona in ("strong", "medium", "weak")
    )
    assert strong > medium + 5
    assert medium > weak + 20


@pytest.mark.parametrize("persona", ["adversarial", "silent", "off-language"])
def test_who_gives_no_answer_gets_no_score_for_it(hold: Hold, persona: str):
    weak = hold("weak").result.overall
    assert hold(persona).result.overall < weak


@pytest.mark.parametrize("persona", persona_ids())
def test_the_same_seed_gives_the_same_interview(hold: Hold, persona: str):
    batch_row._coach.cache_clear()
    first = hold(persona)
    batch_row._coach.cache_clear()
    unremembered, remembered = hold(persona), hold(persona)
    assert timeless(first.document) == timeless(unremembered.document) == timeless(remembered.document)


def test_another_seed_asks_other_questions(hold: Hold):
    asked = {
        tuple(
            turn.question.id for turn in Session.model_validate_json(hold("medium", seed=seed).document).turns
        )
        for seed in range(6)
    }
    assert len(asked) > 2


def test_a_persona_of_one_s_own_sits_like_the_bundled_ones(hold: Hold, tmp_path: Path):
    (tmp_path / "shy.yaml").write_text(
        """\
id: shy
name: Shy candidate
about: You know a little and say it in very few words, always with an apology.
main: {share: 0.2, before: ["Sorry, about {topic}:"]}
follow_up: {instead: [/skip]}
"""
    )
    done = hold("shy.yaml")
    session = Session.model_validate_json(done.document)
    assert session.candidate.name == "simulated shy"
    for turn in session.turns:
        if turn.parent:
            assert turn.status == "skipped"
        else:
            assert turn.answer.text.startswith("Sorry, about ")
            assert "{topic}" not in turn.answer.text


@pytest.mark.parametrize("persona_id", persona_ids())
def test_no_answer_to_a_bundled_question_exceeds_the_limit(persona_id: str):
    persona = load_persona(persona_id)
    most = Limits().max_answer_words
    places = max(len(persona.main.instead), len(persona.main.before), len(persona.main.after), 1)
    for name in QUESTIONS:
        for place in range(places):
            said = answer_of(persona, *asked_by(name, *[(name, "said before")] * place))
            assert word_count(said) <= most
            assert "{topic}" not in said


def test_a_chatty_candidate_says_more_than_two_hundred_words_to_a_question():
    persona = load_persona("chatty")
    counts = [word_count(answer_of(persona, *asked_by(name))) for name in QUESTIONS]
    assert sum(count > 200 for count in counts) > 0.9 * len(counts)


def test_a_follow_up_is_answered_with_what_was_not_said_before():
    persona = load_persona("medium")
    name = "be-retries" if "be-retries" in QUESTIONS else next(iter(QUESTIONS))
    session, main = asked_by(name)
    main.answer = answered(1, QUESTIONS[name], answer_of(persona, session, main)).answer
    follow_up = answered(2, QUESTIONS[name], "", parent=main.id, label="Q1 Follow-up 1")
    follow_up.answer = None
    session.turns.append(follow_up)
    said = answer_of(persona, session, follow_up)
    assert said.endswith("Beyond that I would have to look it up.")
    assert said.removesuffix(" Beyond that I would have to look it up.") not in main.answer.text


async def test_passing_is_a_skip_and_silence_an_empty_answer():
    silent = ScriptedCandidate(load_persona("silent"))
    names = list(QUESTIONS)[:3]
    empty = await silent.command_for(*asked_by(names[0]))
    passed = await silent.command_for(*asked_by(names[2], (names[0], ""), (names[1], "I don't know.")))
    assert isinstance(empty, GiveAnswer)
    assert (empty.text, empty.seconds) == ("", THINKING)
    assert isinstance(passed, Skip)
    assert SKIP not in empty.text


def test_time_grows_with_the_words_at_the_pace_of_the_persona():
    persona = load_persona("medium").model_copy(update={"words_per_minute": 120})
    assert seconds_for(persona, "one " * 60) == THINKING + 30
