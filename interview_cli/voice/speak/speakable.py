"""Written text as it is read aloud: without marks and pictures, and with words for symbols.

Modest on purpose: it changes what synthesizers stumble over or leave out, and no more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from interview_cli.coach.languages import is_english

_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _host(found: re.Match[str]) -> str:
    return found[1].removeprefix("www.") + found[2]


def _spaced(found: re.Match[str]) -> str:
    return found[0].replace("_", " ").strip()


def _per(found: re.Match[str]) -> str:
    unit = {"s": "second", "sec": "second", "min": "minute", "h": "hour"}.get(found[1], found[1])
    return f" per {unit}"


# Marks of Markdown and HTML; a sentence may hold one half of a pair, as pairs go over several.
_MARKS: tuple[_Rule, ...] = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\]\([^)\s]*(?:\s\"[^\"]*\")?\)"), ""),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (
        re.compile(r"\b(?:https?|ftp)://([^\s/?#)\]\"'<>]+)[^\s)\]\"'<>]*?([.,;:!?]*)(?=[\s)\]\"'<>]|\Z)"),
        _host,
    ),
    (re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->"), " "),
    (re.compile(r"`+"), ""),
    (re.compile(r"\\(?=[!-/:-@\[-`{-~])"), ""),
    (re.compile(r"\*\*+|~~+|__+(?=\W|\Z)|(?<!\w)__+"), ""),
    (re.compile(r"(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"), ""),
    (re.compile(r"(?<!\s)\*|\*(?!\s)|\A\*|\*\Z"), ""),
    (re.compile(r"[\[\]|]"), " "),
    (re.compile(r"={3,}|-{3,}|(?<!\w)#+(?=\s|\Z)"), " "),
    (re.compile(r"\w+(?:_\w+)+"), _spaced),
)
_WORDS: tuple[_Rule, ...] = (
    (re.compile(r"\be\.g\.,?", re.I), "for example"),
    (re.compile(r"\bi\.e\.,?", re.I), "that is"),
    (re.compile(r"\betc\.(?=\s*\Z|\s+[A-Z])"), "et cetera."),
    (re.compile(r"\betc\b\.?"), "et cetera"),
    (re.compile(r"\bvs\b\.?"), "versus"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"(?<!\S)w/\s*"), "with "),
    (re.compile(r"\b([A-Z])\+\+"), r"\1 plus plus"),
    (re.compile(r"\b([CFJ])#"), r"\1 sharp"),
    (re.compile(r"(?<!\w)\.NET\b"), "dot net"),
    (re.compile(r"\bO\(([^()]*)\)"), r"O of \1"),
    (re.compile(r"\b([A-Za-z_]\w*)\(\)"), r"\1"),
    (re.compile(r"\s*(?:<->|<=>|↔|⇔)\s*"), " and "),
    (re.compile(r"\s*(?:-+>|=>|→|⇒)\s*"), " to "),
    (re.compile(r"\s*(?:>=|≥)\s*"), " at least "),
    (re.compile(r"\s*(?:<=|≤)\s*"), " at most "),
    (re.compile(r"\s*(?:!==?|≠)\s*(?=\w)"), " is not "),
    (re.compile(r"\s*===?\s*"), " equals "),
    (re.compile(r"(?<=[\w)])\s+=\s+(?=\w)"), " equals "),
    (re.compile(r"\s*(?<![\w-])<\s*(?=\d)"), " less than "),
    (re.compile(r"\s*(?<![\w-])>\s*(?=\d)"), " more than "),
    (re.compile(r"(?<!\w)~\s*(?=\d)|≈\s*(?=\d)"), "about "),
    (re.compile(r"\s*±\s*"), " plus or minus "),
    (re.compile(r"(?<=\d)\s*×\s*(?=\d)|(?<=\d)\s\*\s(?=\d)|(?<=\w)\s×\s(?=\w)"), " times "),
    (re.compile(r"(?<=\w)\s\+\s(?=\w)"), " plus "),
    (re.compile(r"(?<=\d)\s*–\s*(?=\d)"), " to "),
    (re.compile(r"(?<!\w)#\s?(?=\d)"), "number "),
    (re.compile(r"\bp(\d{2}(?:\.\d+)?)\b"), r"p \1"),
    (re.compile(r"\s*&\s*"), " and "),
    (re.compile(r"(?<=[a-z])/(s|sec|second|min|minute|h|hour|day|week|month|year)\b"), _per),
    (re.compile(r"(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])"), " "),
)
_PAUSES: tuple[_Rule, ...] = (
    (re.compile(r"\s+(?:--|[–—-])\s+|\s*—\s*"), ", "),
    (re.compile(r"(?<!\S)-{1,2}(?=[A-Za-z])"), ""),
    (re.compile(r"\(\s*\)|\"\s*\""), " "),
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s+(?=[,.;:!?)])"), ""),
    (re.compile(r"(?:,\s*){2,}"), ", "),
    (re.compile(r"\A[\s,;]+"), ""),
)


def speakable(text: str, language: str = "en") -> str:
    """A sentence as a voice should read it; empty when nothing in it can be spoken.

    Symbols are put into words in English alone; links shrink to the name of their site.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(_kept(character) for character in text)
    rules = (*_MARKS, *(_WORDS if is_english(language) else ()), *_PAUSES)
    for pattern, words in rules:
        text = pattern.sub(words, text)
    text = text.strip()
    return text if any(character.isalnum() for character in text) else ""


def _kept(character: str) -> str:
    """A character, or a space in place of a control code, an emoji and what joins emoji."""
    if character in "\t\n\r":
        return " "
    category = unicodedata.category(character)
    if (
        category in ("Cc", "Cf", "Co", "Cn", "Cs", "So")
        or character in "\ufe0e\ufe0f\u20e3"
        or _is_tone(character)
    ):
        return "" if category == "Cf" else " "
    return character


def _is_tone(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"
