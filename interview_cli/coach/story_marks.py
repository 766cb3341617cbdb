"""Marks for a story: its four parts, the person's own part, how it ended.

Expected points of behavioural questions are abstract ("Names a concrete conflict"), so the words of a story
are a poor measure of it. What carries the marks is the story itself: which parts are told and at what length,
how much of what was done the person did, what can be seen of the outcome, and whether time, names and figures
make it one particular case. Three things hold a story back as a whole: few words, another kind of story than
the one asked for, and contempt for others without an own part to show.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import mul

from interview_cli.coach import markers
from interview_cli.coach.answered import VISIBLE_TOPIC, Answered, Mark, times
from interview_cli.coach.evaluation import StarPart
from interview_cli.coach.judged import listed
from interview_cli.coach.rubric import HIGHEST_LEVEL
from interview_cli.coach.story import Story
from interview_cli.coach.story_lines import LEARNED, OBSERVED, figures_in
from interview_cli.coach.vocabulary import between
from interview_cli.coach.words import Sentence

# A case with all four parts, and what the lack of each takes off, by the rubric's sentences: without a result
# or an action it is level 2, and a task may be understood from the situation.
_ALL_PARTS, _FEWEST_PARTS = 4.2, 1.0
_LACKS: dict[StarPart, float] = {"situation": 0.6, "task": 0.3, "action": 2.2, "result": 1.6}
_BONUS, _ACTION_SHARE = 0.3, 0.4
# Signs of one time and place: none take this off, so many add as much.
_CONCRETE, _MUCH_CONCRETE = 0.4, 4
# Setting the scene over this share of a story of some length, up to that much of it, takes off so much.
_SETUP, _LONG_SETUP, _SETUP_WORDS = (0.45, 0.75), 1.5, 50
# Few words tell a thin story: the level they can reach is 1, and one more for every so many words.
# A part alone takes fewer.
_THIN_LEVEL, _WORDS_PER_LEVEL, _WORDS_OF_PART = 1.0, 24, 8
# Speaking in general is level 1, and more as far as it makes the points.
_GENERAL_LEVEL, _GENERAL_POINTS, _TALK_TOPIC = 1.0, 1.5, 0.25
# By how many things the person did; and where the team, or nobody, did at least half of it.
_OWN_LEVELS = (0.5, 2.5, 3.1, 3.6, 4.0, 4.3)
_ONLY_WE, _NO_STORY = 1.0, 0.5
_OWN_SHARE = (0.0, 0.5)
_DECIDED, _REASONED = 0.3, 0.4
# An end that is told, each thing to be seen of it, and an end that is only said to be fine.
_TOLD_OUTCOME, _SEEN, _VAGUE_OUTCOME = 2.0, 1.0, 1.5
# Phrases in a row, without the small words that tie them, are no story, whatever each of them says: what
# is left of a level, and the mean worth of the sentences from none of which, and from which all, of it
# counts.
_LISTED, _PROSE = 0.1, (0.5, 0.8)
# A story of another kind than the one asked for stays about here, however good it is.
_OTHER_STORY, _OTHER_TOPIC = 1.2, (0.25, 0.75)
# Each word of contempt or blame weighs as much as one and a half own deeds.
_CONTEMPT = 1.5


def star(answered: Answered) -> Mark:
    """One real case with situation, task, action and result."""
    story = _story(answered)
    if not story.is_case:
        reason = "No single case is told, with what happened and what was done."
    elif story.missing:
        reason = f"One case is told; what it lacks: {', '.join(story.missing)}."
    else:
        reason = f"One case with all four parts, {story.share('action'):.0%} of it on what was done."
    if answered.reading.topic < VISIBLE_TOPIC:
        reason += " Little in it shows that it is about what was asked."
    return Mark(_star_level(answered), reason, [n for part in story.places.values() for n in part[:1]])


def ownership(answered: Answered) -> Mark:
    """What the person did, told apart from the team."""
    story = _story(answered)
    own, team = times(story.own_actions, "thing"), times(story.team_actions, "thing").lower()
    reason = f'{own} that "I" did, {team} that "we" did.'
    acted = story.places.get("action", [])
    scene = story.places.get("situation", [])
    return Mark(_own_level(answered), reason, sorted(acted, key=lambda number: number in scene))


def outcome(answered: Answered) -> Mark:
    """How it ended, and how the person knows."""
    story = _story(answered)
    ends = story.places.get("result", []) if story.is_case else []
    reason = "How it ended is not said."
    shown: list[int] = []
    if ends:
        sentences = answered.reading.heard.sentences
        # What is named has a sentence that shows it.
        signs: tuple[tuple[str, Callable[[Sentence], bool]], ...] = (
            ("with a number", lambda s: bool(figures_in(s.text))),
            ("with what others said or did", lambda s: OBSERVED.count(s.words) > 0),
            ("with what was learned", lambda s: LEARNED.count(s.words) > 0),
        )
        places = {what: [n for n in ends if sign(sentences[n])] for what, sign in signs}
        seen = [what for what, at in places.items() if at]
        shown = sorted({at[-1] for at in places.values() if at})
        reason = f"The end is told{' ' if seen else ''}{listed(seen)}."
    return Mark(_outcome_level(answered), reason, shown or ends[-1:])


def story_level(answered: Answered) -> float:
    """The level (0-5) of a story as a whole, or of the part that was asked for."""
    part = _story(answered).part
    if part:
        return _outcome_level(answered) if part == "result" else _own_level(answered)
    return (_star_level(answered) + _own_level(answered) + _outcome_level(answered)) / 3


def _story(answered: Answered) -> Story:
    return answered.reading.story or Story()


def _star_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case:
        return _told(answered, _GENERAL_LEVEL + _GENERAL_POINTS * answered.reading.coverage)
    level = max(_FEWEST_PARTS, _ALL_PARTS - sum(_LACKS[part] for part in story.missing))
    level += _BONUS * (story.share("action") >= _ACTION_SHARE)
    level += _BONUS * ("result" not in story.missing and bool(story.measures or story.learned))
    level += _CONCRETE * (2 * between(story.concrete, 0, _MUCH_CONCRETE) - 1)
    if "action" not in story.missing and story.told >= _SETUP_WORDS:
        level -= _LONG_SETUP * between(story.share("situation"), *_SETUP)
    return _told(answered, level)


def _own_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case:
        return _told(answered, _NO_STORY)
    if not story.own_actions:
        return _told(answered, _ONLY_WE if story.team_actions or story.nobodys_actions else _NO_STORY)
    level = _OWN_LEVELS[min(story.own_actions, len(_OWN_LEVELS) - 1)]
    level = _ONLY_WE + (level - _ONLY_WE) * between(story.own_share, *_OWN_SHARE)
    acted = [answered.reading.heard.sentences[number].words for number in story.places.get("action", ())]
    if story.own_actions > 1:
        level += _REASONED * any(markers.REASONS.count(said) for said in acted)
        level += _DECIDED * bool(story.decisions)
    return _told(answered, level)


def _outcome_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case or "result" in story.missing:
        return _told(answered, _NO_STORY)
    seen = [story.measures, story.learned, story.lasting or story.observed]
    shown = sum(map(bool, seen))
    vague = not shown and story.vague_ends
    return _told(answered, _VAGUE_OUTCOME if vague else _TOLD_OUTCOME + _SEEN * shown)


def _told(answered: Answered, level: float) -> float:
    """A level held down where a story is thin, a mere list, of another kind, or told with contempt."""
    story = _story(answered)
    heard = answered.reading.heard
    words = [len(sentence.words) for sentence in heard.sentences]
    worth = sum(map(mul, heard.worth, words)) / sum(words) if words else 1.0
    prose = _LISTED + (1 - _LISTED) * between(worth, *_PROSE)
    level = min(level, _THIN_LEVEL + story.told / (_WORDS_OF_PART if story.part else _WORDS_PER_LEVEL))
    if story.is_case:
        asked = between(answered.reading.topic, *_OTHER_TOPIC)
        level = min(level, _OTHER_STORY + (HIGHEST_LEVEL - _OTHER_STORY) * asked)
    else:
        level *= max(_TALK_TOPIC, answered.reading.topic)
    return level * prose * _respect(story)


def _respect(story: Story) -> float:
    """What contempt and blame leave of a level (0-1): all beside many own deeds, little beside none.

    One such word may be reported speech, or a word about a thing; it counts only where the person did
    nothing.
    """
    weight = _CONTEMPT * (story.contempt - (story.own_actions > 1))
    own = max(0.5, story.own_actions)
    return own / (own + weight) if weight > 0 else 1.0
