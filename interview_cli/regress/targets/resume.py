"""Reading resumes: a text goes in, a JSON Resume comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

import orjson

from interview_cli.errors import UsageError
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.regress.case import Case, ResumeCase
from interview_cli.regress.outcome import Outcome
from interview_cli.regress.targets.base import Cast, troubled
from interview_cli.resume.ingest import ResumeModel

LARGEST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class ResumeTarget:
    """Reads the resumes of a suite: a model's own reading before code corrects it, or the offline reading."""

    folder: Path
    reader_of: Callable[[ModelPort], ResumeModel]

    def check(self, case: Case) -> None:
        """Make sure that a case's file can be read. Raises UsageError."""
        assert isinstance(case, ResumeCase)
        if case.file:
            _check_file(self.folder / case.file)

    async def run(self, case: Case, cast: Cast) -> Outcome:
        """The resume as it was read, absent fields left out."""
        assert isinstance(case, ResumeCase)
        model = cast.model
        text = text_of(case, self.folder)
        try:
            if model is None:
                from interview_cli.resume.offline import extract

                read = extract(text)
            else:
                read = await self.reader_of(model).extract(text)
        except ModelError as error:
            return troubled(error)
        output = read.to_standard()
        return Outcome(
            output=output, shown=orjson.dumps(output, option=orjson.OPT_INDENT_2).decode(), source=text
        )


def text_of(case: ResumeCase, folder: Path) -> str:
    """The text of a case's resume, from its file in the folder where it names one. Raises UsageError."""
    from interview_cli.resume.reader import read_text

    if case.text:
        return case.text
    path = folder / case.file
    _check_file(path)
    try:
        return read_text(path.read_bytes(), path.name, None).text
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.", "Check the file of the case.") from error


def _check_file(path: Path) -> None:
    hint = "Check the file of the case."
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: {why}.", hint) from error
    if not S_ISREG(found.st_mode):
        raise UsageError(f"{path}: is no ordinary file.", hint)
    if found.st_size > LARGEST_BYTES:
        raise UsageError(f"{path}: larger than 10 MB.", hint)
