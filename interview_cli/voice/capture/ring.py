"""The last moments of a stream of sound, kept so that a recording can begin before its key was pressed."""

from __future__ import annotations

from collections import deque


class Ring:
    """Keeps at least the last `size` bytes of what is added, in blocks as they came."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._blocks: deque[bytes] = deque()
        self._held = 0

    def add(self, block: bytes) -> None:
        """Put a block behind the others, and forget what is too old."""
        self._blocks.append(block)
        self._held += len(block)
        while len(self._blocks) > 1 and self._held - len(self._blocks[0]) >= self._size:
            self._held -= len(self._blocks.popleft())

    def last(self) -> bytes:
        """The last `size` bytes, or all there are."""
        return b"".join(self._blocks)[-self._size :] if self._size else b""
