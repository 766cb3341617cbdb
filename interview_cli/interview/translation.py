"""Prepared questions in the language of the interview, translated by a model ahead of time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interview_cli.coach.languages import full_name, language_name, other_language, same_language
from interview_cli.interview.askable import SHORTEST_CHARACTERS
from interview_cli.library.prompt import Prompt
from interview_cli.library.role import KeyPoint, Question
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask
from interview_cli.scripts import length

Line = Annotated[str, Field(min_length=1, max_length=600)]


class TranslationReply(BaseModel):
    """A question in another language."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    text: Annotated[str, Field(min_length=1, max_length=2000)]
    key_points: list[Line]
    sample_answer: Annotated[str, Field(min_length=1, max_length=6000)]
    follow_ups: list[Line] = Field(default_factory=list)


class Translator:
    """Puts questions into one language with a model; what is already in it stays as it is.

    Each question is translated once, however often it is asked for. A reply in another language, or one too
    short to be a question, is a failure like any other.
    """

    def __init__(self, model: ModelPort, prompt: Prompt, language: str) -> None:
        self._model = model
        self._prompt = prompt
        self._language = language
        self._begun: dict[str, asyncio.Task[Question]] = {}

    async def translate(self, question: Question) -> Question:
        """The question in the interview's language. Raises ModelError."""
        if self._is_in_it(question):
            return question
        try:
            return await asyncio.shield(self._begin(question))
        except ModelError:
            self._begun.pop(question.id, None)
            raise

    def ahead(self, question: Question) -> None:
        """Begin to translate a question that may come next; a failure shows when it is asked for."""
        if not self._is_in_it(question):
            self._begin(question)

    def close(self) -> None:
        """Call off what was begun and is wanted no more."""
        for task in self._begun.values():
            task.cancel()

    def _is_in_it(self, question: Question) -> bool:
        return same_language(question.language, self._language)

    def _begin(self, question: Question) -> asyncio.Task[Question]:
        task = self._begun.get(question.id)
        if task is None:
            task = self._begun[question.id] = asyncio.create_task(self._translated(question))
            task.add_done_callback(_look_at)
        return task

    async def _translated(self, question: Question) -> Question:
        prompt = self._prompt.render(
            language=full_name(self._language),
            text=question.text,
            key_points=_numbered([point.fact for point in question.key_points]),
            sample_answer=question.sample_answer,
            follow_ups=_numbered(question.follow_ups),
        )
        asked = await ask(self._model, request_of(prompt), TranslationReply)
        said, by = asked.value, asked.reply.model
        if found := other_language(f"{said.text}\n{said.sample_answer}", self._language):
            wanted = language_name(self._language)
            raise ModelError(
                f"{by} translated a question into {language_name(found)} instead of {wanted}.",
                kind="unreadable",
            )
        points = question.key_points
        if len(said.key_points) == len(points):
            points = tuple(KeyPoint(fact=fact) for fact in said.key_points)
        translated = {
            "text": said.text,
            "key_points": points,
            "sample_answer": said.sample_answer,
            "follow_ups": tuple(line for line in said.follow_ups if length(line) >= SHORTEST_CHARACTERS),
            "language": self._language,
        }
        try:
            return Question.model_validate({**dict(question), **translated})
        except ValidationError:
            raise ModelError(
                f"{by} left out parts of a question that it translated.", kind="unreadable"
            ) from None


def _numbered(lines: Sequence[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _look_at(task: asyncio.Task[Question]) -> None:
    """A failure nobody waited for is no news: it is raised where the question is asked for."""
    if not task.cancelled():
        task.exception()
