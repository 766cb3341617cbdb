"""What would make a story better, in words that the person can act on."""

from __future__ import annotations

from interview_cli.coach.evaluation import StarPart
from interview_cli.coach.story import Story

NO_CASE = "Tell one real case: what was going on, what was yours to do, what you did, how it ended."
SHOW_TOPIC = "Say in your first sentence how the case belongs to what was asked."
_MISSING: dict[StarPart, str] = {
    "situation": "Begin with where and when it was and what was going on, in two sentences.",
    "task": "Say what was yours to do, or what had to be reached.",
    "action": "Say what you did, step by step.",
    "result": "Say how it ended, with a number or with what someone said.",
}
# The order in which gaps are worth closing: without a deed or an end there is hardly a story.
_FIRST_TO_ADD: tuple[StarPart, ...] = ("action", "result", "situation", "task")
# Shares of an answer: setting the scene over a quarter is worth a note, an action of 60 % and a result of
# 15 to 20 % are good. The advice leaves some room, as rules find the borders of the parts only about.
LONG_SETUP, SHORT_ACTION, SHORT_RESULT = 0.4, 0.4, 0.08
_IN_WORDS = ((0.66, "Two thirds"), (0.45, "Half"), (0.0, "More than a third"))


def star_advice(story: Story) -> str:
    """The first thing to change about the parts of a case."""
    setup = story.share("situation") + (story.share("task") if "action" not in story.missing else 0.0)
    gaps = [part for part in _FIRST_TO_ADD if part in story.missing]
    if gaps and gaps[0] in ("action", "result"):
        return _MISSING[gaps[0]]
    if setup > LONG_SETUP:
        much = next(words for least, words in _IN_WORDS if setup >= least)
        return f"{much} of your answer is setting the scene: two sentences will do, then say what you did."
    if gaps:
        return _MISSING[gaps[0]]
    if story.share("action") < SHORT_ACTION:
        return "Spend most words on what you did, step by step; it is less than half of your answer now."
    if story.share("result") < SHORT_RESULT:
        return "Give the result two sentences: what changed, by how much, and for whom."
    return "Spend most words on what you did, and end on the result."


def own_advice(story: Story) -> str:
    """What would show more of the person's own part."""
    if not story.own_actions:
        return 'Say "I" where it was you: what you decided, what you did, and why.'
    if story.own_share < 0.5:
        return 'Much of it is told as "we" or as done by nobody: say which of it was you.'
    return "Tell more of your own steps: what you decided, what you did next, and why."


def outcome_advice(story: Story) -> str:
    """What would make the end of a story easier to see."""
    if not story.is_case or "result" in story.missing:
        return "Say what changed, by how much and for whom, and what you took from it."
    if story.measures and story.learned:
        return "Say whom it mattered to, and how you know."
    if story.measures:
        return "Say what you took from it, and what you have done differently since."
    return "Put a figure on how it ended, or say what someone said of it."
