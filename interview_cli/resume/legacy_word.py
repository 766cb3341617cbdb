"""Old Word documents (.doc), converted by LibreOffice or antiword when one of them is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from interview_cli.errors import UsageError
from interview_cli.resume.confined import parsed
from interview_cli.resume.formats import broken
from interview_cli.resume.parsed import Parsed

_TIMEOUT = 90.0  # seconds; LibreOffice takes ten or so for its first start


def _run(command: list[str], folder: Path, name: str) -> bytes:
    try:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"converting {name} took more than {_TIMEOUT:.0f} seconds", "save it as DOCX and try again"
        ) from error
    except OSError as error:
        raise UsageError(
            f"{Path(command[0]).name} could not be started: {error.strerror}",
            "save the file as DOCX and try again",
        ) from error
    return done.stdout


def read_doc(data: bytes, name: str) -> Parsed:
    """The lines of a .doc file; raises UsageError when no converter is on PATH or it fails.

    The converter works on a copy in a private folder and is started without a shell.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    antiword = shutil.which("antiword")
    if not office and not antiword:
        raise UsageError(
            f"{name} is an old Word document, and neither LibreOffice nor antiword is here to convert it",
            "save it as DOCX or PDF, or install LibreOffice or antiword",
        )
    with tempfile.TemporaryDirectory(prefix="interview-doc-") as temporary:
        folder = Path(temporary)
        source = folder / "resume.doc"
        source.write_bytes(data)
        if office:
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            _run(
                [
                    office,
                    profile,
                    "--headless",
                    "--norestore",
                    "--convert-to",
                    "docx",
                    "--outdir",
                    str(folder),
                    str(source),
                ],
                folder,
                name,
            )
            converted = folder / "resume.docx"
            if converted.is_file():
                return parsed(converted.read_bytes(), "docx", name)
        if antiword:
            text = _run([antiword, "-w", "0", "-m", "UTF-8.txt", str(source)], folder, name).decode(
                "utf-8", "replace"
            )
            if text.strip():
                return Parsed(lines=text.split("\n"))
    raise broken(name, "doc")
