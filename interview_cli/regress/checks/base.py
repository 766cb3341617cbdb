"""What every check has: its name, its weight, and the targets whose outcomes it can look at."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from interview_cli.library.role import Document, Identifier
from interview_cli.llm.port import ModelPort
from interview_cli.regress.outcome import Finding, Outcome, Seen, Standing

TargetName = Literal["prompt", "judge", "next_step", "resume", "interview"]
EVERY_TARGET: frozenset[TargetName] = frozenset({"prompt", "judge", "next_step", "resume", "interview"})


class Check(Document, ABC):
    """What a suite holds outcomes against; each kind of it below looks at them in its own way.

    `name` tells two checks of one kind apart; a case says what it expects of a check under that name.
    `weight` is how much it counts in the case's score.
    """

    targets: ClassVar[frozenset[TargetName]] = EVERY_TARGET
    # Whether it can only be held against cases that say what they expect of it.
    needs_expected: ClassVar[bool] = False

    check: str
    name: Identifier | None = None
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0

    @property
    def label(self) -> str:
        """What it is called in cases and reports."""
        return self.name or self.check

    def applies(self, expected: Any) -> bool:
        """Whether there is something to hold an outcome against."""
        return not self.needs_expected or expected is not None

    def check_expected(self, expected: Any) -> None:
        """Make sure that what a case expects can be used, before anything is asked. Raises UsageError."""

    def found(self, passed: bool, says: str = "", *, score: float | None = None) -> Finding:
        """A finding of this check."""
        return Finding.of(self.label, passed, says, weight=self.weight, score=score)


class CaseCheck(Check):
    """Looks at the outcome of one case."""

    @abstractmethod
    def look(self, seen: Seen) -> Finding:
        """What it finds. Raises UsageError for an expectation that it cannot use."""


class GroupCheck(Check):
    """Looks at how several cases of one repeat came out, side by side."""

    @abstractmethod
    def together(self, case: Any) -> str:
        """The name of what a case is compared in, the same for all that are in it; empty for none."""

    @abstractmethod
    def compare(self, standings: Sequence[Standing]) -> list[tuple[str, Finding]]:
        """What it finds, each with the case it is about or a name of its own."""

    def alone(self, cases: Sequence[Any]) -> set[str]:
        """The ids of cases that are to be compared, and with which no other one can be."""
        return set()


class ModelCheck(Check):
    """Asks a model about the outcome of one case."""

    @abstractmethod
    async def ask(self, seen: Seen, model: ModelPort) -> Finding:
        """What the model finds. Raises ModelError."""


class WholeCheck(Check):
    """Looks at all outcomes of a run together and gives one finding."""

    @abstractmethod
    def conclude(self, standings: Sequence[Standing]) -> Finding:
        """What it finds over all cases and repeats."""


def texts_of(outcome: Outcome, path: str) -> str:
    """The text at a path of an output; of a list or an object all its texts and numbers, a line each."""
    return "\n".join(_lines(value_at(outcome.output, path)))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _lines(each)
    elif value is not None:
        yield str(value).lower() if isinstance(value, bool) else str(value)


def value_at(output: Any, path: str) -> Any:
    """The value at a dotted path such as `work.0.name`; None where there is none, all without a path.

    With `*` for a step, as in `work.*.name`, a list of all that are there; several stars give one list, too.
    """
    step, _, rest = path.partition(".")
    if not step:
        return output
    if step == "*":
        every = list(output.values()) if isinstance(output, dict) else output
        found = [value_at(one, rest) for one in every] if isinstance(every, list) else []
        there = [value for value in found if value is not None]
        return [value for each in there for value in each] if "*" in rest.split(".") else there
    if isinstance(output, dict):
        return value_at(output.get(step), rest)
    if (
        isinstance(output, list)
        and step.removeprefix("-").isdecimal()
        and -len(output) <= int(step) < len(output)
    ):
        return value_at(output[int(step)], rest)
    return None


def shortened(text: str, most: int = 80) -> str:
    """A text on one line, cut to some length, for a finding."""
    line = " ".join(str(text).split())
    return line if len(line) <= most else line[: most - 3] + "..."
