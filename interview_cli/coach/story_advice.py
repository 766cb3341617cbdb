"""What would make a story better, told with the story's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interview_cli.coach.answered import VISIBLE_TOPIC, Answered
from interview_cli.coach.content_advice import asked_in
from interview_cli.coach.deeds import deeds
from interview_cli.coach.evaluation import StarPart
from interview_cli.coach.quotes import recalled
from interview_cli.coach.rubric import criteria_for
from interview_cli.coach.story import Story
from interview_cli.coach.story_lines import CHANGE, GENERAL, OBSERVED, RESULT
from interview_cli.coach.words import Sentence

_NO_CASE = "Tell one real case: what was going on, what was yours to do, what you did, how it ended."
_OWN_STEPS = 'Say what you did yourself: "I" with a verb for each step, and why you took it.'
MISSING: dict[StarPart, str] = {
    "situation": "when and where it was, and what was going on",
    "task": "what was yours to do, or what had to be reached",
    "action": "what you did, step by step",
    "result": "how it ended, with a number or with what someone said",
}
# The order in which gaps are worth closing: without a deed or an end there is hardly a story.
_FIRST_TO_ADD: tuple[StarPart, ...] = ("action", "result", "situation", "task")
_CORE = ("action", "result")
# Shares of an answer: setting the scene over a quarter is worth a note, an action of 60 % and a result of
# 15 to 20 % are good. The advice leaves some room, as rules find the borders of the parts only about.
_LONG_SETUP, _SHORT_ACTION, _SHORT_RESULT = 0.4, 0.4, 0.08
_IN_WORDS = ((0.66, "Two thirds"), (0.45, "Half"), (0.0, "More than a third"))
# With less of what was done than this the person's own part does not stand out.
_MOSTLY_OWN = 0.5


def whole(answered: Answered) -> str:
    """One real case with all its parts at good lengths, about what was asked: the first thing to change."""
    story = _story(answered)
    if not story.is_case:
        return _one_case(answered)
    if answered.reading.topic < VISIBLE_TOPIC:
        asked = asked_in(answered.question.text)
        said = f': "{asked}"' if asked else "."
        return f"Say in your first sentence how the case belongs to what was asked{said}"
    gaps = [part for part in _FIRST_TO_ADD if part in story.missing]
    if gaps and gaps[0] in _CORE:
        return _to_add(answered, gaps)
    setup = story.share("situation") + story.share("task")
    if setup > _LONG_SETUP:
        much = next(words for least, words in _IN_WORDS if setup >= least)
        return f"{much} of your answer is setting the scene: two sentences will do, then say what you did."
    return _to_add(answered, gaps) if gaps else _lengths(answered, story)


def own_part(answered: Answered) -> str:
    """What the person did, told apart from the team; empty where there is no story to tell it in."""
    story = _story(answered)
    if not story.is_case:
        return _OWN_STEPS if story.part else ""
    if answered.reading.topic < VISIBLE_TOPIC:
        return ""
    sentences = answered.reading.heard.sentences
    team = next((sentence for sentence in sentences if _done(sentence, "team")), None)
    if not story.own_actions:
        if team is None:
            return _OWN_STEPS
        return f'Whose work was {recalled(team)}? Say "I" where it was you: what you decided, and why.'
    if story.own_share < _MOSTLY_OWN:
        told = f", as in {recalled(team)}" if team else ""
        return f'Much of it is told as "we" or as done by nobody{told}: say which of it was you.'
    own = [sentences[n] for n in story.places.get("action", ()) if _done(sentences[n], "own")]
    after = f" after {recalled(own[-1])}" if own else ""
    return f"Tell the next thing you did{after}: what you decided, and why."


def ending(answered: Answered) -> str:
    """How it ended, and how the person knows; empty where there is no story to end."""
    story = _story(answered)
    # Where the parts of the story are judged, a missing end is asked for there.
    asked_elsewhere = "star" in criteria_for(answered.question)
    if not story.is_case:
        say = "Say what changed, by how much and for whom, and what you took from it."
        return say if story.part and not asked_elsewhere else ""
    if answered.reading.topic < VISIBLE_TOPIC:
        return ""
    sentences = answered.reading.heard.sentences
    ends = story.places.get("result", [])
    if not ends:
        said = f"You stop at {recalled(sentences[-1])}. Say what changed, by how much and for whom."
        return "" if asked_elsewhere else said
    return _more_of_end(story, sentences[ends[-1]])


def _more_of_end(story: Story, last: Sentence) -> str:
    """What an end that is told still lacks; only a sentence that surely tells an end is quoted as one."""
    sure = any(phrases.count(last.words) for phrases in (RESULT, CHANGE, OBSERVED)) or story.measures
    end = recalled(last)
    if not sure:
        return "Say how it ended: what changed, by how much, or what someone said of it."
    if not story.measures:
        return f"Put a figure on {end}, or say what someone said of it."
    if not story.learned:
        return f"After {end}, say what you took from it, and what you have done differently since."
    return f"After {end}, say whom it mattered to, and how you know."


def _story(answered: Answered) -> Story:
    return answered.reading.story or Story()


def _one_case(answered: Answered) -> str:
    general = [s for s in answered.reading.heard.sentences if GENERAL.count(s.words)]
    return f"{recalled(general[0])} speaks in general. {_NO_CASE}" if general else _NO_CASE


def _to_add(answered: Answered, gaps: Sequence[StarPart]) -> str:
    """What to say for the parts that are not there; more than one are asked for together."""
    if len(gaps) > 1:
        first, second = [MISSING[part] for part in MISSING if part in gaps[:2]]
        return f"Two things are missing: {first}; and {second}."
    say = f"say {MISSING[gaps[0]]}"
    if gaps[0] == "result":
        return f"You stop at {recalled(answered.reading.heard.sentences[-1])}: {say}."
    if gaps[0] == "action":
        return f"{say[:1].upper()}{say[1:]}, before you come to the end."
    done = _first(answered, "action")
    return f"Before you tell what you did{f', {done}' if done else ''}, {say}."


def _lengths(answered: Answered, story: Story) -> str:
    """Which of four parts that are all there is worth more words."""
    if story.share("action") < _SHORT_ACTION:
        after = f" after {done}" if (done := _first(answered, "action")) else ""
        return f"Spend most words on what you did{after}: it is less than half of your answer now."
    if story.share("result") < _SHORT_RESULT:
        return "Give the result two sentences: what changed, by how much, and for whom."
    return "All four parts are there: end on the result, and stop."


def _first(answered: Answered, part: StarPart) -> str:
    """A quotation of the first sentence of a part; empty without one."""
    places = _story(answered).places.get(part, [])
    return recalled(answered.reading.heard.sentences[places[0]]) if places else ""


def _done(sentence: Sentence, doer: str) -> int:
    """How many things "I" (`own`) or "we" (`team`) did in a sentence."""
    told = deeds(sentence.text)
    return told.own + told.own_now if doer == "own" else told.team + told.team_now


BY_CRITERION: dict[str, Callable[[Answered], str]] = {
    "star": whole,
    "ownership": own_part,
    "outcome": ending,
}
