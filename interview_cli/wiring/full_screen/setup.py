"""What the setup screen offers, checks and plans."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError, UsageError
from interview_cli.interview.shown import Shown
from interview_cli.interview.wish import Choices, Wish
from interview_cli.library.locator import shelves
from interview_cli.store.names import resume_path
from interview_cli.tui.ports import Check, Offer, Offers, Sitting
from interview_cli.wiring.full_screen.sitting import new_sitting, sitting_of
from interview_cli.wiring.home import Home, open_library, open_resumes, open_settings
from interview_cli.wiring.models import choose_models
from interview_cli.wiring.opening import plan_session, reopen_session

if TYPE_CHECKING:
    from interview_cli.settings import Settings
    from interview_cli.voice.ports import Voice


# A toast has a few lines.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Setup:
    """Plans interviews from the setup screen; `shown` is what flags say of what is told."""

    home: Home
    shown: Shown
    voice: Callable[[], Voice]
    fallback: bool = True

    def offers(self, wish: Wish) -> Offers:
        """Roles, companies and resumes, and what the fields begin with."""
        from interview_cli.store.choices import last_choices

        library = open_library(self.home)
        warnings: list[str] = []
        names: list[str] = []
        try:
            resumes = open_resumes(self.home)
            names = [record.name for record in resumes.list()]
            warnings += [f"The resume {name} is left out: {why}" for name, why in resumes.unreadable.items()]
        except StorageError as error:
            warnings.append(f"{error.message} {error.hint}")
        broken: list[Path] = []
        roles, companies = library.role_heads(broken), library.company_heads(broken)
        warnings += _left_out(broken)
        settings = open_settings(self.home)
        if settings.role and settings.role not in roles and not wish.role:
            warnings.append(f"There is no role {settings.role!r}, which the settings name.")
        first = first_choices(wish, settings, last_choices(self.home.data_dir), self.shown)
        return Offers(
            roles=[Offer(name, head.name, head.summary) for name, head in roles.items()],
            companies=[Offer(name, head.name, head.summary) for name, head in companies.items()],
            resumes=names,
            first=first,
            usual_minutes=settings.duration,
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
        """Whether the store is ready, and whether one can speak and listen."""
        return [self._store(), self._voice()]

    def _store(self) -> Check:
        from interview_cli.store.files import check_writable

        try:
            check_writable(self.home.data_dir)
        except StorageError as error:
            return Check("store", False, f"{error.message} {error.hint}")
        return Check("store", True, "ready")

    def _voice(self) -> Check:
        found = self.voice().abilities()
        missing = next((one for one in (found.hears, found.transcribes) if not one.ready), None)
        if missing is not None:
            return Check("microphone", False, missing.says, needed=False)
        return Check("microphone", True, f"{found.hears.says}; {found.transcribes.says}")

    def plan(self, wish: Wish, choices: Choices | None) -> Sitting:
        """A new interview, stored; the choices are kept for the next time."""
        from interview_cli.store.choices import keep_choices, last_choices

        feedback = choices.feedback if choices else None
        shown = self.shown.model_copy(update={"feedback": feedback or self.shown.feedback})
        if choices is not None:
            shown = shown.model_copy(update={"spoken": choices.voice})
        remarks: list[str] = []
        if choices is not None and wish.job and not Path(wish.job).expanduser().exists():
            raise UsageError(f"There is no file {wish.job}.", "Give the path of the job posting.")
        opened = plan_session(self.home, wish, remarks.append)
        sitting = new_sitting(opened, shown, remarks, fallback=self.fallback)
        if choices is not None:
            last = last_choices(self.home.data_dir)
            also = {"theme": last.theme, "input_device": last.input_device}
            # What is only a convenience must not stop an interview that is stored already.
            with suppress(StorageError):
                keep_choices(self.home.data_dir, choices.model_copy(update=also))
        return sitting

    def reopen(self, session_id: str) -> Sitting:
        """An interview that was interrupted."""
        return sitting_of(partial(reopen_session, self.home, session_id), Shown(), fallback=self.fallback)


def refuse_unknown(home: Home, wish: Wish) -> None:
    """Raise the error of a role or a resume that there is not, before a screen asks for everything else.

    What is there is only looked for, since the library and the store take longer to load than a screen may
    wait. Raises UsageError, NotFoundError.
    """
    folders = shelves("roles", home.roles_dir) if wish.role else []
    if wish.role and all(wish.role != path.stem for folder in folders for path in folder.glob("*.yaml")):
        open_library(home).role(wish.role)
    if wish.resume and not resume_path(home.data_dir, wish.resume).is_file():
        open_resumes(home).load(wish.resume)


def _left_out(broken: Sequence[Path]) -> Iterator[str]:
    """That files of roles or companies can't be read, and what says why."""
    if len(broken) == 1:
        yield f"Left out, since it cannot be read: {broken[0].name}"
        yield f"What is wrong with it: interview roles check {shlex.quote(str(broken[0]))}"
    elif broken:
        names = ", ".join(path.name for path in broken[:_MOST_NAMED])
        more = f" and {len(broken) - _MOST_NAMED} more" if len(broken) > _MOST_NAMED else ""
        yield f"Left out, since they cannot be read: {names}{more}"
        yield "What is wrong with them: interview roles check"


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
        voice=(settings.voice_answers if "voice_answers" in made else last.voice)
        if shown.spoken is None
        else shown.spoken,
    )
