"""Export: a format, a path, and a question before anything is replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from interview_cli.errors import UsageError
from interview_cli.tui.ports import AlreadyThereError, Start
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.export import ExportScreen
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.wiring.full_screen import build_app
from interview_cli.wiring.full_screen.past import Export
from tests.documents import every_kind_of_turn, shows_score
from tests.tui.past_home import home_at, listed
from tests.tui.seen import press, screen_text, toasts
from tests.tui.waiting import until

ID = "k3fabcdefg"
NAME = "interview-backend_engineer-2026-11-02-k3fabc"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return home_at(tmp_path, every_kind_of_turn(ID))


async def exporting(pilot) -> Input:
    """Open the export of the interview under the cursor; the field of its path."""
    await listed(pilot)
    await press(pilot, "e")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen))
    await until(pilot, lambda: pilot.app.screen.focused is not None)
    return pilot.app.screen.query_one("#path", Input)


async def test_two_times_enter_writes_the_report_where_it_says(home, tmp_path):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        path = await exporting(pilot)
        target = tmp_path / "work" / f"{NAME}.md"
        assert path.value == target.name
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
        await until(pilot, lambda: toasts(app) == [f"Wrote {target}"])
    assert target.read_text("utf-8").startswith("# ")
    assert target.stat().st_mode & 0o777 == 0o600


async def test_the_path_follows_the_format_as_long_as_its_ending_is_that_of_the_format(home, tmp_path):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        path = await exporting(pilot)
        await press(pilot, "j")
        await until(pilot, lambda: path.value.endswith(f"{NAME}.html"))
        path.value = str(tmp_path / "mine.html")
        await press(pilot, "down")
        await until(pilot, lambda: path.value == str(tmp_path / "mine.pdf"))
        path.value = str(tmp_path / "mine.txt")
        await press(pilot, "g")
        await until(pilot, lambda: app.screen.query_one(OptionList).highlighted == 0)
        assert path.value == str(tmp_path / "mine.txt")


async def test_a_file_that_is_there_is_only_replaced_when_one_says_so(home, tmp_path):
    target = tmp_path / "work" / f"{NAME}.md"
    target.write_text("mine", "utf-8")
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await exporting(pilot)
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await until(pilot, lambda: "Replace it?" in screen_text(app))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        assert target.read_text("utf-8") == "mine"
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await press(pilot, "j", "enter")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
        await until(pilot, lambda: toasts(app) == [f"Wrote {target}"])
    assert target.read_text("utf-8").startswith("# ")


async def test_where_nothing_can_be_written_the_path_can_be_mended(home, tmp_path):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        path = await exporting(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: path.has_focus)
        for wrong, why in (
            (str(tmp_path / "nowhere" / "report.md"), "There is no folder"),
            (str(tmp_path), "no ordinary file"),
            ("~nobody-of-that-name/report.md", "no such home folder"),
            ("x" * 300, "too long"),
            ("", "Say where to write"),
        ):
            path.value = wrong
            await press(pilot, "enter")
            await until(pilot, lambda why=why: any(why in said for said in toasts(app)))
            assert isinstance(app.screen, ExportScreen)
        assert not any("--" in said for said in toasts(app))
        path.value = str(tmp_path / "report.md")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
    assert (tmp_path / "report.md").is_file()


async def test_a_path_may_hold_every_letter_that_is_a_key_elsewhere_and_escape_writes_nothing(home, tmp_path):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        path = await exporting(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: path.has_focus)
        path.value = ""
        await press(pilot, *"qjkgxe/")
        await until(pilot, lambda: path.value == "qjkgxe/")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
    assert list((tmp_path / "work").iterdir()) == []


async def test_a_result_is_exported_in_the_same_way(home, tmp_path):
    app = build_app(home, Start(history=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen) and app.screen.focused is not None)
        await press(pilot, "e")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and app.screen.focused is not None)
        await press(pilot, "j", "j", "j", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
    document = json.loads((tmp_path / "work" / f"{NAME}.json").read_text("utf-8"))
    assert document["id"] == ID


# ---------------------------------------------------------------------- the port


def test_a_report_hides_scores_where_the_settings_do_and_a_table_is_data(home, tmp_path):
    home.config_file.write_text("scores: false\n", "utf-8")
    port, session = Export(home), every_kind_of_turn(ID)
    report = port.write(session, "md", str(tmp_path / "r.md"), replace=False)
    table = port.write(session, "csv", str(tmp_path / "r.csv"), replace=False)
    assert not shows_score(Path(report).read_text("utf-8"))
    assert "4.2" in Path(table).read_text("utf-8")


def test_a_home_folder_is_found_and_a_file_there_is_not_replaced_unasked(home, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    port, session = Export(home), every_kind_of_turn(ID)
    assert port.write(session, "md", "~/r.md", replace=False) == str(tmp_path / "r.md")
    with pytest.raises(AlreadyThereError):
        port.write(session, "md", "~/r.md", replace=False)
    (tmp_path / "r.md").write_text("mine", "utf-8")
    port.write(session, "md", "~/r.md", replace=True)
    assert (tmp_path / "r.md").read_text("utf-8") != "mine"


def test_a_path_with_a_null_character_is_refused(home):
    with pytest.raises(UsageError):
        Export(home).write(every_kind_of_turn(ID), "md", "a\x00b/c.md", replace=True)
