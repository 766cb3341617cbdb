"""The first line of a commit message: its prefix, what it says, and how much that is worth asking about."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIXUP = re.compile(r"^(?:fixup|squash|amend)!\s*", re.IGNORECASE)
_EMOJI = re.compile(r"^(?::[a-z0-9_+-]{2,40}:|[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff])\s*")
# Standards and algorithms are written like the tickets of a tracker.
_NO_TICKET = r"(?!(?:UTF|SHA|ISO|RFC|CVE|AES|RSA|MD|PEP|GPT|HTTP|TLS|BASE|ES|IPV|COVID|WIN|EC|PY|JSR)-)"
_TICKET = re.compile(
    rf"^[\[(]?(?P<ticket>{_NO_TICKET}[A-Z][A-Z0-9]{{1,9}}-\d{{1,6}}|#\d{{1,6}})[\])]?(?:\s*[:,-]\s*|\s+)"
)
# As in Django: `Fixed #123 -- Made ...`.
_CLOSES = re.compile(
    r"^(?:fix(?:e[sd])?|refs?|close[sd]?|resolve[sd]?):?\s+(?P<ticket>#\d{1,7})(?:,\s*#\d{1,7})*\s*(?:--?|:|,)\s*",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"^\[(?P<scope>[^\[\]]{1,30})\][\s:]+")
_TYPES = (
    "feat|feature|fix|bugfix|hotfix|perf|refactor|security|sec|tests?|docs?|style|chore|build|ci|deps|release"
    "|revert|wip|improvement|cleanup"
)
_TYPE = re.compile(rf"^(?P<type>{_TYPES})(?:\((?P<scope>[^()]{{1,40}})\))?!?:\s*", re.IGNORECASE)
# As in Go and the kernel: `net/http: ...`, `mm: memcg: ...`. A colon after several words is prose.
_SCOPE = re.compile(r"^(?P<scope>[\w./*{},+-]{2,40}):\s+(?=\S)")
_ONE = rf"(?:[\w./-]*#\d{{1,7}}|\b{_NO_TICKET}[A-Z][A-Z0-9]{{1,9}}-\d{{1,6}})"
_REFERENCE = re.compile(
    r"(?:[\s,;.(\[]|^)+(?:(?i:fix(?:es|ed)?|close[sd]?|resolve[sd]?|refs?|see|part of|re|issue|pr):?\s+)?"
    rf"(?P<ticket>{_ONE})(?:\s*,\s*{_ONE})*[)\]\s.]*$"
)
_ADDRESS = re.compile(r"\(?<?\bhttps?://\S+>?\)?")

# Work that leaves nothing to talk about, by what its subject says.
_ROUTINE = re.compile(
    r"""^(?:
      (?:wip|work\ in\ progress|tmp|temp|checkpoint|save|stuff|misc\w*|oops|foo|asdf\w*|tests?|testing|\W+)
    | (?:(?:a|some|more|minor|small|various|little|tiny|misc\w*|random|quick|final|further|other|last)\ )+
        (?:\w+\ )?(?:fix(?:es)?|bugfix(?:es)?|changes?|improvements?|tweaks?|refactoring|cleanups?|edits?
        |stuff|updates?|work|wip|tests?)
    | (?:fix(?:ed|es|ing)?|correct(?:ed|s)?|add(?:ed|s)?|update[ds]?|remove[ds]?)
        \ (?:(?:a|an|the|some|another|small|minor|more|few|missing|stupid|unused|all)\ )*
        (?:typos?(?:\ in\ .*)?|spelling|grammar|white-?spaces?|lint(?:er|ing)?(?:\ \w+)?|format(?:ting)?
        |indent\w*|style|flake8|ruff|mypy|eslint|(?:unused\ )?imports?|tests?|build|ci|pipeline
        |(?:merge\ )?conflicts?|warnings?|review\ comments?|it|this|again
        |bugs?|issues?|comments?|docstrings?|logs?|logging|prints?|todos?|files?|docs?|documentation)
    | typos?\b.*
    | (?:re)?format(?:ted|ting)?(?:\ (?:the\ )?(?:code|files?|everything|with\ \w+))?
    | (?:(?:run|apply)\ )?(?:lint|linting|linter|black|ruff|prettier|gofmt|rustfmt|isort)
        (?:\ (?:fix(?:es)?|errors?|code))?
    | (?:bump|update|upgrade)[sd]?\ (?:(?:all|the|some|dev|project|python|npm|go|readme)\ )*
        (?:versions?|dep(?:endenc(?:y|ies)|s)?|lock\s?files?|packages?|requirements(?:\.txt)?|changelog
        |readme(?:\.md)?|docs?|licen[cs]e|copyright|year|submodules?|translations?|\.?gitignore|snapshots?
        |\S+\ (?:from\ \S+\ )?to\ v?\d\S*)
        (?:\ (?:to|in|for|from)\ .*)?
    | (?:bump|release|prepare|tag|version)\b.{0,30}\bv?\d+\.\d+.* | v?\d+(?:\.\d+)+\S* | release
    | (?:initial|first)\ commit.* | init(?:ial)?(?:\ (?:import|version|project))?
    | merged?\ (?:remote-tracking\ )?(?:branch|branches|pull\ request|tag|master|main|develop|upstream)\b.*
    | (?:address|apply|review)\w*\ .{0,20}\b(?:comments?|feedback|suggestions?|review)\b.*
    | (?:clean\ ?up|cleanups?|cleaning(?:\ up)?|tidy(?:\ up)?|polish|nits?)(?:\ (?:the\ )?code)?
    | (?:update|change|edit|fix|bugfix|hotfix|improvement|refactor|revert)(?:s|d|ed|ing)?
    | (?:update|create|delete|add|edit|rename)[sd]?\ [\w./-]+\.\w{1,5}
    )[\s.!]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_BOT = re.compile(
    r"\[bot\]|\b(?:dependabot|renovate|github-actions|greenkeeper|semantic-release|mergify|pre-commit-ci)\b",
    re.IGNORECASE,
)

