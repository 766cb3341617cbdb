"""How much is read of a document, and what reading it may cost."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 10 * 2**20
MAX_PAGES: Final = 60
# 60 pages hold about 200,000 characters.
MAX_CHARACTERS: Final = 300_000

# What a JSON Resume may hold: the longest have some hundred values, six deep.
MAX_VALUES: Final = 50_000
MAX_DEPTH: Final = 50

# What the process that reads a document may take; sixty pages of text take 0.5 s and 80 MB.
MAX_SECONDS: Final = 2
MAX_MEGABYTES: Final = 300
# A busy machine gives a process its seconds late; nothing it does waits for anything else.
MAX_SECONDS_WAITED: Final = 20.0
