"""A question that a model is still writing: what of it may be seen before all of it is there.

A question of the bank, or one that was prepared, is seen as soon as the reply can lead to no other. A model's
own words come a few words late, and only while nothing speaks against what they say so far; the last word is
spoken when the whole reply is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from interview_cli.coach.languages import same_language
from interview_cli.interview.askable import objection_so_far
from interview_cli.interview.choice import may_become_repeat
from interview_cli.interview.led_reply import (
    FOLLOW_UP_SECONDS,
    LONGEST_REPHRASED_WORDS,
    RESUME_SECONDS,
    known_of,
    proposal_of,
    rephrasing_of,
    unfit_words,
)
from interview_cli.interview.off_limits import names_such_a_matter
from interview_cli.interview.policy import dispose
from interview_cli.interview.ports import Proposal, Situation, Tell
from interview_cli.interview.replies import LONGEST_LINE, StepReply
from interview_cli.library.role import Question
from interview_cli.llm.partial_json import PartialText, partial_texts
from interview_cli.llm.port import OnText
from interview_cli.scripts import without_last_words, word_count

# So many words stay unseen until more have come: "where are you" is harmless, with "from" behind it is not.
WORDS_BEHIND = 4

# The field that settles what is asked, by the action; None where the action alone does.
_SETTLED_BY = {
    "follow_up": "question",
    "resume": "question",
    "preset": "question_id",
    "activity": None,
    "complete": None,
}
_UNNAMED = "forming"
_Fields = Mapping[str, PartialText]


@dataclass(slots=True)
class GrowingReply:
    """Takes a reply as it grows, and tells what may be seen of its question whenever that is new.

    `seen` gives the words that may be seen, of the reply's texts by field; "" leaves what was told.
    """

    tell: Tell
    names: Sequence[str]
    seen: Callable[[_Fields], str]
    _read: _Fields = field(default_factory=dict)
    _told: str = ""

    def __call__(self, reply: str) -> None:
        """Read a reply as far as it has come."""
        fields = partial_texts(reply, self.names)
        if fields == self._read:
            return
        self._read = fields
        text = self.seen(fields)
        # A reply that is asked for again often begins alike: then it adds to what stands there.
        if not self._told.startswith(text):
            self._told = text
            self.tell(text)


def forming_step(tell: Tell, situation: Situation, resume_text: str, bank: Sequence[Question]) -> OnText:
    """What tells the question of a `StepReply` as it forms; the parameters are those of `proposal_of`."""

    def seen(fields: _Fields) -> str:
        action = fields.get("action")
        if action is None or action.text not in _SETTLED_BY:
            return ""
        name = _SETTLED_BY[action.text]
        words = fields.get(name) if name else action
        if words is None or len(words.text) > LONGEST_LINE:
            return ""
        if words.whole:
            said = {"action": action.text} | ({name: words.text.strip()} if name else {})
            reply = StepReply.model_construct(set(said), **said)
            return _settled(proposal_of(reply, situation, "", resume_text, bank), situation)
        return _beginning(words.text, action.text, situation, resume_text) if name == "question" else ""

    return GrowingReply(tell, ("action", "question_id", "question"), seen)


def forming_rephrasing(tell: Tell, question: Question) -> OnText:
    """What tells the other words of a `RephraseReply` for a question as they form."""

    def seen(fields: _Fields) -> str:
        words = fields.get("text")
        if words is None:
            return ""
        text = words.text.strip()
        if words.whole:
            return rephrasing_of(text, question)
        if word_count(text) > LONGEST_REPHRASED_WORDS or unfit_words(text, question):
            return ""
        return _without_what_may_change(text)

    return GrowingReply(tell, ("text",), seen)


def _settled(proposal: Proposal, situation: Situation) -> str:
    """The question that will be asked for a proposal, unless it is to be translated first."""
    question = dispose(proposal, situation).question
    known = question is not None and same_language(question.language, situation.session.plan.language)
    return question.text if question is not None and known else ""


def _beginning(text: str, action: str, situation: Situation, resume_text: str) -> str:
    """What may be seen of a question in a model's own words that begins so.

    Nothing where code would not ask it, were this all of it: what the limits forbid now, or a repetition.
    """
    turn = situation.turn
    assert turn is not None  # a model is asked only after an answer
    begun = text.lstrip()
    known, seconds = (
        (resume_text, RESUME_SECONDS) if action == "resume" else (known_of(turn), FOLLOW_UP_SECONDS)
    )
    draft = turn.question.model_copy(update={"id": _UNNAMED, "text": begun, "seconds": seconds})
    proposal = Proposal("resume" if action == "resume" else "follow_up", "", "", draft)
    if dispose(proposal, situation).question is not draft:
        return ""
    asked = (past.question for past in situation.session.turns)
    if may_become_repeat(begun, asked) or objection_so_far(begun, known, situation.session.plan.language):
        return ""
    return _without_what_may_change(begun)


def _without_what_may_change(text: str) -> str:
    """The words of a beginning that stay harmless however it goes on."""
    return "" if names_such_a_matter(text) else without_last_words(text, WORDS_BEHIND)
