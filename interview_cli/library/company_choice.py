"""What `--company` means: a pack with questions and a style, or just a name."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from interview_cli.library.shelf import Library

_NEAR = 0.75


class Company(NamedTuple):
    """How the employer stands after "at", the id of its pack if there is one, and what to tell about it."""

    called: str
    pack: str | None = None
    note: str = ""


def choose_company(library: Library, text: str) -> Company:
    """The pack of that id, however it is spelled, else the text as a name, with a note when a pack's is near.

    Raises UsageError for a pack that is there and cannot be read.
    """
    name = " ".join(text.split())
    wanted = re.sub(r"[\s_]+", "-", name.casefold())
    packs = library.company_paths()
    if wanted in packs:
        return Company(library.company(wanted).called, wanted)
    near = get_close_matches(wanted, packs, n=1, cutoff=_NEAR) if wanted else []
    if not near:
        return Company(name)
    note = f"{name} is used as a name only; --company {near[0]} brings the questions of such employers"
    return Company(name, note=note)
