"""Git, asked in a way that nothing in a foreign repository can run a program or change anything.

The configuration of a repository may name programs (hooks, pagers, diff drivers, signature checkers, remote
helpers); every one that the commands used here could call is switched off on the command line, which goes
before any file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

from interview_cli.errors import UsageError

SECONDS = 60.0
MOST_BYTES = 16_000_000

_INERT = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    "core.sshCommand=false",
    "credential.helper=",
    "diff.external=",
    "gpg.program=false",
    "gpg.ssh.program=false",
    "gpg.x509.program=false",
    "log.showSignature=false",
    "protocol.allow=never",
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    # A partial clone would fetch what it lacks; no transport is allowed, so that it fails instead.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_PAGER": "cat",
    "PAGER": "cat",
    # Errors are told apart by their words.
    "LC_ALL": "C",
    "LANGUAGE": "",
}


class Output(NamedTuple):
    """What a command wrote; `cut` when there was more than is read."""

    data: bytes
    cut: bool


class GitError(Exception):
    """A git command failed; the text is what it wrote to stderr."""


class Repository:
    """The repository that a folder lies in, to be read only.

    Raises UsageError when git is not installed, the folder is not there or lies in no repository.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(f"There is no folder {folder}.", "Check the path after --git.")
        # In full, since messages name it and "." says nothing there.
        self.folder = folder.resolve()
        self._git = _find_git()
        try:
            self.output("rev-parse", "--absolute-git-dir")
        except GitError as error:
            raise _refused(self.folder, str(error)) from error

    def output(self, *arguments: str, typed: bytes = b"", most: int = MOST_BYTES) -> Output:
        """What git writes, up to `most` bytes. Raises GitError; UsageError when it takes too long."""
        settings = [part for setting in _INERT for part in ("-c", setting)]
        command = [
            self._git,
            *settings,
            "--no-pager",
            "--literal-pathspecs",
            "-C",
            str(self.folder),
            *arguments,
        ]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            given.write(typed)
            given.seek(0)
            with subprocess.Popen(
                command, stdin=given, stdout=subprocess.PIPE, stderr=said, env=environment | _ENVIRONMENT
            ) as process:
                late = threading.Event()

                def stop() -> None:
                    late.set()
                    process.kill()

                alarm = threading.Timer(SECONDS, stop)
                alarm.start()
                try:
                    assert process.stdout is not None
                    data = process.stdout.read(most + 1)
                    if len(data) > most:
                        process.kill()
                    process.wait()
                finally:
                    alarm.cancel()
                    process.kill()
            said.seek(0)
            errors = said.read(4_000).decode("utf-8", "replace")
        if late.is_set():
            raise UsageError(
                f"git took more than {SECONDS:.0f} seconds in {self.folder}.",
                "Ask for fewer days with --notes.",
            )
        if process.returncode and len(data) <= most:
            raise GitError(errors.strip())
        return Output(data[:most], len(data) > most)

    def setting(self, name: str) -> str:
        """A setting as the repository, the person and the system give it; empty where none does."""
        try:
            value = self.output("config", "--get", name).data
        except GitError:
            return ""
        return " ".join(value.decode("utf-8", "replace").split())

    def has_commits(self) -> bool:
        """Whether there is any commit on a branch or checked out."""
        return bool(
            self.output("rev-list", "--ignore-missing", "--max-count=1", "--branches", *self.head()).data
        )

    def head(self) -> tuple[str, ...]:
        """`HEAD` where it names a commit, which it does not in a new repository."""
        try:
            self.output("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError:
            return ()
        return ("HEAD",)


def _find_git() -> str:
    """The git program. Folders of the search path that depend on where one stands are left out."""
    places = [
        place for place in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(place).is_absolute()
    ]
    git = shutil.which("git", path=os.pathsep.join(places))
    if git is None:
        raise UsageError(
            "Git is not installed.", "Install it, or leave out --git: your notes can be asked about too."
        )
    return git


def _refused(folder: Path, said: str) -> UsageError:
    if "dubious ownership" in said:
        return UsageError(
            f"Git does not trust {folder}, since it belongs to somebody else.",
            f"If you do, say so to git: git config --global --add safe.directory {folder}",
        )
    if "not a git repository" in said:
        return UsageError(f"{folder} is no git repository.", "Name a folder inside one with --git.")
    reason = said.removeprefix("fatal: ").splitlines()[0] if said else "it gave no reason"
    return UsageError(f"Git cannot read {folder}: {reason}.", "Check it with: git log")
