"""The full-screen app put together: its ports on this machine's stores, library and models."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from interview_cli.editor import TextEditor
from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.interview.shown import Shown
from interview_cli.interview.wish import Choices, Wish
from interview_cli.report.view import View
from interview_cli.report.wording import counted
from interview_cli.tui.ports import AlreadyThereError, Check, Offer, Offers, Ports, Sitting, Start, Tell
from interview_cli.wiring.home import (
    Home,
    open_drill,
    open_library,
    open_resumes,
    open_sessions,
    open_settings,
)
from interview_cli.wiring.interviews import build_engine
from interview_cli.wiring.models import choose_models
from interview_cli.wiring.opening import Opened, check_unchanged, plan_session, reopen_session

if TYPE_CHECKING:
    from interview_cli.coach.evaluation import Evaluation
    from interview_cli.interview.engine import Engine
    from interview_cli.interview.session import Session, Turn
    from interview_cli.report.overview import ListedRow
    from interview_cli.settings import Settings
    from interview_cli.tui.app import InterviewApp

DRILL_QUESTIONS = 5


@dataclass(slots=True)
class OpenedSitting:
    """An opened session as the app holds it; `fallback` lets the offline coach step in."""

    opened: Opened
    view: View
    remarks: Sequence[str]
    fallback: bool = True

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

    def keep(self, turn_id: str, draft: str) -> None:
        """Store the document as it stands, with a draft if that turn is open; anew where it was deleted."""
        turn = self.session.open_turn
        if turn is not None and turn.id == turn_id:
            turn.draft = draft
        try:
            with self.hold():
                self.opened.store.save(self.session)
        except NotFoundError:
            self.opened.store.create(self.session)

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


@dataclass(frozen=True, slots=True)
class Setup:
    """Plans interviews from the setup screen; `shown` is what flags say of what is told."""

    home: Home
    shown: Shown
    fallback: bool = True

    def offers(self, wish: Wish) -> Offers:
        """Roles, companies and resumes, and what the fields begin with."""
        from interview_cli.store.choices import last_choices

        library = open_library(self.home)
        warnings: list[str] = []
        names: list[str] = []
        try:
            names = [record.name for record in open_resumes(self.home).list()]
        except StorageError as error:
            warnings.append(f"{error.message} {error.hint}")
        first = first_choices(wish, open_settings(self.home), last_choices(self.home.data_dir), self.shown)
        return Offers(
            roles=[Offer(name, head.name, head.summary) for name, head in library.role_heads().items()],
            companies=[
                Offer(name, head.name, head.summary) for name, head in library.company_heads().items()
            ],
            resumes=names,
            first=first,
            warnings=warnings,
        )

    def focus_of(self, role: str) -> Sequence[str]:
        """The topics of a role."""
        head = open_library(self.home).role_heads().get(role)
        return head.focus if head else ()

    def model_found(self, wanted: str) -> Check:
        """Who leads and judges, and why."""
        names = [name.strip() for name in wanted.split(",") if name.strip()]
        choice = choose_models(
            [name for name in names if name != "offline"],
            offline=names == ["offline"],
            settings=open_settings(self.home),
        )
        who = " then ".join(choice.models) if choice.models else "offline coach, scores are estimates"
        why = "as chosen" if names else choice.reason
        return Check("model", True, f"{who} ({why})")

    def checks(self) -> Sequence[Check]:
        """Whether the store is ready."""
        from interview_cli.store.files import check_writable

        try:
            check_writable(self.home.data_dir)
        except StorageError as error:
            return [Check("store", False, f"{error.message} {error.hint}")]
        return [Check("store", True, "ready")]

    def plan(self, wish: Wish, choices: Choices | None) -> Sitting:
        """A new interview, stored; the choices are kept for the next time."""
        from interview_cli.store.choices import keep_choices, last_choices

        feedback = choices.feedback if choices else None
        shown = self.shown.model_copy(update={"feedback": feedback or self.shown.feedback})
        remarks: list[str] = []
        if choices is not None and wish.job and not Path(wish.job).expanduser().exists():
            raise UsageError(f"There is no file {wish.job}.", "Give the path of the job posting.")
        opened = plan_session(self.home, wish, remarks.append)
        sitting = new_sitting(opened, shown, remarks, fallback=self.fallback)
        if choices is not None:
            theme = last_choices(self.home.data_dir).theme
            # What is only a convenience must not stop an interview that is stored already.
            with suppress(StorageError):
                keep_choices(self.home.data_dir, choices.model_copy(update={"theme": theme}))
        return sitting

    def reopen(self, session_id: str) -> Sitting:
        """An interview that was interrupted."""
        return sitting_of(partial(reopen_session, self.home, session_id), Shown(), fallback=self.fallback)


def new_sitting(opened: Opened, shown: Shown, remarks: Sequence[str], *, fallback: bool) -> OpenedSitting:
    """An interview that was just planned as the app holds it, stored now. Raises StorageError."""
    opened.session.shown = shown
    opened.store.create(opened.session)
    return OpenedSitting(opened, view_of(opened.session, opened.settings), remarks, fallback)


def sitting_of(reopen: Callable[[Tell], Opened], shown: Shown, *, fallback: bool) -> OpenedSitting:
    """An interrupted interview as the app holds it; what `shown` says now goes before what was said then."""
    remarks: list[str] = []
    opened = reopen(remarks.append)
    before = opened.session.shown
    opened.session.shown = Shown(
        feedback=shown.feedback or before.feedback,
        scores=before.scores if shown.scores is None else shown.scores,
        sample_answers=shown.sample_answers or before.sample_answers,
    )
    return OpenedSitting(opened, view_of(opened.session, opened.settings), remarks, fallback)


def first_choices(wish: Wish, settings: Settings, last: Choices, shown: Shown) -> Choices:
    """What the fields begin with: flags, else settings that were made, else last time's, else defaults."""
    made = settings.model_fields_set
    minutes = settings.duration if "duration" in made else None
    model = (
        "offline" if wish.offline else ", ".join(wish.models) or (settings.model if "model" in made else "")
    )
    return Choices(
        role=wish.role or settings.role or last.role,
        type=wish.type or (settings.type if "type" in made else None) or last.type or settings.type,
        level=wish.level or settings.level or last.level,
        minutes=wish.minutes or minutes or last.minutes or (None if wish.questions else settings.duration),
        resume=wish.resume or last.resume,
        # A posting that was moved away meanwhile would only be in the way.
        job=wish.job or (last.job if Path(last.job).expanduser().is_file() else ""),
        company=wish.company or last.company,
        focus=list(wish.focus),
        model=model or last.model,
        feedback=shown.feedback or (settings.feedback if "feedback" in made else None) or last.feedback,
    )


