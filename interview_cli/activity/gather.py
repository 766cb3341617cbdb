"""Everything the person did lately, from all the sources that were named, as a few fragments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from interview_cli.activity.cleaning import masked, shortened
from interview_cli.activity.commits import author_of, diff_of, history_of
from interview_cli.activity.folder import read_folder
from interview_cli.activity.fragment import MOST_DIFF, Fragment
from interview_cli.activity.grouping import grouped
from interview_cli.activity.note import Note
from interview_cli.activity.pieces import Found, of_commits, of_files, of_notes
from interview_cli.activity.repository import Repository

DEFAULT_DAYS = 7
# More than an interview can go into; the weightiest stay.
MOST_FRAGMENTS = 12
# Below this there is nothing to ask about; such fragments are kept only where there are no others.
_SLIGHT = 0.25
_BYTES_OF_DIFF = 4 * MOST_DIFF


@dataclass(frozen=True, slots=True)
class Sources:
    """Where to look: notes of one's own, folders of Markdown files, repositories.

    `author` names whose commits are wanted, empty for the person git knows; with `diffs` the changed
    lines of commits are read too.
    """

    days: int = DEFAULT_DAYS
    notes: Sequence[Note] = ()
    folders: Sequence[Path] = ()
    repositories: Sequence[Path] = ()
    author: str = ""
    diffs: bool = False


@dataclass(slots=True)
class Gathered:
    """The fragments, and what the person should know, in sentences."""

    fragments: list[Fragment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def gather(sources: Sources, now: datetime) -> Gathered:
    """What was done in the last days before `now`. Raises UsageError for a folder that cannot be used."""
    gathered = Gathered()
    first_day = (now - timedelta(days=sources.days)).date()
    found = [
        list(of_notes(note for note in sources.notes if first_day <= note.date <= now.date())),
        *_in_folders(sources, now, gathered.remarks),
        *_in_repositories(sources, now, gathered.remarks),
    ]
    gathered.fragments = _numbered(chosen(found))
    return gathered


def chosen(found: Iterable[Sequence[Found]]) -> list[Found]:
    """At most `MOST_FRAGMENTS`, the weightiest of each source in turn; slight ones only without others."""
    by_source = [sorted(_each_once(part), key=lambda one: -one.weight) for part in found]
    turns = [one for turn in zip_longest(*by_source) for one in turn if one is not None]
    weighty = [one for one in turns if one.weight >= _SLIGHT]
    return (weighty or turns)[:MOST_FRAGMENTS]


def _each_once(found: Iterable[Found]) -> Iterator[Found]:
    seen = set()
    for one in found:
        if (key := one.title.casefold()) not in seen:
            seen.add(key)
            yield one


def _numbered(found: Iterable[Found]) -> list[Fragment]:
    counts: dict[str, int] = {}
    fragments = []
    for one in found:
        counts[one.source] = counts.get(one.source, 0) + 1
        fragments.append(one.numbered(counts[one.source]))
    return fragments


def _in_folders(sources: Sources, now: datetime, remarks: list[str]) -> Iterator[list[Found]]:
    for folder in sources.folders:
        files, told = read_folder(folder, now, sources.days)
        remarks.extend(told)
        if not files:
            remarks.append(f"No Markdown file in {folder} was changed in the last {_days(sources.days)}.")
        yield list(of_files(files))


def _in_repositories(sources: Sources, now: datetime, remarks: list[str]) -> Iterator[list[Found]]:
    for folder in sources.repositories:
        repository = Repository(folder)
        author = author_of(repository, sources.author)
        history = history_of(repository, author, now, sources.days)
        if not history.commits:
            remarks.append(f"No commit of {author} in {repository.folder} in the last {_days(sources.days)}.")
        if history.cut:
            remarks.append(
                f"{repository.folder} has more commits than are read; "
                f"the newest {len(history.commits)} count."
            )
        name = repository.folder.name if len(sources.repositories) > 1 else ""
        found = []
        for group in grouped(history.commits):
            one = of_commits(group, name)
            if one is not None and sources.diffs:
                diff = masked(diff_of(repository, group[0], _BYTES_OF_DIFF))
                one = replace(one, text=f"{one.text}\n{shortened(diff, MOST_DIFF - 1)}")
            if one is not None:
                found.append(one)
        yield found


def _days(days: int) -> str:
    return "day" if days == 1 else f"{days} days"
