"""The next question grows on the screen while it is written, and gives way to what is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Markdown

from interview_cli import wiring
from interview_cli.interview.engine import Engine, Options
from interview_cli.interview.interviewer import propose_offline
from interview_cli.interview.ports import Proposal, Situation, Tell
from interview_cli.interview.session import Session, Shown
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from interview_cli.report.view import View
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.tui.widgets.question import QuestionView
from interview_cli.wiring.full_screen import build_ports
from tests.fakes import UnsteadyInterviewer
from tests.interview.conftest import Stage, make_session

QUESTION = "Which of the two writes do you commit first when the queue is slow?"
OTHER = "What would you measure before you change *anything* here?"


async def until(pilot: Pilot[object], condition: Callable[[], object]) -> None:
    """Let the app work until a condition is true."""
    late = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < late, "This never came true."
        await pilot.pause(0.005)


# ---------------------------------------------------------------------- the question alone


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield QuestionView()


def stands(pilot: Pilot[object]) -> str:
    """What the question is on the screen, as Markdown."""
    return pilot.app.screen.query_one(Markdown).source


def texts_of(words: str) -> list[str]:
    parts = words.split(" ")
    return [" ".join(parts[:count]) for count in range(1, len(parts) + 1)]


@pytest.mark.parametrize("patient", [True, False], ids=["one by one", "in a burst"])
async def test_every_word_comes_once_however_fast_they_are_told(patient: bool) -> None:
    async with Host().run_test() as pilot:
        view = pilot.app.query_one(QuestionView)
        for text in texts_of(QUESTION):
            view.grow(text)
            if patient:
                await until(pilot, lambda text=text: stands(pilot) == text)
        await until(pilot, lambda: stands(pilot) == QUESTION)


async def test_words_that_stand_there_stay_when_the_whole_question_comes() -> None:
    async with Host().run_test() as pilot:
        view = pilot.app.query_one(QuestionView)
        view.grow(QUESTION[:20])
        await until(pilot, lambda: stands(pilot) == QUESTION[:20])
        [block] = view.query_one(Markdown).children
        view.show(QUESTION, "One thing more.", at_once=False)
        await until(pilot, lambda: stands(pilot) == QUESTION)
        assert [*view.query_one(Markdown).children] == [block]
        assert view.text == f"One thing more.\n{QUESTION}"


async def test_a_question_that_still_comes_gives_way_to_another() -> None:
    async with Host().run_test() as pilot:
        view = pilot.app.query_one(QuestionView)
        view.show(QUESTION, at_once=False)
        await until(pilot, lambda: stands(pilot).startswith("Which of"))
        view.grow(OTHER[:10])
        await until(pilot, lambda: stands(pilot) == OTHER[:10])
        view.show(OTHER, at_once=False)
        await until(pilot, lambda: stands(pilot) == OTHER)


# ---------------------------------------------------------------------- in the interview


class Writer(UnsteadyInterviewer):
    """A model's place: tells the question as the test says it (`say`), then proposes (`end`)."""

    def __init__(self) -> None:
        super().__init__()
        self._said: asyncio.Queue[str | Proposal] = asyncio.Queue()

    def say(self, text: str) -> None:
        self._said.put_nowait(text)

    def end(self, proposal: Proposal) -> None:
        self._said.put_nowait(proposal)

    async def propose(self, situation: Situation, forming: Tell | None = None) -> Proposal:
        if situation.turn is None:
            return propose_offline(situation)
        while isinstance(said := await self._said.get(), str):
            assert forming is not None
            forming(said)
        return said

    async def rephrase(self, question: Question, forming: Tell | None = None) -> str:
        while isinstance(said := await self._said.get(), str):
            assert forming is not None
            forming(said)
        return said.reason


@dataclass
class Sitting:
    stage: Stage
    view: View
    remarks: tuple[str, ...] = ()
    spoken: bool = False

    @property
    def session(self) -> Session:
        return self.stage.session

    @contextmanager
    def hold(self) -> Iterator[None]:
        yield

    def keep(self, turn_id: str, draft: str) -> None:
        self.stage.store.save(self.session)

    def engine(self) -> Engine:
        return self.stage.engine()


Room = tuple[InterviewApp, Writer, Session]


@pytest.fixture
def room(tmp_path: Path) -> Callable[..., Room]:
    def make(*, plain_motion: bool = False) -> Room:
        bank = Library([bundled("roles")], [bundled("prompts")]).bank("backend_engineer")
        writer = Writer()
        stage = Stage(
            make_session(type="technical", questions=2, limits={"max_follow_ups": 1}),
            bank,
            interviewer=writer,
            options=Options(forming=True),
        )
        home = wiring.open_home(tmp_path / "data", tmp_path / "config.yaml")
        ports = build_ports(home, shown=Shown())
        start = Start(open=lambda: Sitting(stage, View()))
        return InterviewApp(ports, start, plain_motion=plain_motion), writer, stage.session

    return make


