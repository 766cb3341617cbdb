"""SIGKILL, or a refusal by the system, at every single call that changes the data folder."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.faults.deeds import ANSWERED, BATCH, DEEDS, INGEST, INTERVIEW, NOTING, Before, Deed, prepared
from tests.faults.finding import Finding, Scenario, Trial, not_run
from tests.faults.place import Place, Ran, first_line
from tests.faults.stored import stored_in
from tests.faults.trace import WRITING, Call, injecting, missing_tool, read_calls, recording

AT_A_TIME = 2
# So often the commands that only read are run too: a process for each takes its time.
READ_EVERY = 4
STORAGE = 5
KILLED = "after a kill at any call that writes the next commands work and all that was told as kept is there"
FULL = "exit code 5, the disk is named, all that was told as kept is there, and with room again one goes on"
REFUSED = ("write", "fsync", "mkdir", "openat")
KILLING = (*WRITING, "openat")


class Point(NamedTuple):
    """The n-th call of that name in a thread, on that file."""

    name: str
    number: int
    path: str


def scenarios() -> dict[str, Scenario]:
    """One for each command that writes."""
    kills = {f"kill.{deed.name}": partial(kill_everywhere, deed) for deed in DEEDS if deed is not INTERVIEW}
    few = {f"refused.{deed.name}": partial(refuse_everywhere, deed) for deed in (NOTING, INGEST)}
    many = {f"refused.{deed.name}": partial(refuse_everywhere, deed, every=3) for deed in (ANSWERED, BATCH)}
    return {**kills, **few, **many}


def kill_everywhere(deed: Deed, root: Path, every: int = 1) -> Sequence[Finding]:
    """Kill a command at each of its calls that write, one run for each; or at every n-th of them."""

    def after(place: Place, before: Before, ran: Ran, reads: bool) -> list[str]:
        wrong = [] if ran.code in (-signal.SIGKILL, 0, 5) else ran.flaws(-signal.SIGKILL, 0, 5)
        wrong += _lost(place, before, ran, deed)
        return [*wrong, *deed.go_on(place, reads), *_lost(place, before, ran, deed)]

    fault = f"kill at every write: {deed.name}"
    return _everywhere(deed, root, fault, KILLED, "signal=KILL", KILLING, after, every)


def refuse_everywhere(deed: Deed, root: Path, every: int = 1) -> Sequence[Finding]:
    """Let the system say that the disk is full at each call that writes, one run for each."""

    def after(place: Place, before: Before, ran: Ran, reads: bool) -> list[str]:
        # What only saves work, such as the list of sessions, may fail without a word.
        wrong = ran.flaws(STORAGE, 0)
        if ran.code == STORAGE and ("disk is full" not in ran.err or "hint:" not in ran.err):
            wrong.append(f"the message does not say what is wrong and what to do: {first_line(ran.err)}")
        wrong += _lost(place, before, ran, deed)
        return [*wrong, *deed.go_on(place, reads), *_lost(place, before, ran, deed)]

    fault = f"no room at any write: {deed.name}"
    return _everywhere(deed, root, fault, FULL, "error=ENOSPC", REFUSED, after, every)


def _everywhere(
    deed: Deed,
    root: Path,
    fault: str,
    expected: str,
    what: str,
    names: Sequence[str],
    after: Callable[[Place, Before, Ran, bool], list[str]],
    every: int,
) -> Sequence[Finding]:
    why = missing_tool()
    if why:
        return [not_run(fault, deed.shown, why)]
    trial = Trial(fault, deed.shown, expected)
    place, before = prepared(root / "before")
    whole = place.copy(root / "whole")
    log = root / "calls"
    ran = whole.run(*deed.words(whole, before), typed=deed.typed, under=recording(log))
    trial.blame(f"without a fault: {flaw}" for flaw in ran.flaws(0))
    points = [point for point in _points(read_calls(log), whole) if point.name in names][::every]
    trial.check(bool(points), "the command writes nothing")

    def at(number: int) -> tuple[bool, list[str]]:
        point = points[number]
        copy = place.copy(root / f"at-{number}")
        told = root / f"calls-{number}"
        under = injecting(told, point.name, point.number, what)
        ran = copy.run(*deed.words(copy, before), typed=deed.typed, under=under)
        wrong = [
            f"{point.name} no. {point.number} ({point.path}): {flaw}"
            for flaw in after(copy, before, ran, number % READ_EVERY == 0)
        ]
        met = str(copy.data) in _struck(told)
        shutil.rmtree(copy.root)
        return met, wrong

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        came = list(pool.map(at, range(len(points))))
    for _, wrong in came:
        trial.blame(wrong)
    met = sum(met for met, _ in came)
    # Threads may come in another order than in the recording, so that a few strike elsewhere.
    trial.check(met >= len(points) * 0.9, f"only {met} of {len(points)} faults struck the data folder")
    trial.see(f"{met} of {len(points)} calls in the data folder struck")
    return [trial.finding]


def _points(calls: Sequence[Call], place: Place) -> list[Point]:
    """The calls that change something in the data folder."""
    found = []
    for call in calls:
        changes = call.name in WRITING or "O_CREAT" in call.arguments
        paths = [path for path in call.paths if Path(path).is_relative_to(place.data)]
        if changes and paths:
            found.append(Point(call.name, call.number, str(Path(paths[0]).relative_to(place.data))))
    return list({(point.name, point.number): point for point in found}.values())


def _struck(log: Path) -> str:
    """The call that was struck, as the trace has it: the one that did not return or was refused."""
    lines = [
        line
        for line in log.read_text("utf-8", "replace").splitlines()
        if "INJECTED" in line or "= ?" in line or "unfinished" in line
    ]
    return lines[-1] if lines else ""


def _lost(place: Place, before: Before, ran: Ran, deed: Deed) -> list[str]:
    now = stored_in(place.data)
    return [*now.unreadable, *deed.missing(before, now, ran.out + ran.err)]
