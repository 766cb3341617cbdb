"""The interviewer behind which a model stands: it proposes, within what the plan allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.coach.languages import other_language
from interview_cli.coach.pleas import is_steering
from interview_cli.coach.tag import TAG_WORDS
from interview_cli.interview.askable import SHORTEST_WORDS, in_another_language, objection_to
from interview_cli.interview.follow_on import follows
from interview_cli.interview.interviewer import propose_offline
from interview_cli.interview.off_limits import off_limits
from interview_cli.interview.persona import in_other_words
from interview_cli.interview.policy import SHORTEST_ANSWER_SECONDS
from interview_cli.interview.ports import Proposal, Situation
from interview_cli.interview.session import Session, Turn
from interview_cli.interview.spoken_first import kept_lead_in
from interview_cli.interview.writer import RESUME_CHARACTERS
from interview_cli.library.company import CompanyPack
from interview_cli.library.prompt import Prompt
from interview_cli.library.role import KeyPoint, Question, Role
from interview_cli.llm.port import ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask
from interview_cli.scripts import word_count

CANDIDATES_SHOWN = 6
LONGEST_REPHRASED_WORDS = 45
FOLLOW_UP_SECONDS = 90
RESUME_SECONDS = 150

Line = Annotated[str, Field(max_length=600)]


class StepReply(BaseModel):
    """A model's proposal for the next step."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    reason: Line = ""
    action: Literal["follow_up", "preset", "resume", "activity", "complete"]
    question_id: str = ""
    question: Line = ""
    lead_in: Annotated[str, Field(max_length=300)] = ""
    key_points: list[Line] = Field(default_factory=list, max_length=8)


