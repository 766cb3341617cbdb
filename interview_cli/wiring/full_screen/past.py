"""Past interviews for the full-screen app: the table's rows, judging once more, reports as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError, UsageError
from interview_cli.report.view import View
from interview_cli.report.wording import counted
from interview_cli.tui.ports import AlreadyThereError, Tell
from interview_cli.wiring.full_screen.sitting import view_of
from interview_cli.wiring.home import Home, open_sessions, open_settings
from interview_cli.wiring.reports import told_in_report

if TYPE_CHECKING:
    from interview_cli.coach.evaluation import Evaluation
    from interview_cli.interview.session import Session, Turn
    from interview_cli.report.overview import ListedRow


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
        from interview_cli.report.formats import REPORTS, written
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
        scores = view.scores or form not in REPORTS
        if form in REPORTS:
            told, beside = told_in_report(self.home, open_sessions(self.home), session)
            data = written(told, form, view.scale, scores=scores, beside=beside)
        else:
            data = written(session, form, view.scale, scores=scores)
        write_target(target, data)
        return str(target.absolute())
