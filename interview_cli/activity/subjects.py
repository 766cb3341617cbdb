"""The first line of a commit message: its prefix, what it says, and how much that is worth asking about."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIXUP = re.compile(r"^(?:fixup|squash|amend)!\s*", re.IGNORECASE)
_MARK = r"(?::[a-z0-9_+-]{2,40}:|[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff])"
_EMOJI = re.compile(rf"^{_MARK}\s*")
# What is said to programs alone.
_TO_PROGRAMS = re.compile(
    r"\s*\[(?:skip[ -](?:ci|actions|cd)|(?:ci|actions|cd)[ -]skip|no[ -]ci)\]\s*"
    r"|^BREAKING[ -]CHANGES?\s*!?:\s*",
    re.IGNORECASE,
)
# Standards and algorithms are written like the tickets of a tracker.
_NO_TICKET = r"(?!(?:UTF|SHA|ISO|RFC|CVE|AES|RSA|MD|PEP|GPT|HTTP|TLS|BASE|ES|IPV|COVID|WIN|EC|PY|JSR)-)"
_TICKET = re.compile(
    rf"^(?:(?i:jira|issue|ticket|task|story|bug)\s*[:#-]?\s*)?(?P<open>[\[(])?"
    rf"(?P<ticket>{_NO_TICKET}[A-Z][A-Z0-9]{{1,9}}-\d{{1,6}}|#\d{{1,6}})"
    r"[\])]?(?:\s*[:,|/-]\s*|\s+|(?(open)|(?!)))"
)
# As in Django: `Fixed #123 -- Made ...`.
_CLOSES = re.compile(
    r"^(?:fix(?:e[sd])?|refs?|close[sd]?|resolve[sd]?):?\s+(?P<ticket>#\d{1,7})(?:,\s*#\d{1,7})*\s*(?:--?|:|,)\s*",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"^(?:\[(?P<square>[^\[\]]{1,30})\]|\((?P<round>[\w./*,+-]{1,30})\))[\s:]+")
_TYPES = (
    "feat|feature|fix|bugfix|hotfix|perf|refactor|security|sec|tests?|docs?|style|chore|build|ci|deps|release"
    "|revert|wip|improvement|cleanup"
)
_TYPE = re.compile(rf"^(?P<type>{_TYPES})(?:\s?\((?P<scope>[^()]{{1,40}})\))?!?:\s*", re.IGNORECASE)
# A few words of somebody's own, and a mark, before a type.
_BEFORE_TYPE = re.compile(
    rf"^[^:]{{0,30}}?{_MARK}+\s*(?=(?:{_TYPES})(?:\([^()]{{1,40}}\))?!?:)", re.IGNORECASE
)
# The name of a branch: `feature/PAY-123: ...`.
_BRANCH = re.compile(
    rf"^(?P<type>feat|feature|fix|bugfix|hotfix|chore)/(?P<scope>(?P<ticket>{_NO_TICKET}[A-Z][A-Z0-9]{{1,9}}-\d{{1,6}})?[\w.-]{{0,40}}):?\s+",
    re.IGNORECASE,
)
# As in Go and the kernel: `net/http: ...`, `mm: memcg: ...`. A colon after several words is prose.
_SCOPE = re.compile(r"^(?P<scope>[\w./*{},+-]{2,40}):\s+(?=\S)")
_ONE = rf"(?:[\w./-]*#\d{{1,7}}|\b{_NO_TICKET}[A-Z][A-Z0-9]{{1,9}}-\d{{1,6}})"
_REFERENCE = re.compile(
    r"(?:[\s,;.(\[]|^)+(?:(?i:fix(?:es|ed)?|close[sd]?|resolve[sd]?|refs?|see|part of|re|issue|pr"
    r"|(?:pull|merge) request):?\s+)?"
    rf"(?P<ticket>{_ONE})(?:\s*,\s*{_ONE})*[)\]\s.]*$"
)
_ADDRESS = re.compile(r"\(?<?\bhttps?://\S+>?\)?")

# Work that leaves nothing to talk about, by what its subject says.
_ROUTINE = re.compile(
    r"""^(?:
      (?:fix(?:e[sd]|ing)?\b\W*)+
    | (?:oops|ups|whoops|argh\w*|damn|ffs|wtf|why|(?:please|pls|plz)\ (?:work|pass|build))\b.*
    | (?:please\ |now\ )?(?:try|trying|test|testing)\ (?:again|this|it|that|something|once\ more)
    | (?:the\ )?(?:final|last|real)\ (?:version|commit|try|one)\b.*
    | (?:wip|work\ in\ progress|tmp|temp|checkpoint|save|stuff|misc\w*|oops|foo|asdf\w*|tests?|testing|\W+)
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
    | bump\ (?:the\ )?\S+\ group\b.*
    | (?:bump|update|upgrade)[sd]?\ (?:(?:dev-?)?dependency|module|action|plugin|image|package)\ \S+
        (?:\ (?:from\ \S+\ )?to\ v?\d\S*)?(?:\ \[security\])?
    | (?:bump|release|prepare|tag|version)\b.{0,30}\bv?\d+\.\d+.* | v?\d+(?:\.\d+)+\S* | release
    | (?:initial|first)\ commit.* | init(?:ial)?(?:\ (?:import|version|project))?
    | merged?\ (?:in\ \S+|\S+\ (?:in)?to\ \S+)(?:\ \(.*)?
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
_QUOTED_REVERT = re.compile(r'^(?P<verb>revert)(?:ed|s|ing)? "(?P<what>.+)"$', re.IGNORECASE)
# A sentence in capitals, of three words at least.
_SHOUTED = re.compile(r"[^a-z]*[A-Z]{2,}[^a-z\s]*\s+[^a-z\s]+\s+[^a-z]*[A-Z]{3,}[^a-z]*")
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
    rest = _TO_PROGRAMS.sub(" ", rest).strip()
    kind = scope = ticket = ""
    for _ in range(5):
        before = rest
        rest = _EMOJI.sub("", _BEFORE_TYPE.sub("", rest))
        if found := _CLOSES.match(rest) or _TICKET.match(rest):
            ticket, rest = ticket or found["ticket"], rest[found.end() :]
        elif found := _BRANCH.match(rest):
            kind, ticket = kind or found["type"].lower(), ticket or found["ticket"] or ""
            scope, rest = scope or ("" if found["ticket"] else found["scope"]), rest[found.end() :]
        elif found := _TYPE.match(rest):
            kind, scope = kind or found["type"].lower(), scope or found["scope"] or ""
            rest = rest[found.end() :]
        elif found := _BRACKET.match(rest):
            named = found["square"] or found["round"]
            is_type = _TYPE.match(f"{named}:")
            kind, scope = (kind or named.lower(), scope) if is_type else (kind, scope or named)
            rest = rest[found.end() :]
        elif found := _SCOPE.match(rest):
            scope, rest = scope or found["scope"], rest[found.end() :]
        if rest == before:
            break
    if (found := _REFERENCE.search(rest)) and found.start():
        ticket = ticket or found["ticket"]
        rest = rest[: found.start()]
    text = " ".join(_ADDRESS.sub("", rest).split()).rstrip(" .:;,")
    if found := _QUOTED_REVERT.match(text):
        text = f'{found["verb"]} "{read_subject(found["what"]).text}"'
    text = text.lower() if _SHOUTED.fullmatch(text) else text
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
    weight = _TYPE_WEIGHTS.get("revert" if _QUOTED_REVERT.match(text) else kind, _USUAL_WEIGHT)
    return min(weight, _SHORT_WEIGHT) if len(words) < _FEWEST_WORDS else weight
