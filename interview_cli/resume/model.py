"""Resume extraction by a model."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.library.prompt import Prompt
from interview_cli.llm.port import ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask
from interview_cli.resume.document import JsonResume


@dataclass(frozen=True, slots=True)
class PromptedResumeModel:
    """Reads a resume's text into JSON Resume with the `resume_extract` prompt."""

    model: ModelPort
    prompt: Prompt

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    async def extract(self, text: str) -> JsonResume:
        """The resume as the model reads it. Raises ModelError."""
        return (await ask(self.model, request_of(self.prompt.render(resume=text)), JsonResume)).value
