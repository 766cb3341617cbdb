"""How much a question bears on a job and a resume: by what is asked for, what is missing, and rare words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import content_stems, words
from interview_cli.library.role import Question
from interview_cli.resume.document import JsonResume
from interview_cli.resume.posting.document import Gap, JobPosting, Need

# How much a term pulls: by how much the job needs it, more where the resume lacks it, some where it has it.
_NEEDS: Final[Mapping[Need, float]] = {"required": 1.0, "used": 0.7, "preferred": 0.5}
_GAP, _RESUME, _TOPIC = 1.6, 0.5, 0.6
# A term asked about once pulls this part as much the next time, so that questions spread over the job.
_ASKED_ONCE: Final = 0.4
# How directly a question deals with a term: it names it, in its text or only in what it expects; it carries
# the topic's tag; its text says several of the topic's words, or one, or only its points do.
_NAMED, _NAMED_IN_POINTS, _TAGGED, ON_TOPIC, _NEAR_TOPIC, _TOPIC_IN_POINTS = 1.0, 0.9, 0.8, 0.7, 0.35, 0.2
# Terms of one topic are touched together: the first tells, each further one half as much as the one before.
_TERMS_COUNTED, _FULL = 3, 1.5
# The rest of a posting's words count beside its terms, by their rarity, up to this weight.
_BY_TERMS, _BY_WORDS, _MANY_WORDS = 0.75, 0.25, 4.0


@dataclass(frozen=True, slots=True)
class Term:
    """Something that questions may bear on: the stems of its name, and of what is spoken of with it.

    `tags` are the words of its topic as a question's tags spell them.
    """

    name: str
    weight: float
    stems: frozenset[str]
    topic: frozenset[str]
    tags: frozenset[str]


class Bearing:
    """What the questions of one interview are to bear on; without resume and posting nothing bears on it."""

    def __init__(
        self, resume: JsonResume | None = None, posting: JobPosting | None = None, gaps: Sequence[Gap] = ()
    ) -> None:
        self._terms = _terms(resume, posting, gaps)
        self._spoken = _spoken(posting)
        weights = sorted((term.weight for term in self._terms), reverse=True)
        self._full = sum(weights[:2]) or 1.0
        # A question's touches never change, and every candidate is weighed again at each step.
        self._touches: dict[str, tuple[float, ...]] = {}

    def of(self, question: Question, asked: Iterable[Question] = ()) -> float:
        """How much a question bears on it all (0-1); what was asked about already counts less."""
        if not self._terms and not self._spoken:
            return 0.0
        past = [self._touch(other) for other in asked]
        values = sorted(
            (
                term.weight * close * math.pow(_ASKED_ONCE, sum(times[place] >= ON_TOPIC for times in past))
                for place, (term, close) in enumerate(zip(self._terms, self._touch(question), strict=True))
                if close
            ),
            reverse=True,
        )
        told = sum(math.ldexp(value, -place) for place, value in enumerate(values[:_TERMS_COUNTED]))
        named = sum(map(rarity, _front(question) & self._spoken)) if self._spoken else 0.0
        by_terms, by_words = min(1.0, _FULL * told / self._full), min(1.0, named / _MANY_WORDS)
        return _BY_TERMS * by_terms + _BY_WORDS * by_words

    def of_text(self, text: str) -> float:
        """How much an entry of a resume bears on it: the weight of the terms it names, or is about."""
        stems = frozenset(content_stems(words(text)))
        named = sum(
            term.weight * (1.0 if term.stems and term.stems <= stems else 0.3 * bool(term.topic & stems))
            for term in self._terms
        )
        return named + 0.2 * sum(map(rarity, stems & self._spoken))

    def _touch(self, question: Question) -> tuple[float, ...]:
        key = f"{question.id} {question.text}"
        if key not in self._touches:
            self._touches[key] = tuple(touch(term, question) for term in self._terms)
        return self._touches[key]


def stems_of_gaps(gaps: Iterable[Gap]) -> frozenset[str]:
    """The stems by which a text shows that it deals with a gap: those of its name and its topic."""
    terms = [term_named(name) for gap in gaps for name in gap.name.split(" or ")]
    return frozenset(found for term in terms for found in term.stems | term.topic)


@cache
def term_named(name: str, weight: float = 1.0) -> Term:
    """A term by its name, with the words that questions use around it."""
    stems = frozenset(content_stems(words(name)))
    said = _topics().get(name.casefold(), frozenset())
    topic = frozenset(content_stems([word for word in said if "-" not in word]))
    return Term(name, weight, stems, topic - stems, said)


def _terms(resume: JsonResume | None, posting: JobPosting | None, gaps: Sequence[Gap]) -> tuple[Term, ...]:
    missing = {name for gap in gaps for name in gap.name.split(" or ")}
    weights: dict[str, float] = dict.fromkeys(_skills(resume) if resume else (), _RESUME)
    for term in posting.terms if posting else ():
        for name in (term.name, *term.alternatives):
            weight = _NEEDS[term.need] * (_GAP if name in missing else 1.0)
            weights[name] = max(weight, weights.get(name, 0.0))
    topics = tuple(
        Term(topic, _TOPIC, frozenset(), frozenset(), frozenset([topic]))
        for topic in (posting.topics if posting else ())
    )
    return tuple(term_named(name, weight) for name, weight in weights.items()) + topics


def _skills(resume: JsonResume) -> list[str]:
    named = [keyword for skill in resume.skills or [] for keyword in skill.keywords or []]
    return named + [keyword for project in resume.projects or [] for keyword in project.keywords or []]


def _spoken(posting: JobPosting | None) -> frozenset[str]:
    """The stems of a posting's own sentences on the job."""
    if posting is None:
        return frozenset()
    said = [posting.title, *posting.responsibilities, *(term.line for term in posting.terms)]
    return frozenset(content_stems(words(" ".join(said))))


def touch(term: Term, question: Question) -> float:
    """How directly a question deals with a term (0-1)."""
    front, points = _front(question), _points(question)
    if term.stems and term.stems <= front:
        return _NAMED
    if term.stems and term.stems <= front | points:
        return _NAMED_IN_POINTS
    if not term.tags.isdisjoint(question.tags):
        return _TAGGED
    said = len(term.topic & front)
    if said:
        return ON_TOPIC if said > 1 else _NEAR_TOPIC
    return _TOPIC_IN_POINTS if len(term.topic & points) > 1 else 0.0


def _front(question: Question) -> frozenset[str]:
    """The stems of a question's text and tags."""
    return _stems(f"{question.text} {' '.join(tag.replace('-', ' ') for tag in question.tags)}")


def _points(question: Question) -> frozenset[str]:
    return _stems(" ".join(text for point in question.key_points for text in (point.fact, *point.synonyms)))


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(words(text)))


@cache
def _topics() -> Mapping[str, frozenset[str]]:
    """A term's name in small letters to the words of its topic, from `topics.txt`; hyphened ones are tags."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in files(__package__).joinpath("topics.txt").read_text("utf-8").splitlines():
        names, colon, said = line.rpartition(": ")
        if not colon or line.startswith("#"):
            continue
        for name in names.split(", "):
            found[name.casefold()] |= set(said.split())
    return {name: frozenset(words_said) for name, words_said in found.items()}
