"""The system calls of a run that change files, as strace tells them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# All calls that change a file or a name, make one last, or say which file a descriptor is of.
WRITING = (
    *("write", "pwrite64", "writev", "pwritev", "pwritev2", "fsync", "fdatasync", "sync_file_range"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat"),
    *("ftruncate", "truncate", "fallocate", "link", "linkat", "symlink", "symlinkat"),
    *("chmod", "fchmod", "fchmodat", "sendfile", "copy_file_range"),
)
_OPENING = ("open", "openat", "creat", "close")
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(?:<((?:\\x[0-9a-f]{2})*)>)?")
_CUT = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"(AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Call:
    """One call that succeeded: who made it, its name, its texts, paths of its descriptors, and its flags.

    `number` counts the calls of that name that this thread made, those that failed too, from 1.
    """

    thread: int
    name: str
    number: int
    texts: tuple[bytes, ...]
    descriptors: tuple[tuple[str, str], ...]
    arguments: str
    result: int
    opened: str

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that it is about, from the root on; those of descriptors where it has no others."""
        if self.name in _WITH_PATHS:
            # Without a folder's descriptor a path is taken as one from the root on.
            places = [path for _, path in self.descriptors]
            return tuple(
                str(
                    Path(
                        places[min(place, len(places) - 1)] if places else "/",
                        text.decode("utf-8", "surrogateescape"),
                    )
                )
                for place, text in enumerate(self.texts)
            )
        return tuple(path for _, path in self.descriptors)


_WITH_PATHS = frozenset(
    (
        *(
            "open",
            "openat",
            "creat",
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "rmdir",
            "mkdir",
        ),
        *("mkdirat", "truncate", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmodat"),
    )
)


def missing_tool() -> str:
    """Why no run can be traced here; empty where it can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False
    )
    return "" if tried.returncode == 0 else f"strace may not trace: {tried.stderr.strip()[:80]}"


def recording(log: Path) -> list[str]:
    """The words before a command that record its calls in a file."""
    calls = ",".join((*_OPENING, *WRITING))
    return [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-xx",
        "-s",
        "10000000",
        "-e",
        f"trace=?{calls.replace(',', ',?')}",
        "-o",
        str(log),
    ]


def injecting(log: Path, name: str, number: int, what: str) -> list[str]:
    """The words before a command that do something to the n-th call of that name, in whichever thread.

    `what` is as strace has it: `signal=KILL`, `error=ENOSPC`.
    """
    inject = f"inject={name}:{what}:when={number}"
    # Looking at a few calls only is faster, and a signal reaches nobody then.
    few = [] if "signal" in what else ["--seccomp-bpf"]
    return ["strace", "-f", *few, "-qq", "-y", "-e", f"trace={name}", "-e", inject, "-o", str(log)]


def read_calls(log: Path) -> list[Call]:
    """The calls that succeeded, in the order in which they ended."""
    return list(_calls(log.read_text("ascii", "replace").splitlines()))


def _calls(lines: Sequence[str]) -> Iterator[Call]:
    begun: dict[tuple[str, str], str] = {}
    counts: dict[tuple[int, str], int] = {}
    for line in lines:
        if cut := _CUT.match(line):
            begun[cut[1], cut[2]] = f"{cut[1]} {cut[2]}({cut[3]}"
            continue
        resumed = _RESUMED.match(line)
        found = _LINE.match(begun.pop((resumed[1], resumed[2])) + resumed[3] if resumed else line)
        if found is None:
            continue
        thread, name, arguments, result = int(found[1]), found[2], found[3], found[4]
        counts[thread, name] = number = counts.get((thread, name), 0) + 1
        if result == "?" or int(result) < 0:
            continue
        texts = tuple(_bytes(text) for text in _TEXT.findall(arguments))
        descriptors = tuple(
            (which, _bytes(path).decode("utf-8", "surrogateescape"))
            for which, path in _DESCRIPTOR.findall(arguments)
        )
        opened = _bytes(found[5] or "").decode("utf-8", "surrogateescape")
        yield Call(thread, name, number, texts, descriptors, _TEXT.sub('""', arguments), int(result), opened)


def _bytes(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))
