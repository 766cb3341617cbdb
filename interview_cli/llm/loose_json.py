"""Finds JSON objects in what a model wrote around them: chatter, fences, thoughts, half-broken syntax."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

MAX_DEPTH = 64
MAX_REPAIRED = 40_000  # characters; json_repair is slow on more, and no honest reply is that long
_MAX_WORK = 600_000  # characters scanned for the ends of objects: a page of "{" must not take minutes
_REPAIR_COST = 10  # a repair takes about ten times as long as a scan
LANDMARK = re.compile(r"\{|<(think|thinking|thought|thoughts|reasoning|reflection|analysis)>", re.IGNORECASE)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[{}\[\]]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """One object found in a text, and whether its syntax had to be repaired."""

    value: dict[str, Any]
    repaired: bool


def objects_in(text: str) -> list[Found]:
    """The outermost objects of a text in order, without those inside closed thinking tags.

    Never raises; an object nested deeper than MAX_DEPTH is passed over. An object that never
    ends is closed by repair and comes first, as the least trustworthy.
    """
    found: list[Found] = []
    unfinished: int | None = None
    position, work = 0, 0
    while work < _MAX_WORK and (landmark := LANDMARK.search(text, position)):
        start, position = landmark.span()
        if tag := landmark[1]:
            after = end_of_thought(text, tag, position)
            work += 0 if after else len(text) - position
            position = after or position  # a tag that is never closed hides nothing
            continue
        end, depth, scanned = extent(text, start)
        work += scanned
        if end is None:
            unfinished = start if unfinished is None else unfinished
        elif depth > MAX_DEPTH:
            position = end
        elif (one := _read(text[start:end])) is not None:
            found.append(one)
            position = end
        else:
            work += _REPAIR_COST * scanned
    if unfinished is not None and (one := _repair(text[unfinished:])) is not None:
        found.insert(0, one)
    return found


def end_of_thought(text: str, tag: str, position: int) -> int | None:
    """Where the thoughts end that a tag opened before `position`; None while it is not closed."""
    closing = re.compile(rf"</{tag}>", re.IGNORECASE).search(text, position)
    return closing.end() if closing else None


def extent(text: str, start: int) -> tuple[int | None, int, int]:
    """Where the object or list that begins at `start` ends (None: nowhere), its depth, characters read."""
    depth = deepest = 0
    for token in _TOKEN.finditer(text, start):
        sign = token[0]
        if sign in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "}]":
            depth -= 1
            if depth == 0:
                return token.end(), deepest, token.end() - start
    return None, deepest, len(text) - start


def _read(text: str) -> Found | None:
    try:
        value = json.loads(text, strict=False, parse_constant=_no_constant)
    except ValueError:
        return _repair(text)
    return Found(value, False)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _repair(text: str) -> Found | None:
    if ":" not in text or len(text) > MAX_REPAIRED or extent(text, 0)[1] > MAX_DEPTH:
        return None
    from json_repair import repair_json

    try:
        value = repair_json(text, return_objects=True, skip_json_loads=True)
    except Exception:  # json_repair does not say what it may raise on garbage
        return None
    return Found(value, True) if isinstance(value, dict) and value else None
