"""A model speaks through litellm, over real HTTP to a server on loopback."""

from __future__ import annotations

import asyncio

import pytest

from interview_cli.errors import UsageError
from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import ModelError, SpeechRequest
from interview_cli.llm.speaking import MeteredSpeech, detected_speech, speech_name
from interview_cli.llm.usage import UsageRecorder
from tests.loopback import Behaviour, LoopbackServer, Script, always

SECRET = "sk-live-0123456789abcdefABCDEF"
SOUND = b"RIFF\xff\xfe the bytes of a sound"


@pytest.fixture(autouse=True)
async def _imported() -> None:
    await LiteLLMModel("openai/test", api_key=SECRET).warm_up()


def model_at(
    server: LoopbackServer, name: str = "openai/gpt-4o-mini-tts", timeout: float | None = None
) -> LiteLLMModel:
    return LiteLLMModel(name, api_base=server.url, api_key=SECRET, timeout=timeout)


async def failure(script: Script, timeout: float | None = None) -> tuple[ModelError, UsageRecorder]:
    """The error that a call to a server with this script ends in, and what was reported of it."""
    told = UsageRecorder()
    with LoopbackServer(script) as server, pytest.raises(ModelError) as caught:
        await MeteredSpeech(model_at(server, timeout=timeout), told).speak(SpeechRequest("Hello."))
    assert "\n" not in caught.value.message
    return caught.value, told


async def test_a_text_comes_back_as_the_sound_that_the_provider_sends() -> None:
    with LoopbackServer(always(Behaviour(body=SOUND, headers={"Content-Type": "audio/wav"}))) as server:
        model = model_at(server, "openai/tts-1")
        speech = await model.speak(SpeechRequest("Hello Ann.", voice="nova", speed=1.25))
    request = server.requests[0]
    assert (speech.data, speech.model) == (SOUND, "openai/tts-1")
    assert request.path == "/v1/audio/speech"
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    assert request.json == {
        "model": "tts-1", "input": "Hello Ann.", "voice": "nova", "response_format": "wav", "speed": 1.25
    }  # fmt: skip
    assert (speech.usage.purpose, speech.usage.model, speech.usage.failed) == ("speak", "openai/tts-1", "")
    assert speech.usage.cost == pytest.approx(10 * 15e-6)  # 15 dollars a million characters
    assert speech.usage.seconds > 0


@pytest.mark.parametrize(
    ("name", "voice"), [("openai/kokoro", "alloy"), ("groq/canopylabs/orpheus-v1-english", "autumn")]
)
async def test_each_provider_has_a_voice_of_its_own_and_a_model_without_a_price_costs_nothing_known(
    name: str, voice: str
) -> None:
    with LoopbackServer(always(Behaviour(body=SOUND))) as server:
        speech = await model_at(server, name).speak(SpeechRequest("Hello."))
    assert server.requests[0].json["voice"] == voice
    assert "speed" not in server.requests[0].json
    assert speech.usage.cost is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "authentication"), (404, "unavailable"), (429, "rate_limit"), (500, "unavailable")],
)
async def test_a_refusal_is_one_clear_error_without_the_key_and_is_reported(status: int, kind: str) -> None:
    error, told = await failure(always(Behaviour(status=status, text=f"Bad key {SECRET}")))
    assert error.kind == kind
    assert SECRET not in f"{error.message} {error.hint} {error.__cause__} {error.__context__}"
    assert [(call.purpose, call.failed) for call in told.calls] == [("speak", kind)]


async def test_a_call_is_made_once() -> None:
    with LoopbackServer(always(Behaviour(status=500))) as server, pytest.raises(ModelError):
        await model_at(server).speak(SpeechRequest("Hello."))
    assert len(server.requests) == 1


async def test_no_sound_and_a_dropped_connection_are_errors() -> None:
    assert (await failure(always(Behaviour(body=b""))))[0].kind == "unreadable"
    assert (await failure(always(Behaviour(drop=True))))[0].kind == "unavailable"


async def test_a_provider_that_takes_too_long_is_given_up() -> None:
    error, _ = await failure(always(Behaviour(body=SOUND, delay=30)), timeout=0.3)
    assert error.kind == "timeout"


async def test_a_cancelled_call_hangs_up_and_is_reported() -> None:
    told = UsageRecorder()
    with LoopbackServer(always(Behaviour(body=SOUND, delay=30))) as server:
        call = asyncio.create_task(MeteredSpeech(model_at(server), told).speak(SpeechRequest("Hello.")))
        while not server.requests:
            await asyncio.sleep(0.01)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        while not server.abandoned:
            await asyncio.sleep(0.01)
    assert [call.failed for call in told.calls] == ["cancelled"]


def test_a_model_that_speaks_is_found_by_the_keys_that_are_set() -> None:
    assert detected_speech({}) == ("", "")
    assert detected_speech({"ANTHROPIC_API_KEY": "x"}) == ("", "")
    assert detected_speech({"GROQ_API_KEY": "x"})[1] == "GROQ_API_KEY is set"
    assert detected_speech({"GROQ_API_KEY": "x", "OPENAI_API_KEY": "x"})[0] == "openai/gpt-4o-mini-tts"


@pytest.mark.parametrize(
    "name", ["tts-1", "gpt-4o-mini-tts", "openai/tts-1", "groq/anything", "hosted_vllm/kokoro"]
)
def test_models_that_speak_are_known_by_their_provider(name: str) -> None:
    assert speech_name(name).endswith(name)


@pytest.mark.parametrize("name", ["loud", "nobody/x", "anthropic/claude-haiku-4-5", "gemini/tts"])
def test_what_cannot_speak_is_refused_with_what_can(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        speech_name(name)
    assert "pyttsx3" in caught.value.hint
