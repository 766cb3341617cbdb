"""Answers written beforehand, and who gives them when the questions come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interview_cli.errors import UsageError
from interview_cli.interview.events import Command, End, GiveAnswer, Quit, Skip
from interview_cli.interview.session import Session, Turn
from interview_cli.validation import field_name, in_words

# What may stand in place of an answer, as at the prompt.
COMMANDS: dict[str, type[Skip | End | Quit]] = {"/skip": Skip, "/end": End, "/quit": Quit}
SEPARATOR = "---"
_NO_ANSWER = "must be a text, or `answer:` with `follow_ups:` and `seconds:`"
_HINT = "Give {question id: answer}, a list of answers, or texts between lines of ---."


class ScriptedAnswer(BaseModel):
    """One prepared answer: its text, answers to follow-ups in order, and the seconds the first took."""

    model_config = ConfigDict(extra="forbid")

    answer: str | None = None
    follow_ups: list[str | None] = Field(default_factory=list)
    seconds: Annotated[float, Field(ge=0)] | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """Prepared answers, by question id or by the place of the main question (from 0)."""

    by_id: Mapping[str, ScriptedAnswer] = field(default_factory=dict)
    in_order: Sequence[ScriptedAnswer] = ()

    def command_for(self, session: Session, turn: Turn) -> Command:
        """What to do about a question: answer it, skip it, or quit because the answers ran out.

        A follow-up without a prepared answer is skipped, never fed the next one.
        """
        main = session.turn(turn.parent) if turn.parent else turn
        prepared = self._prepared(session, main)
        if prepared is None:
            return Skip() if turn.parent else Quit()
        text, seconds = prepared.answer, prepared.seconds or 0.0
        if turn.parent:
            seconds = 0.0
            siblings = [past.id for past in session.turns if past.parent == turn.parent]
            place = siblings.index(turn.id)
            text = prepared.follow_ups[place] if place < len(prepared.follow_ups) else None
        if text is None:
            return Skip()
        if command := COMMANDS.get(text.strip().lower()):
            return command()
        return GiveAnswer(text.strip(), source="file", seconds=seconds)

    def _prepared(self, session: Session, main: Turn) -> ScriptedAnswer | None:
        if self.by_id:
            return self.by_id.get(main.question.id)
        place = [turn.id for turn in session.main_turns].index(main.id)
        return self.in_order[place] if place < len(self.in_order) else None


def parse_script(text: str, source: str) -> Script:
    """Answers from YAML, JSON or plain text with lines of `---` between them.

    Raises UsageError for an empty file, and with the place of an item that is no answer.
    """
    value = _structured(text, source)
    if value in ({}, []):
        raise UsageError(f"{source}: holds no answers.", _HINT)
    if isinstance(value, dict):
        return Script(by_id={str(key): _item(item, f"{source}: {key}") for key, item in value.items()})
    if isinstance(value, list):
        items = [_item(item, f"{source}: answer {place}") for place, item in enumerate(value, 1)]
        return Script(in_order=items)
    parts = _split(text)
    if not parts:
        raise UsageError(f"{source}: holds no answers.", _HINT)
    return Script(in_order=[ScriptedAnswer(answer=part) for part in parts])


def _structured(text: str, source: str) -> Any:
    """The mapping or list that a text stands for, or None when it is plain text."""
    if source.endswith(".json") or text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            if source.endswith(".json"):
                raise UsageError(f"{source}: not JSON: {error}.", _HINT) from error
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    named_yaml = source.endswith((".yaml", ".yml"))
    try:
        value = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        if named_yaml:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UsageError(f"{source}:{line}: {error.problem or 'not YAML'}.", _HINT) from error
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if named_yaml:
            raise UsageError(f"{source}: not YAML: {' '.join(str(error).split())}.", _HINT) from error
        return None
    usable = value if isinstance(value, dict | list) and value else None
    if usable is None and named_yaml:
        raise UsageError(f"{source}: holds no answers.", _HINT)
    # Prose such as "Note: I would..." parses as YAML too, so outside a YAML file the first line decides.
    return usable if named_yaml or _looks_structured(text) else None


def _looks_structured(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if first.startswith("- "):
        return True
    key, colon, _ = first.partition(":")
    return bool(colon) and key.islower() and key.replace("-", "").replace("_", "").isalnum()


def _item(value: Any, where: str) -> ScriptedAnswer:
    if value is None or isinstance(value, str | int | float):
        return ScriptedAnswer(answer=None if value is None else str(value))
    try:
        return ScriptedAnswer.model_validate(value)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        wrong = f"{field_name(problem)}: {in_words(problem)}" if problem["loc"] else _NO_ANSWER
        raise UsageError(f"{where}: {wrong}.", _HINT) from error


def _split(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip() == SEPARATOR:
            parts.append([])
        else:
            parts[-1].append(line)
    texts = ["\n".join(part).strip() for part in parts]
    while texts and not texts[-1]:
        texts.pop()
    return texts
