"""What a command does not load: start-up stays fast because heavy parts are imported where they are used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

HEAVY = ("litellm", "openai", "textual", "torch", "sounddevice", "numpy", "whisper")
PARTS = ("rich", "yaml", "jinja2", "tinydb", "pypdf", "docx", "odfdo", "asyncio")
START = ("session", "start", "--role", "backend_engineer", "--offline", "--questions", "1")
# Runs the command as the console script does, then tells what was loaded.
RUN = """
import json, sys
from interview_cli.cli.app import run
code = run(sys.argv[2:])
with open(sys.argv[1], "w") as told:
    json.dump([code, sorted(sys.modules)], told)
"""


# Runs the full-screen app, and tells what was loaded when its first screen is there.
SHOW = """
import json, sys
from interview_cli.tui import rooms
def tell():
    with open(sys.argv[1], "w") as told:
        json.dump(sorted(sys.modules), told)
rooms.load_rooms = tell
from interview_cli.cli.app import run
sys.exit(run(sys.argv[2:]))
"""


def loaded(tmp_path: Path, *arguments: str) -> set[str]:
    """The modules in memory when a command is done."""
    told = tmp_path / "modules.json"
    places = ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config.yaml")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("INTERVIEW_")}
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(told), *places, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    code, modules = json.loads(told.read_text("utf-8"))
    assert code == 0, ran.stderr
    return set(modules)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with answers, and with one interview in its data folder."""
    folder = tmp_path_factory.mktemp("held")
    answers = folder / "answers.txt"
    answers.write_text("I would measure first, because guesses are dear.\n", "utf-8")
    loaded(folder, *START, "--answers", str(answers))
    return folder


def test_help_loads_next_to_nothing(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "--help")
    assert modules.isdisjoint({*HEAVY, *PARTS, "pydantic"})
    rooms = {name.split(".")[1] for name in modules if name.startswith("interview_cli.")}
    assert rooms == {"cli", "errors", "escapes"}


@pytest.mark.parametrize("arguments", [(), ("--version",), ("session", "start", "--help")], ids=" ".join)
def test_what_answers_without_work_loads_no_part_that_does_any(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert loaded(tmp_path, *arguments).isdisjoint({*HEAVY, *PARTS})


@pytest.mark.parametrize(
    "arguments",
    [
        ("history",),
        ("history", "--json"),
        ("history", "show", "last"),
        ("history", "trends"),
        ("export", "last", "--format", "md"),
        ("export", "last", "--format", "csv"),
        ("export", "last", "--format", "json"),
        ("session", "list", "--all"),
    ],
    ids=" ".join,
)
def test_looking_back_loads_no_model_client_no_screen_and_no_sound(
    held: Path, arguments: tuple[str, ...]
) -> None:
    modules = loaded(held, *arguments)
    assert modules.isdisjoint(HEAVY)
    assert modules.isdisjoint(
        {"interview_cli.llm.gateway", "interview_cli.plain.room", "interview_cli.interview.engine"}
    )


def test_an_offline_interview_with_prepared_answers_loads_no_model_client_no_screen_and_no_sound(
    held: Path,
) -> None:
    modules = loaded(held, *START, "--answers", str(held / "answers.txt"), "--json")
    assert modules.isdisjoint(HEAVY)
    assert modules.isdisjoint(
        {"interview_cli.llm.gateway", "rich", "tenacity", "json_repair", "pypdf", "docx"}
    )
    assert "interview_cli.interview.engine" in modules


@pytest.mark.parametrize("command", [("session", "start"), ("history", "browse")], ids=" ".join)
def test_the_first_screen_is_there_before_anything_that_it_does_not_show(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    told = tmp_path / "modules.json"
    places = ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config.yaml")]
    app = pexpect.spawn(
        sys.executable,
        ["-c", SHOW, str(told), *places, *command],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm-256color"},
        dimensions=(24, 80),
        timeout=20,
    )
    app.expect("Commands")
    late = time.monotonic() + 20
    while not told.exists() and time.monotonic() < late:
        time.sleep(0.02)
    app.send("\x11")
    app.expect(pexpect.EOF)
    app.close()
    assert app.exitstatus == 0
    modules = set(json.loads(told.read_text("utf-8")))
    assert "interview_cli.tui.app" in modules
    assert modules.isdisjoint({*HEAVY, "plotext", "textual_plotext", "markdown_it"} - {"textual"})
    assert modules.isdisjoint(
        {
            "interview_cli.interview.engine",
            "interview_cli.llm.gateway",
            "interview_cli.tui.screens.interview",
            "interview_cli.tui.screens.result",
        }
    )
