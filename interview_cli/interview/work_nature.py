"""What kind of work a note or a commit tells of."""

from __future__ import annotations

import re
from typing import Literal

from interview_cli.activity.fragment import Fragment
from interview_cli.activity.subjects import read_subject
from interview_cli.interview.verbs import verb_of

Nature = Literal[
    "feature",
    "fix",
    "speed",
    "race",
    "guard",
    "restructure",
    "removal",
    "tests",
    "upgrade",
    "data",
    "delivery",
    "docs",
    "note",
    "decision",
]

_TYPES: dict[str, Nature] = {
    **dict.fromkeys(("fix", "bugfix", "hotfix"), "fix"),
    **dict.fromkeys(("test", "tests"), "tests"),
    **dict.fromkeys(("doc", "docs"), "docs"),
    **dict.fromkeys(("sec", "security"), "guard"),
    **dict.fromkeys(("ci", "build"), "delivery"),
    "perf": "speed",
    "refactor": "restructure",
    "deps": "upgrade",
    "revert": "removal",
}
_VERBS: dict[str, Nature] = {
    **dict.fromkeys(("fix", "mend", "correct", "repair", "resolve"), "fix"),
    **dict.fromkeys(
        ("optimise", "optimize", "speed", "precompute", "prefetch", "parallelise", "parallelize"), "speed"
    ),
    **dict.fromkeys(
        (
            "refactor",
            "rename",
            "move",
            "split",
            "extract",
            "simplify",
            "rewrite",
            "restructure",
            "reorganise",
            "reorganize",
        ),
        "restructure",
    ),
    **dict.fromkeys(
        ("unify", "decouple", "inline", "separate", "isolate", "consolidate", "rework", "redesign"),
        "restructure",
    ),
    **dict.fromkeys(("remove", "delete", "drop", "strip", "deprecate", "prune", "rip", "revert"), "removal"),
    **dict.fromkeys(("upgrade", "bump", "downgrade", "unpin", "pin"), "upgrade"),
    **dict.fromkeys(
        ("validate", "sanitise", "sanitize", "escape", "encrypt", "authenticate", "authorise", "authorize"),
        "guard",
    ),
    **dict.fromkeys(("reject", "refuse", "forbid", "verify", "restrict", "mask", "redact"), "guard"),
    **dict.fromkeys(("document", "describe", "explain"), "docs"),
}
# Words that settle it wherever they stand, the most telling first.
_WORDS: tuple[tuple[Nature, re.Pattern[str]], ...] = (
    (
        "tests",
        re.compile(
            r"^(?:more |add(?:ed|s)? |write |extend )*(?:\w+ )?tests?\b|\btest (?:suite|coverage|cases?)\b",
            re.I,
        ),
    ),
    ("docs", re.compile(r"\b(?:readme|documentation|docstrings?|changelog|user guide)\b", re.I)),
    (
        "race",
        re.compile(r"\b(?:races?|race condition|deadlocks?|mutex|thread[- ]safe\w*|concurren\w+)\b", re.I),
    ),
    (
        "data",
        re.compile(
            r"\b(?:(?:schema|database|data) (?:migrations?|change)|backfill\w*|(?:primary|foreign) keys?)\b"
            r"|^migrated? .*\b(?:table|column|keys?|database)\b",
            re.I,
        ),
    ),
    (
        "guard",
        re.compile(
            r"\b(?:security|vulnerab\w+|csrf|xss|sql injection|rate limit\w*|permissions?|saniti[sz]\w+)\b",
            re.I,
        ),
    ),
    ("fix", re.compile(r"\b(?:bug|crash(?:es)?|leaks?|regression|broken|flaky)\b", re.I)),
    (
        "speed",
        re.compile(
            r"\b(?:faster|performance|latency|speed ?up|slow|cach(?:e|es|ing) (?!key|invalid)|once per"
            r"|memory usage|n\+1|lazily)\b",
            re.I,
        ),
    ),
    (
        "delivery",
        re.compile(
            r"\b(?:ci|pipeline|docker\w*|helm|terraform|kubernetes|k8s|github actions|deploy(?:ment|s)?)\b",
            re.I,
        ),
    ),
)
_DECIDED = re.compile(
    r"\b(?:decid\w+|chose|choose|settled on|agreed|instead of|rather than|went with|opted)\b", re.I
)
# What a note tells of in its first words: work like that of a commit, or something found out or thought.
_WORKED = re.compile(r"^(?:I |we )?(?:have |had )?(?P<verb>\w+(?:ed|t|ote|an|ew|ut))\b", re.I)


def nature_of(fragment: Fragment) -> Nature:
    """What kind of work a fragment tells of."""
    if fragment.source != "commits":
        if _DECIDED.search(fragment.title):
            return "decision"
        worked = _WORKED.match(fragment.title)
        changed = worked is not None and verb_of(f"{worked['verb']} it")
        return _by_words(fragment.title, changed) if changed else "note"
    subject = read_subject(fragment.title)
    return _TYPES.get(subject.type) or _by_words(subject.text, verb_of(subject.text))


def _by_words(text: str, verb: str) -> Nature:
    """The kind of work by telling words, else by the verb."""
    by_word = next((nature for nature, words in _WORDS if words.search(text)), None)
    return by_word or _VERBS.get(verb, "feature")
