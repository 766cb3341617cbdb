"""Finds a running Ollama and the chat models it has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from interview_cli.errors import UsageError

DEFAULT_PORT = 11434
_MAX_BYTES = 1_000_000
_NOT_FOR_CHAT = ("embed", "minilm", "bge-", "rerank", "bert", "whisper")


def ollama_address(environ: Mapping[str, str]) -> str:
    """Where Ollama is: OLLAMA_API_BASE, else OLLAMA_HOST (a host, host:port or URL), else this machine.

    Raises UsageError when the variable holds no address.
    """
    named = (environ.get("OLLAMA_API_BASE") or environ.get("OLLAMA_HOST") or "").strip().rstrip("/")
    if not named:
        return f"http://127.0.0.1:{DEFAULT_PORT}"
    url = named if "//" in named else f"http://{named}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{named!r} is no address of an Ollama.", "Set OLLAMA_HOST to host:port.") from error
    host = parts.hostname or ""
    if host == "0.0.0.0":  # noqa: S104 (a server may listen on any address, a client needs one)
        host = "127.0.0.1"
    host = f"[{host}]" if ":" in host else host or "127.0.0.1"
    if "//" not in named:
        port = port or DEFAULT_PORT
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "") + parts.path


def ollama_models(environ: Mapping[str, str], timeout: float = 0.3) -> list[str]:
    """The names of the installed models that can chat; empty when no Ollama answers in `timeout` seconds."""
    from http.client import HTTPException
    from urllib.request import ProxyHandler, build_opener

    opener = build_opener(ProxyHandler({}))  # a proxy has no business between this program and this machine
    try:
        with opener.open(f"{ollama_address(environ)}/api/tags", timeout=timeout) as answer:
            listing: Any = json.loads(answer.read(_MAX_BYTES))
        entries = listing["models"]
        return [str(entry["name"]) for entry in entries if _can_chat(entry)]
    except (UsageError, OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError):
        return []


def _can_chat(entry: Mapping[str, Any]) -> bool:
    family = str((entry.get("details") or {}).get("family", ""))
    return not any(word in f"{entry['name']} {family}".lower() for word in _NOT_FOR_CHAT)
