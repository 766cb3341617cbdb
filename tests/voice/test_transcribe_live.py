"""A recording written down while it grows: cut at pauses, caught up with, called off, and never made up."""

from __future__ import annotations

import os
import signal
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.voice.transcribe.chain import TranscriberChain
from interview_cli.voice.transcribe.cutting import LONGEST, cut_after, needed_pause
from interview_cli.voice.transcribe.engine import EngineName
from interview_cli.voice.transcribe.live import NOT_ALL, LiveTranscription, transcribe_whole
from interview_cli.voice.transcribe.local import LocalTranscriber
from interview_cli.voice.transcribe.port import Hints, Part, TranscriberError, TranscriptionCancelledError
from interview_cli.voice.transcribe.quality import NOTHING_HEARD
from interview_cli.voice.transcribe.voiced import FRAME, FRAME_BYTES, VoiceTrack, runs, smooth
from tests.voice.small_whisper import (
    SENTENCES,
    needs_engines,
    running,
    say,
    silence,
    speech,
    weights,
    word_errors,
)

ENGLISH = Hints("en")
FAST: EngineName = "faster-whisper"
VOICES = sorted((Path(os.environ.get("INTERVIEW_SHARED_DATA", "/nonexistent")) / "speech").glob("*.wav"))


class Recording:
    """A recording that grows when the test says so."""

    def __init__(self, sound: bytes = b"") -> None:
        self.sound = sound

    def __call__(self, start: int) -> bytes:
        return self.sound[start:]

    def grow(self, live: LiveTranscription, sound: bytes, *, text: str) -> None:
        """Record more, and wait until what was understood ends with `text`."""
        self.sound += sound
        end = time.monotonic() + 30
        while not live.text.endswith(text):
            assert time.monotonic() < end, f"{live.text!r} never ended with {text!r}"
            time.sleep(0.02)


