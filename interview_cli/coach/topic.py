"""Which words of an answer are about the matter, and which stand beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

# A speaker stays with the matter, or beside it, for about this many words.
_STAY = 200
_SWITCH = 1 / _STAY


def on_topic(odds: Sequence[float]) -> list[float]:
    """How likely (0-1) each word belongs to a stretch of words about the matter.

    `odds` are log odds per word: how much likelier the word is in talk of the matter than in other talk,
    0 for a word that says nothing either way. A speaker goes on with what he is at, so a lone word that
    happens to fit is beside the matter among others that don't, and a lone aside is part of it. This is the
    forward-backward algorithm on two states (Rabiner 1989, A Tutorial on Hidden Markov Models).
    """
    weights = [math.exp(value) for value in odds]
    forward: list[float] = []
    on = 0.5
    for place, weight in enumerate(weights):
        before = on * (1 - _SWITCH) + (1 - on) * _SWITCH if place else on
        on = before * weight / (before * weight + 1 - before)
        forward.append(on)
    likely = [0.0] * len(weights)
    after_on = after_off = 1.0
    for place in range(len(weights) - 1, -1, -1):
        with_on, with_off = forward[place] * after_on, (1 - forward[place]) * after_off
        likely[place] = with_on / (with_on + with_off)
        seen_on, seen_off = weights[place] * after_on, after_off
        after_on = (1 - _SWITCH) * seen_on + _SWITCH * seen_off
        after_off = (1 - _SWITCH) * seen_off + _SWITCH * seen_on
        whole = after_on + after_off
        after_on, after_off = after_on / whole, after_off / whole
    return likely
