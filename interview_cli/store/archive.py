"""All of a person's data as one zip with a manifest, each part in the form it can be read in."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

MANIFEST = "manifest.json"
_README = """\
Your data of interview, written on {at}.

manifest.json lists every file with what it is, its size and its SHA-256 digest.
sessions/ID/session.json are whole interviews; `interview history import` takes them in again.
sessions/ID/recordings/ hold your spoken answers as WAV files.
Keys of model providers are not in here: they are no data of interviews.
"""


class Part(NamedTuple):
    """One file of the archive: its name, what it is, and how to get its bytes."""

    name: str
    kind: str
    read: Callable[[], bytes]


def written(parts: Iterable[Part], at: datetime, version: str) -> tuple[bytes, list[str]]:
    """The zip, and why parts are missing from it, if any could not be read.

    A part that cannot be read stands in the manifest with the reason. `version` is the program's.
    """
    from interview_cli.errors import InterviewError

    target = BytesIO()
    entries: list[dict[str, Any]] = []
    problems: list[str] = []
    stamp = at.astimezone().timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(name, stamp)
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
            put(part.name, data)
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
    return target.getvalue(), problems
