"""Questions on what the person did lately, written by a model from notes and commits, and checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.activity.fragment import Fragment
from interview_cli.coach.languages import other_language
from interview_cli.coach.pleas import is_steering
from interview_cli.interview.activity_questions import LONGEST_WORDS, SECONDS, TAG
from interview_cli.interview.askable import SHORTEST_CHARACTERS, objection_to
from interview_cli.interview.choice import is_repeat
from interview_cli.interview.ports import ActivityQuestion
from interview_cli.interview.session import Session
from interview_cli.library.prompt import Prompt
from interview_cli.library.role import KeyPoint, Question, Role
from interview_cli.llm.port import ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask
from interview_cli.scripts import length, word_count

# More than is asked for, since some may not be usable.
SPARE = 2
FEWEST_WORDS = 5
FEWEST_POINTS = 2
# What a small local model with a 16k context can take beside the rest of the prompt.
MOST_CHARACTERS = 12_000

_SHORTEST_SAMPLE = 20
# Commit syntax that was pasted: a type or scope before a colon, or a hash.
_RAW = re.compile(
    r"(?:^|[\s\"'])(?:feat|fix|chore|refactor|perf|docs|test|build|ci)(?:\([^)]*\))?!?:\s|\b[0-9a-f]{7,40}\b"
)

Line = Annotated[str, Field(max_length=600)]


class WrittenActivityQuestion(BaseModel):
    """A question on recent work as a model writes it."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    fragments: Annotated[list[Line], Field(min_length=1, max_length=12)]
    text: Annotated[str, Field(min_length=1, max_length=600)]
    seconds: Annotated[int, Field(ge=30, le=600)] = SECONDS
    key_points: list[Line] = Field(min_length=1, max_length=8)
    sample_answer: Annotated[str, Field(min_length=1, max_length=4000)]
    follow_ups: list[Line] = Field(default_factory=list, max_length=4)


class WrittenActivityQuestions(BaseModel):
    """A model's questions on recent work."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    questions: list[WrittenActivityQuestion]


@dataclass(frozen=True, slots=True)
class ActivityWriter:
    """Lets a model write questions on a session's fragments."""

    model: ModelPort
    prompt: Prompt
    role: Role

    async def questions(self, session: Session, count: int) -> list[ActivityQuestion]:
        """Up to `count` questions that can be asked as they are, those of use among what it wrote.

        Raises ModelError.
        """
        asked = {name for turn in session.turns for name in turn.fragments}
        fragments = [fragment for fragment in session.fragments if fragment.id not in asked]
        prompt = self.prompt.render(
            role=self.role.name,
            summary=self.role.summary,
            level=session.plan.level,
            focus=session.plan.focus,
            count=min(count + SPARE, len(fragments)),
            today=session.created_at.astimezone().date().isoformat(),
            asked="\n".join(f"- {turn.question.text}" for turn in session.turns),
            fragments=told(fragments),
        )
        written = (await ask(self.model, request_of(prompt), WrittenActivityQuestions)).value.questions
        return [
            _in(session.plan.language, one)
            for one in usable(written, fragments, session.plan.language)[:count]
        ]


def _in(language: str, one: ActivityQuestion) -> ActivityQuestion:
    """The question marked with its language: the one the model was told, unless it plainly did not obey."""
    written_in = other_language(one.question.text, language) or language
    return replace(one, question=one.question.model_copy(update={"language": written_in}))


def told(fragments: Sequence[Fragment]) -> str:
    """The fragments as a model reads them, each with its share of `MOST_CHARACTERS`."""
    share = MOST_CHARACTERS // max(1, len(fragments))
    return "\n\n".join(
        f"{one.id} ({one.source} {one.where}, {one.date}): {one.title}\n{one.text[:share]}"
        for one in fragments
    )


def usable(
    written: Sequence[WrittenActivityQuestion], fragments: Sequence[Fragment], language: str = "en"
) -> list[ActivityQuestion]:
    """The questions that keep the rules of the prompt, none near another and no fragment twice."""
    known = {fragment.id for fragment in fragments if not is_steering(fragment.title)}
    kept: list[ActivityQuestion] = []
    for item in written:
        about = tuple(dict.fromkeys(item.fragments))
        taken = {name for one in kept for name in one.fragments}
        read = "\n".join(f"{one.title}\n{one.text}" for one in fragments if one.id in about)
        if not _keeps_the_rules(item, about, frozenset(known - taken)) or objection_to(
            item.text, read, language
        ):
            continue
        question = _question(item, len(kept) + 1)
        if not is_repeat(question, (one.question for one in kept)):
            kept.append(ActivityQuestion(question, about))
    return kept


def _keeps_the_rules(item: WrittenActivityQuestion, about: tuple[str, ...], free: frozenset[str]) -> bool:
    words = word_count(item.text)
    points = [point for point in item.key_points if point.strip()]
    return (
        bool(about)
        and free.issuperset(about)
        and FEWEST_WORDS <= words <= LONGEST_WORDS
        and len(points) >= FEWEST_POINTS
        and length(item.sample_answer) >= _SHORTEST_SAMPLE
        and not _RAW.search(item.text)
        and not is_steering(item.text)
    )


def _question(item: WrittenActivityQuestion, number: int) -> Question:
    return Question(
        id=f"activity-written-{number}",
        text=item.text,
        kind="technical",
        seconds=item.seconds,
        tags=(TAG,),
        key_points=tuple(KeyPoint(fact=point) for point in item.key_points if point.strip()),
        sample_answer=item.sample_answer,
        follow_ups=tuple(text for text in item.follow_ups if length(text) >= SHORTEST_CHARACTERS),
    )
