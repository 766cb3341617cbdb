"""litellm itself, which no other file imports.

It takes 2-3 seconds to import, so that is done in a thread, on the first call or ahead of it, and it is set
up to be silent: no telemetry, no printing, no cache and no retries of its own.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import warnings
from collections.abc import AsyncIterator
from typing import Any

from interview_cli.llm.token_tables import put_off_token_tables
from interview_cli.loading import built_when_used, gathered_when_used, kept_for_good

# Bytes: a reply of 200,000 tokens has about one million, a stream of it ten.
LONGEST_REPLY = 20 * 2**20

_lock = threading.Lock()
_loaded: list[Any] = []


async def client() -> Any:
    """litellm, imported once and in a thread, so that the event loop goes on meanwhile."""
    if not _loaded:
        await asyncio.to_thread(_load)
    return _loaded[0]


def loaded() -> Any:
    """litellm, for those who were answered by it."""
    return _loaded[0]


def _load() -> None:
    with _lock:
        if _loaded:
            return
        os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
        with kept_for_good(), built_when_used():
            put_off_token_tables()
            litellm = _imported()
            _silence(litellm)
            _bound_replies()
        _loaded.append(litellm)


def _imported() -> Any:
    """litellm, with a third of its modules, those of OpenAI's other services, left until they are used."""
    try:
        with gathered_when_used("openai.types", "openai.resources"):
            return _modules()
    except (ImportError, AttributeError):  # a release that cannot be read in parts
        for name in [name for name in sys.modules if name.partition(".")[0] in ("litellm", "openai")]:
            del sys.modules[name]
        return _modules()


def _modules() -> Any:
    import litellm
    import openai.resources.chat.chat  # noqa: F401 (the first call would pay for it in the event loop)

    return litellm


def _bound_replies() -> None:
    """Break off a body of more than any model writes, whatever it unpacks from.

    Providers are reached by several clients, each of which takes a reply whole; all of them read by this.
    """
    import httpx

    class TooLongReply(httpx.RemoteProtocolError):
        """A provider sends without end, or what unpacks to more than it can mean."""

    read = httpx.Response.aiter_bytes

    async def bounded(response: httpx.Response, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        taken = 0
        async for part in read(response, chunk_size):
            taken += len(part)
            if taken > LONGEST_REPLY:
                raise TooLongReply(f"The reply is longer than {LONGEST_REPLY // 2**20} MB.")
            yield part

    httpx.Response.aiter_bytes = bounded  # type: ignore[method-assign, assignment]


def _silence(litellm: Any) -> None:
    from litellm.litellm_core_utils.logging_worker import GLOBAL_LOGGING_WORKER

    litellm.suppress_debug_info = True
    litellm.telemetry = False
    litellm.cache = None
    litellm.num_retries = None
    litellm.disable_token_counter = True  # every stream would be counted, at 100 ms and a download or two
    litellm.disable_hf_tokenizer_download = True
    if "LITELLM_LOG" not in os.environ:  # someone who sets it wants to see litellm's log
        for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
            logger = logging.getLogger(name)
            logger.handlers = [logging.NullHandler()]
            logger.propagate = False
    # A call that is called off leaves a coroutine behind, of which Python would complain on stderr.
    warnings.filterwarnings("ignore", r"coroutine '.*completion' was never awaited", RuntimeWarning)
    # A reply of another shape than OpenAI's is read all the same.
    warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)
    # Its log has no reader here, and what is left in its queue at exit is complained about on stderr.
    worker: Any = GLOBAL_LOGGING_WORKER
    worker.ensure_initialized_and_enqueue = lambda async_coroutine: async_coroutine.close()
