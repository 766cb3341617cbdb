"""The person's own keys: whether they name actions there are and keys that can be pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from textual.keys import Keys, _character_to_key

from interview_cli.errors import UsageError
from interview_cli.tui.actions import ACTIONS, BY_ID, Action, Place

MODIFIERS: Final = ("ctrl", "shift", "alt", "super", "hyper", "meta")
_NAMED = {key.value.rpartition("+")[2] for key in Keys if not key.value.startswith("<")} - {"return"}
_SIGNS = {_character_to_key(chr(code)) for code in range(ord(" "), 0x7F)}
KEYS: Final = frozenset(_NAMED | _SIGNS)
# What keys are called elsewhere.
_MODIFIER_NAMES = {
    **dict.fromkeys(("c", "ctl", "control", "strg"), "ctrl"),
    "s": "shift",
    **dict.fromkeys(("m", "a", "opt", "option"), "alt"),
    **dict.fromkeys(("cmd", "command", "win", "windows"), "super"),
}
_KEY_NAMES = {
    "esc": "escape",
    **dict.fromkeys(("return", "ret", "cr"), "enter"),
    "del": "delete",
    "ins": "insert",
    **dict.fromkeys(("pgup", "prior"), "pageup"),
    **dict.fromkeys(("pgdn", "pgdown", "next"), "pagedown"),
    **dict.fromkeys(("bksp", "bs"), "backspace"),
}
# What a text is written and moved in with.
_TYPED = _SIGNS | {"enter", "tab", "backspace", "delete", "left", "right", "up", "down", "home", "end"}
# Lists and texts share their screen with these.
_WITH_READING: Final[frozenset[Place]] = frozenset({"transcript", "playback", "result", "history", "trends"})


def check_keymap(keymap: Mapping[str, str]) -> None:
    """Raise UsageError for an action that is not there, a key that none can press, or one that is taken."""
    for name, keys in keymap.items():
        action = BY_ID.get(name)
        if action is None:
            raise UsageError(f"keymap: There is no action {name!r}.", _nearest_action(name))
        for key in _split(keys):
            if not _can_be_pressed(key):
                raise UsageError(f"keymap: {name}: There is no key {key!r}.", _meant(key))
            if action.first and _named(key) in _TYPED:
                raise UsageError(
                    f"keymap: {name}: {key!r} is needed to write with.",
                    "Take a function key, or one with ctrl or alt.",
                )
    for name in keymap:
        for other in _beside(BY_ID[name]):
            if shared := _keys(BY_ID[name], keymap) & _keys(other, keymap):
                raise UsageError(
                    f"keymap: {name}: {min(shared)!r} is the key of {other.id} too.",
                    f"Give {other.id} another one as well, or take a free key.",
                )


def _beside(action: Action) -> Iterator[Action]:
    """The other actions that work where this one does."""
    for other in ACTIONS:
        places = {action.place, other.place}
        alike = len(places) == 1 or "everywhere" in places
        if other != action and (alike or ("reading" in places and places & _WITH_READING)):
            yield other


def _keys(action: Action, keymap: Mapping[str, str]) -> set[str]:
    return {_named(key) for key in _split(keymap.get(action.id, action.keys))}


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",")]


def _named(key: str) -> str:
    return _character_to_key(key) if len(key) == 1 else key


def _can_be_pressed(key: str) -> bool:
    *modifiers, base = _named(key).split("+")
    known = base in KEYS or (len(base) == 1 and base.isprintable())
    if not known or len({*modifiers}) < len(modifiers) or not {*modifiers} <= {*MODIFIERS}:
        return False
    # A terminal sends the sign that shift makes, and knows no capitals beside ctrl.
    return not (modifiers == ["shift"] and base in _SIGNS) and not ("ctrl" in modifiers and base.isupper())


def _meant(key: str) -> str:
    """A hint with a key that can be pressed: the one that was meant, if that can be told."""
    *modifiers, base = re.split(r"[+\-\s]+", key.strip().removeprefix("^").lower())
    known = [_nearest(name, MODIFIERS, _MODIFIER_NAMES) for name in modifiers]
    if key.startswith("^"):
        known.insert(0, "ctrl")
    named = base[0] if len({*base}) == 1 else _nearest(base, sorted(KEYS), _KEY_NAMES)
    if named and known == ["shift"] and len(named) == 1:
        named, known = named.upper(), []
    meant = "+".join(dict.fromkeys((*known, named)))
    if named and all(known) and _can_be_pressed(meant):
        return f"Did you mean {meant}?"
    plain = named if named in _SIGNS else "g"
    return f"Keys are written such as ctrl+{plain}, alt+{plain}, f6 or question_mark."


def _nearest(wanted: str, there: Sequence[str], others: Mapping[str, str]) -> str:
    """The name there is that is meant; empty for none."""
    near = get_close_matches(wanted, there, n=1, cutoff=0.7)
    return others.get(wanted) or (near[0] if near else "")


def _nearest_action(wanted: str) -> str:
    near = _nearest(wanted.lower(), list(BY_ID), {})
    return f"Did you mean {near}?" if near else "The help screen (F1) shows all actions and keys."
