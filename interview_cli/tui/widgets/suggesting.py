"""Suggests how what is typed in a field may go on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.suggester import Suggester


def completed(typed: str, offers: Sequence[str]) -> str | None:
    """The text with its last item, items being separated by commas, completed to an offer; None for none.

    An offer that stands in the text already is not suggested again.
    """
    before, comma, last = typed.rpartition(",")
    begun = last.strip().casefold()
    named = {item.strip() for item in before.split(",")}
    for offer in offers:
        if begun and offer.startswith(begun) and offer not in named:
            space = last[: len(last) - len(last.lstrip())]
            return f"{before}{comma}{space}{offer}"
    return None


class LastOfList(Suggester):
    """Completes the last item of a list with commas."""

    def __init__(self, offers: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._offers = offers

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with its last item completed."""
        return completed(value, self._offers)
