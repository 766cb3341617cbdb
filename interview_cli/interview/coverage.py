"""Which of the recent work was talked about in an interview."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.activity.fragment import Fragment
from interview_cli.activity.subjects import read_subject
from interview_cli.coach.heard import hear
from interview_cli.coach.points import recall_of, target
from interview_cli.coach.words import content_stems, words
from interview_cli.interview.session import Session, Turn

# An answer at a lower level says nothing that bears on its question.
_ANSWERS_FROM = 1.0
# An answer to another question speaks of a piece of work when two neighbouring sentences hold this much of
# what it is called (by weight), and at least so many of its words; the question's own do not count.
_SPOKEN_OF = 0.7
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Covered:
    """A piece of recent work and the turns whose answers dealt with it; without any it was not covered."""

    fragment: Fragment
    turns: tuple[Turn, ...]


def coverage_of(session: Session) -> list[Covered]:
    """Every fragment of a session, in its order, with the turns that cover it.

    A fragment is covered by an answer to a question about it, and by an answer to another question that
    plainly speaks of it. Answers that a gate held back, and those that say nothing to their question,
    cover nothing.
    """
    answered = [turn for turn in session.turns if turn.answer is not None and not _is_gated(turn)]
    return [
        Covered(fragment, tuple(turn for turn in answered if _covers(turn, fragment)))
        for fragment in session.fragments
    ]


def _is_gated(turn: Turn) -> bool:
    looks = (turn.analysis, turn.evaluation)
    return any(look is not None and look.gate is not None for look in looks)


def _covers(turn: Turn, fragment: Fragment) -> bool:
    return _answers(turn) if fragment.id in turn.fragments else _speaks_of(turn, fragment)


def _answers(turn: Turn) -> bool:
    """Whether an answer says something to its question, as far as it was judged."""
    judged = turn.evaluation.level if turn.evaluation else None
    estimate = turn.analysis.estimate if turn.analysis else None
    level = estimate if judged is None else judged
    return level is not None and level >= _ANSWERS_FROM


def _speaks_of(turn: Turn, fragment: Fragment) -> bool:
    if turn.answer is None:
        return False
    title = read_subject(fragment.title).text if fragment.source == "commits" else fragment.title
    asked = frozenset(content_stems(words(turn.question.said)))
    wanted = target(title, question_stems=asked)
    if sum(term.stem not in asked for term in wanted.terms) < _FEWEST_WORDS:
        return False
    recall, _ = recall_of(wanted, hear(turn.answer.text))
    return recall >= _SPOKEN_OF
