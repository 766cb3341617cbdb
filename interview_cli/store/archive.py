"""All of a person's data as one zip with a manifest, each part in the form it can be read in."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO, Any, NamedTuple

MANIFEST = "manifest.json"
# A zip knows no earlier time.
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_README = """\
Your data of interview, written on {at}.

manifest.json lists every file with what it is, its size and its SHA-256 digest.
sessions/ID/session.json are whole interviews, and sessions/ID/recordings/ hold your spoken answers as
WAV files; `interview history import` takes in both from this archive, or one session.json alone.
Keys of model providers are not in here: they are no data of interviews.
"""


class Part(NamedTuple):
    """One file of the archive: its name, what it is, when it was changed, and how to get its bytes."""

    name: str
    kind: str
    changed: datetime
    read: Callable[[], bytes]


def write_archive(file: IO[bytes], parts: Iterable[Part], at: datetime, version: str) -> list[str]:
    """Write the zip, part by part; why parts are missing from it, if any could not be read.

    A part that cannot be read stands in the manifest with the reason. `version` is the program's.
    """
    from interview_cli.errors import InterviewError

    entries: list[dict[str, Any]] = []
    problems: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes, changed: datetime = at) -> None:
            entry = zipfile.ZipInfo(name, max(changed.astimezone().timetuple()[:6], _EARLIEST))
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)

        for part in parts:
            try:
                data = part.read()
            except InterviewError as error:
                problems.append(f"{part.name}: {error.message}")
                entries.append({"file": part.name, "kind": part.kind, "missing": error.message})
                continue
            put(part.name, data, part.changed)
            entries.append(
                {
                    "file": part.name,
                    "kind": part.kind,
                    "bytes": len(data),
                    "sha256": hashlib.sha256(data).hexdigest(),
                }
            )
        manifest = {
            "product": "interview",
            "version": version,
            "created_at": at.isoformat(),
            "files": entries,
        }
        put(MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
        put("README.txt", _README.format(at=at.date().isoformat()).encode())
    return problems
