"""The command line for batches, run in this process with folders of its own."""

from __future__ import annotations

from tests.cli.conftest import _bare_environment, config_dir, interview

__all__ = ["_bare_environment", "config_dir", "interview"]
