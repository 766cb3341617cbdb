"""Questions stream in over real HTTP: seen while they are written, called off at once, asked for again."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from interview_cli import wiring
from interview_cli.interview import events as ev
from interview_cli.interview.engine import Engine
from interview_cli.interview.persona import in_other_words
from interview_cli.interview.session import Session
from interview_cli.interview.slate import UPDATES_PER_SECOND, Slate
from interview_cli.llm import fallback
from interview_cli.llm.gateway import LiteLLMModel
from interview_cli.settings import Settings
from tests.interview.conftest import make_session
from tests.interview.model_play import PROBES, Change, Play, only_when, purpose_of, with_fields
from tests.loopback import Behaviour, LoopbackServer

ANSWER = "I insert an idempotency key under a unique constraint before I charge; a client may send twice."
PROBE = PROBES[0]
LONG = 30.0


@pytest.fixture(autouse=True)
async def _imported() -> None:
    await LiteLLMModel("openai/test", api_key="x").warm_up()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """The only provider there is; retries don't wait."""
    for name in [*os.environ]:
        if name.startswith("INTERVIEW_") or name.endswith(("_API_KEY", "_API_BASE", "_BASE_URL")):
            monkeypatch.delenv(name)
    monkeypatch.setattr(fallback, "_FIRST_BACKOFF", 0.01)
    with LoopbackServer(Play()) as running:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        yield running


Act = Callable[[ev.EngineEvent], "ev.Command | None"]


@dataclass
class Sitting:
    """An interview that a provider leads, and what was told of it."""

    engine: Engine
    server: LoopbackServer
    home: wiring.Home
    seen: list[ev.EngineEvent] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.engine.session

    async def hold(self, act: Act = lambda event: None) -> Session:
        """Hold it to its end: the first question is answered, others are skipped, unless `act` says else."""
        async with asyncio.timeout(20):
            async for event in self.engine.events():
                self.seen.append(event)
                command = act(event)
                if command is None and isinstance(event, ev.Asked):
                    command = ev.GiveAnswer(ANSWER) if event.turn.id == "t1" else ev.Skip()
                if command is not None:
                    self.engine.send(command)
        return self.session

    def of(self, kind: type) -> list[Any]:
        """The events of one kind, in order."""
        return [event for event in self.seen if isinstance(event, kind)]

    @property
    def formed(self) -> list[str]:
        """The texts that were seen forming."""
        return [event.text for event in self.of(ev.Forming)]

    async def abandoned(self, purpose: str) -> None:
        """Wait until the provider has seen the connection of such a request closed amid its reply."""
        async with asyncio.timeout(5):
            while purpose not in [purpose_of(self.server.requests[n].json) for n in self.server.abandoned]:
                await asyncio.sleep(0.01)


Sit = Callable[..., Sitting]


@pytest.fixture
def sit(server: LoopbackServer, tmp_path: Path) -> Sit:
    def make(
        play: Play,
        *,
        models: tuple[str, ...] = ("openai/test",),
        questions: int = 1,
        follow_ups: int = 1,
        forming: bool = True,
        **settings: Any,
    ) -> Sitting:
        server.script = play
        home = wiring.open_home(tmp_path / "data", tmp_path / "config.yaml")
        session = make_session(
            type="technical", questions=questions, limits={"max_follow_ups": follow_ups}
        ).model_copy(update={"models": list(models)})
        wiring.open_sessions(home).create(session)
        engine = wiring.build_engine(home, Settings(**settings), session, use_history=False, forming=forming)
        return Sitting(engine, server, home)

    return make


def in_pieces(size: int = 10, pause: float = 0.0, *, stop: str = "", drop: bool = False) -> Change:
    """The reply in pieces of so many characters; behind the words `stop` it pauses for long, or breaks."""

    def change(good: Behaviour, _: dict[str, Any]) -> Behaviour:
        until = good.text.index(stop) + len(stop) if stop else len(good.text)
        chunks: list[str | float] = []
        for start in range(0, until, size):
            chunks += [good.text[start : min(start + size, until)], pause]
        more = () if drop or not stop else (LONG, good.text[until:])
        return replace(good, chunks=(*chunks, *more), drop=drop)

    return change


