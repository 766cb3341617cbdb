"""Turns whatever a provider's client raised, or an unusable reply, into a ModelError that is safe to show.

It looks at status codes, headers and class names alone, so that it needs no client library,
and follows the chain of causes, because clients wrap errors and lose their headers on the way.
"""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from interview_cli.llm.keys import without_echoes
from interview_cli.llm.port import CallUsage, FailureKind, ModelError, Reply

_MAX_WORDS = 200  # characters of a provider's own words that a one-line message may carry
_CLIENT_PREFIX = re.compile(r"^(?:(?:litellm\.)?\w*(?:Error|Exception|Timeout)\s*[:\-]\s*)+")
_MESSAGE_FIELD = re.compile(r'"message":\s*"((?:[^"\\]|\\.)+)"')
_OUT_OF_CREDIT = re.compile(r"insufficient_quota|exceeded your current quota|billing|credit balance", re.I)
_MISSING_PACKAGE = re.compile(r"No module named|pip install", re.I)
_UNREACHABLE = re.compile(r"connection error|cannot connect|connect call failed|name resolution", re.I)


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: FailureKind
    says: str
    retryable: bool
    hint: str = ""


def model_error(error: Exception, model: str, secrets: Mapping[str, str]) -> ModelError:
    """The ModelError that stands for `error`, on one line and without any key.

    `secrets` is the environment (or any mapping of names to values): the values of variables
    whose names speak of keys are removed from the message, and so is all that looks like a key.
    """
    if isinstance(error, ModelError):
        return error
    chain = list(_chain(error))
    verdict = _verdict(chain)
    own = _innermost_words(chain) if verdict is _NO_ROUTE else _own_words(error)
    words = "" if verdict.kind == "authentication" or verdict is _NO_REPLY else one_line(own, secrets)
    return ModelError(
        f"{model} {verdict.says}" + (f": {words}" if words else "."),
        kind=verdict.kind,
        model=model,
        retryable=verdict.retryable,
        retry_after=_retry_after(chain),
        hint=verdict.hint,
    )


_SLOW = _Verdict("timeout", "took too long to answer", True, "Allow it more time, or use a faster model.")
_REFUSED = _Verdict("refused", "refused to answer", False)
_KEY = _Verdict("authentication", "did not accept the key", False, "Check the key: interview doctor")
_NO_KEY = _Verdict(
    "authentication", "cannot be asked: its key has a sign in it that no key has", False, "Copy the key anew."
)
_UNKNOWN = _Verdict("unavailable", "is not known to its provider", False, "Check the model's name.")
_LIMITED = _Verdict(
    "rate_limit", "is limiting the rate of requests", True, "Wait a while, or use another model."
)
_NO_CREDIT = _Verdict("rate_limit", "has no credit left", False, "Add credit, or use another model.")
_BAD_REQUEST = _Verdict("bad_request", "did not accept the request", False)
_NO_ROUTE = _Verdict(
    "unavailable", "cannot be reached", True, "Check the network and the provider's address."
)
_NOT_INSTALLED = _Verdict("unavailable", "needs a Python package that is not installed", False)
_NO_REPLY = _Verdict(
    "unavailable", "sent something that is no model's reply", True, "Check the provider's address."
)
_TOO_LONG = _Verdict("unavailable", "sent more than any model writes", False, "Check the provider's address.")
_BROKEN = _Verdict("unavailable", "failed on the provider's side", True)
_BY_CLASS = {
    "TimeoutError": _SLOW,
    "Timeout": _SLOW,
    "APITimeoutError": _SLOW,
    "ReadTimeout": _SLOW,  # amid a stream its client wraps it in an error of another name
    "ContentPolicyViolationError": _REFUSED,
    "TooLongReply": _TOO_LONG,
    "UnicodeEncodeError": _NO_KEY,  # nothing else that is sent has to be ASCII
}
# What a client makes of a page, of nothing, of half a reply, or of endless nesting, where it looks for JSON.
_UNREADABLE = frozenset({"JSONDecodeError", "RecursionError"})
_BY_STATUS = {401: _KEY, 403: _KEY, 404: _UNKNOWN, 408: _SLOW, 504: _SLOW, 429: _LIMITED}
_CLIENT_FAULT = range(400, 500)


