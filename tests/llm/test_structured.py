"""Answers of a given shape: found in whatever surrounds them, asked for again once, else one clear error."""

from __future__ import annotations

import contextlib
import json
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.llm.port import ModelError
from interview_cli.llm.structured import UnreadableReply, ask, json_schema, parse
from tests.llm.scripted import REQUEST, ScriptedModel, fails
from tests.loopback import Behaviour, LoopbackServer, always, in_turn


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fact: str
    found: bool = False


class Judgement(BaseModel):
    """One criterion."""

    model_config = ConfigDict(extra="forbid")

    quotes: list[str] = Field(max_length=3)
    reason: str
    level: Annotated[int, Field(ge=0, le=5)]
    points: list[Point] = Field(default_factory=list)
    mood: Literal["good", "bad"] | None = None


GOOD = {"quotes": ["I did"], "reason": "Clear.", "level": 4}

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
judgements = st.builds(
    Judgement,
    quotes=st.lists(words, max_size=3),
    reason=words,
    level=st.integers(0, 5),
    points=st.lists(st.builds(Point, fact=words, found=st.booleans()), max_size=3),
    mood=st.sampled_from(["good", "bad", None]),
)
chatter = st.text("abc {}[]\"':,.<>/\\`\n", max_size=60)
thoughts = st.sampled_from(["think", "thinking", "reasoning", "THINK"])
wrappers = st.one_of(
    st.just(lambda body: body),
    st.just(lambda body: f"```json\n{body}\n```"),
    st.just(lambda body: f"Here it is:\n```\n{body}\n```\nHope that helps!"),
    thoughts.map(lambda tag: lambda body: f'<{tag}>Maybe {{"level": 9}} or { {1} }?</{tag}>\n{body}'),
    st.just(lambda body: 'A level {see below} of "4", so:\n' + body + "\nThat's {all}."),
    st.just(lambda body: f'{{"level": 0}} would be too low. {body}'),
)


@given(judgements, wrappers, st.sampled_from([None, 2]))
def test_any_valid_object_is_found_in_what_models_put_around_it(
    judgement: Judgement, wrap: Any, indent: int | None
) -> None:
    text = wrap(json.dumps(judgement.model_dump(), indent=indent, ensure_ascii=False))
    parsed = parse(text, Judgement)
    assert (parsed.value, parsed.repaired) == (judgement, False)


@given(judgements, chatter)
def test_any_valid_object_is_found_after_any_chatter_without_braces(judgement: Judgement, noise: str) -> None:
    noise = noise.replace("{", "").replace("}", "")
    assert parse(noise + judgement.model_dump_json() + noise, Judgement).value == judgement


@given(judgements, wrappers)
def test_trailing_commas_are_mended(judgement: Judgement, wrap: Any) -> None:
    plain = judgement.model_copy(update={"reason": "r", "quotes": ["q"], "points": []})
    text = wrap(plain.model_dump_json()[:-1] + ",}")
    parsed = parse(text, Judgement)
    assert (parsed.value, parsed.repaired) == (plain, True)


@given(chatter | st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_nothing_but_the_named_error_is_ever_raised(text: str) -> None:
    with contextlib.suppress(UnreadableReply):
        assert parse(text, Judgement).value.level in range(6)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "{" * 300_000,
        '{"a":' * 100_000,
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        "[" * 500_000,
        "<think>" * 100_000,
        '{"' + '\\"' * 200_000,
        "{:" * 60 + "word " * 15_000 + "}" * 60,
        '{"level": ' + "9" * 5000 + "}",
        '{"level": NaN, "reason": "r", "quotes": []}',
        " " * 1_000_001,
    ],
    ids=range(12),
)
def test_hostile_replies_are_refused_and_never_crash(text: str) -> None:
    with pytest.raises(UnreadableReply):
        parse(text, Judgement)


@pytest.mark.parametrize("evil", ["\\u0000", "\x00", "\\ud800", "\ud800"])
def test_characters_that_no_file_takes_are_dropped(evil: str) -> None:
    text = json.dumps(GOOD).replace("Clear", f"Cl{evil}ear")
    assert parse(text, Judgement).value.reason == "Clear."


