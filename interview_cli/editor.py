"""A text written in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from threading import Timer
from typing import TextIO

from interview_cli.errors import UsageError

_USUAL = ("nano", "vi")
# An editor that was told to end may still ask whether to save.
_KILL_SECONDS = 2.0


class TextEditor:
    """$VISUAL or $EDITOR, for one text at a time; `screen` is where it draws if not on standard output."""

    def __init__(self, screen: TextIO | None = None) -> None:
        self._screen = screen
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def edit(self, text: str = "") -> str:
        """What the person made of a text. Raises UsageError when there is no editor or it fails.

        The file lies in a folder for the owner alone and is deleted afterwards. Bytes that are no UTF-8
        come as U+FFFD.
        """
        command = _command()
        with tempfile.TemporaryDirectory(prefix="interview-") as folder:
            file = Path(folder) / "text.md"
            file.touch(0o600)
            file.write_text(text, "utf-8", errors="replace")
            self._stopped = False
            try:
                self._running = subprocess.Popen(
                    [*command, str(file)], stdout=self._screen, stderr=self._screen
                )
            except OSError as error:
                raise UsageError(
                    f"The editor {command[0] or '(none)'} cannot be started.",
                    "Set $EDITOR, or give the text in quotes.",
                ) from error
            if self._stopped:
                # Told to stop between the start of the editor and this moment.
                _end(self._running)
            try:
                ended = self._running.wait()
            finally:
                self._running = None
            if ended and not self._stopped:
                raise UsageError(f"The editor {command[0]} ended with an error.", "Nothing was kept.")
            try:
                return file.read_text("utf-8", errors="replace")
            except OSError as error:
                raise UsageError(
                    f"The editor {command[0]} left no text.", f"The file is gone: {error.strerror}."
                ) from error

    def stop(self) -> None:
        """End an editor that is open; `edit` then gives what was saved. From any thread."""
        self._stopped = True
        running = self._running
        if running is not None:
            _end(running)


def _end(editor: subprocess.Popen[bytes]) -> None:
    editor.terminate()
    killing = Timer(_KILL_SECONDS, editor.kill)
    killing.daemon = True
    killing.start()


def _command() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(named) or [next((name for name in _USUAL if shutil.which(name)), "")]
    except ValueError as error:
        raise UsageError(f"$EDITOR cannot be read: {error}.", "Set it to a program, such as nano.") from error
