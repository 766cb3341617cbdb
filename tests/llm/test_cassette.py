"""Recorded replies: what is kept, how it is found again, and what a replay says of what is not there."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from interview_cli.llm.cassette import Cassette, read_cassette, written
from interview_cli.llm.keys import without_keys
from interview_cli.llm.port import FailureKind, Image, Message, ModelError, OnText, Reply, Request
from interview_cli.llm.recording import Recorder
from interview_cli.llm.replay import CassetteMiss, ReplayModel
from interview_cli.llm.structured import ask
from interview_cli.llm.takes import Take, key_of_request, plain
from interview_cli.store.files import write_bytes
from tests.llm.scripted import ScriptedModel, fails

MODEL = "openai/test"


def request(variables: Mapping[str, Any] | None = None, *, version: str = "v1", words: str = "") -> Request:
    """A request of the prompt `judge`, as rendering makes one."""
    told = variables if variables is not None else {"question": "Why?", "answer": "Because."}
    messages = (Message.of("system", f"Judge.{words}"), Message.of("user", f"{told}"))
    return Request("judge", messages, version, variables=told)


def as_it_is(text: str) -> str:
    """Takes nothing out."""
    return text


def kept(cassette: Cassette, folder: Path) -> Cassette:
    """A cassette after it was written and read again."""
    path = folder / "suite.cassette.jsonl"
    write_bytes(path, written(cassette, as_it_is))
    return read_cassette(path)


async def recorded(
    model: ScriptedModel, *requests: Request, repeat: int = 0, cassette: Cassette | None = None
) -> Cassette:
    """A cassette with the model's replies to requests of one repeat."""
    cassette = cassette or Cassette("suite")
    recording = Recorder(cassette).model(model, repeat)
    for one in requests:
        await recording.complete(one)
    return cassette


# ---------------------------------------------------------------------- what comes back


async def test_a_replay_gives_what_was_recorded_with_what_it_cost(tmp_path: Path) -> None:
    model = ScriptedModel(MODEL, "Level 3.")
    recording = Recorder(cassette := Cassette("suite")).model(model, 0)
    first = await recording.complete(request())
    again = await ReplayModel(kept(cassette, tmp_path), MODEL, 0).complete(request())
    assert again == first
    assert (again.text, again.model, again.usage.prompt_hash) == ("Level 3.", MODEL, "v1")
    assert (again.usage.input_tokens, again.usage.cost, again.usage.seconds) == (10, 0.001, 0.5)


async def test_a_streamed_replay_tells_the_whole_reply(tmp_path: Path) -> None:
    cassette = kept(await recorded(ScriptedModel(MODEL, "Level 3."), request()), tmp_path)
    told: list[str] = []
    await ReplayModel(cassette, MODEL, 0).complete(request(), on_text=told.append)
    assert told == ["Level 3."]


async def test_equal_requests_of_one_run_are_samples_that_come_back_in_their_order(tmp_path: Path) -> None:
    cassette = await recorded(ScriptedModel(MODEL, "3", "4", "2"), *[request()] * 3)
    replay = ReplayModel(kept(cassette, tmp_path), MODEL, 0)
    assert [(await replay.complete(request())).text for _ in range(3)] == ["3", "4", "2"]
    with pytest.raises(CassetteMiss, match="sample 4"):
        await replay.complete(request())


async def test_each_repeat_has_its_own_replies(tmp_path: Path) -> None:
    cassette = await recorded(ScriptedModel(MODEL, "first"), request())
    await recorded(ScriptedModel(MODEL, "second"), request(), repeat=1, cassette=cassette)
    tape = kept(cassette, tmp_path)
    assert [(await ReplayModel(tape, MODEL, repeat).complete(request())).text for repeat in (0, 1)] == [
        "first",
        "second",
    ]
    with pytest.raises(CassetteMiss, match="not repeat 3"):
        await ReplayModel(tape, MODEL, 2).complete(request())


async def test_two_models_are_kept_apart(tmp_path: Path) -> None:
    cassette = await recorded(ScriptedModel("a/one", "1"), request())
    await recorded(ScriptedModel("b/two", "2"), request(), cassette=cassette)
    tape = kept(cassette, tmp_path)
    assert tape.models == ["a/one", "b/two"]
    assert [(await ReplayModel(tape, name, 0).complete(request())).text for name in tape.models] == ["1", "2"]


class Level(BaseModel):
    """What is asked for."""

    level: int


