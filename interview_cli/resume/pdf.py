"""The rows and links of a PDF, with pypdf; child.py alone reads one, as a PDF may ask for hours of work."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.resume.formats import broken
from interview_cli.resume.limits import MAX_CHARACTERS, MAX_PAGES
from interview_cli.resume.parsed import Parsed

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MIN_LETTERS = 20  # fewer letters in a whole document are the scanner's stamp, not a resume
_STEP = 0.1  # font heights for each empty line of the grid: fine enough to tell paragraphs from lines
_DEL = "\x7f"  # WinAnsiEncoding makes unused codes bullets (ISO 32000-1, annex D.2); writers use this one


def _rows(page: PageObject) -> list[tuple[float, str]]:
    """A page's text on a character grid; plain order where the grid loses text (odd fonts, rotation)."""
    grid = page.extract_text(extraction_mode="layout", layout_mode_font_height_weight=_STEP)
    step = _STEP
    if _letters(grid) < _MIN_LETTERS:
        plain = page.extract_text()
        if _letters(plain) > _letters(grid):
            grid, step = plain, 1.0
    texts = grid.replace(_DEL, "•").split("\n")
    return [(number * step, text) for number, text in enumerate(texts) if text.strip()]


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _links(page: PageObject) -> list[str]:
    """Targets of the page's link annotations."""
    found: list[str] = []
    for reference in page.get("/Annots") or []:
        annotation = reference.get_object()
        action = annotation.get("/A") if hasattr(annotation, "get") else None
        target = action.get_object().get("/URI") if action is not None else None
        if target is not None:
            found.append(str(target))
    return found


def _opened(data: bytes, name: str, password: str | None) -> PdfReader:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(BytesIO(data))
    attempts = (password or "", "")  # many a PDF only restricts printing, and opens without one
    locked = reader.is_encrypted and all(
        reader.decrypt(attempt) == PasswordType.NOT_DECRYPTED for attempt in attempts
    )
    if locked:
        if password:
            raise UsageError(
                f"the password does not open {name}", "check it and give it again with --password"
            )
        raise UsageError(f"{name} is encrypted", "give its password with --password")
    return reader


def read_pdf(data: bytes, name: str, password: str | None = None) -> Parsed:
    """The rows of a PDF's pages and the targets of its links.

    Raises UsageError for a broken or encrypted file, one over 60 pages, and a scan without text.
    """
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on odd files are not for the person
    try:
        reader = _opened(data, name, password)
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise UsageError(
                f"{name} has {count} pages, more than {MAX_PAGES}",
                "give the resume alone, without attachments",
            )
        pages: list[list[tuple[float, str]]] = []
        letters = 0
        links: list[str] = []
        for page in reader.pages:
            pages.append(_rows(page))
            links += _links(page)
            letters += sum(_letters(text) for _, text in pages[-1])
            if letters > MAX_CHARACTERS:
                break
    except (UsageError, MemoryError):
        raise
    except DependencyError as error:  # AES, by far the most common, is not among what pypdf decrypts alone
        raise UsageError(
            f"{name} is encrypted with AES, which needs the package cryptography",
            "pip install cryptography, or save it without a password",
        ) from error
    except Exception as error:  # pypdf documents that broken files raise whatever the damage leads to
        raise broken(name, "pdf") from error
    if letters < _MIN_LETTERS:
        raise UsageError(
            f"{name} has no text: it is a scan or a picture", "run OCR on it first (for example ocrmypdf)"
        )
    return Parsed(pages=pages, links=links, page_count=count)
