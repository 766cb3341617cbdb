"""Reads texts out of a JSON reply that is still being written."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from interview_cli.llm.chat_format import storable
from interview_cli.llm.loose_json import LANDMARK, MAX_REPAIRED, end_of_thought, extent

# Whole characters and whole escapes: what is cut in the middle is read when the rest of it has come.
_CHARACTERS = r'"((?:[^"\\]++|\\u[0-9a-fA-F]{4}|\\[^u])*+)'
_KEY = re.compile(rf'\s*+{_CHARACTERS}"\s*+:\s*+', re.DOTALL)
_TEXT = re.compile(rf'{_CHARACTERS}("|(?:\\(?:u[0-9a-fA-F]{{0,3}})?)?\Z)', re.DOTALL)
_NUMBER_OR_WORD = re.compile(r'[^\s,{}\[\]"]++')
_BETWEEN = re.compile(r"\s*+(?:([,}])|\Z)")


@dataclass(frozen=True, slots=True)
class PartialText:
    """A text as far as it has come, and whether that is all of it."""

    text: str
    whole: bool


class _BrokenError(ValueError):
    """What stands there is no JSON."""


def partial_texts(reply: str, names: Collection[str]) -> dict[str, PartialText]:
    """Those of the named fields that the reply's object has and that hold texts, as far as each has come.

    Where several objects have such fields the last one counts, as it does when the whole is read; what is
    thought before an answer is no part of it. Never raises: of an object that would have to be repaired
    nothing is read, since it may yet turn out to say something else.
    """
    found: dict[str, PartialText] = {}
    position = 0
    if len(reply) > MAX_REPAIRED:
        return found
    while landmark := LANDMARK.search(reply, position):
        position = landmark.end()
        if tag := landmark[1]:
            after = end_of_thought(reply, tag, position)
            if after is None:
                break
            position = after
            continue
        try:
            texts, position = _texts_of(reply, position)
        except _BrokenError:
            break
        found = {name: text for name, text in texts.items() if name in names} or found
    return found


def _texts_of(reply: str, position: int) -> tuple[dict[str, PartialText], int]:
    """The texts of an object that opens before `position`, and where to read on; raises _BrokenError."""
    texts: dict[str, PartialText] = {}
    between = ","
    while between == "," and (key := _KEY.match(reply, position)):
        name, position = _decoded(key[1]), key.end()
        if text := _TEXT.match(reply, position):
            texts[name] = PartialText(_decoded(text[1]), bool(text[2] == '"'))
            position = text.end()
        else:
            position = _end_of_value(reply, position)
        following = _BETWEEN.match(reply, position)
        if following is None:
            raise _BrokenError
        between, position = following[1], following.end()
    return texts, position


def _end_of_value(reply: str, position: int) -> int:
    """Where a value that is no text ends, which is the end of the reply while it is still coming."""
    if position == len(reply):
        return position
    if reply[position] in "{[":
        return extent(reply, position)[0] or len(reply)
    word = _NUMBER_OR_WORD.match(reply, position)
    if word is None or word[0][0] == "'":
        raise _BrokenError
    return word.end()


def _decoded(escaped: str) -> str:
    try:
        return storable(json.loads(f'"{escaped}"', strict=False))
    except ValueError as error:
        raise _BrokenError from error
