"""The command line, run in this process with folders of its own."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from interview_cli.cli.app import run
from interview_cli.llm import environment
from interview_cli.llm.provider_table import PROVIDERS
from interview_cli.wiring import consent


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Interview = Callable[..., Ran]


@pytest.fixture
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no Ollama and no setting of this machine reaches a test."""
    keys = {name for provider in PROVIDERS for names in provider.keys for name in names}
    for name in [*os.environ]:
        if (
            (name.startswith("INTERVIEW_") and name != "INTERVIEW_YES")
            or name in keys
            or name.endswith(("_API_BASE", "_BASE_URL"))
        ):
            monkeypatch.delenv(name)
    # Nothing listens on port 9 (discard), so no Ollama is found.
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    # What one command was told is not told to the next.
    monkeypatch.setattr(consent, "_desk", consent._Desk())
    monkeypatch.setattr(environment, "_process", [os.environ])


@pytest.fixture
def interview(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    _bare_environment: None,
) -> Interview:
    """Runs `interview ARGUMENTS`; `typed` is what standard input, a pipe, holds."""

    def run_it(*arguments: str | Path, typed: str | bytes = b"") -> Ran:
        data = typed.encode() if isinstance(typed, str) else typed
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
        places = ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config" / "config.yaml")]
        capsys.readouterr()
        code = run([*places, *map(str, arguments)])
        written = capsys.readouterr()
        assert "Traceback" not in written.err
        assert "This is a defect" not in written.err
        return Ran(code, written.out, written.err)

    return run_it


@pytest.fixture
def config_dir(tmp_path: Path) -> Path:
    """The folder of the settings file and of the user's own roles and prompts."""
    folder = tmp_path / "config"
    folder.mkdir()
    return folder
