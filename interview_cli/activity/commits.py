"""A person's own commits of the last days: who that is, and what they say and touch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from interview_cli.activity.cleaning import plain
from interview_cli.activity.repository import MOST_BYTES, GitError, Repository
from interview_cli.activity.subjects import Subject, read_subject
from interview_cli.errors import UsageError

MOST_COMMITS = 1_000
# Of a message so much is looked at; what stands beyond is hardly about the change.
MOST_MESSAGE = 20_000
MOST_FILES = 2_000
SHORT_HASH = 8

_FIELDS = ("%H", "%at", "%an", "%ae", "%aN", "%aE", "%B")
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

    @property
    def patterns(self) -> list[str]:
        """What git is to look for in names and addresses."""
        return [text for text in (self.given, self.email, self.name) if text]

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
    if not author.patterns:
        raise UsageError(
            f"Git does not know who you are in {repository.folder}.",
            "Name yourself with --git-author, or set git config user.email.",
        )
    return author


def history_of(repository: Repository, author: Author, now: datetime, days: int) -> History:
    """The author's commits of the last `days`, on all local branches, without merges.

    The day of a commit is when it was written, not when it was rebased. Raises UsageError.
    """
    if not repository.has_commits():
        return History(author, ())
    since = now - timedelta(days=days)
    try:
        output = repository.output(
            "log",
            "-z",
            f"--format={'%x00'.join(_FIELDS)}",
            "--no-merges",
            "--no-decorate",
            "--no-notes",
            "--no-color",
            "--no-show-signature",
            "--no-patch",
            "--encoding=UTF-8",
            "--fixed-strings",
            "--regexp-ignore-case",
            *(f"--author={pattern}" for pattern in author.patterns),
            f"--since=@{int(since.timestamp())}",
            f"--max-count={MOST_COMMITS + 1}",
            "--branches",
            *repository.head(),
            "--",
        )
    except GitError as error:
        raise _unreadable(repository, error) from error
    found = [commit for commit in _parsed(output.data, author, now) if commit.at >= since]
    cut = output.cut or len(found) > MOST_COMMITS
    return History(author, tuple(_with_files(repository, _each_once(found[:MOST_COMMITS]))), cut)


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


def _parsed(data: bytes, author: Author, now: datetime) -> Iterator[Commit]:
    """The commits of a log; one that was cut off at the end of the output is left out."""
    fields = data.split(b"\0")
    for start in range(0, len(fields) - len(_FIELDS), len(_FIELDS)):
        texts = [
            text[:MOST_MESSAGE].decode("utf-8", "replace") for text in fields[start : start + len(_FIELDS)]
        ]
        commit_id, written, name, email, mapped_name, mapped_email, message = texts
        if not author.wrote((name, mapped_name), (email, mapped_email)):
            continue
        # Whoever sets a clock wrong, or a date by hand, still wrote it by now at the latest.
        at = min(now.timestamp(), float(written)) if written.isdigit() else 0.0
        subject, _, body = plain(message).strip().partition("\n")
        yield Commit(
            id=commit_id,
            at=datetime.fromtimestamp(at, now.tzinfo),
            subject=read_subject(subject, f"{name} {email}"),
            body=without_trailers(body),
        )


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
