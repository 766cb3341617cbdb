"""Stored interviews as the full-screen app holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview_cli.errors import NotFoundError
from interview_cli.interview.shown import Shown
from interview_cli.report.view import View
from interview_cli.tui.ports import Tell
from interview_cli.wiring.interviews import build_engine
from interview_cli.wiring.opening import Opened, check_unchanged

if TYPE_CHECKING:
    from interview_cli.coach.speech import Take
    from interview_cli.interview.engine import Engine
    from interview_cli.interview.session import Session
    from interview_cli.settings import Settings


@dataclass(slots=True)
class OpenedSitting:
    """An opened session as the app holds it; `fallback` lets the offline coach step in.

    With `is_new` it was stored just now.
    """

    opened: Opened
    view: View
    remarks: Sequence[str]
    fallback: bool = True
    is_new: bool = False

    @property
    def session(self) -> Session:
        """The document."""
        return self.opened.session

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep other processes from it. Raises StorageError when another one has or had it meanwhile."""
        with self.opened.store.hold(self.session.id):
            check_unchanged(self.opened)
            yield

    @property
    def spoken(self) -> bool:
        """Whether answers are given by voice."""
        said = self.session.shown.spoken
        return self.opened.settings.voice_answers if said is None else said

    def keep(self, turn_id: str, draft: str, takes: Sequence[Take] = ()) -> None:
        """Store the document as it stands, with a draft if that turn is open; anew where it was deleted."""
        turn = self.session.open_turn
        if turn is not None and turn.id == turn_id:
            turn.draft, turn.draft_takes = draft, list(takes)
        try:
            with self.hold():
                self.opened.store.save(self.session)
        except NotFoundError:
            self.opened.store.create(self.session)

    def put_away(self) -> None:
        """Delete it again if it is new."""
        if self.is_new:
            self.opened.store.remove(self.session.id)

    def engine(self) -> Engine:
        """An engine that goes on where the document stands."""
        opened = self.opened
        return build_engine(
            opened.home,
            opened.settings,
            opened.session,
            resume=opened.resume,
            feedback_each=self.view.feedback == "each",
            fallback=self.fallback and opened.settings.fallback,
            forming=True,
        )


def view_of(session: Session, settings: Settings) -> View:
    """How the person wished to be told of a session when it began, else as the settings say."""
    shown = session.shown
    return View(
        scores=settings.scores if shown.scores is None else shown.scores,
        scale=settings.scale,
        feedback=shown.feedback or settings.feedback,
        samples=shown.sample_answers,
    )


def new_sitting(opened: Opened, shown: Shown, remarks: Sequence[str], *, fallback: bool) -> OpenedSitting:
    """An interview that was just planned as the app holds it, stored now. Raises StorageError."""
    opened.session.shown = shown
    opened.store.create(opened.session)
    return OpenedSitting(opened, view_of(opened.session, opened.settings), remarks, fallback, is_new=True)


def sitting_of(reopen: Callable[[Tell], Opened], shown: Shown, *, fallback: bool) -> OpenedSitting:
    """An interrupted interview as the app holds it; what `shown` says now goes before what was said then."""
    remarks: list[str] = []
    opened = reopen(remarks.append)
    before = opened.session.shown
    opened.session.shown = Shown(
        feedback=shown.feedback or before.feedback,
        scores=before.scores if shown.scores is None else shown.scores,
        sample_answers=shown.sample_answers or before.sample_answers,
        spoken=before.spoken if shown.spoken is None else shown.spoken,
    )
    return OpenedSitting(opened, view_of(opened.session, opened.settings), remarks, fallback)
