"""One model through litellm, over real HTTP to a server on loopback that misbehaves in every known way."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import subprocess
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from interview_cli.llm.client import client
from interview_cli.llm.failures import model_error
from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import Image, Message, ModelError, Request, Text
from tests.loopback import Behaviour, LoopbackServer, Script, always, in_turn

SECRET = "sk-live-0123456789abcdefABCDEF"
SCHEMA = {"type": "object", "properties": {"level": {"type": "integer"}}, "required": ["level"]}


@pytest.fixture(autouse=True)
async def _imported() -> None:
    await LiteLLMModel("openai/test", api_key=SECRET).warm_up()


def asking(text: str = "Hello?", **fields: Any) -> Request:
    return Request(purpose="test", messages=(Message.of("user", text),), **fields)


def model_at(server: LoopbackServer, name: str = "openai/test", **options: Any) -> LiteLLMModel:
    return LiteLLMModel(name, api_base=server.url, api_key=SECRET, **options)


async def failure(script: Script, **fields: Any) -> ModelError:
    """The error that one call to a server with this script ends in."""
    with LoopbackServer(script) as server, pytest.raises(ModelError) as caught:
        await model_at(server).complete(asking(**fields))
    assert "\n" not in caught.value.message
    return caught.value


def no_matter(text: str) -> None:
    """What is told on the way is of no interest here."""


async def test_a_reply_comes_with_its_model_reason_and_usage() -> None:
    with LoopbackServer(always(Behaviour(text="Hi there.", usage=(11, 3)))) as server:
        reply = await model_at(server).complete(asking(prompt_hash="abc"))
    assert (reply.text, reply.model, reply.finish_reason) == ("Hi there.", "openai/test", "stop")
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (11, 3)
    assert (reply.usage.purpose, reply.usage.prompt_hash, reply.usage.attempts) == ("test", "abc", 1)
    assert reply.usage.cost is None
    assert reply.usage.seconds > 0


async def test_the_cost_of_a_known_model_is_computed() -> None:
    with LoopbackServer(always(Behaviour(text="Hi.", usage=(1_000_000, 1)))) as server:
        reply = await model_at(server, "gpt-4o-mini").complete(asking())
        streamed = await model_at(server, "gpt-4o-mini").complete(asking(), on_text=no_matter)
    assert reply.usage.cost is not None
    assert reply.usage.cost == pytest.approx(0.15, rel=0.5)
    assert streamed.usage.cost == reply.usage.cost


@pytest.mark.parametrize("usage", [(10**30, 5), (5, 10**18)])
async def test_a_count_that_can_be_none_is_not_counted(usage: tuple[int, int]) -> None:
    with LoopbackServer(always(Behaviour(text="Hi.", usage=usage))) as server:
        reply = await model_at(server, "gpt-4o-mini").complete(asking())
        streamed = await model_at(server, "gpt-4o-mini").complete(asking(), on_text=no_matter)
    counted = tuple(number if 0 <= number < 10**12 else 0 for number in usage)
    for one in (reply, streamed):
        assert (one.usage.input_tokens, one.usage.output_tokens, one.usage.cost) == (*counted, None)


async def test_text_images_and_parameters_reach_the_provider() -> None:
    message = Message("user", (Text("What is this?"), Image(b"\x89PNG", "image/png")))
    request = Request("test", (Message.of("system", "Be brief."), message), temperature=0.2, max_tokens=50)
    with LoopbackServer(always(Behaviour(text="A picture."))) as server:
        await model_at(server).complete(request)
    sent = server.requests[0].json
    assert sent["messages"][0] == {"role": "system", "content": "Be brief."}
    assert sent["messages"][1]["content"][0] == {"type": "text", "text": "What is this?"}
    assert sent["messages"][1]["content"][1]["image_url"]["url"] == "data:image/png;base64,iVBORw=="
    assert (sent["temperature"], sent["max_tokens"]) == (0.2, 50)
    assert server.requests[0].headers["authorization"] == f"Bearer {SECRET}"


async def test_characters_that_no_wire_takes_are_dropped_both_ways() -> None:
    with LoopbackServer(always(Behaviour(text="a\ud800b\x00c"))) as server:
        reply = await model_at(server).complete(asking("x\ud800y\x00z"))
    assert reply.text == "abc"
    assert server.requests[0].json["messages"][0]["content"] == "xyz"


async def test_a_keyless_server_on_this_machine_is_served() -> None:
    with LoopbackServer(always(Behaviour(text="Hi."))) as server:
        model = LiteLLMModel("openai/test", environ={"OPENAI_API_BASE": server.url})
        assert (await model.complete(asking())).text == "Hi."


@pytest.mark.parametrize("provider", ["deepseek", "mistral", "xai", "together_ai"])
async def test_a_provider_put_at_another_address_is_asked_there(provider: str) -> None:
    environ = {f"{provider.upper()}_API_KEY": "some-key"}
    with LoopbackServer(always(Behaviour(text="Hi."))) as server:
        environ[f"{provider.upper()}_API_BASE"] = server.url
        reply = await LiteLLMModel(f"{provider}/test", environ=environ).complete(asking())
    assert (reply.text, len(server.requests)) == ("Hi.", 1)


@pytest.mark.parametrize("name", ["openai/test", "cerebras/test", "nvidia_nim/test", "mistral/test"])
async def test_no_client_repeats_a_call_on_its_own(name: str) -> None:
    with LoopbackServer(always(Behaviour(status=500, text="Oops"))) as server:
        with pytest.raises(ModelError):
            await model_at(server, name).complete(asking())
        assert [recorded.json.get("max_retries") for recorded in server.requests] == [None]


async def test_the_schema_goes_along_and_stays_out_of_the_prompt() -> None:
    with LoopbackServer(always(Behaviour(text='{"level": 3}'))) as server:
        await model_at(server).complete(asking(schema=SCHEMA))
    sent = server.requests[0].json
    assert sent["response_format"]["json_schema"]["schema"] == SCHEMA
    assert sent["messages"] == [{"role": "user", "content": "Hello?"}]


async def test_a_provider_that_objects_to_the_schema_gets_it_in_the_prompt_from_then_on() -> None:
    def script(request: dict[str, Any], n: int) -> Behaviour:
        if "response_format" in request:
            return Behaviour(status=400, text="response_format json_schema is not supported by this model")
        return Behaviour(text='{"level": 3}')

    with LoopbackServer(script) as server:
        model = model_at(server)
        await model.complete(asking(schema=SCHEMA))
        await model.complete(asking(schema=SCHEMA))
    kinds = ["response_format" in recorded.json for recorded in server.requests]
    assert kinds == [True, False, False]
    assert json.dumps(SCHEMA) in server.requests[2].json["messages"][-1]["content"]
    assert len(server.requests[2].json["messages"]) == 1


async def test_a_bad_request_for_another_reason_is_not_repeated() -> None:
    script = always(Behaviour(status=400, text="max_tokens is too large"))
    with LoopbackServer(script) as server, pytest.raises(ModelError) as caught:
        await model_at(server).complete(asking(schema=SCHEMA))
    assert (caught.value.kind, caught.value.retryable) == ("bad_request", False)
    assert "max_tokens is too large" in caught.value.message
    assert len(server.requests) == 1


async def test_ollama_is_asked_for_a_context_that_holds_a_resume() -> None:
    body = {
        "model": "m",
        "message": {"role": "assistant", "content": "Hi."},
        "done": True,
        "prompt_eval_count": 8,
        "eval_count": 2,
    }
    with LoopbackServer(always(Behaviour(body=json.dumps(body)))) as server:
        model = LiteLLMModel("ollama/llama3.2", environ={"OLLAMA_HOST": f"127.0.0.1:{server.port}"})
        reply = await model.complete(asking(schema=SCHEMA))
    assert (reply.text, reply.model) == ("Hi.", "ollama/llama3.2")
    assert server.requests[0].path == "/api/chat"
    assert server.requests[0].json["options"]["num_ctx"] == 16384
    assert server.requests[0].json["format"] == SCHEMA


async def test_a_stream_is_told_as_it_grows_and_ends_in_the_whole_reply() -> None:
    told: list[str] = []
    with LoopbackServer(always(Behaviour(chunks=("Hel", 0.05, "lo ", 0.05, "you."), usage=(9, 4)))) as server:
        reply = await model_at(server).complete(asking(), on_text=told.append)
    assert told == ["Hel", "Hello ", "Hello you."]
    assert (reply.text, reply.finish_reason) == ("Hello you.", "stop")
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (9, 4)


async def test_without_a_listener_no_stream_is_asked_for() -> None:
    with LoopbackServer(always(Behaviour(text="Hi."))) as server:
        await model_at(server).complete(asking())
    assert "stream" not in server.requests[0].json


async def test_words_are_told_before_the_reply_is_complete() -> None:
    told = asyncio.Event()
    with LoopbackServer(always(Behaviour(chunks=("First words", 30.0, " and last")))) as server:
        call = asyncio.create_task(model_at(server).complete(asking(), on_text=lambda text: told.set()))
        await asyncio.wait_for(told.wait(), 5)
        assert not call.done()
        call.cancel()


@pytest.mark.parametrize("first", ["Once ", 30.0], ids=["after words", "before any"])
async def test_a_call_that_is_called_off_closes_its_connection_at_once(first: str | float) -> None:
    chunks = (first, 30.0, "upon")
    told = asyncio.Event()
    with LoopbackServer(always(Behaviour(chunks=chunks))) as server:
        call = asyncio.create_task(model_at(server).complete(asking(), on_text=lambda text: told.set()))
        async with asyncio.timeout(5):
            while not server.requests:
                await asyncio.sleep(0.01)
            if first == "Once ":
                await told.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            while not server.abandoned:
                await asyncio.sleep(0.01)


async def test_characters_that_are_cut_between_two_pieces_are_told_whole() -> None:
    told: list[str] = []
    pieces = ("設計を", 0.05, "教えて \ud83d", 0.05, "\ude00 ください", 0.05, "\udc00.")
    with LoopbackServer(always(Behaviour(chunks=pieces))) as server:
        reply = await model_at(server).complete(asking(), on_text=told.append)
    assert told == ["設計を", "設計を教えて ", "設計を教えて 😀 ください", "設計を教えて 😀 ください."]
    assert reply.text == told[-1]


async def test_a_provider_that_ignores_the_wish_for_a_stream_is_asked_for_the_whole_from_then_on() -> None:
    body = json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "x",
            "choices": [
                {"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}
            ],
            "usage": {"prompt_tokens": 4, "completion_tokens": 2, "total_tokens": 6},
        }
    )
    for name in ("openai/test", "mistral/test"):
        with LoopbackServer(always(Behaviour(body=body))) as server:
            model = model_at(server, name)
            replies = [await model.complete(asking(), on_text=no_matter) for _ in range(2)]
        assert [(reply.text, reply.usage.input_tokens) for reply in replies] == [("Hi.", 4)] * 2
        assert [bool(sent.json.get("stream")) for sent in server.requests] == [True, False, False]


@pytest.mark.parametrize(
    "words",
    [
        "Your organization must be verified to stream this model.",
        "response_format json_schema is not supported when stream is true",
    ],
)
async def test_a_provider_that_declines_to_stream_keeps_the_schema_and_gives_the_whole(words: str) -> None:
    def script(request: dict[str, Any], _: int) -> Behaviour:
        return Behaviour(status=400, text=words) if request.get("stream") else Behaviour(text='{"level": 1}')

    with LoopbackServer(script) as server:
        model = model_at(server)
        replies = [await model.complete(asking(schema=SCHEMA), on_text=no_matter) for _ in range(2)]
    assert [reply.text for reply in replies] == ['{"level": 1}'] * 2
    assert [bool(sent.json.get("stream")) for sent in server.requests] == [True, False, False]
    assert all("response_format" in sent.json for sent in server.requests)


async def test_a_provider_that_refuses_the_schema_streams_with_the_schema_in_the_prompt() -> None:
    def script(request: dict[str, Any], _: int) -> Behaviour:
        if "response_format" in request:
            return Behaviour(status=400, text="response_format is not supported")
        return Behaviour(chunks=('{"level"', 0.05, ": 1}"))

    told: list[str] = []
    with LoopbackServer(script) as server:
        reply = await model_at(server).complete(asking(schema=SCHEMA), on_text=told.append)
    assert reply.text == '{"level": 1}'
    assert told[0] == '{"level"'
    assert "JSON Schema" in server.requests[1].json["messages"][0]["content"]


async def test_a_stall_before_the_headers_ends_in_a_timeout() -> None:
    error = await failure(always(Behaviour(text="Late.", delay=30)), timeout=0.3)
    assert (error.kind, error.retryable) == ("timeout", True)


@pytest.mark.parametrize("options", [{"stall": 0.5}, {"timeout": 1.0}])
async def test_a_stall_in_the_middle_of_a_stream_ends_in_a_timeout(options: dict[str, Any]) -> None:
    told: list[str] = []
    script = always(Behaviour(chunks=("Once ", "upon ", 30.0, "a time")))
    with LoopbackServer(script) as server, pytest.raises(ModelError) as caught:
        await model_at(server, **options).complete(asking(), on_text=told.append)
    assert caught.value.kind == "timeout"
    assert told[-1].startswith("Once")


async def test_a_stall_that_the_client_notices_first_is_a_timeout_too() -> None:
    litellm = await client()
    with LoopbackServer(always(Behaviour(chunks=("Once ", 30.0)))) as server:
        arguments: dict[str, Any] = {"model": "openai/test", "api_base": server.url, "api_key": SECRET}
        messages = [{"role": "user", "content": "Hello?"}]
        chunks = await litellm.acompletion(messages=messages, stream=True, timeout=0.3, **arguments)
        with pytest.raises(Exception) as caught:
            async for _ in chunks:
                pass
    assert model_error(caught.value, "openai/test", {}).kind == "timeout"


async def test_silence_before_the_first_word_is_thought_and_no_stall() -> None:
    with LoopbackServer(always(Behaviour(chunks=("", 0.6, "A thought.")))) as server:
        reply = await model_at(server, stall=0.2).complete(asking(), on_text=no_matter)
    assert reply.text == "A thought."


async def test_a_slow_reader_does_not_use_up_the_time_of_a_stream() -> None:
    with LoopbackServer(always(Behaviour(chunks=("a", 0.01, "b", 0.01, "c")))) as server:
        model = model_at(server, timeout=1.0)
        reply = await model.complete(asking(), on_text=lambda text: time.sleep(0.4))
    assert reply.text == "abc"


async def test_a_dropped_stream_is_an_error() -> None:
    script = always(Behaviour(chunks=("Half a ", "sentence"), drop=True))
    with LoopbackServer(script) as server, pytest.raises(ModelError) as caught:
        await model_at(server).complete(asking(), on_text=no_matter)
    assert (caught.value.kind, caught.value.retryable) == ("unavailable", True)


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("7", 7, 7),
        ("2.5", 2.5, 2.5),
        (timedelta(hours=1), 3000, 3600),
        (-timedelta(hours=1), 0, 0),
    ],
    ids=["seconds", "part of a second", "a date ahead", "a date gone by"],
)
async def test_the_wait_a_provider_asks_for_is_read(header: str | timedelta, low: float, high: float) -> None:
    if isinstance(header, timedelta):
        header = format_datetime(datetime.now(UTC) + header, usegmt=True)
    error = await failure(always(Behaviour(status=429, text="Slow down", headers={"Retry-After": header})))
    assert (error.kind, error.retryable) == ("rate_limit", True)
    assert error.retry_after is not None
    assert low <= error.retry_after <= high


async def test_a_reply_that_unpacks_to_more_than_a_model_writes_is_broken_off() -> None:
    packed = gzip.compress(bytes(200 * 2**20), 1)
    error = await failure(always(Behaviour(body=packed, headers={"Content-Encoding": "gzip"})))

    assert (error.kind, error.retryable) == ("unavailable", False)
    assert "sent more than any model writes" in str(error)


@pytest.mark.parametrize("header", [{}, {"Retry-After": "soon"}, {"Retry-After": "nan"}])
async def test_a_rate_limit_without_a_usable_wait_names_none(header: dict[str, str]) -> None:
    error = await failure(always(Behaviour(status=429, text="Slow down", headers=header)))
    assert (error.kind, error.retryable, error.retry_after) == ("rate_limit", True, None)


async def test_an_account_without_credit_is_not_worth_a_retry() -> None:
    error = await failure(always(Behaviour(status=429, text="You exceeded your current quota")))
    assert (error.kind, error.retryable) == ("rate_limit", False)


@pytest.mark.parametrize(
    ("behaviour", "kind", "retryable"),
    [
        (Behaviour(status=500, text="Oops"), "unavailable", True),
        (Behaviour(status=503, text="Busy", headers={"Retry-After": "3"}), "unavailable", True),
        (Behaviour(status=504, text="Upstream"), "timeout", True),
        (Behaviour(drop=True), "unavailable", True),
        (Behaviour(body='{"id": "x", "choices": [{"mess'), "unavailable", True),
        (Behaviour(status=404, text="The model does not exist"), "unavailable", False),
        (Behaviour(status=403, text="Not for you"), "authentication", False),
        (Behaviour(status=400, text="the rate limit of tokens in one prompt"), "bad_request", False),
        (Behaviour(text="I had to st", finish_reason="length"), "cut", False),
        (Behaviour(text="", refusal="I can't help with that."), "refused", False),
        (Behaviour(text="", finish_reason="content_filter"), "refused", False),
        (Behaviour(text=" \n "), "unreadable", True),
        (Behaviour(body='{"id": "x", "object": "chat.completion", "choices": []}'), "unavailable", True),
    ],
    ids=lambda value: "" if isinstance(value, Behaviour) else str(value),
)
async def test_every_failure_has_its_kind(behaviour: Behaviour, kind: str, retryable: bool) -> None:
    error = await failure(always(behaviour))
    assert (error.kind, error.retryable) == (kind, retryable)
    assert error.message.startswith("openai/test ")


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (Behaviour(chunks=("I had to",), finish_reason="length"), "cut"),
        (Behaviour(chunks=("", ""), finish_reason="content_filter"), "refused"),
        (Behaviour(chunks=("",)), "unreadable"),
        (Behaviour(status=500, text="Oops"), "unavailable"),
    ],
)
async def test_a_stream_fails_for_the_same_reasons(behaviour: Behaviour, kind: str) -> None:
    with LoopbackServer(always(behaviour)) as server, pytest.raises(ModelError) as caught:
        await model_at(server).complete(asking(), on_text=no_matter)
    assert caught.value.kind == kind


async def test_an_address_where_nobody_listens_is_named_as_unreachable() -> None:
    with LoopbackServer(always(Behaviour())) as server:
        gone = server.url
    with pytest.raises(ModelError) as caught:
        await LiteLLMModel("openai/test", api_base=gone).complete(asking())
    assert (caught.value.kind, caught.value.retryable) == ("unavailable", True)
    assert caught.value.message == "openai/test cannot be reached: connection refused."


def test_a_name_that_stands_for_no_machine_is_told_as_that() -> None:
    raised = Exception("Connection error.")
    raised.__cause__ = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    error = model_error(raised, "openai/test", {})
    assert error.message == "openai/test cannot be reached: name or service not known."


@pytest.mark.parametrize("body", ["<html>Welcome</html>", "", '{"id": "x", "choi', '{"a":' * 100_000])
async def test_a_page_nothing_half_a_reply_or_endless_nesting_is_told_as_no_reply(body: str) -> None:
    error = await failure(always(Behaviour(body=body)))
    assert (error.kind, error.retryable) == ("unavailable", True)
    assert (error.message, error.hint) == (
        "openai/test sent something that is no model's reply.",
        "Check the provider's address.",
    )


async def test_a_key_with_a_sign_that_cannot_be_sent_is_told_as_that_and_not_shown() -> None:
    with LoopbackServer(always(Behaviour(text="Hi."))) as server, pytest.raises(ModelError) as caught:
        await LiteLLMModel("openai/test", api_base=server.url, api_key="sk-caf\u00e9-0123").complete(asking())
    assert caught.value.kind == "authentication"
    assert caught.value.message == "openai/test cannot be asked: its key has a sign in it that no key has."


@pytest.mark.parametrize("status", [401, 400, 429, 500])
async def test_a_key_that_the_provider_echoes_is_shown_nowhere(
    status: int, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    behaviour = Behaviour(status=status, text=f"Incorrect API key provided: {SECRET}.\nBearer {SECRET}")
    error = await failure(always(behaviour))
    shown = "".join(traceback.format_exception(error)) + repr(vars(error)) + caplog.text
    shown += "".join(capfd.readouterr())
    assert SECRET not in shown
    assert SECRET[8:20] not in shown
    if status == 401:
        assert (error.kind, error.retryable) == ("authentication", False)


async def test_several_calls_at_once_do_not_wait_for_each_other() -> None:
    """All requests are in before the first is answered, so they cannot have been sent one by one."""

    with LoopbackServer(in_turn(*[Behaviour(text="Hi.", delay=1.0)] * 20)) as server:
        model = model_at(server)
        calls = [asyncio.create_task(model.complete(asking())) for _ in range(20)]
        await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
        assert len(server.requests) == 20
        await asyncio.gather(*calls)


SCRIPT = """
import asyncio, sys
from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import Message, ModelError, Request

