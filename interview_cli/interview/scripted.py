"""Answers written beforehand, and who gives them when the questions come."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from interview_cli.errors import UsageError
from interview_cli.interview.events import Command, End, GiveAnswer, Quit, Skip
from interview_cli.interview.session import Session, Turn
from interview_cli.library.yaml_file import parse_yaml
from interview_cli.validation import field_name, in_words

# What may stand in place of an answer, as at the prompt.
COMMANDS: dict[str, type[Skip | End | Quit]] = {"/skip": Skip, "/end": End, "/quit": Quit}
SEPARATOR = "---"
_NO_ANSWER = "must be a text, or `answer:` or `file:` with `follow_ups:` and `seconds:`"
_HINT = "Give {question id: answer}, a list of answers, or texts between lines of ---."
# Recordings of sound, and films of which the sound is taken.
MEDIA_SUFFIXES = frozenset(".wav .mp3 .m4a .ogg .oga .opus .flac .aac .webm .mp4 .mov .mkv".split())
_LONGEST_PATH = 1024
LONGEST_SECONDS = 24 * 60 * 60
_FOLLOW_UP = re.compile(r"(?P<main>.+)\.follow-up-(?P<number>[1-9])")


@dataclass(frozen=True, slots=True)
class SpokenFile:
    """An answer that was recorded beforehand: the file it lies in."""

    path: str


class FileItem(BaseModel):
    """A recorded answer as it stands in a file of answers."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[str, Field(min_length=1)]