def checked_reply(model: str, text: str, finish_reason: str | None, refusal: str, usage: CallUsage) -> Reply:
    """The reply, when it is whole. Raises ModelError for one that was refused, cut off or left empty."""
    if refusal or finish_reason == "content_filter":
        raise unusable(model, "refused", "refused to answer")
    if finish_reason == "length":
        raise unusable(model, "cut", "was cut off before its reply was complete", "Allow more tokens.")
    if not text.strip():
        raise unusable(model, "unreadable", "sent an empty reply")
    return Reply(text, model, finish_reason or "stop", usage)


def unusable(model: str, kind: FailureKind, says: str, hint: str = "") -> ModelError:
    """The error for a reply that came but is of no use; what was cut or refused would be so again."""
    retryable = kind in {"unreadable", "unavailable"}
    return ModelError(f"{model} {says}.", kind=kind, model=model, retryable=retryable, hint=hint)


def _verdict(chain: list[Exception]) -> _Verdict:
    """Why a call failed. The innermost status is the provider's own; outer ones are guesses from text."""
    status = next((code for link in reversed(chain) if (code := _status(link))), 0)
    names = [type(link).__name__ for link in chain]
    text = " ".join(str(link) for link in chain)
    verdict = next((_BY_CLASS[name] for name in names if name in _BY_CLASS), None) or _BY_STATUS.get(status)
    if verdict is _LIMITED and _OUT_OF_CREDIT.search(text):
        return _NO_CREDIT
    if verdict is None and _MISSING_PACKAGE.search(text):
        return _NOT_INSTALLED
    if verdict is None and status in _CLIENT_FAULT:
        return _BAD_REQUEST
    if verdict is None and "AuthenticationError" in names:
        return _KEY
    if verdict is None and _UNREADABLE.intersection(names):
        return _NO_REPLY
    return verdict or (_NO_ROUTE if _UNREACHABLE.search(text) else _BROKEN)


def one_line(text: str, secrets: Mapping[str, str]) -> str:
    """A provider's words made safe to show: keys removed, one printable line, cut at 200 characters."""
    text = without_echoes(_CLIENT_PREFIX.sub("", text), secrets)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _MAX_WORDS else text[: _MAX_WORDS - 3] + "..."


def _own_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return ""
    words = str(getattr(error, "message", "") or error)
    quoted = _MESSAGE_FIELD.search(words)  # the provider's JSON reply, as most clients pass it on
    return quoted[1] if quoted else words.split("Traceback (most recent call last)", maxsplit=1)[0]


def _innermost_words(chain: list[Exception]) -> str:
    """What lies below a client's "connection error": the system's words, else those of the first cause."""
    for link in reversed(chain):
        if refused := getattr(link, "verify_message", ""):
            return f"its certificate is not accepted ({refused})."
        # Errors of names have numbers of their own; asyncio's words on others name an address, not the cause.
        if isinstance(link, OSError) and type(link).__name__ == "gaierror" and link.strerror:
            return f"{link.strerror.lower()}."
        if isinstance(link, OSError) and (link.errno or 0) > 0:
            return f"{os.strerror(link.errno or 0).lower()}."
    return f"{str(chain[-1]).rstrip('. ')}."


def _chain(error: BaseException | None) -> Iterator[Exception]:
    seen: set[int] = set()
    while isinstance(error, Exception) and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: Exception) -> int:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return 0


def _retry_after(chain: list[Exception]) -> float | None:
    for link in chain:
        for holder in (link, getattr(link, "response", None)):
            headers: Any = getattr(holder, "headers", None)
            value = headers.get("retry-after") if hasattr(headers, "get") else None
            if value is not None:
                return seconds_to_wait(str(value), time.time())
    return None


def seconds_to_wait(value: str, now: float) -> float | None:
    """A Retry-After header (RFC 9110: seconds or an HTTP date) as seconds from `now`; None if neither."""
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - now
        except (ValueError, OverflowError):
            return None
    return None if math.isnan(seconds) else max(0.0, seconds)
