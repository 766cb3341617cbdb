"""An interview while it is held: the engine behind its sitting, started, told and left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from interview_cli.interview import events as ev
from interview_cli.interview.engine import Engine
from interview_cli.tui.ports import Sitting


class Holding:
    """Runs engines of a sitting, one at a time: another one may go on where one failed."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._engine: Engine | None = None

    @property
    def is_on(self) -> bool:
        """Whether an engine is there to be told something."""
        return self._engine is not None

    async def events(self) -> AsyncGenerator[ev.EngineEvent, None]:
        """What the engine tells, up to its end; it is put together in a thread. Raises what ended it."""
        try:
            with self._sitting.hold():
                self._engine = await asyncio.to_thread(self._sitting.engine)
                async with aclosing(self._engine.events()) as events:
                    async for event in events:
                        yield event
        finally:
            self._engine = None

    def send(self, command: ev.Command) -> None:
        """Tell the engine something; nothing while there is none."""
        if self._engine is not None:
            self._engine.send(command)