class NeverAsked:
    """A transcriber for recordings that hold nothing to be transcribed."""

    name, is_local, notes = "never", True, ()

    def load(self) -> None:
        """Nothing to get ready."""

    def transcribe(self, pcm: bytes, hints: Hints) -> Part:
        raise AssertionError("there is nothing to hear")

    def cancel(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing was started."""


class Keeper(NeverAsked):
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def transcribe(self, pcm: bytes, hints: Hints) -> Part:
        self.pieces.append(pcm)
        return Part(f"part {len(self.pieces)}")


@pytest.mark.skipif(not VOICES, reason="the recordings of real voices are not here (INTERVIEW_SHARED_DATA)")
def test_no_voice_is_lost_between_the_parts_of_real_speech() -> None:
    pytest.importorskip("webrtcvad", reason="the voice extra is not installed")
    sound = b""
    for path in VOICES:
        with wave.open(str(path)) as file:
            assert (file.getframerate(), file.getnchannels()) == (16_000, 1)
            sound += file.readframes(10**9) + silence(0.8)
    keeper = Keeper()
    heard = transcribe_whole(keeper, ENGLISH, sound)
    track = VoiceTrack()
    track.add(sound)
    voiced = smooth(track.voice)
    covered = bytearray(len(voiced))
    for piece in keeper.pieces:
        begin = sound.index(piece) // FRAME_BYTES
        covered[begin : begin + len(piece) // FRAME_BYTES] = b"\x01" * (len(piece) // FRAME_BYTES)
        assert 0.5 < len(piece) / 32_000 < 22
    assert len(keeper.pieces) > 1
    assert not any(voice and not seen for voice, seen in zip(voiced, covered, strict=True))
    assert heard.text.startswith("part 1 part 2")


@needs_engines
@pytest.mark.parametrize("engine", ["whisper", "faster-whisper"])
def test_a_long_answer_with_pauses_is_understood_whole(engine: EngineName) -> None:
    # The slower one is heard no longer than it takes to have several parts.
    said = SENTENCES * (3 if engine == FAST else 1)
    heard = transcribe_whole(running(engine), ENGLISH, speech(said))
    assert word_errors(heard.text, " ".join(said)) < 0.05
    assert heard.by == running(engine).name
    assert heard.language == "en"
    assert heard.doubts == []
    assert heard.notes == []
    assert [word.text for word in heard.words] == heard.text.split()
    assert heard.quality.words_per_second == pytest.approx(2.0, abs=0.7)


@needs_engines
def test_words_have_the_times_of_the_whole_recording() -> None:
    sound = silence(3.0) + say(SENTENCES[0]) + silence(2.0) + say(SENTENCES[1])
    second = 3.0 + len(say(SENTENCES[0])) / 32_000 + 2.0
    words = transcribe_whole(running(FAST), ENGLISH, sound).words
    assert words[0].start == pytest.approx(3.2, abs=0.4)
    assert words[5].start == pytest.approx(second + 0.2, abs=0.4)


@needs_engines
def test_the_text_appears_while_the_person_speaks_and_is_that_of_the_whole() -> None:
    recording = Recording()
    live = LiveTranscription(running(FAST), ENGLISH, recording)
    for number, sentence in enumerate(SENTENCES[:3]):
        sound = say(sentence) + silence(2.0)
        recording.grow(live, sound[:24_001], text=SENTENCES[number - 1] if number else "")
        recording.grow(live, sound[24_001:], text=sentence)
    heard = live.finish()
    assert heard.text == " ".join(SENTENCES[:3])
    assert heard == transcribe_whole(running(FAST), ENGLISH, recording.sound)


@needs_engines
def test_what_was_understood_provisionally_is_not_transcribed_again() -> None:
    calls = 0

    class Counted(LocalTranscriber):
        def transcribe(self, pcm: bytes, hints: Hints) -> Part:
            nonlocal calls
            calls += 1
            return super().transcribe(pcm, hints)

    transcriber = Counted(FAST, weights(FAST), prompted=False)
    recording = Recording()
    live = LiveTranscription(transcriber, ENGLISH, recording)
    recording.grow(live, say(SENTENCES[0]) + silence(0.6), text=SENTENCES[0])
    recording.sound += silence(0.4)
    assert live.finish().text == SENTENCES[0]
    assert calls == 1
    transcriber.close()


@needs_engines
def test_an_engine_that_dies_amid_the_answer_costs_no_word() -> None:
    transcriber = LocalTranscriber(FAST, weights(FAST), prompted=False)
    recording = Recording()
    live = LiveTranscription(transcriber, ENGLISH, recording)
    recording.grow(live, say(SENTENCES[0]) + silence(2.0), text=SENTENCES[0])
    assert transcriber.pid is not None
    os.kill(transcriber.pid, signal.SIGKILL)
    recording.sound += say(SENTENCES[1]) + silence(2.0) + say(SENTENCES[2])
    assert live.finish().text == " ".join(SENTENCES[:3])
    transcriber.close()


@needs_engines
def test_an_engine_that_takes_over_is_named_with_the_reason(tmp_path: Path) -> None:
    chain = TranscriberChain([LocalTranscriber("whisper", tmp_path / "none.pt"), running(FAST)])
    heard = transcribe_whole(chain, ENGLISH, say(SENTENCES[0]))
    assert heard.text == SENTENCES[0]
    assert heard.by == "faster-whisper espeak20"
    assert len(heard.notes) == 1
    assert "took over" in heard.notes[0]
    assert transcribe_whole(chain, ENGLISH, say(SENTENCES[1])).notes == []


@needs_engines
def test_when_no_engine_works_the_reason_is_raised_at_the_end(tmp_path: Path) -> None:
    live = LiveTranscription(LocalTranscriber(FAST, tmp_path / "none"), ENGLISH, Recording(speech()))
    with pytest.raises(TranscriberError, match="finds no model"):
        live.finish()
    assert live.text == ""


@pytest.fixture
def stopped() -> Iterator[LocalTranscriber]:
    """An engine that stands still."""
    transcriber = LocalTranscriber(FAST, weights(FAST), prompted=False)
    transcriber.load()
    assert transcriber.pid is not None
    os.kill(transcriber.pid, signal.SIGSTOP)
    yield transcriber
    transcriber.close()


@needs_engines
@pytest.mark.parametrize("sentences", [None, (), SENTENCES[:1]])
def test_it_can_be_called_off_at_any_time(
    stopped: LocalTranscriber, sentences: tuple[str, ...] | None
) -> None:
    sound = b"" if sentences is None else silence(2.0) + speech(sentences)
    live = LiveTranscription(stopped, ENGLISH, Recording(sound))
    time.sleep(0.2)
    live.cancel()
    with pytest.raises(TranscriptionCancelledError):
        live.finish()
    live.cancel()


@needs_engines
def test_what_was_understood_before_it_was_called_off_is_kept_with_a_doubt() -> None:
    recording = Recording()
    live = LiveTranscription(running(FAST), ENGLISH, recording)
    assert live.so_far() is None
    recording.grow(live, say(SENTENCES[0]) + silence(2.0), text=SENTENCES[0])
    live.cancel()
    kept = live.so_far()
    assert kept is not None
    assert kept.text == SENTENCES[0]
    assert [word.text for word in kept.words] == kept.text.split()
    assert kept.doubts == [NOT_ALL]


@needs_engines
def test_whoever_waits_for_the_end_is_told_when_it_is_called_off(stopped: LocalTranscriber) -> None:
    live = LiveTranscription(stopped, ENGLISH, Recording(speech(SENTENCES[:2])))
    raised: list[BaseException] = []

    def wait() -> None:
        try:
            live.finish()
        except TranscriptionCancelledError as error:
            raised.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.2)
    live.cancel()
    waiting.join(10)
    assert len(raised) == 1
    assert stopped.pid is not None
    os.kill(stopped.pid, signal.SIGCONT)
    assert stopped.transcribe(say(SENTENCES[1]), ENGLISH).text == SENTENCES[1]


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.0, 45.0])
def test_silence_is_an_empty_text_with_a_doubt_and_no_engine_is_asked(seconds: float) -> None:
    pytest.importorskip("webrtcvad", reason="the voice extra is not installed")
    heard = transcribe_whole(NeverAsked(), ENGLISH, silence(seconds))
    assert heard.text == ""
    assert heard.doubts == [NOTHING_HEARD]


def test_faint_noise_is_not_taken_for_speech() -> None:
    numpy = pytest.importorskip("numpy", reason="the voice extra is not installed")
    noise = (numpy.random.RandomState(1).randn(16_000 * 12) * 40).astype("<i2").tobytes()
    assert transcribe_whole(NeverAsked(), ENGLISH, noise).doubts == [NOTHING_HEARD]


@needs_engines
@pytest.mark.parametrize("decibels", [-20, -35])
def test_a_quiet_voice_is_heard_and_cut_at_its_pauses(decibels: int) -> None:
    import numpy

    loud = numpy.frombuffer(speech(SENTENCES[:3]), "<i2")
    quiet = (loud * 10 ** (decibels / 20)).round().astype("<i2").tobytes()
    heard = transcribe_whole(running(FAST), ENGLISH, quiet)
    assert word_errors(heard.text, " ".join(SENTENCES[:3])) <= 0.2


def frames(*stretches: tuple[int, float]) -> bytearray:
    """Frames of 20 ms from (1 or 0, seconds)."""
    return bytearray(b"".join(bytes([value]) * round(seconds / FRAME) for value, seconds in stretches))


@pytest.mark.parametrize(
    ("heard", "cut"),
    [
        (((1, 4.0), (0, 1.0), (1, 1.0)), None),
        (((1, 2.5), (0, 2.0), (1, 1.0)), 3.5),
        (((1, 7.0), (0, 0.4), (1, 1.0)), None),
        (((1, 7.0), (0, 0.8), (1, 1.0)), 7.4),
        (((1, 7.0), (0, 0.4), (1, 3.0), (0, 0.4)), 10.6),
        (((1, 13.0), (0, 0.2), (1, 1.0)), 13.1),
        (((1, 19.0),), None),
        (((1, 7.0), (0, 0.8), (1, 5.0), (0, 0.6), (1, 4.0), (0, 0.4), (1, 2.0)), 7.4),
        (((1, 7.0), (0, 0.8), (1, 5.0), (0, 0.6), (1, 4.0), (0, 0.4), (1, 9.0)), 17.6),
        (((1, 7.0), (0, 1.6), (1, 5.0), (0, 0.6), (1, 9.0)), 7.8),
        ((), None),
    ],
)
def test_the_longer_a_part_is_the_shorter_a_pause_ends_it_and_who_is_behind_takes_more_at_once(
    heard: tuple[tuple[int, float], ...], cut: float | None
) -> None:
    track = frames(*heard)
    found = cut_after(track, [100.0] * len(track))
    assert found == (None if cut is None else pytest.approx(cut / FRAME, abs=1))


def test_speech_without_a_pause_is_cut_where_it_is_quietest() -> None:
    loudness = [1000.0] * round(21 / FRAME)
    quiet = round(15.5 / FRAME)
    loudness[quiet : quiet + 5] = [10.0] * 5
    assert cut_after(frames((1, 21.0)), loudness) == pytest.approx(quiet + 2, abs=1)


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.floats(0.02, 12.0)), max_size=12))
def test_a_cut_lies_within_what_was_heard_and_no_part_is_too_long_for_whisper(
    heard: list[tuple[int, float]],
) -> None:
    track = frames(*heard)
    cut = cut_after(track, [float(value) for value in track])
    if cut is not None:
        assert 0 < cut <= len(track)
        speaking = track[:cut].rfind(1) * FRAME
        assert speaking <= LONGEST
    else:
        assert len(track) * FRAME < LONGEST


@given(st.binary(max_size=200).map(lambda data: bytes(byte & 1 for byte in data)))
def test_stretches_put_together_are_the_frames_again(track: bytes) -> None:
    assert b"".join(bytes([value]) * (end - begin) for value, begin, end in runs(track)) == track


@given(st.binary(max_size=300).map(lambda data: bytes(byte & 1 for byte in data)))
def test_smoothing_leaves_no_click(track: bytes) -> None:
    smoothed = smooth(track)
    assert len(smoothed) == len(track)
    assert all(end - begin >= 5 for value, begin, end in runs(smoothed) if value)


def test_short_parts_need_long_pauses() -> None:
    needed = [needed_pause(seconds) for seconds in (1.0, 2.0, 6.0, 8.0, 10.0, 19.0)]
    assert needed == [None, 1.5, 0.5, 0.3, 0.16, 0.16]
    assert FRAME_BYTES == 640
