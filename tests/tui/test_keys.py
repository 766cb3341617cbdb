"""One table of actions: keys, palette, help and footer say the same; one's own keys hold everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.binding import Binding
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Select

from interview_cli import wiring
from interview_cli.errors import UsageError
from interview_cli.interview.wish import Wish
from interview_cli.tui import themes
from interview_cli.tui.actions import ACTIONS, BY_ID, actions_of
from interview_cli.tui.keymap import check_keymap
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.help import HelpScreen
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.tui.widgets.feedback import FeedbackPanel
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.question import QuestionView
from interview_cli.tui.widgets.reading import Reading
from interview_cli.wiring.full_screen import build_app
from tests.fakes import StuckInterviewer
from tests.tui.conftest import AppOf, Sit
from tests.tui.playing import FIRST, answer, area, listening, paste, press, room
from tests.tui.waiting import shown, told, until, until_seen


def grey(pilot: Pilot[object]) -> dict[str, bool]:
    """The keys of the footer by action, and whether each is grey."""
    keys = pilot.app.screen.query_one(KeyBar)._shown()
    return {key.action: not key.enabled for key in keys}


def offered(pilot: Pilot[object]) -> dict[str, str]:
    """What the palette finds, with its help."""
    return {command.title: command.help for command in pilot.app.get_system_commands(pilot.app.screen)}


# ---------------------------------------------------------------------- what works now


async def test_keys_are_grey_where_they_do_nothing_and_not_offered_in_the_palette(
    sit: Sit, app_of: AppOf
) -> None:
    async with app_of(sit(interviewer=StuckInterviewer())).run_test(size=(200, 40)) as pilot:
        await until_seen(pilot, "Thinking about the next question")
        while_thinking = {"submit", "skip", "rephrase", "pause", "feedback", "editor"}
        assert {name for name, off in grey(pilot).items() if off} == {
            f"interview.{name}" for name in while_thinking
        }
        assert not {"Hand in", "Skip", "Rephrase", "Repeat", "Pause", "Feedback"} & offered(pilot).keys()
        assert "Don't wait" in offered(pilot)
        await press(pilot, "f6", "f5", "f4", "f7", "f2", "ctrl+s")
        assert not told(pilot)

        await press(pilot, "escape")
        await listening(pilot, "Q1 of 2")
        assert {name for name, off in grey(pilot).items() if off} == {
            "interview.cancel",
            "interview.feedback",
        }
        await press(pilot, "f7")
        await until_seen(pilot, "Paused.")
        assert {name for name, off in grey(pilot).items() if not off} >= {"interview.pause", "quit", "help"}
        assert grey(pilot)["interview.submit"]


async def test_the_palette_finds_every_action_that_works_here_and_does_it(sit: Sit, app_of: AppOf) -> None:
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await answer(pilot, FIRST)
        await listening(pilot, "Q2 of 2")
        await until(pilot, lambda: room(pilot).query_one(FeedbackPanel).is_open)
        works = [
            action.title
            for action in ACTIONS
            if action.place in ("interview", "everywhere")
            and action.id not in ("interview.cancel", "interview.talk", "commands", "interrupt")
        ]
        assert sorted(offered(pilot)) == sorted(works)
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
        await press(pilot, *"transcr")
        await until_seen(pilot, "The whole interview so far. (f3)")
        await press(pilot, "enter")
        await press(pilot, "enter")
        await until_seen(pilot, "Transcript · Backend Engineer")


async def test_help_lists_every_action_of_the_screen_with_its_keys(sit: Sit, app_of: AppOf) -> None:
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await press(pilot, "f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        text = pilot.app.screen.query_one(Reading).text
        for action in (*actions_of("interview"), *actions_of("reading"), *actions_of("everywhere")):
            if action.id in ("copy", "suspend"):
                continue
            [line] = [line for line in text.splitlines() if line.endswith(action.help)]
            key = Binding(action.keys.split(",")[0], action.method)
            assert line.startswith(pilot.app.get_key_display(key))
        assert "Write as you would speak" in text
        await press(pilot, "escape")
        await listening(pilot, "Q1 of 2")


async def test_help_tells_what_undoes_in_a_text_alone_and_what_its_keys_do_elsewhere(
    sit: Sit, app_of: AppOf
) -> None:
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        screen = room(pilot)
        for place in (area(pilot), screen.query_one(QuestionView)):
            place.focus()
            await press(pilot, "f1")
            await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
            text = pilot.app.screen.query_one(Reading).text
            undoes = isinstance(place, AnswerArea)
            assert ("Ctrl+Z undoes" in text) == undoes
            assert ("put the program aside" in text) != undoes
            assert (BY_ID["copy"].help in text) != undoes
            await press(pilot, "escape")
            await until(pilot, lambda: pilot.app.screen is screen)


# ---------------------------------------------------------------------- one's own keys


async def test_a_key_of_the_settings_holds_in_the_footer_the_help_and_the_palette(
    home: wiring.Home, sit: Sit
) -> None:
    home.config_file.write_text("keymap:\n  interview.submit: ctrl+g\n  help: f10\n")
    app = build_app(home, Start(open=sit), plain_motion=True)
    async with app.run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        assert "^g Hand in" in shown(pilot)
        assert "f10 Help" in shown(pilot)
        assert offered(pilot)["Hand in"] == "Hand in your answer. (^g)"
        await press(pilot, "f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        lines = pilot.app.screen.query_one(Reading).text.splitlines()
        assert [line.split()[0] for line in lines if line.endswith("Hand in your answer.")] == ["^g"]
        await press(pilot, "escape")
        await paste(pilot, FIRST)
        await press(pilot, "ctrl+s")
        assert area(pilot).text == FIRST
        await press(pilot, "ctrl+g")
        await listening(pilot, "Q2 of 2")


@pytest.mark.parametrize(
    ("keymap", "message", "hint"),
    [
        ({"interview.sumbit": "ctrl+g"}, "no action 'interview.sumbit'", "interview.submit?"),
        ({"interview.submit": "ctrl+gg"}, "no key 'ctrl+gg'", "ctrl+g?"),
        ({"interview.submit": "Ctrl+G"}, "no key 'Ctrl+G'", "ctrl+g?"),
        ({"interview.submit": ""}, "no key ''", "such as ctrl+g"),
        ({"history.sort": "blah+x"}, "no key 'blah+x'", "such as ctrl+x"),
        ({"history.sort": "ctrl+blah"}, "no key 'ctrl+blah'", "such as ctrl+g"),
        ({"history.sort": "ctrl+ctrl+x"}, "no key 'ctrl+ctrl+x'", "ctrl+x?"),
        ({"history.sort": "control-x"}, "no key 'control-x'", "ctrl+x?"),
        ({"history.sort": "^x"}, "no key '^x'", "ctrl+x?"),
        ({"history.sort": "shift+x"}, "no key 'shift+x'", "mean X?"),
        ({"history.sort": "return"}, "no key 'return'", "enter?"),
        ({"interview.submit": "f6"}, "'f6' is the key of interview.skip too", "interview.skip"),
        ({"reading.down": "n"}, "'n' is the key of result.again too", "result.again"),
        ({"interview.skip": "s"}, "'s' is needed to write with", "ctrl"),
    ],
)
def test_a_keymap_that_cannot_work_is_refused_with_the_nearest(
    keymap: dict[str, str], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as refused:
        check_keymap(keymap)
    assert message in refused.value.message
    assert hint in refused.value.hint


def refusal(key: str) -> UsageError | None:
    """Why a key can't be that of an action; None when it can."""
    try:
        check_keymap({"history.sort": key})
    except UsageError as refused:
        return refused
    return None


