"""A cassette: all recorded replies of a suite, and the file they are kept in.

The file begins with a line for itself; each further one is a recording with replies to it. Lines of the same
request are joined, so that a reply is kept by adding a line, and what was kept outlives whatever comes next.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from interview_cli.errors import UsageError
from interview_cli.llm.port import MOST_COST, MOST_SECONDS, MOST_TOKENS, Request
from interview_cli.llm.takes import Recording, Slot, Take, key_of, key_of_request, recording_of

FORMAT: Final = 1
LARGEST_BYTES = 200_000_000
_RE_RECORD = "Record what is missing: interview regress record SUITE [--candidate]"
_AFRESH = "Record it anew: interview regress record SUITE [--candidate] --fresh"

# What git puts around the two sides of a conflict.
_CONFLICT = (b"<<<<<<< ", b"=======", b">>>>>>> ", b"||||||| ")

Scrub = Callable[[str], str]


@dataclass(slots=True)
class Cassette:
    """All recordings of a suite by their keys. `suite` is its id.

    `mixed` says that it was begun to be recorded anew and is not done: old replies stand beside new ones.
    """

    suite: str
    recordings: dict[str, Recording] = field(default_factory=dict)
    mixed: bool = False

    def recording(self, request: Request, model: str) -> Recording | None:
        """What was recorded for a request to a model, whatever version of its prompt it was rendered from."""
        return self.recordings.get(key_of_request(request, model))

    def add(self, request: Request, model: str, take: Take) -> Recording:
        """Keep a reply; one to another version of the request replaces all that was there."""
        known = self.recording(request, model)
        if known is None or not known.is_alike(request):
            known = recording_of(request, model)
            self.recordings[known.key] = known
        known.add(take)
        return known

    def join(self, later: Recording) -> None:
        """Take in a recording that was written later; of another version, it replaces what was there."""
        known = self.recordings.get(later.key)
        if known is None or not known.is_alike(later):
            self.recordings[later.key] = later
        else:
            for take in later.takes:
                known.add(take)

    @property
    def models(self) -> list[str]:
        """The models that are on it, sorted."""
        return sorted({recording.model for recording in self.recordings.values()})


@dataclass(frozen=True, slots=True)
class Afresh:
    """What was begun to be asked for anew: of which models, and which cases (none named: all)."""

    models: tuple[str, ...]
    cases: tuple[str, ...] = ()


@dataclass(slots=True)
class Found:
    """What a file holds for a recording to go on from.

    `lines` are those that could be read, the first one aside; `left_out` says what is wrong with the others.
    `afresh` is what was last begun to be asked anew and did not end, `anew` the replies that came since.
    `ready` says that lines can be added to the file as it stands.
    """

    cassette: Cassette
    lines: list[bytes] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    afresh: Afresh | None = None
    anew: set[Slot] = field(default_factory=set)
    has_head: bool = False
    ready: bool = False

    @property
    def opening(self) -> bytes | None:
        """What the file must hold before a line is added to it; None when it stands there."""
        return None if self.ready else b"\n".join([_head_line(self.cassette), *self.lines, b""])

    def take_in(self, line: bytes, *, head_first: bool) -> None:
        """Read a line. Raises ValueError, TypeError or KeyError for what is none."""
        value = orjson.loads(line)
        if not isinstance(value, dict):
            raise TypeError("it is no object")
        if not self.has_head and (head_first or "cassette" in value):
            self.cassette.suite = _suite_of(value)
            self.has_head = True
            return
        if "afresh" in value:
            told = value["afresh"]
            self.afresh = Afresh(tuple(told["models"]), tuple(told["cases"]))
            self.anew = set()
        else:
            recording = _recording(value)
            self.cassette.join(recording)
            if self.afresh is not None:
                self.anew |= {(recording.key, take.repeat, take.sample) for take in recording.takes}
        self.lines.append(line)


class OtherFormatError(ValueError):
    """A file was written by a version of the program that keeps recordings in another way."""


def read_cassette(path: Path) -> Cassette:
    """A cassette from its file. Raises UsageError with the line of what is wrong, or for one that is not
    there. A last line that was cut off is left out.
    """
    found = _found(path, Cassette(""), over_broken=False)
    if not found.has_head:
        raise UsageError(f"{path}:1: empty.", _RE_RECORD)
    found.cassette.mixed = found.afresh is not None
    return found.cassette


def found_at(path: Path, suite: str, *, headless: bool = False) -> Found:
    """What is there to go on from with a recording of a suite; nothing where no file is.

    Lines that are no recordings are left out. Raises UsageError for a file that does not begin as one of
    recordings, unless it may be `headless`.
    """
    if not path.exists():
        return Found(Cassette(suite))
    return _found(path, Cassette(suite), headless=headless)


def _found(path: Path, cassette: Cassette, *, over_broken: bool = True, headless: bool = False) -> Found:
    found = Found(cassette)
    lines = _lines(path)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.take_in(line, head_first=not headless)
        except OtherFormatError as error:
            raise UsageError(
                f"{path}:{number}: {error}.", "Use the version of the program that wrote it, or remove it."
            ) from error
        except (ValueError, TypeError, KeyError) as error:
            told = f"{path}:{number}: no recording: {_words(error, line)}"
            # A line that whatever wrote it did not come to the end of.
            cut = number == len(lines) and isinstance(error, orjson.JSONDecodeError)
            is_head = not found.has_head and not headless
            if not cut and (is_head or not over_broken):
                raise UsageError(f"{told}.", _AFRESH if is_head else _RE_RECORD) from error
            found.left_out.append(told)
    found.ready = found.has_head and not found.left_out and not lines[-1]
    return found


def _lines(path: Path) -> list[bytes]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB.", "Split the suite.")
        return path.read_bytes().removeprefix(BOM_UTF8).split(b"\n")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.", "Check the path.") from error


def written(cassette: Cassette, scrub: Scrub) -> bytes:
    """The file of a cassette: a line for itself and one for each recording, in an order of their own.

    `scrub` takes secrets out of every text.
    """
    ordered = sorted(
        cassette.recordings.values(),
        key=lambda one: (
            one.prompt,
            one.model,
            orjson.dumps(one.variables, option=orjson.OPT_SORT_KEYS),
            one.again,
        ),
    )
    return b"\n".join([_head_line(cassette), *(line_of(one, one.takes, scrub) for one in ordered), b""])


def line_of(recording: Recording, takes: list[Take], scrub: Scrub) -> bytes:
    """The line of a recording with some of its replies, without the end of the line."""
    ordered = sorted(takes, key=lambda take: (take.repeat, take.sample))
    line: dict[str, Any] = {
        "prompt": recording.prompt,
        "prompt_hash": recording.prompt_hash,
        "model": recording.model,
        "again": recording.again,
        "temperature": recording.temperature,
        "variables": recording.variables,
        "request": recording.request,
        "takes": [asdict(take) for take in ordered],
    }
    line = {name: _scrubbed(value, scrub) for name, value in line.items()}
    found_by = key_of(recording.prompt, line["variables"], recording.model, recording.again)
    return orjson.dumps(line if found_by == recording.key else {"key": recording.key, **line})


def afresh_line(afresh: Afresh) -> bytes:
    """The line from which on all replies are ones that were asked for anew."""
    return orjson.dumps({"afresh": {"models": afresh.models, "cases": afresh.cases}})


def _head_line(cassette: Cassette) -> bytes:
    return orjson.dumps({"cassette": FORMAT, "suite": cassette.suite})


def _suite_of(head: dict[str, Any]) -> str:
    if head["cassette"] != FORMAT:
        raise OtherFormatError(f"its format is {head['cassette']!r}, not {FORMAT}")
    return str(head["suite"])


def _recording(value: dict[str, Any]) -> Recording:
    if not isinstance(value.get("variables"), dict):
        raise TypeError("it is no object with variables")
    takes = [Take(**take) for take in value.pop("takes")]
    for take in takes:
        _check(take)
    texts = [value["prompt"], value["prompt_hash"], value["model"], *(take.text for take in takes)]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("what should be text in it is none")
    told = (value["prompt"], value["variables"], value["model"], value["again"])
    return Recording(**{"key": key_of(*told), **value}, takes=takes)


def _check(take: Take) -> None:
    """Raise ValueError or TypeError for a reply whose numbers count nothing."""
    for name, count, most in (
        ("input_tokens", take.input_tokens, MOST_TOKENS),
        ("output_tokens", take.output_tokens, MOST_TOKENS),
        ("cost", take.cost or 0.0, MOST_COST),
        ("seconds", take.seconds, MOST_SECONDS),
        ("repeat", take.repeat, MOST_TOKENS),
        ("sample", take.sample, MOST_TOKENS),
    ):
        if not 0 <= count <= most:
            raise ValueError(f"{name} must be 0 to {most:,}")


def _scrubbed(value: Any, scrub: Scrub) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return [_scrubbed(each, scrub) for each in value]
    if isinstance(value, dict):
        return {scrub(key): _scrubbed(each, scrub) for key, each in value.items()}
    return value


def _words(error: Exception, line: bytes) -> str:
    if line.startswith(_CONFLICT):
        return "it is the mark of a merge conflict"
    if isinstance(error, orjson.JSONDecodeError):
        return f"it is no JSON from character {error.pos + 1} on"
    return f"it has no {error}" if isinstance(error, KeyError) else " ".join(str(error).split())