def test_the_last_of_several_objects_counts() -> None:
    text = f"Draft: {json.dumps(GOOD | {'level': 1})}\nBetter: {json.dumps(GOOD)}\nDone (see {{4}}, {{}})."
    assert parse(text, Judgement).value.level == 4


def test_an_answer_after_a_closing_tag_without_its_opening_tag_is_found() -> None:
    text = f"So {json.dumps(GOOD | {'level': 0})} or more?</think>{json.dumps(GOOD)}"
    assert parse(text, Judgement).value.level == 4


def test_an_object_that_only_looks_like_a_part_of_the_answer_is_not_taken_for_it() -> None:
    class Lenient(BaseModel):
        note: str = "nothing"

    with pytest.raises(UnreadableReply):
        parse('{"other": 1}', Lenient)
    assert parse('{"note": "x", "more": {"a": 1},', Lenient).value.note == "x"


def test_the_error_names_the_field_and_the_bound() -> None:
    with pytest.raises(UnreadableReply, match=r"level: .*less than or equal to 5"):
        parse(json.dumps(GOOD | {"level": 7}), Judgement)


def test_the_schema_for_providers_is_closed_inlined_and_free_of_bounds() -> None:
    schema = json_schema(Judgement)
    text = json.dumps(schema)
    assert not any(word in text for word in ("$ref", "$defs", "maximum", "maxItems", "default", "title"))
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["quotes", "reason", "level", "points", "mood"]
    assert schema["properties"]["level"]["description"] == "at most 5, at least 0"
    assert schema["properties"]["points"]["items"]["required"] == ["fact", "found"]


def test_a_field_may_be_called_like_a_keyword_of_json_schema() -> None:
    class Odd(BaseModel):
        title: str
        default: int
        format: str

    assert list(json_schema(Odd)["properties"]) == ["title", "default", "format"]


async def test_a_good_answer_takes_one_call() -> None:
    model = ScriptedModel("m", json.dumps(GOOD))
    answer = await ask(model, REQUEST, Judgement)
    assert (answer.value.level, answer.repaired, answer.reasked) == (4, False, False)
    assert model.requests[0].schema == json_schema(Judgement)


async def test_a_level_out_of_range_is_asked_for_again_with_the_error() -> None:
    script = in_turn(
        Behaviour(text=json.dumps(GOOD | {"level": 9})), Behaviour(text=f"```json\n{json.dumps(GOOD)}\n```")
    )
    with LoopbackServer(script) as server:
        answer = await ask(LiteLLMModel("openai/test", api_base=server.url), REQUEST, Judgement)
    assert (answer.value.level, answer.reasked, len(answer.replies)) == (4, True, 2)
    roles = [message["role"] for message in server.requests[1].json["messages"]]
    assert roles == ["user", "assistant", "user"]
    assert (
        "level: Input should be less than or equal to 5" in server.requests[1].json["messages"][2]["content"]
    )


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("```json\n" + json.dumps(GOOD) + "\n```", False),
        ("<think>Is it {3}?</think>" + json.dumps(GOOD), False),
        (json.dumps(GOOD)[:-1], True),
        ("{'quotes': ['I did'], 'reason': 'Clear.', 'level': 4}", True),
    ],
    ids=["fenced", "thinking", "half", "single quotes"],
)
async def test_untidy_answers_over_http_need_no_second_call(text: str, repaired: bool) -> None:
    with LoopbackServer(always(Behaviour(text=text))) as server:
        answer = await ask(LiteLLMModel("openai/test", api_base=server.url), REQUEST, Judgement)
    assert (answer.value.level, answer.repaired, answer.reasked) == (4, repaired, False)


async def test_a_second_unusable_answer_is_an_error() -> None:
    model = ScriptedModel("m", "I would rather not say.")
    with pytest.raises(ModelError) as caught:
        await ask(model, REQUEST, Judgement)
    assert (caught.value.kind, caught.value.attempts, len(model.requests)) == ("unreadable", 2, 2)


async def test_what_the_model_raises_passes_through() -> None:
    with pytest.raises(ModelError) as caught:
        await ask(ScriptedModel("m", fails("cut", retryable=False)), REQUEST, Judgement)
    assert caught.value.kind == "cut"
