"""A case takes no more tokens than it may."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck
from interview_cli.regress.outcome import Finding, Seen


class Tokens(CaseCheck):
    """All calls of a case together take at most `most` tokens, sent and received."""

    check: Literal["tokens"]
    most: Annotated[int, Field(gt=0)]

    def look(self, seen: Seen) -> Finding:
        """How many tokens it took."""
        count = sum(call.input_tokens + call.output_tokens for call in seen.outcome.calls)
        return self.found(count <= self.most, f"{count} tokens, at most {self.most}")
