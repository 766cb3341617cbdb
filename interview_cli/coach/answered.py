"""An answer on the marker's desk: the question, what was read in the answer, and how a mark is made up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interview_cli.coach.markers import Phrases
from interview_cli.coach.reading import Reading
from interview_cli.coach.rubric import HIGHEST_LEVEL
from interview_cli.library.role import Question

# Below this the person is told to show what the answer has to do with the question.
VISIBLE_TOPIC = 0.5
# With this power a third of the points is level 2 and half is 3, as the rubric's sentences say.
_COVERAGE_POWER = 0.8
_QUOTE_WORDS = 25
_MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A level (0-5) with what was seen, what would raise it, and the sentences that show it."""

    level: float
    reason: str
    advice: str = ""
    sentences: Sequence[int | None] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the reading of its answer."""

    question: Question
    reading: Reading

    @property
    def coverage_level(self) -> float:
        """The level (0-5) of the share of points made; a part of it is how much is said in all.

        No list of points catches every way to put them, so half of the level goes by the evidence.
        """
        reading = self.reading
        made = float(reading.coverage**_COVERAGE_POWER)
        return HIGHEST_LEVEL * reading.topic * (made + reading.evidence) / 2

    @property
    def to_the_point(self) -> str:
        """The advice for an answer that is not visibly about the question."""
        return "Little of this was recognised as an answer to the question: open with what it asks about."

    def count(self, phrases: Phrases) -> int:
        """How often one of the phrases is said in sentences on the matter."""
        return sum(
            phrases.count(self.reading.heard.sentences[number].words) for number in self.reading.around
        )

    def holding(self, *phrases: Phrases) -> list[int]:
        """The numbers of the sentences on the matter that hold one of the phrases."""
        sentences = self.reading.heard.sentences
        return [n for n in self.reading.around if any(p.count(sentences[n].words) for p in phrases)]

    def showing(self, *phrases: Phrases) -> Sequence[int]:
        """The same; where none does, the sentences on the matter: thought may show without such a word."""
        return self.holding(*phrases) or self.reading.bearing

    def quotes(self, numbers: Iterable[int | None]) -> list[str]:
        """The sentences of these numbers, each once, long ones cut after 25 words."""
        texts = [self.reading.heard.sentences[n].text for n in dict.fromkeys(numbers) if n is not None]
        return [" ".join(text.split()[:_QUOTE_WORDS]) for text in texts][:_MOST_QUOTES]


def times(count: int, what: str) -> str:
    """A count with its noun: "No reasons", "1 reason", "2 reasons"."""
    return f"{count or 'No'} {what}{'s' if count != 1 else ''}"
