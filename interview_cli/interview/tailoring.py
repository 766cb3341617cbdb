"""Which questions written for the candidate, and which of a company's, come where in a round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interview_cli.interview.bearing import Bearing
from interview_cli.interview.choice import is_repeat
from interview_cli.interview.gap_questions import gap_slug
from interview_cli.interview.plan import Round
from interview_cli.interview.repetition import same_question
from interview_cli.interview.session import Session, Turn
from interview_cli.library.bank import GAP_TAG, Bank
from interview_cli.library.role import Question


def was_tailored(turn: Turn) -> bool:
    """Whether a main question was written for this candidate, those on the resume apart."""
    return turn.action == "preset" and bool(turn.question.written_by)


def tailored_is_due(session: Session, part: Round, asked: Sequence[Turn]) -> bool:
    """Whether the next main question of a round should be one written for this candidate.

    `asked` are the round's main questions so far. Never the first of the interview, and never two in a row
    while the round has others left.
    """
    left = part.tailored_questions - sum(map(was_tailored, asked))
    slots = part.questions - len(asked)
    if left <= 0 or not session.main_turns:
        return False
    return slots <= left or not was_tailored(session.main_turns[-1])


def waiting(session: Session, bank: Bank, part: Round, bearing: Bearing) -> list[Question]:
    """The questions written for the candidate that a round could ask, best first.

    Until a gap was asked about there is but one: that on the most important gap. Then comes what bears on the
    job most, then other gaps.
    """
    past = [turn.question for turn in session.main_turns]
    fresh = [q for q in bank.for_candidate(part.kind) if not is_repeat(q, past) and not _said_again(q, past)]
    weight = {gap_slug(gap): place for place, gap in enumerate(session.gaps)}
    open_gaps = sorted(_one_for_each_gap(fresh, past), key=lambda q: weight.get(q.tags[-1], len(weight)))
    others = [question for question in fresh if GAP_TAG not in question.tags]
    others.sort(key=lambda question: -bearing.of(question, past))
    gap_asked = any(GAP_TAG in question.tags for question in past)
    return open_gaps[:1] if open_gaps and not gap_asked else [*others, *open_gaps]


def company_share(part: Round) -> int:
    """How many of a round's questions may be the company's: a third, and at least one."""
    return max(1, (part.questions + 1) // 3)


def not_said_again(questions: Iterable[Question], asked: Iterable[Question]) -> list[Question]:
    """The questions not asked in other words yet, where either wording was written for the candidate."""
    past = list(asked)
    return [question for question in questions if not _said_again(question, past)]


def _said_again(question: Question, asked: Iterable[Question]) -> bool:
    return any(
        (question.written_by or other.written_by) and same_question(question, other) for other in asked
    )


def _one_for_each_gap(questions: Sequence[Question], asked: Sequence[Question]) -> list[Question]:
    """The first question on each gap that was not asked about; its second tag names the gap."""
    done = {tag for question in asked if GAP_TAG in question.tags for tag in question.tags}
    found: dict[str, Question] = {}
    for question in questions:
        if GAP_TAG in question.tags and not (set(question.tags) - {GAP_TAG}) & done:
            found.setdefault(question.tags[-1], question)
    return list(found.values())
