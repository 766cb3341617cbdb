"""The keys that work now, in one line: as many as there is room for, the most useful first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget

from interview_cli.tui.actions import BY_ID

_GAP = "  "
# Whoever knows these two finds everything else.
_ALWAYS = ("help", "commands")


@dataclass(frozen=True, slots=True)
class Key:
    """A key with the title of what it does; without `enabled` it does nothing just now."""

    action: str
    key: str
    shown: str
    title: str
    enabled: bool

    @property
    def width(self) -> int:
        """The cells it takes with the gap after it."""
        return len(self.shown) + 1 + len(self.title) + len(_GAP)


def fitting(keys: Sequence[Key], width: int) -> list[Key]:
    """The keys that fit into so many cells, in their order, those that work now before the others.

    Help and palette stand at the end in any case.
    """
    last = [key for key in keys if key.action in _ALWAYS]
    room = width - sum(key.width for key in last) + len(_GAP)
    shown = []
    for key in sorted(keys, key=lambda key: not key.enabled):
        if key not in last and key.width <= room:
            shown.append(key)
            room -= key.width
    return [*(key for key in keys if key in shown), *last]


class KeyBar(Widget, can_focus=False):
    """Stands at the foot of a screen, empty while another one lies on it; a click on a key presses it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        padding: 0 1;
        background: $footer-background;
        color: $footer-foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._titles: dict[str, str] = {}

    def call(self, action: str, title: str) -> None:
        """Give an action another title from now on, for a key that does something else the next time."""
        self._titles[action] = title
        self.refresh()

    def on_mount(self) -> None:
        """Follow what the screen allows."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.app.screen_change_signal.subscribe(self, self._changed)

    def render(self) -> RenderResult:
        """The line of keys; those that do nothing just now are dim."""
        pieces: list[str | tuple[str, str]] = []
        for key in self._shown():
            dim = "" if key.enabled else " dim"
            pieces += [(key.shown, f"bold $accent{dim}"), (f" {key.title}", dim.strip()), _GAP]
        return Content.assemble(*pieces[:-1])

    def on_click(self, event: Click) -> None:
        """Press the key under the mouse."""
        place = event.x - self.styles.padding.left
        for key in self._shown():
            if 0 <= place < key.width - len(_GAP) and key.enabled:
                self.app.simulate_key(key.key)
                return
            place -= key.width

    def _shown(self) -> list[Key]:
        if not self.screen.is_current:
            return []
        keys: dict[str, Key] = {}
        for key, (_, binding, enabled, _) in self.screen.active_bindings.items():
            action = BY_ID.get(binding.id or "")
            if action is not None and action.footer and action.id not in keys:
                shown = self.app.get_key_display(binding)
                title = self._titles.get(action.id, action.title)
                keys[action.id] = Key(action.id, key, shown, title, enabled)
        order = list(BY_ID)
        ordered = sorted(keys.values(), key=lambda key: (key.action == "quit", order.index(key.action)))
        return fitting(ordered, self.content_size.width)

    def _changed(self, _screen: Screen[object]) -> None:
        if self.is_attached:
            self.refresh()
