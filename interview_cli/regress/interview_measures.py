"""How well an interview is led: whether follow-ups are worth asking, and whether the rubric leaks."""

from __future__ import annotations

from collections.abc import Iterable

from interview_cli.coach.aims import wordings
from interview_cli.interview.askable import objection_to
from interview_cli.interview.follow_on import follows, prepared_for
from interview_cli.interview.spoken_first import kept_lead_in, tells_point
from interview_cli.library.role import KeyPoint, Question
from interview_cli.regress.outcome import Asked


def fault_of(asked: Asked) -> str:
    """What is wrong with a follow-up, in a few words; empty when it is worth asking."""
    turn = asked.after
    if turn is None or turn.answer is None:
        return "there was no answer to follow up"
    text = asked.question.text
    known = "\n".join(asked.said)
    if not _left_open(asked):
        return f"nothing was left open, yet it asks: {text!r}"
    if _was_prepared(text, turn.question, asked.bank):
        return ""
    if objection := objection_to(text, known, asked.language):
        return f"{objection}: {text!r}"
    if not follows(asked.question, turn, asked.bank):
        return f"it follows from nothing: {text!r}"
    return f"it gives away: {leak!r}" if (leak := leak_in(asked)) else ""


def leak_in(asked: Asked) -> str:
    """What a question or its lead-in tells that was to be found by the candidate; empty for nothing.

    A lead-in also leaks by praising, judging or giving a score.
    """
    waited_for = [*_unsaid(asked), *(() if asked.follow_up else asked.question.key_points)]
    said = (*asked.said, asked.question.text)
    if asked.lead_in and not kept_lead_in(asked.lead_in, asked.language, waited_for, said):
        return asked.lead_in
    # A question of the bank may name its own subject; a follow-up must not name what the answer left out.
    if asked.follow_up:
        point = next(
            (one for one in _unsaid(asked) if tells_point(asked.question.text, one, asked.said)), None
        )
        return point.fact if point else ""
    return ""


def _was_prepared(text: str, question: Question, bank: Iterable[Question]) -> bool:
    """Whether people wrote a follow-up beforehand, for this question, its main question, or for any answer.

    The interviewer may set the candidate's own words before it.
    """
    roots = (one for one in bank if question.id.startswith(one.id))
    ready = wordings().union(*map(prepared_for, (question, *roots)))
    return any(text.endswith(one) for one in ready)


def _left_open(asked: Asked) -> bool:
    """Whether the answer lacked an expected point, an example or a number, so that there is more to ask."""
    analysis = asked.after.analysis if asked.after else None
    if analysis is None or analysis.estimate is None:
        return True
    missing = [point for point in analysis.points if not point.found]
    return bool(missing) or not analysis.points or not analysis.example or not analysis.numbers


def _unsaid(asked: Asked) -> Iterable[KeyPoint]:
    turn = asked.after
    if turn is None:
        return []
    made = {point.fact for point in turn.analysis.points if point.found} if turn.analysis else set()
    return [point for point in turn.question.key_points if point.fact not in made]
