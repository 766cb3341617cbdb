"""Settings that all tests share."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code; nothing here is timed.
# The suite tries the same few examples in every run, so that it only fails for what was changed;
# `python -m tests.campaign` looks for new ones, and for more of them.
settings.register_profile("same", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("new", deadline=None, print_blob=True)
settings.load_profile("same")

# A shell that runs the suite in its background has it ignore Ctrl+C, and so would programs that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test and no program that one starts asks the keyring of this machine.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
# What tests record and send stays on this machine; those of being asked take it away.
os.environ["INTERVIEW_YES"] = "1"

# Where everything was to be installed, a test that misses a part of it fails instead of being skipped.
_NOTHING_MISSING = os.environ.get("INTERVIEW_WITH_VOICE", "0") != "0"
_MISSING = re.compile(r"not installed|on this machine")


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.fixture
def keyring_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of a keyring that this process, and programs it starts, have for the system's."""
    import keyring

    from tests.file_keyring import FileKeyring

    before = keyring.get_keyring()
    path = tmp_path / "keyring.json"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.file_keyring.FileKeyring")
    monkeypatch.setenv("FILE_KEYRING", str(path))
    keyring.set_keyring(FileKeyring())
    yield path
    keyring.set_keyring(before)


# Files that take longest for one worker come first, so that the others are done when they are.
_LONGEST = (
    "voice/test_spoken_interview.py",
    "test_package.py",
    "tui/test_snapshots.py",
    "plain/test_room.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.partition("::")[0].endswith(_LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _unskipped((yield))


def _unskipped(report: Report) -> Report:
    if _NOTHING_MISSING and report.skipped and _MISSING.search(str(report.longrepr)):
        report.outcome = "failed"
        report.longrepr = f"nothing may be missing here: {report.longrepr}"
    return report
