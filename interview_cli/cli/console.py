"""The only writer of stdout (data) and stderr (talk)."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TextIO

from interview_cli.errors import StorageError
from interview_cli.escapes import clean, clean_json

if TYPE_CHECKING:
    from rich.console import Console

_REFUSED_WRITES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
_FALLBACK_WIDTH = 100
# A bullet, or up to three words set off by two spaces, hangs in front of its text.
_LEAD = re.compile(r" *(?:- |\w+(?: [\w-]+){0,2} {2,})?")


def no_color() -> None:
    """Switch colours off for this run, in every library that honours NO_COLOR."""
    os.environ["NO_COLOR"] = "1"


def out(text: str = "") -> None:
    """A line of data on stdout."""
    _write(sys.stdout, clean(text) + "\n")


def out_bytes(data: bytes) -> None:
    """Raw bytes on stdout."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def out_json(value: Any) -> None:
    """One JSON document on stdout, keys in their own order, text in its own script."""
    import orjson

    _write(sys.stdout, clean_json(orjson.dumps(value, option=orjson.OPT_INDENT_2)) + "\n")


def out_json_line(value: Any) -> None:
    """One JSON value on one line of stdout."""
    import orjson

    _write(sys.stdout, clean_json(orjson.dumps(value)) + "\n")


def say(text: str = "") -> None:
    """A line of talk on stderr, broken between words where a terminal would break it anywhere."""
    _talk(_fitted(clean(text), sys.stderr) + "\n")


def say_command(command: str) -> None:
    """A command on stderr, on one line however long it is, so that it can be copied whole."""
    _talk(f"  {clean(command)}\n")


def out_prose(text: str, *, hanging: int = 0) -> None:
    """A line of prose on stdout, broken between words where a terminal would break it anywhere.

    Later lines are indented by `hanging` characters, else to where the first one's words begin.
    """
    _write(sys.stdout, _fitted(clean(text), sys.stdout, hanging) + "\n")


def _fitted(text: str, stream: TextIO, hanging: int = 0) -> str:
    """Text in lines as wide as the terminal."""
    if not is_terminal(stream):
        return text
    from interview_cli.cells import lines_of

    width = shutil.get_terminal_size().columns
    lead = _LEAD.match(text)
    indented = hanging or (len(lead.group()) if lead else 0)
    indent = " " * indented if indented < width // 2 else ""
    return "\n".join(part for line in text.split("\n") for part in lines_of(line, width, indent))


# Spaces between two columns of a table.
TABLE_GAP = 2

_TONES = {"strong": "1", "quiet": "2", "warn": "33"}


@contextmanager
def libraries_apart(log: AbstractContextManager[BinaryIO]) -> Iterator[None]:
    """Talk goes to the terminal as ever; what C libraries print on descriptor 2 goes to the log.

    PortAudio and ALSA print there what nobody asked for, and a call of theirs that hangs prints later, too.
    """
    sys.stderr.flush()
    with log as file:
        kept = os.dup(2)
        before = sys.stderr
        sys.stderr = os.fdopen(kept, "w", encoding="utf-8", errors="replace", buffering=1)
        try:
            os.dup2(file.fileno(), 2)
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            sys.stderr.close()
            sys.stderr = before


def ticker(text: str) -> None:
    """A line on a terminal's stderr that the next one takes the place of; empty clears it."""
    if is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb":
        _talk(f"\r\x1b[K{clean(text)}")


