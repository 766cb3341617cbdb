"""Files that a person names: opened without waiting for what may never come, and no devices."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from stat import S_ISBLK, S_ISCHR, S_ISDIR
from typing import BinaryIO


def open_input(path: Path) -> BinaryIO:
    """A file, a terminal or a pipe, to be read; a pipe that nobody writes to is empty.

    Raises OSError, for folders and for devices too, some of which never end.
    """
    # Opening a pipe would wait for somebody to write to it, and reading one waits as long as somebody does.
    unhurried = getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, os.O_RDONLY | unhurried)
    except ValueError as error:
        raise OSError(errno.EINVAL, "Is no name of a file") from error
    try:
        mode = os.fstat(descriptor).st_mode
        if S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if S_ISBLK(mode) or (S_ISCHR(mode) and not os.isatty(descriptor)):
            raise OSError(errno.EINVAL, "Is a device")
        if unhurried:
            os.set_blocking(descriptor, True)
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")
