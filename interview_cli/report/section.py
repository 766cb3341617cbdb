"""A part of a report that stands by itself: a title with sentences, facts or a list, for every format."""

from __future__ import annotations

from dataclasses import dataclass

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part: sentences, then facts with their names, then items; what is empty is left out.

    Texts are as people and models wrote them: each format makes them safe for itself.
    """

    title: str
    texts: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    items: tuple[str, ...] = ()
