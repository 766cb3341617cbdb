"""A question as a model writes it, and the checks it must pass before it may be asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from interview_cli.coach.languages import is_english
from interview_cli.coach.points import match
from interview_cli.coach.rubric import CRITERIA, KIND_CRITERIA
from interview_cli.coach.words import content_stems, words
from interview_cli.interview.askable import objection_to
from interview_cli.interview.bearing import term_named
from interview_cli.interview.gap_questions import gap_slug
from interview_cli.interview.repetition import among
from interview_cli.library.bank import GAP_TAG
from interview_cli.library.role import KeyPoint, Kind, Question, Role, Seniority
from interview_cli.resume.posting.document import Gap
from interview_cli.scripts import is_unspaced, word_count

WRITTEN_KINDS: tuple[Kind, ...] = ("technical", "behavioral", "situational", "system_design", "coding")
FEWEST_POINTS, MOST_POINTS = 3, 6
LONGEST_FACT_WORDS = 35
FEWEST_SAMPLE_WORDS = 40
# A strong answer makes every point; the matcher knows no paraphrase, so a part of them will do.
SAMPLE_MAKES = 1 / 3
# Seconds a good answer takes, least and most, where a model's figure is out of all proportion.
_SECONDS: dict[str, tuple[int, int]] = {"system_design": (300, 1200), "coding": (180, 600)}
_USUAL_SECONDS = (60, 300)
# Ids a technical question cannot be judged on, since they look for a told case.
_TELLING = frozenset({"star", "ownership", "outcome"})
_BY_CODE = frozenset({"directness"})

# What a question never needs and a posting may have smuggled in: words to whoever judges the answer.
_STEERS = re.compile(
    r"\brubric|\bfull (?:marks|points|score)|\b(?:top|maximum|highest|perfect) (?:score|marks|rating)|"
    r"\blevel (?:[0-5]|five)\b|\b(?:score|rate|grade|mark|judge) (?:this|the|any|every|all) (?:answers?|"
    r"candidates?|repl\w+|responses?|applicants?)\b|\b(?:ignore|disregard|"
    r"forget)\b.{0,30}\b(?:instructions?|rules?|prompts?|criteria)\b|\b(?:5|five) (?:of|out of) (?:5|"
    r"five)\b",
    re.IGNORECASE,
)

Line = Annotated[str, Field(max_length=600)]


class WrittenPoint(BaseModel):
    """A key point as a model writes it; a bare sentence will do."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    fact: Line
    synonyms: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list)


