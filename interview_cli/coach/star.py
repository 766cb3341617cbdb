"""The story in an answer: situation, task, action and result by sentence, and whose actions they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from interview_cli.coach.evaluation import StarPart, StarResult
from interview_cli.coach.heard import Heard, hear
from interview_cli.coach.lexicon import word_list
from interview_cli.coach.markers import Phrases, numbers
from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import IRREGULAR_PAST, Sentence

PARTS: tuple[StarPart, ...] = ("situation", "task", "action", "result")

_TASK = Phrases("task")
_RESULT = Phrases("result")
# These tell a result only in a sentence about the past.
_CHANGE = Phrases("change")
LEARNED = Phrases("learned")
_SCENE = Phrases("scene")
GENERAL = Phrases("general")
# Past forms that are no actions; words that may stand between "I" and its verb; words on -ed without a past.
_STATES = frozenset(word_list("story states"))
_ADVERBS = frozenset(word_list("story adverbs"))
_NOT_PAST = frozenset(word_list("story not past"))
_PRESENT_BE = frozenset(("is", "are", "am", "be", "being", "get", "gets"))
_POINTING = frozenset(word_list("story pointing"))
_SUBJECTS = frozenset(("i", "we", "he", "she", "they", "it", "you", "who", "which", "that"))
_PAST_ACTS = IRREGULAR_PAST - _STATES

# A result comes late, a situation early: after, and before, this share of the answer's words.
_RESULT_FROM, _SITUATION_TO = 0.35, 0.5
# What others do, what happens, and what is counted this late in a story is how it ended.
_ENDING_FROM = 0.75
# Words as rare as this link one sentence to another; "two" or "time" do not.
_TELLING = 0.3
# A story goes on for at most so many sentences after the last thing that someone did.
_AFTERMATH = 3
# Fewer statements about the past than this are no story.
_FEWEST_PAST = 2


@dataclass(slots=True)
class Story:
    """What an answer tells: words per part, sentence numbers per part, who acted, how it ended."""

    words: int = 0
    past: int = 0
    general: int = 0
    parts: dict[StarPart, float] = field(default_factory=dict)
    places: dict[StarPart, list[int]] = field(default_factory=dict)
    own_actions: int = 0
    team_actions: int = 0
    result_numbers: int = 0
    numbers: int = 0
    learned: int = 0

    @property
    def is_case(self) -> bool:
        """Whether something that happened is told, rather than what usually happens."""
        acted = self.own_actions + self.team_actions > 0
        return acted and self.past >= _FEWEST_PAST and self.past > self.general

    @property
    def missing(self) -> list[StarPart]:
        """The parts that are not there; all of them when no case is told."""
        return [part for part in PARTS if not self.parts.get(part)] if self.is_case else list(PARTS)

    def share(self, part: StarPart) -> float:
        """The share (0-1) of the answer's words that belong to a part."""
        return self.parts.get(part, 0.0) / self.words if self.words and self.is_case else 0.0


def analyse_star(answer: str) -> StarResult:
    """Which STAR parts an answer holds, by plain rules on its sentences.

    A sentence that serves two parts counts half for each.
    """
    return as_result(tell(hear(answer)))


def as_result(story: Story) -> StarResult:
    """A story as it is stored."""
    return StarResult(
        shares={part: round(story.share(part), 2) for part in PARTS if story.share(part)},
        missing=story.missing,
        own_part=story.is_case and story.own_actions > 0,
        numbers=story.numbers > 0,
    )


def tell(heard: Heard) -> Story:
    """Read the sentences of an answer as a story; what stands after its last sentence is no part of it."""
    told = _told(heard.sentences)
    story = Story(words=sum(len(line.said) for line in told))
    before = 0
    last: list[StarPart] = ["situation"]
    for number, line in enumerate(told):
        parts = _parts_of(line, before / story.words, begun="action" in story.parts)
        before += len(line.said)
        last = parts or (last if last != ["task"] else ["situation"])
        for part in last:
            story.parts[part] = story.parts.get(part, 0.0) + len(line.said) / len(last)
            story.places.setdefault(part, []).append(number)
        quantities = numbers(line.said)
        story.own_actions += line.own
        story.team_actions += line.team
        story.past += line.past
        story.general += GENERAL.count(line.said)
        story.numbers += quantities
        story.result_numbers += quantities if "result" in last else 0
        story.learned += LEARNED.count(line.said)
    return story


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a story: its words, what the person and the team did in it, its past verbs.

    `linked` says that it points back ("it", "in the end") or takes up a telling word of what was told before.
    """

    said: tuple[str, ...]
    own: int
    team: int
    past: int
    linked: bool


def _told(sentences: Sequence[Sentence]) -> list[Line]:
    """The sentences up to the last that belongs to the story.

    A sentence belongs to it when it is linked to what was told, speaks of the past or of how things ended,
    and follows an action closely.
    """
    earlier: set[str] = set()
    told: list[Line] = []
    end = acted = 0
    for number, sentence in enumerate(sentences):
        said = sentence.words
        points_back = not _POINTING.isdisjoint(said) or _RESULT.count(said) > 0
        linked = points_back or not earlier.isdisjoint(sentence.stems)
        earlier.update(stem for stem in sentence.stems if rarity(stem) >= _TELLING)
        line = Line(said, actions(said, "i"), actions(said, "we"), _past_verbs(said), linked)
        told.append(line)
        if line.own or line.team:
            acted = number
        goes_on = number - acted <= _AFTERMATH and (line.past or _RESULT.count(said))
        if number == 0 or (linked and goes_on):
            end = number + 1
    return told[:end]


def _parts_of(line: Line, place: float, *, begun: bool) -> list[StarPart]:
    """The parts a sentence serves by its words; none when it only goes on with the one before.

    `place` is the share (0-1) of the story told before it; `begun` says that an action was told before.
    """
    parts: list[StarPart] = []
    acted = line.own + line.team > 0
    if _TASK.count(line.said):
        parts.append("task")
    ends = _RESULT.count(line.said) or LEARNED.count(line.said) or (line.past and _CHANGE.count(line.said))
    late = line.past and place >= _ENDING_FROM and (not acted or numbers(line.said))
    if begun and line.linked and (late or (ends and place >= _RESULT_FROM)):
        parts.append("result")
    if acted:
        parts.append("action")
    if not begun and place < _SITUATION_TO and (not place or not parts or _SCENE.count(line.said)):
        parts.append("situation")
    return parts


def actions(said: Sequence[str], who: str) -> int:
    """How many things a person did in a sentence: "I looked and found" are two."""
    count = 0
    acting = False
    for place, word in enumerate(said):
        if word == who:
            acting = True
            verb = _next_verb(said, place + 1)
            count += verb in _PAST_ACTS or _is_regular_past(verb)
        elif word in _SUBJECTS:
            acting = False
        elif acting and (word == "and" or (word == "then" and said[place - 1] != "and")):
            verb = _next_verb(said, place + 1)
            count += verb in _PAST_ACTS or _is_regular_past(verb)
    return count


def _next_verb(said: Sequence[str], place: int) -> str:
    while place < len(said) and said[place] in _ADVERBS:
        place += 1
    return said[place] if place < len(said) else ""


def _is_regular_past(word: str) -> bool:
    return len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST and word not in _STATES


def _past_verbs(said: Sequence[str]) -> int:
    """How many verbs are in the past; "is priced" has none."""
    return sum(
        word in IRREGULAR_PAST
        or (_is_regular_past(word) and (place == 0 or said[place - 1] not in _PRESENT_BE))
        for place, word in enumerate(said)
    )