def say_in_tone(text: str, tone: str) -> None:
    """A line of talk on stderr, set off by weight or colour where the terminal can and may."""
    code = _TONES.get(tone)
    plain = _fitted(clean(text), sys.stderr)
    if code and plain and is_terminal(sys.stderr) and not os.environ.get("NO_COLOR"):
        plain = f"\x1b[{code}m{plain}\x1b[0m"
    _talk(plain + "\n")


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[str] = (),
    spare: Sequence[str] = (),
) -> None:
    """A table on stdout; columns named in `right` are aligned to the right, the first is never broken.

    In a terminal too narrow for all, the columns named in `spare` that are there are left out, in
    their order, and a line says so.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    screen = rich_stdout()
    columns, rows, left_out = _narrowed(columns, rows, spare, screen.width)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, TABLE_GAP - 1, 0, 0))
    for number, column in enumerate(columns):
        # Ids stand in the first column, and whoever copies one needs it in one piece.
        justify: Literal["left", "right"] = "right" if column in right else "left"
        shown.add_column(column, justify=justify, overflow="fold", no_wrap=number == 0)
    for row in rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))
    screen.print(shown)
    if left_out:
        say(f"No room here for: {', '.join(left_out)}.")


def grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on stdout of texts that may be long: cells are broken into lines, and no column is left out."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, TABLE_GAP - 1, 0, 0), expand=True
    )
    for name in columns:
        shown.add_column(Text(clean(name)), overflow="fold", ratio=1)
    for row in rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))
    rich_stdout().print(shown)


def _narrowed(
    columns: Sequence[str], rows: Sequence[Sequence[str]], spare: Sequence[str], width: int
) -> tuple[list[str], list[list[str]], list[str]]:
    """What of a table fits into `width`, and the columns that were left out for it."""
    from rich.cells import cell_len

    kept = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    widths = {name: max(map(cell_len, [name, *column])) for name, column in kept.items()}
    left_out: list[str] = []
    for name in filter(kept.__contains__, spare):
        if sum(widths[name] + TABLE_GAP for name in kept) - TABLE_GAP <= width:
            break
        left_out.append(name)
        del kept[name]
    return list(kept), [list(row) for row in zip(*kept.values(), strict=True)], left_out


def rich_stdout() -> Console:
    """A rich console on stdout, for tables and charts."""
    return _rich(sys.stdout)


def rich_stderr() -> Console:
    """A rich console on stderr, for progress and talk."""
    return _rich(sys.stderr)


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream is a terminal that can draw (not `TERM=dumb`)."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _rich(stream: TextIO) -> Console:
    from rich.console import Console

    width = None if stream.isatty() or os.environ.get("COLUMNS") else _width_of_a_terminal_near()
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def _width_of_a_terminal_near() -> int:
    """What a pager after a pipe has: the width of the terminal that errors or input are on."""
    for stream in (sys.stderr, sys.stdin):
        with suppress(OSError, ValueError):
            if stream.isatty():
                return os.get_terminal_size(stream.fileno()).columns or _FALLBACK_WIDTH
    return _FALLBACK_WIDTH


def replace_closed_streams() -> None:
    """Stand-ins for standard streams that were closed (`>&-`), which Python leaves as None.

    The lowest free descriptor is taken, so that no other file gets 0, 1 or 2. What is written to
    the stand-in of stdout fails as on a closed stream; talk has nowhere else to go and is dropped.
    """
    for name, flags, mode in (
        ("stdin", os.O_RDONLY, "r"),
        ("stdout", os.O_RDONLY, "w"),
        ("stderr", os.O_WRONLY, "w"),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def give_up_stdout() -> None:
    """Let what is still to be written to stdout vanish, so that flushing at exit does not fail again."""
    _give_up(sys.stdout)


def give_up_terminal() -> None:
    """The same for a terminal that has gone, to which neither data nor talk can be written."""
    _give_up(sys.stdout)
    _give_up(sys.stderr)


def _give_up(stream: TextIO) -> None:
    # A stream without a descriptor has nothing that is flushed at exit.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def output_error(error: OSError) -> StorageError | None:
    """The error to tell when the output could not be written; None when the cause lies elsewhere.

    The data folder's errors come as StorageError and those of opening a file name it, so one of
    these kinds without a name is that of a standard stream.
    """
    if error.filename is not None or error.errno not in _REFUSED_WRITES:
        return None
    give_up_stdout()
    reason = "it is closed" if error.errno == errno.EBADF else (error.strerror or str(error)).lower()
    return StorageError(f"Cannot write to standard output: {reason}.", "Everything saved before is kept.")


def speak_any_script() -> None:
    """Let a terminal that is not UTF-8 show what it can and the rest as escapes, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _talk(text: str) -> None:
    """Write on stderr; what nobody can read there stops nothing and changes no exit code."""
    try:
        _write(sys.stderr, text)
    except BrokenPipeError:
        raise
    except OSError:
        _give_up(sys.stderr)


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
