"""What comes next: an answer goes in, the decision comes out, as the policy disposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from interview_cli.coach.evaluation import Analysis
from interview_cli.coach.offline import analyse
from interview_cli.errors import UsageError
from interview_cli.interview.choice import Preferences
from interview_cli.interview.persona import detect
from interview_cli.interview.planning import make_plan
from interview_cli.interview.policy import Step, dispose, main_turns_in
from interview_cli.interview.ports import Interviewer, Proposal, Situation
from interview_cli.interview.progress import lead_in_of, situation_of
from interview_cli.interview.resume_questions import questions_from
from interview_cli.interview.session import Answer, Candidate, Decision, Session, Turn
from interview_cli.library.bank import Bank
from interview_cli.library.role import Question, Role
from interview_cli.library.shelf import Library
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.regress.case import Case, NextStepCase
from interview_cli.regress.outcome import Asked, Outcome
from interview_cli.regress.targets.base import Cast, troubled

# A moment like any other, so that equal cases are equal requests.
_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NextStepTarget:
    """Puts the interviewer before one answer. `interviewer_of` takes a model (None: offline), a role, a
    resume's text.
    """

    library: Library
    interviewer_of: Callable[[ModelPort | None, Role, str], Interviewer]

    def check(self, case: Case) -> None:
        """Make sure that the role has the questions that a case names. Raises UsageError, NotFoundError."""
        assert isinstance(case, NextStepCase)
        bank = self.library.bank(case.role)
        known = {question.id for question in bank.questions}
        if missing := [name for name in (*case.asked, case.question) if name not in known]:
            raise UsageError(f"{bank.role.name} has no question {missing[0]}.")

    async def run(self, case: Case, cast: Cast) -> Outcome:
        """The decision with the question it leads to; what was proposed beside it."""
        assert isinstance(case, NextStepCase)
        model = cast.model
        self.check(case)
        bank = self.library.bank(case.role)
        situation = self._situation(case, bank)
        try:
            proposal = await self.interviewer_of(model, bank.role, case.resume).propose(situation)
        except ModelError as error:
            return troubled(error)
        return _outcome(proposal, dispose(proposal, situation), situation, bank)

    def _situation(self, case: NextStepCase, bank: Bank) -> Situation:
        plan = make_plan(
            bank,
            type=case.type,
            level=case.level,
            minutes=case.minutes,
            default_minutes=case.minutes,
            questions=None,
            focus=(),
            company="",
            max_follow_ups=case.max_follow_ups,
            seed=case.seed,
            adaptive=True,
            strict_time=False,
            with_resume=bool(case.resume),
        )
        session = Session(
            id="case",
            created_at=_AT,
            updated_at=_AT,
            status="in_progress",
            plan=plan,
            candidate=Candidate(name="candidate"),
        )
        known = {question.id: question for question in bank.questions}
        for name in case.asked:
            _add(session, known[name], None, 0.0)
        main = _add(session, known[case.question], None, 0.0)
        for number in range(case.follow_ups):
            probe = _probe(known[case.question], number)
            _add(session, probe, main.id, 0.0)
        last = session.turns[-1]
        last.answer = Answer(text=case.answer, source="file", at=_AT)
        last.analysis = analyse(last.question, case.answer)
        last.persona = detect(last.question, case.answer, last.analysis)
        session.turns[0].seconds = case.minutes_spent * 60
        resume_questions: tuple[Question, ...] = ()
        if case.resume:
            from interview_cli.resume.offline import extract

            resume_questions = tuple(questions_from(extract(case.resume), case.seed))
        return situation_of(session, bank, Preferences(seed=case.seed), resume_questions)


def _add(session: Session, question: Question, parent: str | None, seconds: float) -> Turn:
    number = len(session.turns) + 1
    last = session.turns[-1].round if session.turns else ""
    rounds = session.plan.rounds
    room = (part.name for part in rounds if len(main_turns_in(session, part)) < part.questions)
    turn = Turn(
        id=f"t{number}",
        label=f"Q{number}",
        action="follow_up" if parent else "preset",
        round=last if parent else next(room, rounds[-1].name),
        parent=parent,
        question=question,
        asked_at=_AT,
        status="answered",
        seconds=seconds,
        answer=Answer(text="", source="file", at=_AT),
        analysis=Analysis(),
        decision=Decision(action="preset", reason="", by="case", level=session.plan.level),
    )
    session.turns.append(turn)
    return turn


def _probe(question: Question, number: int) -> Question:
    text = (
        question.follow_ups[number]
        if number < len(question.follow_ups)
        else "Can you give an example of that?"
    )
    return question.model_copy(
        update={
            "id": f"{question.id[:58]}-f{number + 1}",
            "text": text,
            "about": question.text,
            "follow_ups": (),
        }
    )


def _outcome(proposal: Proposal, step: Step, situation: Situation, bank: Bank) -> Outcome:
    turn = situation.turn
    assert turn is not None
    asked = [past.question for past in situation.session.turns]
    question, lead_in = step.question, lead_in_of(step, proposal)
    output = {
        "action": step.decision.action,
        "proposed": proposal.action,
        "overruled": step.decision.overruled,
        "reason": step.decision.reason,
        "question": question.text if question else "",
        "question_id": question.id if question else "",
        "lead_in": lead_in,
        "persona": turn.persona.name if turn.persona else "",
        "level": step.decision.level,
    }
    shown = f"{step.decision.action}: {output['question']}" if question else step.decision.action
    shown += f"\nlead-in: {lead_in}" if lead_in else ""
    shown += f"\nreason: {step.decision.reason}"
    heard = tuple(
        filter(None, [turn.question.said, turn.question.text, turn.answer.text if turn.answer else ""])
    )
    reached = (
        Asked(
            question=question,
            before=tuple(asked),
            lead_in=lead_in,
            after=turn,
            follow_up=step.decision.action == "follow_up",
            said=heard,
            bank=bank.questions,
        )
        if question
        else None
    )
    return Outcome(output=output, shown=shown, asked=(reached,) if reached else ())
