"""The looks of the app: dark, light, high contrast, and the terminal's own sixteen colours."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

AUTO = "auto"
# In the order in which the key for it goes through them.
NAMES = ("dark", "light", "contrast", "terminal")
# Of the sixteen colours these are light, as terminals state their background in COLORFGBG.
_LIGHT_BACKGROUNDS = frozenset({"7", "15"})

DARK = Theme(
    name="dark",
    primary="#6ea8fe",
    secondary="#9db4c0",
    accent="#e8b86d",
    success="#7fc98f",
    warning="#e8b86d",
    error="#ee7f7f",
    foreground="#dde3ea",
    background="#14181d",
    surface="#1b2027",
    panel="#242b34",
    dark=True,
    variables={"footer-background": "#1b2027", "input-selection-background": "#6ea8fe 35%"},
)
LIGHT = Theme(
    name="light",
    primary="#1f5fbf",
    secondary="#4a6272",
    accent="#8a5a00",
    success="#1c7a3d",
    warning="#8a5a00",
    error="#b3261e",
    foreground="#1c2126",
    background="#fbfbf9",
    surface="#f1f1ee",
    panel="#e4e5e1",
    dark=False,
    variables={"footer-background": "#f1f1ee", "input-selection-background": "#1f5fbf 25%"},
)
# Every pair of a colour and the background has a contrast of 7:1 or more (WCAG 2.2, 1.4.6).
CONTRAST = Theme(
    name="contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    success="#00ff00",
    warning="#ffff00",
    error="#ff9a9a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    text_alpha=1.0,
    variables={
        "footer-background": "#000000",
        "input-selection-background": "#0044ff",
        "border-blurred": "#ffffff",
    },
)


def terminal_theme() -> Theme:
    """The theme of the terminal's own colours, whatever these are."""
    base = BUILTIN_THEMES["ansi-dark"]
    return Theme(
        **{name: getattr(base, name) for name in base.__dataclass_fields__ if name != "name"}, name="terminal"
    )


def themes() -> tuple[Theme, ...]:
    """All themes, in the order of `NAMES`."""
    return (DARK, LIGHT, CONTRAST, terminal_theme())


def chosen(name: str, environ: Mapping[str, str]) -> str:
    """The theme that a setting stands for; `auto` goes by the terminal's background where it says so."""
    if name in NAMES:
        return name
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if background in _LIGHT_BACKGROUNDS else "dark"
