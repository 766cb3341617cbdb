"""Every call is accounted for, whether it gave a reply or not."""

from __future__ import annotations

import asyncio

import pytest

from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import CallUsage, ModelError
from interview_cli.llm.usage import Metered, UsageRecorder, totals
from tests.llm.scripted import REQUEST, FakeTime, ScriptedModel, fails
from tests.loopback import Behaviour, LoopbackServer, always


async def test_replies_streams_and_failures_are_all_reported() -> None:
    recorder = UsageRecorder()
    model = Metered(ScriptedModel("m", "one two", "three four", fails("timeout")), recorder)
    await model.complete(REQUEST)
    assert [piece async for piece in model.stream(REQUEST)] == ["three", "four"]
    with pytest.raises(ModelError):
        await model.complete(REQUEST)
    with pytest.raises(ModelError):
        async for _ in model.stream(REQUEST):
            pass
    assert [call.failed for call in recorder.calls] == ["", "", "timeout", "timeout"]
    assert {(call.purpose, call.prompt_hash) for call in recorder.calls} == {("test", "abc")}
    sums = recorder.totals()
    assert (sums.calls, sums.failed, sums.input_tokens, sums.output_tokens) == (4, 2, 20, 10)
    assert (sums.cost, sums.unpriced, sums.mean_seconds) == (0.002, 0, 0.5)


async def test_a_stream_that_is_left_early_is_reported_as_cancelled() -> None:
    recorder = UsageRecorder()
    stream = Metered(ScriptedModel("m", "one two three"), recorder).stream(REQUEST)
    assert await anext(stream) == "one"
    await stream.aclose()
    assert [(call.model, call.failed) for call in recorder.calls] == [("m", "cancelled")]


async def test_a_call_that_is_cancelled_is_reported_with_the_time_it_took() -> None:
    recorder, time = UsageRecorder(), FakeTime()
    with LoopbackServer(always(Behaviour(text="Late.", delay=30))) as server:
        model = Metered(LiteLLMModel("openai/test", api_base=server.url), recorder, clock=time)
        await model.warm_up()
        call = asyncio.create_task(model.complete(REQUEST))
        while not server.requests:
            await asyncio.sleep(0.01)
        time.now += 3
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    assert [(call.failed, call.seconds) for call in recorder.calls] == [("cancelled", 3.0)]


def test_an_unknown_price_is_neither_nothing_nor_hidden() -> None:
    priced, unpriced = CallUsage("t", "a", cost=0.5), CallUsage("t", "b")
    assert (totals([priced, unpriced]).cost, totals([priced, unpriced]).unpriced) == (0.5, 1)
    assert totals([unpriced]).cost is None
    assert totals([]).mean_seconds == 0.0
