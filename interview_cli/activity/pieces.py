"""From notes, files and commits to fragments: what each says, and how much there is to ask about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from interview_cli.activity.cleaning import masked, one_line, plain, shortened
from interview_cli.activity.commits import Commit
from interview_cli.activity.folder import NoteFile
from interview_cli.activity.fragment import MOST_TEXT, MOST_TITLE, Fragment, Source
from interview_cli.activity.grouping import is_companion, told_files
from interview_cli.activity.markdown import Piece, pieces_of
from interview_cli.activity.note import Note
from interview_cli.scripts import word_count

FEWEST_WORDS = 4
MOST_FILES_TOLD = 8
MOST_HASHES = 6
_MOST_BODY = 600
_MOST_WHERE = 200

# A day or a place for notes of any kind as a heading is no subject.
_NO_SUBJECT = re.compile(
    r"""^(?:[\W\d]*|.*\b\d{4}-\d{2}(?:-\d{2})?\b.*|\d{1,2}[./]\d{1,2}.*
      |(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*|(?:week|kw|sprint|day)\ ?\d+.*
      |(?:january|february|march|april|may|june|july|august|september|october|november|december)\b.*
      |notes?|to-?dos?|done|doing|log|journal|daily(?:\ \w+)?|standup
      |today|yesterday|tomorrow|misc|meetings?|tasks?|ideas?
      |summary|overview|introduction|background|links?|references?|open\ questions?|next(?:\ steps)?)$""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_]|[\"'(\[])|\n")
_STILL_TO_DO = re.compile(r"^(?:to-?\s?do|fixme|next|tomorrow|plan|later)\b\s*[:\-]", re.IGNORECASE)
_LIST_MARK = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+")

_FULL_BODY_WORDS = 12
_PARAGRAPH_WORDS = 20
_VENDORED_FILES = 200
# What is still to be done was not done lately.
_TO_DO_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """A fragment before it has a number."""

    source: Source
    title: str
    text: str
    day: date
    where: str
    weight: float

    def numbered(self, number: int) -> Fragment:
        """The fragment; its id says where it comes from."""
        return Fragment(
            id=f"{self.source}-{number}",
            source=self.source,
            title=self.title,
            text=self.text,
            date=self.day,
            where=self.where,
            weight=round(min(1.0, max(0.0, self.weight)), 2),
        )


def of_notes(notes: Iterable[Note]) -> Iterator[Found]:
    """A fragment for each note of some words."""
    for note in notes:
        text = masked(plain(note.text)).strip()
        title = _LIST_MARK.sub("", one_line(_first_sentence(text)))
        if word_count(text) >= FEWEST_WORDS and title:
            weight = (
                _TO_DO_WEIGHT
                if _STILL_TO_DO.match(title)
                else 0.7
                if word_count(text) >= _PARAGRAPH_WORDS
                else 0.6
            )
            yield Found(
                "note", shortened(title, MOST_TITLE), shortened(text, MOST_TEXT), note.date, "", weight
            )


def of_files(files: Iterable[NoteFile]) -> Iterator[Found]:
    """A fragment for each piece of each file that says something."""
    for file in files:
        for piece in pieces_of(plain(file.text)):
            if (found := _of_piece(piece, file)) is not None:
                yield found


def of_commits(group: Sequence[Commit], repository: str = "") -> Found | None:
    """The fragment of commits that belong together, the weightiest first; None where they say nothing."""
    main = group[0]
    files = told_files({name for commit in group for name in commit.files})
    title = one_line(main.subject.line)
    if main.subject.is_routine:
        title = f"Change {_named(files[0])}" if files and not is_companion(files[0]) else ""
    if not title:
        return None
    hashes = ", ".join(commit.short_id for commit in group[:MOST_HASHES])
    return Found(
        source="commits",
        title=shortened(title, MOST_TITLE),
        text=shortened(masked("\n".join(_told(group, files))), MOST_TEXT),
        day=max(commit.at for commit in group).date(),
        where=shortened(one_line(f"{repository} {hashes}"), _MOST_WHERE),
        weight=_weight(group, files),
    )


def _of_piece(piece: Piece, file: NoteFile) -> Found | None:
    text = masked(piece.text)
    words = word_count(text)
    if words < FEWEST_WORDS:
        return None
    heading = one_line(piece.heading)
    subject = "" if _NO_SUBJECT.match(heading) or len(heading.split()) < 2 else heading
    title = (
        subject
        if subject and not piece.is_item and words >= _PARAGRAPH_WORDS
        else one_line(_first_sentence(text))
    )
    weight = 0.7 if words >= _PARAGRAPH_WORDS else 0.55
    return Found(
        source="file",
        title=shortened(title, MOST_TITLE),
        text=shortened(f"{subject}: {text}" if subject else text, MOST_TEXT),
        day=file.at.date(),
        where=shortened(one_line(file.name), _MOST_WHERE),
        weight=_TO_DO_WEIGHT if piece.open_task or _STILL_TO_DO.match(title) else weight,
    )


def _told(group: Sequence[Commit], files: Sequence[str]) -> Iterator[str]:
    """What commits say and touch, in lines."""
    said: set[str] = set()
    for commit in group:
        subject = one_line(commit.subject.text)
        if subject and subject not in said:
            yield subject
        said.add(subject)
        if commit.body:
            yield shortened(plain(commit.body), _MOST_BODY)
    if files:
        more = f" and {len(files) - MOST_FILES_TOLD} more" if len(files) > MOST_FILES_TOLD else ""
        yield f"Files: {', '.join(files[:MOST_FILES_TOLD])}{more}"


def _weight(group: Sequence[Commit], files: Sequence[str]) -> float:
    weight = max(commit.subject.weight for commit in group)
    if all(commit.subject.is_routine for commit in group):
        return weight
    weight += 0.1 * any(len(commit.body.split()) >= _FULL_BODY_WORDS for commit in group)
    weight += 0.1 * (sum(not commit.subject.is_routine for commit in group) > 1)
    weight += 0.05 * (len(files) > 1)
    return weight - 0.2 * (len(files) > _VENDORED_FILES)


def _named(path: str) -> str:
    """A file by its name and folder, as one would say it."""
    return "/".join(PurePosixPath(one_line(path)).parts[-2:])


def _first_sentence(text: str) -> str:
    return next((part for part in _SENTENCE_END.split(text.strip()) if part.strip()), text)