async def test_what_was_asked_again_after_an_unreadable_reply_comes_back(tmp_path: Path) -> None:
    recording = Recorder(cassette := Cassette("suite")).model(
        ScriptedModel(MODEL, "Well...", '{"level": 4}'), 0
    )
    assert (await ask(recording, request(), Level)).value.level == 4
    replay = ReplayModel(kept(cassette, tmp_path), MODEL, 0)
    answer = await ask(replay, request(), Level)
    assert (answer.value.level, answer.reasked) == (4, True)


OWN: list[FailureKind] = ["refused", "cut", "unreadable"]
PROVIDERS: list[FailureKind] = ["timeout", "rate_limit", "unavailable", "authentication", "bad_request"]


@pytest.mark.parametrize("kind", OWN)
async def test_a_failure_of_the_model_s_own_doing_is_recorded_and_comes_back(
    tmp_path: Path, kind: FailureKind
) -> None:
    recorder = Recorder(Cassette("suite"))
    model = ScriptedModel(MODEL, fails(kind), "never asked for")
    with pytest.raises(ModelError, match=f"{kind}!"):
        await recorder.model(model, 0).complete(request())
    with pytest.raises(ModelError, match=f"{kind}!") as failed:
        await ReplayModel(kept(recorder.cassette, tmp_path), MODEL, 0).complete(request())
    assert failed.value.kind == kind
    with pytest.raises(ModelError, match=f"{kind}!"):
        await recorder.model(model, 0).complete(request())
    assert len(model.requests) == 1


@pytest.mark.parametrize("kind", PROVIDERS)
async def test_a_failure_of_the_provider_is_not_recorded_and_the_request_asked_again(
    kind: FailureKind,
) -> None:
    recorder = Recorder(Cassette("suite"))
    model = ScriptedModel(MODEL, fails(kind), "Level 3.")
    with pytest.raises(ModelError):
        await recorder.model(model, 0).complete(request())
    assert recorder.cassette.recordings == {}
    assert (await recorder.model(model, 0).complete(request())).text == "Level 3."


# ---------------------------------------------------------------------- what is asked, and what not


async def test_what_is_on_the_cassette_is_not_asked_again(tmp_path: Path) -> None:
    cassette = kept(await recorded(ScriptedModel(MODEL, "3"), request()), tmp_path)
    model = ScriptedModel(MODEL, "another")
    recorder = Recorder(cassette)
    assert (await recorder.model(model, 0).complete(request())).text == "3"
    assert model.requests == []
    assert (await recorder.model(model, 1).complete(request())).text == "another"


async def test_another_version_of_the_prompt_is_asked_again_and_takes_the_place_of_the_old(
    tmp_path: Path,
) -> None:
    cassette = await recorded(ScriptedModel(MODEL, "old", "old too"), request(), request())
    await recorded(ScriptedModel(MODEL, "new"), request(version="v2"), cassette=cassette)
    [one] = kept(cassette, tmp_path).recordings.values()
    assert (one.prompt_hash, [take.text for take in one.takes]) == ("v2", ["new"])


async def test_what_was_recorded_at_another_temperature_is_told_and_asked_again(tmp_path: Path) -> None:
    steady, warm = replace(request(), temperature=0.0), replace(request(), temperature=0.7)
    cassette = kept(await recorded(ScriptedModel(MODEL, "3"), steady), tmp_path)
    assert (await ReplayModel(cassette, MODEL, 0).complete(steady)).text == "3"
    with pytest.raises(
        CassetteMiss, match=r"recorded at temperature 0 and is now asked at temperature 0\.7"
    ) as one:
        await ReplayModel(cassette, MODEL, 0).complete(warm)
    assert not one.value.changed
    with pytest.raises(CassetteMiss, match="now asked at the provider's own temperature"):
        await ReplayModel(cassette, MODEL, 0).complete(request())
    # What a changed prompt is compared with may have been asked at its own temperature.
    blessed = ReplayModel(cassette, MODEL, 0, any_version=True)
    assert (await blessed.complete(warm)).text == "3"

    await recorded(ScriptedModel(MODEL, "4", "2", "5"), warm, warm, warm, cassette=cassette)
    replay = ReplayModel(kept(cassette, tmp_path), MODEL, 0)
    assert [(await replay.complete(warm)).text for _ in range(3)] == ["4", "2", "5"]


