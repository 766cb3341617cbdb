"""Random damage to what strangers send: `python -m tests.fuzz resumes|replies [MINUTES]`.

It needs atheris (`pip install atheris`). Inputs grow from the hostile files of the tests and from the
examples, guided by what code they reach. It stops at a finding: an exception that the reader does not
document, more than 5 s of the processor, or more than 500 MB. The input lies in a file that is named then,
and belongs into the corpus of the tests as a case of its own.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import atheris

# What is instrumented takes several times as long, so of json_repair the time would say nothing.
with atheris.instrument_imports(include=["interview_cli", "pypdf"]):
    import pypdf  # noqa: F401 - here, so that it is instrumented

    from interview_cli.coach.replies import CriterionReply, PointsReply, StoryReply
    from interview_cli.errors import InterviewError
    from interview_cli.interview.replies import RephraseReply, StepReply
    from interview_cli.interview.written import WrittenQuestions
    from interview_cli.llm.partial_json import partial_texts
    from interview_cli.llm.structured import UnreadableReply, parse
    from interview_cli.resume import child, formats
    from interview_cli.resume.document import JsonResume
    from interview_cli.resume.ingest import from_json
    from interview_cli.resume.limits import MAX_MEGABYTES, MAX_SECONDS
    from interview_cli.resume.offline import extract
    from interview_cli.resume.parsed import Parsed
    from interview_cli.resume.posting.html import is_page, page_text
    from interview_cli.resume.reader import as_text, read_text

ROOT = Path(__file__).resolve().parent.parent
MINUTES = 10.0
MOST_SECONDS = 5.0
LONGEST = 50_000  # bytes of an input: the corpus looks at what is large, here many are tried
_NAMES = ("jane.pdf", "jane.docx", "jane.odt", "jane.txt", "jane.md", "jane.json", "jane")
_REPLIES = (CriterionReply, PointsReply, StoryReply, RephraseReply, StepReply, WrittenQuestions, JsonResume)

Target = Callable[[bytes], None]


class _TooLong(BaseException):
    """A document takes longer than the process that reads it may live."""


@contextmanager
def _bounded() -> Iterator[None]:
    """The bounds of the process that reads documents, inside this one."""

    def stop(*_: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MAX_SECONDS)
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEGABYTES * 2**20, most))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def resumes(data: bytes) -> None:
    """Read a resume as its first byte says it is named; each reader runs here, not in a child of its own."""
    if not data:
        return
    name, data = _NAMES[data[0] % len(_NAMES)], data[1:]
    with suppress(InterviewError):
        kind = formats.checked_kind(data, name)
        if kind in ("pdf", "docx", "odt"):
            reply: dict[str, Any] = {}
            with suppress(_TooLong), _bounded():
                reply = child.reply_to(kind, data, name, None)
                json.dumps(reply)
            if "lines" in reply:
                extract(as_text(Parsed(**reply)))
        elif kind != "doc":
            found = read_text(data, name)
            if found.data is not None:
                from_json(found.data, name)
            extract(page_text(found.text) if is_page(data) else found.text)


def replies(data: bytes) -> None:
    """Read a model's reply whole, and as far as it came while it still grows, as its first byte says."""
    if not data:
        return
    shape = _REPLIES[data[0] % len(_REPLIES)]
    text = (
        data[1:].decode("utf-8", "surrogatepass" if data[0] & 128 else "replace")
        if _decodes(data[1:])
        else ""
    )
    text = text or data[1:].decode("latin-1")
    with suppress(UnreadableReply):
        value = parse(text, shape).value
        assert json.loads(value.model_dump_json()) is not None
    for so_far in (text, text[: len(text) // 2]):
        for part in partial_texts(so_far, shape.model_fields).values():
            part.text.encode("utf-8")


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _timed(target: Target) -> Target:
    """The same target, to which an input that takes too much of the processor is a finding."""

    def timed(data: bytes) -> None:
        before = time.process_time()
        target(data)
        took = time.process_time() - before
        if took > MOST_SECONDS:
            raise TimeoutError(f"{took:.1f} s")

    return timed


def seeds_of_resumes() -> Iterator[bytes]:
    """The example, small files in each format, and the hostile ones that are small enough."""
    from tests.hostile.corpus import CASES
    from tests.resume import rendering

    text = "Jane Baker\njane@example.org\n\nEXPERIENCE\nEngineer, Acme Ltd   2019 - 2021\n• wrote Go\n\nGo\n"
    resume = {"basics": {"name": "Jane"}, "work": [{"name": "Acme", "startDate": "2019-01"}], "skills": []}
    made = [
        rendering.to_pdf(text),
        rendering.to_docx(text),
        rendering.to_odt(text),
        text.encode(),
        text.encode(),
    ]
    yield from (bytes([number]) + data for number, data in enumerate([*made, json.dumps(resume).encode()]))
    yield bytes([0]) + (ROOT / "examples" / "resume.pdf").read_bytes()
    for case in CASES.values():
        if case.kind == "resume" and case.lay is None and not case.at:
            number = next((n for n, name in enumerate(_NAMES) if case.file.endswith(name[4:])), 6)
            yield bytes([number]) + _content(case)


def seeds_of_replies() -> Iterator[bytes]:
    """Replies of the recordings among the examples, and the hostile ones."""
    from tests.hostile.replies import REPLIES

    for tape in sorted((ROOT / "examples" / "regress").glob("*.cassette.jsonl")):
        for line in tape.read_bytes().splitlines()[1:6]:
            for take in json.loads(line).get("takes", [])[:1]:
                yield from (
                    bytes([number]) + str(take.get("text", "")).encode() for number in range(len(_REPLIES))
                )
    for text in REPLIES.values():
        yield from (
            bytes([number]) + text.encode("utf-8", "surrogatepass") for number in range(len(_REPLIES))
        )


def _content(case: object) -> bytes:
    content = getattr(case, "content")  # noqa: B009 - a case of the corpus
    return bytes(content() if callable(content) else content)


TARGETS: dict[str, tuple[Target, Callable[[], Iterator[bytes]]]] = {
    "resumes": (resumes, seeds_of_resumes),
    "replies": (replies, seeds_of_replies),
}


def main(name: str, minutes: float = MINUTES) -> None:
    """Fuzz one target for so long; ends the process with 0 when nothing was found."""
    target, seeds = TARGETS[name]
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    # In a process of its own: making them takes memory that would count for what is fuzzed.
    if (writer := os.fork()) == 0:
        for number, seed in enumerate(seeds()):
            if len(seed) <= LONGEST:
                (folder / f"{number:05}").write_bytes(seed)
        os._exit(0)
    os.waitpid(writer, 0)
    told = [f"-max_total_time={60 * minutes:.0f}", "-timeout=60", "-rss_limit_mb=500", f"-max_len={LONGEST}"]
    # The same seed gives the same inputs, as far as the time goes.
    told += ["-seed=1", f"-artifact_prefix={folder}/found-", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *told, str(folder)], _timed(target))
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"python -m tests.fuzz {'|'.join(TARGETS)} [MINUTES]")
    main(sys.argv[1], *(float(minutes) for minutes in sys.argv[2:3]))
