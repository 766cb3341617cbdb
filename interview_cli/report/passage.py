"""One question of a session as a report tells it: answer, judgement, and what both rest on.

Texts are as people and models wrote them: each format makes them safe for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from interview_cli.coach.delivery_rows import Row, rows
from interview_cli.coach.delivery_words import praise, remark
from interview_cli.coach.evaluation import Evaluation, PointResult
from interview_cli.coach.judged import builds_on_fix, names_any, still_to_do
from interview_cli.coach.marks import Mark, marks_of
from interview_cli.coach.scale import POINTS_PER_LEVEL
from interview_cli.coach.star_words import parts_in_words
from interview_cli.interview.session import Before, Session, Turn
from interview_cli.report import comparison
from interview_cli.report.beside import nowhere
from interview_cli.report.criteria import CriterionLine, criterion_lines
from interview_cli.report.turn_words import how_answered, judged_by, manner, outcome, ratings, who_wrote_it
from interview_cli.report.wording import (
    OFFLINE,
    level_words,
    one_line,
    reflowed,
    unwrapped,
)

# Older judgements named the score to reach before they said how.
_TARGET = re.compile(r"^To reach (?:level )?\d+(?: of 100)?: ")
_STRONG_STORY = 4.0
_HELD_BACK = "What was missing is told when this question and its follow-ups are done."


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of an answer that was kept, with the places worth hearing again.

    `address` (a URL) is empty where it cannot be reached from where the report is read.
    """

    name: str
    seconds: float
    marks: tuple[Mark, ...]
    address: str


# What a point is called of which rules cannot say that a story lacks it.
EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Passage:
    """One question with its answer and all that was said about it.

    `answer` is None when there is none, `how` then says why; lines that an editor broke are whole again.
    `standing` is the score in words (empty when there is none, or scores are hidden), `judged_by` the
    honest label beside it and `outcome` what became of the question in a word or two. `absent` says what
    the `missing_parts` of a story are called, `unmade` what the points in `missing` are; `made_later` counts
    those that follow-ups made. `before` says how it compares with the attempt before, if there was one;
    points carry a mark that says the same of each.
    `story` tells the parts of a case, `delivery` what stands out in how the answer was put and, of
    recordings, what was good about it; `delivery_rows` are the measures of a spoken answer, empty with
    scores hidden. `first_fix` comes before the other `improvements`. `sample_answer` is empty where the
    question before had the same, and while a follow-up to it may still come. `recordings` are those that
    were kept.
    """

    label: str
    round: str
    lead_in: str
    question: str
    answer: str | None
    draft: str
    how: str
    standing: str
    score: float | None
    judged_by: str
    before: str
    outcome: str
    criteria: tuple[CriterionLine, ...]
    found: tuple[PointResult, ...]
    missing: tuple[str, ...]
    made_later: int
    missing_parts: tuple[str, ...]
    absent: str
    unmade: str
    story: str
    delivery: str
    delivery_rows: tuple[Row, ...]
    strengths: tuple[str, ...]
    first_fix: str
    improvements: tuple[str, ...]
    next_level: str
    ratings: tuple[str, ...]
    sample_answer: str
    recordings: tuple[Recording, ...]

    @property
    def other_strengths(self) -> list[str]:
        """The strengths that are no points made, for where these are listed with their words."""
        facts = tuple(point.fact.rstrip(". ") for point in self.found)
        return [text for text in self.strengths if not (facts and text.startswith(facts))]

    @property
    def points_title(self) -> str:
        """What stands above the expected points: how many were made, where that can be said."""
        count = len(self.found) + len(self.missing) + self.made_later
        made = "recognised in the story" if self.unmade == EXPECTED else "made"
        later = f", {self.made_later} more after it" if self.made_later else ""
        return f"Expected points: {len(self.found)} of {count} {made}{later}"

    @property
    def evidence(self) -> list[str]:
        """All words of the answer that its judgement rests on."""
        quotes = [quote for criterion in self.criteria for quote in criterion.quotes]
        return quotes + [point.evidence for point in self.found if point.evidence]


def passages(
    session: Session, scale: int, scores: bool, find: Callable[[str], str] = nowhere
) -> Iterator[Passage]:
    """All questions of a session; scores on 0-100 or 1-5, without numbers and bands with `scores` off.

    `find` gives the address of a recording by its name. What a strong answer says is held back while a
    follow-up to the question may still come.
    """
    shown: set[str] = set()
    main = session.main_turns
    going_on = main[-1].id if main and session.status in ("planned", "in_progress") else ""
    for turn in session.turns:
        passage = passage_of(turn, scale, scores, session.made_later(turn), find)
        if going_on in (turn.id, turn.parent):
            yield _held_back(passage)
            continue
        # A follow-up may carry the sample answer of the question it follows; once is enough.
        yield replace(passage, sample_answer="") if passage.sample_answer in shown else passage
        shown.add(passage.sample_answer)


def _held_back(passage: Passage) -> Passage:
    """The passage without what would tell the answer to a question that is still asked about."""
    return replace(
        passage,
        criteria=(),
        found=(),
        missing=(),
        missing_parts=(),
        story="",
        first_fix="",
        improvements=(),
        next_level=_HELD_BACK if passage.standing or passage.criteria else "",
        sample_answer="",
    )


