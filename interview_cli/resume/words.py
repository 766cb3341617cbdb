"""The word lists of `words.json`, by which a resume is read without a model."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lists(section: str) -> dict[str, Any]:
    """One section of the file, read once for the process: names of lists to lists."""
    data: dict[str, dict[str, Any]] = json.loads(
        files("interview_cli.resume").joinpath("words.json").read_bytes()
    )
    return data[section]


def words(section: str, name: str) -> frozenset[str]:
    """One list of words, in small letters."""
    return frozenset(lists(section)[name])


def alternatives(listed: list[str] | frozenset[str]) -> str:
    """Words as alternatives of a regular expression, longest first so that none hides another."""
    return "|".join(sorted(listed, key=lambda word: (-len(word), word)))
