"""Both local engines with a real small Whisper, hearing what espeak-ng says, in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.voice.transcribe.chain import TranscriberChain
from interview_cli.voice.transcribe.choice import Available, choose
from interview_cli.voice.transcribe.engine import EngineName
from interview_cli.voice.transcribe.local import LocalTranscriber
from interview_cli.voice.transcribe.opening import open_transcriber
from interview_cli.voice.transcribe.port import (
    Hints,
    Part,
    TranscriberError,
    TranscriptionCancelledError,
)
from tests.voice.small_whisper import SENTENCES, needs_engines, running, say, weights, word_errors

pytestmark = needs_engines
ENGLISH = Hints("en-US")
BOTH = pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
FAST: EngineName = "faster-whisper"


@pytest.fixture
def own() -> Iterator[LocalTranscriber]:
    """An engine that a test may break."""
    transcriber = LocalTranscriber(FAST, weights(FAST), prompted=False)
    yield transcriber
    transcriber.close()


def until(condition: object, seconds: float = 20.0) -> None:
    """Wait until a function is true; fails when that takes too long."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2] if Path("/proc").is_dir() else False


class Call(threading.Thread):
    """A call in a thread of its own: what came of it."""

    def __init__(self, transcriber: LocalTranscriber, text: str = SENTENCES[0]) -> None:
        super().__init__(daemon=True)
        self.transcriber, self.text = transcriber, text
        self.part: Part | None = None
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.part = self.transcriber.transcribe(say(self.text), ENGLISH)
        except TranscriberError as error:
            self.error = error

    def outcome(self) -> Part | Exception | None:
        self.join(30)
        assert not self.is_alive()
        return self.part or self.error


def stopped_amid(transcriber: LocalTranscriber) -> Call:
    """A call whose engine stands still before it can reply."""
    transcriber.load()
    assert transcriber.pid is not None
    os.kill(transcriber.pid, signal.SIGSTOP)
    call = Call(transcriber)
    until(lambda: transcriber._call is not None and transcriber._call.number > 0)
    return call


@BOTH
def test_sentences_are_written_down_with_the_times_of_their_words(engine: EngineName) -> None:
    errors = []
    for sentence in SENTENCES:
        sound = say(sentence)
        part = running(engine).transcribe(sound, ENGLISH)
        errors.append(word_errors(part.text, sentence))
        assert [word.text for word in part.words] == part.text.split()
        starts = [word.start for word in part.words]
        assert starts == sorted(starts)
        assert part.words[-1].end <= len(sound) / 32_000
        assert part.words[-1].start > 1.0
        assert part.language == "en"
        assert part.log_probability is not None
        assert part.log_probability > -0.5
        assert all(word.probability is not None for word in part.words)
    assert sum(errors) / len(errors) < 0.05


@BOTH
def test_the_language_is_told_from_the_sound_when_none_is_named(engine: EngineName) -> None:
    part = running(engine).transcribe(say(SENTENCES[0]), Hints())
    assert len(part.language) >= 2


@BOTH
def test_both_engines_find_the_same_times(engine: EngineName) -> None:
    other: EngineName = "whisper" if engine == FAST else FAST
    one, two = (running(name).transcribe(say(SENTENCES[1]), ENGLISH).words for name in (engine, other))
    assert [word.text for word in one] == [word.text for word in two]
    assert all(abs(a.start - b.start) < 0.15 for a, b in zip(one, two, strict=True))


def test_the_name_says_engine_and_model() -> None:
    assert running("whisper").name == "whisper espeak20"
    assert running(FAST).name == "faster-whisper espeak20"