@given(st.text(st.sampled_from("ctrlshiftalx6+-^ é?"), max_size=12))
def test_whatever_is_no_key_is_refused_with_one_that_is(key: str) -> None:
    refused = refusal(key)
    if refused and "There is no key" in refused.message:
        [named] = re.findall(r"(?:mean|such as) (\S+?)[?,]", refused.hint)
        again = refusal(named)
        assert again is None or "There is no key" not in again.message


def test_keys_may_change_places_and_be_named_by_their_sign() -> None:
    check_keymap({"interview.submit": "f6", "interview.skip": "ctrl+s", "help": "?, f1", "history.sort": "o"})


def test_the_usual_keys_stand_in_each_others_way_nowhere() -> None:
    check_keymap({action.id: action.keys for action in ACTIONS})


def test_the_app_does_not_start_with_keys_that_cannot_work(home: wiring.Home) -> None:
    home.config_file.write_text("keymap: {interview.sumbit: ctrl+g}\n")
    with pytest.raises(UsageError, match="no action"):
        build_app(home, Start())


# ---------------------------------------------------------------------- looks


async def test_the_look_is_changed_by_a_key_and_remembered(home: wiring.Home) -> None:
    app = build_app(home, Start(Wish()))
    seen = []
    async with app.run_test() as pilot:
        await until_seen(pilot, "interview · set up", "store: ready")
        for _ in (*themes.NAMES, "once", "twice"):
            before = app.theme
            await press(pilot, "f12")
            await until(pilot, lambda before=before: app.theme != before)
            seen.append(app.theme)
    assert seen[:4] == [*themes.NAMES[1:], themes.NAMES[0]]
    assert build_app(home, Start()).theme == seen[-1]
    home.config_file.write_text("theme: light\n")
    assert build_app(home, Start()).theme == "light"