_ROUTINE_WEIGHT = 0.1
_USUAL_WEIGHT = 0.6
_SHORT_WEIGHT = 0.3
_TYPE_WEIGHTS = {
    **dict.fromkeys(("feat", "feature", "perf", "security", "sec"), 0.75),
    **dict.fromkeys(("fix", "bugfix", "hotfix", "refactor", "improvement"), 0.7),
    **dict.fromkeys(("test", "tests"), 0.45),
    **dict.fromkeys(("build", "ci", "cleanup", "revert"), 0.35),
    **dict.fromkeys(("doc", "docs", "style", "chore", "deps", "release", "wip"), 0.2),
}
_REVERTS = re.compile(r'^revert "', re.IGNORECASE)
_FEWEST_WORDS = 3
# What is longer is no subject line; patterns are not tried on more.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Subject:
    """What a subject says without its prefixes; `scope` and `ticket` are empty where it has none.

    `line` keeps type and scope, and has no marks, tickets and addresses.
    """

    line: str
    text: str
    type: str
    scope: str
    ticket: str
    weight: float

    @property
    def is_routine(self) -> bool:
        """Whether the subject names nothing that could be asked about."""
        return self.weight <= _ROUTINE_WEIGHT


def read_subject(line: str, author: str = "") -> Subject:
    """A subject in parts, with its weight (0-1); `author` is who wrote it, to tell programs from people."""
    line = line[:_LONGEST].strip()
    rest = _FIXUP.sub("", line)
    amends = rest != line
    kind = scope = ticket = ""
    for _ in range(4):
        before = rest
        rest = _EMOJI.sub("", rest)
        if found := _CLOSES.match(rest) or _TICKET.match(rest):
            ticket, rest = ticket or found["ticket"], rest[found.end() :]
        elif found := _TYPE.match(rest):
            kind, scope, rest = (
                kind or found["type"].lower(),
                scope or found["scope"] or "",
                rest[found.end() :],
            )
        elif found := _BRACKET.match(rest) or _SCOPE.match(rest):
            scope, rest = scope or found["scope"], rest[found.end() :]
        if rest == before:
            break
    if (found := _REFERENCE.search(rest)) and found.start():
        ticket = ticket or found["ticket"]
        rest = rest[: found.start()]
    text = " ".join(_ADDRESS.sub("", rest).split()).rstrip(" .:;,")
    scope = scope.strip().lower()
    prefix = f"{kind}({scope}): " if kind and scope else f"{kind or scope}: " if kind or scope else ""
    return Subject(
        f"{prefix}{text}" if text else "",
        text,
        kind,
        scope,
        ticket,
        _weight(text, kind, author, amends=amends),
    )


def _weight(text: str, kind: str, author: str, *, amends: bool) -> float:
    words = text.split()
    if not words or amends or _ROUTINE.match(text) or _BOT.search(author):
        return _ROUTINE_WEIGHT
    weight = _TYPE_WEIGHTS.get("revert" if _REVERTS.match(text) else kind, _USUAL_WEIGHT)
    return min(weight, _SHORT_WEIGHT) if len(words) < _FEWEST_WORDS else weight
