"""What code sees in an answer to a question: points, topic, substance, and which sentences bear on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import fmean

from interview_cli.coach.aims import OWN_LIFE, POINT_CRITERIA, is_probe, part_asked
from interview_cli.coach.detail import detail_of, nearness, things_told
from interview_cli.coach.grading import Grade, grade_heard
from interview_cli.coach.heard import Heard, hear
from interview_cli.coach.points import Match, targets, weigh
from interview_cli.coach.reference import Reference, reference_of
from interview_cli.coach.rubric import HIGHEST_LEVEL, criteria_for
from interview_cli.coach.star import tell, tell_part
from interview_cli.coach.story import Story
from interview_cli.coach.story_topic import story_fit
from interview_cli.coach.vocabulary import bearing_of, between, evidence_of, topic_of, vocabulary_of
from interview_cli.library.role import Question

# An answer that is all list of terms keeps this part of its level; its mean worth says how far it is one.
_LISTED, _PROSE = 0.2, (0.4, 0.7)
# Where no reference can grade, substance grows fast with the first points and is full before the last one.
_FULL_SUBSTANCE, _SUBSTANCE_POWER = 0.85, 0.65
# With less evidence than this an answer is hardly about the question.
_SOME_EVIDENCE = 0.1
# A little content carries a little more than its part of what is said around it.
_SUPPORT_POWER = 0.75
# Nobody says all that a reference says in its words: from this grade on nothing is missing.
_FULL_GRADE = 0.8
# The grade says best how good an answer is; the points made tell half a good answer from a whole one.
_GRADED = 0.7
# A story of a kind that code does not know gets this much of the topic for being one; from the second on a
# story's sentences bear on the question.
_UNKNOWN_STORY, _TOLD_TOPIC = 0.7, 0.5
# A sentence is about the matter when its words are so, on average.
_ABOUT = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as code understands it; shares and strengths are 0-1, `substance` a level 0-5.

    `topic` says how far it is about the question, `coverage` how fully the points are made, `evidence` how
    much of a good answer it is. `bearing` are the numbers of the sentences that bear on the question.
    """

    heard: Heard
    matches: tuple[Match, ...]
    coverage: float
    topic: float
    evidence: float
    substance: float
    bearing: tuple[int, ...]
    story: Story | None

    @property
    def found(self) -> list[Match]:
        """The points made."""
        return [match for match in self.matches if match.found]

    @property
    def missing(self) -> list[Match]:
        """The points not made."""
        return [match for match in self.matches if not match.found]

    @property
    def around(self) -> list[int]:
        """The numbers of the bearing sentences and of single ones between two of them."""
        between_two = {n + 1 for n in self.bearing if n + 2 in self.bearing}
        return sorted(between_two | set(self.bearing))

    @property
    def words(self) -> tuple[str, ...]:
        """All words, sentences said twice counted once."""
        return tuple(word for sentence in self.heard.sentences for word in sentence.words)

    @property
    def bearing_share(self) -> float:
        """The share of sentences that bear on the question."""
        return len(self.bearing) / len(self.heard.sentences) if self.heard.sentences else 0.0


@lru_cache(maxsize=16)
def read(question: Question, answer: str) -> Reading:
    """Read one answer to one question.

    What a good answer says can be foreseen where a trade is asked about, and not where a life is, or by a
    probe: the first is graded by its reference, the others are read by the question's vocabulary, and where
    a follow-up asks for one detail of a life, by how concretely one is told.
    """
    heard = hear(answer)
    matches = tuple(weigh(targets(question.key_points, question.said), heard))
    if asks_for_detail(question):
        return _by_detail(question, heard, matches)
    if question.kind in OWN_LIFE or tells_story(question) or is_probe(question) or part_asked(question):
        return _by_vocabulary(question, heard, matches)
    return _by_reference(question, heard, matches)


def supposing(question: Question, reading: Reading, made: int) -> Reading:
    """The reading of the same answer, had it made the first `made` of its missing points as well."""
    said = [sentence.text for sentence in reading.heard.sentences]
    added = [f"{match.fact.rstrip('. ')}." for match in reading.missing[:made]]
    return read(question, "\n\n".join([" ".join(said), *added]))


def tells_story(question: Question) -> bool:
    """Whether a question asks for a case with situation, task, action and result."""
    return "star" in criteria_for(question)


def support(reading: Reading, enough: float) -> float:
    """How far an answer's content can carry what is said around it (0-1); markers alone carry nothing."""
    return reading.topic * float(min(1.0, reading.evidence / enough) ** _SUPPORT_POWER)


