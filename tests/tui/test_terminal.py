"""The real command in a real pseudo-terminal: held, killed, gone on with, written in an editor, drilled."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from interview_cli import wiring
from tests.interview.model_play import Play, instead
from tests.loopback import LoopbackServer
from tests.tui.emulator import ALTERNATE_SCREEN
from tests.tui.playing import FIRST, SECOND
from tests.tui.sitting import START, TWO, Open, answers, listening, stored

THIRD = "A queue between both would do it too, at the price of an answer that comes later."


def test_killed_after_three_answers_it_goes_on_and_nothing_is_double(
    sit_down: Open, home: wiring.Home
) -> None:
    with sit_down(*START, "--questions", "4") as at:
        for label, text in (("Q1 of 4", FIRST), ("Q2 of 4", SECOND), ("Q3 of 4", THIRD)):
            listening(at, label)
            at.answer(text)
        listening(at, "Q4 of 4")
        at.signal(signal.SIGKILL)
        at.sees("code 137")
    left = stored(home)
    assert left.status == "in_progress"

    with sit_down("session", "continue") as at:
        listening(at, "Q4 of 4")
        at.answer("I would measure the size of the queue first.")
        at.sees("Result · Backend Engineer", "Overall: ")
        at.press("ctrl+q")
        assert at.ended() == 0
        assert f"Full report: interview history show {left.id}" in at.screen.text
    session = stored(home)
    assert session.status == "completed"
    assert answers(home) == [FIRST, SECOND, THIRD, "I would measure the size of the queue first."]
    assert [turn.question for turn in session.turns] == [turn.question for turn in left.turns]
    assert [len(turn.evaluations) for turn in session.turns] == [1, 1, 1, 1]


def test_an_answer_is_written_in_the_persons_own_editor(
    sit_down: Open, home: wiring.Home, environ: dict[str, str], tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\ntrap "" INT\necho editing\ncat "$1"\nread line\necho " $line" >> "$1"\n')
    editor.chmod(0o700)
    environ["VISUAL"] = str(editor)
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste("I would claim")
        at.press("ctrl+o")
        at.until(lambda: ALTERNATE_SCREEN not in at.screen.modes)
        at.sees("editing", "I would claim")
        at.check_clean()
        at.press("ctrl+c")
        at.press(" an idempotency key.\r")
        at.until(lambda: ALTERNATE_SCREEN in at.screen.modes)
        at.sees("an idempotency key.", "Hand in")
        at.press("ctrl+s")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert answers(home)[0].split() == "I would claim an idempotency key.".split()


def test_an_editor_that_dies_over_a_raw_terminal_leaves_it_to_the_app_and_then_to_the_shell(
    sit_down: Open, home: wiring.Home, environ: dict[str, str], tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nstty raw -echo\necho editing\nkill -KILL $$\n")
    editor.chmod(0o700)
    environ["VISUAL"] = str(editor)
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste(FIRST)
        at.press("ctrl+o")
        at.sees("ended with an error", FIRST[:40])
        at.press("ctrl+s")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert answers(home) == [FIRST, None]


@pytest.mark.parametrize("deaf", [False, True])
def test_an_open_editor_is_ended_with_the_app_and_what_was_saved_in_it_is_kept(
    sit_down: Open, home: wiring.Home, environ: dict[str, str], tmp_path: Path, deaf: bool
) -> None:
    editor = tmp_path / "editor"
    ear = 'trap "" TERM\n' if deaf else ""
    editor.write_text(f'#!/bin/sh\n{ear}echo " a key." >> "$1"\necho editing\nexec sleep 60\n')
    editor.chmod(0o700)
    environ["VISUAL"] = str(editor)
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste("I would claim")
        at.press("ctrl+o")
        at.sees("editing")
        at.signal(signal.SIGTERM)
        assert at.ended() == 143
    assert stored(home).open_turn.draft == "I would claim a key."


def test_an_editor_that_is_not_there_leaves_the_app_as_it_was(
    sit_down: Open, environ: dict[str, str]
) -> None:
    environ["VISUAL"] = "/nowhere/editor"
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste("I would claim")
        at.press("ctrl+o")
        at.sees("The editor /nowhere/editor cannot", "I would claim")
        at.press(" a key", "ctrl+s")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6


def test_what_a_terminal_sends_that_is_no_key_does_no_harm(sit_down: Open, home: wiring.Home) -> None:
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste("I would claim")
        # The release of a key, with a word that comes with it; then no key, a mode, a cursor and a mouse.
        os.write(at.child.child_fd, b"\x1b[32;1:3u the")
        for sent in ("\x1b[9999999;1u", "\x1b[?2026;9$y", "\x1b[999999;1R", "\x1b[<35;999;999M"):
            at.child.send(sent)
        # Bytes that are no text, and codes inside what is pasted.
        os.write(at.child.child_fd, b"\x1b[200~ uni\xffque \x1b[31mred\x1b \x1b[201~key.")
        at.sees("uni�que", "key.")
        at.press("ctrl+s")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert answers(home) == ["I would claim the uni�que red key.", None]


def test_text_that_comes_unmarked_and_all_at_once_is_taken_as_pasted(
    sit_down: Open, home: wiring.Home
) -> None:
    essay = "I would claim a unique key first. " * 250
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        for place in range(0, len(essay), 500):
            os.write(at.child.child_fd, essay[place : place + 500].encode())
        at.press("ctrl+s")
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert answers(home) == [essay.strip(), None]


def test_the_window_may_change_its_size(sit_down: Open) -> None:
    with sit_down(*TWO) as at:
        listening(at, "Q1 of 2")
        at.paste(FIRST)
        at.resize(120, 40)
        at.until(lambda: len(at.screen.text.splitlines()) == 40)
        at.sees("Q1 of 2", FIRST)
        at.press("ctrl+q")
        assert at.ended() == 6


# ---------------------------------------------------------------------- what begins it, and how it ends


def test_without_fallback_it_ends_with_code_3_when_no_provider_answers(
    sit_down: Open, home: wiring.Home, environ: dict[str, str]
) -> None:
    with LoopbackServer(Play(every=instead(status=401))) as server:
        environ.update(OPENAI_API_KEY="sk-test", OPENAI_API_BASE=server.url)
        led = tuple(part for part in TWO if part != "--offline")
        with sit_down(*led, "--model", "openai/test", "--no-fallback") as at:
            listening(at, "Q1 of 2")
            at.answer(FIRST)
            at.sees("Try again", "Leave; go on later")
            at.press("down", "enter")
            assert at.ended() == 3
            left = stored(home)
            assert "error: openai/test" in at.screen.text
            assert f"Go on with: interview session continue {left.id}" in at.screen.text
    assert answers(home) == [FIRST]


@pytest.mark.parametrize(
    ("options", "message", "code"),
    [
        (("--role", "backend_enginer"), "There is no role 'backend_enginer'.", 2),
        (("--role", "../roles/backend_engineer"), "There is no role '../roles/backend_engineer'.", 2),
        (("--resume", "nobody"), "There is no resume 'nobody': none is stored yet.", 4),
    ],
    ids=["role", "path", "resume"],
)
def test_what_is_not_there_is_refused_as_without_the_app_before_it_begins(
    sit_down: Open, options: tuple[str, ...], message: str, code: int
) -> None:
    with sit_down("session", "start", *options) as at:
        assert at.ended() == code
        assert f"error: {message}" in at.screen.text


def test_a_keymap_that_cannot_work_is_refused_before_the_app_begins(
    sit_down: Open, environ: dict[str, str]
) -> None:
    environ["INTERVIEW_KEYMAP"] = "interview.sumbit=ctrl+g"
    with sit_down(*TWO) as at:
        assert at.ended() == 2
        assert "error: keymap: There is no action 'interview.sumbit'." in at.screen.text
        assert "hint: Did you mean interview.submit?" in at.screen.text


def test_data_goes_where_it_is_sent_while_the_app_draws_on_the_terminal(
    sit_down: Open, home: wiring.Home, tmp_path: Path
) -> None:
    out = tmp_path / "out.txt"
    with sit_down(*TWO, into=out) as at:
        listening(at, "Q1 of 2")
        at.answer(FIRST)
        listening(at, "Q2 of 2")
        at.press("f6")
        at.sees("Result · Backend Engineer")
        at.press("ctrl+q")
        assert at.ended() == 0
        assert "Overall: " not in at.screen.text
    first, second = out.read_text().splitlines()
    assert first.startswith("Overall: ")
    assert second == f"Full report: interview history show {stored(home).id}"


def test_a_job_comes_by_standard_input_and_the_answers_from_the_keyboard(
    sit_down: Open, home: wiring.Home, tmp_path: Path
) -> None:
    job = tmp_path / "job.txt"
    job.write_text(
        "Backend Engineer\n\nRequirements:\n- Five years of Python\n- PostgreSQL\n- Kafka\n"
        "You build services that take payments for a chain of shops and keep them running.\n"
    )
    with sit_down(*TWO, "--job-description", "-", out_of=job) as at:
        listening(at, "Q1 of 2")
        at.answer(FIRST)
        listening(at, "Q2 of 2")
        at.press("ctrl+q")
        assert at.ended() == 6
    assert stored(home).job.title == "Backend Engineer"
    assert answers(home) == [FIRST, None]


def test_a_drill_is_held_in_the_app_and_line_by_line_where_that_is_meant(
    sit_down: Open, home: wiring.Home, environ: dict[str, str]
) -> None:
    with sit_down(*TWO[:-1], "1", "--scores") as at:
        listening(at, "Q1 of 1")
        at.answer("I do not know that at all, sorry.")
        at.sees("Result · Backend Engineer")
        at.press("ctrl+q")
        assert at.ended() == 0
        assert "1 question answered weakly will come back: interview drill" in at.screen.text
    with sit_down("drill", "--ahead", "--offline", "--max-follow-ups", "0") as at:
        listening(at, "Q1 of 1")
        assert "Drill · Backend Engineer" in at.screen.text
        at.answer(FIRST)
        at.sees("Result · ")
        at.press("ctrl+q")
        assert at.ended() == 0
        assert "in the drill" in at.screen.text
    for plain in ({"TERM": "dumb"}, {"INTERVIEW_PLAIN": "1"}):
        environ.update(plain)
        with sit_down("drill", "--ahead", "--offline", "--max-follow-ups", "0") as at:
            at.sees("Q1 (1 of 1)")
            at.press("/quit", "enter")
            assert at.ended() == 6
            assert "?1049" not in at.written
