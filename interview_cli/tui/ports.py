"""What the full-screen app needs from outside: it knows no model, no file and no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from signal import Signals
from typing import TYPE_CHECKING, Literal, Protocol

from interview_cli.errors import UsageError
from interview_cli.interview.wish import Choices, Wish

if TYPE_CHECKING:
    from interview_cli.coach.speech import Take
    from interview_cli.interview.drill import NoDrill
    from interview_cli.interview.engine import Engine
    from interview_cli.interview.session import Session
    from interview_cli.report.overview import ListedRow
    from interview_cli.report.view import View
    from interview_cli.voice.ports import Voice

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Check:
    """Whether something that an interview uses is there: its name, what was found, or what is missing.

    One can do without what is not `needed`.
    """

    name: str
    ready: bool
    says: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: its id, its name, and words it is also found by."""

    id: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from when an interview is set up, and what the fields begin with.

    `warnings` are sentences about what could not be read, `usual_minutes` what an empty field stands for.
    """

    roles: Sequence[Offer]
    companies: Sequence[Offer]
    resumes: Sequence[str]
    first: Choices
    usual_minutes: int
    warnings: Sequence[str] = ()


class Sitting(Protocol):
    """One interview that is stored and can be held."""

    @property
    def session(self) -> Session:
        """The document, which changes as the interview goes on."""
        ...

    @property
    def view(self) -> View:
        """How the person is told of judgements."""
        ...

    @property
    def remarks(self) -> Sequence[str]:
        """What the person should know before it begins."""
        ...

    def hold(self) -> AbstractContextManager[None]:
        """Keep other processes from it meanwhile. Raises StorageError when another one has it."""
        ...

    @property
    def spoken(self) -> bool:
        """Whether answers are given by voice."""
        ...

    def keep(self, turn_id: str, draft: str, takes: Sequence[Take] = ()) -> None:
        """Store the document as it stands, with a draft if that turn is still open; blocks.

        For what an engine could not save; a document that was deleted meanwhile is stored anew. Raises
        StorageError.
        """
        ...

    def put_away(self) -> None:
        """Delete what was stored for it, if it is new: it was planned and will not be held.

        Raises StorageError.
        """
        ...

    def engine(self) -> Engine:
        """A new engine, which goes on where the document stands; reads files. Raises InterviewError."""
        ...


class SetupPort(Protocol):
    """Plans interviews. Everything here may read files and so blocks; all raise InterviewError."""

    def offers(self, wish: Wish) -> Offers:
        """What there is to choose from; fields begin with the wish, else the settings, else last time."""
        ...

    def focus_of(self, role: str) -> Sequence[str]:
        """The topics that a role can be focused on."""
        ...

    def model_found(self, wanted: str) -> Check:
        """The models that this text stands for (empty: what is there), and why."""
        ...

    def checks(self) -> Sequence[Check]:
        """Whether microphone and store are ready."""
        ...

    def plan(self, wish: Wish, choices: Choices | None) -> Sitting:
        """A new interview, planned and stored; `choices` are remembered for the next time."""
        ...

    def reopen(self, session_id: str) -> Sitting:
        """An interview that was interrupted."""
        ...


class HistoryPort(Protocol):
    """Past interviews. Everything here may block; all raise InterviewError."""

    def rows(self, tell: Tell) -> Sequence[ListedRow]:
        """One row for each, newest first; `tell` is given what could not be read."""
        ...

    def load(self, session_id: str) -> Session:
        """The whole document of one."""
        ...

    def view(self, session: Session | None) -> View:
        """How the person wished to be told of it; of all of them as the settings say."""
        ...

    def remove(self, session_id: str) -> None:
        """Delete one for good."""
        ...

    async def rescore(self, session_id: str, tell: Tell, *, again: bool, offline: bool) -> Session:
        """Judge its answers: all of them with `again`, else those without a judgement.

        The models of the session do it, else those that are found; with `offline` the offline coach. `tell`
        is given what happens on the way. When this is cancelled, what was judged is kept.
        """
        ...


class AlreadyThereError(UsageError):
    """A file stands where another is to be written, and nobody said that it may be replaced."""


class ExportPort(Protocol):
    """Writes reports to files."""

    @property
    def formats(self) -> Mapping[str, str]:
        """Ids of formats, each with its name."""
        ...

    def suggested(self, session: Session, form: str) -> str:
        """The path that is offered."""
        ...

    def write(self, session: Session, form: str, path: str, *, replace: bool) -> str:
        """Write a report; returns the path. Raises AlreadyThereError, UsageError, StorageError."""
        ...


class DrillPort(Protocol):
    """Questions that come back when they are due."""

    def start(self, *, ahead: bool) -> Sitting | NoDrill:
        """A new drill of those that are due, with `ahead` of others after them, or why there is none."""
        ...


class EditorPort(Protocol):
    """The person's own editor."""

    def edit(self, text: str) -> str:
        """The text as the person leaves it; blocks meanwhile. Raises UsageError when there is no editor."""
        ...

    def stop(self) -> None:
        """End an editor that is open, from any thread; `edit` then gives what was saved."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """All that the app touches outside itself; `remember_theme` keeps a choice for the next time.

    `voice` gives the same one each time; making it takes 50 ms, so that the first call belongs into a thread.
    `close` ends what was started behind them.
    """

    setup: SetupPort
    history: HistoryPort
    export: ExportPort
    drill: DrillPort
    voice: Callable[[], Voice]
    editor: EditorPort
    remember_theme: Callable[[str], None]
    close: Callable[[], None] = lambda: None


Opening = Literal["setup", "start", "continue", "drill", "history"]


@dataclass(frozen=True, slots=True)
class Start:
    """Where the app begins: with the setup of a wish, or at once with a sitting or the history.

    `open` gives the sitting, in a thread, once the first screen is there.
    """

    wish: Wish = field(default_factory=Wish)
    open: Callable[[], Sitting] | None = None
    history: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the app ended: the last interview held in it, and whether that goes on later.

    `failure` or `signal` is what ended it, if it did not end by itself; `unsaved` is what was typed and is
    stored nowhere.
    """

    session: Session | None = None
    resumable: bool = False
    failure: BaseException | None = None
    signal: Signals | None = None
    unsaved: str = ""
