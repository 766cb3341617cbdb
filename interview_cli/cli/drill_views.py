"""Whose drill it is, its questions from the sessions that hold them, and what to say about it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from interview_cli.cli import console
from interview_cli.errors import InterviewError

if TYPE_CHECKING:
    from interview_cli.interview.drill import Practised
    from interview_cli.interview.schedule import Card
    from interview_cli.interview.session import Session, Turn
    from interview_cli.store.drill import Deck
    from interview_cli.store.sessions import SessionStore
    from interview_cli.wiring import Home, ModelChoice


def own_cards(home: Home, deck: Deck, candidate: str, role: str = "") -> tuple[str, list[Card]]:
    """The person meant and that person's cards, due first before due later; only those of a role if given.

    Without a name it is the candidate of the settings, else of the newest session.
    """
    from interview_cli.interview.attempts import same_person

    name = candidate or _usual_candidate(home) or deck.newest
    return name, [
        card for card in deck.cards if same_person(card.candidate, name) and is_for(card.role, role)
    ]


def is_for(role: str, wanted: str) -> bool:
    """Whether the id of a role is that of the wanted one, given by its id or name; any is without one."""
    return not wanted or role == wanted.strip().casefold().replace(" ", "_")


def practised(store: SessionStore, cards: Iterable[Card]) -> Iterator[Practised]:
    """The cards with the turns that asked them last, each looked up when it is wanted."""
    from interview_cli.interview.drill import Practised

    opener = Opener(store)
    for card in cards:
        found = opener.find(card.session, card.key)
        if found is not None:
            yield Practised(card, found[1], found[0].plan)


def in_one_language(
    choice: ModelChoice, first: Practised, due: Iterable[Practised], limit: int
) -> list[Practised]:
    """The first questions in the language of the one that is due first; without a model those in English.

    A question that is asked in other words would not count as practised, so none is translated. Raises
    UsageError when none can be asked.
    """
    from interview_cli.cli.opening import check_language
    from interview_cli.coach.languages import language_name, same_language

    language = first.turn.question.language if choice.models else "en"
    fitting: list[Practised] = []
    others: dict[str, int] = {}
    for one in due:
        spoken = one.turn.question.language
        if same_language(spoken, language):
            fitting.append(one)
        else:
            others[language_name(spoken)] = others.get(language_name(spoken), 0) + 1
        if len(fitting) == limit:
            break
    if not fitting:
        check_language(first.turn.question.language, choice)
    if others:
        left = ", ".join(f"{number} in {name}" for name, number in others.items())
        why = "it is held in one language" if choice.models else "they take a model"
        console.say(f"note: Left out of this drill: {left}; {why}.")
    return fitting


class Opener:
    """Finds turns in stored sessions, opening each of them once."""

    def __init__(self, store: SessionStore) -> None:
        self._store = store
        self._opened: dict[str, Session | None] = {}

    def find(self, session_id: str, key: str) -> tuple[Session, Turn] | None:
        """The judged turn that asked the question of that digest; a session that can't be read is told."""
        from interview_cli.interview.attempts import turn_of

        if session_id not in self._opened:
            self._opened[session_id] = self._open(session_id)
        session = self._opened[session_id]
        turn = turn_of(session, key) if session is not None else None
        return (session, turn) if session is not None and turn is not None else None

    def _open(self, session_id: str) -> Session | None:
        try:
            return self._store.load(session_id)
        except InterviewError as error:
            console.say(f"warning: questions of session {session_id} are left out: {error.message}")
            return None


def _usual_candidate(home: Home) -> str:
    # Loading the settings takes longer than all the rest of a reminder.
    if not home.config_file.is_file() and not os.environ.get("INTERVIEW_CANDIDATE"):
        return ""
    from interview_cli.wiring import open_settings

    return open_settings(home).candidate
