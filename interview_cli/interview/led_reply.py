"""What code makes of a model's replies when it leads: proposals and questions."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.coach.languages import other_language
from interview_cli.coach.pleas import is_steering
from interview_cli.interview.askable import SHORTEST_WORDS, in_another_language, objection_to
from interview_cli.interview.follow_on import follows, prepared_for
from interview_cli.interview.off_limits import off_limits
from interview_cli.interview.persona import in_other_words
from interview_cli.interview.ports import Proposal, Situation
from interview_cli.interview.replies import StepReply
from interview_cli.interview.session import Turn
from interview_cli.interview.spoken_first import kept_lead_in
from interview_cli.library.role import KeyPoint, Question
from interview_cli.scripts import word_count

LONGEST_REPHRASED_WORDS = 45
FOLLOW_UP_SECONDS = 90
RESUME_SECONDS = 150


def proposal_of(
    reply: StepReply, situation: Situation, by: str, resume_text: str, bank: Sequence[Question]
) -> Proposal:
    """The proposal that a reply makes; a question in it that can't be asked is left out.

    `by` is the model's name, and `bank` the questions that are no follow-ups.
    """
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
    # What a person wrote for this question was read before, and is what the model was offered.
    prepared = reply.question in prepared_for(turn.question)
    if not prepared and objection_to(reply.question, known_of(turn), situation.session.plan.language):
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
    return question if prepared or follows(question, turn, bank) else None


def _language_of(reply: StepReply, situation: Situation) -> str:
    """The language of the model's question: the one it was told to write in, unless it plainly did not."""
    wanted = situation.session.plan.language
    return other_language(reply.question, wanted) or wanted


def known_of(turn: Turn) -> str:
    """What a follow-up may speak of: the answer, and what was asked."""
    return f"{_said(turn)}\n{turn.question.said}\n{turn.question.text}"


def rephrasing_of(text: str, question: Question) -> str:
    """A model's other words for a question, or the offline ones where they don't fit or may not be said."""
    fits = SHORTEST_WORDS <= word_count(text) <= LONGEST_REPHRASED_WORDS
    return text if fits and not unfit_words(text, question) else in_other_words(question)


def unfit_words(text: str, question: Question) -> bool:
    """Whether other words for a question ask or order what may not be, or are in another language."""
    return bool(off_limits(text)) or is_steering(text) or in_another_language(text, question.language)


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
