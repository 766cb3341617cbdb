"""A question is short enough to be taken in when it is read aloud."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from interview_cli.regress.checks.base import Check, TargetName, shortened, value_at
from interview_cli.regress.outcome import Finding, Seen


class QuestionLength(Check):
    """Every question has at most `words` words and asks one thing: at most `marks` question marks.

    A prompt's questions are the text at `path`, or the texts of a list there.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"prompt", "next_step", "interview"})

    check: Literal["question_length"]
    path: str = ""
    words: Annotated[int, Field(ge=3)] = 30
    marks: Annotated[int, Field(ge=0)] = 1
    # Questions of the bank were read by people; what a model words is what may grow.
    follow_ups_only: bool = False

    def look(self, seen: Seen) -> Finding:
        """The first question that is too long; the score is the share that isn't."""
        from interview_cli.scripts import word_count

        questions = self._questions(seen)
        long = [text for text in questions if word_count(text) > self.words or text.count("?") > self.marks]
        if not long:
            return self.found(True)
        says = f"{word_count(long[0])} words, {long[0].count('?')} question marks: {shortened(long[0], 60)!r}"
        return self.found(False, says, score=1 - len(long) / len(questions))

    def _questions(self, seen: Seen) -> list[str]:
        if seen.outcome.asked:
            asked = [one for one in seen.outcome.asked if one.follow_up or not self.follow_ups_only]
            return [one.question.text for one in asked]
        value = value_at(seen.outcome.output, self.path)
        found = value if isinstance(value, list) else [value]
        texts = [one.get("text", "") if isinstance(one, dict) else one for one in found]
        return [text for text in texts if isinstance(text, str) and text]
