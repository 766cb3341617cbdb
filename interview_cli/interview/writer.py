"""Questions that a model writes for one candidate and job: asked for, checked, asked for once more."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interview_cli.coach.rubric import CRITERIA
from interview_cli.interview.gap_questions import gap_slug
from interview_cli.interview.kinds import RoundKind
from interview_cli.interview.plan import TAILORED_KINDS
from interview_cli.interview.ports import Prepared
from interview_cli.interview.session import Session
from interview_cli.interview.tailoring import was_tailored
from interview_cli.interview.written import Check, Refused, WrittenQuestions
from interview_cli.library.bank import belongs
from interview_cli.library.company import CompanyPack
from interview_cli.library.role import Question, Role
from interview_cli.llm.port import ModelError
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask

if TYPE_CHECKING:
    from interview_cli.library.prompt import Prompt
    from interview_cli.llm.port import ModelPort

# What a small local model with a 16k context can take beside the rest of the prompt.
RESUME_CHARACTERS = JOB_CHARACTERS = 12_000
# The newest of what was asked before; near repetitions of older ones are found by code all the same.
MOST_ASKED = 60


# What a round's questions are called in the prompt.
_KINDS: dict[RoundKind, str] = {
    "technical": "technical or coding",
    "system_design": "system_design",
    "behavioral": "behavioral or situational",
}


@dataclass
class _Count:
    """How many questions are still wanted: on the resume, and on the job by the round they are for."""

    on_resume: int
    on_job: dict[RoundKind, int]

    @property
    def total(self) -> int:
        return self.on_resume + sum(self.on_job.values())

    def takes(self, question: Question, *, on_resume: bool) -> bool:
        """Whether a question is still wanted; if so it is counted."""
        if on_resume and self.on_resume:
            self.on_resume -= 1
            return True
        if on_resume:
            return False
        place = next((kind for kind, left in self.on_job.items() if left and belongs(question, kind)), None)
        if place is not None:
            self.on_job[place] -= 1
        return place is not None


@dataclass
class _Harvest:
    """What came of the model's replies so far."""

    on_resume: list[Question] = field(default_factory=list)
    on_job: list[Question] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    written: int = 0

    @property
    def kept(self) -> list[Question]:
        return [*self.on_resume, *self.on_job]


@dataclass(frozen=True, slots=True)
class QuestionWriter:
    """Has a model write the questions that a session's plan keeps for this candidate.

    `past` gives the questions of earlier interviews for this role, which may take reading files.
    """

    model: ModelPort
    prompt: Prompt
    role: Role
    resume_text: str = ""
    company: CompanyPack | None = None
    past: Callable[[], Sequence[Question]] = tuple

    async def write(self, session: Session) -> Prepared:
        """The questions that may be asked, as many of the wanted ones as two requests gave.

        Raises ModelError when the first request gives nothing that can be read.
        """
        wanted = _wanted(session, with_resume=bool(self.resume_text))
        if not wanted.total:
            return Prepared()
        earlier = await asyncio.to_thread(self.past)
        check = Check(
            role=self.role,
            gaps=session.gaps,
            level=session.plan.level,
            known=self.resume_text,
            language=session.plan.language,
            asked=[*(turn.question for turn in session.main_turns), *earlier],
        )
        harvest, total = _Harvest(), wanted.total
        by = await self._ask(session, wanted, check, harvest)
        if wanted.total:
            # What the first reply gave is good, and the bank has the rest.
            with suppress(ModelError):
                await self._ask(session, wanted, check, harvest)
        return Prepared(tuple(harvest.on_resume), tuple(harvest.on_job), _notice(total, harvest, by))

    async def _ask(self, session: Session, wanted: _Count, check: Check, harvest: _Harvest) -> str:
        """One request for what is wanted; adds what it gave to the harvest and returns the model's name."""
        plan = session.plan
        rendered = self.prompt.render(
            role=self.role.name,
            summary=self.role.summary,
            level=plan.level,
            focus=plan.focus or list(self.role.focus),
            company=plan.company,
            style=self.company.style if self.company else "",
            values=self.company.values if self.company else (),
            criteria=_criteria(self.role),
            on_resume=wanted.on_resume,
            on_job=sum(wanted.on_job.values()),
            kinds=[f"{number} {_KINDS[kind]}" for kind, number in wanted.on_job.items() if number],
            gaps=_open_gaps(session, harvest.kept) if any(wanted.on_job.values()) else "",
            asked="\n".join(f"- {question.text}" for question in [*harvest.kept, *check.asked][:MOST_ASKED]),
            refused="\n".join(f"- {one.text} ({one.why})" for one in harvest.refused),
            resume=self.resume_text[:RESUME_CHARACTERS],
            job=session.job.text[:JOB_CHARACTERS] if session.job else "",
        )
        said = await ask(self.model, request_of(rendered), WrittenQuestions)
        by = said.reply.model
        harvest.written += len(said.value.questions)
        for item in said.value.questions:
            found = check.question(item, harvest.kept, by)
            if isinstance(found, Refused):
                harvest.refused.append(found)
            elif wanted.takes(found, on_resume=item.about == "resume"):
                (harvest.on_resume if item.about == "resume" else harvest.on_job).append(found)
        return by


def _wanted(session: Session, *, with_resume: bool) -> _Count:
    """How many questions the plan still keeps for this candidate, in the rounds that a model writes for."""
    main = session.main_turns
    on_resume = sum(part.resume_questions for part in session.plan.rounds)
    on_resume -= sum(turn.action == "resume" for turn in main)
    on_job: dict[RoundKind, int] = {}
    for part in session.plan.rounds:
        if part.kind in TAILORED_KINDS:
            done = sum(was_tailored(turn) for turn in main if turn.round == part.name)
            on_job[part.kind] = max(0, part.tailored_questions - done)
    return _Count(max(0, on_resume) if with_resume else 0, on_job)


def _open_gaps(session: Session, kept: Sequence[Question]) -> str:
    """The gaps that no question asks about yet, one a line."""
    asked = {
        tag for question in (*kept, *(turn.question for turn in session.main_turns)) for tag in question.tags
    }
    return "\n".join(f"- {gap.name}" for gap in session.gaps if gap_slug(gap) not in asked)


def _criteria(role: Role) -> list[dict[str, str]]:
    """What an answer can be judged on: the rubric's criteria, code's own apart, and the role's."""
    by_code = ("directness",)
    rubric = [{"id": one.id, "asks": one.asks} for one in CRITERIA.values() if one.id not in by_code]
    return rubric + [{"id": one.id, "asks": one.description} for one in role.criteria]


def _notice(total: int, harvest: _Harvest, by: str) -> str:
    """What the person is told when not all that were wanted could be used."""
    if len(harvest.kept) == total:
        return ""
    whys = Counter(one.why for one in harvest.refused)
    refused = [f"{number} for {why}" for why, number in whys.most_common()]
    told = f" (left out, with those of a second try: {', '.join(refused)})" if whys else ""
    kept = f"{len(harvest.kept) or 'none'} of the {total} questions wanted for you can be used"
    wrote = "1 question" if harvest.written == 1 else f"{harvest.written} questions"
    return f"{by} wrote {wrote}; {kept}{told}. The question bank fills up."
