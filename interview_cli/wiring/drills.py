"""A drill put together: whose it is, its questions from the sessions that hold them, and its plan."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interview_cli.errors import InterviewError
from interview_cli.wiring.consent import agree_to_models
from interview_cli.wiring.home import open_drill, open_library, open_sessions, open_settings
from interview_cli.wiring.models import check_language, choose_models, tell_choice

if TYPE_CHECKING:
    from interview_cli.interview.drill import NoDrill, Practised
    from interview_cli.interview.schedule import Card
    from interview_cli.interview.session import Session, Turn
    from interview_cli.settings import Settings
    from interview_cli.store.drill import Deck
    from interview_cli.store.sessions import SessionStore
    from interview_cli.wiring.home import Home
    from interview_cli.wiring.models import ModelChoice
    from interview_cli.wiring.opening import Opened


HOW_IT_FILLS = "A question comes back when an answer to it is judged below 60 of 100."


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


def practised(store: SessionStore, cards: Iterable[Card], tell: Callable[[str], None]) -> Iterator[Practised]:
    """The cards with the turns that asked them last, each looked up when it is wanted."""
    from interview_cli.interview.drill import Practised

    opener = Opener(store, tell)
    for card in cards:
        found = opener.find(card.session, card.key)
        if found is not None:
            yield Practised(card, found[1], found[0].plan)


def in_one_language(
    choice: ModelChoice,
    first: Practised,
    due: Iterable[Practised],
    limit: int,
    tell: Callable[[str], None],
) -> list[Practised]:
    """The first questions in the language of the one that is due first; without a model those in English.

    A question that is asked in other words would not count as practised, so none is translated. Raises
    UsageError when none can be asked.
    """
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
        tell(f"note: Left out of this drill: {left}; {why}.")
    return fitting


def about(
    store: SessionStore, cards: Iterable[Card], topic: str, tell: Callable[[str], None]
) -> filter[Practised]:
    """The cards with their questions, only those with a tag if one is given."""
    tag = topic.strip().lower().replace(" ", "-")
    return filter(lambda one: not tag or tag in one.turn.question.tags, practised(store, cards, tell))


def plan_drill(
    home: Home,
    store: SessionStore,
    chosen: list[Practised],
    models: tuple[str, ...],
    *,
    follow_ups: int,
    strict_time: bool,
    settings: Settings,
) -> Opened:
    """A drill planned as a session, not stored yet."""
    from interview_cli.interview.drill import drill_plan
    from interview_cli.interview.session import Candidate, Session
    from interview_cli.wiring.opening import Opened

    library = open_library(home)
    there = library.role_paths()
    roles = dict.fromkeys(one.card.role for one in chosen if one.card.role in there)
    now = datetime.now(UTC)
    session = Session(
        id=store.new_id(),
        created_at=now,
        updated_at=now,
        plan=drill_plan(
            chosen,
            {role: library.bank(role) for role in roles},
            max_follow_ups=follow_ups,
            strict_time=strict_time,
        ),
        candidate=Candidate(name=chosen[0].card.candidate),
        models=list(models),
        redact=settings.redact,
    )
    return Opened(home, settings, store, session, None)


def usual_drill(
    home: Home, most: int, tell: Callable[[str], None], *, ahead: bool = False
) -> Opened | NoDrill:
    """A drill of what is due for the usual person, not stored yet, or why there is none.

    With `ahead` those that are not due yet come after those that are. It is led by the usual models. Raises
    StorageError, UsageError.
    """
    from interview_cli.interview.drill import NoDrill
    from interview_cli.report.deck import next_due
    from interview_cli.report.wording import counted

    store = open_sessions(home)
    settings = open_settings(home)
    now = datetime.now().astimezone()
    _, cards = own_cards(home, open_drill(home, store).deck(), "")
    wanted = cards if ahead else [card for card in cards if card.is_due(now)]
    first = next(practised(store, wanted, tell), None)
    if first is None:
        later = next(practised(store, cards, lambda _: None), None)
        if later is None:
            return NoDrill(f"Nothing is in the drill. {HOW_IT_FILLS}", ahead=False)
        inside = counted(len(cards), "question")
        return NoDrill(f"Nothing is due: {inside} in the drill, {next_due(cards, now)}", ahead=True)
    choice = choose_models((), offline=False, settings=settings)
    agree_to_models(home, choice.models)
    chosen = in_one_language(choice, first, practised(store, wanted, tell), most, tell)
    tell_choice(choice, tell)
    return plan_drill(
        home,
        store,
        chosen,
        choice.models,
        follow_ups=settings.max_follow_ups,
        strict_time=False,
        settings=settings,
    )


class Opener:
    """Finds turns in stored sessions, opening each of them once."""

    def __init__(self, store: SessionStore, tell: Callable[[str], None]) -> None:
        self._store = store
        self._tell = tell
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
            self._tell(f"warning: questions of session {session_id} are left out: {error.message}")
            return None


def _usual_candidate(home: Home) -> str:
    # Loading the settings takes longer than all the rest of a reminder.
    if not home.config_file.is_file() and not os.environ.get("INTERVIEW_CANDIDATE"):
        return ""
    return open_settings(home).candidate
