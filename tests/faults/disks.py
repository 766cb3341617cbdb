"""A disk that is full or read-only, and folders that may not be written: told plainly, nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.faults.deeds import ANSWERS, INTERVIEW, NOTE, START, Before, prepared, typed_with
from tests.faults.finding import Finding, Scenario, Trial, not_run
from tests.faults.next_commands import next_commands
from tests.faults.place import Place, Ran, first_line
from tests.faults.small_disk import NoDiskError, SmallDisk, small_disk
from tests.faults.stored import stored_in

STORAGE = 5
ROOMY = "8m"
# Pages that are free when an interview with long answers begins: 64 KiB are asked for, so that it fills up
# on the way with all but the last.
FREE_PAGES = range(17, 30, 2)
PAGE = 4096
LONG = " ".join(["I would measure it first, then change one thing, because guesses are dear."] * 140)
FULL = "the disk is full"
READ_ONLY = "the file system is read-only"
DENIED = "permission denied"
REFUSAL = "exit code 5, cause and hint told; all that was stored is there; afterwards it works"
READING = ("history", "history show last", "export last --format md", "notes list", "resume list")


def scenarios() -> dict[str, Scenario]:
    """One for each way in which a disk refuses."""
    return {
        "disk.full": partial(_on_disk, _full),
        "disk.filling": partial(_on_disk, _filling),
        "disk.full-amid": partial(_on_disk, _full_amid),
        "disk.read-only": partial(_on_disk, _read_only),
        "disk.permission": _no_permission,
    }


def _on_disk(run: Callable[[Place, Before, SmallDisk], Sequence[Finding]], root: Path) -> Sequence[Finding]:
    place, before = prepared(root / "place")
    files = root / "files"
    shutil.move(place.data, files)
    try:
        with small_disk(place.data, ROOMY) as disk:
            shutil.copytree(files, disk.view, dirs_exist_ok=True)
            return run(place, before, disk)
    except NoDiskError as error:
        return [not_run(f"disk: {run.__name__.strip('_')}", "-", str(error))]


def _writing(place: Place) -> dict[str, list[str | Path]]:
    """Commands that write, by how they are shown."""
    answers = place.root / "answers.json"
    return {
        "session start --answers": [*START, "--answers", answers, "--json"],
        "notes add": ["notes", "add", NOTE],
        "resume ingest --force": ["resume", "ingest", place.root / "resume.md", "--name", "me", "--force"],
        "batch run": ["batch", "run", place.root / "rows.jsonl", "--offline"],
        "score --session --again": ["score", "--session", "last", "--again", "--offline"],
        "export --output": ["export", "last", "--format", "md", "--output", place.data / "report.md"],
        "plan new --output": [
            "plan",
            "new",
            "--role",
            "backend_engineer",
            "--output",
            place.data / "plan.yaml",
        ],
    }


def _refused(trial: Trial, ran: Ran, cause: str) -> None:
    trial.blame(ran.flaws(STORAGE))
    trial.check(cause in ran.err, f"the cause is not told: {first_line(ran.err)}")
    trial.check("hint:" in ran.err, "no hint")
    trial.see(first_line(ran.told))


def _refusals(
    fault: str,
    place: Place,
    before: Before,
    disk: SmallDisk,
    cause: str,
    refuse: Callable[[], None],
    allow: Callable[[], None],
) -> Sequence[Finding]:
    """Every command that writes is refused, those that read work, and afterwards all do."""
    findings = []
    refuse()
    for shown, words in _writing(place).items():
        trial = Trial(fault, shown, REFUSAL)
        _refused(trial, place.run(*words, under=disk.under), cause)
        now = stored_in(disk.view)
        trial.blame([*now.unreadable, *now.lost_since(before.stored)])
        left = [path.name for path in disk.view.rglob("*.tmp")]
        trial.check(not left, f"temporary files are left: {left}")
        findings.append(trial)
    reading = Trial(fault, ", ".join(READING), "exit code 0")
    for command in READING:
        reading.blame(f"{command}: {flaw}" for flaw in place.run(*command.split(), under=disk.under).flaws(0))
    allow()
    for trial, words in zip(findings, _writing(place).values(), strict=True):
        trial.blame(f"afterwards: {flaw}" for flaw in place.run(*words, under=disk.under).flaws(0))
    return [*(trial.finding for trial in findings), reading.finding]


def _full(place: Place, before: Before, disk: SmallDisk) -> Sequence[Finding]:
    return _refusals("disk full", place, before, disk, FULL, disk.fill, disk.make_room)


def _read_only(place: Place, before: Before, disk: SmallDisk) -> Sequence[Finding]:
    refuse, allow = partial(disk.remount, "ro"), partial(disk.remount, "rw")
    return _refusals("read-only", place, before, disk, READ_ONLY, refuse, allow)


def _filling(place: Place, before: Before, disk: SmallDisk) -> Sequence[Finding]:
    """With less and less room, the disk is full at another moment of the interview each time."""
    answers = place.write("long.json", [f"{number}. {LONG}" for number in (1, 2)])
    trial = Trial("disk fills up", "session start --answers, long ones", REFUSAL)
    codes = []
    for pages in FREE_PAGES:
        used = sum(-(-path.stat().st_size // PAGE) for path in disk.view.rglob("*") if path.is_file())
        disk.remount(f"size={(used + pages) * PAGE}")
        known = stored_in(disk.view)
        ran = place.run(*START, "--answers", answers, "--json", under=disk.under)
        codes.append(ran.code)
        trial.blame(f"{pages} pages: {flaw}" for flaw in ran.flaws(0, STORAGE))
        trial.check(
            ran.code == 0 or (FULL in ran.err and "hint:" in ran.err), f"not told: {first_line(ran.err)}"
        )
        now = stored_in(disk.view)
        trial.blame([*now.unreadable, *now.lost_since(known), *now.lost_since(before.stored)])
        disk.remount(f"size={ROOMY}")
        for name in now.sessions.keys() - known.sessions.keys():
            if now.sessions[name]["status"] != "completed":
                ran = place.run("session", "continue", name, "--answers", answers, "--json", under=disk.under)
                trial.blame(f"continue with room: {flaw}" for flaw in ran.flaws(0))
    trial.check(STORAGE in codes, "it was never full")
    trial.see(f"exit codes {codes}")
    return [trial.finding]


def _full_amid(place: Place, before: Before, disk: SmallDisk) -> Sequence[Finding]:
    """The disk fills up while the second question stands there; with room again it goes on."""
    trial = Trial("disk full amid interview", INTERVIEW.shown, REFUSAL)
    ran = typed_with(place, disk.fill, under=disk.under)
    _refused(trial, ran, FULL)
    now = stored_in(disk.view)
    trial.blame([*now.unreadable, *INTERVIEW.missing(before, now, ran.err)])
    disk.make_room()
    known = set(before.stored.sessions)
    names = [name for name in stored_in(disk.view).sessions if name not in known]
    trial.check(len(names) == 1, "the interview is gone")
    for name in names:
        ran = place.run("session", "continue", name, typed=f"{ANSWERS[1]}\n\n", under=disk.under)
        trial.blame(f"session continue: {flaw}" for flaw in ran.flaws(0))
        trial.check("Q2 (" in ran.err and "Q1 (" not in ran.err, "it does not go on at the second question")
    return [trial.finding]


def _no_permission(root: Path) -> Sequence[Finding]:
    """Folders that may not be written, and files that may not be read, by someone who is not all-mighty."""
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        return [not_run("no permission", "-", "root may write everywhere, and setpriv is not installed")]
    # Whoever is root stays so, but without the right to pass over permissions.
    rights = "-dac_override,-dac_read_search"
    under = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.geteuid() == 0 else []
    place, before = prepared(root / "place")
    tried = subprocess.run(
        [*under, "sh", "-c", f"mkdir -m 500 {root}/probe && ! touch {root}/probe/x"],
        capture_output=True,
        check=False,
    )
    if tried.returncode:
        return [not_run("no permission", "-", "the right to pass over permissions cannot be given up")]
    findings = []
    _set_modes(place.data, 0o500, 0o400)
    for shown, words in _writing(place).items():
        trial = Trial("no permission", shown, REFUSAL)
        _refused(trial, place.run(*words, under=under), DENIED)
        findings.append(trial)
    reading = Trial("no permission", ", ".join(READING), "exit code 0 where it may be read, else 5 and cause")
    for command in READING:
        reading.blame(f"{command}: {flaw}" for flaw in place.run(*command.split(), under=under).flaws(0))
    _set_modes(place.data, 0o000, 0o000)
    place.data.chmod(0o500)
    for command in READING[:3]:
        _refused(reading, place.run(*command.split(), under=under), DENIED)
    _set_modes(place.data, 0o700, 0o600)
    now = stored_in(place.data)
    reading.blame([*now.unreadable, *now.lost_since(before.stored), *next_commands(place)])
    for trial, words in zip(findings, _writing(place).values(), strict=True):
        trial.blame(f"afterwards: {flaw}" for flaw in place.run(*words, under=under).flaws(0))
    return [*(trial.finding for trial in findings), reading.finding]


def _set_modes(folder: Path, of_folders: int, of_files: int) -> None:
    """Set the permissions of all that is in a folder, and of itself."""
    if of_folders & 0o700 == 0o700:
        folder.chmod(of_folders)
        for path in sorted(folder.rglob("*")):
            path.chmod(of_folders if path.is_dir() else of_files)
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(of_folders if path.is_dir() else of_files)
    folder.chmod(of_folders)
