"""Documents that would take hours or gigabytes end with a plain error, and so does a library that crashes."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from interview_cli.errors import UsageError
from interview_cli.resume.confined import parsed
from interview_cli.resume.limits import MAX_MEGABYTES, MAX_SECONDS
from interview_cli.resume.opendocument import read_odt
from interview_cli.resume.reader import read_text
from tests.hostile import archives, pdfs

MOST_MEGABYTES = 500


def cost() -> float:
    """Seconds of the processor that processes started here took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


READ = """
import resource, sys
from pathlib import Path
from interview_cli.errors import UsageError
from interview_cli.resume.reader import read_text
path = Path(sys.argv[1])
try:
    read_text(path.read_bytes(), path.name)
except UsageError:
    pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_of_reading(path: Path) -> float:
    """Megabytes that the child which reads a document takes at most, seen from a small process.

    What a process took counts from that of the one that started it on, and this one is large.
    """
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, check=True)
    return int(done.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


TOO_MUCH = f"takes more than {MAX_SECONDS} seconds or {MAX_MEGABYTES} MB"


@pytest.mark.parametrize(
    ("make", "name", "told"),
    [
        (archives.DOCX_REFUSED["a-cell-over-a-billion-columns"], "jane.docx", TOO_MUCH),
        # Of a want of memory the parser of XML says no more than that it could not go on.
        (archives.DOCX_REFUSED["eight-million-empty-paragraphs"], "jane.docx", "broken"),
        (archives.ODT_REFUSED["three-million-empty-paragraphs"], "jane.odt", "broken"),
    ],
    ids=["columns", "paragraphs", "ODT"],
)
def test_a_document_that_asks_for_too_much_is_refused_in_time(
    make: Callable[[], bytes], name: str, told: str, tmp_path: Path
) -> None:
    data = make()
    before = cost()
    with pytest.raises(UsageError) as caught:
        read_text(data, name)
    assert told in caught.value.message
    assert caught.value.hint
    assert cost() - before < MAX_SECONDS + 1.5
    (tmp_path / name).write_bytes(data)
    assert peak_of_reading(tmp_path / name) < MOST_MEGABYTES


def test_what_is_wrong_with_a_document_is_told_as_its_reader_told_it() -> None:
    with pytest.raises(UsageError, match=r"^jane\.pdf has 61 pages, more than 60$") as caught:
        parsed(pdfs.REFUSED["sixty-one-times-the-same-page"](), "pdf", "jane.pdf")
    assert caught.value.hint == "give the resume alone, without attachments"


def test_a_password_reaches_the_reader_and_no_command_line() -> None:
    data = pdfs.REFUSED["locked-with-a-password"]()
    assert "Jane Baker" in read_text(data, "jane.pdf", "secret").text
    with pytest.raises(UsageError, match="the password does not open"):
        read_text(data, "jane.pdf", "wrong")


def test_a_reader_that_crashes_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview_cli.resume.confined.sys.executable", "/bin/false")
    with pytest.raises(UsageError, match="is broken"):
        parsed(b"%PDF-1.7", "pdf", "jane.pdf")
    monkeypatch.setattr("interview_cli.resume.confined.sys.executable", "/nowhere/python")
    with pytest.raises(UsageError, match="no process could be started"):
        parsed(b"%PDF-1.7", "pdf", "jane.pdf")


def test_what_a_library_refuses_for_its_own_reasons_is_a_broken_file() -> None:
    # odfdo takes no part that unpacks to two hundred times its size.
    with pytest.raises(UsageError, match=r"^jane\.odt is broken"):
        read_odt(archives.odt(content=archives.content("<text:p>a</text:p>" * 20_000)), "jane.odt")
