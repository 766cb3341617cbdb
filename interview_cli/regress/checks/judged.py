"""A model says whether the output keeps to what is asked of it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.llm.port import ModelPort
from interview_cli.regress.checks.base import ModelCheck, shortened, texts_of
from interview_cli.regress.outcome import Finding, Seen

LONGEST_SHOWN = 8000


class Verdict(BaseModel):
    """What the model replies: the words it goes by, its reason, and then whether the rule is kept."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    quote: Annotated[str, Field(max_length=2000)] = ""
    reason: Annotated[str, Field(max_length=2000)] = ""
    kept: bool


class Judged(ModelCheck):
    """A model is asked whether the output keeps `rule`, one plain sentence, and by which words.

    Yes or no, as judges are less reliable on finer rubrics (arXiv 2601.08843). The model is the
    suite's `grader`, else the one under test.
    """

    needs_expected: ClassVar[bool] = True

    check: Literal["judged"]
    path: str = ""
    rule: Annotated[str, Field(min_length=10, max_length=600)] | None = None

    def applies(self, expected: Any) -> bool:
        """Whether there is a rule, here or with the case."""
        return self.rule is not None or expected is not None

    async def ask(self, seen: Seen, model: ModelPort) -> Finding:
        """The model's verdict. Raises ModelError."""
        from interview_cli.library.locator import bundled
        from interview_cli.library.shelf import Library
        from interview_cli.llm.request import request_of
        from interview_cli.llm.structured import ask

        prompt = Library([], [bundled("prompts")]).prompt("grade")
        rule = self.rule if seen.expected is None else str(seen.expected)
        rendered = prompt.render(rule=rule, text=texts_of(seen.outcome, self.path)[:LONGEST_SHOWN])
        verdict = (await ask(model, request_of(rendered), Verdict)).value
        return self.found(verdict.kept, shortened(verdict.reason, 160))
