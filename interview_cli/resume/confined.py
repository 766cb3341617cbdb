"""Documents of strangers, read in a process of its own that may take so much time and memory and no more.

A few kilobytes of PDF or of zipped XML can stand for hours of work or gigabytes of text, in more ways than
could be looked for beforehand, and the libraries that read them do what the file says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from interview_cli.errors import UsageError
from interview_cli.resume.child import TOO_MUCH
from interview_cli.resume.formats import Kind, broken
from interview_cli.resume.limits import MAX_MEGABYTES, MAX_SECONDS, MAX_SECONDS_WAITED
from interview_cli.resume.parsed import Parsed

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
# Ended from outside or by its bounds: SIGKILL and SIGXCPU, as subprocess tells them.
_STOPPED = (-9, -24)


def parsed(data: bytes, kind: Kind, name: str, password: str | None = None) -> Parsed:
    """What a document of kind pdf, docx or odt holds.

    Raises UsageError for one that cannot be read, and for one that takes more than `limits` allows.
    """
    about = json.dumps({"name": name, "password": password}).encode()
    command = [sys.executable, "-P", "-m", f"{__package__}.child", kind]
    paths = [str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]
    try:
        done = subprocess.run(
            command,
            input=b"".join((about, b"\n", data)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            timeout=MAX_SECONDS_WAITED,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much(name) from error
    except OSError as error:
        raise UsageError(
            f"{name} cannot be read: no process could be started for it ({error.strerror})",
            "end other programs and try again",
        ) from error
    if done.returncode in _STOPPED:
        raise _too_much(name)
    try:
        reply: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        # Its library crashed on it.
        raise broken(name, kind) from error
    if TOO_MUCH in reply:
        raise _too_much(name)
    if "error" in reply:
        raise UsageError(reply["error"], reply["hint"])
    return Parsed(**reply)


def _too_much(name: str) -> UsageError:
    return UsageError(
        f"reading {name} takes more than {MAX_SECONDS} seconds or {MAX_MEGABYTES} MB",
        "export it again from its program, without attachments, or as text",
    )