@dataclass(frozen=True, slots=True)
class History:
    """Past interviews from the store."""

    home: Home

    def rows(self, tell: Tell) -> Sequence[ListedRow]:
        """One row for each, newest first."""
        store = open_sessions(self.home)
        rows = store.rows()
        for session_id, why in store.unreadable.items():
            tell(f"The session {session_id} is left out: {why}")
        for session_id, place in store.aside.items():
            tell(f"The session {session_id} was damaged and set aside as {place}")
        return rows

    def load(self, session_id: str) -> Session:
        """The whole document."""
        return open_sessions(self.home).load(session_id)

    def view(self, session: Session | None) -> View:
        """How the person wished to be told of it; of all of them as the settings say."""
        settings = open_settings(self.home)
        return view_of(session, settings) if session else View(scores=settings.scores, scale=settings.scale)

    def remove(self, session_id: str) -> None:
        """Delete it for good."""
        open_sessions(self.home).remove(session_id)

    async def rescore(self, session_id: str, tell: Tell, *, again: bool, offline: bool) -> Session:
        """Judge its answers, by the models that judge now or by the offline coach."""
        from interview_cli.wiring.judging import judge_stored

        judged: list[str] = []
        failed: dict[str, str] = {}
        wanted: list[Turn] = []

        def begin(_session: Session, turns: Sequence[Turn]) -> None:
            wanted.extend(turns)
            tell(f"0 of {counted(len(turns), 'answer')}")

        def on_judged(turn: Turn, evaluation: Evaluation) -> None:
            if evaluation.level is None:
                failed[turn.label] = evaluation.why_unscored.rstrip(". ")
            else:
                judged.append(turn.label)
            tell(f"{len(judged) + len(failed)} of {counted(len(wanted), 'answer')}")

        session = await judge_stored(
            self.home,
            session_id,
            lambda _line: None,
            offline=offline,
            again=again,
            begin=begin,
            on_judged=on_judged,
        )
        why = "; ".join(dict.fromkeys(failed.values()))
        others = f" Not {', '.join(failed)}: {why}." if failed else ""
        tell(f"Judged {len(judged)} of {counted(len(wanted), 'answer')}.{others}")
        return session


