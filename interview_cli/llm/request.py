"""From a rendered prompt to a request."""

from __future__ import annotations

from interview_cli.library.prompt import Rendered
from interview_cli.llm.port import Message, Request


def request_of(prompt: Rendered) -> Request:
    """The request that sends a prompt: its two sections as messages, with its own parameters."""
    return Request(
        purpose=prompt.prompt_id,
        prompt_hash=prompt.version,
        messages=(Message.of("system", prompt.system), Message.of("user", prompt.user)),
        temperature=prompt.parameters.temperature,
        max_tokens=prompt.parameters.max_tokens,
        timeout=prompt.parameters.timeout,
        variables=prompt.variables,
    )
