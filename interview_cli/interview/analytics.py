"""Counts over a whole session, and the judgements that its scores come from."""

from __future__ import annotations

from collections import Counter

from interview_cli.coach.delivery_summary import summarise_delivery
from interview_cli.coach.evaluation import Evaluation
from interview_cli.interview.session import Analytics, Session


def count(session: Session) -> Analytics:
    """The analytics of a session as it stands. `cost` is None when any paid call's price is unknown."""
    main = session.main_turns
    answered = [turn for turn in session.turns if turn.status == "answered"]
    main_answered = sum(turn.status == "answered" for turn in main)
    planned = session.plan.total_questions
    costs = [call.cost for call in session.usage if not call.failed]
    known = [cost for cost in costs if cost is not None]
    covered = _covered(session)
    return Analytics(
        planned=planned,
        asked=len(main),
        answered=main_answered,
        skipped=sum(turn.status == "skipped" for turn in main),
        follow_ups=len(session.turns) - len(main),
        unscored=sum(turn.evaluation is None or turn.evaluation.level is None for turn in answered),
        seconds=round(sum(turn.seconds for turn in session.turns), 1),
        completion=min(1.0, main_answered / planned),
        questions_by_round=dict(Counter(turn.round for turn in main)),
        covered_fragments=covered,
        activity_coverage=len(covered) / len(session.fragments) if session.fragments else None,
        tokens=sum(call.input_tokens + call.output_tokens for call in session.usage),
        cost=sum(known) if len(known) == len(costs) else None,
        delivery=summarise_delivery(turn.delivery for turn in answered),
    )


def scoring_judgements(session: Session) -> list[Evaluation]:
    """The judgements that say who gave a session its scores.

    Plain checks need no judge, so who applied them counts only where they settled every answer.
    """
    judgements = [turn.evaluation for turn in session.turns if turn.evaluation is not None]
    scored = [judgement for judgement in judgements if judgement.status == "scored"]
    return scored or [judgement for judgement in judgements if judgement.status == "gated"]


def _covered(session: Session) -> list[str]:
    """The ids of the recent work that was talked about."""
    if not session.fragments:
        return []
    # Lists of sessions count too, and need no reading of answers for most of them.
    from interview_cli.interview.coverage import coverage_of

    return [one.fragment.id for one in coverage_of(session) if one.turns]
