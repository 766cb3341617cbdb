"""A question is short enough to be taken in when it is read aloud."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck, TargetName, shortened, value_at
from interview_cli.regress.outcome import Finding, Seen

_QUESTION_MARKS = ("?", "？", "؟")


class QuestionLength(CaseCheck):
    """Every question has at most `words` words and asks one thing: at most `marks` question marks.

    A prompt's questions are the text at `path`, or the texts of a list there; with `fewest` they are held to
    a length from below too, as sample answers are.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"prompt", "next_step", "interview"})

    check: Literal["question_length"]
    path: str = ""
    words: Annotated[int, Field(ge=1)] = 30
    fewest: Annotated[int, Field(ge=0)] = 0
    marks: Annotated[int, Field(ge=0)] = 1
    # Questions of the bank were read by people; what a model words is what may grow.
    follow_ups_only: bool = False

    def look(self, seen: Seen) -> Finding:
        """The first question of another length; the score is the share that isn't."""
        from interview_cli.scripts import word_count

        if self.path and value_at(seen.outcome.output, self.path) is None:
            return self.found(False, f"there is nothing at {self.path}")
        questions = self._questions(seen)
        amiss = [
            text
            for text in questions
            if not self.fewest <= word_count(text) <= self.words or _marks_in(text) > self.marks
        ]
        if not amiss:
            return self.found(True)
        first = amiss[0]
        says = f"{word_count(first)} words, {_marks_in(first)} question marks: {shortened(first, 60)!r}"
        return self.found(False, says, score=1 - len(amiss) / len(questions))

    def _questions(self, seen: Seen) -> list[str]:
        if seen.outcome.asked:
            asked = [one for one in seen.outcome.asked if one.follow_up or not self.follow_ups_only]
            return [one.question.text for one in asked]
        value = value_at(seen.outcome.output, self.path)
        found = value if isinstance(value, list) else [value]
        texts = [one.get("text", "") if isinstance(one, dict) else one for one in found]
        return [text for text in texts if isinstance(text, str) and text]


def _marks_in(text: str) -> int:
    return sum(map(text.count, _QUESTION_MARKS))
