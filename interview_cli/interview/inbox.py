"""The commands that wait for the engine, in the order they were sent."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, TypeVar

from interview_cli.interview.events import Command

Result = TypeVar("Result")


class Inbox:
    """A queue of commands that can be watched while something else is awaited."""

    def __init__(self) -> None:
        self._commands: deque[Command] = deque()
        self._arrived = asyncio.Event()

    def put(self, command: Command) -> None:
        """Add a command at the end."""
        self._commands.append(command)
        self._arrived.set()

    def put_back(self, command: Command) -> None:
        """Add a command in front, to be acted on next."""
        self._commands.appendleft(command)
        self._arrived.set()

    async def next(self) -> Command:
        """The next command, once there is one."""
        while not self._commands:
            self._arrived.clear()
            await self._arrived.wait()
        return self._commands.popleft()

    async def watch(self, work: asyncio.Future[Result], stops: tuple[type[Command], ...]) -> Command | None:
        """Wait for work, or for the first command of a type in `stops`, which cancels the work.

        Commands of other types that arrive meanwhile have no meaning then and are dropped.
        Returns the command that stopped the work, or None when the work is done.
        """
        while not work.done():
            coming = asyncio.ensure_future(self.next())
            try:
                both: set[asyncio.Future[Any]] = {work, coming}
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            except asyncio.CancelledError:
                coming.cancel()
                work.cancel()
                raise
            if work.done():
                if coming.done():
                    self.put_back(coming.result())
                coming.cancel()
                break
            command = coming.result()
            if isinstance(command, stops):
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                return command
        return None
