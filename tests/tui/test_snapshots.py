"""How every screen looks, in two sizes and two themes; `pytest --snapshot-update` accepts a change."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from interview_cli.coach.speech import Pause, Sound, SpokenWord, Take
from interview_cli.interview.session import Shown
from interview_cli.interview.wish import Wish
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.export import ExportScreen
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.tui.screens.setup import SetupScreen
from interview_cli.tui.screens.trends import TrendsScreen
from interview_cli.tui.widgets.past_table import PastTable
from interview_cli.voice.ports import Look
from interview_cli.wiring import open_sessions
from interview_cli.wiring.full_screen import build_ports
from tests.tui import showcase
from tests.tui.waiting import until
from tests.voice.fake_voice import FakeVoice, take, transcript

SIZES = {"small": (80, 24), "large": (160, 50)}
THEMES = ("dark", "light")
Before = Callable[[Pilot[Any]], Awaitable[None]]


@pytest.fixture(autouse=True)
def far_from_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times are shown in the local zone, and what is found on this machine says nothing of the screens."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    for name in ("NO_COLOR", "COLORFGBG", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("INTERVIEW_THEME", request.param)
    return str(request.param)


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


@pytest.fixture
def home(tmp_path: Path) -> Any:
    return showcase.practised(showcase.home_at(tmp_path))


@pytest.fixture
def looks_alike(snap_compare: Any, size: tuple[int, int], theme: str) -> Callable[[App[Any], Before], bool]:
    """Whether an app looks as it did, once `before` has brought it there."""

    def compare(app: App[Any], before: Before) -> bool:
        async def settled(pilot: Pilot[Any]) -> None:
            await before(pilot)
            await pilot.pause()

        alike: bool = snap_compare(app, terminal_size=size, run_before=settled)
        return alike

    return compare


def setup(home: Any) -> Any:
    return showcase.app_at(home, Start(wish=Wish(role="backend_engineer", offline=True, level="mid")))


def under_way(home: Any) -> Any:
    ports = build_ports(home, shown=Shown())
    return showcase.app_at(home, Start(open=lambda: ports.setup.reopen(showcase.UNDER_WAY)))


def ended(home: Any) -> Any:
    """The app at the result of an interview, opened from its setup."""
    app = setup(home)
    session = app.ports.history.load(showcase.ENDED)
    return app, ResultScreen(session, app.ports.history.view(session))


async def until_filled(pilot: Pilot[Any]) -> None:
    screen = pilot.app.screen
    await until(pilot, lambda: isinstance(pilot.app.screen, SetupScreen))
    screen = pilot.app.screen
    await until(
        pilot, lambda: all(str(screen.query_one(name, Static).content) for name in ("#checks", "#found"))
    )
    await until(pilot, lambda: "Looking" not in str(screen.query_one("#found", Static).content))


async def until_asked(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))
    screen: Any = pilot.app.screen
    await until(pilot, lambda: screen.session.open_turn and not screen.query_one("#answer").read_only)


def test_setup(home, looks_alike):
    assert looks_alike(setup(home), until_filled)


def test_the_search_for_a_role(home, looks_alike):
    async def search(pilot: Pilot[Any]) -> None:
        await until_filled(pilot)
        pilot.app.screen.query_one("#role").focus()
        await pilot.press("shift+end", "backspace", *"eng")

    assert looks_alike(setup(home), search)


def test_a_question_with_the_feedback_on_the_one_before(home, looks_alike):
    assert looks_alike(under_way(home), until_asked)


def test_a_pause(home, looks_alike):
    async def pause(pilot: Pilot[Any]) -> None:
        await until_asked(pilot)
        await pilot.press("f2", "f7")
        await until(pilot, lambda: "Paused" in str(pilot.app.screen.query_one("#status", Static).content))

    assert looks_alike(under_way(home), pause)


SAID = "A slow reader can put an old value back, so um I keep a version with every entry."


def spoken(home: Any, voice: FakeVoice) -> Any:
    """The app at a question that is answered by voice."""
    store = open_sessions(home)
    session = store.load(showcase.UNDER_WAY)
    session.shown.spoken = True
    session.turns[-1].draft = ""
    store.save(session)
    app = under_way(home)
    app.ports = replace(app.ports, voice=lambda: voice)
    return app


async def until_recording(pilot: Pilot[Any]) -> None:
    await until_asked(pilot)
    await until(pilot, lambda: "starts" in str(pilot.app.screen.query_one("#voice", Static).content))
    await pilot.press("space")
    await until(pilot, lambda: "REC" in str(pilot.app.screen.query_one("#voice", Static).content))


def test_speaking(home, looks_alike):
    voice = FakeVoice(takes=[take(SAID)], at_once=False)

    async def speak(pilot: Pilot[Any]) -> None:
        await until_recording(pilot)
        voice.hearings[0].seen = Look(seconds=48, level=-14, text=SAID, tip="A little slower: take a breath.")
        await until(pilot, lambda: "slower" in str(pilot.app.screen.query_one("#voice", Static).content))

    assert looks_alike(spoken(home, voice), speak)


def test_a_doubtful_transcript(home, looks_alike):
    voice = FakeVoice(takes=[take(SAID, doubts=["The engine was unsure of most words."])])

    async def speak(pilot: Pilot[Any]) -> None:
        await until_recording(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "unsure" in str(pilot.app.screen.query_one("#voice", Static).content))

    assert looks_alike(spoken(home, voice), speak)


def test_a_spoken_answer_that_is_played(home, looks_alike):
    app, result = ended(home)
    voice = FakeVoice()
    words = [SpokenWord(text=word, start=n * 0.6, end=n * 0.6 + 0.4) for n, word in enumerate(SAID.split())]
    result.session.turns[0].answer.takes = [
        Take(
            file="t1-1.wav",
            seconds=12,
            transcript=transcript(SAID, words=words),
            sound=Sound(seconds=12, speech_seconds=8, pauses=[Pause(start=3, end=6.2, place="inside")]),
        )
    ]
    result._voice = voice

    async def play(pilot: Pilot[Any]) -> None:
        await until_filled(pilot)
        await pilot.app.push_screen(result)
        await until(pilot, lambda: result.query_one("#questions").row_count)
        await pilot.press("enter")
        await pilot.press("p")
        await until(pilot, lambda: voice.playbacks)
        voice.playbacks[0].position = 6.6
        await until(pilot, lambda: "0:07" in str(pilot.app.screen.query_one("#playback", Static).content))

    assert looks_alike(app, play)


def test_a_question_before_leaving_something_out(home, looks_alike):
    async def skip(pilot: Pilot[Any]) -> None:
        await until_asked(pilot)
        await pilot.press("f6")

    assert looks_alike(under_way(home), skip)


def test_the_transcript(home, looks_alike):
    async def read(pilot: Pilot[Any]) -> None:
        await until_asked(pilot)
        await pilot.press("f3")

    assert looks_alike(under_way(home), read)


def test_help(home, looks_alike):
    async def ask(pilot: Pilot[Any]) -> None:
        await until_asked(pilot)
        await pilot.press("f1")

    assert looks_alike(under_way(home), ask)


def test_the_palette(home, looks_alike):
    async def search(pilot: Pilot[Any]) -> None:
        await until_asked(pilot)
        await pilot.press("ctrl+p", *"tran")
        await until(pilot, lambda: pilot.app.screen.query("CommandList").first().option_count)

    assert looks_alike(under_way(home), search)


def test_the_result(home, looks_alike):
    app, result = ended(home)

    async def open_it(pilot: Pilot[Any]) -> None:
        await until_filled(pilot)
        await pilot.app.push_screen(result)
        await until(pilot, lambda: result.query_one("#questions").row_count)

    assert looks_alike(app, open_it)


def test_one_question_of_the_result(home, looks_alike):
    app, result = ended(home)

    async def open_it(pilot: Pilot[Any]) -> None:
        await until_filled(pilot)
        await pilot.app.push_screen(result)
        await until(pilot, lambda: result.query_one("#questions").row_count)
        await pilot.press("enter")

    assert looks_alike(app, open_it)


async def until_listed(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen))
    table: Any = pilot.app.screen.query_one(PastTable)
    await until(pilot, lambda: "Reading" not in str(table.query_one("#nothing", Static).content))


def test_the_history(home, looks_alike):
    assert looks_alike(showcase.app_at(home, Start(history=True)), until_listed)


def test_the_history_filtered(home, looks_alike):
    async def narrow(pilot: Pilot[Any]) -> None:
        await until_listed(pilot)
        await pilot.press("slash", *"sales", "enter")

    assert looks_alike(showcase.app_at(home, Start(history=True)), narrow)


def test_a_history_without_interviews(tmp_path, looks_alike):
    assert looks_alike(showcase.app_at(showcase.home_at(tmp_path), Start(history=True)), until_listed)


def test_the_trends(home, looks_alike):
    async def see(pilot: Pilot[Any]) -> None:
        await until_listed(pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrendsScreen))

    assert looks_alike(showcase.app_at(home, Start(history=True)), see)


def test_an_export(home, looks_alike):
    async def write(pilot: Pilot[Any]) -> None:
        await until_listed(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen))

    assert looks_alike(showcase.app_at(home, Start(history=True)), write)
