"""Everything that is quoted or stated as a fact stands in the text it was taken from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from interview_cli.errors import UsageError
from interview_cli.regress.checks.base import CaseCheck, TargetName, shortened, value_at
from interview_cli.regress.outcome import Finding, Seen

_QUOTATION = re.compile(r'"[^"]+"|“[^“”]+”|„[^„“”]+[“”]|«[^«»]+»|»[^»«]+«|「[^「」]+」')
_SHORTEST_QUOTATION = 3


class EvidenceVerified(CaseCheck):
    """Quotes occur in the answer, facts in the resume; white space and case are alike.

    Of a judgement it also counts the quotes that had to be dropped because they don't occur: at most
    `most_dropped` in one answer. Of other outputs it looks at the texts below `path` but not at those of the
    keys `leave_out`, or with `quotations` at what they set in quotation marks, from three words on; a
    prompt's come from all its variables, or from the one named `source`.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"prompt", "judge", "resume", "interview"})

    check: Literal["evidence_verified"]
    path: str = ""
    source: str = ""
    leave_out: tuple[str, ...] = ()
    quotations: bool = False
    most_dropped: Annotated[int, Field(ge=0)] = 0

    def look(self, seen: Seen) -> Finding:
        """The first text that stands nowhere, and how many quotes were dropped."""
        judged = _judgements(seen)
        if judged:
            quotes = [(quote, text) for evaluation, text in judged for quote in _quotes(evaluation)]
            dropped = sum(score.dropped_quotes for evaluation, _ in judged for score in evaluation.criteria)
        else:
            source = self._source(seen)
            texts = _texts(value_at(seen.outcome.output, self.path), self.leave_out)
            stated = (part for text in texts for part in (_quotations(text) if self.quotations else [text]))
            quotes = [(text, source) for text in stated]
            dropped = 0
        strange = [quote for quote, text in quotes if _folded(quote) not in _folded(text)]
        says = [f"not there: {shortened(quote)!r}" for quote in strange[:1]]
        allowed = self.most_dropped * max(1, len(judged))
        says += [f"{dropped} quotes were invented and dropped"] * (dropped > allowed)
        count = len(quotes) + dropped
        score = 1 - (len(strange) + dropped) / count if count else 1.0
        return self.found(not says, "; ".join(says), score=score)

    def _source(self, seen: Seen) -> str:
        if not self.source:
            return seen.outcome.source
        variables = getattr(seen.case, "variables", {})
        if self.source not in variables:
            raise UsageError(f"{self.label}: the case {seen.case.id} has no variable {self.source}.")
        return str(variables[self.source])


def _judgements(seen: Seen) -> list[tuple[Any, str]]:
    """Evaluations with the answers they are of."""
    outcome = seen.outcome
    if outcome.judged is not None:
        return [(outcome.judged, outcome.source)]
    turns = outcome.session.turns if outcome.session else []
    return [(turn.evaluation, turn.answer.text) for turn in turns if turn.evaluation and turn.answer]


def _quotes(evaluation: Any) -> Iterator[str]:
    for score in evaluation.criteria:
        yield from score.quotes
    for point in evaluation.points:
        if point.evidence:
            yield point.evidence


def _texts(value: Any, leave_out: Collection[str]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in leave_out:
                yield from _texts(each, leave_out)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, leave_out)


def _quotations(text: str) -> Iterator[str]:
    for found in _QUOTATION.finditer(text):
        quoted = found[0][1:-1].strip(" .,;:!?")
        # Fewer words between quotation marks are a term, not something that was said.
        if len(quoted.split()) >= _SHORTEST_QUOTATION:
            yield quoted


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
