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
    model = Metered(ScriptedModel("m", "one two", "three four", fails("timeout"), "five BREAK"), recorder)
    told: list[str] = []
    await model.complete(REQUEST)
    await model.complete(REQUEST, on_text=told.append)
    with pytest.raises(ModelError):
        await model.complete(REQUEST)
    with pytest.raises(ModelError):
        await model.complete(REQUEST, on_text=told.append)
    assert told == ["three", "three four", "five"]
    assert [call.failed for call in recorder.calls] == ["", "", "timeout", "unavailable"]
    assert {(call.purpose, call.prompt_hash) for call in recorder.calls} == {("test", "abc")}
    sums = recorder.totals()
    assert (sums.calls, sums.failed, sums.input_tokens, sums.output_tokens) == (4, 2, 20, 10)
    assert (sums.cost, sums.unpriced, sums.mean_seconds) == (0.002, 0, 0.5)


@pytest.mark.parametrize("reply", [Behaviour(text="Late.", delay=30), Behaviour(chunks=("Once ", 30.0))])
async def test_a_call_that_is_cancelled_is_reported_with_the_time_it_took(reply: Behaviour) -> None:
    recorder, time, told = UsageRecorder(), FakeTime(), asyncio.Event()
    with LoopbackServer(always(reply)) as server:
        model = Metered(LiteLLMModel("openai/test", api_base=server.url), recorder, clock=time)
        await model.warm_up()
        call = asyncio.create_task(model.complete(REQUEST, on_text=lambda text: told.set()))
        while not server.requests or (reply.chunks and not told.is_set()):
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