def streamed(**manner: Any) -> Change:
    """A follow-up in the same words each time, in pieces."""
    return twice(with_fields(question=PROBE), in_pieces(**manner))


def twice(change: Change, then: Change) -> Change:
    """Two changes of a reply, one after the other."""
    return lambda good, request: then(change(good, request), request)


def at_first_words(command: type[ev.Command]) -> Act:
    """A command as soon as the first words of a question are seen."""
    sent: list[ev.EngineEvent] = []

    def act(event: ev.EngineEvent) -> ev.Command | None:
        if not isinstance(event, ev.Forming) or sent:
            return None
        sent.append(event)
        return command()

    return act


def rephrase_first(event: ev.EngineEvent) -> ev.Command | None:
    """Have the first question put in other words."""
    first = isinstance(event, ev.Asked) and event.turn.id == "t1" and not event.again
    return ev.Rephrase() if first else None


# ---------------------------------------------------------------------- seen as it is written


async def test_a_question_is_seen_growing_until_it_is_asked(sit: Sit) -> None:
    sitting = sit(Play(next_step=in_pieces(pause=0.03)))
    session = await sitting.hold()
    # Pieces that come while the machine has no time are seen as one.
    assert len(sitting.formed) > 1
    assert all(after.startswith(before) for before, after in pairwise(sitting.formed))
    assert sitting.of(ev.Asked)[1].text == PROBE
    assert all(PROBE.startswith(text) for text in sitting.formed)
    assert session.turns[1].asked_by == "openai/test"
    assert [event.seq for event in sitting.seen] == [*range(1, len(sitting.seen) + 1)]


async def test_a_question_forms_only_while_one_is_awaited_and_has_no_turn_yet(sit: Sit) -> None:
    sitting = sit(Play(next_step=in_pieces(pause=0.02)))
    await sitting.hold()
    state = ""
    for event in sitting.seen:
        state = event.state if isinstance(event, ev.StateChanged) else state
        if isinstance(event, ev.Forming):
            assert (state, event.turn_id) == ("processing", None)


async def test_a_planned_question_is_seen_before_the_rest_of_its_reply_is_there(sit: Sit) -> None:
    more = with_fields(question="", lead_in="Let us go on.")
    play = Play(next_step=twice(more, in_pieces(stop='"question": ')))
    sitting = sit(play, questions=2, follow_ups=0)
    session = await sitting.hold(at_first_words(ev.Quit))
    [text] = sitting.formed
    library = wiring.open_library(sitting.home)
    assert text in [question.text for question in wiring.bank_of(library, session.plan).questions]


async def test_other_words_are_seen_growing_with_characters_cut_between_two_pieces(sit: Sit) -> None:
    text = "Put simply 😀: what would you do first, with 設計 and Łukasz in mind?"
    sitting = sit(Play(rephrase=twice(with_fields(text=text), in_pieces(size=5, pause=0.02))))

    session = await sitting.hold(rephrase_first)
    [first, *_] = sitting.of(ev.Forming)
    words = [event.text for event in sitting.of(ev.Forming) if event.turn_id == "t1"]
    assert first.turn_id == "t1"
    assert len(words) > 3
    assert session.turns[0].rephrased == [text]
    assert all(text.startswith(seen) for seen in words)
    assert "😀" in words[-1]


async def test_where_nobody_looks_on_no_stream_is_asked_for(sit: Sit) -> None:
    sitting = sit(Play(), forming=False)
    await sitting.hold()
    assert sitting.formed == []
    assert not any("stream" in request.json for request in sitting.server.requests)


