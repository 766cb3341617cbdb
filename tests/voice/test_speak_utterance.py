"""A text is spoken while it is written, and falls silent when told, whatever it is at."""

from __future__ import annotations

import io
import shlex
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.speaking import MeteredSpeech
from interview_cli.llm.usage import UsageRecorder
from interview_cli.voice.ports import Utterance
from interview_cli.voice.speak.choice import Choice, choose, open_speaker
from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.engine import why_not
from interview_cli.voice.speak.player import Player
from interview_cli.voice.speak.port import SpeechCancelledError
from interview_cli.voice.speak.sentences import sentences_of
from interview_cli.voice.speak.speaker import Speaker
from interview_cli.voice.speak.utterance import AHEAD, SpokenUtterance
from tests.loopback import Behaviour, LoopbackServer, always
from tests.voice.loudspeaker import sounding, span, wait_for_silence
from tests.voice.signals import RATE, pitch, tone
from tests.voice.virtual_microphone import VirtualMicrophone

np: Any = pytest.importorskip("numpy", reason="the voice extra is not installed")
try:
    import sounddevice  # noqa: F401
except (ImportError, OSError):
    pytest.skip("the voice extra or PortAudio is not installed", allow_module_level=True)

QUESTION = "Hello Ann. Tell me about **caches**. Why?"
# A voice that hums each sentence for 0.3 s, notes that it was asked, and hangs at those with "hang" in them.
HUM = """
import pathlib, sys, time
text = sys.stdin.read().strip()
with open({notes!r}, "a") as notes:
    notes.write(text + "\\n")
if "hang" in text:
    time.sleep(600)
sys.stdout.buffer.write(pathlib.Path({sound!r}).read_bytes())
"""


def wav(pcm: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm)
    return file.getvalue()


class Hummer:
    """A speaker by a command, and what it was asked to speak so far."""

    def __init__(self, folder: Path, seconds: float = 0.3) -> None:
        self._notes, sound, script = folder / "notes", folder / "sound.wav", folder / "hum.py"
        sound.write_bytes(wav(tone(seconds)))
        script.write_text(HUM.format(notes=str(self._notes), sound=str(sound)), "utf-8")
        command = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"
        self.notices: list[str] = []
        self.speaker = open_speaker(
            Choice(f"command:{command}", "test"), no_model, on_notice=self.notices.append
        )

    @property
    def asked(self) -> list[str]:
        return self._notes.read_text("utf-8").splitlines() if self._notes.exists() else []


def no_model(name: str) -> Any:
    raise AssertionError(f"{name} was opened")


@pytest.fixture
def hummer(tmp_path: Path) -> Iterator[Hummer]:
    hummer = Hummer(tmp_path)
    yield hummer
    hummer.speaker.close()


@pytest.fixture
def player(virtual_microphone: VirtualMicrophone) -> Iterator[Player]:
    player = Player()
    yield player
    player.close()


def until(true: Callable[[], bool]) -> None:
    late = time.monotonic() + 20
    while not true():
        assert time.monotonic() < late, "it did not happen"
        time.sleep(0.002)


def over(utterance: SpokenUtterance) -> str:
    """How it ends."""
    assert utterance.join(20), "its threads go on"
    return utterance.state