class ScriptedAnswer(BaseModel):
    """One prepared answer: its text or the file it was recorded in, and answers to follow-ups in order.

    `seconds` is the time that a written one took.
    """

    model_config = ConfigDict(extra="forbid")

    answer: str | None = None
    file: Annotated[str, Field(min_length=1)] | None = None
    follow_ups: list[str | FileItem | None] = Field(default_factory=list)
    seconds: Annotated[float, Field(ge=0, le=LONGEST_SECONDS)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> ScriptedAnswer:
        if self.answer is not None and self.file is not None:
            raise ValueError("has an answer and a file: give one of them")
        return self

    @property
    def given(self) -> str | FileItem | None:
        """What answers the main question."""
        return self.answer if self.file is None else FileItem(file=self.file)


@dataclass(frozen=True, slots=True)
class Script:
    """Prepared answers, by question id or by the place of the main question (from 0).

    Names of recordings are taken from `folder` on.
    """

    by_id: Mapping[str, ScriptedAnswer] = field(default_factory=dict)
    in_order: Sequence[ScriptedAnswer] = ()
    folder: str = ""

    @property
    def files(self) -> list[str]:
        """All recordings among the answers."""
        items = [*self.by_id.values(), *self.in_order]
        given = [one for item in items for one in (item.given, *item.follow_ups)]
        return [one.path for each in given if isinstance(one := self._meant(each), SpokenFile)]

    def command_for(self, session: Session, turn: Turn) -> Command | SpokenFile:
        """What to do about a question: answer it, skip it, or quit because the answers ran out.

        A follow-up without a prepared answer is skipped, never fed the next one.
        """
        main = session.turn(turn.parent) if turn.parent else turn
        prepared = self._prepared(session, main)
        if prepared is None:
            return Skip() if turn.parent else Quit()
        given, seconds = prepared.given, prepared.seconds or 0.0
        if turn.parent:
            seconds = 0.0
            siblings = [past.id for past in session.turns if past.parent == turn.parent]
            place = siblings.index(turn.id)
            given = prepared.follow_ups[place] if place < len(prepared.follow_ups) else None
        text = self._meant(given)
        if text is None:
            return Skip()
        if isinstance(text, SpokenFile):
            return text
        if command := COMMANDS.get(text.strip().lower()):
            return command()
        return GiveAnswer(text.strip(), source="file", seconds=seconds)

    def _meant(self, given: str | FileItem | None) -> str | SpokenFile | None:
        """An answer as it was meant: a line that names a recording stands for what is said in it."""
        # A name with spaces in it looks like the end of a sentence, and is given as `file:`.
        if given is None or (isinstance(given, str) and (" " in given.strip() or not is_recording(given))):
            return given
        name = given.file if isinstance(given, FileItem) else given.strip()
        return SpokenFile(str(PurePath(self.folder, name)))

    def _prepared(self, session: Session, main: Turn) -> ScriptedAnswer | None:
        if self.by_id:
            return self.by_id.get(main.question.id)
        place = [turn.id for turn in session.main_turns].index(main.id)
        return self.in_order[place] if place < len(self.in_order) else None


def is_recording(name: str) -> bool:
    """Whether a text is the name of a file with sound in it, by its ending."""
    line = name.strip()
    return "\n" not in line and len(line) <= _LONGEST_PATH and PurePath(line).suffix.lower() in MEDIA_SUFFIXES


def script_of_recordings(paths: Sequence[str], source: str) -> Script:
    """Answers from the recordings of a folder, by their names.

    `1.wav` answers the first question and `be-cache-stampede.m4a` the one of that id; a file such as
    `1.follow-up-1.wav` answers a follow-up. Raises UsageError when there is none, or two for one question.
    """
    mains: dict[str, ScriptedAnswer] = {}
    named = [(PurePath(path).stem, path) for path in sorted(paths) if is_recording(path)]
    for stem, path in named:
        if _FOLLOW_UP.fullmatch(stem):
            continue
        if stem in mains:
            raise UsageError(f"{source}: two recordings are called {stem}.", "Leave one for each question.")
        mains[stem] = ScriptedAnswer(file=path)
    for stem, path in named:
        found = _FOLLOW_UP.fullmatch(stem)
        if found and found["main"] in mains:
            follow_ups = mains[found["main"]].follow_ups
            follow_ups += [None] * (int(found["number"]) - len(follow_ups))
            follow_ups[int(found["number"]) - 1] = FileItem(file=path)
    if not mains:
        endings = ", ".join(sorted(suffix[1:] for suffix in MEDIA_SUFFIXES))
        raise UsageError(f"{source}: holds no recordings.", f"They end in one of: {endings}.")
    numbers = {int(stem): item for stem, item in mains.items() if stem.isdecimal()}
    if len(numbers) == len(mains):
        empty = ScriptedAnswer()
        return Script(in_order=[numbers.get(place, empty) for place in range(1, max(numbers) + 1)])
    return Script(by_id=mains)


def parse_script(text: str, source: str) -> Script:
    """Answers from YAML, JSON or plain text with lines of `---` between them.

    Raises UsageError for an empty file, and with the place of an item that is no answer.
    """
    value = _structured(text, source)
    folder = str(PurePath(source).parent)
    if value in ({}, []):
        raise UsageError(f"{source}: holds no answers.", _HINT)
    if isinstance(value, dict):
        by_id = {str(key): _item(item, f"{source}: {key}") for key, item in value.items()}
        return Script(by_id=by_id, folder=folder)
    if isinstance(value, list):
        items = [_item(item, f"{source}: answer {place}") for place, item in enumerate(value, 1)]
        return Script(in_order=items, folder=folder)
    parts = _split(text)
    if not parts:
        raise UsageError(f"{source}: holds no answers.", _HINT)
    return Script(in_order=[ScriptedAnswer(answer=part) for part in parts], folder=folder)


def _structured(text: str, source: str) -> Any:
    """The mapping or list that a text stands for, or None when it is plain text."""
    if source.endswith(".json") or text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            if source.endswith(".json"):
                raise UsageError(f"{source}: not JSON: {error}.", _HINT) from error
    named_yaml = source.endswith((".yaml", ".yml"))
    try:
        value = parse_yaml(text, source)
    except UsageError as error:
        if named_yaml:
            raise UsageError(error.message, _HINT) from error
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