async def test_the_tokens_of_a_streamed_reply_are_on_record(sit: Sit) -> None:
    session = await sit(Play(next_step=in_pieces())).hold()
    [call] = [call for call in session.usage if call.purpose == "next_step"]
    assert (call.input_tokens, call.output_tokens, call.failed, call.attempts) == (7, 5, "", 1)


async def test_a_burst_of_texts_is_shown_as_often_as_an_eye_can_follow_and_its_last_is_among_them() -> None:
    loop, shown = asyncio.get_running_loop(), []
    slate, began = Slate(shown.append), loop.time()
    for number in range(2000):
        slate.write(str(number))
        if number % 100 == 0:
            await asyncio.sleep(0)
    while shown[-1] != "1999":
        await asyncio.sleep(0.01)
    assert len(shown) <= (loop.time() - began) * UPDATES_PER_SECOND + 1
    assert shown[0] == "0"


async def test_nothing_is_shown_on_a_slate_that_was_closed() -> None:
    shown: list[str] = []
    slate = Slate(shown.append)
    slate.write("one")
    slate.write("two")
    slate.close()
    await asyncio.sleep(2 / UPDATES_PER_SECOND)
    assert shown == ["one"]


# ---------------------------------------------------------------------- called off


async def test_leaving_while_a_question_streams_in_closes_the_stream_and_keeps_everything(sit: Sit) -> None:
    sitting = sit(Play(next_step=streamed(stop=PROBE[:40])))
    session = await sitting.hold(at_first_words(ev.Quit))
    await sitting.abandoned("next_step")
    assert sitting.of(ev.Finished)[-1].resumable
    assert (session.status, len(session.turns), session.turns[0].decision) == ("in_progress", 1, None)
    assert session.turns[0].answer.text == ANSWER
    assert PROBE.startswith(sitting.formed[-1])
    [call] = [call for call in session.usage if call.purpose == "next_step"]
    assert call.failed == "cancelled"


async def test_ending_while_a_question_streams_in_closes_the_stream_and_gives_feedback(sit: Sit) -> None:
    sitting = sit(Play(next_step=streamed(stop=PROBE[:40])))
    session = await sitting.hold(at_first_words(ev.End))
    await sitting.abandoned("next_step")
    assert (session.status, len(session.turns)) == ("completed", 1)
    assert session.feedback is not None


async def test_who_does_not_wait_any_longer_is_asked_by_the_offline_coach_at_once(sit: Sit) -> None:
    sitting = sit(Play(next_step=streamed(stop=PROBE[:40])))
    session = await sitting.hold(at_first_words(ev.Cancel))
    await sitting.abandoned("next_step")
    asked = session.turns[1]
    assert (asked.asked_by, session.turns[0].decision.by) == ("offline", "offline")
    assert asked.question.text != PROBE
    after = sitting.seen[sitting.seen.index(sitting.of(ev.Decided)[1]) :]
    assert not any(isinstance(event, ev.Forming) for event in after)


async def test_other_words_that_stream_in_can_be_called_off(sit: Sit) -> None:
    sitting = sit(Play(rephrase=in_pieces(stop="what would you do first")))
    first_words = at_first_words(ev.Cancel)

    def act(event: ev.EngineEvent) -> ev.Command | None:
        return rephrase_first(event) or first_words(event)

    session = await sitting.hold(act)
    await sitting.abandoned("rephrase")
    assert session.turns[0].rephrased == [in_other_words(session.turns[0].question)]
    assert session.turns[0].answer.text == ANSWER


# ---------------------------------------------------------------------- broken off


async def test_a_stream_that_breaks_once_is_asked_for_again_and_nothing_is_told_of_it(sit: Sit) -> None:
    calls: list[dict[str, Any]] = []

    def first(request: dict[str, Any]) -> bool:
        calls.append(request)
        return len(calls) == 1

    sitting = sit(Play(next_step=only_when(first, streamed(stop=PROBE[:40], drop=True))))
    session = await sitting.hold()
    # The provider's play goes on to its next probe with every request.
    assert session.turns[1].question.text == PROBES[1]
    assert PROBE.startswith(sitting.formed[0])
    assert (session.turns[1].asked_by, session.events) == ("openai/test", [])


