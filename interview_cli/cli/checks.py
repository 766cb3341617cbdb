"""Printing what `roles check` and `prompts check` found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from interview_cli.cli import console


def spread(paths: Sequence[Path], patterns: Sequence[str]) -> list[Path]:
    """Files as they are; for a folder the files in it that fit the patterns."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for pattern in patterns for file in path.glob(pattern))
        else:
            found.append(path)
    return found


def print_findings(findings: Sequence[str], files: int, *, as_json: bool) -> bool:
    """Print findings on stdout, one per line or as JSON; whether there are any."""
    if as_json:
        console.out_json({"files": files, "findings": list(findings)})
    else:
        for finding in findings:
            console.out(finding)
        counted = f"{files} file{'s' if files != 1 else ''}"
        wrong = f"{len(findings)} finding{'s' if len(findings) != 1 else ''}" if findings else "nothing wrong"
        console.say(f"{counted}, {wrong}")
    return bool(findings)
