"""The rubric's criteria as they lie in files: what each asks, and six anchored levels by kind of question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from interview_cli.library.role import Category, Document, Identifier, Kind, Levels, Sentence
from interview_cli.library.yaml_file import load, read_text

SIX = 6


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scale: the sentence that says what it takes, and what such an answer sounds like."""

    sentence: str
    example: str = ""


class KindAnchors(Document):
    """The levels of a criterion for one kind of question.

    `examples` are answers to `question`, one for each level; `levels` are sentences of this kind's own.
    """

    question: Sentence
    levels: Levels | None = None
    examples: Annotated[tuple[Sentence, ...], Field(min_length=SIX, max_length=SIX)]


class RubricCriterion(Document):
    """One thing an answer is judged on: a question to ask of it, and what levels 0-5 take."""

    id: Identifier
    name: Annotated[str, Field(min_length=1, max_length=80)]
    category: Category
    asks: Sentence
    levels: Levels
    kinds: dict[Kind, KindAnchors]

    def sentences(self, kind: Kind) -> tuple[str, ...]:
        """What each level takes of an answer to a question of that kind."""
        return self.kinds[kind].levels or self.levels

    def anchors(self, kind: Kind) -> tuple[Level, ...]:
        """The levels 0-5 for a kind of question, each with its example."""
        pairs = zip(self.sentences(kind), self.kinds[kind].examples, strict=True)
        return tuple(Level(sentence, example) for sentence, example in pairs)


class Criteria(Mapping[str, RubricCriterion]):
    """The criteria of a folder by id. A file is read when its criterion is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, RubricCriterion] = {}

    def __getitem__(self, key: str) -> RubricCriterion:
        if key not in self._loaded:
            self._loaded[key] = load(self._paths[key], RubricCriterion)
        return self._loaded[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, key: object) -> bool:
        # Whether there is such a file; the inherited one would read it.
        return key in self._paths

    @cached_property
    def digest(self) -> str:
        """A hash of all files: another word in any of them makes another rubric."""
        texts = "".join(read_text(path) for path in self._paths.values())
        return hashlib.sha256(texts.encode()).hexdigest()

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(self._folder.glob("*.yaml"))}
