"""Ids and names that become paths: checked first, and the nearest known ones for a wrong one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from interview_cli.errors import NotFoundError, UsageError

LAST = "last"
# The folder of the resumes in a data folder.
RESUMES = "resumes"
# The vault of a data folder; keys of providers have one of their own beside the settings.
VAULT_FILE = "vault.json"

# `last` means the newest session and is no id.
_SESSION_ID = re.compile(r"(?!last\Z)[a-z0-9]{4,32}")
_RESUME_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RECORDING_NAME = re.compile(r"t\d{1,6}-\d{1,6}\.wav")
_NEAREST = 3


def is_session_id(text: str) -> bool:
    """Whether a session may be stored under that id."""
    return _SESSION_ID.fullmatch(text) is not None


def is_recording_name(text: str) -> bool:
    """Whether a recording in a session's folder may be called so: after its turn, and counted."""
    return _RECORDING_NAME.fullmatch(text) is not None


def session_ids_among(names: Iterable[str]) -> set[str]:
    """Those names that a session may be stored under; made for ten thousands of them."""
    return set(filter(_SESSION_ID.fullmatch, names))


def check_session_id(text: str) -> str:
    """The same text when it is a session id. Raises UsageError."""
    if not is_session_id(text):
        raise UsageError(f"{text!r} is no session id.", "An id has 4 to 32 lower-case letters and digits.")
    return text


def is_resume_name(text: str) -> bool:
    """Whether a resume may be stored under that name."""
    return _RESUME_NAME.fullmatch(text) is not None


def check_resume_name(text: str) -> str:
    """The same text when a resume may be stored under it. Raises UsageError."""
    if not is_resume_name(text):
        raise UsageError(
            f"{text!r} can't name a resume.",
            "Use up to 64 lower-case letters, digits, - and _, such as `me`.",
        )
    return text


def resume_path(root: Path, name: str) -> Path:
    """The file of the resume of that name in a data folder. Raises UsageError for what can't be a name."""
    return root / RESUMES / f"{check_resume_name(name)}.json"


def not_found(kind: str, wanted: str, known: Collection[str], start: str) -> NotFoundError:
    """The error for a `kind` of thing that is not stored, naming the nearest; `start` makes a first one."""
    if not known:
        return NotFoundError(f"There is no {kind} {wanted!r}: none is stored yet.", start)
    near = nearest(wanted, known)
    return NotFoundError(f"There is no {kind} {wanted!r}.", f"Nearest: {', '.join(near)}." if near else start)


def nearest(wanted: str, known: Iterable[str]) -> list[str]:
    """Up to three known names that begin most like the wanted one, best first."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=wanted.lower())
    rated = []
    for name in known:
        matcher.set_seq1(name[: max(len(wanted), 1)])
        # A ratio of 0.6 is what difflib itself takes as close.
        if matcher.quick_ratio() >= 0.6 and (ratio := matcher.ratio()) >= 0.6:
            rated.append((-ratio, name))
    return [name for _, name in sorted(rated)[:_NEAREST]]
