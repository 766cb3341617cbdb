"""The app on folders of its own, and interviews in it whose engine is put together by the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from interview_cli import wiring
from interview_cli.coach.speech import Take
from interview_cli.interview.engine import Engine
from interview_cli.interview.session import Session, Shown
from interview_cli.library.bank import Bank
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.llm.provider_table import PROVIDERS
from interview_cli.report.view import View
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.tui.screens import interview as interview_screen
from interview_cli.voice.ports import Habits, Voice
from interview_cli.wiring import full_screen
from interview_cli.wiring.full_screen import build_ports
from tests.fakes import FakeClock
from tests.interview.conftest import Stage, make_session
from tests.tui.sitting import Open, environment, terminal
from tests.voice.fake_voice import FakeVoice


@dataclass
class StagedSitting:
    """An interview whose engine is put together by the test; `before` is called whenever one is made."""

    stage: Stage
    view: View = field(default_factory=View)
    remarks: tuple[str, ...] = ()
    before: Callable[[], object] = lambda: None
    spoken: bool = False

    @property
    def session(self) -> Session:
        return self.stage.session

    @property
    def answers(self) -> list[str | None]:
        """What the last save holds, turn by turn."""
        return [turn.answer.text if turn.answer else None for turn in self.stage.store.load().turns]

    @contextmanager
    def hold(self) -> Iterator[None]:
        yield

    def keep(self, turn_id: str, draft: str, takes: Sequence[Take] = ()) -> None:
        turn = self.session.open_turn
        if turn is not None and turn.id == turn_id:
            turn.draft, turn.draft_takes = draft, list(takes)
        self.stage.store.save(self.session)

    def put_away(self) -> None:
        raise AssertionError("What the test put together is not to be put away.")

    def engine(self) -> Engine:
        self.before()
        return self.stage.engine()


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no Ollama, no setting and no colour of this machine reaches a test."""
    keys = {name for provider in PROVIDERS for names in provider.keys for name in names}
    for name in [*os.environ]:
        if (
            (name.startswith("INTERVIEW_") and name != "INTERVIEW_YES")
            or name in keys
            or name.endswith(("_API_BASE", "_BASE_URL"))
        ):
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "COLORFGBG", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    # Nothing listens on port 9 (discard), so no Ollama is found.
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")


@pytest.fixture(autouse=True)
def _same_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app looks the same whatever this machine has of microphones and engines."""
    monkeypatch.setattr(full_screen, "build_studio", lambda home, wish: FakeVoice(Habits()))


@pytest.fixture
def home(tmp_path: Path) -> wiring.Home:
    return wiring.open_home(tmp_path / "data", tmp_path / "config.yaml")


@pytest.fixture(scope="session")
def bank() -> Bank:
    return Library([bundled("roles")], [bundled("prompts")]).bank("backend_engineer")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


Sit = Callable[..., StagedSitting]
AppOf = Callable[..., InterviewApp]


@pytest.fixture
def sit(bank: Bank, clock: FakeClock) -> Sit:
    """A staged interview; keyword arguments are parts of the stage, the view and the plan."""

    def make(*, view: View | None = None, remarks: tuple[str, ...] = (), **parts: object) -> StagedSitting:
        plan = parts.pop("plan", {"type": "technical", "questions": 2, "limits": {"max_follow_ups": 0}})
        stage = Stage(make_session(**plan), bank, clock=clock, **parts)
        return StagedSitting(stage, view or View(), remarks)

    return make


@pytest.fixture
def app_of(home: wiring.Home, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> AppOf:
    """The app that opens a staged interview at once, without animation."""
    # The clock on the screen is that of the test, so that it may as well be looked at often.
    monkeypatch.setattr(interview_screen, "_TICK_SECONDS", 0.02)

    def make(sitting: StagedSitting, voice: Voice | None = None) -> InterviewApp:
        ports = build_ports(home, shown=Shown())
        if voice is not None:
            ports = replace(ports, voice=lambda: voice)
        return InterviewApp(ports, Start(open=lambda: sitting), plain_motion=True, monotonic=clock.monotonic)

    return make


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path)


@pytest.fixture
def sit_down(home: wiring.Home, environ: dict[str, str]) -> Open:
    return partial(terminal, home, environ=environ)