async def main(url):
    model = LiteLLMModel("openai/test", api_base=url, api_key="sk-0123456789")
    request = Request("test", (Message.of("user", "Hello?"),))
    for _ in range(3):
        try:
            await model.complete(request)
        except ModelError:
            pass
    await model.complete(request, on_text=lambda text: None)
    called_off = asyncio.create_task(model.complete(request, on_text=lambda text: called_off.cancel()))
    await asyncio.gather(called_off, return_exceptions=True)

asyncio.run(main(sys.argv[1]))
"""


def test_the_client_prints_nothing_of_its_own() -> None:
    good, endless = Behaviour(text="Hi."), Behaviour(chunks=("Hi.", 30.0))
    with LoopbackServer(in_turn(good, Behaviour(status=500), good, good, endless)) as server:
        run = subprocess.run(
            [sys.executable, "-W", "default", "-W", "ignore::DeprecationWarning", "-c", SCRIPT, server.url],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert len(server.requests) == 5


IN_PARTS = """
import sys
from interview_cli import loading
from interview_cli.llm import client

def broken(self, module):
    raise ImportError("gathers nothing")

if sys.argv[1] == "broken":
    loading._Gathering.exec_module = broken
client._load()
assert client.loaded().acompletion
print("openai.types.admin.organization" in sys.modules)
"""


@pytest.mark.parametrize(("release", "whole"), [("sound", "False"), ("broken", "True")])
def test_the_client_is_read_in_parts_or_whole_where_that_fails(release: str, whole: str) -> None:
    command = [sys.executable, "-c", IN_PARTS, release]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == whole
