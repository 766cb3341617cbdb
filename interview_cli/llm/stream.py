"""Reads a reply that a provider sends piece by piece, and tells when the connection is dead."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from interview_cli.llm.chat_format import ended_early, joined, refusal_of, storable
from interview_cli.llm.port import OnText


@dataclass(slots=True)
class Streamed:
    """What came: the text, why it ended, the words of a refusal, the provider's count of tokens.

    `broke_off` says that the provider did not say it was complete.
    """

    text: str = ""
    finish_reason: str = ""
    refusal: str = ""
    counted: Any = None
    broke_off: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing came, as of a provider that sends its whole reply whatever was asked for."""
        return not self.text and not self.refusal and self.finish_reason in ("", "stop")


async def read_stream(
    chunks: Any,
    within: Callable[[float, Awaitable[Any]], Awaitable[Any]],
    *,
    seconds: float,
    stall: float,
    on_text: OnText,
) -> Streamed:
    """All of litellm's `chunks`, which are closed in any case; `within` waits for one, or raises ModelError.

    A model may think in silence before its first word for as long as the whole call may take, which is
    `seconds`. Once it writes, a pause of `stall` seconds means that nothing more will come.
    """
    came = Streamed()
    try:
        while True:
            waiting_since = time.perf_counter()
            longest = min(stall, seconds) if came.text else seconds
            chunk = await within(max(0.0, longest), anext(chunks, None))
            seconds -= time.perf_counter() - waiting_since  # the reader's own time does not count
            if chunk is None:
                break
            came.counted = getattr(chunk, "usage", None) or came.counted
            for choice in chunk.choices[:1]:
                came.finish_reason = choice.finish_reason or came.finish_reason
                came.refusal += refusal_of(choice.delta)
                if piece := choice.delta.content:
                    came.text = joined(came.text, piece)
                    on_text(storable(came.text))
    finally:
        await chunks.aclose()
    came.text = storable(came.text)
    came.broke_off = not came.refusal and ended_early(chunks)
    return came
