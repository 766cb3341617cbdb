"""A person's own commits of the last days: who that is, and what they say and touch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from interview_cli.activity.cleaning import plain
from interview_cli.activity.repository import MOST_BYTES, GitError, Repository
from interview_cli.activity.subjects import Subject, read_subject
from interview_cli.errors import UsageError

MOST_COMMITS = 1_000
# So many commits, of everybody, are looked through for them.
MOST_WALKED = 50_000
# Of a message so much is looked at; what stands beyond is hardly about the change.
MOST_MESSAGE = 20_000
MOST_FILES = 2_000
SHORT_HASH = 8

_HEAD = ("%H", "%at", "%ct", "%an", "%ae", "%aN", "%aE")
# A history that is looked through in part goes beyond the days asked for when the last of it is all older.
_LAST = 50
# Lines for programs, which name other people and repeat what stands elsewhere.
_TRAILER = re.compile(
    r"(?:[a-z]+(?:-[a-z]+)*-(?:by|id|to|on|with|url|notes?)|cc|fix(?:es)?|closes?|refs?|resolves?|link|bug|issue|pr|topic)"
    r"\s?:\s.*|\(cherry picked from .*\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Author:
    """Whose commits are wanted: by e-mail address or name, or, when `given`, by a part of either."""

    email: str = ""
    name: str = ""
    given: str = ""

    def __str__(self) -> str:
        return self.given or (
            f"{self.name} <{self.email}>" if self.name and self.email else self.email or self.name
        )

    def wrote(self, names: Sequence[str], emails: Sequence[str]) -> bool:
        """Whether a commit with these names and addresses (as written, and as mapped) is theirs."""
        if self.given:
            wanted = self.given.casefold()
            return any(
                wanted in f"{name} <{email}>".casefold() for name, email in zip(names, emails, strict=True)
            )
        return any(self.email and self.email.casefold() == email.casefold() for email in emails) or any(
            self.name and self.name.casefold() == name.casefold() for name in names
        )


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its message in parts, when it was written, and the files it touched."""

    id: str
    at: datetime
    subject: Subject
    body: str
    files: tuple[str, ...] = field(default=())

    @property
    def short_id(self) -> str:
        """The id as short as people write it."""
        return self.id[:SHORT_HASH]


@dataclass(frozen=True, slots=True)
class History:
    """Commits, newest first; `cut` when there were more than are read."""

    author: Author
    commits: tuple[Commit, ...]
    cut: bool = False


def author_of(repository: Repository, given: str = "") -> Author:
    """Whose commits count: who was named, else who git takes the person for. Raises UsageError."""
    if given:
        wanted = given.strip()
        if not wanted.isprintable() or not wanted:
            raise UsageError("--git-author must be a name or an e-mail address.", "Give it as in git log.")
        return Author(given=wanted)
    author = Author(repository.setting("user.email"), repository.setting("user.name"))
    if not (author.email or author.name):
        raise UsageError(
            f"Git does not know who you are in {repository.folder}.",
            "Name yourself with --git-author, or set git config user.email.",
        )
    return author


def history_of(repository: Repository, author: Author, now: datetime, days: int) -> History:
    """The author's commits of the last `days`, on all local branches, without merges.

    The day of a commit is when it was written, not when it was rebased or picked. git's own `--since` stops
    at the first commit that was committed earlier, and a wrong clock or a rebase puts such a one on top of
    newer ones: so the history is looked through up to a bound, and dates are compared here.

    Raises UsageError.
    """
    if not repository.has_commits():
        return History(author, ())
    since = now - timedelta(days=days)
    walked = _log(
        repository,
        _HEAD,
        ("--no-merges", f"--max-count={MOST_WALKED}", "--branches", *repository.head(), "--"),
    )
    found = sorted(
        (head for head in map(_head, walked.records) if author.wrote(head.names, head.emails)),
        key=lambda head: -head.written,
    )
    wanted = [head for head in found if head.written >= since.timestamp()]
    in_part = walked.cut or len(walked.records) == MOST_WALKED
    last = walked.records[-_LAST:]
    cut = len(wanted) > MOST_COMMITS or (
        in_part and any(_head(record).committed >= since.timestamp() for record in last)
    )
    read = _read(repository, wanted[:MOST_COMMITS], now)
    cut = cut or len(read) < min(len(wanted), MOST_COMMITS)
    commits = _each_once(read)
    return History(author, tuple(_with_files(repository, commits)), cut)


