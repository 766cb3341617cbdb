"""The interviewer behind which a model stands: it proposes, within what the plan allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.coach.tag import TAG_WORDS
from interview_cli.interview.forming import forming_rephrasing, forming_step
from interview_cli.interview.interviewer import propose_offline
from interview_cli.interview.led_reply import proposal_of, rephrasing_of
from interview_cli.interview.policy import SHORTEST_ANSWER_SECONDS
from interview_cli.interview.ports import Proposal, Situation, Tell
from interview_cli.interview.replies import RephraseReply, StepReply
from interview_cli.interview.session import Session, Turn
from interview_cli.interview.writer import RESUME_CHARACTERS
from interview_cli.library.company import CompanyPack
from interview_cli.library.prompt import Prompt
from interview_cli.library.role import Question, Role
from interview_cli.llm.port import ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask

CANDIDATES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class LedPrompts:
    """The prompts of a model-led interview."""

    next_step: Prompt
    rephrase: Prompt


@dataclass(frozen=True, slots=True)
class ModelInterviewer:
    """Asks a model for the next step. Raises ModelError when it gives none."""

    model: ModelPort
    prompts: LedPrompts
    role: Role
    resume_text: str = ""
    company: CompanyPack | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    async def propose(self, situation: Situation, forming: Tell | None = None) -> Proposal:
        """The model's proposal. Where there is nothing to decide, no call is made and code proposes."""
        turn = situation.turn
        if turn is None or turn.answer is None or _is_over(situation):
            return propose_offline(situation)
        found, missing = _points_of(turn)
        offered = _offered(situation)[:CANDIDATES_SHOWN]
        prompt = self.prompts.next_step.render(
            role=self.role.name,
            level=situation.level,
            persona=_persona_of(turn),
            tag=TAG_WORDS[turn.analysis.tag] if turn.analysis and turn.analysis.tag else "",
            question=turn.question.text,
            answer=turn.answer.text,
            found=found,
            missing=missing,
            unread=turn.analysis is not None and turn.analysis.estimate is None,
            asked=_listed(situation.session.turns),
            candidates=[{"id": q.id, "text": q.text} for q in offered if not q.written_by],
            written="\n".join(f"- {q.id}: {q.text}" for q in offered if q.written_by),
            job=_job(situation.session),
            company=situation.session.plan.company,
            style=self.company.style if self.company else "",
            may_follow_up=situation.may_follow_up,
            resume_due=situation.resume_due and bool(self.resume_text),
            resume=self.resume_text[:RESUME_CHARACTERS],
            activity_due=situation.activity_due and bool(situation.activity_questions),
            remaining_minutes=round(situation.remaining_seconds / 60),
            remaining_questions=situation.remaining_questions,
        )
        bank = (*self.role.questions, *situation.candidates)
        on_text = forming_step(forming, situation, self.resume_text, bank) if forming else None
        said = await ask(self.model, request_of(prompt), StepReply, on_text=on_text)
        return proposal_of(said.value, situation, said.reply.model, self.resume_text, bank)

    async def rephrase(self, question: Question, forming: Tell | None = None) -> str:
        """The question in the model's words; the offline ones when the model's are too long."""
        prompt = self.prompts.rephrase.render(
            question=question.text,
            about=question.about,
            kind=question.kind.replace("_", " "),
            level=question.seniority[0],
        )
        on_text = forming_rephrasing(forming, question) if forming else None
        said = await ask(self.model, request_of(prompt), RephraseReply, on_text=on_text)
        return rephrasing_of(said.value.text, question)


def _points_of(turn: Turn) -> tuple[list[str], list[str]]:
    """The points that were made, and those left out, each with a way to ask for it.

    Where code can't read the answer's language nothing is known to be made, and the model sees for itself.
    """
    made = [point.fact for point in turn.analysis.points if point.found] if turn.analysis else []
    left = [point for point in turn.question.key_points if point.fact not in made]
    ways = [f"{point.fact} (a way to ask: {point.probe})" if point.probe else point.fact for point in left]
    return made, ways


def _persona_of(turn: Turn) -> str:
    """How the person came across, and by which sign where there was one."""
    if turn.persona is None:
        return "regular"
    return f"{turn.persona.name} ({turn.persona.reason})" if turn.persona.reason else turn.persona.name


def _is_over(situation: Situation) -> bool:
    """Whether the interview ends here, whatever anyone proposes."""
    nothing_left = not situation.may_follow_up and situation.remaining_questions <= 0
    return nothing_left or situation.remaining_seconds < SHORTEST_ANSWER_SECONDS


def _offered(situation: Situation) -> Sequence[Question]:
    """The candidates to choose from; those written for this candidate alone where one of them is due."""
    written = [question for question in situation.candidates if question.written_by]
    return written if situation.tailored_due and written else situation.candidates


def _job(session: Session) -> str:
    """The job in a few lines: its title, what it needs, and what the resume does not mention of it."""
    if session.job is None:
        return ""
    needed = ", ".join(term.wording for term in session.job.asked("required", "used"))
    lines = [f"Title: {session.job.title}"] * bool(session.job.title)
    lines += [f"Asked for: {needed}"] * bool(needed)
    lines += [f"Not mentioned in the resume: {', '.join(gap.name for gap in session.gaps)}"] * bool(
        session.gaps
    )
    return "\n".join(lines)


def _listed(turns: Sequence[Turn]) -> str:
    return "\n".join(f"- {turn.question.text}" for turn in turns)
