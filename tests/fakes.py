"""Stand-ins at the edges: the clock, the network's failures, and a store in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from interview_cli.coach.evaluation import Analysis, Evaluation
from interview_cli.coach.offline import OfflineJudge
from interview_cli.errors import StorageError
from interview_cli.interview.interviewer import propose_offline
from interview_cli.interview.ports import Proposal, Situation, Tell
from interview_cli.interview.session import Session
from interview_cli.library.role import Question
from interview_cli.llm.port import ModelError

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock:
    """A clock that moves only when told to; sleepers wake when their time has come."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.seconds + seconds, waking))
        await waking

    def advance(self, seconds: float) -> None:
        self.seconds += seconds
        due = [waking for deadline, waking in self._sleepers if deadline <= self.seconds]
        self._sleepers = [pair for pair in self._sleepers if pair[0] > self.seconds]
        for waking in due:
            if not waking.done():
                waking.set_result(None)


class MemoryStore:
    """Keeps the JSON of the last save; `fail_at` makes one fail as a full disk would, `is_full` all."""

    def __init__(self, fail_at: int | None = None) -> None:
        self.saved = ""
        self.saves = 0
        self.is_full = False
        self._fail_at = fail_at

    def save(self, session: Session) -> None:
        self.saves += 1
        if self.is_full or self.saves == self._fail_at:
            raise StorageError("The disk is full.", "Make room.")
        self.saved = session.model_dump_json()

    def load(self) -> Session:
        return Session.model_validate_json(self.saved)


def model_error(message: str = "openai/test: the server answered 500.") -> ModelError:
    return ModelError(message, kind="unavailable", model="openai/test", retryable=True)


class UnsteadyInterviewer:
    """A model's place: gives the proposals of `choose`, or raises what it raises."""

    name = "openai/test"

    def __init__(self, choose: Callable[[Situation], Proposal] = propose_offline) -> None:
        self._choose = choose

    async def propose(self, situation: Situation, forming: Tell | None = None) -> Proposal:
        await asyncio.sleep(0)
        return self._choose(situation)

    async def rephrase(self, question: Question, forming: Tell | None = None) -> str:
        await asyncio.sleep(0)
        return f"In short: {question.text}"


class StuckInterviewer(UnsteadyInterviewer):
    """A model that never answers."""

    async def propose(self, situation: Situation, forming: Tell | None = None) -> Proposal:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


class SlowJudge:
    """Judges as the offline coach does, when told to (`release`), or fails as a dead provider does."""

    name = "openai/test"

    def __init__(self, clock: FakeClock, *, fails: bool = False, held: bool = False) -> None:
        self._offline = OfflineJudge(clock.now)
        self._clock = clock
        self._fails = fails
        self._gate = asyncio.Event()
        if not held:
            self._gate.set()

    def release(self) -> None:
        self._gate.set()

    async def judge(self, question: Question, answer: str, analysis: Analysis) -> Evaluation:
        await self._gate.wait()
        if self._fails:
            return Evaluation(
                at=self._clock.now(),
                status="unscored",
                source=self.name,
                rubric_version="test",
                why_unscored="the server answered 500",
                estimate=analysis.estimate,
            )
        judged = await self._offline.judge(question, answer, analysis)
        return judged.model_copy(update={"source": self.name})
