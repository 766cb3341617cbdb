"""Judging the answers of a stored session: those that were not judged, or all of them afresh."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interview_cli import wiring
from interview_cli.cli import console, exits
from interview_cli.report.wording import counted

if TYPE_CHECKING:
    from interview_cli.coach.evaluation import Evaluation
    from interview_cli.interview.session import Session, Turn


@dataclass(slots=True)
class _Tally:
    """What came of the judging so far; `failed` are labels with why they were not judged."""

    wanted: int = 0
    judged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def begin(self, _session: Session, turns: Sequence[Turn]) -> None:
        """So many answers are to be judged."""
        self.wanted = len(turns)

    def note(self, turn: Turn, evaluation: Evaluation) -> None:
        """Count a judgement that arrived, and say so to someone who waits at a terminal."""
        if turn.answer is not None and turn.answer.doubts:
            said = turn.answer.text or "(nothing)"
            console.say(f"note: {turn.label} is judged by a transcript that is doubtful: {said}")
        if evaluation.level is None:
            self.failed[turn.label] = evaluation.why_unscored
        else:
            self.judged.append(turn.label)
        if console.is_terminal(sys.stderr):
            done = len(self.judged) + len(self.failed)
            console.say(
                f"{turn.label}: {'judged' if evaluation.level is not None else 'not judged'}, "
                f"{done} of {self.wanted}"
            )


def score_session(
    home: wiring.Home,
    wanted: str,
    *,
    models: Sequence[str],
    offline: bool,
    samples: int | None,
    again: bool,
    as_json: bool,
    redact: bool | None = None,
) -> int:
    """Judge answers of the session `wanted` names and say what came of it; returns the exit code.

    `again` judges all answers, else those without a level. Raises KeyboardInterrupt when interrupted,
    with all kept that was judged.
    """
    session_id = wiring.open_sessions(home).resolve(wanted)
    tally = _Tally()
    try:
        session = asyncio.run(
            wiring.judge_stored(
                home,
                session_id,
                console.say,
                models=models,
                offline=offline,
                samples=samples,
                again=again,
                redact=redact,
                begin=tally.begin,
                on_judged=tally.note,
            )
        )
    except KeyboardInterrupt:
        _tell_interruption(tally, again)
        raise
    if not tally.wanted:
        console.say(_why_none(session, again))
    if as_json:
        console.out_json(session.model_dump(mode="json"))
    elif tally.wanted:
        settings = wiring.open_settings(home)
        overall = session.feedback.overall if session.feedback else None
        hidden = overall is None or not settings.scores
        reached = "" if hidden else f" Overall: {overall:.0f} of 100."
        console.out(f"Judged {len(tally.judged)} of {counted(tally.wanted, 'answer')}.{reached}")
    return _tell_failures(tally, again)


def _why_none(session: Session, again: bool) -> str:
    if again:
        return "This session has no answer to judge."
    afresh = f"interview score --session {session.id} --again"
    return f"No answer of this session waits to be judged. To judge all afresh: {afresh}"


def _tell_interruption(tally: _Tally, again: bool) -> None:
    console.say("")
    left = "The others keep their earlier judgement." if again else "Run the command again for the others."
    console.say(
        f"Interrupted. Judged and kept: {len(tally.judged)} of {counted(tally.wanted, 'answer')}. {left}"
    )


def _tell_failures(tally: _Tally, again: bool) -> int:
    if not tally.failed:
        return exits.FINE
    kept = " Earlier judgements of them still count." if again else ""
    reasons = " ".join(f"{why.rstrip('. ')}." for why in dict.fromkeys(tally.failed.values()))
    console.say(f"Still not judged: {', '.join(tally.failed)}. {reasons}{kept}")
    return exits.PROVIDER
