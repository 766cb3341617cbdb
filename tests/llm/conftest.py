"""Keeps every test of this folder on loopback and away from the machine's own keys and proxies."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest

_KEY_WORDS = ("API_KEY", "API_BASE", "BASE_URL", "_TOKEN", "PROXY", "OLLAMA", "AWS_", "AZURE_", "LITELLM")
_HERE = {"127.0.0.1", "::1", "localhost", b"127.0.0.1", None}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if any(word in name.upper() for word in _KEY_WORDS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in _HERE:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        if host not in _HERE:
            raise AssertionError(f"a test tried to look {host} up")
        return look_up(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
