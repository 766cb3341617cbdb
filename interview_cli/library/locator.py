"""Where roles and prompts lie: in a checkout, in an installed wheel, and in the user's own folders."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from interview_cli.errors import UsageError

Shelf = Literal["roles", "prompts"]

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(shelf: Shelf) -> Path:
    """The folder of roles or prompts that came with the program.

    A wheel carries them inside the package (`_data/`); a checkout and an editable install have
    them beside it. Raises UsageError when the installation lacks them.
    """
    for folder in (_PACKAGE / "_data" / shelf, _PACKAGE.parent / shelf):
        if folder.is_dir():
            return folder
    raise UsageError(f"This installation has no {shelf}.", "Install interview-cli again.")


def shelves(shelf: Shelf, *own: Path | None) -> list[Path]:
    """The folders to look in, first match wins: the given ones that exist, then the bundled one."""
    return [folder for folder in own if folder is not None and folder.is_dir()] + [bundled(shelf)]
