"""Whether a question that a model wrote may be asked: short, about one thing, presupposing nothing."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.coach.languages import foreign_letters, is_english, other_language
from interview_cli.coach.pleas import is_steering
from interview_cli.coach.words import content_stems, split_sentences, words
from interview_cli.interview.off_limits import off_limits
from interview_cli.scripts import length, word_count

SHORTEST_WORDS: Final = 3
LONGEST_WORDS: Final = 30
# What the role format asks of a question's text.
SHORTEST_CHARACTERS: Final = 10
# A name or a symbol in another script may stand in an English question.
_FOREIGN_SHARE: Final = 0.3
# A question is short: so many function words tell its language, where English ones are fewer.
_FUNCTION_WORDS: Final = 2

_QUESTION_MARKS: Final = ("?", "？", "؟")

_WORD: Final = r"(?:how|what|why|which|who|whom|whose|when|where|whether)"
_VERB: Final = (
    r"(?:did|do|does|would|were|was|are|is|can|could|will|should|have|has) (?:you|it|they|that|this|the|your)"
)
_ASKING: Final = rf"(?:{_WORD}|{_VERB})\b"
# A second question behind "and". A bare "and why?" asks for the first one's reason, and "and which on the
# server?" for the other half of one choice.
_AND_ASKING: Final = re.compile(
    rf"\b(?:and|or|as well as)\s+(?:also\s+|then\s+)?{_ASKING}(?!\s*[?.]?$)"
    r"(?!\s+(?:in|into|on|with|at|for|from|to|by|not|later|only)\b)(?<!whether and how)",
    re.IGNORECASE,
)
_CLAUSE_ASKS: Final = re.compile(rf"^(?:and\s+|but\s+)?{_ASKING}", re.IGNORECASE)
_FIRST_ASKING: Final = re.compile(_ASKING, re.IGNORECASE)
_REQUEST: Final = (
    r"(?:tell me|describe|explain|walk me|talk me|take me|give me|name|list|compare|show me|outline|"
    r"discuss|share|sketch|summari[sz]e|define|justify)"
)
_ORDER: Final = re.compile(rf"^(?:please\s+|and\s+|then\s+|now\s+)*{_REQUEST}\b", re.IGNORECASE)
_AND_ORDER: Final = re.compile(rf"\b(?:and|then)\s+(?:also\s+|then\s+)?{_REQUEST}\b", re.IGNORECASE)

_OUTCOMES: Final = (
    "improve increase reduce cut grow save win fix solve resolve achieve double triple halve convince "
    "persuade prevent eliminate accelerate boost exceed outperform rescue overcome manage succeed fail "
    "lose miss break underestimate neglect"
).split()
_PAST: Final = (
    "improved increased reduced cut grew saved won fixed solved resolved achieved doubled tripled halved "
    "convinced persuaded prevented eliminated accelerated boosted exceeded outperformed rescued overcame "
    "managed succeeded failed lost missed broke broken underestimated neglected"
).split()
# What is stated as done or gone wrong, which is fair only where the person said so.
_DONE: Final = re.compile(
    rf"\b(?:did|have) you (?:then |finally |also )?(?P<did>{'|'.join(_OUTCOMES + _PAST)})\b|\byou(?:'ve|"
    rf" have| had)? (?:then |finally |also )?(?P<past>{'|'.join(_PAST)})\b"
    r"|\b(?:why|when|how) (?:did|has|have) (?:the|your|this|that|it)\b[^?]{0,40}\b(?P<failed>fail|failed|"
    r"collapse|go wrong|gone wrong)\b|\byour (?:own |big |biggest |greatest |latest )?(?P<noun>failure|"
    r"success|triumph|defeat)\b|\b(?P<how>successfully)\b",
    re.IGNORECASE,
)
_IMAGINED: Final = re.compile(r"\b(?:would|will|could|might|if you|suppose|imagine)\b", re.IGNORECASE)
# "A time when you persuaded somebody" asks whether there was one.
_ANY_CASE: Final = re.compile(
    r"\b(?:a|an|any|one|some) (?:\w+ )?(?:time|case|example|occasion|situation|moment|day)\b[^?]*$|"
    r"\bsomething (?:that )?$|\bhave you ever\b[^?]*$|\bexample of [^?]*$",
    re.IGNORECASE,
)

# What went wrong, in a clause that takes it as known: "when your API lost money".
_GONE_WRONG: Final = re.compile(
    r"\bwhat (?:had |has |exactly )?(?:went|gone) wrong\b|\byour\b[^?.,;]{0,40}?\b(?:lost|failed|crashed|"
    r"collapsed|broke|leaked|suffered|missed|went (?:down|wrong)|ran (?:late|out|over)|"
    r"fell (?:over|behind))\b",
    re.IGNORECASE,
)
_TROUBLE: Final = re.compile(
    r"\b(?:fail\w*|outage\w*|incident\w*|bugs?|lost|losses|wrong|broke\w*|broken|problem\w*|mistake\w*|crash\w*|"
    r"leak\w*|error\w*|faults?|collapse\w*|miss(?:ed|ing)|late|delay\w*|down|breach\w*|defect\w*)\b",
    re.IGNORECASE,
)


def objection_to(text: str, known: str = "", language: str = "en") -> str:
    """Why a question may not be asked, in a few words; empty when it may.

    `known` is what the person said or wrote: an outcome that stands in it may be spoken of. `language` is the
    BCP 47 tag of the interview's language; what is asked in another one than English is left to the prompt.
    """
    short = word_count(text) < SHORTEST_WORDS or length(text) < SHORTEST_CHARACTERS
    if short and not in_another_language(text, language):
        return "too short"
    return _objection(text, known, language, several=asks_several(text))


def objection_so_far(text: str, known: str = "", language: str = "en") -> str:
    """Why a question may not be asked that begins so, however it goes on; `known` and `language` as above."""
    return _objection(text, known, language, several=asks_several(f"{text.rstrip(' ?')}?"))


def _objection(text: str, known: str, language: str, *, several: bool) -> str:
    if in_another_language(text, language):
        return "not in the interview's language"
    if word_count(text) > LONGEST_WORDS:
        return f"over {LONGEST_WORDS} words"
    if several:
        return "more than one thing asked"
    if presupposes(text, known):
        return "an outcome presupposed"
    if is_steering(_unquoted(text)):
        return "an order to whoever leads or judges"
    return "a matter no interview may ask about" if off_limits(text) else ""


def in_another_language(text: str, language: str) -> bool:
    """Whether a text is surely not in a language, by its function words or its script."""
    plain = _unquoted(text)
    return bool(other_language(plain, language, fewest=_FUNCTION_WORDS)) or (
        is_english(language) and foreign_letters(plain) > _FOREIGN_SHARE * sum(map(str.isalpha, plain))
    )


def asks_several(text: str) -> bool:
    """Whether a text asks for two things: two questions, a request beside one, a second one behind "and"."""
    plain = _unquoted(text).strip()
    if asks_several_times(plain) or _AND_ORDER.search(plain):
        return True
    asking = [part for part in split_sentences(plain) if part.endswith("?") or _ORDER.match(part)]
    return len(asking) > 1 or any(map(_asks_twice, asking))


def asks_several_times(text: str) -> bool:
    """Whether a text has more than one question mark."""
    return sum(map(text.count, _QUESTION_MARKS)) > 1


def _asks_twice(sentence: str) -> bool:
    """Whether one sentence asks twice; what stands before the first asking word only sets the scene."""
    clauses = [clause.strip() for clause in re.split(r"[;:]\s", sentence)]
    if sum(bool(_CLAUSE_ASKS.match(clause)) for clause in clauses) > 1:
        return True
    first = _FIRST_ASKING.search(sentence)
    return first is not None and bool(_AND_ASKING.search(sentence, first.end()))


def presupposes(text: str, known: str = "") -> bool:
    """Whether a text takes for granted how something went, without the person having said so."""
    plain = _unquoted(text)
    for wrong in _GONE_WRONG.finditer(plain):
        before = plain[: wrong.start()]
        if not (_TROUBLE.search(known) or _IMAGINED.search(plain) or _ANY_CASE.search(before)):
            return True
    said = set(content_stems(words(known)))
    for found in _DONE.finditer(plain):
        before = plain[: found.start()]
        named = next(part for part in found.groups() if part)
        stated = bool(said) and said.issuperset(content_stems(words(named)))
        if not (stated or _IMAGINED.search(before) or (not found["how"] and _ANY_CASE.search(before))):
            return True
    return False


def _unquoted(text: str) -> str:
    """A text without what it quotes: the words between its marks are somebody else's."""
    return re.sub(r"[\"“][^\"”]*[\"”]", "that", text)