@dataclass(frozen=True, slots=True)
class Export:
    """Reports as files."""

    home: Home

    @property
    def formats(self) -> Mapping[str, str]:
        """What can be written."""
        from interview_cli.report.formats import FORMATS

        return FORMATS

    def suggested(self, session: Session, form: str) -> str:
        """A name in the folder where the program was started."""
        return f"interview-{session.plan.role}-{session.created_at:%Y-%m-%d}-{session.id[:6]}.{form}"

    def write(self, session: Session, form: str, path: str, *, replace: bool) -> str:
        """Write a report. Raises AlreadyThereError, UsageError, StorageError."""
        from interview_cli.report.formats import written
        from interview_cli.store.files import plain_errors
        from interview_cli.store.output_file import check_target, write_target

        try:
            target = Path(path).expanduser()
        except RuntimeError as error:
            raise UsageError(f"{path}: there is no such home folder.", "Write the whole path.") from error
        elsewhere = "Nothing was written; try another place."
        try:
            with plain_errors("write", target):
                if target.is_file() and not replace:
                    raise AlreadyThereError(f"{target} exists already.", elsewhere)
                check_target(target, force=True)
        except (UsageError, StorageError) as error:
            raise type(error)(error.message, elsewhere) from error
        view = view_of(session, open_settings(self.home))
        # A table is data: the setting is about what is read.
        scores = view.scores or form != "md"
        write_target(target, written(session, form, view.scale, scores=scores))
        return str(target.absolute())


@dataclass(frozen=True, slots=True)
class Drill:
    """The questions that come back."""

    home: Home
    shown: Shown
    fallback: bool = True

    def due(self) -> int:
        """How many are due now."""
        from datetime import datetime

        from interview_cli.wiring.drills import own_cards

        now = datetime.now().astimezone()
        _, cards = own_cards(self.home, open_drill(self.home, open_sessions(self.home)).deck(), "")
        return sum(card.is_due(now) for card in cards)

    def start(self) -> Sitting | str:
        """A drill of what is due, or why there is none."""
        from interview_cli.wiring.drills import drill_of_due

        remarks: list[str] = []
        opened = drill_of_due(self.home, DRILL_QUESTIONS, remarks.append)
        if isinstance(opened, str):
            return opened
        return new_sitting(opened, self.shown, remarks, fallback=self.fallback)


@dataclass(frozen=True, slots=True)
class Voice:
    """Spoken answers, which this version does not take."""

    def status(self) -> Check:
        """That answers are typed."""
        return Check("microphone", False, "answers are typed; this version does not listen")


def build_ports(home: Home, *, shown: Shown, fallback: bool = True, screen: TextIO | None = None) -> Ports:
    """The app's ports on this machine."""
    from interview_cli.store.choices import keep_choices, last_choices

    def remember_theme(theme: str) -> None:
        with suppress(StorageError):
            keep_choices(home.data_dir, last_choices(home.data_dir).model_copy(update={"theme": theme}))

    return Ports(
        setup=Setup(home, shown, fallback),
        history=History(home),
        export=Export(home),
        drill=Drill(home, shown, fallback),
        voice=Voice(),
        editor=TextEditor(screen),
        remember_theme=remember_theme,
    )


def build_app(
    home: Home,
    start: Start,
    *,
    shown: Shown | None = None,
    fallback: bool = True,
    plain_motion: bool = False,
    screen: TextIO | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> InterviewApp:
    """The app for the command and for its tests. Raises UsageError for settings that are wrong."""
    from interview_cli.store.choices import last_choices
    from interview_cli.tui.app import InterviewApp
    from interview_cli.tui.keymap import check_keymap

    settings = open_settings(home)
    check_keymap(settings.keymap)
    ports = build_ports(home, shown=shown or Shown(), fallback=fallback, screen=screen)
    theme = last_choices(home.data_dir).theme if settings.theme == "auto" else settings.theme
    return InterviewApp(
        ports,
        start,
        theme=theme or "auto",
        keymap=settings.keymap,
        plain_motion=plain_motion or settings.plain_motion,
        monotonic=monotonic,
    )
