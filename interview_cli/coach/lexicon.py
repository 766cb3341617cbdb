"""The word lists the coach reads by, kept as text in the `.txt` files named here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_FILES = ("lexicon.txt", "speech.txt", "stories.txt", "themes.txt")


@cache
def _sections() -> dict[str, str]:
    texts = (files(__package__).joinpath(name).read_text("utf-8") for name in _FILES)
    return sections_of("\n".join(texts))


def sections_of(text: str) -> dict[str, str]:
    """The sections of a file of word lists: `[name]`, then its lines; empty ones and comments left out."""
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {name: "\n".join(lines) for name, lines in sections.items()}


def word_list(section: str) -> tuple[str, ...]:
    """The words of a section. Raises KeyError when there is no such section."""
    return tuple(_sections()[section].split())


def phrase_list(section: str) -> tuple[str, ...]:
    """The phrases of a section. Raises KeyError when there is no such section."""
    return tuple(part.strip() for line in _sections()[section].splitlines() for part in line.split(","))


def sections(prefix: str) -> tuple[str, ...]:
    """What follows a prefix in the names of all sections that begin with it."""
    return tuple(name.removeprefix(prefix) for name in _sections() if name.startswith(prefix))
