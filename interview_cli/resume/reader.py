"""Resumes and job postings to text: the door through which every format comes in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, BinaryIO

from interview_cli.errors import UsageError
from interview_cli.resume.cleaning import clean
from interview_cli.resume.formats import SUPPORTED, Kind, checked_kind, display_name, is_known_ending
from interview_cli.resume.limits import MAX_BYTES, MAX_CHARACTERS, MAX_DEPTH, MAX_VALUES

if TYPE_CHECKING:
    from interview_cli.resume.parsed import Parsed

_MAX_LINKS = 60
_READ_AS: dict[Kind, str] = {"text": "plain text", "json": "JSON Resume"}
_TOO_LARGE = "export it again with smaller pictures, or as text"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a document, ready to print and search.

    `pages` is known for PDF alone; `data` is the parsed document of a JSON file.
    """

    text: str
    kind: Kind
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    data: dict[str, Any] | None = None


def read_file(path: Path) -> bytes:
    """A file's bytes; raises UsageError when it is missing, no file, unreadable or over 10 MB."""
    name = display_name(str(path))
    try:
        if path.is_dir():
            raise UsageError(f"{name} is a folder", "give the file inside it")
        status = path.stat()
        # Opening a FIFO waits for a writer, and a device may never end.
        if not S_ISREG(status.st_mode):
            raise UsageError(f"{name} is no ordinary file", "pipe it in: - reads standard input")
        if status.st_size > MAX_BYTES:
            raise too_large(name)
        with path.open("rb") as stream:
            return read_stream(stream, name)
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {path}", "check the path; - reads standard input") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"{name} cannot be read: {reason}", "check the path and its permissions") from error


def read_stream(stream: BinaryIO, name: str = "standard input") -> bytes:
    """At most 10 MB from a stream; raises UsageError when there is more."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(name)
    return data


def too_large(name: str) -> UsageError:
    """The error for a file over the limit."""
    return UsageError(f"{name} is larger than {MAX_BYTES // 2**20} MB", _TOO_LARGE)


def read_text(data: bytes, file_name: str, password: str | None = None) -> SourceText:
    """The text of a document given as bytes, its kind told by content and checked against its name.

    Raises UsageError, with a hint, for everything that cannot be read: empty, too large,
    encrypted, broken, a scan, a wrong extension, another kind of file.
    """
    name = display_name(file_name)
    if len(data) > MAX_BYTES:
        raise too_large(name)
    if not data.strip():
        raise UsageError(f"{name} is empty", f"give a document as {SUPPORTED}")
    kind = checked_kind(data, name)
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    document: dict[str, Any] | None = None
    if kind in ("pdf", "docx", "odt"):
        from interview_cli.resume.confined import parsed

        found = parsed(data, kind, name, password)
        text, pages = as_text(found), found.page_count
    elif kind == "doc":
        from interview_cli.resume.legacy_word import read_doc

        text = as_text(read_doc(data, name))
    else:
        text, warnings = decoded(data, name)
        if not is_known_ending(name):
            warnings += (f"{name} has an unknown ending; it was read as {_READ_AS[kind]}",)
        if kind == "json":
            document = _parsed(text, name)
    if len(text) > MAX_CHARACTERS:
        warnings += (f"only the first {MAX_CHARACTERS:,} characters of {name} were read",)
    text = clean(text[:MAX_CHARACTERS])
    if not any(char.isalpha() for char in text):
        raise UsageError(f"{name} has no text", f"give a document as {SUPPORTED}")
    return SourceText(text, kind, pages, warnings, document)


def as_text(parsed: Parsed) -> str:
    """The lines of a document, or its pages with their columns one after the other, with its links below."""
    from interview_cli.resume.columns import Row, untangled

    pages = [[Row(y, text) for y, text in page] for page in parsed.pages]
    return with_links(untangled(pages) if pages else "\n".join(parsed.lines), parsed.links)


def with_links(text: str, targets: list[str]) -> str:
    """The text with those link targets below it that it does not spell out."""
    folded = text.casefold()
    unseen: dict[str, None] = {}
    for target in targets[:_MAX_LINKS]:
        bare = target.removeprefix("mailto:").split("?")[0] if target.startswith("mailto:") else target
        if target.startswith(("http://", "https://", "mailto:")) and _spelled(bare) not in folded:
            unseen.setdefault(bare)
    return f"{text}\n\nLinks:\n" + "\n".join(unseen) if unseen else text


def _spelled(target: str) -> str:
    return target.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Text bytes as text: UTF-8 or UTF-16 by byte order mark, UTF-8, else Windows-1252 with a warning."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        warning = f"{name} is not UTF-8; it was read as Windows-1252, so check accented letters"
        return data.decode("cp1252", "replace"), (warning,)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{name} is not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}",
            "correct it there",
        ) from error
    except (RecursionError, ValueError) as error:
        raise UsageError(
            f"{name} is not valid JSON", "check it against https://jsonresume.org/schema"
        ) from error
    if not isinstance(document, dict):
        raise UsageError(f"{name} is JSON but no JSON Resume", "see https://jsonresume.org/schema")
    _check_extent(document, name)
    return document


def _check_extent(document: dict[str, Any], name: str) -> None:
    """Make sure that a document is not out of all proportion. Raises UsageError."""
    level: list[Any] = [document]
    count = depth = 0
    while level:
        count, depth = count + len(level), depth + 1
        if count > MAX_VALUES or depth > MAX_DEPTH:
            raise UsageError(
                f"{name} holds more than {MAX_VALUES} values, or nests deeper than {MAX_DEPTH}",
                "give the resume alone; see https://jsonresume.org/schema",
            )
        groups = [value for value in level if isinstance(value, dict | list)]
        level = [each for group in groups for each in (group.values() if isinstance(group, dict) else group)]