class RephraseReply(BaseModel):
    """A question in other words."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    text: Annotated[str, Field(min_length=1, max_length=600)]


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

    async def propose(self, situation: Situation) -> Proposal:
        """The model's proposal. Where there is nothing to decide, no call is made and code proposes."""
        turn = situation.turn
        if turn is None or turn.answer is None or _is_over(situation):
            return propose_offline(situation)
        found, missing = _points_of(turn)
        offered = _offered(situation)[:CANDIDATES_SHOWN]
        prompt = self.prompts.next_step.render(
            role=self.role.name,
            level=situation.level,
            persona=f"{turn.persona.name} ({turn.persona.reason})" if turn.persona else "regular",
            tag=TAG_WORDS[turn.analysis.tag] if turn.analysis and turn.analysis.tag else "",
            question=turn.question.text,
            answer=turn.answer.text,
            found=found,
            missing=missing,
            unread=turn.analysis is not None and turn.analysis.estimate is None,
            asked=_listed(situation.session.turns),
            candidates=[question for question in offered if not question.written_by],
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
        said = await ask(self.model, request_of(prompt), StepReply)
        bank = (*self.role.questions, *situation.candidates)
        return _proposal(said.value, situation, said.reply.model, self.resume_text, bank)

    async def rephrase(self, question: Question) -> str:
        """The question in the model's words; the offline ones when the model's are too long."""
        prompt = self.prompts.rephrase.render(
            question=question.text,
            about=question.about,
            kind=question.kind.replace("_", " "),
            level=question.seniority[0],
        )
        text = (await ask(self.model, request_of(prompt), RephraseReply)).value.text
        fits = SHORTEST_WORDS <= word_count(text) <= LONGEST_REPHRASED_WORDS
        unfit = off_limits(text) or is_steering(text) or in_another_language(text, question.language)
        return text if fits and not unfit else in_other_words(question)


def _points_of(turn: Turn) -> tuple[list[str], list[str]]:
    """The points that were made, and those left out, each with a way to ask for it.

    Where code can't read the answer's language nothing is known to be made, and the model sees for itself.
    """
    made = [point.fact for point in turn.analysis.points if point.found] if turn.analysis else []
    left = [point for point in turn.question.key_points if point.fact not in made]
    ways = [f"{point.fact} (a way to ask: {point.probe})" if point.probe else point.fact for point in left]
    return made, ways


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


def _proposal(
    reply: StepReply, situation: Situation, by: str, resume_text: str, bank: Sequence[Question]
) -> Proposal:
    reason = reply.reason or "The model gave no reason."
    if reply.action == "preset":
        chosen = next((q for q in situation.candidates if q.id == reply.question_id), None)
        return Proposal("preset", reason, by, chosen, _lead_in(reply, situation, chosen))
    if reply.action == "complete":
        return Proposal("complete", reason, by)
    question = _follow_up(reply, situation, bank) if reply.action == "follow_up" else None
    language = situation.session.plan.language
    if reply.action == "resume" and not objection_to(reply.question, resume_text, language):
        question = _own_words(reply, situation, by)
    return Proposal(reply.action, reason, by, question, _lead_in(reply, situation, question))


def _lead_in(reply: StepReply, situation: Situation, following: Question | None) -> str:
    """The model's lead-in where it only leads over; what judges, scores or tells the answer is dropped."""
    turn = situation.turn
    unsaid = [*(following.key_points if following else ())]
    said = [following.text] if following else []
    if turn is not None:
        found = {point.fact for point in turn.analysis.points if point.found} if turn.analysis else set()
        unsaid += [point for point in turn.question.key_points if point.fact not in found]
        said += [turn.question.text, _said(turn)]
    return kept_lead_in(reply.lead_in, situation.session.plan.language, unsaid, said)


def _follow_up(reply: StepReply, situation: Situation, bank: Sequence[Question]) -> Question | None:
    """The model's follow-up as a full question; None when it can't be asked or follows from nothing."""
    turn = situation.turn
    if turn is None:
        return None
    known = f"{_said(turn)}\n{turn.question.said}\n{turn.question.text}"
    if objection_to(reply.question, known, situation.session.plan.language):
        return None
    number = sum(1 for past in situation.session.turns if past.parent == (turn.parent or turn.id)) + 1
    facts = reply.key_points or [
        p.fact for p in (turn.analysis.points if turn.analysis else []) if not p.found
    ]
    question = turn.question.model_copy(
        update={
            "id": f"{turn.question.id[:58]}-f{number}",
            "text": reply.question,
            "seconds": FOLLOW_UP_SECONDS,
            "key_points": _points(facts) or turn.question.key_points,
            "follow_ups": (),
            "about": turn.question.about or turn.question.text,
            "written_by": "",
            "language": _language_of(reply, situation),
        }
    )
    return question if follows(question, turn, bank) else None


def _language_of(reply: StepReply, situation: Situation) -> str:
    """The language of the model's question: the one it was told to write in, unless it plainly did not."""
    wanted = situation.session.plan.language
    return other_language(reply.question, wanted) or wanted


def _said(turn: Turn) -> str:
    return turn.answer.text if turn.answer else ""


def _own_words(reply: StepReply, situation: Situation, by: str) -> Question:
    number = sum(1 for past in situation.session.turns if past.action == "resume") + 1
    prepared = situation.resume_questions[0] if situation.resume_questions else None
    facts = reply.key_points or ([p.fact for p in prepared.key_points] if prepared else [])
    return Question(
        id=f"resume-proposed-{number}",
        text=reply.question,
        kind="behavioral",
        seconds=RESUME_SECONDS,
        tags=("resume",),
        key_points=_points(facts) or OPEN_POINTS,
        sample_answer=prepared.sample_answer if prepared else OPEN_SAMPLE,
        written_by=by[:200],
        language=_language_of(reply, situation),
    )


def _points(facts: Sequence[str]) -> tuple[KeyPoint, ...]:
    return tuple(KeyPoint(fact=fact) for fact in facts if fact.strip())


OPEN_POINTS = (KeyPoint(fact="Describes the own part concretely."),)
OPEN_SAMPLE = (
    "A strong answer says what the situation was, what exactly was mine to do, which options I weighed, "
    "what I did and why, and how I know how well it worked."
)