async def test_a_stream_that_always_breaks_falls_back_to_the_coach_with_a_notice(sit: Sit) -> None:
    sitting = sit(Play(next_step=streamed(stop=PROBE[:40], drop=True)))
    session = await sitting.hold()
    assert sitting.formed != []
    assert session.turns[1].asked_by == "offline"
    [notice] = sitting.of(ev.Notice)
    assert notice.text.startswith("openai/test ")
    assert notice.text.endswith(". The offline coach leads on until a model answers.")
    assert session.status == "completed"


async def test_a_stream_that_stalls_falls_back_to_the_coach_with_a_notice(sit: Sit) -> None:
    sitting = sit(Play(next_step=streamed(stop=PROBE[:40])), timeout=0.4)
    session = await sitting.hold()
    assert session.turns[1].asked_by == "offline"
    [notice] = sitting.of(ev.Notice)
    assert notice.text.startswith("openai/test took too long to answer")
    assert notice.text.endswith(". The offline coach leads on until a model answers.")
    await sitting.abandoned("next_step")


async def test_a_stream_that_breaks_goes_on_with_the_next_model_of_the_chain(sit: Sit) -> None:
    first = only_when(lambda request: request["model"] == "first", in_pieces(stop="That", drop=True))
    sitting = sit(Play(next_step=in_pieces()), models=("openai/first", "openai/second"))
    sitting.server.script = Play(next_step=first)
    session = await sitting.hold()
    assert session.turns[1].asked_by == "openai/second"
    assert "trying openai/second" in sitting.of(ev.Notice)[0].text


# ---------------------------------------------------------------------- providers that stream otherwise


def declines(words: str) -> Change:
    return lambda good, request: Behaviour(status=400, text=words) if request.get("stream") else good


def ignores(good: Behaviour, request: dict[str, Any]) -> Behaviour:
    if not request.get("stream"):
        return good
    message = {"role": "assistant", "content": good.text}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return replace(good, body=json.dumps({"id": "x", "object": "chat.completion", "choices": choices}))


@pytest.mark.parametrize(
    "change",
    [declines("Your organization must be verified to stream this model."), ignores],
    ids=["declines to stream", "ignores the wish"],
)
async def test_a_provider_that_does_not_stream_leads_all_the_same(sit: Sit, change: Change) -> None:
    sitting = sit(Play(next_step=change))
    session = await sitting.hold()
    assert session.turns[1].asked_by == "openai/test"
    assert (sitting.formed, session.events) == ([], [])


async def test_a_provider_that_refuses_the_schema_streams_all_the_same(sit: Sit) -> None:
    def refuses(good: Behaviour, request: dict[str, Any]) -> Behaviour:
        if "response_format" in request:
            return Behaviour(status=400, text="response_format is not supported by this server")
        return in_pieces(pause=0.02)(good, request)

    sitting = sit(Play(every=refuses))
    session = await sitting.hold()
    assert session.turns[1].question.text.startswith(sitting.formed[-1])
    assert session.events == []


async def test_a_model_that_thinks_aloud_before_it_answers_shows_its_answer_alone(sit: Sit) -> None:
    thought = '<think>Perhaps {"action": "follow_up", "question": "Are you married to that idea?"}?</think>'
    aloud: Change = lambda good, _: replace(good, text=f"{thought}\n```json\n{good.text}\n```")  # noqa: E731
    sitting = sit(Play(next_step=twice(aloud, in_pieces(pause=0.01))))
    await sitting.hold()
    assert sitting.formed != []
    assert all(PROBE.startswith(text) for text in sitting.formed)
