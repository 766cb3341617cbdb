"""The setup screen: what the command line gave is filled in, the rest is as settings and last time say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import yaml
from textual.app import App
from textual.widgets import Input, Select, Static

from interview_cli.interview.session import Shown
from interview_cli.interview.wish import Choices, Wish, WorkWish
from interview_cli.settings import Settings
from interview_cli.store.choices import CHOICES_FILE, keep_choices, last_choices
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.setup import SetupScreen
from interview_cli.tui.widgets.picker import Picker
from interview_cli.wiring import open_home, open_sessions
from interview_cli.wiring.full_screen import build_app
from interview_cli.wiring.full_screen.setup import first_choices
from interview_cli.wiring.home import Home
from tests.tui.seen import screen_text
from tests.tui.waiting import soon, until

WISH = Wish(role="backend_engineer", offline=True, seed=1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "data", tmp_path / "config.yaml")


def filled(app: App[Any]) -> bool:
    return isinstance(app.screen, SetupScreen) and str(app.screen.query_one("#checks", Static).content) != ""


def field(app: App[Any], name: str) -> Any:
    widget = app.screen.query_one(f"#{name}")
    return widget.chosen if isinstance(widget, Picker) else widget.value  # type: ignore[attr-defined]


async def test_what_the_command_line_gave_is_filled_in(home):
    wish = Wish(
        role="sales_associate",
        type="behavioral",
        level="senior",
        minutes=45,
        company="start-up",
        focus=("discovery", "closing"),
        job="posting.md",
        offline=True,
    )
    app = build_app(home, Start(wish=wish))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        shown = {
            name: field(app, name) for name in ("role", "type", "level", "minutes", "company", "focus", "job")
        }
        assert shown == {
            "role": "sales_associate",
            "type": "behavioral",
            "level": "senior",
            "minutes": "45",
            "company": "start-up",
            "focus": "discovery, closing",
            "job": "posting.md",
        }
        assert "offline" in str(app.screen.query_one("#found", Static).content)


async def test_a_role_is_searched_and_the_interview_begins_by_keyboard_alone(home):
    app = build_app(home, Start(wish=Wish(offline=True)))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        await pilot.press(*"retail", "enter")
        assert field(app, "role") == "retail_associate"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert app.screen.session.plan.role == "retail_associate"  # type: ignore[attr-defined]
        await pilot.press("ctrl+q")
    assert len(open_sessions(home).rows()) == 1


async def test_without_a_role_it_says_what_to_do(home):
    app = build_app(home, Start(wish=Wish(offline=True)))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, SetupScreen)
        assert app.focused is app.screen.query_one("#role Input", Input)
        assert "Choose a role" in _toasts(app)
    assert not open_sessions(home).rows()


@pytest.mark.parametrize("typed", ["4", "999", "0"])
async def test_minutes_out_of_bounds_are_told_before_anything_is_stored(home, typed):
    app = build_app(home, Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        app.screen.query_one("#minutes", Input).value = typed
        await pilot.press("ctrl+s")
        assert "Minutes" in _toasts(app)
        assert isinstance(app.screen, SetupScreen)
    assert not open_sessions(home).rows()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("job", "no-such-file.pdf", "no-such-file.pdf"),
        ("focus", "astrology", "has no focus 'astrology'"),
        ("model", "openai/gpt-4.1", "OPENAI_API_KEY"),
    ],
)
async def test_what_cannot_be_used_is_told_with_a_hint_and_the_form_stays(
    home, monkeypatch, name, value, said
):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    app = build_app(home, Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        app.screen.query_one(f"#{name}", Input).value = value
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said in _toasts(app))
        assert field(app, name) == value
    assert not open_sessions(home).rows()


async def test_the_check_line_says_what_a_model_lacks_while_it_is_typed(home, monkeypatch):
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    app = build_app(home, Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        app.screen.query_one("#model", Input).value = "anthropic/claude-sonnet-4-5"
        await until(pilot, lambda: "ANTHROPIC_API_KEY" in str(app.screen.query_one("#found", Static).content))


async def test_the_check_line_says_when_the_store_cannot_be_written(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    app = build_app(open_home(tmp_path / "data", tmp_path / "config.yaml"), Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "✗ store" in str(app.screen.query_one("#checks", Static).content))


async def test_the_last_choices_are_there_the_next_time(home):
    app = build_app(home, Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        app.screen.query_one("#type", Select).value = "behavioral"
        app.screen.query_one("#minutes", Input).value = "15"
        app.screen.query_one("#feedback", Select).value = "end"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await pilot.press("ctrl+q")
    again = build_app(home, Start())
    async with again.run_test() as pilot:
        await until(pilot, lambda: filled(again))
        names = ("role", "type", "minutes", "feedback", "model")
        assert [field(again, name) for name in names] == [
            "backend_engineer",
            "behavioral",
            "15",
            "end",
            "offline",
        ]


@pytest.mark.parametrize(
    ("kind", "minutes", "questions", "said"),
    [
        ("technical", "30", None, "10 questions"),
        ("technical", "11", None, "3 questions; a recommendation takes 4"),
        ("technical", "5", None, "1 question; a recommendation takes 4"),
        ("technical", "", 2, "2 questions; a recommendation takes 4"),
        ("technical", "", None, "10 questions"),
        # Each of these shows as much as two others.
        ("system-design", "15", None, "1 question; a recommendation takes 2"),
        ("system-design", "20", None, "2 questions"),
        ("full-loop", "15", None, "20 questions"),
        ("mixed", "4", None, ""),
        ("mixed", "99999999999", None, ""),
    ],
)
async def test_it_says_how_much_is_asked_and_when_that_is_too_little_for_a_recommendation(
    home, kind, minutes, questions, said
):
    app = build_app(home, Start(wish=Wish(role="backend_engineer", offline=True, questions=questions)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: filled(app))
        app.screen.query_one("#type", Select).value = kind
        app.screen.query_one("#minutes", Input).value = minutes
        await until(pilot, lambda: str(app.screen.query_one("#scope", Static).content) == said)
        assert said in screen_text(app)


class Lingering:
    """A setup whose interview is planned and stored, but takes its time to come back."""

    def __init__(self, setup: Any) -> None:
        self._setup = setup
        self.stored, self.released = Event(), Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._setup, name)

    def plan(self, wish: Wish, choices: Choices | None) -> Any:
        sitting = self._setup.plan(wish, choices)
        self.stored.set()
        assert self.released.wait(30)
        return sitting


@pytest.mark.parametrize("complete", [False, True], ids=["set up", "all said"])
async def test_who_leaves_while_it_is_planned_leaves_no_interview_behind(home, complete):
    start = Start(wish=WISH)
    app = build_app(home, start)
    lingering = Lingering(app.ports.setup)
    app.ports = replace(app.ports, setup=lingering)
    if complete:
        app._start = Start(open=lambda: lingering.plan(WISH, None))
    async with app.run_test() as pilot:
        if not complete:
            await until(pilot, lambda: filled(app))
            await pilot.press("ctrl+s")
        await until(pilot, lingering.stored.is_set)
        assert len(open_sessions(home).rows()) == 1
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
        lingering.released.set()
    await soon(lambda: not open_sessions(home).rows())
    assert not open_sessions(home).rows()


def test_choices_that_cannot_be_read_count_for_nothing(tmp_path):
    (tmp_path / CHOICES_FILE).write_text('{"role": 7}')
    assert last_choices(tmp_path) == Choices()
    keep_choices(tmp_path, Choices(role="data_scientist"))
    assert last_choices(tmp_path).role == "data_scientist"


def test_flags_go_before_settings_and_settings_before_the_last_time():
    last = Choices(role="data_scientist", type="technical", minutes=15, feedback="end")
    settings = Settings(role="sales_associate", duration=45)
    chosen = first_choices(Wish(type="behavioral"), settings, last, Shown())
    assert (chosen.role, chosen.type, chosen.minutes, chosen.feedback) == (
        "sales_associate",
        "behavioral",
        45,
        "end",
    )
    assert first_choices(Wish(minutes=20), Settings(), last, Shown(feedback="each")).feedback == "each"


async def test_what_has_no_field_of_its_own_is_named_above_the_form(home):
    wish = Wish(
        role="backend_engineer", offline=True, questions=4, strict_time=True, seed=3, work=WorkWish(days=7)
    )
    app = build_app(home, Start(wish=wish))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        title = str(app.screen.query_one(".title", Static).content)
        assert title == "interview · set up · 4 questions · about recent work · strict time · seed 3"


async def test_own_roles_are_offered_and_broken_ones_are_left_out_by_name(home):
    own = home.roles_dir
    own.mkdir(parents=True)
    (own / "gardener.yaml").write_text(
        yaml.safe_dump({"id": "gardener", "name": "Gardener", "summary": "Grows."})
    )
    (own / "broken.yaml").write_text("name: [")
    app = build_app(home, Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        assert [offer.id for offer in app.ports.setup.offers(WISH).roles if "g" in offer.id[:1]] == [
            "gardener"
        ]
        assert "broken" not in [offer.id for offer in app.ports.setup.offers(WISH).roles]
        [said] = [note.message for note in app._notifications]
        assert said.splitlines() == [
            "Left out, since it cannot be read: broken.yaml",
            f"What is wrong with it: interview roles check {own / 'broken.yaml'}",
        ]


async def test_many_broken_files_are_told_in_one_toast(home):
    companies = home.roles_dir / "companies"
    companies.mkdir(parents=True)
    for place in range(5):
        (companies / f"b{place}.yaml").write_text("name: [")
    app = build_app(home, Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        assert _toasts(app).splitlines() == [
            "Left out, since they cannot be read: b0.yaml, b1.yaml, b2.yaml and 2 more",
            "What is wrong with them: interview roles check",
        ]


async def test_the_newest_toasts_stand_and_no_more_than_two(home):
    app = build_app(home, Start(wish=WISH))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: filled(app))
        for number in range(5):
            app.notify(f"toast {number}")
        await until(pilot, lambda: "toast 4" in screen_text(app))
        assert [note.message for note in app._notifications] == ["toast 3", "toast 4"]


async def test_what_is_wrong_stands_below_the_fields_without_escape_codes(home):
    app = build_app(home, Start(wish=WISH))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: filled(app))
        app.screen.query_one("#job", Input).value = "no-\x1b[31msuch-\x1b]0;title\x07file.pdf"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "There is no file no-such-file.pdf." in screen_text(app))
        assert "[31m" not in _toasts(app)
        toast = next(at for at, line in enumerate(screen_text(app).splitlines()) if "There is no" in line)
        assert toast > app.screen.query_one("#feedback").region.bottom


def _toasts(app: App[Any]) -> str:
    return "\n".join(note.message for note in app._notifications)


async def test_the_arrow_keys_choose_in_a_list_that_is_open(home):
    app = build_app(home, Start(wish=WISH))
    async with app.run_test() as pilot:
        await until(pilot, lambda: filled(app))
        app.screen.query_one("#voice").focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#voice").expanded)
        await pilot.press("down", "enter")
        await until(pilot, lambda: field(app, "voice") == "spoken")
