"""Keys to providers, taken out of texts that are kept or shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

IN_PLACE = "***"
_VARIABLE = re.compile(r"(API_?KEY|ACCESS_KEY|SECRET|TOKEN$|PASSWORD|PASSPHRASE|CREDENTIAL)")
# Shorter values are only removed as whole words, lest they eat ordinary text.
_LONG_ENOUGH_ALONE = 8
_PREFIXES = "sk|pk|rk|gsk|xai|hf|pplx|nvapi|csk|fw|r8|ghp|github_pat"
# Random characters: so many, letters and digits among them. "Bearer token" and "sk-learn" are words.
_RANDOM = r"(?=[\w.\-]*\d)(?=[\w.\-]*[a-z])[\w.\-]{16,}"
_LIKE_A_KEY = re.compile(
    rf"\b(?:{_PREFIXES})[-_]{_RANDOM}|\b(?:AIza|AKIA|ASIA)[\w\-]{{12,}}|\bbearer\s+{_RANDOM}|(?<=key=){_RANDOM}",
    re.IGNORECASE,
)
# What providers put into their errors: a key cut short or with stars in it.
_ECHO = re.compile(
    rf"\b(?:{_PREFIXES})[-_][\w*.\-]{{6,}}|\bbearer\s+[^\s\"',]+|(?<=key=)[^\s\"'&]+", re.IGNORECASE
)


# Keys and passphrases that this process read from where they are kept.
_known: set[str] = set()


def remember(secret: str) -> None:
    """Take a secret that was read, so that it is taken out of every text from now on."""
    if secret:
        _known.add(secret)


def key_values(environ: Mapping[str, str]) -> list[str]:
    """The values of an environment's variables that hold keys, by what such variables are called.

    Those that were read from where they are kept come with them.
    """
    found = {value for name, value in environ.items() if value and _VARIABLE.search(name.upper())}
    return sorted(found | _known, key=len, reverse=True)


def without_keys(text: str, environ: Mapping[str, str]) -> str:
    """`text` without an environment's keys and without anything that is surely one."""
    for value in key_values(environ):
        text = without_key(text, value)
    return _LIKE_A_KEY.sub(IN_PLACE, text)


def without_key(text: str, key: str) -> str:
    """`text` without a key, also where JSON has escaped some of it; a short one goes as a whole word."""
    if len(key) < _LONG_ENOUGH_ALONE:
        return re.sub(rf"(?<!\w){re.escape(key)}(?!\w)", IN_PLACE, text)
    # Looking for every spelling takes a hundred times as long, and a text without escapes has but one.
    return _spelled(key).sub(IN_PLACE, text) if "\\" in text else text.replace(key, IN_PLACE)


@lru_cache(maxsize=64)
def _spelled(key: str) -> re.Pattern[str]:
    slash = {"/": r"|\\/"}
    signs = (rf"(?:{re.escape(sign)}|\\u(?i:{ord(sign):04x}){slash.get(sign, '')})" for sign in key)
    return re.compile("".join(signs))


def without_echoes(text: str, environ: Mapping[str, str]) -> str:
    """The words of a provider's error without keys, and without what it repeats of one."""
    return _ECHO.sub(IN_PLACE, without_keys(text, environ))
