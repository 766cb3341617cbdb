"""English verbs as they begin commit subjects and notes, and their past forms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from interview_cli.coach.lexicon import sections_of

_LISTS = sections_of(files(__package__).joinpath("mention.txt").read_text("utf-8"))


def word_set(section: str) -> frozenset[str]:
    """The words of a section of `mention.txt`. Raises KeyError when there is no such section."""
    return frozenset(_LISTS[section].split())


# What an engineer does to code: said of the person ("you added"). Their past claims no success.
PEOPLE = word_set("of people")
_OFTEN_NOUNS = word_set("often nouns")
_AFTER_A_NOUN, _AFTER_A_VERB = word_set("after a noun"), word_set("after a verb")
_IRREGULAR = dict(pair.split(":") for pair in word_set("irregular past"))
_DOUBLED = word_set("doubled")
_ALSO_IN_OTHER_FORMS = PEOPLE | {
    "fix",
    "improve",
    "reduce",
    "optimise",
    "optimize",
    "make",
    "allow",
    "support",
}

VERBS = PEOPLE | word_set("of programs") | _OFTEN_NOUNS


def past(verb: str) -> str:
    """The past form of a verb."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if verb in _DOUBLED else f"{verb}ed"


def verb_of(text: str) -> str:
    """The verb that a subject begins with, in its base form; empty where it seems to begin with a noun.

    "Added", "Adds" and "Adding" are "add"; "Cache responses" begins with a verb, "Cache invalidation"
    does not.
    """
    first, _, rest = text.partition(" ")
    verb = _forms().get(first.lower(), "")
    if not verb or not rest or (first.isupper() and len(first) > 1):
        return ""
    following = rest.split()[0].lower().rstrip(",;:")
    if first.lower() != verb:
        return verb
    if verb in _OFTEN_NOUNS:
        plural = following.endswith("s") and not following.endswith(("ss", "us", "is"))
        is_file = "/" in following or "." in following
        return verb if plural or is_file or following in _AFTER_A_VERB else ""
    return "" if following in _AFTER_A_NOUN and verb not in ("opt", "account", "log") else verb


def is_surely_verb(word: str) -> bool:
    """Whether a word in the middle of a subject is hardly anything but a verb."""
    return word in VERBS and word not in _OFTEN_NOUNS


def is_past_of_note(word: str) -> bool:
    """Whether a word is the past form with which a note begins that tells what its writer did."""
    return word in _past_forms()


@cache
def _past_forms() -> frozenset[str]:
    return frozenset(map(past, PEOPLE | word_set("of notes")))


@cache
def _forms() -> dict[str, str]:
    forms = {}
    for verb in sorted(VERBS):
        # A plural noun looks like the third person, and a participle before a noun like the past.
        if verb not in _OFTEN_NOUNS:
            sibilant = verb.endswith(("s", "sh", "ch", "x", "z", "o"))
            ies = verb.endswith("y") and verb[-2] not in "aeiou"
            forms[f"{verb[:-1]}ies" if ies else f"{verb}es" if sibilant else f"{verb}s"] = verb
        if verb in _ALSO_IN_OTHER_FORMS:
            stem = f"{verb}{verb[-1]}" if verb in _DOUBLED else verb.removesuffix("e")
            forms |= {past(verb): verb, f"{stem}ing": verb}
    return forms | {verb: verb for verb in VERBS}