def line(pilot: Pilot[object], name: str) -> str:
    return str(pilot.app.screen.query_one(name).content)  # type: ignore[attr-defined]


async def asked(pilot: Pilot[object], text: str) -> None:
    """Wait until a question can be answered."""
    await until(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))
    area = pilot.app.screen.query_one(AnswerArea)
    await until(pilot, lambda: stands(pilot) == text and not area.read_only)


async def thinking_after_an_answer(pilot: Pilot[object], session: Session) -> str:
    """Answer the first question; returns its text, which stands while the model thinks."""
    await until(pilot, lambda: session.turns)
    first = session.turns[0].question.text
    await asked(pilot, first)
    pilot.app.screen.query_one(AnswerArea).insert("I would put a unique constraint on the key.")
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "Thinking about the next question" in line(pilot, "#status"))
    return first


def follow_up(session: Session, text: str) -> Proposal:
    question = session.turns[0].question.model_copy(update={"id": "probe", "text": text, "seconds": 60})
    return Proposal("follow_up", "It matters.", "openai/test", question, "One thing more.")


async def test_the_last_question_stands_until_the_first_words_of_the_next_come(room) -> None:
    app, writer, session = room()
    async with app.run_test() as pilot:
        first = await thinking_after_an_answer(pilot, session)
        assert stands(pilot) == first
        assert "Q1 of 2" in line(pilot, "#place")
        writer.say("Which of the")
        await until(pilot, lambda: stands(pilot) == "Which of the")
        await until(pilot, lambda: "Writing the next question" in line(pilot, "#status"))
        assert "Next question" in line(pilot, "#place")
        assert "I would put" in pilot.app.screen.query_one(AnswerArea).text
        writer.say(QUESTION)
        writer.end(follow_up(session, QUESTION))
        await asked(pilot, QUESTION)
        assert "Q1 Follow-up 1" in line(pilot, "#place")
        assert line(pilot, "#lead-in") == "One thing more."
        assert line(pilot, "#status") == ""


async def test_what_was_seen_gives_way_where_code_decides_otherwise(room) -> None:
    app, writer, session = room()
    async with app.run_test() as pilot:
        await thinking_after_an_answer(pilot, session)
        writer.say("Which of the two")
        await until(pilot, lambda: stands(pilot) == "Which of the two")
        writer.end(replace(follow_up(session, QUESTION), question=None))
        await until(pilot, lambda: len(session.turns) == 2)
        await asked(pilot, session.turns[1].question.text)
        assert "Which of the two" not in stands(pilot)


async def test_with_plain_motion_nothing_grows_and_the_question_comes_whole(room) -> None:
    app, writer, session = room(plain_motion=True)
    async with app.run_test() as pilot:
        first = await thinking_after_an_answer(pilot, session)
        writer.say("Which of the")
        await until(pilot, lambda: "Writing the next question" in line(pilot, "#status"))
        assert stands(pilot) == first
        writer.end(follow_up(session, QUESTION))
        await asked(pilot, QUESTION)


async def test_escape_while_it_is_written_brings_the_coachs_question(room) -> None:
    app, writer, session = room()
    async with app.run_test() as pilot:
        await thinking_after_an_answer(pilot, session)
        writer.say("Which of the")
        await until(pilot, lambda: stands(pilot) == "Which of the")
        await pilot.press("escape")
        await until(pilot, lambda: len(session.turns) == 2)
        assert session.turns[1].asked_by == "offline"
        await asked(pilot, session.turns[1].question.text)


async def test_other_words_grow_in_place_of_the_question_and_the_answer_begun_stays(room) -> None:
    app, writer, session = room()
    async with app.run_test() as pilot:
        await until(pilot, lambda: session.turns)
        await asked(pilot, session.turns[0].question.text)
        pilot.app.screen.query_one(AnswerArea).insert("A beginning")
        await pilot.press("f5")
        writer.say("Put simply:")
        await until(pilot, lambda: stands(pilot) == "Put simply:")
        await until(pilot, lambda: "Putting the question in other words" in line(pilot, "#status"))
        assert "Q1 of 2" in line(pilot, "#place")
        writer.end(Proposal("preset", "Put simply: what comes first?", "openai/test"))
        await asked(pilot, "Put simply: what comes first?")
        assert pilot.app.screen.query_one(AnswerArea).text == "A beginning"
