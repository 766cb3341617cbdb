"""A provider that a suite is recorded from, and that suite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loopback import LoopbackServer
from tests.regress.tapes.taping import KEY, Provider, words_in


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider that the models are reached at."""
    script = Provider()
    with LoopbackServer(script) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield script


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A suite in a folder of its own."""
    return words_in(tmp_path)
