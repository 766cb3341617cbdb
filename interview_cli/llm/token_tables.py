"""Keeps tiktoken from building its tables before someone counts tokens.

litellm asks for them when it is imported; building them locks the interpreter for 100 ms.
"""

from __future__ import annotations

from typing import Any


class _LateEncoding:
    """Stands in for an encoding of tiktoken until the first use of it."""

    name = "cl100k_base"

    def __getattr__(self, attribute: str) -> Any:
        from tiktoken import registry

        registry.ENCODINGS.pop(self.name, None)
        return getattr(registry.get_encoding(self.name), attribute)


def put_off_token_tables() -> None:
    """Register the stand-in, unless the tables are there already."""
    from tiktoken import registry

    registry.ENCODINGS.setdefault(_LateEncoding.name, _LateEncoding())  # type: ignore[arg-type]
