"""A posting cut into lines, each with the part of the posting that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Part = Literal["intro", "duties", "required", "preferred", "stack", "other"]

_MARK = re.compile(r"^\s*#{1,6}\s+|^\s*\*\*(?=[^*]+\*\*:?\s*$)|^\s*__(?=[^_]+__:?\s*$)")
_BULLET = re.compile(r"^\s*(?:[-*+•●○◦▪‣·–—✓✔→]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\"'(])")
_HEADING_WORDS, _PLAIN_HEADING_WORDS = 9, 6
# A line this short ends where its writer ended it; a longer one may have been wrapped.
_WRAPPED = 60
# "Experience with Jira" asks for something, "Your experience" opens a section.
_ASKS = re.compile(r"\b(?:with|using|in|of|on|to)\b", re.IGNORECASE)

# In this order, since "What we are looking for" names neither, and "Preferred qualifications" both.
_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        "preferred",
        re.compile(
            r"nice[- ]to[- ]ha|good[- ]to[- ]ha|great[- ]to[- ]ha|prefer|bonus|\bplus(?:es)?\b|"
            r"desirable|desired|"
            r"optional|advantage|ideally|extra(?:s| points| credit)|would be (?:great|nice)|even better|"
            r"not required|icing|it helps",
            re.IGNORECASE,
        ),
    ),
    (
        "other",
        re.compile(
            r"\babout (?:us|the company|the team|our|[A-Z])|who we are|our (?:company|story|values|"
            r"mission|culture|"
            r"process|offer|benefits|promise|commitment)|what we (?:offer|do\b|can offer|give|provide)|"
            r"we offer|"
            r"what you(?:'|’)?(?:ll)?(?: will)? get|what(?:'|’)s in it|in it for you|benefit|perk|"
            r"compensation|salary|"
            r"remuneration|package|reward|why (?:us|join|work|you)|equal|diversity|inclusion|"
            r"accommodation|apply|"
            r"application|next steps|(?:hiring|interview|recruit\w*|selection) process|privacy|contact|"
            r"location|"
            r"working (?:hours|conditions)|travel|legal|how we (?:hire|work)|life at|the company|disclaimer",
            re.IGNORECASE,
        ),
    ),
    (
        "stack",
        re.compile(
            r"\bstack\b|technolog|tools we|our tools|we (?:work with|use)\b|tooling|tech\b", re.IGNORECASE
        ),
    ),
    (
        "required",
        re.compile(
            r"requirement|required|must[- ]ha|qualification|essential|your (?:profile|background|skills|"
            r"experience|"
            r"qualifications|strengths)|profile$|who you are|about you|what you(?:'|’)?(?:ll)?(?: "
            r"will)? (?:bring|need|have|"
            r"know|should)|what you(?:'|’)ve|you (?:bring|have|are|should|offer|might be)|(?:we(?:'|"
            r"’)re|we are|we) "
            r"(?:look|seek|expect|need|want|ask)|looking for|skills|experience|competenc|expertise|knowledge|"
            r"person specification|the ideal|candidate|criteria|education|prerequisite|you(?:'|’)ll need",
            re.IGNORECASE,
        ),
    ),
    (
        "duties",
        re.compile(
            r"responsib|duties|what you(?:'|’)?(?:ll)?(?: will)? (?:do|be doing|work|own|build)|you(?:'|"
            r"’)ll (?:do|be)|you will|"
            r"your (?:role|tasks?|job|mission|work|impact|day)|the (?:role|job|position|opportunity|"
            r"work|mission)|"
            r"role overview|job description|day[- ]to[- ]day|tasks|accountabilit|in this (?:role|position)|"
            r"about the (?:role|job|position)|key activities|main activities",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip
# "About the job" is no section on the company, whatever follows "about".
_ABOUT_THE_JOB = re.compile(r"\babout (?:the|this) (?:role|job|position|opportunity)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A bullet, or a sentence of a paragraph: its text on one line without marks, and its part."""

    text: str
    part: Part
    bullet: bool
    heading: bool = False


def posting_lines(text: str) -> list[PostingLine]:
    """The lines of a posting in order: wrapped ones joined, paragraphs cut into sentences."""
    part: Part = "intro"
    lines: list[PostingLine] = []
    for kind, words in _blocks(text):
        if kind == "heading":
            part = part_of(words) or ("other" if lines else "intro")
            label, _, rest = words.partition(":")
            lines.append(PostingLine(label.strip(" *_"), part, bullet=False, heading=True))
            if rest.strip():
                lines.append(PostingLine(rest.strip(), part, bullet=False))
        elif kind == "bullet":
            lines.append(PostingLine(words, part, bullet=True))
        else:
            lines += [PostingLine(said, part, bullet=False) for said in _SENTENCE_END.split(words) if said]
    return lines


def part_of(heading: str) -> Part | None:
    """The part that a heading opens, None when it says nothing of the kind."""
    if _ABOUT_THE_JOB.search(heading):
        return "duties"
    return next((part for part, names in _PARTS if names.search(heading)), None)


def _blocks(text: str) -> Iterator[tuple[Literal["heading", "bullet", "text"], str]]:
    """Headings, bullets and paragraphs, each on one line."""
    open_kind: Literal["bullet", "text"] | None = None
    words: list[str] = []
    for raw in [*text.split("\n"), ""]:
        bullet = _BULLET.match(raw)
        plain = _plain(raw[bullet.end() :] if bullet else raw)
        heading = bool(plain) and not bullet and _is_heading(raw, plain, open_kind is not None)
        if words and (not plain or bullet or heading):
            yield open_kind or "text", " ".join(words)
            open_kind, words = None, []
        if heading:
            yield "heading", plain
        elif plain:
            open_kind = "bullet" if bullet else (open_kind or "text")
            words.append(plain)
            if len(raw) < _WRAPPED:
                yield open_kind, " ".join(words)
                open_kind, words = None, []


def _plain(raw: str) -> str:
    marks = _MARK.match(raw)
    text = raw[marks.end() :] if marks else raw
    return " ".join(_EMPHASIS.sub("", _LINK.sub(r"\1", text)).split())


def _is_heading(raw: str, plain: str, within: bool) -> bool:
    """Whether a line is a heading: marked as one, in capitals, ended by a colon, or short and telling.

    `within` says that a paragraph or bullet is open, which a plain line goes on with.
    """
    words = plain.split()
    if _MARK.match(raw):
        return True
    if not any(char.isalpha() for char in plain):
        return False
    if plain.isupper() and len(words) <= _HEADING_WORDS and len(plain) > 3:
        return True
    if plain.endswith(":") and len(words) <= _HEADING_WORDS:
        return True
    label, colon, rest = plain.partition(":")
    if colon and rest and len(label.split()) <= 4 and part_of(label) and not within:
        return True
    ends = plain[-1] in ".,;!"
    short = not within and not ends and len(words) <= _PLAIN_HEADING_WORDS
    part = part_of(plain) if short else None
    return part is not None and (part != "required" or not _ASKS.search(plain))
