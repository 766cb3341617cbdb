"""Write the table of keys in README.md anew from the app's own: `python -m tests.make_key_table`."""

from __future__ import annotations

import re

from interview_cli.tui.actions import ACTIONS, PLACES
from tests.readme_table import put_in_readme, rows_in_readme

_TABLE = re.compile(
    r"(?<=\| where \| keys \| what \| name in a keymap \|\n\|---\|---\|---\|---\|\n)(?:\|.*\n)+"
)
_NAMES = {
    "escape": "Esc",
    "slash": "/",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "up": "↑",
    "down": "↓",
}


def key_name(key: str) -> str:
    """A key as people write it: "Ctrl+S", "F6", "j"."""
    parts = key.strip().split("+")
    named = [_NAMES.get(part, part.capitalize() if len(part) > 1 else part) for part in parts]
    is_letter = len(parts) > 1 and len(parts[-1]) == 1
    return "+".join([*named[:-1], named[-1].upper() if is_letter else named[-1]])


def rows() -> list[str]:
    """A row for every action, in the order of the table in the app."""
    return [
        f"| {PLACES[action.place]} | {' '.join(map(key_name, action.keys.split(',')))} | {action.help} "
        f"| `{action.id}` |"
        for action in ACTIONS
    ]


def current_table() -> list[str]:
    """The rows that stand in README.md."""
    return rows_in_readme(_TABLE)


if __name__ == "__main__":
    put_in_readme(_TABLE, rows())
