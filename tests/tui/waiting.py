"""Waiting for the app: a pause of the pilot is no synchronisation, a condition is."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

PATIENCE_SECONDS = 20.0
_NAP_SECONDS = 0.01


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Let the app go on until the condition holds. Fails with its source when it never does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        await pilot.pause()
        if condition():
            return
        if time.monotonic() > end:
            raise AssertionError(f"never came true: {inspect.getsource(condition).strip()}")
        await asyncio.sleep(_NAP_SECONDS)
