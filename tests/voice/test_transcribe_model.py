"""A provider's model writes speech down, over real HTTP to a server on loopback that misbehaves."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import CallUsage
from interview_cli.voice.transcribe.model import ModelTranscriber
from interview_cli.voice.transcribe.port import (
    Hints,
    Part,
    TranscriberError,
    TranscriptionCancelledError,
)
from tests.loopback import Behaviour, LoopbackServer, Script, always, in_turn

SECRET = "sk-live-0123456789abcdefABCDEF"
PCM = bytes(32_000 * 3)
ENGLISH = Hints("en-GB", ("Kafka", "PostgreSQL"))
WORDS = {
    "task": "transcribe",
    "language": "english",
    "duration": 3.0,
    "text": " I used Kafka. ",
    "words": [
        {"word": "I", "start": 0.1, "end": 0.2},
        {"word": "used", "start": 0.3, "end": 0.25},
        {"word": "Kafka", "start": 0.6, "end": 1.0},
        {"word": "", "start": 1.0, "end": 1.1},
        {"word": "untimed"},
    ],
    "segments": [
        {"id": 0, "avg_logprob": -0.2, "no_speech_prob": 0.01, "start": 0, "end": 1, "text": "I used"},
        {"id": 1, "avg_logprob": -0.6, "no_speech_prob": 0.3, "start": 1, "end": 2, "text": "Kafka."},
    ],
}


def reply(**fields: Any) -> Behaviour:
    return Behaviour(body=json.dumps(fields))


@contextmanager
def hearing(script: Script, name: str = "openai/whisper-1", **options: Any) -> Iterator[Any]:
    """A transcriber, its server and the list of usage records."""
    calls: list[CallUsage] = []
    with LoopbackServer(script) as server:
        model = LiteLLMModel(name, api_base=server.url, api_key=SECRET, environ={"OPENAI_API_KEY": SECRET})
        transcriber = ModelTranscriber(model, record=calls.append, **options)
        try:
            yield transcriber, server, calls
        finally:
            transcriber.close()


def part_of(script: Script, name: str = "openai/whisper-1") -> Part:
    with hearing(script, name) as (transcriber, _, _):
        part: Part = transcriber.transcribe(PCM, ENGLISH)
    return part


def error_of(script: Script, **options: Any) -> tuple[TranscriberError, list[CallUsage]]:
    with hearing(script, **options) as (transcriber, _, calls):
        with pytest.raises(TranscriberError) as caught:
            transcriber.transcribe(PCM, ENGLISH)
        assert "\n" not in caught.value.message
        assert SECRET not in caught.value.message + caught.value.hint
        return caught.value, calls


def test_words_and_probabilities_come_with_the_text() -> None:
    part = part_of(always(reply(**WORDS)))
    assert part.text == "I used Kafka."
    assert [(word.text, word.start, word.end) for word in part.words] == [
        ("I", 0.1, 0.2),
        ("used", 0.3, 0.3),
        ("Kafka", 0.6, 1.0),
    ]
    assert (part.language, part.no_speech, part.log_probability) == ("en", 0.3, -0.6)
    assert part.compression is not None


def test_the_sound_goes_as_a_wav_file_with_language_and_prompt() -> None:
    with hearing(always(reply(text="Hi."))) as (transcriber, server, _):
        transcriber.transcribe(b"\x01\x02" * 8000, ENGLISH)
    request = server.requests[0]
    assert request.path == "/v1/audio/transcriptions"
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    form = request.form
    assert form["model"] == ["whisper-1"]
    assert form["language"] == ["en"]
    assert form["response_format"] == ["verbose_json"]
    assert form["timestamp_granularities[]"] == ["word", "segment"]
    assert form["prompt"] == ["Um, uh, hmm, er, ah. Kafka, PostgreSQL."]
    with wave.open(io.BytesIO(form["file"][0].encode("latin-1"))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        assert file.readframes(9_000) == b"\x01\x02" * 8000


def test_groq_is_asked_for_the_times_of_words_too() -> None:
    with hearing(always(reply(**WORDS)), "groq/whisper-large-v3-turbo") as (transcriber, server, calls):
        assert len(transcriber.transcribe(PCM, ENGLISH).words) == 3
    assert server.requests[0].form["timestamp_granularities[]"] == ["word", "segment"]
    assert calls[0].cost == pytest.approx(3 * 1.111e-05, rel=0.5)


def test_a_model_without_times_is_asked_plainly_from_then_on() -> None:
    def script(request: dict[str, Any], n: int) -> Behaviour:
        if "verbose_json" in request["body"]:
            return Behaviour(status=400, text="response_format 'verbose_json' is not compatible with model")
        return reply(text="Plain.")

    with hearing(script, "openai/gpt-4o-mini-transcribe") as (transcriber, server, calls):
        parts = [transcriber.transcribe(PCM, Hints()) for _ in range(2)]
    assert [part.text for part in parts] == ["Plain.", "Plain."]
    assert parts[0].words == ()
    assert parts[0].no_speech is None
    assert [request.form["response_format"][0] for request in server.requests] == [
        "verbose_json",
        "json",
        "json",
    ]
    assert "language" not in server.requests[0].form
    assert len(calls) == 2


ODD = [
    {"text": "Hi.", "words": "none", "segments": 3, "language": None},
    {"text": "Hi.", "words": [1, {"word": 2}], "segments": [{"avg_logprob": "low"}], "duration": "x"},
]


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("fields", ODD)
def test_odd_replies_give_their_text_without_the_rest(fields: dict[str, Any]) -> None:
    part = part_of(always(reply(**fields)))
    assert (part.text, part.words, part.no_speech, part.log_probability) == ("Hi.", (), None, None)


def test_nothing_is_printed_about_an_odd_reply() -> None:
    script = (
        "import sys\n"
        "from interview_cli.llm.gateway import LiteLLMModel\n"
        "from interview_cli.voice.transcribe.model import ModelTranscriber\n"
        "from interview_cli.voice.transcribe.port import Hints\n"
        "model = LiteLLMModel('openai/whisper-1', api_base=sys.argv[1], api_key='none')\n"
        "transcriber = ModelTranscriber(model)\n"
        "print(transcriber.transcribe(bytes(32000), Hints()).text)\n"
    )
    with LoopbackServer(always(reply(**ODD[0]))) as server:
        command = [sys.executable, "-c", script, server.url]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert (ran.stdout, ran.stderr) == ("Hi.\n", "")


def test_silence_is_an_empty_text_and_no_error() -> None:
    part = part_of(always(reply(text="")))
    assert (part.text, part.compression) == ("", None)


def test_what_it_cost_is_recorded() -> None:
    with hearing(always(reply(**WORDS))) as (transcriber, _, calls):
        transcriber.transcribe(PCM, ENGLISH)
    assert (calls[0].purpose, calls[0].model, calls[0].failed) == ("transcribe", "openai/whisper-1", "")
    assert calls[0].cost == pytest.approx(0.0003)
    assert calls[0].seconds > 0


def test_a_wrong_key_is_told_without_the_key_and_not_tried_again() -> None:
    error, calls = error_of(always(Behaviour(status=401, text=f"Incorrect API key provided: {SECRET}")))
    assert "did not accept the key" in error.message
    assert [call.failed for call in calls] == ["authentication"]


def test_a_server_in_trouble_is_asked_twice() -> None:
    error, calls = error_of(always(Behaviour(status=500, text="out of order")))
    assert "openai/whisper-1" in error.message
    assert [call.failed for call in calls] == ["unavailable", "unavailable"]


def test_a_failure_in_passing_costs_nothing() -> None:
    with hearing(in_turn(Behaviour(status=500, text="wait"), reply(text="Hi."))) as (transcriber, _, calls):
        assert transcriber.transcribe(PCM, ENGLISH).text == "Hi."
    assert [call.failed for call in calls] == ["unavailable", ""]


def test_a_provider_that_takes_too_long_is_given_up() -> None:
    error, calls = error_of(always(Behaviour(delay=20.0)), timeout=0.3)
    assert "took too long" in error.message
    assert [call.failed for call in calls] == ["timeout"]


def test_a_reply_that_is_no_transcription_is_an_error() -> None:
    error, _ = error_of(always(Behaviour(body='{"choices": []}')))
    assert error.message.startswith("openai/whisper-1")


@pytest.mark.parametrize(
    "page", ["<!DOCTYPE html>\n<html>Guests</html>", "  <html><body>sk-test-1234567</body>"]
)
def test_a_web_page_that_stands_between_is_no_transcript(page: str) -> None:
    behaviour = Behaviour(body=page, headers={"Content-Type": "text/html"})
    error, calls = error_of(always(behaviour))
    assert "sent a web page instead of a transcript" in error.message
    assert "proxy" in error.hint
    assert "sk-test" not in error.message
    assert {call.failed for call in calls} == {"unreadable"}


def test_a_server_that_is_not_there_is_told() -> None:
    model = LiteLLMModel("openai/whisper-1", api_base="http://127.0.0.1:9/v1", api_key=SECRET)
    transcriber = ModelTranscriber(model)
    with pytest.raises(TranscriberError, match="cannot be reached"):
        transcriber.transcribe(PCM, ENGLISH)
    transcriber.close()


def test_a_provider_that_hears_nothing_is_told_so() -> None:
    transcriber = ModelTranscriber(LiteLLMModel("anthropic/claude-haiku-4-5", api_key=SECRET))
    with pytest.raises(TranscriberError, match=r"^anthropic/claude-haiku-4-5 writes down no speech\.$"):
        transcriber.transcribe(PCM, ENGLISH)
    transcriber.close()


def test_a_call_can_be_cancelled_and_its_connection_is_closed() -> None:
    begun = threading.Event()

    def script(request: dict[str, Any], n: int) -> Behaviour:
        begun.set()
        return Behaviour(delay=20.0) if n == 0 else reply(text="Hi.")

    with hearing(script) as (transcriber, server, calls):
        transcriber.load()

        def cancel() -> None:
            begun.wait()
            transcriber.cancel()

        threading.Thread(target=cancel).start()
        with pytest.raises(TranscriptionCancelledError):
            transcriber.transcribe(PCM, ENGLISH)
        assert transcriber.transcribe(PCM, ENGLISH).text == "Hi."
        assert [call.failed for call in calls] == ["cancelled", ""]
        transcriber.cancel()
        transcriber.close()
        assert transcriber.transcribe(PCM, ENGLISH).text == "Hi."
    assert server.abandoned == [0]
