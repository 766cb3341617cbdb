"""A story as it was understood: its parts, who acted in it, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field

from interview_cli.coach.evaluation import StarPart, StarResult
from interview_cli.coach.heard import Heard

PARTS: tuple[StarPart, ...] = ("situation", "task", "action", "result")
_MOST_QUOTES = 3


@dataclass(slots=True)
class Story:
    """What an answer tells: words per part, sentence numbers per part, who acted, how it ended.

    `is_case` says whether something that happened is told, rather than what usually happens. `words` are
    those of the whole answer, `told` the words and `lines` the sentences of the story in it. `concrete`
    counts the signs of one time and place (times, names, figures); `measures` are the figures of the
    ending as said. `part` is set when one part alone was asked for, of a story told before.
    """

    words: int = 0
    told: int = 0
    is_case: bool = False
    part: StarPart | None = None
    lines: range = range(0)
    parts: dict[StarPart, float] = field(default_factory=dict)
    places: dict[StarPart, list[int]] = field(default_factory=dict)
    own_actions: int = 0
    team_actions: int = 0
    nobodys_actions: int = 0
    decisions: int = 0
    concrete: int = 0
    measures: list[str] = field(default_factory=list)
    numbers: int = 0
    learned: int = 0
    lasting: int = 0
    observed: int = 0
    vague_ends: int = 0
    contempt: int = 0

    @property
    def missing(self) -> list[StarPart]:
        """The parts that are not there; all of them when no case is told."""
        return [part for part in PARTS if not self.parts.get(part)] if self.is_case else list(PARTS)

    @property
    def own_share(self) -> float:
        """The part (0-1) of what was done that the person did; 0 when nobody did anything."""
        done = self.own_actions + self.team_actions + self.nobodys_actions
        return self.own_actions / done if done and self.is_case else 0.0

    def share(self, part: StarPart) -> float:
        """The share (0-1) of the whole answer's words that belong to a part."""
        return self.parts.get(part, 0.0) / self.words if self.words and self.is_case else 0.0


def as_result(story: Story, heard: Heard) -> StarResult:
    """A story as it is stored."""
    told = {part: story.places[part] for part in PARTS if story.share(part)}
    return StarResult(
        shares={part: round(story.share(part), 2) for part in told},
        missing=story.missing,
        own_part=story.is_case and story.own_actions > 0,
        numbers=story.numbers > 0,
        quotes={part: [heard.sentences[n].text for n in told[part][:_MOST_QUOTES]] for part in told},
        own_share=round(story.own_share, 2),
        measures=story.measures if story.is_case else [],
    )