class WrittenQuestion(BaseModel):
    """A question as a model writes it: loose, so that one bad question does not spoil the others."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    about: str = "job"
    text: Annotated[str, Field(max_length=2000)]
    kind: str = ""
    seconds: int = 0
    criteria: list[str] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)
    key_points: list[WrittenPoint] = Field(default_factory=list)
    sample_answer: Annotated[str, Field(max_length=6000)] = ""
    follow_ups: list[str] = Field(default_factory=list)

    @field_validator("key_points", mode="before")
    @classmethod
    def _sentences_are_points(cls, value: Any) -> Any:
        return (
            [{"fact": item} if isinstance(item, str) else item for item in value]
            if isinstance(value, list)
            else value
        )


class WrittenQuestions(BaseModel):
    """A model's reply to the prompt `questions`."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    questions: list[WrittenQuestion]


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that may not be asked, and why in a few words."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a written question is held against.

    `known` is what the candidate wrote, whose outcomes may be spoken of; `asked` are the questions that
    none may repeat: of this interview and of earlier ones. `language` is that of the interview; whether a
    sample answer makes its points is seen in English alone.
    """

    role: Role
    level: Seniority
    gaps: Sequence[Gap] = ()
    known: str = ""
    asked: Sequence[Question] = ()
    language: str = "en"

    def question(self, item: WrittenQuestion, kept: Sequence[Question], by: str) -> Question | Refused:
        """The question as it is asked, or why it is not. `kept` are those taken before it."""
        text = " ".join(item.text.split())
        points = _points(item.key_points)
        why = objection_to(text, self.known, self.language)
        if why := why or _fault(item, text, points, self.language):
            return Refused(text, why)
        kind = _kind(item)
        try:
            question = Question(
                id=f"written-{hashlib.sha256(text.casefold().encode()).hexdigest()[:10]}",
                text=text,
                kind=kind,
                seniority=(self.level,),
                seconds=_seconds(item.seconds, kind),
                tags=self._tags(item, text),
                criteria=self._criteria(item.criteria, kind),
                key_points=points,
                sample_answer=item.sample_answer,
                follow_ups=tuple(
                    line for line in item.follow_ups if not objection_to(line, self.known, self.language)
                )[:3],
                written_by=by[:200],
                language=self.language,
            )
        except ValidationError:
            return Refused(text, "not in the form of a question")
        if among(question, kept):
            return Refused(text, "the same as another of them")
        return Refused(text, "asked before") if among(question, self.asked) else question

    def _tags(self, item: WrittenQuestion, text: str) -> tuple[str, ...]:
        """The role's own topics among the tags; a question on a gap that it really names is marked as one."""
        if item.about == "resume":
            return ("resume",)
        known = {*self.role.focus, *(tag for question in self.role.questions for tag in question.tags)}
        tags = [tag for tag in dict.fromkeys(item.tags) if tag in known]
        gap = next((gap for gap in self.gaps if _names(text, gap)), None)
        return (*tags, GAP_TAG, gap_slug(gap)) if item.about == "gap" and gap else tuple(tags)

    def _criteria(self, wanted: Sequence[str], kind: Kind) -> tuple[str, ...]:
        """The wanted criteria that there are and the kind allows; without any the kind's usual ones count."""
        known = {*CRITERIA, *(criterion.id for criterion in self.role.criteria)} - _BY_CODE
        if "star" not in KIND_CRITERIA[kind]:
            known -= _TELLING
        return tuple(name for name in dict.fromkeys(wanted) if name in known)


def _fault(item: WrittenQuestion, text: str, points: tuple[KeyPoint, ...], language: str) -> str:
    """What is wrong with what goes beside the text, in a few words; empty when nothing is."""
    if _STEERS.search(item.model_dump_json()):
        return "words about scoring"
    if len(points) < FEWEST_POINTS:
        return "too few key points that can be checked"
    if word_count(item.sample_answer) < FEWEST_SAMPLE_WORDS:
        return "no sample answer"
    if not is_english(language):
        return ""
    made = sum(result.found for result in match(points, item.sample_answer, text))
    # Where only the candidate knows the fact, the sample has square brackets and the words are missing.
    enough = made >= SAMPLE_MAKES * len(points) or "[" in item.sample_answer
    return "" if enough else "a sample answer that does not make its key points"


def _kind(item: WrittenQuestion) -> Kind:
    """The kind the model gave where it is one that is written for a candidate, else the usual one."""
    kinds: dict[str, Kind] = {kind: kind for kind in WRITTEN_KINDS}
    return kinds.get(item.kind, "behavioral" if item.about == "resume" else "technical")


def _points(written: Sequence[WrittenPoint]) -> tuple[KeyPoint, ...]:
    """The points that can be checked: a statement of some words, each said once."""
    points: dict[frozenset[str], KeyPoint] = {}
    for item in written:
        stems = frozenset(content_stems(words(item.fact)))
        if 1 < word_count(item.fact) <= LONGEST_FACT_WORDS and (len(stems) > 1 or is_unspaced(item.fact)):
            synonyms = tuple(phrase.strip() for phrase in item.synonyms if len(phrase.strip()) > 1)
            points.setdefault(stems, KeyPoint(fact=item.fact, synonyms=synonyms))
    return tuple(points.values())[:MOST_POINTS]


def _names(text: str, gap: Gap) -> bool:
    # A name in Latin letters stands unparted in a text without spaces.
    parted = re.sub(r"(?<=[^\x00-\x7f])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[^\x00-\x7f])", " ", text)
    stems = set(content_stems(words(parted if is_unspaced(text) else text)))
    return any(term_named(name).stems <= stems for name in gap.name.split(" or "))


def _seconds(wanted: int, kind: Kind) -> int:
    least, most = _SECONDS.get(kind, _USUAL_SECONDS)
    return min(max(wanted or 150, least), most)
