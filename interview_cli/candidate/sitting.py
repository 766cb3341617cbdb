"""An interview without a person: every question is handed to whoever answers, to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from interview_cli.interview import events as ev
from interview_cli.interview.engine import Engine
from interview_cli.interview.session import Session, Turn

Answerer = Callable[[Session, Turn], Awaitable[ev.Command]]


async def sit(engine: Engine, answerer: Answerer) -> str:
    """Hold an interview; returns why it stopped early, or nothing when it is complete.

    Raises what the engine and the answerer raise.
    """
    why = ""
    async for event in engine.events():
        match event:
            case ev.Asked():
                command = await answerer(engine.session, event.turn)
                if isinstance(command, ev.Quit):
                    why = f"The answers end before {event.turn.label} ({event.turn.question.id})."
                engine.send(command)
            case ev.AnswerTooLong():
                label = engine.session.turn(event.turn_id or "").label
                why = f"The answer to {label} has {event.words} words; the most is {event.limit}."
                engine.send(ev.Quit())
            case _:
                pass
    return why
