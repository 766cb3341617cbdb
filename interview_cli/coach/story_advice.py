"""What to add to a story, told with the story's own words."""

from __future__ import annotations

from collections.abc import Callable

from interview_cli.coach.answered import VISIBLE_TOPIC, Answered
from interview_cli.coach.content_advice import asked_in
from interview_cli.coach.evaluation import StarPart
from interview_cli.coach.quotes import recalled
from interview_cli.coach.rubric import criteria_for
from interview_cli.coach.star import GENERAL, Story, actions
from interview_cli.coach.words import Sentence

# Most of a story is what was done.
_ACTION_SHARE = 0.5


def whole(answered: Answered) -> str:
    """One real case with all its parts, about what was asked."""
    story = answered.reading.story or Story()
    if not story.is_case:
        return _one_case(answered)
    if answered.reading.topic < VISIBLE_TOPIC:
        asked = asked_in(answered.question.text)
        said = f': "{asked}"' if asked else "."
        return f"Say in your first sentence how the case belongs to what was asked{said}"
    if story.missing:
        return _missing(answered, story)
    if story.share("action") < _ACTION_SHARE:
        scene = _first(answered, story, "situation")
        where = f", {scene}," if scene else ""
        return f"Shorten the scene{where} and spend most of your words on what you did."
    return "All four parts are there: end on the result, and stop."


def own_part(answered: Answered) -> str:
    """What the person did, told apart from the team; empty where there is no story to tell it in."""
    story = answered.reading.story or Story()
    if not story.is_case:
        return ""
    sentences = answered.reading.heard.sentences
    if story.own_actions:
        own = [sentences[n] for n in story.places.get("action", ()) if actions(sentences[n].words, "i")]
        after = f" after {recalled(own[-1])}" if own else ""
        return f"Tell the next thing you did{after}: what you decided, and why."
    team = [sentence for sentence in sentences if actions(sentence.words, "we")]
    if team:
        return f'Whose work was {recalled(team[0])}? Say "I" where it was you: what you decided, and why.'
    return 'Say what you did yourself: "I" with a verb for each step, and why you took it.'


def ending(answered: Answered) -> str:
    """How it ended, and how the person knows; empty where there is no story to end."""
    story = answered.reading.story or Story()
    if not story.is_case:
        return ""
    sentences = answered.reading.heard.sentences
    ends = story.places.get("result", [])
    if not ends:
        # Where the parts of the story are judged, a missing end is asked for there.
        whole_story = "star" in criteria_for(answered.question)
        said = f"You stop at {recalled(sentences[-1])}. Say what changed, by how much and for whom."
        return "" if whole_story else said
    end = recalled(sentences[ends[-1]])
    if not story.result_numbers:
        return f"Put a figure on {end}, or say what someone said of it."
    if not story.learned:
        return f"After {end}, say what you took from it, and what you have done differently since."
    return f"After {end}, say whom it mattered to, and how you know."


def _one_case(answered: Answered) -> str:
    general = [s for s in answered.reading.heard.sentences if GENERAL.count(s.words)]
    start = f"{recalled(general[0])} speaks in general. " if general else ""
    return f"{start}Tell one real case: what was going on, what was yours to do, what you did, how it ended."


def _missing(answered: Answered, story: Story) -> str:
    """What to say for the parts that are not there; more than one are asked for together."""
    wanted: dict[StarPart, str] = {
        "situation": "when and where it was, and what was going on",
        "task": "what was yours to do, or what had to be reached",
        "action": "what you did, step by step",
        "result": "how it ended, with a number or with what someone said",
    }
    if len(story.missing) > 1:
        asked = [wanted[part] for part in story.missing]
        return f"Two things are missing: {asked[0]}; and {asked[1]}."
    part = story.missing[0]
    done = _first(answered, story, "action")
    if part == "result":
        return f"You stop at {recalled(answered.reading.heard.sentences[-1])}: say {wanted[part]}."
    if part == "action":
        return f"Say {wanted[part]}, before you come to the end."
    return f"Before you tell what you did{f', {done}' if done else ''}, say {wanted[part]}."


def _first(answered: Answered, story: Story, part: StarPart) -> str:
    """A quotation of the first sentence of a part; empty without one."""
    places = story.places.get(part, [])
    sentence: Sentence | None = answered.reading.heard.sentences[places[0]] if places else None
    return recalled(sentence) if sentence is not None else ""


BY_CRITERION: dict[str, Callable[[Answered], str]] = {
    "star": whole,
    "ownership": own_part,
    "outcome": ending,
}