@BOTH
def test_a_file_that_is_no_model_is_an_error_of_one_line(
    engine: EngineName, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / ("base.pt" if engine == "whisper" else "base")
    if engine == "whisper":
        bad.write_bytes(b"no model at all")
    else:
        bad.mkdir()
    transcriber = LocalTranscriber(engine, bad)
    for _ in range(2):
        with pytest.raises(TranscriberError) as caught:
            transcriber.transcribe(say(SENTENCES[0]), ENGLISH)
        assert "\n" not in caught.value.message
        assert transcriber.name in caught.value.message
    transcriber.close()
    assert capfd.readouterr() == ("", "")


def test_without_weights_the_way_to_install_them_is_named(tmp_path: Path) -> None:
    transcriber = LocalTranscriber(FAST, tmp_path / "base")
    with pytest.raises(TranscriberError) as caught:
        transcriber.load()
    assert str(tmp_path / "base") in caught.value.message
    assert "interview voice install-model" in caught.value.hint


def test_an_engine_killed_amid_a_call_fails_and_the_next_call_starts_another(own: LocalTranscriber) -> None:
    call = stopped_amid(own)
    first = own.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    error = call.outcome()
    assert isinstance(error, TranscriberError)
    assert "signal 9" in str(error)
    assert own.transcribe(say(SENTENCES[0]), ENGLISH).text == SENTENCES[0]
    assert own.pid != first


def test_an_engine_that_hangs_is_ended_and_the_next_call_starts_another() -> None:
    transcriber = LocalTranscriber(FAST, weights(FAST), prompted=False, limit=0.3)
    call = stopped_amid(transcriber)
    first = transcriber.pid
    error = call.outcome()
    assert isinstance(error, TranscriberError)
    assert "took longer" in str(error)
    transcriber.load()
    assert transcriber.pid not in (first, None)
    transcriber.close()


def test_a_call_that_is_cancelled_raises_and_the_engine_stays(own: LocalTranscriber) -> None:
    call = stopped_amid(own)
    pid = own.pid
    assert pid is not None
    own.cancel()
    assert isinstance(call.outcome(), TranscriptionCancelledError)
    os.kill(pid, signal.SIGCONT)
    assert own.transcribe(say(SENTENCES[1]), ENGLISH).text == SENTENCES[1]
    assert own.pid == pid


def test_an_engine_that_does_not_come_back_from_a_cancelled_call_is_replaced(own: LocalTranscriber) -> None:
    call = stopped_amid(own)
    pid = own.pid
    own.cancel()
    assert isinstance(call.outcome(), TranscriptionCancelledError)
    assert own.transcribe(say(SENTENCES[1]), ENGLISH).text == SENTENCES[1]
    assert own.pid != pid


def test_cancelling_while_the_model_loads_leaves_it_loading(
    own: LocalTranscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_cli.voice.transcribe.local._PATIENCE", 0.05)
    call = Call(own)
    until(lambda: own.pid is not None)
    pid = own.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    own.cancel()
    assert isinstance(call.outcome(), TranscriptionCancelledError)
    second = Call(own, SENTENCES[1])
    time.sleep(0.2)  # longer than a call that was given up is waited for
    os.kill(pid, signal.SIGCONT)
    part = second.outcome()
    assert isinstance(part, Part)
    assert part.text == SENTENCES[1]
    assert own.pid == pid


def test_cancelling_or_closing_what_is_idle_does_nothing(own: LocalTranscriber) -> None:
    own.cancel()
    own.close()
    own.load()
    own.cancel()
    pid = own.pid
    assert own.transcribe(say(SENTENCES[2]), ENGLISH).text == SENTENCES[2]
    own.close()
    assert pid is not None
    assert is_gone(pid)
    own.close()


def test_closing_amid_a_call_ends_it(own: LocalTranscriber) -> None:
    call = stopped_amid(own)
    own.close()
    assert isinstance(call.outcome(), TranscriberError)


def test_whisper_stops_soon_amid_its_work_when_nobody_waits() -> None:
    import whisper

    from interview_cli.voice.transcribe.engine import Order
    from interview_cli.voice.transcribe.openai_engine import OpenAIWhisper

    assert whisper is not None
    engine = OpenAIWhisper(weights("whisper"), 1)
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        engine.understand(Order(say(SENTENCES[0]), "en"), check)
    assert asked == 5
    heard = engine.understand(Order(say(SENTENCES[0]), "en"), lambda: None)
    assert heard["text"] == SENTENCES[0]


def test_words_have_the_times_that_whisper_itself_finds() -> None:
    import torch
    import whisper
    from whisper.timing import find_alignment
    from whisper.tokenizer import get_tokenizer

    from interview_cli.voice.transcribe.alignment import word_times
    from interview_cli.voice.transcribe.engine import samples
    from interview_cli.voice.transcribe.openai_engine import loaded

    model = loaded(weights("whisper"))
    sound = samples(say(SENTENCES[3]))
    mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(sound))
    tokenizer = get_tokenizer(True, num_languages=99, language="en", task="transcribe")
    with torch.no_grad():
        features = model.encoder(mel[None])
        text = tokenizer.encode(" " + SENTENCES[3])
        ours = word_times(model, tokenizer, features, text, len(sound) / 16_000)
        theirs = find_alignment(model, tokenizer, text, mel, len(sound) // 160)
    assert [word for word, *_ in ours] == SENTENCES[3].split()
    for (_, start, end, sure), timing in zip(ours, theirs, strict=False):
        assert (start, end) == (pytest.approx(timing.start, abs=0.021), pytest.approx(timing.end, abs=0.021))
        assert sure == pytest.approx(timing.probability, abs=1e-3)


def test_the_process_ends_with_a_parent_that_is_killed() -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from interview_cli.voice.transcribe.local import LocalTranscriber\n"
        "engine = LocalTranscriber('faster-whisper', Path(sys.argv[1]))\n"
        "engine.load(); print(engine.pid, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(weights(FAST))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not is_gone(child)
        parent.kill()
    until(lambda: is_gone(child))


def test_a_program_that_forgets_to_close_its_engine_ends_all_the_same() -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from interview_cli.voice.transcribe.local import LocalTranscriber\n"
        "engine = LocalTranscriber('faster-whisper', Path(sys.argv[1]))\n"
        "engine.load(); print(engine.pid, flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(weights(FAST))]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert ended.stderr == ""
    until(lambda: is_gone(int(ended.stdout)))


def test_two_engines_that_fail_in_turn_leave_the_part_to_the_third(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    told: list[str] = []
    chain = TranscriberChain(
        [
            LocalTranscriber("whisper", tmp_path / "none.pt"),
            LocalTranscriber(FAST, broken),
            running(FAST),
        ],
        on_note=told.append,
    )
    assert chain.name == "whisper none"
    assert chain.transcribe(say(SENTENCES[0]), ENGLISH).text == SENTENCES[0]
    assert chain.name == "faster-whisper espeak20"
    assert chain.transcribe(say(SENTENCES[1]), ENGLISH).text == SENTENCES[1]
    assert len(told) == 1
    assert tuple(told) == chain.notes
    assert "whisper none finds no model" in told[0]
    assert "faster-whisper broken can't be loaded" in told[0]
    assert told[0].endswith("faster-whisper espeak20 took over.")


def test_when_all_fail_all_reasons_are_given_and_all_are_tried_again(tmp_path: Path) -> None:
    chain = TranscriberChain(
        [LocalTranscriber("whisper", tmp_path / "one.pt"), LocalTranscriber(FAST, tmp_path / "two")]
    )
    for work in (chain.load, lambda: chain.transcribe(bytes(32_000), ENGLISH)):
        with pytest.raises(TranscriberError) as caught:
            work()
        assert "one" in caught.value.message
        assert "two" in caught.value.message
        assert "\n" not in caught.value.message
    chain.close()
    assert chain.notes == ()


def test_a_chain_that_is_cancelled_does_not_blame_the_engine(own: LocalTranscriber) -> None:
    chain = TranscriberChain([own, running("whisper")])
    own.load()
    assert own.pid is not None
    os.kill(own.pid, signal.SIGSTOP)
    raised: list[Exception] = []

    def call() -> None:
        try:
            chain.transcribe(say(SENTENCES[0]), ENGLISH)
        except TranscriberError as error:
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    until(lambda: own._call is not None and own._call.number > 0)
    chain.cancel()
    thread.join()
    os.kill(own.pid, signal.SIGCONT)
    assert isinstance(raised[0], TranscriptionCancelledError)
    assert chain.notes == ()
    assert chain.name == own.name


def test_what_was_chosen_is_opened_in_its_order(tmp_path: Path) -> None:
    there = Available(
        frozenset({"whisper", FAST}), {"whisper": tmp_path / "none.pt", FAST: weights(FAST)}, size="base"
    )
    chosen = choose("whisper,openai/whisper-1", there, {"OPENAI_API_KEY": "x"})

    def model_named(name: str) -> LiteLLMModel:
        return LiteLLMModel(name, api_base="http://127.0.0.1:9/v1", api_key="none")

    told: list[str] = []
    chain = open_transcriber(chosen, there, model_named, prompted=False, on_note=told.append)
    assert chain.transcribe(say(SENTENCES[0]), ENGLISH).text == SENTENCES[0]
    assert chain.name == "faster-whisper espeak20"
    assert "whisper none finds no model" in told[0]
    assert "openai/whisper-1 cannot be reached" in told[0]
    chain.close()
