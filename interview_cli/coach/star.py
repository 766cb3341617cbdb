"""The story in an answer: situation, task, action and result by sentence, and whose actions they were.

A story is recognised by what is told in it, never by the words of the question: things that happened (verbs
in the past, or in the present with a time and a place), in an order that people keep. What was going on comes
first, then what somebody did, and what follows the last deed is how it ended. Whoever speaks in general tells
no case, whatever words they use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from interview_cli.coach.evaluation import StarPart, StarResult
from interview_cli.coach.heard import Heard, hear
from interview_cli.coach.lexicon import word_list
from interview_cli.coach.markers import Phrases, is_number
from interview_cli.coach.story import Story, as_result
from interview_cli.coach.story_case import find_case
from interview_cli.coach.story_lines import CHANGE, OBSERVED, RESULT, Line, figures_in, lines_of

_TASK = Phrases("task")
# "The pallet that fell" tells which pallet, not how it ended.
_RELATIVE = frozenset(("that", "which", "who"))
_ACHIEVED = frozenset(word_list("achieved"))
_SCENE = Phrases("scene")
_LASTING = Phrases("lasting")
_VAGUE_END = Phrases("vague end")
_DECISIONS = Phrases("decisions")
_CONTEMPT = Phrases("contempt")
_DISOWNING = Phrases("disowning")

# A result comes late, a situation early: after, and before, this share of the answer's words.
_RESULT_FROM, _SITUATION_TO = 0.35, 0.5
# What others do, what happens, and what is counted this late in a story is how it ended.
_ENDING_FROM, _AFTER_DEEDS_FROM = 0.75, 0.5
# A story goes on for at most so many sentences after the last thing that someone did.
_AFTERMATH = 3


def analyse_star(answer: str) -> StarResult:
    """Which STAR parts an answer holds, by plain rules on its sentences.

    A sentence that serves two parts counts half for each.
    """
    heard = hear(answer)
    return as_result(tell(heard), heard)


def tell(heard: Heard) -> Story:
    """Read the sentences of an answer as a story; general talk around it and remarks after it are no part."""
    everything = lines_of(heard.sentences)
    start, end, tense = find_case(everything)
    lines = everything[start:]
    story = Story(words=sum(len(line.said) for line in everything), is_case=tense != "none")
    acts = [_Acts.of(line, with_now=tense in ("mixed", "present")) for line in lines]
    lines = _until_the_end(lines, acts, sure=end - start, in_present=tense == "present")
    opens = next((number for number, line in enumerate(lines) if _tells_of_something(line)), 0)
    story.lines = range(start + opens, start + len(lines))
    story.told = sum(len(line.said) for line in lines)
    story.concrete = sum(line.concrete for line in lines)
    story.concrete += len(frozenset().union(*(line.names for line in lines)))
    _share_out(lines, acts, story, start)
    for line, act in zip(lines, acts, strict=False):
        _add_line(story, line, act)
    story.contempt = _contempt(heard)
    return story


def tell_part(heard: Heard, part: StarPart) -> Story:
    """Read an answer as one part of a story that was told before."""
    lines = lines_of(heard.sentences)
    words = sum(len(line.said) for line in lines)
    happened = any(line.deeds.past or line.own_now or line.team_now for line in lines)
    story = Story(words=words, told=words, is_case=happened, part=part, lines=range(len(lines)))
    story.parts, story.places = {part: float(words)}, {part: list(story.lines)}
    for line in lines:
        _add_line(story, line, _Acts.of(line, with_now=True))
        _add_ending(story, line)
        story.learned += line.learned
    story.contempt = _contempt(heard)
    return story


def _add_line(story: Story, line: Line, act: _Acts) -> None:
    story.own_actions += act.own
    story.team_actions += act.team
    story.nobodys_actions += line.deeds.nobody
    story.numbers += line.figures
    story.decisions += _DECISIONS.count(line.said)


def _add_ending(story: Story, line: Line) -> None:
    story.measures += figures_in(line.text)
    story.lasting += _LASTING.count(line.said)
    story.observed += OBSERVED.count(line.said) or line.deeds.others
    story.vague_ends += _VAGUE_END.count(line.said)


def _contempt(heard: Heard) -> int:
    return sum(_CONTEMPT.count(s.words) + _DISOWNING.count(s.words) for s in heard.sentences)


@dataclass(frozen=True, slots=True)
class _Acts:
    """How many things the person and the team did in a line; `moves` says that the story goes on in it."""

    own: int
    team: int
    moves: bool

    @classmethod
    def of(cls, line: Line, *, with_now: bool) -> _Acts:
        own = line.deeds.own + (line.own_now if with_now else 0)
        team = line.deeds.team + (line.team_now if with_now else 0)
        return cls(own, team, bool(own or team or line.deeds.past))

    @property
    def any(self) -> bool:
        return self.own + self.team > 0


def _tells_of_something(line: Line) -> bool:
    """Whether a line tells of what happened, of a time, or of somebody, and is no mere remark."""
    return bool(line.deeds.past or line.own_now or line.team_now or line.anchors or line.persons)


def _until_the_end(lines: list[Line], acts: Sequence[_Acts], *, sure: int, in_present: bool) -> list[Line]:
    """The lines up to the last that belongs to the story, of which `sure` tell of the case or stand amid it.

    A line belongs to it when it is linked to what was told, speaks of the past or of how things ended,
    and follows a deed closely.
    """
    end = 0
    acted: int | None = None
    someone_acts = any(act.any for act in acts[:sure])
    for number, (line, act) in enumerate(zip(lines, acts, strict=True)):
        first = acted is None
        if act.any or (act.moves and not someone_acts):
            acted = number
        tells_end = _LASTING.count(line.said) or line.learned or (line.linked and "now" in line.said)
        tells_end = tells_end or (act.moves and RESULT.count(line.said) and not line.general)
        goes_on = tells_end or (number < sure and (act.moves or (in_present and _tells_of_something(line))))
        if (first or line.linked or line.learned) and goes_on and number - (acted or 0) <= _AFTERMATH:
            end = number + 1
    return lines[: end or sure]


def _share_out(lines: Sequence[Line], acts: Sequence[_Acts], story: Story, start: int) -> None:
    """Give every line its parts, and note how the story ended."""
    last_deed = max((n for n, act in enumerate(acts[: len(lines)]) if act.any), default=0)
    # Where nobody acts, what happened is all there is, and its end is still an end.
    untold = not any(act.any for act in acts[: len(lines)])
    before = 0
    last: list[StarPart] = ["situation"]
    for number, line in enumerate(lines):
        place = before / story.told
        begun = "action" in story.parts or (untold and number > 0)
        parts = _parts_of(line, acts[number], place, begun=begun, after=number > last_deed)
        before += len(line.said)
        last = parts or (last if last != ["task"] else ["situation"])
        for part in last:
            story.parts[part] = story.parts.get(part, 0.0) + len(line.said) / len(last)
            story.places.setdefault(part, []).append(start + number)
        story.learned += line.learned
        if "result" in last:
            _add_ending(story, line)


def _parts_of(line: Line, act: _Acts, place: float, *, begun: bool, after: bool) -> list[StarPart]:
    """The parts a line serves by its words; none when it only goes on with the one before.

    `place` is the share (0-1) of the story told before it; `begun` says that a deed was told before, `after`
    that none is told any more.
    """
    parts: list[StarPart] = []
    if _TASK.count(line.said) and place < _ENDING_FROM:
        parts.append("task")
    if begun and line.linked and _ends(line, act, place, after=after):
        parts.append("result")
    # Where somebody worked, and what they ran there, is the scene, told in the first sentence.
    opening = not place and act.own + act.team <= 1 and (_SCENE.count(line.said) or line.anchors)
    if act.any and not opening:
        parts.append("action")
    if not begun and place < _SITUATION_TO and (not place or not parts or _SCENE.count(line.said)):
        parts.append("situation")
    return parts


def _ends(line: Line, act: _Acts, place: float, *, after: bool) -> bool:
    """Whether a line tells how it ended: by its words, or because it comes after all that was done."""
    told = line.deeds.past or act.moves
    changed = [n for n in CHANGE.places(line.said) if n == 0 or line.said[n - 1] not in _RELATIVE]
    by_words = RESULT.count(line.said) or line.learned or (told and changed) or (after and "now" in line.said)
    late = told and place >= _ENDING_FROM and (not act.any or _counts_success(line.said))
    return bool((by_words and place >= _RESULT_FROM) or late or (after and place >= _AFTER_DEEDS_FROM))


def _counts_success(said: Sequence[str]) -> bool:
    """Whether a figure follows what was reached: "closed three"."""
    return any(word in _ACHIEVED and is_number(after) for word, after in pairwise(said))
