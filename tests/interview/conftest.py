"""A bank from the bundled roles, and interviews run to their end with given commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from interview_cli.coach.feedback import OfflineReviewer
from interview_cli.coach.offline import OfflineJudge, analyse
from interview_cli.interview import events as ev
from interview_cli.interview.engine import Engine, Options, Ports
from interview_cli.interview.interviewer import OfflineInterviewer
from interview_cli.interview.plan import Limits, Plan, make_rounds
from interview_cli.interview.ports import ActivityQuestion
from interview_cli.interview.session import Candidate, Session
from interview_cli.library.bank import Bank
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from tests.fakes import START, FakeClock, MemoryStore

Answerer = Callable[[ev.Asked], "ev.Command | None"]


@pytest.fixture(scope="session")
def bank() -> Bank:
    return Library([bundled("roles")], [bundled("prompts")]).bank("backend_engineer")


def make_session(*, with_resume: bool = False, **plan: Any) -> Session:
    """A planned session; keyword arguments change the plan (`limits` as a dict)."""
    kind, minutes = plan.pop("type", "mixed"), plan.pop("minutes", 30)
    rounds = make_rounds(kind, minutes, plan.pop("questions", None), with_resume=with_resume)
    limits = Limits(**plan.pop("limits", {}))
    return Session(
        id="testsession",
        created_at=START,
        updated_at=START,
        plan=Plan(
            role="backend_engineer",
            role_name="Backend Engineer",
            type=kind,
            minutes=minutes,
            rounds=rounds,
            limits=limits,
            **plan,
        ),
        candidate=Candidate(name="me"),
    )


@dataclass
class Stage:
    """An engine with everything a test wants to look at."""

    session: Session
    bank: Bank
    clock: FakeClock = field(default_factory=FakeClock)
    store: MemoryStore = field(default_factory=MemoryStore)
    interviewer: Any = field(default_factory=OfflineInterviewer)
    judge: Any = None
    resume_questions: tuple[Question, ...] = ()
    activity_questions: tuple[ActivityQuestion, ...] = ()
    prepare_activity: Any = None
    options: Options = field(default_factory=Options)
    seen: list[ev.EngineEvent] = field(default_factory=list)

    def engine(self) -> Engine:
        ports = Ports(
            saver=self.store,
            clock=self.clock,
            interviewer=self.interviewer,
            judge=self.judge or OfflineJudge(self.clock.now),
            reviewer=OfflineReviewer(),
            analyse=analyse,
            prepare_activity=self.prepare_activity,
        )
        return Engine(
            self.session,
            self.bank,
            ports,
            resume_questions=self.resume_questions,
            activity_questions=self.activity_questions,
            options=self.options,
        )

    async def run(self, answerer: Answerer) -> Session:
        """Run to the end; `answerer` says what to do about each question."""
        engine = self.engine()
        async for event in engine.events():
            self.seen.append(event)
            if isinstance(event, ev.Asked):
                command = answerer(event)
                if command is not None:
                    engine.send(command)
        return self.session

    def of(self, kind: type) -> list[Any]:
        """The events of one kind, in order."""
        return [event for event in self.seen if isinstance(event, kind)]


@pytest.fixture
def stage(bank: Bank) -> Callable[..., Stage]:
    def make(session: Session | None = None, **parts: Any) -> Stage:
        return Stage(session or make_session(), bank, **parts)

    return make


def sample(asked: ev.Asked) -> ev.Command:
    """Answer with the question's own sample answer."""
    return ev.GiveAnswer(asked.turn.question.sample_answer)


def skip(_: ev.Asked) -> ev.Command:
    return ev.Skip()


def in_turn(*answerers: Callable[..., ev.Command]) -> Answerer:
    """Each question is met by the next answerer; a command class stands for the command itself."""
    waiting = iter(answerers)

    def answer(asked: ev.Asked) -> ev.Command:
        chosen = next(waiting)
        return chosen() if isinstance(chosen, type) else chosen(asked)

    return answer
