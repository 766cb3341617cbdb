"""Who did what in a sentence of a story: the person, the team, others, or nobody who is named.

English puts the doer right before the verb, so a plain walk over the words is enough: after "I" comes what
I did, after "we" what we did, and after "and", "then" or a comma the doer goes on ("I asked her, wrote it
down and called the depot" are three things). A verb that follows neither belongs to whatever noun stands
before it, so to somebody else ("the manager agreed"). Help verbs tell the rest: "I would ask" is no deed,
"it was sent" names no doer, "I've called" is a deed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

from interview_cli.coach.lexicon import word_list
from interview_cli.coach.words import IRREGULAR_PAST, words

Doer = Literal["", "own", "team", "other"]

_PARTICIPLES = frozenset(word_list("participles"))
# Past and present forms that tell no deed, words that may stand between a doer and the verb, words on -ed
# that are no past form, and what somebody is or feels rather than has done to them.
_STATES = frozenset(word_list("story states"))
_STATES_NOW = frozenset(word_list("story states now"))
_ADVERBS = frozenset(word_list("story adverbs"))
_NOT_PAST = frozenset(word_list("story not past"))
_FELT = frozenset(word_list("felt or been"))

_DOERS: dict[str, Doer] = {
    "i": "own",
    "we": "team",
    **dict.fromkeys("he she they somebody someone everybody everyone nobody who".split(" "), "other"),
}
# These are doers only right before a verb, and pass: in "I saw that it was wrong and told him" I told him.
_PASSING = frozenset("it you that which this there these those what".split(" "))
# No verb, although it may stand where one could.
_NO_VERB = frozenset(
    "and or but so as at in on of for to from with who which that the a an my me not no if when because than "
    "too either neither both all what how why where".split(" ")
)
_GOES_ON = frozenset(("and", "then", "but", "or", "so"))
_BE = frozenset("is are am be been being was were get gets got getting".split(" "))
_BE_NOW = frozenset("is are am be being get gets getting".split(" "))
_HAVE = frozenset("have has had having".split(" "))
_DO = frozenset("do does did".split(" "))
_WOULD = frozenset(("would", "should"))
_MODAL = frozenset("will can could might must may shall".split(" "))
_PAST_HELP = frozenset(("was", "were", "had", "did", "could"))
_SHORT_HELP = {"m": "am", "re": "are", "s": "is", "ve": "have", "d": "had", "ll": "will"}
# "I'd never asked" is "I had", "I'd ask" is "I would".
_BEFORE_PARTICIPLE = frozenset(("only", "never", "already", "just", "always", "ever"))
# Before these words a form on -ed describes a thing: "the fixed price".
_DESCRIBED = frozenset(
    "the a an my his her their our your its this that these those very more most".split(" ")
)
# What follows "did" where it is the verb itself.
_DONE = _DESCRIBED | frozenset(
    "it them everything something some all both then most five two three what".split(" ")
)
_CLAUSE_END = re.compile(r"[,;:()](?!\d)|\s[-–—]+\s|—")


@dataclass(frozen=True, slots=True)
class Deeds:
    """What is done in a sentence: things told as past, and as present, by doer; all verbs in the past.

    `others` are those of other people and of things, `own_now` and `team_now` deeds told in the present
    ("I ring them"), `nobody` those without a doer ("a proposal was made"), `would` what is only supposed.
    """

    own: int = 0
    team: int = 0
    others: int = 0
    own_now: int = 0
    team_now: int = 0
    nobody: int = 0
    past: int = 0
    would: int = 0


@lru_cache(maxsize=512)
def deeds(text: str) -> Deeds:
    """Count the deeds of one sentence."""
    walk = _Walk()
    for clause in _CLAUSE_END.split(text):
        walk.clause(words(clause))
    return walk.told()


class _Walk:
    """Goes over the words of a sentence and remembers who acts."""

    def __init__(self) -> None:
        self.doer: Doer = ""
        self.main: Doer = ""
        self.help = ""
        # Whether a verb may come next for the doer; `again` when one has come before.
        self.open = False
        self.again = False
        self.counts = dict.fromkeys((field.name for field in fields(Deeds)), 0)

    def told(self) -> Deeds:
        return Deeds(**self.counts)

    def clause(self, said: Sequence[str]) -> None:
        if said:
            self.go_on()
        before = ""
        for place, word in enumerate(said):
            self.word(word, before, said[place + 1] if place + 1 < len(said) else "")
            # "Is well organized" and "was quickly sent": what stands between says how.
            before = before if word in _ADVERBS or word == "well" else word

    def go_on(self) -> None:
        """A comma or "and": the doer so far may do the next thing."""
        self.doer = self.main
        self.open, self.again, self.help = bool(self.doer), True, ""

    def word(self, word: str, before: str, after: str) -> None:
        base, _, short = word.partition("'")
        if base in _DOERS or (base in _PASSING and (short or _is_verb_form(after))):
            self.doer, self.open, self.again, self.help = _DOERS.get(base, ""), True, False, ""
            self.main = self.doer or self.main
            if short in _SHORT_HELP:
                self.assist("would" if short == "d" and not _is_participle(after) else _SHORT_HELP[short])
        elif word in _GOES_ON:
            self.go_on()
        elif word in _ADVERBS:
            return
        elif word in _BE | _HAVE | _DO | _WOULD | _MODAL or (short and base.endswith("n")):
            self.assist(word)
            if base == "did" and not short and self.open and after in _DONE:
                self.add(True, "")
                self.open = False
        elif self.open and word not in _NO_VERB:
            self.verb(word)
            self.open = False
        elif _is_past(word) and before not in _DESCRIBED | _BE_NOW:
            self.counts["past"] += 1
            if before in _BE:
                self.counts["nobody"] += word not in _FELT
            else:
                self.counts["others"] += word not in _STATES
            self.doer = self.main = "other"

    def assist(self, word: str) -> None:
        """A help verb: it says how the verb that follows is meant."""
        whole = word.replace("n't", "")
        self.counts["past"] += whole in _PAST_HELP
        self.counts["would"] += whole in _WOULD and self.open and self.doer in ("own", "team")
        self.help = word

    def verb(self, word: str) -> None:
        """The main verb of the doer, after its help verb if it has one."""
        past = _is_past(word)
        if self.help in _HAVE or (self.help in _BE - _BE_NOW and past):
            self.by_help(word, past=past or word in _PARTICIPLES)
        elif self.help:
            return
        elif past:
            self.counts["past"] += 1
            self.add(word not in _STATES, "")
        elif not self.again:
            self.add(word not in _STATES_NOW | _STATES, "_now")

    def by_help(self, word: str, *, past: bool) -> None:
        if self.help in _HAVE:
            self.counts["past"] += past
            self.add(past and word not in _STATES, "")
        elif self.doer in ("", "other"):
            self.counts["nobody"] += word not in _FELT

    def add(self, is_deed: bool, tense: Literal["", "_now"]) -> None:
        if is_deed and self.doer in ("own", "team"):
            self.counts[f"{self.doer}{tense}"] += 1
        elif is_deed and self.doer and not tense:
            self.counts["others"] += 1


def _is_past(word: str) -> bool:
    return word in IRREGULAR_PAST or (len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST)


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or _is_past(word) or word in _BEFORE_PARTICIPLE


def _is_verb_form(word: str) -> bool:
    return _is_past(word) or word in _BE | _HAVE | _DO | _WOULD | _MODAL
