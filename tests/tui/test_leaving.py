"""The real command in a real pseudo-terminal, left in every way there is: all is kept, nothing stays on."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from interview_cli import wiring
from tests.tui.emulator import ALTERNATE_SCREEN
from tests.tui.playing import FIRST
from tests.tui.sitting import TWO, Open, Terminal, answers, listening, stored


@pytest.mark.parametrize(
    ("way", "code"),
    [
        (lambda at: at.press("ctrl+q"), 6),
        (lambda at: at.press("ctrl+c", "ctrl+c"), 130),
        (lambda at: at.signal(signal.SIGTERM), 143),
        (lambda at: at.signal(signal.SIGHUP), 129),
        (lambda at: at.signal(signal.SIGINT), 130),
        (lambda at: at.signal(signal.SIGQUIT), 131),
        (lambda at: at.signal(signal.SIGUSR1), 138),
    ],
    ids=["Ctrl+Q", "Ctrl+C twice", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1"],
)
def test_however_it_is_left_what_was_typed_is_kept_and_the_terminal_is_as_before(
    sit_down: Open, home: wiring.Home, way: Callable[[Terminal], None], code: int
) -> None:
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste(FIRST)
        way(at)
        assert at.ended() == code
        left = stored(home)
        assert "Everything so far is kept." in at.screen.text
        assert f"Go on with: interview session continue {left.id}" in at.screen.text
    assert (left.status, left.open_turn.draft) == ("in_progress", FIRST)


def test_a_signal_may_come_at_any_time(sit_down: Open, home: wiring.Home) -> None:
    with sit_down("session", "start") as at:
        at.until(lambda: ALTERNATE_SCREEN in at.screen.modes)
        at.signal(signal.SIGTERM)
        assert at.ended() == 143
    with sit_down("session", "start") as at:
        at.sees("interview · set up", "store: ready")
        at.signal(signal.SIGTERM)
        at.signal(signal.SIGTERM)
        assert at.ended() == 143
        assert "continue" not in at.screen.text
    with sit_down(*TWO[:-1], "1") as at:
        listening(at, "Q1 of 1")
        at.answer(FIRST)
        at.sees("Result · Backend Engineer")
        at.signal(signal.SIGTERM)
        assert at.ended() == 143
        assert "Overall: " in at.screen.text
    assert stored(home).status == "completed"


def test_a_closed_window_keeps_what_was_typed(sit_down: Open, home: wiring.Home) -> None:
    with sit_down(*TWO, in_shell=False) as at:
        listening(at, "Q1 of 2")
        at.paste(FIRST)
        assert at.hang_up() == 129
    left = stored(home)
    assert (left.status, left.open_turn.draft) == ("in_progress", FIRST)
    assert "Traceback" not in (home.data_dir / "interview.log").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
def test_what_can_be_stored_nowhere_is_written_on_the_terminal(sit_down: Open, home: wiring.Home) -> None:
    home.data_dir.mkdir()
    # Nor is there room for what is logged meanwhile.
    (home.data_dir / "interview.log").symlink_to("/dev/full")
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        sessions = home.data_dir / "sessions"
        shutil.rmtree(sessions)
        sessions.write_text("in the way")
        at.paste(FIRST)
        at.press("ctrl+q")
        assert at.ended() == 5
        said = " ".join(at.screen.text.split())
        assert f"This is not stored; copy it from here: {FIRST}" in said
        assert "error: " in said


def test_what_was_deleted_meanwhile_is_stored_anew(sit_down: Open, home: wiring.Home) -> None:
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        shutil.rmtree(home.data_dir / "sessions")
        at.answer(FIRST)
        at.sees("Try again")
        at.press("\r")
        at.sees("Store it anew")
        at.press("j\r")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert answers(home) == [FIRST, None]
    # The key that chose among the ways out is none of the next answer.
    assert stored(home).open_turn.draft == ""


# ---------------------------------------------------------------------- put aside and taken up again


def test_put_aside_and_taken_up_again_everything_is_there(sit_down: Open, home: wiring.Home) -> None:
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste(FIRST)
        for stop in (lambda: at.signal(signal.SIGTSTP), lambda: at.press("tab", "ctrl+z")):
            stop()
            at.until(lambda: at.is_stopped)
            at.check_clean()
            at.signal(signal.SIGCONT)
            at.until(lambda: at.is_raw)
            at.sees("Q1 of 2", FIRST[:40], "Hand in")
        at.press("ctrl+s")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert answers(home) == [FIRST, None]


def test_stopped_without_a_word_it_goes_on_with_one_keyboard_and_ends_as_usual(
    sit_down: Open, home: wiring.Home
) -> None:
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.signal(signal.SIGSTOP)
        at.until(lambda: at.is_stopped)
        for _ in "twice":
            at.signal(signal.SIGCONT)
        at.paste(FIRST)
        at.press("ctrl+s")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert answers(home) == [FIRST, None]


# ---------------------------------------------------------------------- defects, and libraries that talk


def test_a_crash_leaves_a_clean_terminal_one_line_and_a_log_without_what_was_typed(
    sit_down: Open, home: wiring.Home, environ: dict[str, str], tmp_path: Path
) -> None:
    environ["PYTHONPATH"] = str(patched(tmp_path, CRASH))
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste(FIRST)
        at.until(lambda: stored(home).open_turn.draft == FIRST)
        at.press("f3")
        assert at.ended() == 70
        left = stored(home)
        assert "error: ZeroDivisionError: division by zero" in at.screen.text
        assert "hint: This is a defect of interview-cli." in at.screen.text
        assert f"Go on with: interview session continue {left.id}" in at.screen.text
        written = f"What happened is written in {home.data_dir}/interview.log"
        assert "".join(written.split()) in "".join(at.screen.text.split())
    log = home.data_dir / "interview.log"
    assert "ZeroDivisionError" in log.read_text()
    assert "in action_transcript" in log.read_text()
    assert "idempotency" not in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert left.open_turn.draft == FIRST


def test_what_libraries_say_reaches_the_log_and_never_the_screen(
    sit_down: Open, home: wiring.Home, environ: dict[str, str], tmp_path: Path
) -> None:
    environ["PYTHONPATH"] = str(patched(tmp_path, TALK))
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        before = at.screen.text
        at.answer(FIRST)
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
        assert "loud" not in at.written
        assert "loud" not in before
    log = (home.data_dir / "interview.log").read_text()
    for way in ("print", "stderr", "write 1", "write 2", "logging", "warning", "thread", "early"):
        assert f"loud {way}" in log


# What a test does to the real command from outside: the module is found where Python looks for site settings.
CRASH = """
import interview_cli.tui.screens.interview as screens
def action_transcript(self):
    typed = self._answer.text
    return len(typed) / 0
screens.InterviewScreen.action_transcript = action_transcript
"""
TALK = """
import logging, os, sys, threading, warnings
import interview_cli.interview.interviewer as interviewer
propose, early = interviewer.OfflineInterviewer.propose, sys.stdout
def talk(self, situation, forming=None):
    print("loud print", flush=True)
    print("loud stderr", file=sys.stderr)
    os.write(1, b"loud write 1\\n")
    os.write(2, b"loud write 2\\n")
    logging.getLogger("library").warning("loud logging")
    warnings.warn("loud warning")
    thread = threading.Thread(target=print, args=("loud thread",))
    thread.start()
    thread.join()
    print("loud early", file=early, flush=True)
    return propose(self, situation)
interviewer.OfflineInterviewer.propose = talk
"""


def patched(tmp_path: Path, source: str) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(source)
    return folder
