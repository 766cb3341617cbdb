"""The sentences of an answer as lines of a story: who did something, in which tense, how concretely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.coach.deeds import Deeds, deeds
from interview_cli.coach.lexicon import word_list
from interview_cli.coach.markers import Phrases, is_number, numbers
from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import STOP_WORDS, Sentence

RESULT = Phrases("result")
LEARNED = Phrases("learned")
# These tell a result only in a sentence about the past.
CHANGE = Phrases("change")
OBSERVED = Phrases("observed")
GENERAL = Phrases("general")
_ANCHORS = Phrases("anchors")
_MOMENTS = Phrases("moments")
_BESIDE = Phrases("beside the story")
_CALENDAR = frozenset(word_list("calendar"))
_AS_IF_NOW = Phrases("told as if now")
_PRESENT = frozenset(word_list("story present"))
_PERSONS = frozenset(("he", "she", "they", "him", "her", "them"))
_POINTING = frozenset(word_list("story pointing"))

# Words as rare as this link one sentence to another; "two" or "time" do not.
_TELLING = 0.3
_YEAR = re.compile(r"(?:19|20)\d\d")
# A capital letter amid a sentence makes a name; "I" and words all in capitals are none.
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+\b")
_TOKEN = re.compile(r"(?:[$€£]\s?)?[\w'%-]+(?:[.,:]\d+)*[%€£]?")
_HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a story.

    `linked` says that it points back ("it", "in the end") or takes up a telling word of what was told
    before; `general` counts the signs of speaking in general, `anchors` those that say when it was,
    `concrete` all that make it one particular case; `present` counts the verbs in the present, `persons`
    the words for other people, `as_if_now` the ways to tell what happened as if it happened now,
    `learned` what was learned.
    """

    text: str
    said: tuple[str, ...]
    deeds: Deeds
    linked: bool
    beside: bool
    general: int
    anchors: int
    concrete: int
    names: frozenset[str]
    figures: int
    present: int
    persons: int
    as_if_now: int
    learned: int

    @property
    def own_now(self) -> int:
        """What the person does, told in the present and not as a habit."""
        return 0 if self.general or self.learned else self.deeds.own_now

    @property
    def team_now(self) -> int:
        """What the team does, told in the present and not as a habit."""
        return 0 if self.general or self.learned else self.deeds.team_now


def lines_of(sentences: Sequence[Sentence]) -> list[Line]:
    """Every sentence of an answer as a line."""
    earlier: set[str] = set()
    lines = []
    for sentence in sentences:
        said = sentence.words
        beside = _BESIDE.count(said) > 0
        points_back = said[0] == "the" or not _POINTING.isdisjoint(said) or RESULT.count(said) > 0
        done, figures = deeds(sentence.text), numbers(said)
        anchors = _ANCHORS.count(said) + sum(_is_date(word) for word in said)
        lines.append(
            Line(
                text=sentence.text,
                said=said,
                deeds=done,
                linked=not beside and (points_back or not earlier.isdisjoint(sentence.stems)),
                beside=beside,
                general=GENERAL.count(said),
                anchors=anchors,
                concrete=anchors + _MOMENTS.count(said) + figures,
                names=frozenset(_NAME.findall(sentence.text)),
                figures=figures,
                present=sum(word in _PRESENT for word in said) + done.own_now + done.team_now,
                persons=sum(word in _PERSONS for word in said),
                as_if_now=_AS_IF_NOW.count(said),
                learned=_learned(said, done),
            )
        )
        earlier.update(stem for stem in sentence.stems if rarity(stem) >= _TELLING)
    return lines


def figures_in(text: str) -> list[str]:
    """The quantities that a text states, each with the word after it that says of what, word for word.

    "from 60 to ninety-one percent" states "60" and "ninety-one percent"; years are none.
    """
    tokens = [(match.group().strip(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    found = []
    place = 0

    def follows(number: int) -> bool:
        """Whether only white space stands between a token and the one before."""
        return text[tokens[number - 1][2] : tokens[number][1]].isspace()

    while place < len(tokens):
        end = place
        while end < len(tokens) and _is_figure(tokens[end][0]) and (end == place or follows(end)):
            end += 1
        if end > place:
            if end < len(tokens) and follows(end) and tokens[end][0].lower() not in STOP_WORDS:
                end += 1
            found.append(text[tokens[place][1] : tokens[end - 1][2]].strip())
        place = max(end, place + 1)
    return found


def _is_figure(token: str) -> bool:
    if _YEAR.fullmatch(token):
        return False
    return bool(_HAS_DIGIT.search(token)) or any(is_number(part) for part in token.lower().split("-") if part)


def _learned(said: Sequence[str], done: Deeds) -> int:
    """How often it is said what was learned, or what the person does since: "I call every visitor now"."""
    since = "now" in said and "i" in said and not done.own
    return LEARNED.count(said) or int(since)


def _is_date(word: str) -> bool:
    return word in _CALENDAR or bool(_YEAR.fullmatch(word))
