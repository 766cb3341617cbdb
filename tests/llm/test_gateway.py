"""One model through litellm, over real HTTP to a server on loopback that misbehaves in every known way."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import Image, Message, ModelError, Reply, Request, Text
from tests.llm.scripted import drain
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
        pieces: list[Reply] = []
        async for _ in model_at(server, "gpt-4o-mini").stream(asking(), on_reply=pieces.append):
            pass
    assert reply.usage.cost is not None
    assert reply.usage.cost == pytest.approx(0.15, rel=0.5)
    assert pieces[0].usage.cost == reply.usage.cost


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


async def test_a_stream_delivers_its_pieces_in_order_and_then_the_whole_reply() -> None:
    replies: list[Reply] = []
    with LoopbackServer(always(Behaviour(chunks=("Hel", "lo ", "you."), usage=(9, 4)))) as server:
        pieces = [piece async for piece in model_at(server).stream(asking(), on_reply=replies.append)]
    assert "".join(pieces) == "Hello you."
    assert len(pieces) > 1
    assert replies[0].text == "Hello you."
    assert (replies[0].usage.input_tokens, replies[0].usage.output_tokens) == (9, 4)


async def test_a_stall_before_the_headers_ends_in_a_timeout() -> None:
    error = await failure(always(Behaviour(text="Late.", delay=30)), timeout=0.3)
    assert (error.kind, error.retryable) == ("timeout", True)


@pytest.mark.parametrize("options", [{"stall": 1.0}, {"timeout": 1.0}])
async def test_a_stall_in_the_middle_of_a_stream_ends_in_a_timeout(options: dict[str, Any]) -> None:
    pieces: list[str] = []
    script = always(Behaviour(chunks=("Once ", "upon ", 30.0, "a time")))
    with LoopbackServer(script) as server, pytest.raises(ModelError) as caught:
        await drain(model_at(server, **options).stream(asking()), pieces)
    assert caught.value.kind == "timeout"
    assert "".join(pieces).startswith("Once")


async def test_a_slow_reader_does_not_use_up_the_time_of_a_stream() -> None:
    with LoopbackServer(always(Behaviour(chunks=("a", "b", "c")))) as server:
        pieces = []
        async for piece in model_at(server, timeout=1.0).stream(asking()):
            pieces.append(piece)
            await asyncio.sleep(0.4)
    assert "".join(pieces) == "abc"


async def test_a_stream_that_is_left_early_closes_quietly() -> None:
    with LoopbackServer(always(Behaviour(chunks=("a", "b", 30.0)))) as server:
        stream = model_at(server).stream(asking())
        assert await anext(stream) == "a"
        await stream.aclose()


async def test_a_dropped_stream_is_an_error() -> None:
    script = always(Behaviour(chunks=("Half a ", "sentence"), drop=True))
    with LoopbackServer(script) as server, pytest.raises(ModelError) as caught:
        await drain(model_at(server).stream(asking()), [])
    assert caught.value.kind == "unavailable"


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("7", 7, 7),
        ("2.5", 2.5, 2.5),
        (format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True), 3000, 3600),
        (format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True), 0, 0),
    ],
    ids=["seconds", "part of a second", "a date ahead", "a date gone by"],
)
async def test_the_wait_a_provider_asks_for_is_read(header: str, low: float, high: float) -> None:
    error = await failure(always(Behaviour(status=429, text="Slow down", headers={"Retry-After": header})))
    assert (error.kind, error.retryable) == ("rate_limit", True)
    assert error.retry_after is not None
    assert low <= error.retry_after <= high


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
        await drain(model_at(server).stream(asking()), [])
    assert caught.value.kind == kind


async def test_an_address_where_nobody_listens_is_named_as_unreachable() -> None:
    with LoopbackServer(always(Behaviour())) as server:
        gone = server.url
    with pytest.raises(ModelError) as caught:
        await LiteLLMModel("openai/test", api_base=gone).complete(asking())
    assert (caught.value.kind, caught.value.retryable) == ("unavailable", True)
    assert "cannot be reached" in caught.value.message


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
    async for _ in model.stream(request):
        pass

asyncio.run(main(sys.argv[1]))
"""


def test_the_client_prints_nothing_of_its_own() -> None:
    script = in_turn(Behaviour(text="Hi."), Behaviour(status=500), Behaviour(text="Hi."))
    with LoopbackServer(script) as server:
        run = subprocess.run(
            [sys.executable, "-W", "default", "-W", "ignore::DeprecationWarning", "-c", SCRIPT, server.url],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert len(server.requests) == 4
