"""Commits that belong together, as a person would tell of them: one piece of work each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from interview_cli.activity.commits import Commit
from interview_cli.activity.subjects import Subject

MOST_TOGETHER = 6
# Two subjects with this share of their words in common are about one thing (Jaccard).
_NEAR = 0.5
# A commit belongs to a folder that holds more than this part of the files it touched.
_MOSTLY = 0.5
# Files that go along with changes of any kind, and so say nothing of what a change is about.
_COMPANIONS = re.compile(
    r"(?:^|/)(?:tests?|specs?|__tests__|docs?|examples?|\.github)/|(?:^|/)(?:readme|changelog|licen[cs]e|news)[^/]*$"
    r"|(?:^|/)(?:test_[^/]*|[^/]*[._-](?:test|spec)\.\w+|[^/]*\.lock|[^/]*-lock\.\w+|[^/]*\.(?:md|rst|txt|snap|toml|cfg))$",
    re.IGNORECASE,
)
# Folders that hold everything tell nothing apart: those of such a name, and those that most commits touch.
_EVERYTHING = frozenset(
    {"src", "lib", "app", "apps", "pkg", "packages", "internal", "source", "code", "main", "python"}
)
_FEWEST_COMMITS = 5
_WORD = re.compile(r"[^\W_]{3,}")
_SMALL_WORDS = frozenset(
    "the and for with from into when that this how not all add fix use make change update remove move".split()
)


def grouped(commits: Sequence[Commit]) -> list[list[Commit]]:
    """Commits in groups of at most `MOST_TOGETHER`, the weightiest first in each.

    Those of one ticket or one scope, of one folder and those with near subjects go together; commits that
    name nothing (`wip`) go with others of their folder, else with one another.
    """
    groups: dict[str, list[Commit]] = {}
    everywhere = _everywhere(commits)
    for commit in commits:
        key = next((key for key, members in groups.items() if _is_near_any(commit, members)), None)
        groups.setdefault(key or _key(commit, everywhere), []).append(commit)
    return [
        sorted(part, key=lambda commit: -commit.subject.weight)
        for members in groups.values()
        for part in _parts(members)
    ]


def is_companion(name: str) -> bool:
    """Whether a file goes along with changes of any kind: a test, a document, a lock."""
    return bool(_COMPANIONS.search(name))


def told_files(files: Iterable[str]) -> list[str]:
    """Files in the order in which they tell what was changed: tests, documents and locks last."""
    return sorted(files, key=lambda name: (is_companion(name), name))


def folder_of(commit: Commit, everywhere: Collection[str] = ()) -> str:
    """The deepest folder that holds most of what a commit touched; empty for none, or one of `everywhere`."""
    code = [name for name in commit.files if not is_companion(name)] or list(commit.files)
    folders = Counter(folder for name in code for folder in _folders(name))
    holding = [folder for folder, count in folders.items() if count > _MOSTLY * len(code)]
    deepest = max(holding, key=lambda folder: (folder.count("/"), folders[folder], folder), default="")
    tells_nothing = deepest in everywhere or PurePosixPath(deepest).name.lower() in _EVERYTHING
    return "" if tells_nothing else deepest


def _everywhere(commits: Sequence[Commit]) -> frozenset[str]:
    """The folders that more than half of the commits touch, where there are several commits."""
    touched = Counter(
        folder
        for commit in commits
        for folder in {folder for name in commit.files for folder in _folders(name)}
    )
    many = len(commits) >= _FEWEST_COMMITS
    return frozenset(folder for folder, count in touched.items() if many and count > _MOSTLY * len(commits))


def _folders(name: str) -> list[str]:
    """The folders that a file lies in, without the top."""
    return [str(parent) for parent in PurePosixPath(name).parents][:-1]


def _key(commit: Commit, everywhere: Collection[str]) -> str:
    subject = commit.subject
    if subject.ticket:
        return f"ticket {subject.ticket}"
    if subject.scope:
        return f"scope {subject.scope}"
    if folder := folder_of(commit, everywhere):
        return f"folder {folder}"
    return "routine" if subject.is_routine else f"commit {commit.id}"


def _is_near_any(commit: Commit, members: Iterable[Commit]) -> bool:
    words = _words(commit.subject)
    return bool(words) and any(
        len(words & other) >= _NEAR * len(words | other)
        for other in (_words(known.subject) for known in members)
    )


@lru_cache(maxsize=4096)
def _words(subject: Subject) -> frozenset[str]:
    if subject.is_routine:
        return frozenset()
    return frozenset(_WORD.findall(subject.text.lower())) - _SMALL_WORDS


def _parts(members: Sequence[Commit]) -> list[list[Commit]]:
    """A group that is too large to be one piece of work, cut by the file that each commit is mostly about."""
    if len(members) <= MOST_TOGETHER:
        return [list(members)]
    by_file: dict[str, list[Commit]] = {}
    for commit in members:
        by_file.setdefault(next(iter(told_files(commit.files)), ""), []).append(commit)
    return [
        same[start : start + MOST_TOGETHER]
        for same in by_file.values()
        for start in range(0, len(same), MOST_TOGETHER)
    ]