async def test_asking_afresh_asks_once_and_keeps_what_could_not_be_asked_anew() -> None:
    other = request({"question": "Who?", "answer": "Me."})
    cassette = await recorded(ScriptedModel(MODEL, "old"), request(), other)
    recorder = Recorder(cassette, fresh=True)
    model = ScriptedModel(MODEL, "new", fails("unavailable"))
    assert (await recorder.model(model, 0).complete(request())).text == "new"
    assert (await recorder.model(model, 0).complete(request())).text == "new"
    with pytest.raises(ModelError):
        await recorder.model(model, 0).complete(other)
    assert len(model.requests) == 2
    assert [one.takes[0].text for one in cassette.recordings.values()] == ["new", "old"]


async def test_going_on_with_asking_afresh_asks_only_for_what_did_not_come_yet() -> None:
    other = request({"question": "Who?", "answer": "Me."})
    cassette = await recorded(ScriptedModel(MODEL, "new", "old"), request(), other)
    recorder = Recorder(cassette, fresh=True, anew={(key_of_request(request(), MODEL), 0, 0)})
    model = ScriptedModel(MODEL, "new too")
    assert (await recorder.model(model, 0).complete(request())).text == "new"
    assert (await recorder.model(model, 0).complete(other)).text == "new too"
    assert model.requests == [other]


async def test_each_reply_is_kept_before_the_next_is_asked_for() -> None:
    model = ScriptedModel(MODEL, "3", "4")
    kept_when_asked: list[tuple[int, str]] = []
    recorder = Recorder(
        Cassette("suite"),
        keep=lambda recording, take: kept_when_asked.append((len(model.requests), take.text)),
    )
    for question in ("Why?", "Who?"):
        await recorder.model(model, 0).complete(request({"question": question}))
    assert kept_when_asked == [(1, "3"), (2, "4")]


