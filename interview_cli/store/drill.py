"""What is in the drill, kept ready so that a shell prompt can ask for it at any time.

All of it is derived from the sessions and made anew when one of them has changed, but for the questions
that were put away.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from interview_cli.errors import StorageError, UsageError
from interview_cli.interview.attempts import is_simulated
from interview_cli.interview.schedule import Card, cards_of
from interview_cli.store.attempts import unpacked
from interview_cli.store.codec import PLAIN, Codec
from interview_cli.store.documents import read_document, write_document
from interview_cli.store.files import CorruptedFileError, plain_errors, stamp_of, sweep
from interview_cli.store.locks import drill_lock
from interview_cli.store.row import ENDED

if TYPE_CHECKING:
    from interview_cli.interview.schedule import Key
    from interview_cli.store.sessions import SessionStore

DRILL_FILE = "drill.json"
PUT_AWAY_FILE = "put-away.json"

_TABLE = "drill"
# Grows when what is derived changes; a file of another version is made anew.
_VERSION = 2
# Another process may write the index just now; a second look is nearly always a quiet one.
_LOOKS = 3


class Deck(NamedTuple):
    """All questions in the drill, due first before due later.

    `newest` is whose session is the newest, those of simulated candidates aside.
    """

    newest: str
    cards: list[Card]


class DrillStore:
    """The drill of the data folder `root`."""

    def __init__(self, root: Path, sessions: SessionStore, codec: Codec = PLAIN) -> None:
        self._root = root
        self._path = root / DRILL_FILE
        self._away = root / PUT_AWAY_FILE
        self._sessions = sessions
        self._codec = codec

    def deck(self) -> Deck:
        """What is in the drill now. Raises StorageError.

        The rows of the sessions are read only if one of them has changed since the last time.
        """
        kept = self._kept()
        if kept is not None:
            return kept
        for _ in range(_LOOKS):
            before = self._stamps()
            rows = self._sessions.rows()
            quiet = before == self._stamps()
            if quiet:
                break
        attempts = [one for row in rows for one in unpacked(row)]
        people = (row["candidate"] for row in rows if not is_simulated(row["candidate"]))
        deck = Deck(next(people, ""), cards_of(attempts, self._put_away()))
        if quiet and rows:
            open_ = {row["id"]: row["stamp"] for row in rows if row["status"] not in ENDED}
            # Keeping it only saves work, so a read-only or full disk is no reason to fail.
            with suppress(StorageError):
                self._keep(deck, before, open_)
        return deck

    def put_away(self, cards: Iterable[Card], at: datetime) -> None:
        """Take questions out, until they are answered weakly after that time. Raises StorageError."""
        from interview_cli.store.put_away import write_put_away

        with drill_lock(self._root):
            sweep(self._away)
            away = self._put_away() | {card.whose: at for card in cards}
            write_put_away(self._away, away, self._codec)

    def _put_away(self) -> dict[Key, datetime]:
        if not self._away.exists():
            return {}
        from interview_cli.store.put_away import read_put_away

        return read_put_away(self._away, self._codec)

    def _kept(self) -> Deck | None:
        """What was kept, if it is still true."""
        try:
            document = read_document(self._path, _TABLE, self._codec)
            if document is None or document.get("version") != _VERSION:
                return None
            if self._stamps() != document["stamps"] or not self._sessions.are_of(document["open"]):
                return None
            return Deck(document["newest"], [_card_of(values) for values in document["cards"]])
        except (CorruptedFileError, UsageError, KeyError, TypeError, ValueError, AttributeError):
            # Whatever the file is, it is made anew; nothing in it was the person's own.
            return None

    def _keep(self, deck: Deck, stamps: dict[str, str], open_: dict[str, str]) -> None:
        document = {
            "version": _VERSION,
            "stamps": stamps,
            "open": open_,
            "newest": deck.newest,
            "cards": [_values_of(card) for card in deck.cards],
        }
        with drill_lock(self._root):
            sweep(self._path)
            write_document(self._path, _TABLE, document, self._codec)

    def _stamps(self) -> dict[str, str]:
        """Texts of which one differs when a session was begun, ended or removed, or a question put away."""
        return {**self._sessions.stamps(), PUT_AWAY_FILE: stamp_of(self._away)}


def forget(root: Path) -> None:
    """Delete what was derived from sessions that are no more. Raises StorageError."""
    _delete(root, DRILL_FILE)


def _delete(root: Path, name: str) -> None:
    with plain_errors("delete", root / name):
        for path in root.glob(f"{name}*"):
            path.unlink(missing_ok=True)


def _values_of(card: Card) -> dict[str, Any]:
    return card._asdict() | {"last": card.last.isoformat(), "due": card.due.isoformat()}


def _card_of(values: dict[str, Any]) -> Card:
    last, due = (datetime.fromisoformat(values[name]) for name in ("last", "due"))
    return Card(**(values | {"last": last, "due": due}))
