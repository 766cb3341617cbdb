"""Real git repositories and real notes, made for one test each."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

NOW = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
ANN = ("Ann Lee", "ann@example.org")
BOB = ("Bob Ray", "bob@example.org")


class Repo:
    """A repository in a folder of the test; `commit` is Ann's unless said otherwise."""

    def __init__(self, folder: Path, *, known: bool = True) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        if known:
            self.git("config", "user.name", ANN[0])
            self.git("config", "user.email", ANN[1])

    def git(self, *arguments: str, typed: bytes = b"", **environment: str) -> str:
        """What git says; the person's own configuration has no part in it."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        ran = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            input=typed,
            capture_output=True,
            env={**inherited, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment},
            check=True,
        )
        return ran.stdout.decode("utf-8", "replace")

    def commit(
        self,
        message: str | bytes,
        files: Iterable[str] = (),
        *,
        days: float = 1,
        author: tuple[str, str] = ANN,
        encoding: str = "utf-8",
    ) -> str:
        """Make a commit that touches `files`, written `days` before NOW; its id."""
        for name in files:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{message!r}\n", "utf-8")
            self.git("add", "--", name)
        date = (NOW - timedelta(days=days)).isoformat()
        named = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", author[0]), ("EMAIL", author[1]), ("DATE", date))
        }
        typed = message if isinstance(message, bytes) else message.encode(encoding)
        self.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--file=-", typed=typed, **named)
        return self.git("rev-parse", "HEAD").strip()

    def import_commits(self, messages: Iterable[bytes], *, author: tuple[str, str] = ANN) -> None:
        """Make many commits at once, a minute apart up to NOW, each with a file of its own."""
        stream = bytearray()
        texts = list(messages)
        for number, message in enumerate(texts):
            at = int((NOW - timedelta(minutes=len(texts) - number)).timestamp())
            stream += b"commit refs/heads/main\n"
            stream += f"committer {author[0]} <{author[1]}> {at} +0000\n".encode()
            stream += b"data %d\n%s\n" % (len(message), message)
            stream += f"M 644 inline src/file{number}.py\ndata 2\nx\n".encode()
        self.git("fast-import", "--quiet", "--force", typed=bytes(stream))


@pytest.fixture(autouse=True)
def _nobody_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No git configuration of this machine's user reaches a test."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


@pytest.fixture
def make_repo(tmp_path: Path) -> Callable[..., Repo]:
    def make(name: str, **options: bool) -> Repo:
        return Repo(tmp_path / name, **options)

    return make
