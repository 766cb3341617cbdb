"""A text written in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TextIO

from interview_cli.errors import UsageError

_USUAL = ("nano", "vi")


def written_in_editor(text: str = "", screen: TextIO | None = None) -> str:
    """What the person made of a text in $VISUAL or $EDITOR. Raises UsageError when there is none or it fails.

    The file lies in a folder for the owner alone and is deleted afterwards. `screen` is where the editor
    draws while standard output goes elsewhere.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named) or [next((name for name in _USUAL if shutil.which(name)), "")]
    except ValueError as error:
        raise UsageError(f"$EDITOR cannot be read: {error}.", "Set it to a program, such as nano.") from error
    with tempfile.TemporaryDirectory(prefix="interview-") as folder:
        file = Path(folder) / "text.md"
        file.touch(0o600)
        file.write_text(text, "utf-8")
        try:
            ended = subprocess.run(
                [*command, str(file)], check=False, stdout=screen, stderr=screen
            ).returncode
        except OSError as error:
            raise UsageError(
                f"The editor {command[0] or '(none)'} cannot be started.",
                "Set $EDITOR, or give the text in quotes.",
            ) from error
        if ended:
            raise UsageError(f"The editor {command[0]} ended with an error.", "Nothing was kept.")
        try:
            return file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                "What the editor saved cannot be read as UTF-8 text.", "Nothing was kept."
            ) from error
