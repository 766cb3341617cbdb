"""A store in a fresh data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.store.sessions import SessionStore


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def store(root: Path) -> SessionStore:
    """An empty store in it."""
    return SessionStore(root)
