"""One worker for all cases of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.program import Program, environment


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    """The program in a process that takes one case after another."""
    running = Program(environment())
    yield running
    running.close()