def diff_of(repository: Repository, commit: Commit, most: int) -> str:
    """The changed lines of a commit, up to `most` bytes. Raises UsageError."""
    try:
        output = repository.output(
            "diff-tree",
            *("-p", "-r", "--root", "--no-commit-id", "--unified=1", "--no-renames", "--no-color"),
            *("--no-ext-diff", "--no-textconv", "--submodule=short", commit.id, "--"),
            most=most,
        )
    except GitError as error:
        raise _unreadable(repository, error) from error
    return plain(output.data.decode("utf-8", "replace"))


def without_trailers(body: str) -> str:
    """The body of a message without trailers such as `Co-authored-by`."""
    return "\n".join(line for line in body.split("\n") if not _TRAILER.fullmatch(line.strip())).strip()


class _Records(NamedTuple):
    """What a log says of each commit, field by field; `cut` when there was more than is read."""

    records: list[list[str]]
    cut: bool


class _Head(NamedTuple):
    """Who wrote a commit and when, in seconds since 1970; names and addresses as written and as mapped."""

    id: str
    written: float
    committed: float
    names: tuple[str, str]
    emails: tuple[str, str]


def _log(
    repository: Repository, fields: Sequence[str], arguments: Sequence[str], typed: bytes = b""
) -> _Records:
    """The fields of a log; a record that was cut off at the end of the output is left out."""
    try:
        output = repository.output(
            *("log", "-z", f"--format={'%x00'.join(fields)}", "--no-decorate", "--no-notes", "--no-color"),
            *("--no-show-signature", "--no-patch", "--encoding=UTF-8", *arguments),
            typed=typed,
        )
    except GitError as error:
        raise _unreadable(repository, error) from error
    texts = output.data.split(b"\0")
    places = range(0, len(texts) - len(fields), len(fields))
    return _Records(
        [
            [text[:MOST_MESSAGE].decode("utf-8", "replace") for text in texts[place : place + len(fields)]]
            for place in places
        ],
        output.cut,
    )


def _head(record: Sequence[str]) -> _Head:
    commit_id, written, committed, name, email, mapped_name, mapped_email = record
    return _Head(
        commit_id, _seconds(written), _seconds(committed), (name, mapped_name), (email, mapped_email)
    )


def _seconds(text: str) -> float:
    return float(text) if text.isdigit() else 0.0


def _read(repository: Repository, heads: Sequence[_Head], now: datetime) -> list[Commit]:
    """Commits with what they say, in the same order, as far as that can be read."""
    if not heads:
        return []
    typed = b"".join(head.id.encode() + b"\n" for head in heads)
    said = dict(_log(repository, ("%H", "%B"), ("--no-walk=unsorted", "--stdin"), typed).records)
    commits = []
    for head in heads:
        if head.id not in said:
            break
        # Whoever sets a clock wrong, or a date by hand, still wrote it by now at the latest.
        subject, _, body = plain(said[head.id]).strip().partition("\n")
        commits.append(
            Commit(
                id=head.id,
                at=datetime.fromtimestamp(min(now.timestamp(), head.written), now.tzinfo),
                subject=read_subject(subject, f"{head.names[0]} {head.emails[0]}"),
                body=without_trailers(body),
            )
        )
    return commits


def _each_once(commits: Sequence[Commit]) -> list[Commit]:
    """Commits without those that stand on several branches in copies."""
    once: dict[tuple[str, datetime], Commit] = {}
    for commit in commits:
        once.setdefault((commit.subject.text, commit.at), commit)
    return list(once.values())


def _with_files(repository: Repository, commits: Sequence[Commit]) -> Iterator[Commit]:
    """The same commits with the names of the files they touched."""
    wanted = {commit.id.encode(): commit for commit in commits}
    if not wanted:
        return
    typed = b"".join(commit_id + b"\n" for commit_id in wanted)
    arguments = ("diff-tree", "--stdin", "-r", "-z", "--root", "--name-only", "--no-renames", "--no-ext-diff")
    try:
        listed = repository.output(*arguments, typed=typed, most=MOST_BYTES).data.split(b"\0")
    except GitError as error:
        raise _unreadable(repository, error) from error
    files: dict[bytes, list[str]] = {commit_id: [] for commit_id in wanted}
    current: list[str] = []
    for name in listed:
        if name in files:
            current = files[name]
        elif name and len(current) < MOST_FILES:
            current.append(" ".join(plain(name.decode("utf-8", "replace")).split()))
    for commit_id, commit in wanted.items():
        yield Commit(commit.id, commit.at, commit.subject, commit.body, tuple(files[commit_id]))


def _unreadable(repository: Repository, error: GitError) -> UsageError:
    reason = str(error).removeprefix("fatal: ").splitlines()[:1]
    return UsageError(
        f"Git cannot read the history of {repository.folder}: {''.join(reason) or 'it gave no reason'}.",
        "A partial clone may lack what is asked for; check it with: git log --name-only",
    )
