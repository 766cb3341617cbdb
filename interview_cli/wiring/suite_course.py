"""The course that a run of a suite will take: its cases, its models, and where replies come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.regress.stand_ins import OFFLINE, SYNTHETIC
from interview_cli.wiring import suite_models

if TYPE_CHECKING:
    from interview_cli.regress.case import Case
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import Source
    from interview_cli.regress.runner import Player
    from interview_cli.regress.suite_file import OpenSuite
    from interview_cli.wiring.home import Home

DEFAULT_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class RunWish:
    """How a suite is to be run: by which models, from where, and how much of it.

    `only` are patterns of case ids; `go_on` takes up the newest run that did not end, and `again` is the
    command that people do so by. `cluster` is the address of a Dask scheduler, `send_keys` lets keys of this
    environment travel there.
    """

    models: tuple[str, ...] = ()
    live: bool = False
    candidate: bool = False
    repeats: int | None = None
    only: tuple[str, ...] = ()
    at_once: int = DEFAULT_AT_ONCE
    go_on: bool = False
    again: str = ""
    cluster: str = ""
    send_keys: bool = False


@dataclass(frozen=True, slots=True)
class Watching:
    """Who is told of a run under way: how many case runs there are, each as it ends, and what is amiss."""

    begin: Callable[[int], None] = lambda count: None
    ended: Callable[[CaseRun], None] = lambda run: None
    tell: Callable[[str], None] = lambda text: None


@dataclass(frozen=True, slots=True)
class Course:
    """A run as it will be: which cases with which models, how often, and where replies come from."""

    home: Home
    opened: OpenSuite
    wish: RunWish
    models: tuple[str, ...]
    source: Source
    cases: tuple[Case, ...]
    repeats: int

    def players(self, tell: Callable[[str], None]) -> list[Player]:
        """The models; `tell` is given what is amiss with their recordings.

        Raises UsageError for recordings that are not there, and for a missing key.
        """
        if self.source in ("live", "offline"):
            return suite_models.live(self.home, self.models, self.opened.suite)
        tape = suite_models.read_tape(self.opened, candidate=self.source == "candidate")
        if tape.mixed:
            tell(
                "note: Recording anew was interrupted or is going on: old replies stand beside new ones. "
                "Record with --fresh to go on with it."
            )
        return suite_models.replayed(tape, self.models, self.opened.suite)


def course_of(home: Home, opened: OpenSuite, wish: RunWish) -> Course:
    """What a wish comes to. Raises UsageError for an unknown model, and when no case is left."""
    suite = opened.suite
    models = named_models(wish.models or suite.models)
    source: Source = "candidate" if wish.candidate else "live" if wish.live else "replay"
    asks_others = suite.grader or suite_models.candidate_of(suite)
    if all(name == OFFLINE for name in models) and not asks_others:
        source = "offline"
    if suite.target == "prompt" and OFFLINE in models:
        raise UsageError(
            f"A prompt needs a model, and the offline coach sends none: {suite.id} cannot be run with it.",
            "Name a model with --model, or leave it out for the suite's own.",
        )
    cases = tuple(chosen(opened, wish.only))
    return Course(home, opened, wish, models, source, cases, wish.repeats or suite.repeats)


def named_models(names: Sequence[str]) -> tuple[str, ...]:
    """Models by their whole names, each once; the offline coach and the stand-in as they are."""
    from interview_cli.llm.providers import full_name

    apart = (OFFLINE, SYNTHETIC)
    return tuple(dict.fromkeys(name if name in apart else full_name(name) for name in names))


def chosen(opened: OpenSuite, only: Sequence[str]) -> list[Case]:
    """The cases whose ids fit one of the patterns; all without any. Raises UsageError when none does."""
    for one in only:
        if not any(fnmatchcase(case.id, one) for case in opened.cases):
            raise UsageError(f"No case of {opened.suite.id} fits {one}.")
    cases = [case for case in opened.cases if not only or any(fnmatchcase(case.id, one) for one in only)]
    if not cases:
        raise UsageError(f"No case of {opened.suite.id} is there: no answer of the history is rated.")
    return cases
