"""A field to search in: what is typed narrows a list down, Enter takes the first that fits."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import DescendantBlur, Key
from textual.fuzzy import Matcher
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from interview_cli.tui.ports import Offer

_MOST_LISTED = 8


def found(offers: Sequence[Offer], typed: str) -> list[Offer]:
    """The offers that what was typed stands for, the best first; all of them for nothing.

    A name or an id that has a word beginning so goes before one that holds it somewhere, and that before
    a description; only where none does, names with these letters in this order are taken.
    """
    wanted = " ".join(typed.casefold().split())
    ranked = [
        (rank, place) for place, offer in enumerate(offers) if (rank := _rank(offer, wanted)) is not None
    ]
    if not ranked:
        match = Matcher(wanted).match
        ranked = [(-match(offer.name), place) for place, offer in enumerate(offers) if match(offer.name)]
    return [offers[place] for _, place in sorted(ranked)]


def _rank(offer: Offer, wanted: str) -> float | None:
    named = f" {offer.name} {offer.id}".casefold().replace("_", " ")
    if f" {wanted}" in named:
        return 0
    if wanted in named or wanted in offer.id:
        return 1
    return 2 if f" {wanted}" in f" {offer.about}".casefold() else None


class Picker(Vertical):
    """One of several offers, or with `free` any text. `chosen` is an id, or that text."""

    class Chosen(Message):
        """Another offer was taken."""

        def __init__(self, picker: Picker, chosen: str) -> None:
            super().__init__()
            self.picker, self.chosen = picker, chosen

        @property
        def control(self) -> Picker:
            """The field it was taken in."""
            return self.picker

    HELP = "Type a part of the name; the arrow keys choose, Enter takes it."

    def __init__(self, *, id: str, placeholder: str, free: bool = False) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder
        self._free = free
        self._offers: Sequence[Offer] = ()
        self._listed: list[Offer] = []
        self._chosen: Offer | None = None

    def compose(self) -> ComposeResult:
        """What is typed, and the list below it."""
        yield Input(placeholder=self._placeholder, compact=True)
        yield OptionList(compact=True, markup=False)

    def on_mount(self) -> None:
        """The list opens when something is typed."""
        self.query_one(OptionList).can_focus = False
        self._close()

    def focus(self, scroll_visible: bool = True) -> Picker:
        """Type here."""
        self.query_one(Input).focus(scroll_visible)
        return self

    def offer(self, offers: Sequence[Offer], first: str) -> None:
        """What there is, and what is chosen at first."""
        self._offers = offers
        if self._typed:
            # Whoever was faster than the files knows what to look for.
            self._list(found(offers, self._typed))
            return
        self._chosen = next((offer for offer in offers if offer.id == first), None)
        text = self._chosen.name if self._chosen else first if self._free else ""
        with self.prevent(Input.Changed):
            self.query_one(Input).value = text
        self.query_one(Input).cursor_position = len(text)

    @property
    def chosen(self) -> str:
        """The id of what is chosen or fits best, the text where any will do, or nothing."""
        if self._free and self._chosen is None:
            return self._typed
        best = self._best
        return best.id if best else ""

    @property
    def _best(self) -> Offer | None:
        """What was taken, else the offer that fits best to what was typed."""
        fitting = found(self._offers, self._typed) if self._typed else []
        return self._chosen or next(iter(fitting), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list down."""
        event.stop()
        typed = event.value.strip().casefold()
        self._chosen = next(
            (offer for offer in self._offers if typed in (offer.id, offer.name.casefold())), None
        )
        self._list(found(self._offers, event.value) if typed or not self._free else [])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes what is marked in the list; in a closed list it opens it."""
        options = self.query_one(OptionList)
        if options.display and options.highlighted is not None:
            self._take(self._listed[options.highlighted])
        elif not self.chosen and not self._free:
            event.stop()
            self._list(list(self._offers))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click takes an offer."""
        event.stop()
        self._take(self._listed[event.option_index])

    def on_key(self, event: Key) -> None:
        """The arrow keys move in the list while the text keeps the focus."""
        options = self.query_one(OptionList)
        if event.key == "down" and not options.display and not self._typed:
            self._list(list(self._offers))
        elif event.key == "down" and options.display:
            options.action_cursor_down()
        elif event.key == "up" and options.display:
            options.action_cursor_up()
        elif event.key == "escape" and options.display:
            self._close()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_descendant_blur(self, _event: DescendantBlur) -> None:
        """Whoever goes on has chosen: where one must be, the best that fits what was typed."""
        if self._chosen is None and not self._free and (best := self._best):
            self._take(best)
        self._close()

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value.strip()

    def _take(self, offer: Offer) -> None:
        self._chosen = offer
        with self.prevent(Input.Changed):
            self.query_one(Input).value = offer.name
        self.query_one(Input).cursor_position = len(offer.name)
        self._close()
        self.post_message(self.Chosen(self, offer.id))

    def _list(self, offers: list[Offer]) -> None:
        self._listed = offers[:_MOST_LISTED] if self._typed else offers
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(f"{offer.name}  ({offer.id})") for offer in self._listed)
        options.display = bool(self._listed)
        options.highlighted = 0 if self._listed and not self._free else None

    def _close(self) -> None:
        self.query_one(OptionList).display = False
