"""Marks for a story: its four parts, the person's own part, how it ended."""

from __future__ import annotations

from interview_cli.coach import markers
from interview_cli.coach.answered import VISIBLE_TOPIC, Answered, Mark, times
from interview_cli.coach.star import Story

# What a story of none to four parts is worth, by the rubric's sentences; without action or result it stays
# under the third level.
_PART_LEVELS = (1.0, 1.5, 2.25, 3.5, 4.2)
_WITHOUT_CORE = 2.5
_BONUS = 0.4
_ACTION_SHARE = 0.4
# Few words tell a thin story: the level they can reach is 2, and one more for every so many words.
_THIN_LEVEL, _WORDS_PER_LEVEL = 2.0, 40
# Speaking in general is level 1, and more as far as it makes the points.
_GENERAL_LEVEL, _GENERAL_POINTS = 1.0, 2.5
# No own action, or so many of them and more.
_OWN_LEVELS = (0.5, 3.0, 3.5, 4.0, 4.5)
_ONLY_WE, _NO_STORY = 1.0, 0.5
_TOLD_OUTCOME, _LEARNED = 3.0, 0.75
# A case may be the one asked for although none of its words show it: it keeps this part of its level.
_UNSEEN_TOPIC = 0.25


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
    if ends:
        with_number = "with a number" if story.result_numbers else "without a number"
        reason = f"The end is told {with_number}{' and what was learned' if story.learned else ''}."
    return Mark(_outcome_level(answered), reason, ends[-1:])


def story_level(answered: Answered) -> float:
    """The level (0-5) of a story as a whole."""
    return (_star_level(answered) + _own_level(answered) + _outcome_level(answered)) / 3


def _story(answered: Answered) -> Story:
    return answered.reading.story or Story()


def _star_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case:
        return _told(answered, _GENERAL_LEVEL + _GENERAL_POINTS * answered.reading.coverage)
    level = _PART_LEVELS[len(_PART_LEVELS) - 1 - len(story.missing)]
    if {"action", "result"} & set(story.missing):
        level = min(level, _WITHOUT_CORE)
    level += _BONUS * (story.share("action") >= _ACTION_SHARE)
    level += _BONUS * bool(story.result_numbers or story.learned)
    return _told(answered, level)


def _own_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case:
        return _told(answered, _NO_STORY)
    level = _OWN_LEVELS[min(story.own_actions, len(_OWN_LEVELS) - 1)]
    if story.own_actions == 0 and story.team_actions:
        level = _ONLY_WE
    acted = [answered.reading.heard.sentences[number].words for number in story.places.get("action", ())]
    level += 0.5 * (story.own_actions > 1 and any(markers.REASONS.count(said) for said in acted))
    return _told(answered, level)


def _outcome_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case or "result" in story.missing:
        return _told(answered, _NO_STORY)
    return _told(answered, _TOLD_OUTCOME + bool(story.result_numbers) + _LEARNED * bool(story.learned))


def _told(answered: Answered, level: float) -> float:
    """A story's level, held by how much of a story there is, in sentences, and about what was asked."""
    topic = max(_UNSEEN_TOPIC, answered.reading.topic)
    worth = answered.reading.heard.worth
    prose = sum(worth) / len(worth) if worth else 1.0
    return topic * prose * min(level, _THIN_LEVEL + _story(answered).words / _WORDS_PER_LEVEL)