def _by_reference(question: Question, heard: Heard, matches: tuple[Match, ...]) -> Reading:
    graded = grade_heard(_reference(question), heard)
    matches = tuple(match.scaled(_focus_at(match, graded)) for match in matches)
    coverage = fmean(match.strength for match in matches)
    # Whoever is asked for one more thing may well list it.
    listing = question.criteria == POINT_CRITERIA
    worth = 1.0 if listing else fmean(heard.worth) if heard.worth else 0.0
    prose = 1.0 if listing else _prose(heard)
    evidence = _GRADED * worth * min(1.0, graded.share / _FULL_GRADE) + (1 - _GRADED) * coverage
    topic = prose * between(evidence, 0.0, _SOME_EVIDENCE)
    made = {match.sentence for match in matches if match.found and match.sentence is not None}
    about = {number for number, focus in enumerate(graded.focus) if focus >= _ABOUT}
    return Reading(
        heard=heard,
        matches=matches,
        coverage=coverage,
        topic=topic,
        evidence=evidence,
        substance=HIGHEST_LEVEL * evidence * topic,
        bearing=tuple(sorted(made | about)),
        story=None,
    )


def _by_vocabulary(question: Question, heard: Heard, matches: tuple[Match, ...]) -> Reading:
    probe = is_probe(question)
    coverage = fmean(match.strength for match in matches)
    vocabulary = vocabulary_of(question.said, question.key_points, question.sample_answer)
    story = _story_of(question, heard)
    case = story if story is not None and story.is_case else None
    topic = topic_of(heard, vocabulary, coverage, probe=probe, lines=case.lines if case else None)
    if case is not None:
        fit = None if case.part else story_fit(question.said, heard, case.lines)
        topic = max(topic, _UNKNOWN_STORY if fit is None else fit)
    topic *= _prose(heard)
    evidence = evidence_of(heard, vocabulary, coverage, topic, probe=probe)
    full = float(min(1.0, evidence / _FULL_SUBSTANCE) ** _SUBSTANCE_POWER)
    return Reading(
        heard=heard,
        matches=matches,
        coverage=coverage,
        topic=topic,
        evidence=evidence,
        substance=HIGHEST_LEVEL * topic * full,
        bearing=bearing_of(heard, vocabulary, matches, case if topic >= _TOLD_TOPIC else None),
        story=story,
    )


def asks_for_detail(question: Question) -> bool:
    """Whether a follow-up asks for more of a person's own life than a story or a judged part of one."""
    follows = bool(question.about) and question.kind in OWN_LIFE
    return follows and not tells_story(question) and part_asked(question) is None


def _by_detail(question: Question, heard: Heard, matches: tuple[Match, ...]) -> Reading:
    asked = f"{question.said}\n{question.told}"
    matter = vocabulary_of(asked, question.key_points, question.sample_answer).all
    things = things_told(heard, question.told)
    topic = _prose(heard) * nearness(heard, matter)
    evidence = detail_of(heard, things, fmean(match.strength for match in matches))
    told = [number for number, count in enumerate(things) if count]
    if len(matches) == 1 and told:
        [match] = matches
        place = told[0] if match.sentence is None else match.sentence
        matches = (replace(match, strength=topic * evidence, sentence=place),)
    touching = [n for n, sentence in enumerate(heard.sentences) if not matter.isdisjoint(sentence.stems)]
    return Reading(
        heard=heard,
        matches=matches,
        coverage=topic * evidence,
        topic=topic,
        evidence=evidence,
        substance=HIGHEST_LEVEL * topic * evidence,
        bearing=tuple(sorted({*told, *touching})) if topic else (),
        story=None,
    )


def _story_of(question: Question, heard: Heard) -> Story | None:
    """The story, or the part of one, that a question asks for; None when it asks for none."""
    part = part_asked(question)
    if part is not None:
        return tell_part(heard, part)
    return tell(heard) if tells_story(question) else None


def _reference(question: Question) -> Reference:
    """The facts that are expected and the sample answer, in one."""
    facts = "\n".join(point.fact for point in question.key_points)
    akin = "\n".join(synonym for point in question.key_points for synonym in point.synonyms)
    return reference_of(question.said, f"{facts}\n{question.sample_answer}", akin)


def _focus_at(match: Match, graded: Grade) -> float:
    """How far the sentence that makes a point is about the matter; a neighbour may vouch for it."""
    if match.sentence is None:
        return 0.0
    return max(graded.focus[max(0, match.sentence - 1) : match.sentence + 2])


def _prose(heard: Heard) -> float:
    """What is left (0-1) of an answer's worth when it is a list of terms rather than sentences."""
    if not heard.worth:
        return 0.0
    return _LISTED + (1 - _LISTED) * between(fmean(heard.worth), *_PROSE)
