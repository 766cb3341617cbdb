"""Text becomes sound by the system's voice and by any command, and what goes wrong is told in a sentence."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interview_cli.errors import UsageError
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak import engine, program
from interview_cli.voice.speak.command import CommandSynthesizer
from interview_cli.voice.speak.engine import Pyttsx3Synthesizer, why_not
from interview_cli.voice.speak.port import SpeechCancelledError, Synthesizer

pytest.importorskip("av", reason="the voice extra is not installed")
NASTY = "-x `touch pwned` $(touch pwned); 'it' \"is\" {file} {text} | & \\ * ~"


def python(tmp_path: Path, code: str) -> str:
    """A command that runs some Python."""
    script = tmp_path / "script.py"
    script.write_text(code, "utf-8")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"


def needs_voice() -> None:
    pytest.importorskip("pyttsx3", reason="the voice extra is not installed")
    if why := why_not():
        pytest.skip(why)


def needs_espeak() -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("no espeak-ng on this machine")


def ends_when_cancelled(synthesizer: Synthesizer, text: str, *, at_work: Callable[[], bool]) -> None:
    """Check that a call that would not end does, soon after it was cancelled amid its work."""
    problems: list[VoiceError] = []

    def work() -> None:
        try:
            synthesizer.synthesize(text)
        except VoiceError as error:
            problems.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while not at_work():
        thread.join(0.01)
    synthesizer.cancel()
    thread.join(10)
    assert not thread.is_alive()
    assert isinstance(problems[0], SpeechCancelledError)


@pytest.fixture
def voice() -> Iterator[Pyttsx3Synthesizer]:
    needs_voice()
    synthesizer = Pyttsx3Synthesizer()
    yield synthesizer
    synthesizer.close()


def test_one_child_speaks_several_sentences(voice: Pyttsx3Synthesizer) -> None:
    short, long = voice.synthesize("Yes."), voice.synthesize("Tell me about a time when you failed.")
    child = voice._child
    assert 0.2 < short.seconds < 1.5 < long.seconds < 5
    assert voice.synthesize("Yes.").seconds == pytest.approx(short.seconds, abs=0.1)
    assert voice._child is child


def test_every_sentence_is_spoken_whole_and_as_fast_by_the_first_child_and_by_the_next() -> None:
    needs_voice()
    lengths: list[float] = []
    for _ in range(12):
        synthesizer = Pyttsx3Synthesizer(rate=120)
        for pause in (0, 0.003, 0.006, 0.02):
            time.sleep(pause)
            lengths.append(synthesizer.synthesize("Tell me about it.").seconds)
        synthesizer.close()
    assert lengths == pytest.approx([lengths[0]] * len(lengths), rel=0.1)


def test_the_rate_is_in_words_a_minute_and_a_voice_can_be_named() -> None:
    needs_voice()
    text = "Tell me about a time when you failed, and what you learned from it."
    slow, quick = Pyttsx3Synthesizer(rate=100), Pyttsx3Synthesizer(rate=200, voice="en-us")
    german, klingon = Pyttsx3Synthesizer(language="de-AT"), Pyttsx3Synthesizer(language="tlh")
    try:
        assert 1.6 < slow.synthesize(text).seconds / quick.synthesize(text).seconds < 2.4
        assert german.synthesize("Guten Tag.").seconds > 0.5
        with pytest.raises(VoiceError, match="no voice for language tlh"):
            klingon.synthesize("nuqneH")
    finally:
        for synthesizer in (slow, quick, german, klingon):
            synthesizer.close()


def test_a_voice_that_is_not_there_is_told() -> None:
    needs_voice()
    synthesizer = Pyttsx3Synthesizer(voice="nobody")
    with pytest.raises(VoiceError, match="there is no voice nobody"):
        synthesizer.synthesize("Hello.")
    synthesizer.close()


def test_without_a_speech_library_the_child_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("pyttsx3", reason="the voice extra is not installed")
    # What pyttsx3 does on a system without espeak.
    (tmp_path / "pyttsx3.py").write_text(
        "def init():\n    raise RuntimeError('eSpeak is not installed')\n", "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(VoiceError, match="eSpeak is not installed") as caught:
        Pyttsx3Synthesizer().synthesize("Hello.")
    assert "espeak-ng" in caught.value.hint
    assert "eSpeak is not installed" in why_not()


def test_a_child_that_dies_is_told_and_the_next_sentence_has_a_new_one(voice: Pyttsx3Synthesizer) -> None:
    voice.synthesize("Yes.")
    assert voice._child is not None
    voice._child.kill()
    voice._child.wait()
    assert voice.synthesize("Yes.").seconds > 0.2


def silent_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let the child be one that takes a sentence and never answers; the file that shows it has it."""
    asked = tmp_path / "asked"
    (tmp_path / "pyttsx3.py").write_text(
        f"""
import pathlib, time
def init(): return Engine()
class Engine:
    def connect(self, *_): pass
    setProperty = connect
    def save_to_file(self, *_):
        pathlib.Path({str(asked)!r}).touch()
        time.sleep(600)
    def runAndWait(self): pass
""",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return asked


def test_a_child_that_hangs_is_ended_by_cancel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = silent_child(monkeypatch, tmp_path)
    synthesizer = Pyttsx3Synthesizer()
    ends_when_cancelled(synthesizer, "Hello.", at_work=asked.exists)
    assert synthesizer._child is None
    synthesizer.close()


def test_a_child_that_hangs_is_ended_after_a_while(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    silent_child(monkeypatch, tmp_path)
    monkeypatch.setattr(engine, "SECONDS", 0.5)
    synthesizer = Pyttsx3Synthesizer()
    with pytest.raises(VoiceError, match="did not answer"):
        synthesizer.synthesize("Hello.")
    synthesizer.close()


@pytest.mark.parametrize("template", ["espeak-ng --stdin --stdout", "espeak-ng -w {file} {text}"])
def test_a_command_gives_its_sound_on_standard_output_or_in_a_file(template: str) -> None:
    needs_espeak()
    clip = CommandSynthesizer(template).synthesize("Tell me about a time when you failed.")
    assert 1.5 < clip.seconds < 5


@pytest.mark.parametrize("place", ["", " {text} {voice} {rate} x{rate}y"])
def test_a_command_gets_the_text_as_it_is_whatever_stands_in_it(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen = tmp_path / "seen"
    code = (
        f"import sys, pathlib\npathlib.Path({str(seen)!r}).write_text(repr((sys.argv[1:], sys.stdin.read())))"
    )
    synthesizer = CommandSynthesizer(python(tmp_path, code) + place, voice="amy's; own", rate=150)
    with pytest.raises(VoiceError, match="no sound on standard output"):
        synthesizer.synthesize(NASTY)
    given = ([f" {NASTY}", "amy's; own", "150", "x150y"], "") if place else ([], f"{NASTY}\n")
    assert seen.read_text() == repr(given)
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            "import sys; print('no\\nvoice \\x1b[31m here', file=sys.stderr); sys.exit(3)",
            "exit code 3: no voice",
        ),
        ("import sys; sys.exit(1)", r"exit code 1\."),
        ("print('this is no sound')", "cannot be played"),
        ("pass", "wrote no sound on standard output"),
        ("import sys\nwhile True: sys.stdout.write('x' * 65536)", "more than 1 MB"),
        ("import time; time.sleep(600)", "took more than"),
        ("import os, time\nif os.fork(): time.sleep(600)\ntime.sleep(600)", "took more than"),
    ],
)
def test_a_command_that_fails_floods_or_hangs_is_told_on_one_line(
    tmp_path: Path, code: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "MOST_BYTES", 2**20)
    with pytest.raises(VoiceError, match=says) as caught:
        CommandSynthesizer(python(tmp_path, code), seconds=0.5).synthesize("Hello.")
    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message


