"""Where in an answer one particular case is told, if one is: the sentences about what happened.

Tense tells a case from talk. Four fifths and more of the verbs of a story are in the past, in talk about
what one usually does, or would do, less than two thirds. People whose English mixes the tenses, and those
who tell what happened as if it happened now, are known by deeds together with a time when it was. General
talk around a case ("I think that mistakes are normal...") does not hide it: then the longest stretch that
is a case counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from interview_cli.coach.story_lines import Line

Tense = Literal["past", "mixed", "present", "none"]

# Fewer statements about the past than this are no story; without anybody who acts it takes more.
_FEWEST_PAST, _PAST_WITHOUT_DEEDS = 2, 4
# The share of verbs in the past: the bundled stories have 0.7 and more, all other bundled answers less
# than 0.65. Between the two, deeds in the past and a time when it was tell a case by someone who mixes
# the tenses.
_PAST_STORY, _PAST_MIXED, _DEEDS_MIXED = 0.65, 0.35, 2
# Up to this share, deeds told in the present are deeds of the case and no habits.
_TENSES_MIXED = 0.75
# A case in the present tense needs so many deeds, other people in it, and a time when it was or a way of
# telling that is never used of habits ("and she says to me").
_DEEDS_NOW, _CONCRETE_NOW, _PERSONS_NOW = 3, 2, 3
# A case amid talk begins within so many sentences.
_MOST_LINES = 60


class _Counts(NamedTuple):
    """What a stretch of lines holds."""

    words: int
    past: int
    present: int
    general: int
    deeds: int
    deeds_now: int
    anchors: int
    concrete: int
    persons: int
    as_if_now: int

    def less(self, other: _Counts) -> _Counts:
        return _Counts(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))

    def plus(self, other: _Counts) -> _Counts:
        return _Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def is_past_case(self) -> bool:
        if self.past < (_FEWEST_PAST if self.deeds else _PAST_WITHOUT_DEEDS) or self.past <= self.general:
            return False
        mixed = self.past_share >= _PAST_MIXED and self.deeds >= _DEEDS_MIXED and self.anchors > 0
        return self.past_share >= _PAST_STORY or mixed

    @property
    def past_share(self) -> float:
        """The share (0-1) of the verbs that are in the past."""
        return self.past / (self.past + self.present) if self.past else 0.0

    @property
    def is_present_case(self) -> bool:
        acted = self.deeds_now >= _DEEDS_NOW and self.deeds_now > self.deeds
        at_one_time = self.concrete >= _CONCRETE_NOW and (self.anchors > 0 or self.as_if_now > 0)
        return acted and at_one_time and self.persons >= _PERSONS_NOW and self.deeds_now >= 2 * self.general


def find_case(lines: Sequence[Line]) -> tuple[int, int, Tense]:
    """The lines (from, to) that tell a case, and its tense; all lines and "none" when there is no case.

    A case in the past begins with the answer, so that what leads up to it counts as setting the scene, unless
    there is so much talk that it would hide the case.
    """
    sums = list(accumulate(map(_counts, lines), _Counts.plus, initial=_Counts(*[0] * len(_Counts._fields))))
    about_past = [number for number, line in enumerate(lines) if _tells(line, "past")]
    last = about_past[-1] + 1 if about_past else 0
    if sums[last].is_past_case:
        return 0, last, _past_tense(sums[last])
    if sums[-1].is_present_case:
        return 0, len(lines), "present"
    start, end = _longest(sums, about_past, "past")
    if end:
        return start, end, _past_tense(sums[end].less(sums[start]))
    start, end = _longest(sums, [n for n, line in enumerate(lines) if _tells(line, "present")], "present")
    return (start, end, "present") if end else (0, len(lines), "none")


def _past_tense(found: _Counts) -> Tense:
    return "past" if found.past_share >= _TENSES_MIXED else "mixed"


def _tells(line: Line, tense: Tense) -> bool:
    """Whether a case of that tense may begin or end with a line."""
    now = tense == "present" and (line.own_now or line.team_now or line.anchors or line.persons)
    return bool(line.deeds.past or now) and not line.general and not line.beside


def _longest(sums: Sequence[_Counts], ends: Sequence[int], tense: Tense) -> tuple[int, int]:
    """The stretch with most words that is a case, between two of these lines; (0, 0) when none is."""

    def is_case(first: int, last: int) -> bool:
        found = sums[last + 1].less(sums[first])
        return found.is_past_case if tense == "past" else found.is_present_case

    few = ends[:_MOST_LINES]
    cases = ((a, b + 1) for a in few for b in few if a <= b and is_case(a, b))
    return max(cases, key=lambda ends: sums[ends[1]].words - sums[ends[0]].words, default=(0, 0))


def _counts(line: Line) -> _Counts:
    deeds = line.deeds
    return _Counts(
        words=len(line.said),
        past=deeds.past,
        present=line.present,
        general=line.general + deeds.would,
        deeds=deeds.own + deeds.team,
        deeds_now=line.own_now + line.team_now,
        anchors=line.anchors,
        concrete=line.concrete,
        persons=line.persons,
        as_if_now=line.as_if_now,
    )
