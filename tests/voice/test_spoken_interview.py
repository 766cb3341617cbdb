"""Whole spoken interviews with the installed command: loudspeaker, microphone, engine and store."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from interview_cli.interview.session import Session
from interview_cli.wiring import Home, open_home, open_sessions
from tests.tui.sitting import PLAN, Terminal, environment, listening, stored, terminal
from tests.voice.signals import noise
from tests.voice.small_whisper import needs_engines, say, weights
from tests.voice.virtual_microphone import VirtualMicrophone

pytestmark = needs_engines

FIRST, SECOND = "cache latency database queue python service", "customer review budget deadline team design"
TWO = ("session", "start", *PLAN, "--questions", "2", "--max-follow-ups", "0", "--voice")
READY = "Space starts"
Sit = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "data", tmp_path / "config.yaml")


@pytest.fixture
def environ(tmp_path: Path, virtual_microphone: VirtualMicrophone) -> dict[str, str]:
    return {
        **environment(tmp_path),
        **virtual_microphone.environ,
        "INTERVIEW_VOICE_MODEL": str(weights("faster-whisper")),
        "INTERVIEW_VOICE_TRANSCRIBER": "faster-whisper",
        # The little model was trained without prompts.
        "INTERVIEW_VOICE_FILLERS": "no",
        # What is asked before a first recording is another test's matter.
        "INTERVIEW_YES": "1",
    }


@pytest.fixture
def sit_down(home: Home, environ: dict[str, str]) -> Sit:
    return partial(terminal, home, environ=environ)


def be_recorded(at: Terminal, microphone: VirtualMicrophone, words: str, heard: str) -> None:
    """Begin to record, say something, and wait until so much of it was understood."""
    at.press(" ")
    at.sees("REC")
    microphone.say(say(words))
    at.until(lambda: heard in at.screen.text.partition("REC")[2])


def speak(at: Terminal, microphone: VirtualMicrophone, words: str) -> None:
    """Say something while it is recorded, and wait until it is written down."""
    be_recorded(at, microphone, words, words.split(maxsplit=1)[0])
    at.press("enter")
    at.sees("Look it over")


def heard_in(session: Session) -> list[str]:
    return [turn.answer.text if turn.answer else "" for turn in session.turns]


def test_two_questions_are_asked_aloud_and_answered_by_voice_from_loudspeaker_to_stored_session(
    sit_down: Sit, home: Home, virtual_microphone: VirtualMicrophone
) -> None:
    with virtual_microphone.heard_by_speaker() as heard, sit_down(*TWO, "--speak", "pyttsx3") as at:
        at.sees("Q1 of 2", "Speaking the question")
        at.until(lambda: READY in at.screen.text)
        for label, words in (("Q1 of 2", FIRST), ("Q2 of 2", SECOND)):
            at.sees(label)
            speak(at, virtual_microphone, words)
            at.press("ctrl+s")
        at.sees("Result")
        at.press("ctrl+q")
        assert at.ended() == 0
    session = stored(home)
    assert heard_in(session) == [FIRST, SECOND]
    for turn in session.turns:
        assert turn.answer is not None
        assert turn.answer.source == "spoken"
        [take] = turn.answer.takes
        assert take.transcript is not None
        assert take.transcript.by == "faster-whisper espeak20"
        assert [word.text for word in take.transcript.words] == turn.answer.text.split()
        assert take.sound is not None
        assert take.sound.pitch is not None
        assert turn.delivery is not None
        assert turn.delivery.way == "spoken"
        recording = open_sessions(home).recordings(session.id) / take.file
        assert recording.stat().st_mode & 0o777 == 0o600
        with wave.open(str(recording)) as sound:
            assert abs(sound.getnframes() / sound.getframerate() - take.seconds) < 0.1
    # Both questions were heard, the second one until the person began to speak.
    assert len(heard.pcm) > 32_000 * 3
    assert any(heard.pcm)


def test_an_interview_by_voice_at_a_prompt(
    sit_down: Sit, home: Home, virtual_microphone: VirtualMicrophone
) -> None:
    one = ("--plain", "session", "start", *PLAN, "--questions", "1", "--max-follow-ups", "0", "--voice")
    with sit_down(*one, "--speak", "off") as at:
        at.sees(READY)
        at.press(" ")
        at.sees("REC")
        virtual_microphone.say(say(FIRST))
        at.press("enter")
        at.sees(FIRST, "Enter hands it in")
        at.press("e")
        at.until(lambda: at.screen.text.count(FIRST) == 2)
        at.press(" index", "enter")
        at.until(lambda: at.screen.text.count("Enter hands it in") == 2)
        at.press("enter")
        at.sees("Full report")
        assert at.ended() == 0
    [answer] = [turn.answer for turn in stored(home).turns]
    assert answer is not None
    assert (answer.text, answer.source) == (f"{FIRST} index", "spoken")
    assert answer.takes[0].transcript is not None
    assert answer.takes[0].transcript.text == FIRST


def test_what_was_said_before_the_program_was_killed_is_written_down_when_the_interview_goes_on(
    sit_down: Sit, home: Home, virtual_microphone: VirtualMicrophone
) -> None:
    with sit_down(*TWO, "--speak", "off") as at:
        at.sees(READY)
        be_recorded(at, virtual_microphone, FIRST, "queue")
        at.signal(signal.SIGKILL)
    with sit_down("session", "continue") as at:
        at.sees(FIRST, "What you had said before the program ended")
        at.press("ctrl+s")
        at.sees("Q2 of 2")
        at.press("ctrl+q")
        at.ended()
    assert heard_in(stored(home))[0] == FIRST


def test_when_the_sound_server_goes_away_what_was_said_stays_and_the_person_types_on(
    sit_down: Sit, home: Home, virtual_microphone: VirtualMicrophone
) -> None:
    with sit_down(*TWO, "--speak", "off") as at:
        at.sees(READY)
        be_recorded(at, virtual_microphone, FIRST, "queue")
        virtual_microphone.kill()
        at.sees(FIRST, "You can type your answer")
        at.press(" index", "ctrl+s")
        at.sees("Q2 of 2")
        at.press("typed", "ctrl+s")
        at.sees("Result")
        at.press("ctrl+q")
        assert at.ended() == 0
    assert heard_in(stored(home)) == [f"{FIRST} index", "typed"]


def test_without_portaudio_it_says_what_is_missing_and_the_answers_are_typed(
    sit_down: Sit, home: Home, environ: dict[str, str], tmp_path: Path
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    # As sounddevice does where the library is not installed.
    (hidden / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n", "utf-8")
    environ["PYTHONPATH"] = str(hidden)
    with sit_down(*TWO, "--speak", "off") as at:
        at.sees("PortAudio", "You can type your answer")
        listening(at, "Q1 of 2")
        at.press("typed", "ctrl+s")
        at.sees("Q2 of 2")
        at.press("ctrl+q")
        at.ended()
    assert heard_in(stored(home))[0] == "typed"


def test_at_a_prompt_without_a_microphone_every_key_is_typed(
    sit_down: Sit, home: Home, environ: dict[str, str], tmp_path: Path
) -> None:
    environ["INTERVIEW_VOICE_INPUT_DEVICE"] = "no such microphone"
    one = ("--plain", "session", "start", *PLAN, "--questions", "1", "--max-follow-ups", "0", "--voice")
    with sit_down(*one, "--speak", "off") as at:
        at.sees("There is no microphone", "Type your answers")
        at.press(" I would use a lock", "enter")
        at.press("second line here", "enter", "enter")
        at.sees("Full report")
        assert at.ended() == 0
    assert heard_in(stored(home)) == ["I would use a lock\nsecond line here"]


def test_at_a_prompt_an_engine_that_hangs_is_not_waited_for_and_ctrl_d_stops(
    sit_down: Sit, home: Home, virtual_microphone: VirtualMicrophone
) -> None:
    one = ("--plain", "session", "start", *PLAN, "--questions", "1", "--max-follow-ups", "0", "--voice")
    with sit_down(*one, "--speak", "off") as at:
        at.sees(READY)
        for engine in engines_of(at.pid):
            os.kill(engine, signal.SIGSTOP)
        at.press(" ")
        at.sees("REC")
        virtual_microphone.say(say(FIRST))
        at.press("enter")
        at.sees("Writing down what you said", "1 s")
        at.press("escape")
        at.sees("Not written down. The recording is kept")
        at.until(lambda: at.screen.text.count(READY) == 2)
        at.press("\x04")
        at.sees("Go on with: interview session continue")
        assert at.ended() == 6
    [turn] = stored(home).turns
    assert [take.problem for take in turn.draft_takes]
    assert (
        open_sessions(home).recordings(stored(home).id) / turn.draft_takes[0].file
    ).stat().st_size > 32_000


def engines_of(pid: int) -> list[int]:
    """The processes that write down for a program."""
    listed = subprocess.run(
        ["pgrep", "--parent", str(pid), "--full", "transcribe.child"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line) for line in listed.stdout.split()]


def test_at_a_prompt_a_key_silences_the_question_and_is_typed(
    sit_down: Sit, home: Home, environ: dict[str, str]
) -> None:
    one = ("--plain", "session", "start", *PLAN, "--questions", "1", "--max-follow-ups", "0", "--no-voice")
    with sit_down(*one, "--speak", "pyttsx3") as at:
        at.sees("Type your answer")
        at.press(" I would use a lock", "enter", "enter")
        at.sees("Full report")
        assert at.ended() == 0
    assert heard_in(stored(home)) == ["I would use a lock"]


# ---------------------------------------------------------------------- by the batch


def run(environ: dict[str, str], home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = ("--data-dir", str(home.data_dir), "--config", str(home.config_file))
    return subprocess.run(
        [sys.executable, "-m", "interview_cli", *places, *arguments],
        env={**environ, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def test_recordings_answer_an_interview_question_by_question(
    environ: dict[str, str], home: Home, tmp_path: Path
) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    as_wav(answers / "1.wav", say(FIRST))
    as_media(answers / "2.m4a", say(SECOND))
    begin = ("session", "start", *PLAN, "--questions", "2", "--max-follow-ups", "0", "--json")
    ran = run(environ, home, *begin, "--answers", str(answers))
    assert ran.returncode == 0, ran.stderr
    turns = json.loads(ran.stdout)["turns"]
    assert [turn["answer"]["text"] for turn in turns] == [FIRST, SECOND]
    assert [turn["answer"]["takes"][0]["ended"] for turn in turns] == ["file", "file"]
    assert turns[0]["delivery"]["measures"]


def test_silence_and_noise_are_not_judged_before_somebody_looked_at_them(
    environ: dict[str, str], home: Home, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.yaml"
    as_wav(tmp_path / "silence.wav", bytes(64_000))
    as_wav(tmp_path / "noise.wav", noise(4.0))
    answers.write_text("- file: silence.wav\n- file: noise.wav\n- I would measure first.\n", "utf-8")
    begin = ("session", "start", *PLAN, "--questions", "3", "--max-follow-ups", "0", "--json")
    ran = run(environ, home, *begin, "--answers", str(answers))
    assert ran.returncode == 0, ran.stderr
    evaluations = [turn["evaluations"][0] for turn in json.loads(ran.stdout)["turns"]]
    assert [one["status"] for one in evaluations] == ["unscored", "unscored", "gated"]
    assert "Nobody looked at its transcript" in evaluations[0]["why_unscored"]
    assert "holds noise, but no voice" in evaluations[1]["why_unscored"]
    assert "Judge them with: interview score" in ran.stderr


def test_a_recording_that_is_not_there_is_told_before_an_interview_begins(
    environ: dict[str, str], home: Home, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("- q1.wav\n", "utf-8")
    ran = run(environ, home, "session", "start", *PLAN, "--questions", "1", "--answers", str(answers))
    assert ran.returncode == 2
    assert "There is no recording" in ran.stderr
    assert "q1.wav" in ran.stderr
    assert not (home.data_dir / "sessions").exists()


def as_wav(path: Path, pcm: bytes) -> None:
    """A recording as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(pcm)


def as_media(path: Path, pcm: bytes) -> None:
    """A recording in the format that the ending of its name says."""
    import av
    import numpy as np

    with av.open(str(path), "w") as target:
        stream = target.add_stream("aac", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, "<i2")[None], format="s16", layout="mono")
        frame.sample_rate = 16_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            target.mux(packet)