def test_a_question_is_spoken_by_the_systems_voice_while_it_is_written(
    virtual_microphone: VirtualMicrophone, player: Player
) -> None:
    pytest.importorskip("pyttsx3", reason="the voice extra is not installed")
    if why := why_not():
        pytest.skip(why)
    speaker = open_speaker(choose("pyttsx3", {}), no_model)
    lengths = [speaker.synthesize(sentence, threading.Event()).seconds for sentence in sentences_of(QUESTION)]
    with virtual_microphone.heard_by_speaker() as heard:
        utterance: Utterance = (spoken := SpokenUtterance(speaker, player))
        assert utterance.state == "waiting"
        for length in range(0, len(QUESTION) - 3, 3):
            utterance.grow(QUESTION[:length])
        until(lambda: utterance.state == "speaking")
        utterance.end(QUESTION)
        assert over(spoken) == "done"
        wait_for_silence(heard)
    first, last = span(heard.pcm)
    assert 0.8 * sum(lengths) < (last - first) / 1000 < sum(lengths) + 1
    # Speech, not a tone and not noise: it varies in loudness as syllables do.
    samples = np.frombuffer(heard.pcm, "<i2").astype("f8")[first * 16 : last * 16]
    loudness = np.sqrt((samples[: len(samples) // 800 * 800].reshape(-1, 800) ** 2).mean(axis=1))
    assert loudness.std() > 0.3 * loudness.mean()
    speaker.close()


def test_sentences_are_spoken_once_and_in_order(
    virtual_microphone: VirtualMicrophone, player: Player, hummer: Hummer
) -> None:
    with virtual_microphone.heard_by_speaker() as heard:
        utterance = SpokenUtterance(hummer.speaker, player)
        utterance.grow("One. Two. Three. Fo")
        until(lambda: utterance.state == "speaking")
        utterance.end("One. Two. Three. Four. Five.")
        assert over(utterance) == "done"
        wait_for_silence(heard)
    assert hummer.asked == ["One.", "Two.", "Three.", "Four.", "Five."]
    assert sounding(heard.pcm).sum() == pytest.approx(5 * 300, abs=100)


def test_the_next_sentences_are_made_while_one_plays_but_not_many(
    virtual_microphone: VirtualMicrophone, player: Player, tmp_path: Path
) -> None:
    hummer = Hummer(tmp_path, seconds=30)
    utterance = SpokenUtterance(hummer.speaker, player)
    utterance.end("One. Two. Three. Four. Five. Six.")
    until(lambda: len(hummer.asked) == 1 + AHEAD)
    time.sleep(0.3)
    assert hummer.asked == ["One.", "Two.", "Three."]
    assert player.position < 20
    silenced(utterance, hummer)


def test_an_empty_text_is_done_without_a_sound(player: Player, hummer: Hummer) -> None:
    utterance = SpokenUtterance(hummer.speaker, player)
    utterance.end(" ** ")
    assert over(utterance) == "done"
    assert hummer.asked == []


def silenced(utterance: SpokenUtterance, hummer: Hummer) -> None:
    """Cancel, and check that it is over at once, ends, and is taken for no failure."""
    utterance.cancel()
    assert utterance.state == "cancelled"
    utterance.grow("More. And more. ")
    utterance.end("More. And more. ")
    assert over(utterance) == "cancelled"
    assert (utterance.problem, hummer.notices) == ("", [])


def test_it_can_be_cancelled_while_it_waits_for_text(player: Player, hummer: Hummer) -> None:
    silenced(SpokenUtterance(hummer.speaker, player), hummer)
    assert hummer.asked == []


def test_it_can_be_cancelled_while_a_sentence_is_made(player: Player, hummer: Hummer) -> None:
    utterance = SpokenUtterance(hummer.speaker, player)
    utterance.grow("Please hang. Now")
    until(lambda: hummer.asked == ["Please hang."])
    assert utterance.state == "waiting"
    silenced(utterance, hummer)


def test_it_can_be_cancelled_right_after_text_came(player: Player, hummer: Hummer) -> None:
    for pause in (0, 0.001, 0.005, 0.02):
        utterance = SpokenUtterance(hummer.speaker, player)
        utterance.end("Please hang. Now.")
        time.sleep(pause)
        silenced(utterance, hummer)


def test_a_cancel_that_comes_too_soon_for_the_voice_is_told_it_again(player: Player) -> None:
    entered, reached = threading.Event(), threading.Semaphore(0)

    class Slow:
        """It starts its work after the first cancel, which so is lost."""

        name = "slow"

        def synthesize(self, text: str) -> Clip:
            entered.set()
            reached.acquire()
            reached.acquire()
            raise SpeechCancelledError("It was cancelled.")

        def cancel(self) -> None:
            reached.release()

        def close(self) -> None: ...

    utterance = SpokenUtterance(Speaker([Slow()]), player)
    utterance.end("One.")
    assert entered.wait(20)
    utterance.cancel()
    assert over(utterance) == "cancelled"


def test_it_can_be_cancelled_between_two_sentences(
    virtual_microphone: VirtualMicrophone, player: Player, hummer: Hummer
) -> None:
    with virtual_microphone.heard_by_speaker() as heard:
        utterance = SpokenUtterance(hummer.speaker, player)
        utterance.end("One. Then hang.")
        until(lambda: len(hummer.asked) == 2)
        wait_for_silence(heard)
        assert utterance.state == "speaking"
        silenced(utterance, hummer)


def test_it_can_be_cancelled_while_it_waits_for_more_text_amid_speaking(
    virtual_microphone: VirtualMicrophone, player: Player, hummer: Hummer
) -> None:
    with virtual_microphone.heard_by_speaker() as heard:
        utterance = SpokenUtterance(hummer.speaker, player)
        utterance.grow("One. Tw")
        until(lambda: utterance.state == "speaking")
        wait_for_silence(heard)
        assert utterance.state == "speaking"
        silenced(utterance, hummer)


def test_it_can_be_cancelled_while_it_speaks_and_the_next_one_speaks_at_once(
    virtual_microphone: VirtualMicrophone, player: Player, hummer: Hummer
) -> None:
    with virtual_microphone.heard_by_speaker() as heard:
        utterance = SpokenUtterance(hummer.speaker, player)
        utterance.end("One. Two. Three. Four. Five. Six. Seven. Eight. Nine. Ten. Eleven. Twelve.")
        until(lambda: utterance.state == "speaking")
        utterance.cancel()
        following = SpokenUtterance(hummer.speaker, player)
        following.end("Again.")
        assert over(following) == "done"
        wait_for_silence(heard)
    silenced(utterance, hummer)
    assert hummer.asked[-1] == "Again."
    assert len(hummer.asked) < 6
    first, last = span(heard.pcm)
    assert last - first < 1500


def test_cancelling_what_is_over_changes_nothing(player: Player, hummer: Hummer) -> None:
    utterance = SpokenUtterance(hummer.speaker, player)
    utterance.end("One.")
    assert over(utterance) == "done"
    utterance.cancel()
    assert utterance.state == "done"


def test_a_voice_that_fails_amid_a_text_gives_way_to_silence_with_the_reason(player: Player) -> None:
    told: list[str] = []
    speaker = open_speaker(Choice("command:false", "test"), no_model, on_notice=told.append)
    utterance = SpokenUtterance(speaker, player)
    utterance.end("One. Two.")
    assert over(utterance) == "failed"
    assert utterance.problem.startswith("false ended with exit code 1")
    assert told == ["false ended with exit code 1; questions are shown, not spoken."]


def test_without_a_loudspeaker_it_fails_with_the_reason(
    virtual_microphone: VirtualMicrophone, hummer: Hummer, monkeypatch: pytest.MonkeyPatch
) -> None:
    utterance = SpokenUtterance(hummer.speaker, Player("nonsense"))
    utterance.grow("One. Then hang. And")
    assert over(utterance) == "failed"
    assert "no loudspeaker 'nonsense'" in utterance.problem


def test_a_sound_server_that_dies_amid_a_text_is_told(
    virtual_microphone: VirtualMicrophone, player: Player, hummer: Hummer
) -> None:
    utterance = SpokenUtterance(hummer.speaker, player)
    utterance.end("One. Two. Three. Four. Five. Six.")
    until(lambda: utterance.state == "speaking")
    virtual_microphone.kill()
    assert over(utterance) == "failed"
    assert "loudspeaker" in utterance.problem


def test_a_model_speaks_through_the_port_and_its_calls_are_reported(
    virtual_microphone: VirtualMicrophone, player: Player
) -> None:
    pytest.importorskip("litellm")
    told = UsageRecorder()
    with LoopbackServer(always(Behaviour(body=wav(tone(0.4, 700))))) as server:

        def open_model(name: str) -> MeteredSpeech:
            return MeteredSpeech(LiteLLMModel(name, api_base=server.url, api_key="sk-0123456789abc"), told)

        speaker = open_speaker(Choice("openai/tts-1", "test"), open_model, voice="nova", rate=200)
        with virtual_microphone.heard_by_speaker() as heard:
            utterance = SpokenUtterance(speaker, player)
            utterance.end("Hello **Ann**. Tell me more.")
            assert over(utterance) == "done"
            wait_for_silence(heard)
        speaker.close()
    first, last = span(heard.pcm)
    assert last - first == pytest.approx(800, abs=60)
    assert pitch(heard.pcm[first * 32 : last * 32]) == pytest.approx(700, abs=6)
    assert [request.json["input"] for request in server.requests] == ["Hello Ann.", "Tell me more."]
    assert server.requests[0].json["speed"] == 1.25
    assert [call.purpose for call in told.calls] == ["speak", "speak"]


def test_a_model_is_asked_once_more_when_it_stumbles_and_hung_up_on_when_cancelled(player: Player) -> None:
    pytest.importorskip("litellm")

    def script(request: dict[str, Any], n: int) -> Behaviour:
        sound = wav(tone(0.1))
        return (Behaviour(status=500), Behaviour(body=sound), Behaviour(body=sound, delay=60))[min(n, 2)]

    with LoopbackServer(script) as server:
        speaker = open_speaker(
            Choice("openai/tts-1", "test"),
            lambda name: LiteLLMModel(name, api_base=server.url, api_key="sk-0123456789abc"),
        )
        utterance = SpokenUtterance(speaker, player)
        utterance.end("One. Two.")
        until(lambda: len(server.requests) == 3)
        utterance.cancel()
        assert over(utterance) == "cancelled"
        until(lambda: server.abandoned == [2])
        speaker.close()
    assert "speech model" not in {thread.name for thread in threading.enumerate()}


def test_two_utterances_may_use_one_voice_and_only_the_cancelled_one_falls_silent(
    player: Player, hummer: Hummer
) -> None:
    first, second = SpokenUtterance(hummer.speaker, player), SpokenUtterance(hummer.speaker, player)
    first.end("Please hang.")
    until(lambda: hummer.asked == ["Please hang."])
    second.end("Two.")
    first.cancel()
    assert over(second) == "done"
    assert over(first) == "cancelled"


def test_a_player_and_a_speaker_that_are_closed_leave_no_thread(player: Player, hummer: Hummer) -> None:
    utterance = SpokenUtterance(hummer.speaker, player)
    utterance.end("One.")
    until(lambda: utterance.state == "speaking")
    utterance.cancel()
    assert utterance.join(20)
    hummer.speaker.close()
    player.close()
    names = {thread.name for thread in threading.enumerate()}
    assert names.isdisjoint({"sentences", "speech", "loudspeaker"})


def test_without_any_voice_it_fails_with_the_reason(player: Player) -> None:
    speaker = Speaker([])
    utterance = SpokenUtterance(speaker, player)
    utterance.end("One.")
    assert over(utterance) == "failed"
    assert utterance.problem == "Speaking is off."


def test_a_defect_is_told_and_not_a_silence_without_a_reason(player: Player) -> None:
    class Defective:
        name = "defective"

        def synthesize(self, text: str) -> Clip:
            raise ZeroDivisionError

        def cancel(self) -> None: ...

        def close(self) -> None: ...

    utterance = SpokenUtterance(Speaker([Defective()]), player)
    utterance.end("One.")
    assert over(utterance) == "failed"
    assert "ZeroDivisionError" in utterance.problem
