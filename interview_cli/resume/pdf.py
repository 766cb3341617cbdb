"""PDF to text with pypdf: layout kept, columns untangled, link targets appended."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.resume.columns import Row, untangled
from interview_cli.resume.formats import broken
from interview_cli.resume.lines import MAX_CHARACTERS

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 60
_MIN_LETTERS = 20  # fewer letters in a whole document are the scanner's stamp, not a resume
_MAX_LINKS = 60
_STEP = 0.1  # font heights for each empty line of the grid: fine enough to tell paragraphs from lines
_DEL = "\x7f"  # WinAnsiEncoding makes unused codes bullets (ISO 32000-1, annex D.2); writers use this one


def _rows(page: PageObject) -> list[Row]:
    """A page's text on a character grid; plain order where the grid loses text (odd fonts, rotation)."""
    grid = page.extract_text(extraction_mode="layout", layout_mode_font_height_weight=_STEP)
    step = _STEP
    if _letters(grid) < _MIN_LETTERS:
        plain = page.extract_text()
        if _letters(plain) > _letters(grid):
            grid, step = plain, 1.0
    texts = grid.replace(_DEL, "•").split("\n")
    return [Row(number * step, text) for number, text in enumerate(texts) if text.strip()]


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


def pdf_text(data: bytes, name: str, password: str | None = None) -> tuple[str, int]:
    """The text of a PDF and its number of pages.

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
        pages: list[list[Row]] = []
        letters = 0
        links: list[str] = []
        for page in reader.pages:
            pages.append(_rows(page))
            links += _links(page)
            letters += sum(_letters(row.text) for row in pages[-1])
            if letters > MAX_CHARACTERS:
                break
    except UsageError:
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
    return with_links(untangled(pages), links), count


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
