"""The interview at a prompt: the real command, typed at in a real pseudo-terminal and through a real pipe."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pexpect
import pytest

from interview_cli import wiring
from interview_cli.interview.session import Session
from interview_cli.resume.document import JsonResume, Project, ResumeRecord

FIRST = "I would claim an idempotency key under a unique constraint before the charge."
SECOND = "Then I return the stored result, because a client may well send it twice."
TWO = ("--questions", "2", "--max-follow-ups", "0", "--seed", "1")
START = ("session", "start", "--role", "backend_engineer", "--offline", *TWO)
SECONDS = 20
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Sit = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture
def home(tmp_path: Path) -> wiring.Home:
    return wiring.open_home(tmp_path / "data", tmp_path / "config.yaml")


@pytest.fixture
def command(home: wiring.Home) -> list[str]:
    places = ["--data-dir", str(home.data_dir), "--config", str(home.config_file)]
    return [sys.executable, "-m", "interview_cli", "--plain", *places]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "OLLAMA_HOST": "127.0.0.1:9",
    }


@pytest.fixture
def sit(command: list[str], environment: dict[str, str]) -> Iterator[Sit]:
    """Sits down at a terminal and starts the command; `shell` may stand around it."""
    children: list[pexpect.spawn[str]] = []

    def start(*arguments: str, shell: str = "exec {}", **changes: str) -> pexpect.spawn[str]:
        line = shell.format(shlex.join([*command, *arguments]))
        child = pexpect.spawn(
            "/bin/sh",
            ["-c", line],
            env={**environment, **changes},
            encoding="utf-8",
            timeout=SECONDS,
            dimensions=(40, 200),
        )
        child.delaybeforesend = None
        child.ptyproc.delayafterclose = 0
        children.append(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


def said(child: pexpect.spawn[str], wanted: str) -> str:
    """Everything up to the text that is waited for, with it."""
    child.expect_exact(wanted)
    return str(child.before) + wanted


def ready(child: pexpect.spawn[str], label: str) -> str:
    """Wait until a question of that label is asked and the prompt reads."""
    shown = said(child, f"{label} (")
    shown += said(child, "\r\n\r\n")
    reading(child)
    return shown


def reading(child: pexpect.spawn[str]) -> None:
    """Wait until a line is being edited: before that, control keys mean something else to a terminal."""
    late = time.monotonic() + SECONDS
    while termios.tcgetattr(child.child_fd)[3] & termios.ICANON:
        assert time.monotonic() < late, "no line is read"
        time.sleep(0.01)


def hand_in(child: pexpect.spawn[str], *lines: str) -> None:
    """Type the lines and an empty one."""
    for line in (*lines, ""):
        child.sendline(line)


def ended(child: pexpect.spawn[str], key: str = "") -> tuple[int | None, str]:
    """Read to the end; the exit code and what was shown.

    `key` is pressed until then, since a control key pressed between two lines is lost.
    """
    late = time.monotonic() + SECONDS
    child.send(key)
    while child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=0.3 if key else SECONDS):
        assert time.monotonic() < late, "it does not end"
        child.send(key)
    child.close()
    # A second press while Python is on its way out ends it as a shell counts signals.
    signal = child.signalstatus
    return child.exitstatus if signal is None else 128 + signal, str(child.before)


def stored(home: wiring.Home) -> Session:
    store = wiring.open_sessions(home)
    return store.load(store.rows()[0]["id"])


def answers(home: wiring.Home) -> list[str | None]:
    return [turn.answer.text if turn.answer else None for turn in stored(home).turns]


# ---------------------------------------------------------------------- answering


def test_answers_of_several_lines_are_typed_and_ended_by_an_empty_line(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    hand_in(child, FIRST, SECOND)
    assert "(offline estimate)" in ready(child, "Q2")
    hand_in(child, SECOND)
    code, shown = ended(child)
    assert code == 0
    assert "Overall: " in shown
    assert answers(home) == [f"{FIRST}\n{SECOND}", SECOND]
    assert stored(home).status == "completed"


@pytest.mark.parametrize(
    "paste",
    ["{}", "\x1b[200~{}\x1b[201~"],
    ids=["plain", "bracketed"],
)
def test_a_paste_with_empty_lines_in_it_is_one_answer(sit: Sit, home: wiring.Home, paste: str) -> None:
    text = f"{FIRST}\n\nSecond paragraph.\n\n\nThird paragraph."
    child = sit(*START)
    ready(child, "Q1")
    child.send(paste.format(text))
    child.expect_exact("Third paragraph.")
    hand_in(child, "")
    ready(child, "Q2")
    child.sendline("/quit")
    assert ended(child)[0] == 6
    assert answers(home)[0] == text


def test_an_arrow_key_and_a_correction_leave_no_trace_in_the_answer(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.send("I would claim the lock\x7f\x7f\x7f\x7fkey under a constraint\x1b[D\x1b[C")
    child.expect_exact("constraint")
    hand_in(child, "")
    ready(child, "Q2")
    child.sendline("/quit")
    ended(child)
    assert answers(home)[0] == "I would claim the key under a constraint"


# ---------------------------------------------------------------------- commands


def test_a_command_leaves_the_question_open(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.sendline("/help")
    shown = said(child, "show these commands")
    for name in ("skip", "repeat", "rephrase", "pause", "end", "quit"):
        assert f"/{name} " in shown
    question = stored(home).open_turn.question.text
    child.sendline("/repeat")
    said(child, question)
    child.sendline("/rephrase")
    # The terminal wraps the advice and the question as one paragraph.
    child.expect(r"\s+".join(map(re.escape, f"The question again: {question}".split())))
    child.sendline("/dance")
    said(child, "There is no command /dance. To begin an answer with a slash, type two.")
    child.sendline("/pause")
    said(child, "Paused. Press Enter to go on.")
    child.sendline("")
    hand_in(child, "//etc/hosts maps names to addresses here.")
    ready(child, "Q2")
    child.sendline("/skip")
    assert ended(child)[0] == 0
    session = stored(home)
    assert [turn.status for turn in session.turns] == ["answered", "skipped"]
    assert session.turns[0].answer.text == "/etc/hosts maps names to addresses here."
    assert len(session.turns[0].rephrased) == 1


def test_an_empty_line_alone_is_no_answer(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.sendline("")
    said(child, "Nothing typed yet. Type an answer, or /skip.")
    child.sendline("/end")
    code, shown = ended(child)
    assert code == 0
    assert "Nothing was answered" in shown
    assert stored(home).status == "abandoned"


def test_quitting_keeps_the_session_and_going_on_asks_the_same_question(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    hand_in(child, FIRST)
    ready(child, "Q2")
    child.sendline("/quit")
    code, shown = ended(child)
    left = stored(home)
    assert code == 6
    assert f"interview session continue {left.id}" in shown

    child = sit("session", "continue")
    assert left.open_turn.question.text in ready(child, "Q2").replace("\r\n", " ")
    hand_in(child, SECOND)
    assert ended(child)[0] == 0
    assert answers(home) == [FIRST, SECOND]


# ---------------------------------------------------------------------- ways out


def test_ctrl_c_exits_with_130_and_keeps_all_but_the_line_being_typed(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    hand_in(child, FIRST)
    ready(child, "Q2")
    child.sendline("A first line of")
    child.send("an answer that is never ")
    child.expect_exact("never")
    code, shown = ended(child, "\x03")
    left = stored(home)
    assert code == 130
    assert "Traceback" not in shown
    assert "Interrupted. All is kept but the line you were typing." in shown
    assert left.open_turn.draft == "A first line of"
    assert f"interview session continue {left.id}" in shown
    assert answers(home) == [FIRST, None]

    child = sit("session", "continue", left.id[:5])
    assert left.open_turn.question.text in ready(child, "Q2").replace("\r\n", " ")
    hand_in(child, SECOND)
    code, shown = ended(child)
    assert code == 0
    assert answers(home) == [FIRST, f"A first line of\n{SECOND}"]


def test_quitting_amid_an_answer_keeps_it_and_it_can_be_dropped_later(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.sendline("A first line.")
    child.sendline("A second line.")
    child.sendline("/quit")
    assert ended(child)[0] == 6
    assert stored(home).open_turn.draft == "A first line.\nA second line."

    child = sit("session", "continue")
    assert "You had begun to answer" in said(child, "A second line.")
    reading(child)
    child.sendline("/clear")
    said(child, "Dropped")
    hand_in(child, FIRST)
    ready(child, "Q2")
    assert answers(home) == [FIRST, None]


def test_ctrl_d_stops_at_once_where_nothing_was_typed(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.sendcontrol("d")
    code, shown = ended(child)
    assert code == 6
    assert "The input ended. Everything so far is kept." in shown
    assert answers(home) == [None]


def test_ctrl_d_amid_an_answer_keeps_it_as_a_draft(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.sendline(FIRST)
    assert ended(child, "\x04")[0] == 6
    assert answers(home) == [None]

    child = sit("session", "continue")
    child.expect_exact("You had begun to answer.")
    child.expect_exact(FIRST)
    child.sendline("")
    ready(child, "Q2")
    hand_in(child, SECOND)
    assert ended(child)[0] == 0
    assert answers(home) == [FIRST, SECOND]


def test_a_draft_that_cannot_be_saved_ends_the_interview_at_once_with_the_reason(
    sit: Sit, home: wiring.Home
) -> None:
    child = sit(*START)
    ready(child, "Q1")
    sessions = home.data_dir / "sessions"
    sessions.rename(home.data_dir / "elsewhere")
    child.sendline(FIRST)
    code, shown = ended(child)
    assert code == 5
    assert "error: " in shown
    assert "defect" not in shown

    (home.data_dir / "elsewhere").rename(sessions)
    assert answers(home) == [None]


def test_what_is_typed_at_a_pause_belongs_to_the_answer(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.sendline(FIRST)
    child.sendline("/pause")
    said(child, "Paused. Press Enter to go on.")
    reading(child)
    child.sendline(SECOND)
    said(child, "Going on.")
    child.sendline("")
    ready(child, "Q2")
    assert answers(home) == [f"{FIRST}\n{SECOND}", None]

    child.sendline(SECOND)
    child.sendline("/pause")
    said(child, "Paused. Press Enter to go on.")
    reading(child)
    child.sendline("/quit")
    assert ended(child)[0] == 6
    assert stored(home).turns[1].draft == SECOND


def test_ctrl_d_during_a_pause_stops_too(sit: Sit, home: wiring.Home) -> None:
    child = sit(*START)
    ready(child, "Q1")
    child.sendline("/pause")
    said(child, "Paused. Press Enter to go on.")
    reading(child)
    child.sendcontrol("d")
    assert ended(child)[0] == 6


# ---------------------------------------------------------------------- time


def nearly_over(home: wiring.Home, *, strict: bool, seconds_left: float = 1.5) -> None:
    """Leave an open session whose question has only so many seconds left."""
    store = wiring.open_sessions(home)
    session = stored(home)
    turn = session.open_turn
    assert turn is not None
    turn.seconds = turn.suggested_seconds - seconds_left
    session.plan.limits.strict_time = strict
    store.save(session)


@pytest.fixture
def waiting(command: list[str], environment: dict[str, str]) -> None:
    """A session whose first question is open."""
    ran = piped(command, environment, "")
    assert ran.returncode == 6, ran.stderr


@pytest.mark.usefixtures("waiting")
def test_when_strict_time_is_over_the_answer_is_handed_in_as_it_stands(sit: Sit, home: wiring.Home) -> None:
    nearly_over(home, strict=True)
    child = sit("session", "continue", shell="stty -g; {}; echo code $?; stty -g")
    before = said(child, "\r\n")
    assert "then handed in as it stands" in ready(child, "Q1")
    child.sendline(FIRST)
    child.send("And a line not ended yet")
    said(child, "Time is up: your answer is handed in as it stands.")
    ready(child, "Q2")
    child.sendline("/end")
    said(child, "code 0\r\n")
    assert ended(child)[1] == before
    assert answers(home) == [f"{FIRST}\nAnd a line not ended yet", None]


@pytest.mark.usefixtures("waiting")
def test_time_that_ran_out_touches_no_other_question(sit: Sit, home: wiring.Home) -> None:
    nearly_over(home, strict=True, seconds_left=0)
    child = sit("session", "continue")
    said(child, "Time is up, and nothing was typed: on to the next.")
    ready(child, "Q2")
    hand_in(child, SECOND)
    assert ended(child)[0] == 0
    assert answers(home) == [None, SECOND]
    assert [turn.status for turn in stored(home).turns] == ["skipped", "answered"]


@pytest.mark.usefixtures("waiting")
def test_without_strict_time_the_person_is_told_and_goes_on(sit: Sit, home: wiring.Home) -> None:
    nearly_over(home, strict=False)
    child = sit("session", "continue")
    ready(child, "Q1")
    child.send("I would claim the ")
    said(child, "(The time for this question is up; come to an end.)")
    hand_in(child, "key under a unique constraint.")
    ready(child, "Q2")
    child.sendline("/quit")
    ended(child)
    assert answers(home)[0] == "I would claim the key under a unique constraint."


# ---------------------------------------------------------------------- what the terminal is left with


@pytest.mark.parametrize(
    ("typed", "way_out", "code"),
    [("", "/end\n", 0), ("half a line", "\x03", 130), ("", "\x04", 6)],
    ids=["end", "Ctrl+C", "Ctrl+D"],
)
def test_the_terminal_is_left_as_it_was_found(sit: Sit, typed: str, way_out: str, code: int) -> None:
    child = sit(*START, shell="trap : INT; stty -g; {}; echo code $?; stty -g")
    before = said(child, "\r\n")
    ready(child, "Q1")
    child.send(typed)
    child.expect_exact(typed)
    child.send(way_out)
    said(child, f"code {code}\r\n")
    assert ended(child)[1] == before


def test_colours_are_used_in_a_terminal_and_not_where_none_are_wanted(sit: Sit) -> None:
    shown = {}
    for name, changes in {"colour": {}, "none": {"NO_COLOR": "1"}, "dumb": {"TERM": "dumb"}}.items():
        child = sit(*START, **changes)
        text = ready(child, "Q1")
        hand_in(child, FIRST)
        text += ready(child, "Q2")
        child.sendline("/end")
        shown[name] = text + ended(child)[1]
    assert "\x1b[1m" in shown["colour"]
    assert ESCAPE.findall(shown["none"]) == []
    assert ESCAPE.findall(shown["dumb"]) == []


HOSTILE = "\x1b[2J\x1b]0;owned\x07Ledger\x1b[31m"


def test_a_resume_with_escape_codes_drives_no_terminal(sit: Sit, home: wiring.Home) -> None:
    wiring.open_resumes(home).save(
        ResumeRecord(
            name="ada",
            file_name="ada.txt",
            ingested_at=datetime(2026, 1, 2, tzinfo=UTC),
            text=HOSTILE,
            resume=JsonResume(projects=[Project(name=HOSTILE)]),
        )
    )
    resume = ("--resume", "ada", "--questions", "3", "--type", "technical", "--candidate", HOSTILE)
    child = sit(*START[:-6], *resume, "--max-follow-ups", "0", NO_COLOR="1")
    shown = ready(child, "Q1")
    child.sendline("/skip")
    shown += ready(child, "Resume Q")
    child.sendline("/end")
    shown += ended(child)[1]
    assert "Ledger" in shown
    assert ESCAPE.findall(shown) == []


# ---------------------------------------------------------------------- pipes


def piped(command: list[str], environment: dict[str, str], text: str, *arguments: str) -> Any:
    return subprocess.run(
        [*command, *(arguments or START)],
        input=text,
        text=True,
        capture_output=True,
        env=environment,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("last", ["\n\n", "\n", ""], ids=["empty line", "line end", "nothing"])
def test_answers_come_through_a_pipe_and_its_end_hands_in_the_last_one(
    command: list[str], environment: dict[str, str], home: wiring.Home, last: str
) -> None:
    ran = piped(command, environment, f"{FIRST}\n\n{SECOND}{last}")
    assert ran.returncode == 0, ran.stderr
    assert answers(home) == [FIRST, SECOND]
    assert ran.stdout.lstrip().startswith("Overall: ")
    assert ESCAPE.findall(ran.stdout + ran.stderr) == []


def test_a_pipe_that_ends_too_early_leaves_a_session_to_go_on_with(
    command: list[str], environment: dict[str, str], home: wiring.Home
) -> None:
    ran = piped(command, environment, f"{FIRST}\n")
    assert ran.returncode == 6
    assert "The input ended. Everything so far is kept." in ran.stderr
    assert answers(home) == [FIRST, None]
    ran = piped(command, environment, f"{SECOND}\n", "session", "continue")
    assert ran.returncode == 0
    assert answers(home) == [FIRST, SECOND]


def test_an_answer_with_escape_codes_prints_none(
    command: list[str], environment: dict[str, str], home: wiring.Home
) -> None:
    ran = piped(command, environment, f"{HOSTILE} {FIRST}\n\n/{HOSTILE}\n{SECOND}\n\n")
    assert ran.returncode == 0
    assert answers(home)[0] == f"{HOSTILE} {FIRST}"
    assert ESCAPE.findall(ran.stdout + ran.stderr) == []


def test_too_long_an_answer_is_kept_as_a_draft_and_shown_on_going_on(
    command: list[str], environment: dict[str, str], home: wiring.Home
) -> None:
    long = "word " * 2001
    ran = piped(command, environment, f"{long}\n\n")
    assert ran.returncode == 6
    assert "That answer has 2001 words; the most is 2000. It is kept as a draft." in ran.stderr
    assert stored(home).open_turn.draft == long.strip()
    ran = piped(command, environment, f"{FIRST}\n\n{SECOND}\n\n", "session", "continue")
    assert ran.returncode == 0
    assert "Your draft, too long so far (2001 words):" in ran.stderr
    assert answers(home) == [FIRST, SECOND]
