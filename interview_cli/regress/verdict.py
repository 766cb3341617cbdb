"""Better, worse, the same, or not to be told: what differences between two runs say."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Literal

from interview_cli.regress.statistics import detectable, paired_t

# Of so many runs without a change one is called changed (0-1): half of these worse, half improved.
LEVEL = 0.05
# The share of runs (0-1) in which a drop must show to be called visible.
POWER = 0.8
# A drop in score of this size must have been visible for "same" to be said.
DROP = 0.20
# A mean score that moved by less is where it was, even where no chance had a part in it.
NO_MOVE = 0.005
# With fewer pairs than this no test can tell anything.
FEWEST_PAIRS = 3
# Below this the digits of a probability say nothing more.
SMALLEST_P = 0.001

_PLURAL = {"case": "cases", "group of cases": "groups of cases"}

Verdict = Literal["improved", "same", "worse", "inconclusive"]


def verdict_on(
    differences: Sequence[float],
    passes: Sequence[float] = (),
    *,
    identical: bool = False,
    what: str = "case",
) -> tuple[Verdict, str]:
    """What differences in score (after less before, one for each `what`) say, and why, in words.

    The test goes by the scores. `passes` are the differences in the share that passed: where a drop in that
    could not have been seen, nothing is called the same. `identical` says that nothing at all differs
    between the two runs, which needs no test.
    """
    count = len(differences)
    counted = f"1 {what}" if count == 1 else f"{count} {_PLURAL[what]}"
    if not count:
        return "inconclusive", "no case is in both runs"
    if identical:
        return "same", "every output and score is the one it was"
    test = paired_t(differences)
    if count < FEWEST_PAIRS or test is None:
        return (
            "inconclusive",
            f"{counted} {'is' if count == 1 else 'are'} too few to tell a change from chance",
        )
    if test.p < LEVEL:
        moved = f"the score moved by {signed_points(test.mean)} points of 100 over {counted}"
        return ("improved" if test.mean > 0 else "worse"), f"{moved} ({p_value(test.p)})"
    visible = visible_drop(differences, passes)
    if visible > DROP:
        needed = "too few pairs, or too much spread, to see a drop of 20 points"
        seen = f" (the smallest to be seen is {100 * visible:.0f})" if visible < 1 else ""
        return "inconclusive", f"{counted}: {needed}{seen}"
    unmoved = f"no change beyond chance over {counted} ({p_value(test.p)})"
    return "same", f"{unmoved}; a drop of 20 points would show"


def verdict_by_rules(
    differences: Sequence[float], *, total: int, worse: int, better: int
) -> tuple[Verdict, str]:
    """The verdict where nothing was drawn by chance: by cases that turned over, else by scores."""
    mean = fmean(differences)
    turned = f"of {total} cases {worse} pass less often and {better} more often"
    if worse != better:
        return ("worse" if worse > better else "improved"), f"{turned}, and no part of that is chance"
    if abs(mean) < NO_MOVE:
        return "same", f"the score moved by {signed_points(mean)} points of 100, and no more cases fail"
    moved = f"the score moved by {signed_points(mean)} points of 100, and no part of that is chance"
    return ("worse" if mean < 0 else "improved"), moved


def signed_points(share: float) -> str:
    """A difference of shares in points of 100, with its sign: "+2.5"; a difference that is none has none."""
    rounded = round(100 * share, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"


def p_value(p: float) -> str:
    """A probability in words: "p = 0.042", "p < 0.001"."""
    return "p < 0.001" if p < SMALLEST_P else f"p = {p:.3f}"


def visible_drop(differences: Sequence[float], passes: Sequence[float]) -> float:
    """The smallest drop that would show, in score and in the share that passed."""
    return max(detectable(one, level=LEVEL, power=POWER) for one in (differences, passes) if one)
