"""The command line for suites, run in this process with folders of its own, and providers on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import _bare_environment, config_dir, interview
from tests.loopback import LoopbackServer
from tests.regress.suite_files import suite_file
from tests.regress.wording import KEY, words_suite

__all__ = ["_bare_environment", "config_dir", "interview"]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], LoopbackServer]]:
    """Starts a provider that the models are reached at; the last one that was started counts."""
    servers: list[LoopbackServer] = []

    def start(script: Any) -> LoopbackServer:
        server = LoopbackServer(script).__enter__()
        servers.append(server)
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        return server

    yield start
    for server in servers:
        server.__exit__()


@pytest.fixture
def no_provider(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Takes the key and the address away."""

    def take_away() -> None:
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        monkeypatch.delenv("OPENAI_API_BASE", raising=False)

    return take_away


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """The suite, in a folder of its own."""
    (tmp_path / "suites").mkdir()
    return suite_file(tmp_path / "suites", words_suite())
