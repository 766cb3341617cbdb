"""A chain of models: when it waits, when it moves on, what it says, and when it gives up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.llm.fallback import FallbackModel, Notice
from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import ModelError, ModelPort
from tests.llm.scripted import REQUEST, FakeTime, ScriptedModel, fails
from tests.loopback import Behaviour, LoopbackServer, always, in_turn


def chain(time: FakeTime, *models: ModelPort, **options: Any) -> FallbackModel:
    return FallbackModel(models, sleep=time.sleep, clock=time, random=lambda: 1.0, **options)


async def test_a_failing_call_is_repeated_with_growing_waits() -> None:
    time = FakeTime()
    model = ScriptedModel("a", fails("unavailable"), fails("timeout"), "Hi.")
    reply = await chain(time, model).complete(REQUEST)
    assert (reply.text, reply.usage.attempts) == ("Hi.", 3)
    assert time.slept == [1.0, 2.0]


async def test_the_wait_a_provider_asks_for_is_kept() -> None:
    time = FakeTime()
    model = ScriptedModel("a", fails("rate_limit", retry_after=12.0), "Hi.")
    await chain(time, model).complete(REQUEST)
    assert 12.0 <= time.slept[0] < 13.0


async def test_a_provider_that_asks_for_a_long_wait_is_passed_over() -> None:
    time = FakeTime()
    first = ScriptedModel("a", fails("rate_limit", retry_after=31.0))
    reply = await chain(time, first, ScriptedModel("b", "Hi.")).complete(REQUEST)
    assert (reply.model, reply.usage.attempts, time.slept) == ("b", 2, [])


@pytest.mark.parametrize("kind", ["authentication", "bad_request"])
async def test_what_cannot_succeed_is_not_repeated(kind: Any) -> None:
    time = FakeTime()
    first = ScriptedModel("a", fails(kind, retryable=True))
    assert (await chain(time, first, ScriptedModel("b", "Hi.")).complete(REQUEST)).model == "b"
    assert (len(first.requests), time.slept) == (1, [])


async def test_a_model_that_is_down_is_left_alone_and_then_tried_once() -> None:
    time = FakeTime()
    first = ScriptedModel("a", fails("unavailable"))
    models = chain(time, first, ScriptedModel("b", "Hi."), cooldown=60)
    await models.complete(REQUEST)
    assert len(first.requests) == 3
    await models.complete(REQUEST)
    assert len(first.requests) == 3
    time.now += 61
    await models.complete(REQUEST)
    assert len(first.requests) == 4
    await models.complete(REQUEST)
    assert len(first.requests) == 4
    first.steps = ["Back."]
    time.now += 61
    assert [(await models.complete(REQUEST)).model for _ in range(2)] == ["a", "a"]


async def test_only_one_call_tries_a_model_that_was_down() -> None:
    time = FakeTime()
    first = ScriptedModel("a", fails("unavailable"))
    models = chain(time, first, ScriptedModel("b", "Hi."))
    await models.complete(REQUEST)
    time.now += 61
    await asyncio.gather(*[models.complete(REQUEST) for _ in range(10)])
    assert len(first.requests) == 4


async def test_a_model_that_rejects_its_key_is_left_alone_for_good() -> None:
    time = FakeTime()
    first = ScriptedModel("a", fails("authentication", retryable=False))
    models = chain(time, first, ScriptedModel("b", "Hi."))
    for _ in range(3):
        await models.complete(REQUEST)
        time.now += 100_000
    assert len(first.requests) == 1


@pytest.mark.parametrize("kind", ["bad_request", "cut", "refused"])
async def test_a_model_that_could_not_handle_one_request_gets_the_next(kind: Any) -> None:
    time = FakeTime()
    first = ScriptedModel("a", fails(kind, retryable=False), "Hi.")
    models = chain(time, first, ScriptedModel("b", "Hi."))
    assert [(await models.complete(REQUEST)).model for _ in range(2)] == ["b", "a"]


async def test_when_all_fail_the_error_says_what_each_said() -> None:
    time = FakeTime()
    models = chain(time, ScriptedModel("a", fails("timeout")), ScriptedModel("b", fails("rate_limit")))
    with pytest.raises(ModelError) as caught:
        await models.complete(REQUEST)
    assert caught.value.message == "No model answered. timeout! rate_limit!"
    assert (caught.value.kind, caught.value.attempts) == ("rate_limit", 6)
    waited = len(time.slept)
    with pytest.raises(ModelError) as again:
        await models.complete(REQUEST)
    assert again.value.message == caught.value.message
    assert len(time.slept) == waited


async def test_the_person_is_told_what_happened_and_what_comes_next() -> None:
    notices: list[Notice] = []
    first = ScriptedModel("a", fails("timeout"))
    models = chain(FakeTime(), first, ScriptedModel("b", "Hi."), attempts=2, on_notice=notices.append)
    await models.complete(REQUEST)
    assert [(n.kind, n.happened, n.next, n.wait) for n in notices] == [
        ("timeout", "timeout!", "trying m again in 1 s", 1.0),
        ("timeout", "timeout!", "trying b", None),
    ]


async def test_a_stream_falls_back_as_any_call_does() -> None:
    told: list[str] = []
    models = chain(FakeTime(), ScriptedModel("a", fails("unavailable")), ScriptedModel("b", "one two"))
    reply = await models.complete(REQUEST, on_text=told.append)
    assert told == ["one", "one two"]
    assert (reply.text, reply.model, reply.usage.attempts) == ("one two", "b", 4)


async def test_a_reply_that_breaks_off_is_told_anew_from_its_beginning() -> None:
    told: list[str] = []
    models = chain(FakeTime(), ScriptedModel("a", "one BREAK", "other words"))
    reply = await models.complete(REQUEST, on_text=told.append)
    assert told == ["one", "other", "other words"]
    assert (reply.text, reply.usage.attempts) == ("other words", 2)


async def test_where_every_reply_breaks_off_the_next_model_is_asked() -> None:
    told: list[str] = []
    models = chain(FakeTime(), ScriptedModel("a", "one BREAK"), ScriptedModel("b", "two"), attempts=2)
    assert (await models.complete(REQUEST, on_text=told.append)).model == "b"
    assert told == ["one", "one", "two"]


kinds = st.sampled_from(
    ["timeout", "rate_limit", "unavailable", "authentication", "bad_request", "unreadable"]
)
failures = st.builds(
    fails, kinds, retryable=st.booleans(), retry_after=st.none() | st.floats(0, 1e6, allow_nan=False)
)
scripts = st.lists(st.lists(failures | st.just("Hi."), min_size=1, max_size=5), min_size=1, max_size=4)


@given(scripts, st.lists(st.floats(0, 200), max_size=6))
def test_every_call_ends_within_the_patience_in_a_reply_or_one_error(
    steps: Sequence[Sequence[Any]], gaps: Sequence[float]
) -> None:
    async def run() -> None:
        time = FakeTime()
        members = [ScriptedModel(str(number), *each) for number, each in enumerate(steps)]
        models = chain(time, *members, patience=45.0)
        for gap in [0.0, *gaps]:
            time.now += gap
            began = time.now
            before = sum(len(member.requests) for member in members)
            with contextlib.suppress(ModelError):
                assert (await models.complete(REQUEST)).text == "Hi."
            assert time.now - began <= 45.0
            assert sum(len(member.requests) for member in members) - before <= 3 * len(members)

    asyncio.run(run())


async def test_a_real_chain_ends_on_the_second_model_and_leaves_the_dead_one_alone() -> None:
    time = FakeTime()
    limited = in_turn(
        Behaviour(status=429, headers={"Retry-After": "5"}), Behaviour(status=429), Behaviour(status=500)
    )
    with LoopbackServer(limited) as dead, LoopbackServer(always(Behaviour(text="Hi."))) as alive:
        models = chain(
            time,
            LiteLLMModel("openai/first", api_base=dead.url),
            LiteLLMModel("openai/second", api_base=alive.url),
        )
        replies = [await models.complete(REQUEST) for _ in range(2)]
    assert [(reply.model, reply.usage.attempts) for reply in replies] == [
        ("openai/second", 4),
        ("openai/second", 1),
    ]
    assert len(dead.requests) == 3
    assert 5.0 <= time.slept[0] < 6.0


async def test_two_dead_providers_fail_at_once_the_second_time() -> None:
    time = FakeTime()
    with (
        LoopbackServer(always(Behaviour(drop=True))) as first,
        LoopbackServer(always(Behaviour(status=500))) as second,
    ):
        models = chain(
            time,
            LiteLLMModel("openai/first", api_base=first.url),
            LiteLLMModel("openai/second", api_base=second.url),
        )
        for _ in range(2):
            with pytest.raises(ModelError, match=r"openai/first .* openai/second"):
                await models.complete(REQUEST)
    assert (len(first.requests), len(second.requests)) == (3, 3)
