"""`interview score FILE.jsonl`: rows of question, reference and answer in, one score out per row."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from interview_cli import wiring
from interview_cli.cli import console, exits
from interview_cli.coach.scale import REVIEW_SAMPLES
from interview_cli.errors import UsageError
from interview_cli.inputs import open_input
from interview_cli.validation import field_name, in_words

if TYPE_CHECKING:
    from interview_cli.coach.rows import Row, RowScore
    from interview_cli.interview.ports import Judge

STDIN = "-"
LONGEST_LINE = 1_000_000
# Rows a model judges at the same time; each takes several requests.
AT_ONCE = 4
_SHAPE = 'Each line is {"question": ..., "reference_answer": ..., "answer": ...}.'


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no row, and what is wrong with it."""

    number: int
    problem: str


@dataclass(slots=True)
class Outcome:
    """How many rows there were, and what became of them."""

    rows: int = 0
    bad: int = 0
    unscored: int = 0

    @property
    def exit_code(self) -> int:
        """Bad lines are bad input; rows that no model judged say that no provider answered."""
        if self.bad:
            return exits.USAGE
        return exits.PROVIDER if self.unscored else exits.FINE


def score_file(
    home: wiring.Home,
    source: str,
    *,
    models: Sequence[str],
    offline: bool,
    samples: int | None,
    redact: bool | None = None,
) -> int:
    """Score a file of rows with the chosen models, or offline, and say who scores; returns the exit code."""
    settings = wiring.open_settings(home).redacting(redact)
    choice = wiring.choose_models(models, offline=offline, settings=settings)
    times = samples or settings.samples or REVIEW_SAMPLES
    wiring.tell_choice(choice, console.say)
    wiring.agree_to_models(home, choice.models, "the questions and answers of the rows")
    wiring.tell_samples(times, choice, samples, console.say)
    judge = wiring.build_row_judge(home, settings, choice.models, times) if choice.models else None
    return score_rows(source, judge)


def score_rows(source: str, judge: Judge | None) -> int:
    """Score every line of a file, or of stdin (`-`), offline without a judge; returns the exit code.

    One line is written for each line that is not blank, in order and as soon as it is known. A bad line
    gets `{"error": ...}` and does not stop the others.
    """
    outcome = Outcome()
    with _opened(source) as stream:
        entries = _entries(stream, source)
        if judge is None:
            _write(_offline(entries), outcome)
        else:
            asyncio.run(_write_judged(entries, judge, outcome))
    if not outcome.rows:
        console.say(f"{source}: no rows.")
    if outcome.bad:
        console.say(f"{outcome.bad} of {outcome.rows} lines could not be read; their lines say why. {_SHAPE}")
    if outcome.unscored:
        console.say(f"{outcome.unscored} of {outcome.rows} answers could not be judged; their lines say why.")
    return outcome.exit_code


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    if source == STDIN:
        yield sys.stdin.buffer
        return
    try:
        stream = open_input(Path(source))
    except OSError as error:
        raise UsageError(
            f"{source}: {error.strerror or error}.", "Name a file of JSON lines, or -."
        ) from error
    with stream:
        yield stream


def _entries(stream: BinaryIO, source: str) -> Iterator[Row | BadLine]:
    """The rows of a stream, lines without text left out. Raises UsageError when it cannot be read."""
    number = 0
    try:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(LONGEST_LINE)
                yield BadLine(number, "longer than 1 MB")
            elif line.strip():
                yield _entry(line, number)
    except OSError as error:
        raise UsageError(
            f"{source}: {error.strerror or error}.", "Name a file of JSON lines, or -."
        ) from error


def _entry(line: bytes, number: int) -> Row | BadLine:
    from pydantic import ValidationError

    from interview_cli.coach.rows import Row

    try:
        document = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BadLine(number, "not UTF-8 text")
    except (ValueError, RecursionError) as error:
        return BadLine(
            number, f"not JSON: {str(error).splitlines()[0] if str(error) else 'nested too deeply'}"
        )
    if not isinstance(document, dict):
        return BadLine(number, "not a JSON object")
    try:
        return Row.model_validate(document)
    except ValidationError as error:
        problem = error.errors()[0]
        return BadLine(number, f"{field_name(problem)} {in_words(problem)}".strip())


def _offline(entries: Iterable[Row | BadLine]) -> Iterator[RowScore | BadLine]:
    from interview_cli.coach.rows import score_offline

    now = datetime.now(UTC)
    for entry in entries:
        yield entry if isinstance(entry, BadLine) else score_offline(entry, now)


def _write(scores: Iterable[RowScore | BadLine], outcome: Outcome) -> None:
    for score in scores:
        _put(score, outcome)


async def _write_judged(entries: Iterable[Row | BadLine], judge: Judge, outcome: Outcome) -> None:
    async for score in _judged(entries, judge):
        _put(score, outcome)


async def _judged(entries: Iterable[Row | BadLine], judge: Judge) -> AsyncIterator[RowScore | BadLine]:
    """Scores in the order of the rows, a few being judged at once."""
    waiting: deque[asyncio.Task[RowScore] | BadLine] = deque()
    for entry in entries:
        waiting.append(entry if isinstance(entry, BadLine) else asyncio.create_task(_judge(entry, judge)))
        if len(waiting) >= AT_ONCE:
            yield await _first(waiting)
    while waiting:
        yield await _first(waiting)


async def _first(waiting: deque[asyncio.Task[RowScore] | BadLine]) -> RowScore | BadLine:
    first = waiting.popleft()
    return first if isinstance(first, BadLine) else await first


async def _judge(row: Row, judge: Judge) -> RowScore:
    from interview_cli.coach.rows import look_at, question_of, score_of

    question = question_of(row)
    return score_of(await judge.judge(question, row.said, look_at(question, row)))


def _put(score: RowScore | BadLine, outcome: Outcome) -> None:
    outcome.rows += 1
    if isinstance(score, BadLine):
        outcome.bad += 1
        console.out_json_line({"line": score.number, "error": score.problem})
        return
    outcome.unscored += score.score is None
    hidden = set() if score.why else {"why"}
    console.out_json_line(score.model_dump(mode="json", exclude=hidden))