def test_a_command_that_writes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"wrote no sound into \{file\}"):
        CommandSynthesizer(python(tmp_path, "pass") + " {file}").synthesize("Hello.")


def test_a_command_that_is_not_there_is_told() -> None:
    with pytest.raises(VoiceError, match="no-such-program cannot be started"):
        CommandSynthesizer("no-such-program").synthesize("Hello.")


@pytest.mark.parametrize("template", ["", "  ", "say 'open"])
def test_a_command_that_is_none_is_refused(template: str) -> None:
    with pytest.raises(UsageError):
        CommandSynthesizer(template)


def test_a_command_and_what_it_started_end_when_cancelled(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = "import os, pathlib, time\nchild = os.fork()\n"
    code += f"if child: pathlib.Path({str(pids)!r}).write_text(f'{{child}} {{os.getpid()}}')\ntime.sleep(600)"
    synthesizer = CommandSynthesizer(python(tmp_path, code))
    ends_when_cancelled(synthesizer, "Hello.", at_work=lambda: pids.exists() and " " in pids.read_text())
    for pid in pids.read_text().split():
        assert_gone(int(pid))
    needs_espeak()
    assert CommandSynthesizer("espeak-ng --stdin --stdout").synthesize("Yes.").seconds > 0.2


def assert_gone(pid: int) -> None:
    """A process has ended, or is ended and waits for its parent to notice."""
    waiting = threading.Event()
    for _ in range(500):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except (ProcessLookupError, FileNotFoundError):
            return
        waiting.wait(0.01)
    raise AssertionError(f"process {pid} runs on")
