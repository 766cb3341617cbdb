"""The log of the full-screen app: what libraries print, warnings, and where a defect happened."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from interview_cli.errors import StorageError
from interview_cli.store.files import PRIVATE_FILE, make_private_folder

LOG_FILE = "interview.log"
# One older file is kept beside it.
LARGEST_BYTES = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@contextmanager
def open_log(root: Path) -> Iterator[BinaryIO]:
    """The log in the data folder, to append to, with Python's logging; nowhere if it can't be written."""
    with _opened(root / LOG_FILE) as file:
        stream = open(file.fileno(), "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logging.Formatter(_FORMAT))
        logging.getLogger().addHandler(handler)
        try:
            yield file
        finally:
            logging.getLogger().removeHandler(handler)
            # A log that can't be written on must not hide how the app ended.
            with suppress(OSError):
                stream.close()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        make_private_folder(path.parent)
        with suppress(FileNotFoundError):
            if path.stat().st_size > LARGEST_BYTES:
                path.replace(path.with_suffix(".log.1"))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    except (StorageError, OSError):
        # Whoever can't keep a log can still practise; what can't be saved is told where it matters.
        descriptor = os.open(os.devnull, os.O_WRONLY)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        yield file
