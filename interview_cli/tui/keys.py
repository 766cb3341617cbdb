"""From the table of actions to Textual's bindings, with the person's own keys in place of the usual ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from textual.binding import Binding, BindingType
from textual.screen import Screen

from interview_cli.tui.actions import BY_ID, Action, Place, actions_of


def bindings_of(place: Place) -> list[BindingType]:
    """The bindings of a place; each has its action's id, by which a keymap replaces its keys."""
    return [_binding(action) for action in actions_of(place)]


def movement() -> list[BindingType]:
    """The bindings of a widget that is read or chosen from."""
    return [_binding(action) for action in actions_of("reading") if action.method != "back"]


def opening() -> BindingType:
    """The binding of a table that opens the row under the cursor."""
    return replace(_binding(BY_ID["result.open"]), action="select_cursor")


def choosing() -> list[BindingType]:
    """The bindings of the answers to a question."""
    return [_binding(action) for action in actions_of("question") if action.method != "leave"]


def leaving() -> list[BindingType]:
    """The binding of a question that is left without an answer."""
    return [_binding(BY_ID["question.leave"])]


def back() -> list[BindingType]:
    """The binding of a screen that is left again."""
    return [_binding(BY_ID["reading.back"])]


def _binding(action: Action) -> Binding:
    return Binding(
        key=action.keys,
        # Whatever is read, the app copies it.
        action="app.copy" if action.id == "reading.copy" else action.method,
        description=action.title,
        show=action.footer,
        priority=action.first,
        tooltip=action.help,
        id=action.id,
    )


def key_shown(screen: Screen[Any], action: str) -> str:
    """How the first key of an action is written that the screen or what is focused there has, by its id."""
    bindings = (active.binding for active in screen.active_bindings.values())
    return next((screen.app.get_key_display(one) for one in bindings if one.id == action), "")


def keys_of(action: Action, keymap: Mapping[str, str]) -> list[Binding]:
    """A binding for each key of an action, the person's own in place of the usual ones."""
    return [Binding(key.strip(), action.method) for key in keymap.get(action.id, action.keys).split(",")]
