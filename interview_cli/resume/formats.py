"""What a file really is, told by its content, and whether its name agrees."""

from __future__ import annotations

import codecs
import json
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Literal
from zipfile import BadZipFile, ZipFile

from interview_cli.errors import UsageError

Kind = Literal["pdf", "docx", "odt", "doc", "text", "json"]

SUPPORTED = "PDF, DOCX, ODT, DOC, TXT, Markdown or JSON Resume"
_KINDS: dict[str, Kind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".doc": "doc",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".json": "json",
}
_NAMES: dict[Kind, tuple[str, str]] = {
    "pdf": ("a PDF document", ".pdf"),
    "docx": ("a Word document (DOCX)", ".docx"),
    "odt": ("an OpenDocument text (ODT)", ".odt"),
    "doc": ("an old Word document (DOC)", ".doc"),
    "text": ("plain text", ".txt"),
    "json": ("a JSON file", ".json"),
}
_SAVE_AS = "save it as PDF or DOCX and try again"
# First bytes of files that are no resume we can read, and what to do about them.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF document", _SAVE_AS),
    (b"\x89PNG", "a picture (PNG)", "run OCR on it, or export it as PDF with text"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "run OCR on it, or export it as PDF with text"),
    (b"GIF8", "a picture (GIF)", "run OCR on it, or export it as PDF with text"),
    (b"II*\x00", "a picture (TIFF)", "run OCR on it, or export it as PDF with text"),
    (b"MM\x00*", "a picture (TIFF)", "run OCR on it, or export it as PDF with text"),
    (b"%!PS", "a PostScript file", _SAVE_AS),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the document itself"),
    (b"Rar!", "a RAR archive", "unpack it and give the document itself"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and give the document itself"),
    (b"\x7fELF", "a program", f"give a file of {SUPPORTED}"),
    (b"MZ", "a program", f"give a file of {SUPPORTED}"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_HEADER_WITHIN = 1024  # Adobe's readers accept the header anywhere in the first kilobyte
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What a damaged archive leads to, an encrypted one and one packed in an unknown way.
_DAMAGED = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_BINARY_SHARE = 0.05  # control bytes beyond this share are no text


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What an unpacked document may weigh before it is opened at all."""

    megabytes: int = 50
    files: int = 5_000


def display_name(file_name: str) -> str:
    """The last part of a file name, printable, for messages."""
    name = "".join(char for char in PurePath(file_name).name if char.isprintable())
    return name or "the file"


def broken(name: str, kind: Kind) -> UsageError:
    """The error for a file that its own library cannot read."""
    return UsageError(
        f"{name} is broken: it cannot be read as {_NAMES[kind][0]}",
        "open it in its program, save it again, and retry",
    )


def without_text(name: str) -> UsageError:
    """The error for a document that holds no words."""
    return UsageError(f"{name} has no text", "if it is a picture, run OCR on it, or export it with text")


def _encrypted(name: str) -> UsageError:
    return UsageError(
        f"{name} is encrypted", "save it without a password, or export it as PDF and give --password"
    )


def _ole_names(data: bytes, *names: str) -> bool:
    return any(name.encode("utf-16-le") in data for name in names)


def _ole_kind(data: bytes, name: str) -> Kind:
    if _ole_names(data, "EncryptedPackage"):
        raise _encrypted(name)
    if _ole_names(data, "WordDocument"):
        return "doc"
    what = "an Excel workbook" if _ole_names(data, "Workbook", "Book") else "an old Office file"
    raise UsageError(f"{name} is {what}, not a document in {SUPPORTED}", _SAVE_AS)


def _zip_kind(data: bytes, name: str) -> Kind:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            limits = ZipLimits()
            unpacked = sum(member.file_size for member in members)
            if unpacked > limits.megabytes * 2**20 or len(members) > limits.files:
                raise UsageError(
                    f"{name} unpacks to more than {limits.megabytes} MB", "save a copy without large pictures"
                )
            names = {member.filename for member in members}
            mime = archive.read("mimetype")[:100] if "mimetype" in names else b""
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except _DAMAGED as error:
        raise broken(name, _KINDS.get(PurePath(name).suffix.lower(), "docx")) from error
    if "word/document.xml" in names:
        return "docx"
    if mime.startswith(b"application/vnd.oasis.opendocument.text"):
        if b"encryption-data" in manifest:
            raise _encrypted(name)
        return "odt"
    what = (
        "an Excel workbook"
        if "xl/workbook.xml" in names
        else "a presentation"
        if "ppt/presentation.xml" in names
        else "a ZIP archive"
    )
    raise UsageError(f"{name} is {what}, not a document in {SUPPORTED}", _SAVE_AS)


def _is_text(data: bytes) -> bool:
    if data.startswith(_BOMS):
        return True
    controls = sum(data.count(bytes([code])) for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b")
    return b"\x00" not in data and controls <= len(data) * _BINARY_SHARE


def _text_kind(data: bytes, name: str) -> Kind:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise UsageError(f"{name} is a web page", "print it to a PDF file and give that")
    if start.startswith(b"{"):
        try:
            return "json" if isinstance(json.loads(data), dict) else "text"
        except (ValueError, RecursionError):
            return "json" if PurePath(name).suffix.lower() == ".json" else "text"
    return "text"


def detect(data: bytes, name: str) -> Kind:
    """The kind of a file by its content; raises UsageError for one that cannot be read.

    Archives are weighed before anything is unpacked.
    """
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            raise UsageError(f"{name} is {what}, not a document in {SUPPORTED}", hint)
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, name)
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    if _is_text(data):
        return _text_kind(data, name)
    promised = _KINDS.get(PurePath(name).suffix.lower())
    if promised and promised != "text":
        raise broken(name, promised)
    raise UsageError(f"{name} is a binary file, not a document", f"give a file of {SUPPORTED}")


def is_known_ending(name: str) -> bool:
    """Whether a file name ends like a kind that is read, or has no ending at all."""
    suffix = PurePath(name).suffix.lower()
    return not suffix or suffix in _KINDS


def checked_kind(data: bytes, name: str) -> Kind:
    """The kind of a file; raises UsageError when its extension says something else."""
    kind = detect(data, name)
    suffix = PurePath(name).suffix
    promised = _KINDS.get(suffix.lower())
    if promised is None or promised == kind:
        return kind
    if promised == "json" and kind == "text":
        return "json"  # its parser says where it is wrong
    stem = PurePath(name).stem
    what, extension = _NAMES[kind]
    raise UsageError(f"{name} is {what}, not {_NAMES[promised][0]}", f"rename it to {stem}{extension}")