class Thinking(ScriptedModel):
    """Lets others have their turn before it replies."""

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The next step, a little later."""
        for _ in range(5):
            await asyncio.sleep(0)
        return await super().complete(request, on_text=on_text)


async def test_an_equal_request_of_another_case_under_way_waits_for_its_reply() -> None:
    model = Thinking(MODEL, "3", "4")
    recorder = Recorder(Cassette("suite"))
    replies = await asyncio.gather(*[recorder.model(model, 0).complete(request()) for _ in range(4)])
    assert [reply.text for reply in replies] == ["3"] * 4
    assert len(model.requests) == 1


async def test_what_no_case_asks_for_any_more_is_dropped_for_the_models_that_were_asked() -> None:
    gone = request({"question": "Gone?"})
    cassette = await recorded(ScriptedModel(MODEL, "3"), request(), gone)
    await recorded(ScriptedModel("other/model", "3"), gone, cassette=cassette)
    recorder = Recorder(cassette)
    await recorder.model(ScriptedModel(MODEL, "4"), 0).complete(request())
    recorder.drop_unused([MODEL])
    assert {(one.model, one.variables["question"]) for one in cassette.recordings.values()} == {
        (MODEL, "Why?"),
        ("other/model", "Gone?"),
    }


async def test_replies_of_the_stand_in_are_marked_wherever_they_are_played(tmp_path: Path) -> None:
    recorder = Recorder(Cassette("suite"), synthetic=True)
    await recorder.model(ScriptedModel("synthetic", "3"), 0).complete(request())
    replay = ReplayModel(kept(recorder.cassette, tmp_path), "synthetic", 0)
    await replay.complete(request())
    assert replay.synthetic
    real = ReplayModel(kept(await recorded(ScriptedModel(MODEL, "3"), request()), tmp_path), MODEL, 0)
    await real.complete(request())
    assert not real.synthetic


# ---------------------------------------------------------------------- what a request is found by


def test_a_key_does_not_depend_on_the_order_of_variables_nor_on_the_prompt_s_words() -> None:
    told = {"question": "Why?", "levels": [{"a": 1, "b": 2}]}
    turned = {"levels": ({"b": 2, "a": 1},), "question": "Why?"}
    keys = {
        key_of_request(one, MODEL)
        for one in (request(told), request(turned), request(told, words=" Be strict.", version="v9"))
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    "other",
    [
        request({"question": "Why?", "answer": "because."}),
        request({"question": "Why?"}),
        request({"question": "Why?", "answer": ["Because."]}),
        replace(request(), purpose="judge_points"),
        replace(request(), messages=(*request().messages, *request().messages)),
    ],
)
def test_a_key_depends_on_everything_that_was_asked(other: Request) -> None:
    assert key_of_request(other, MODEL) != key_of_request(request(), MODEL)
    assert key_of_request(request(), "other/model") != key_of_request(request(), MODEL)


async def test_a_changed_prompt_is_told_apart_from_a_case_that_was_never_recorded() -> None:
    cassette = await recorded(ScriptedModel(MODEL, "3"), request())
    with pytest.raises(CassetteMiss, match="was recorded in version v1 and is now v2") as changed:
        await ReplayModel(cassette, MODEL, 0).complete(request(version="v2"))
    assert (changed.value.changed, changed.value.prompt) == (True, "judge")
    with pytest.raises(CassetteMiss, match="was not recorded for it") as missing:
        await ReplayModel(cassette, MODEL, 0).complete(request({"question": "Who?", "answer": ""}))
    assert (missing.value.changed, missing.value.prompt) == (False, "judge")
    blessed = ReplayModel(cassette, MODEL, 0, any_version=True)
    assert (await blessed.complete(request(version="v2"))).text == "3"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"question": "Why so?", "answer": "A key names the attempt, and a lock the row."},
            'answer: "...ey names the attempt." is now "...ey names the attempt, and a lock the row."',
        ),
        ({"question": "Why so?"}, "answer, which is gone"),
        ({"question": "Why so?", "answer": "A key names the attempt.", "kind": "x"}, "kind, which is new"),
        (
            {"question": f"{'Why ' * 40}so?", "answer": "A key names the attempt."},
            'question: "Why so?" is now "Why Why Why',
        ),
    ],
)
async def test_a_miss_names_the_nearest_recording_and_the_first_difference(
    asked: dict[str, str], said: str
) -> None:
    near = request({"question": "Why so?", "answer": "A key names the attempt."})
    far = request({"question": "Tell me of a conflict.", "answer": "We talked it over."})
    cassette = await recorded(ScriptedModel(MODEL, "3"), far, near)
    with pytest.raises(CassetteMiss) as missed:
        await ReplayModel(cassette, MODEL, 0).complete(request(asked))
    assert f"the nearest recording differs in {said}" in missed.value.message


async def test_a_difference_far_within_a_long_text_is_shown_at_its_place() -> None:
    long = "All the same words again. " * 40
    cassette = await recorded(ScriptedModel(MODEL, "3"), request({"answer": f"{long}It was March."}))
    with pytest.raises(CassetteMiss) as missed:
        await ReplayModel(cassette, MODEL, 0).complete(request({"answer": f"{long}It was May."}))
    assert "It was March" in missed.value.message
    assert "It was May" in missed.value.message
    assert len(missed.value.message) < 400


@pytest.mark.parametrize(("purpose", "model"), [("judge_points", MODEL), ("judge", "other/model")])
async def test_a_prompt_or_a_model_of_which_nothing_is_recorded_is_told_so(purpose: str, model: str) -> None:
    cassette = await recorded(ScriptedModel(MODEL, "3"), request())
    with pytest.raises(CassetteMiss, match=purpose) as missed:
        await ReplayModel(cassette, model, 0).complete(replace(request(), purpose=purpose))
    assert "nearest" not in missed.value.message


# ---------------------------------------------------------------------- the file

ANY_TEXT = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(
    ["\ud800", "\udfff a", "\u2028\u2029\x85", "\x00", "\r\n", "\\n\n", "\ufeff", "é😀"]
)
ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("tapes")


@given(variables=st.dictionaries(ANY_TEXT, ANY_VALUE, max_size=4), reply=ANY_TEXT, words=ANY_TEXT)
def test_whatever_was_asked_and_replied_comes_back_from_the_file(
    folder: Path, variables: dict[str, Any], reply: str, words: str
) -> None:
    async def there_and_back() -> None:
        asked = request(variables, words=words)
        recording = Recorder(cassette := Cassette("suite")).model(ScriptedModel(MODEL, reply), 0)
        first = await recording.complete(asked)
        path = folder / "tape.jsonl"
        path.write_bytes(written(cassette, as_it_is))
        tape = read_cassette(path)
        again = await ReplayModel(tape, MODEL, 0).complete(asked)
        assert again.text == first.text == plain(reply)
        assert written(tape, as_it_is) == written(cassette, as_it_is)

    asyncio.run(there_and_back())


async def test_the_file_is_read_line_by_line_in_an_order_of_its_own(tmp_path: Path) -> None:
    requests = [request({"answer": f"{n}\n\u2028"}) for n in (3, 1, 2)]
    cassette = await recorded(ScriptedModel(MODEL, "a\nb"), *requests)
    turned = await recorded(ScriptedModel(MODEL, "a\nb"), *reversed(requests))
    kept(cassette, tmp_path)
    path = tmp_path / "suite.cassette.jsonl"
    lines = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    assert lines[0] == {"cassette": 1, "suite": "suite"}
    assert [line["variables"]["answer"][0] for line in lines[1:]] == ["1", "2", "3"]
    assert lines[1]["request"][0] == {"role": "system", "text": "Judge."}
    assert written(turned, as_it_is) == path.read_bytes()


async def test_a_picture_is_kept_by_its_digest_alone() -> None:
    seen = replace(request(), messages=(Message("user", (Image(b"secret picture"),)),))
    data = written(await recorded(ScriptedModel(MODEL, "3"), seen), as_it_is)
    assert b"[image/png, " in data
    assert b"secret picture" not in data


# ---------------------------------------------------------------------- secrets

SECRETS = {"OPENAI_API_KEY": "openai-0123456789abcdef", "MY_PASSWORD": "hunter2hunter2", "PATH": "/usr/bin"}
KEY_LIKE = "sk-proj-abcDEF1234567890"


async def test_no_key_reaches_the_file_and_what_was_asked_with_one_is_found_again(tmp_path: Path) -> None:
    key, password, path_there = SECRETS.values()
    told: dict[str, Any] = {
        "answer": f"I put {KEY_LIKE} and {key} into the log of {path_there}.",
        password: [{"deep": password}],
    }
    asked = request(told)
    cassette = await recorded(ScriptedModel(MODEL, f"You told {KEY_LIKE} and {password}."), asked)
    data = written(cassette, lambda text: without_keys(text, SECRETS))
    for secret in (key, password, KEY_LIKE):
        assert secret.encode() not in data
    assert path_there.encode() in data
    path = tmp_path / "tape.jsonl"
    path.write_bytes(data)
    tape = read_cassette(path)
    assert (await ReplayModel(tape, MODEL, 0).complete(asked)).text == "You told *** and ***."
    # Where the keys are not in the environment, the tape stays what it is.
    assert written(tape, as_it_is) == data
    other = request({**told, "answer": told["answer"] + " Twice."})
    with pytest.raises(CassetteMiss):
        await ReplayModel(tape, MODEL, 0).complete(other)


# ---------------------------------------------------------------------- variables


class Document(BaseModel):
    """A variable of a kind that prompts are given."""

    name: str
    on: date


@pytest.mark.parametrize(
    ("value", "is_kept"),
    [
        (Document(name="a\ud800", on=date(2026, 1, 5)), {"name": "a?", "on": "2026-01-05"}),
        (Take(0, 1, "x").repeat, 0),
        ((1, (2.5, None)), [1, [2.5, None]]),
        ({1: {"a"}}, {"1": ["a"]}),
        (date(2026, 1, 5), "2026-01-05"),
        (2**63, str(2**63)),
        (True, True),
    ],
)
def test_variables_become_what_json_holds(value: Any, is_kept: Any) -> None:
    assert plain(value) == is_kept


def test_a_variable_that_nothing_can_keep_is_refused() -> None:
    with pytest.raises(TypeError, match="a object cannot stand in a recording"):
        plain(object())


# ---------------------------------------------------------------------- no network, no client

OFFLINE = """
import asyncio, json, socket, sys
def refuse(*_, **__):
    raise AssertionError("a replay opened a socket")
loop = asyncio.new_event_loop()  # a loop of its own wakes itself by a pair of sockets
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
from pathlib import Path
from interview_cli.llm.cassette import read_cassette
from interview_cli.llm.port import Message, Request
from interview_cli.llm.replay import ReplayModel
told = {"question": "Why?", "answer": "Because."}
asked = Request("judge", (Message.of("system", "s"), Message.of("user", "u")), "v1", variables=told)
replay = ReplayModel(read_cassette(Path(sys.argv[1])), "openai/test", 0)
reply = loop.run_until_complete(replay.complete(asked))
print(json.dumps([reply.text, sorted(sys.modules)]))
"""


async def test_a_replay_opens_no_socket_and_loads_no_client(tmp_path: Path) -> None:
    kept(await recorded(ScriptedModel(MODEL, "Level 3."), request()), tmp_path)
    environment = {name: value for name, value in os.environ.items() if "KEY" not in name}
    ran = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path / "suite.cassette.jsonl")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    text, modules = json.loads(ran.stdout)
    assert text == "Level 3."
    assert set(modules).isdisjoint({"litellm", "openai", "httpx", "textual", "tenacity"})
