"""One prompt: its variables go in, the reply comes out as the program would read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import orjson
from pydantic import BaseModel

from interview_cli.errors import UsageError
from interview_cli.library.prompt import Prompt
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.llm.request import request_of
from interview_cli.regress.case import Case, PromptCase
from interview_cli.regress.outcome import Outcome
from interview_cli.regress.targets.base import Cast, troubled

# What the program reads each bundled prompt's reply as.
REPLIES: dict[str, tuple[str, str]] = {
    "activity_questions": ("interview_cli.interview.activity_writer", "WrittenActivityQuestions"),
    "candidate": ("interview_cli.candidate.played", "CandidateReply"),
    "feedback": ("interview_cli.coach.closing", "ClosingReply"),
    "grade": ("interview_cli.regress.checks.judged", "Verdict"),
    "judge": ("interview_cli.coach.replies", "CriterionReply"),
    "judge_points": ("interview_cli.coach.replies", "PointsReply"),
    "judge_story": ("interview_cli.coach.replies", "StoryReply"),
    "next_step": ("interview_cli.interview.replies", "StepReply"),
    "questions": ("interview_cli.interview.written", "WrittenQuestions"),
    "rephrase": ("interview_cli.interview.replies", "RephraseReply"),
    "resume_extract": ("interview_cli.resume.document", "JsonResume"),
    "role_draft": ("interview_cli.interview.role_draft", "DraftedQuestions"),
    "translate": ("interview_cli.interview.translation", "TranslationReply"),
}


def _as_it_is(model: ModelPort, language: str) -> ModelPort:
    return model


@dataclass(frozen=True, slots=True)
class PromptTarget:
    """Renders a prompt, asks the model, and reads the reply.

    `in_language` gives the model that is told to write in a language (BCP 47), for cases that name one.
    """

    prompt: Prompt
    in_language: Callable[[ModelPort, str], ModelPort] = _as_it_is

    def check(self, case: Case) -> None:
        """Make sure that a case fills in the prompt's variables, and no others. Raises UsageError."""
        assert isinstance(case, PromptCase)
        self.prompt.check(case.variables)

    async def run(self, case: Case, cast: Cast) -> Outcome:
        """The reply: the object it holds, or the text of a prompt whose output is text."""
        from interview_cli.llm.structured import ask

        assert isinstance(case, PromptCase)
        if cast.model is None:
            raise UsageError("A prompt needs a model; there is no offline coach to compare it with.")
        model = self.in_language(cast.model, case.language)
        request = request_of(self.prompt.render(**case.variables))
        source = "\n".join(str(value) for value in case.variables.values())
        try:
            shape = self._shape()
            if shape is None:
                text = (await model.complete(request)).text
                output: Any = _object_in(text) if self.prompt.about.output == "json" else text
            else:
                value = (await ask(model, request, shape)).value
                output = value.model_dump(mode="json", exclude_none=True)
        except ModelError as error:
            return troubled(error)
        shown = (
            output if isinstance(output, str) else orjson.dumps(output, option=orjson.OPT_INDENT_2).decode()
        )
        return replace(Outcome(output=output, shown=shown), source=source)

    def _shape(self) -> type[BaseModel] | None:
        place = REPLIES.get(self.prompt.about.id)
        return getattr(import_module(place[0]), place[1]) if place else None


def _object_in(text: str) -> Any:
    """The last JSON object in a reply to a prompt of one's own, else its text."""
    from interview_cli.llm.loose_json import objects_in
    from interview_cli.llm.takes import plain

    found = objects_in(text)
    return plain(found[-1].value) if found else text
