"""How a transcriber's process is spoken with: a header in JSON and raw bytes, each with its length before it.

Both sides use it, and the engine's side should be small, so nothing but orjson is imported here.
"""

from __future__ import annotations

import struct
from typing import IO, Any

import orjson

_LENGTHS = struct.Struct(">II")
_LONGEST = 64 * 1024 * 1024


def write_frame(stream: IO[bytes], header: dict[str, Any], data: bytes = b"") -> None:
    """Send one message. Raises OSError when the other side is gone."""
    head = orjson.dumps(header)
    stream.write(_LENGTHS.pack(len(head), len(data)) + head + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next message, or None when the other side is gone or sends something else."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, data = _LENGTHS.unpack(lengths)
    if max(head, data) > _LONGEST:
        return None
    raw = stream.read(head + data)
    if len(raw) < head + data:
        return None
    return orjson.loads(raw[:head]), raw[head:]