@pytest.mark.parametrize(("background", "theme"), [("15;0", "dark"), ("0;15", "light"), ("", "dark")])
def test_without_a_choice_the_look_goes_by_the_terminals_background(
    home: wiring.Home, monkeypatch: pytest.MonkeyPatch, background: str, theme: str
) -> None:
    monkeypatch.setenv("COLORFGBG", background)
    assert build_app(home, Start()).theme == theme


async def test_no_color_leaves_the_terminals_own_colours_alone(
    home: wiring.Home, sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        assert colours(pilot) == {"default"}
        await paste(pilot, FIRST)
        await press(pilot, "f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        assert colours(pilot) == {"default"}
        await until(pilot, lambda: "Go on answering" in set_off(pilot))
    async with build_app(home, Start(Wish(role="backend_engineer"))).run_test() as pilot:
        await until_seen(pilot, "interview · set up", "store: ready")
        assert colours(pilot) == {"default"}
        pilot.app.screen.query_one("#type", Select).focus()
        await press(pilot, "enter")
        await until_seen(pilot, "full loop")
        await until(pilot, lambda: "mixed" in set_off(pilot))
        assert colours(pilot) == {"default"}


async def test_what_is_selected_or_under_the_cursor_is_set_off_without_colours(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        area(pilot).select_line(0)
        await until(pilot, lambda: FIRST[:20] in set_off(pilot))
        assert "┏━ Your answer" in shown(pilot)
        await press(pilot, "ctrl+s")
        await listening(pilot, "Q2 of 2")
        await press(pilot, "f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        await press(pilot, "j", "enter")
        await until_seen(pilot, "Result · ")
        await until(pilot, lambda: "Q1" in set_off(pilot))
        assert colours(pilot) == {"default"}


@pytest.mark.parametrize("value", [None, ""])
async def test_colours_are_used_where_nobody_asks_for_none(
    sit: Sit, app_of: AppOf, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is not None:
        monkeypatch.setenv("NO_COLOR", value)
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        assert len(colours(pilot)) > 5


def segments(pilot: Pilot[object]) -> list[Segment]:
    """All that is drawn."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips(screen.size)
    return [segment for strip in strips for segment in strip]


def set_off(pilot: Pilot[object]) -> str:
    """What is reversed or underlined."""
    parts = ((part.text, part.style) for part in segments(pilot) if part.style)
    return "".join(text for text, style in parts if style.reverse or style.underline)


def colours(pilot: Pilot[object]) -> set[str]:
    """All colours as the terminal would get them, by name."""
    styles = {segment.style for segment in segments(pilot) if segment.style}
    return {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


# ---------------------------------------------------------------------- copying


async def test_what_is_focused_or_selected_is_copied_by_a_key(sit: Sit, app_of: AppOf) -> None:
    async with app_of(sit()).run_test() as pilot:
        await listening(pilot, "Q1 of 2")
        await paste(pilot, FIRST)
        area(pilot).select_line(0)
        area(pilot).selection = area(pilot).selection._replace(end=(0, 7))
        await press(pilot, "ctrl+c")
        await until(pilot, lambda: pilot.app.clipboard == "I would")
        area(pilot).move_cursor((0, 0))
        await pilot.app.run_action("copy")
        assert pilot.app.clipboard == FIRST
        room(pilot).query_one(QuestionView).focus()
        await press(pilot, "y")
        await until(pilot, lambda: pilot.app.clipboard == room(pilot).query_one(QuestionView).shown)
