"""What speaks is chosen with a reason, and when it fails the next one does."""

from __future__ import annotations

import shutil
import threading

import pytest

from interview_cli.errors import UsageError
from interview_cli.llm.port import ModelError, Speech, SpeechModel, SpeechRequest
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.choice import Choice, choose, open_speaker, speech_ability
from interview_cli.voice.speak.port import SpeechCancelledError

OPENAI = {"OPENAI_API_KEY": "x"}
MODEL = "openai/gpt-4o-mini-tts"


def here() -> str:
    return ""


def nowhere() -> str:
    return "pyttsx3 is not installed"


def no_model(name: str) -> SpeechModel:
    raise AssertionError(f"{name} was opened")


class Broken:
    """A model whose provider is down."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def speak(self, request: SpeechRequest) -> Speech:
        raise ModelError(f"{self.name} has no credit left.", kind="rate_limit", model=self.name)


@pytest.mark.parametrize("wanted", ["auto", ""])
def test_auto_is_the_systems_voice_then_a_model_with_a_key_then_silence(wanted: str) -> None:
    assert choose(wanted, {}, system_voice=here) == Choice("pyttsx3", "this system has a voice")
    assert choose(wanted, OPENAI, system_voice=here).then == (MODEL,)
    with_key = choose(wanted, OPENAI, system_voice=nowhere)
    assert with_key == Choice(MODEL, "OPENAI_API_KEY is set, and pyttsx3 is not installed")
    without = choose(wanted, {}, system_voice=nowhere)
    assert without == Choice("off", "pyttsx3 is not installed, and no provider that speaks has a key")
    assert speech_ability(without).says == f"not spoken: {without.reason}"
    assert not speech_ability(without).ready


def test_offline_nothing_goes_to_a_provider_that_was_not_named() -> None:
    assert choose("auto", OPENAI, offline=True, system_voice=here).then == ()
    assert choose("auto", OPENAI, offline=True, system_voice=nowhere).is_off
    assert choose(MODEL, OPENAI, offline=True).name == MODEL


def test_what_was_named_is_taken_and_falls_back_to_nothing_that_costs() -> None:
    assert choose("pyttsx3", OPENAI, system_voice=here) == Choice("pyttsx3", "named by --speak")
    assert choose("off", OPENAI, system_voice=here) == Choice("off", "named by --speak")
    assert choose(MODEL, OPENAI).name == MODEL
    assert set(choose(MODEL, OPENAI).then) <= {"pyttsx3"}


def test_what_was_named_and_is_missing_leaves_silence_with_the_reason() -> None:
    assert choose("pyttsx3", OPENAI, system_voice=nowhere) == Choice("off", "pyttsx3 is not installed")
    assert choose("no-such-piper -m x", {}) == Choice("off", "there is no program no-such-piper")
    assert choose("tts-1", {}).reason == "openai/tts-1 needs a key for OpenAI: OPENAI_API_KEY is not set"


@pytest.mark.parametrize("wanted", ["command:sh", "sh -c true", shutil.which("sh") or "/bin/sh"])
def test_a_prefix_a_space_and_a_path_tell_a_command(wanted: str) -> None:
    choice = choose(wanted, {})
    assert choice.name == f"command:{wanted.removeprefix('command:')}"
    assert speech_ability(choice).says == "sh; named by --speak"


@pytest.mark.parametrize("wanted", ["loud", "nobody/x", "command:", "say 'it"])
def test_what_is_no_way_to_speak_is_refused(wanted: str) -> None:
    with pytest.raises(UsageError):
        choose(wanted, {})


def test_when_the_first_fails_the_next_speaks_and_the_person_is_told() -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("no espeak-ng on this machine")
    told: list[str] = []
    choice = Choice(MODEL, "named", ("command:espeak-ng --stdin --stdout",))
    speaker = open_speaker(choice, Broken, on_notice=told.append)
    assert speaker.name == MODEL
    assert speaker.synthesize("Yes.", threading.Event()).seconds > 0.2
    assert speaker.synthesize("Yes.", threading.Event()).seconds > 0.2
    assert told == [f"{MODEL} has no credit left; espeak-ng speaks now."]
    speaker.close()


def test_when_all_have_failed_there_is_silence_with_a_sentence() -> None:
    told: list[str] = []
    speaker = open_speaker(Choice("command:false", "named", (MODEL,)), Broken, on_notice=told.append)
    for _ in range(2):
        with pytest.raises(VoiceError, match="has no credit left"):
            speaker.synthesize("Yes.", threading.Event())
    assert told == [
        f"false ended with exit code 1; {MODEL} speaks now.",
        f"{MODEL} has no credit left; questions are shown, not spoken.",
    ]
    assert speaker.name == ""
    speaker.close()


def test_off_opens_nothing_and_says_why() -> None:
    speaker = open_speaker(Choice("off", "pyttsx3 is not installed"), no_model)
    with pytest.raises(VoiceError, match="pyttsx3 is not installed"):
        speaker.synthesize("Yes.", threading.Event())


def test_a_sentence_that_nobody_waits_for_is_not_made() -> None:
    told: list[str] = []
    speaker = open_speaker(Choice("command:false", "named"), no_model, on_notice=told.append)
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(SpeechCancelledError):
        speaker.synthesize("Yes.", cancelled)
    assert told == []


def test_a_cancelled_sentence_is_no_failure_of_what_speaks() -> None:
    told: list[str] = []
    speaker = open_speaker(Choice("command:sleep 600", "named"), no_model, on_notice=told.append)
    cancelled, other = threading.Event(), threading.Event()
    problems: list[VoiceError] = []

    def work() -> None:
        try:
            speaker.synthesize("Yes.", cancelled)
        except VoiceError as error:
            problems.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    other.set()
    speaker.cancel(other)
    thread.join(0.2)
    assert thread.is_alive()
    cancelled.set()
    while thread.is_alive():
        speaker.cancel(cancelled)
        thread.join(0.02)
    assert isinstance(problems[0], SpeechCancelledError)
    assert (told, speaker.name) == ([], "sleep")
    speaker.close()
