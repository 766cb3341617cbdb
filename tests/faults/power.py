"""Power cut: the calls of a run are replayed on a disk that loses what was not synced, at every point."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults.deeds import DEEDS, Before, Deed, prepared
from tests.faults.disk_model import Disk, Image, write_image
from tests.faults.finding import Finding, Scenario, Trial, not_run
from tests.faults.place import Place
from tests.faults.stored import stored_in
from tests.faults.trace import Call, missing_tool, read_calls, recording

EXPECTED = "after a cut at any call all files load, and all that was told as kept is there"
# States on which the next commands are run as real processes, besides the store's own code on all of them.
MOST_REAL = 4
# Of a program that syncs nothing nearly every state is wrong, and there are thousands.
MOST_WRONG = 20


@dataclass(frozen=True)
class State:
    """What a cut may leave: after which call, in words, and what the command had told until then."""

    where: str
    image: Image
    told: str


def scenarios() -> dict[str, Scenario]:
    """One for each command that writes."""
    return {f"power.{deed.name}": partial(power_cut, deed) for deed in DEEDS}


def power_cut(deed: Deed, root: Path, most_real: int = MOST_REAL) -> Sequence[Finding]:
    """Run a command once, and look at every state that a loss of power may leave."""
    why = missing_tool()
    if why:
        return [not_run(f"power cut: {deed.name}", deed.shown, why)]
    trial = Trial(f"power cut: {deed.name}", deed.shown, EXPECTED)
    place, before = prepared(root / "before")
    whole = place.copy(root / "whole")
    log = root / "calls"
    disk = Disk(whole.root)
    ran = whole.run(*deed.words(whole, before), typed=deed.typed, under=recording(log))
    trial.blame(f"without a fault: {flaw}" for flaw in ran.flaws(0))
    calls = read_calls(log)
    seen: dict[bytes, State] = {}
    for state in _states(disk, calls, ran.out + ran.err):
        digest = _digest(state)
        if digest in seen:
            continue
        trial.blame(_wrong_with(state, deed, before, root / f"state-{len(seen)}"))
        seen[digest] = state
        if len(trial.wrong) >= MOST_WRONG:
            trial.see("no further states were looked at")
            return [trial.finding]
    if disk.now() != _image_of(whole.root):
        trial.check(False, "the model of the disk went wrong: it does not end as the folder did")
        return [trial.finding]
    states = list(seen.values())
    step = max(1, len(states) // most_real) if most_real else 0
    tried = states[step // 2 :: step][:most_real] if step else []
    for state in tried:
        shutil.rmtree(whole.root)
        trial.blame(_wrong_next(state, deed, whole))
    trial.see(f"{len(calls)} calls, {len(states)} states, {len(tried)} of them with real commands")
    return [trial.finding]


def _states(disk: Disk, calls: Sequence[Call], told_in_all: str) -> Iterator[State]:
    told = ""
    yield from (State(f"before the first call ({how})", image, told) for how, image in disk.images())
    for call in calls:
        if call.name == "write" and call.descriptors[0][0] in ("1", "2") and _is_output(call, told_in_all):
            told += call.texts[0][: call.result].decode("utf-8", "replace")
            changed = True
        else:
            changed = disk.do(call)
        if changed:
            where = f"{call.name} {Path(call.paths[0]).name if call.paths else ''}"
            yield from (State(f"after {where} ({how})", image, told) for how, image in disk.images())
    if sorted(told.split()) != sorted(told_in_all.split()):
        raise RuntimeError("the trace misses a part of what the command told")


def _is_output(call: Call, told_in_all: str) -> bool:
    return call.texts[0][: call.result].decode("utf-8", "replace") in told_in_all


def _digest(state: State) -> bytes:
    """The same for states that are alike, with the same things told."""
    digest = hashlib.sha256(state.told.encode())
    for name in sorted(state.image):
        content = state.image[name]
        digest.update(b"\0%b\0%d\0" % (name.encode(), -1 if content is None else len(content)))
        digest.update(content or b"")
    return digest.digest()


def _wrong_with(state: State, deed: Deed, before: Before, root: Path) -> list[str]:
    write_image(state.image, root)
    now = stored_in(root / "data")
    shutil.rmtree(root)
    wrong = [*now.unreadable, *deed.missing(before, now, state.told)]
    return [f"{state.where}: {what}" for what in wrong]


def _wrong_next(state: State, deed: Deed, place: Place) -> list[str]:
    # In the folder that it was recorded in, as a batch is known by where its file lies.
    write_image(state.image, place.root)
    wrong = deed.go_on(place, True)
    return [f"{state.where}: {what}" for what in wrong]


def _image_of(root: Path) -> Image:
    return {
        str(path.relative_to(root)): None if path.is_dir() else path.read_bytes() for path in root.rglob("*")
    }
