"""Limits of providers: how many calls they get at a time and in a minute."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.llm.limits import Gate, Gates, Limit, parse_limits
from interview_cli.llm.port import ModelError, OnText, Reply, Request
from tests.llm.scripted import REQUEST, FakeTime, ScriptedModel, fails


class CountedModel(ScriptedModel):
    """Counts the calls that are under way together."""

    def __init__(self, name: str = "openai/test") -> None:
        super().__init__(name, "yes")
        self.under_way = 0
        self.most = 0

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            return await super().complete(request, on_text=on_text)
        finally:
            self.under_way -= 1


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("openai=20", Limit(20)),
        ("openai=500/min", Limit(None, 500)),
        ("openai=20,500/min", Limit(20, 500)),
        (" openai=1 ", Limit(1)),
    ],
)
def test_a_limit_is_calls_at_once_or_a_rate_or_both(text, limit):
    assert parse_limits([text]) == {"openai": limit}


def test_several_providers_have_limits_of_their_own_and_the_last_word_counts():
    found = parse_limits(["openai=2", "ollama=1", "openai=3"])
    assert found == {"openai": Limit(3), "ollama": Limit(1)}


@pytest.mark.parametrize(
    "text",
    ["openai", "openai=", "=3", "openai=-1", "openai=0", "openai=3,", "openai=2,0/min"],
)
def test_what_is_no_limit_is_refused_with_an_example(text):
    with pytest.raises(UsageError) as refused:
        parse_limits([text])
    assert repr(text) in refused.value.message
    assert refused.value.hint


def test_a_limit_of_a_provider_that_there_is_not_would_limit_nothing():
    with pytest.raises(UsageError, match="no model provider 'opnai'"):
        parse_limits(["opnai=2"])


@given(st.text(max_size=20))
def test_any_text_is_a_limit_or_refused(text):
    try:
        found = parse_limits([text])
    except UsageError:
        return
    [limit] = found.values()
    assert limit.at_once or limit.per_minute


async def test_no_more_calls_are_under_way_than_the_limit_allows():
    model = CountedModel()
    gates = Gates({"openai": Limit(2)})
    behind = [gates.before(model) for _ in range(3)]
    await asyncio.gather(*(one.complete(REQUEST) for one in behind * 4))
    assert model.most == 2
    assert len(model.requests) == 12
    assert behind[0].name == "openai/test"


async def test_a_provider_without_a_limit_has_no_gate():
    model = CountedModel("ollama/llama3.2")
    assert Gates({"openai": Limit(1)}).before(model) is model


async def test_a_rate_spreads_calls_evenly_over_the_minute():
    time = FakeTime()
    gate = Gate(Limit(None, 60), clock=time, sleep=time.sleep)
    begun = []
    for _ in range(5):
        async with gate.through():
            begun.append(time.now)
    assert begun == [1000.0, 1001.0, 1002.0, 1003.0, 1004.0]
    time.now += 60
    async with gate.through():
        assert time.now == 1064.0, "who waited long enough waits no more"
    assert time.slept == [1.0] * 4


@given(st.lists(st.floats(0, 30), max_size=30), st.integers(1, 120))
def test_however_calls_come_no_minute_sees_more_than_the_rate(gaps, rate):
    async def begun() -> list[float]:
        time, found = FakeTime(), []
        gate = Gate(Limit(None, rate), clock=time, sleep=time.sleep)
        for gap in gaps:
            time.now += gap
            async with gate.through():
                found.append(time.now)
        return found

    times = asyncio.run(begun())
    for place, first in enumerate(times):
        assert sum(first <= other < first + 60 - 1e-6 for other in times[place:]) <= rate


async def test_waiting_calls_go_through_in_the_order_they_came():
    time, order = FakeTime(), []
    gate = Gate(Limit(1, 60), clock=time, sleep=time.sleep)

    async def call(number: int) -> None:
        async with gate.through():
            order.append(number)
            await asyncio.sleep(0)

    await asyncio.gather(*(call(number) for number in range(6)))
    assert order == list(range(6))


async def test_a_call_that_fails_or_is_called_off_makes_room_for_the_next():
    gates = Gates({"openai": Limit(1)})
    failing = gates.before(ScriptedModel("openai/test", fails("unavailable")))
    for _ in range(3):
        with pytest.raises(ModelError):
            await failing.complete(REQUEST)

    class Stuck(ScriptedModel):
        async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
            await asyncio.Event().wait()
            raise AssertionError("unreachable")

    stuck = asyncio.create_task(gates.before(Stuck("openai/test", "")).complete(REQUEST))
    waiting = asyncio.create_task(gates.before(CountedModel()).complete(REQUEST))
    await asyncio.sleep(0)
    assert not waiting.done()
    stuck.cancel()
    assert (await waiting).text == "yes"


async def test_a_model_behind_a_gate_is_warmed_up_and_streams_as_before():
    warmed, heard = [], []

    class Warming(ScriptedModel):
        async def warm_up(self) -> None:
            warmed.append(self.name)

    gated = Gates({"openai": Limit(1)}).before(Warming("openai/test", "one two"))
    await gated.warm_up()
    await gated.complete(REQUEST, on_text=heard.append)
    assert warmed == ["openai/test"]
    assert heard == ["one", "one two"]