def passage_of(
    turn: Turn,
    scale: int,
    scores: bool,
    made_later: frozenset[str] = frozenset(),
    find: Callable[[str], str] = nowhere,
) -> Passage:
    """One question of a session with all that is known of it.

    What its follow-ups made (`made_later`) is not told as missing, nor asked for.
    """
    judgement = turn.evaluation
    level = judgement.level if judgement and scores else None
    points = judgement.points if judgement and _says_something(judgement) else []
    if judgement and _is_told_well(judgement):
        points = [point for point in points if point.found]
    told = [point for point in points if point.found or point.fact not in made_later]
    first_fix, improvements, next_level = _advice(judgement, made_later) if judgement else ("", (), "")
    return Passage(
        label=turn.label,
        round=turn.round,
        lead_in=turn.lead_in,
        question=turn.question.text,
        answer=unwrapped(turn.answer.text) if turn.answer else None,
        draft=unwrapped(turn.draft) if turn.answer is None else "",
        how=f"{how_answered(turn)}{manner(turn)}{who_wrote_it(turn)}",
        standing=level_words(level, scale) if level is not None else "",
        score=level * POINTS_PER_LEVEL if level is not None else None,
        judged_by=judged_by(turn, scale, scores),
        outcome=outcome(turn),
        before=comparison.sentence(turn, scale, numbers=scores),
        criteria=(tuple(criterion_lines(judgement, turn.question.kind, scale, scores)) if judgement else ()),
        found=tuple(_marked(point, turn.before) for point in told if point.found),
        missing=tuple(_marked(point, turn.before).fact for point in told if not point.found),
        made_later=len(points) - len(told),
        missing_parts=tuple(
            f"{part}{comparison.story_mark(part, turn.before)}"
            for part in (_missing_parts(judgement) if judgement else ())
        ),
        # The offline coach can miss a point that was made in words it does not know.
        absent="not found" if judgement and judgement.source == OFFLINE else "missing",
        unmade=_unmade(judgement) if judgement else "missing",
        story=parts_in_words(judgement.star) if scores and judgement and judgement.star else "",
        delivery=_delivery(turn, scores),
        delivery_rows=_delivery_rows(turn) if scores else (),
        strengths=tuple(judgement.strengths) if judgement else (),
        first_fix=first_fix,
        improvements=improvements,
        next_level=next_level,
        ratings=tuple(ratings(turn, scale, scores)),
        sample_answer=reflowed(turn.question.sample_answer),
        recordings=tuple(_recordings(turn, find)),
    )


def _recordings(turn: Turn, find: Callable[[str], str]) -> Iterator[Recording]:
    for take in turn.answer.takes if turn.answer else ():
        if take.file:
            yield Recording(PurePath(take.file).name, take.seconds, tuple(marks_of(take)), find(take.file))


def _delivery(turn: Turn, scores: bool) -> str:
    """What to change first about how an answer was put, and what was good about it."""
    if turn.delivery is None:
        return ""
    return " ".join(filter(None, (remark(turn.delivery, numbers=scores), praise(turn.delivery))))


def _delivery_rows(turn: Turn) -> tuple[Row, ...]:
    """The measures of a spoken answer; what is typed says too little about speech for a table."""
    return tuple(rows(turn.delivery)) if turn.delivery and turn.delivery.way == "spoken" else ()


def _marked(point: PointResult, before: Before | None) -> PointResult:
    return point.model_copy(update={"fact": f"{point.fact}{comparison.mark(point.fact, before)}"})


def _advice(judgement: Evaluation, made_later: frozenset[str]) -> tuple[str, tuple[str, ...], str]:
    """The first thing to fix, what else to change, and the step to the next level, nothing said twice."""
    step = "" if names_any(judgement.next_level, made_later) else _TARGET.sub("", judgement.next_level)
    step = f"{step[:1].upper()}{step[1:]}"
    reason = judgement.gate.reason if judgement.gate else ""
    told = [text for text in still_to_do(judgement, made_later) if _plain(text) != _plain(reason)]
    first, others = (told[0], told[1:]) if told else ("", [])
    if first not in judgement.improvements[:1] and builds_on_fix(step):
        step = ""
    if _plain(step) == _plain(first):
        step = ""
    return first, tuple(text for text in others if _plain(text) != _plain(step)), step


def _says_something(judgement: Evaluation) -> bool:
    """Whether it tells anything to list what was not said: after gibberish or an echo it does not."""
    return judgement.gate is None or judgement.gate.name == "no_answer"


def _is_told_well(judgement: Evaluation) -> bool:
    """Whether an answer is a story that the offline coach found whole and strong.

    Points are told in many ways in a story, and a list of those not found would take back what was said.
    """
    whole = judgement.star is not None and bool(judgement.star.shares) and not judgement.star.missing
    return whole and judgement.source == OFFLINE and (judgement.level or 0.0) >= _STRONG_STORY


def _unmade(judgement: Evaluation) -> str:
    """What to say of a point that was not found.

    In a story a point can be made in any words, so that rules which did not find it cannot say that it is
    missing: it is told as what an interviewer expects to hear.
    """
    if judgement.source != OFFLINE:
        return "missing"
    return EXPECTED if judgement.star and judgement.star.shares else "not found"


def _missing_parts(judgement: Evaluation) -> tuple[str, ...]:
    """The parts that a story lacks; none where no story is told at all."""
    return tuple(judgement.star.missing) if judgement.star and judgement.star.shares else ()


def _plain(text: str) -> str:
    return one_line(text).strip(" .").casefold()
