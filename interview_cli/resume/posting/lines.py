"""A posting cut into lines, each with the part of the posting that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

Part = Literal["intro", "duties", "required", "preferred", "stack", "other"]

_MARK = re.compile(r"^\s*#{1,6}\s+|^\s*\*\*(?=[^*]+\*\*:?\s*$)|^\s*__(?=[^_]+__:?\s*$)")
_BULLET = re.compile(r"^\s*(?:[-*+•●○◦▪‣·–—✓✔→]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(])|(?<=;)\s+")
_HEADING_WORDS, _PLAIN_HEADING_WORDS = 9, 6
# A line this short ends where its writer ended it. A longer one may have been wrapped, unless the next one
# begins like an item of its own.
_WRAPPED = 60
_GOES_ON = re.compile(
    r"(?:,|[-–—:&/(]|\b(?:and|or|the|an?|of|in|on|to|with|for|by|at|from|as|our|your|is|are))$", re.IGNORECASE
)
# "Experience with Jira" asks for something, "Your experience" opens a section.
_ASKS = re.compile(r"\b(?:with|using|in|of|on|to)\b", re.IGNORECASE)

# How headings begin or what they hold, in small letters, hyphens as spaces, short forms written out. The
# first part that fits counts: "Preferred qualifications" are wishes, "What we offer you" is no requirement.
_HEADINGS: tuple[tuple[Part, str], ...] = (
    ("duties", "about the role, about this role, about the job, about this job, about the position"),
    ("required", "about you"),
    (
        "preferred",
        "nice to ha, good to ha, great to ha, prefer, bonus, plus, desirable, desired, optional, advantage, "
        "ideally, extra points, extra credit, would be great, would be nice, even better, not required, "
        "it helps",
    ),
    (
        "other",
        "about, who we are, our company, our story, our values, our mission, our culture, our process, "
        "our offer, our benefits, our promise, our commitment, what we offer, what we do, what we can offer, "
        "what we give, what we provide, we offer, what you get, what you will get, in it for you, benefit, "
        "perk, compensation, salary, remuneration, package, reward, why us, why join, why work, equal, "
        "diversity, inclusion, accommodation, apply, how to apply, application, next steps, hiring process, "
        "interview process, recruitment process, selection process, privacy, contact, location, "
        "working hours, working conditions, travel, legal, how we hire, how we work, life at, the company, "
        "disclaimer",
    ),
    (
        "stack",
        "stack, technolog, tools we, our tools, we work with, we use, you will work with, you will use, "
        "tooling, tech",
    ),
    (
        "required",
        "requirement, required, must ha, qualification, essential, your profile, your background, "
        "your skills, your experience, your qualifications, your strengths, profile, who you are, "
        "what you bring, what you will bring, what you need, what you will need, what you have, "
        "what you know, what you should, you bring, you have, you are, you should, you offer, "
        "you might be, you will need, we look, we are looking, we seek, we are seeking, we expect, we need, "
        "we want, we ask, looking for, skills, experience, competenc, expertise, knowledge, "
        "person specification, the ideal, candidate, criteria, education, prerequisite",
    ),
    (
        "duties",
        "responsib, duties, what you do, what you will do, what you will be doing, what you will work, "
        "what you will own, what you will build, you will, your role, your task, your job, your mission, "
        "your work, your impact, your day, the role, the job, the position, the opportunity, the work, "
        "the mission, role overview, job description, day to day, tasks, accountabilit, in this role, "
        "in this position, key activities, main activities",
    ),
)
_SHORT_FORMS = (("’", "'"), ("-", " "), ("'ll ", " will "), ("'re ", " are "), ("'ve ", " have "))


@cache
def _patterns() -> tuple[tuple[Part, re.Pattern[str]], ...]:
    return tuple(
        (part, re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases.split(', ')))})"))
        for part, phrases in _HEADINGS
    )


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
            # Under a heading that says nothing of the kind most postings tell of the work.
            part = part_of(words) or ("duties" if lines else "intro")
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
    plain = f"{heading} ".casefold()
    for short, long in _SHORT_FORMS:
        plain = plain.replace(short, long)
    if plain.strip(" :") == "you":
        return "required"
    return next((part for part, pattern in _patterns() if pattern.search(plain)), None)


def _blocks(text: str) -> Iterator[tuple[Literal["heading", "bullet", "text"], str]]:
    """Headings, bullets and paragraphs, each on one line."""
    open_kind: Literal["bullet", "text"] | None = None
    words: list[str] = []
    for raw in [*text.split("\n"), ""]:
        bullet = _BULLET.match(raw)
        plain = _plain(raw[bullet.end() :] if bullet else raw)
        heading = bool(plain) and not bullet and _is_heading(raw, plain, open_kind is not None)
        if words and (not plain or bullet or heading or _begins_anew(plain, words[-1])):
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


def _begins_anew(line: str, before: str) -> bool:
    """Whether a line begins something of its own: with a capital, after a line that does not go on."""
    return line[0].isupper() and not _GOES_ON.search(before)


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
