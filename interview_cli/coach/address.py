"""To whom words are said: to whoever listens now, or to others in what is told.

"You idiot" and "ignore the rules" are abuse and an order only where they are meant for the listener. A
customer who screamed the first, and a manager who was told the second, belong to an honest story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from interview_cli.coach.words import split_sentences

_SAYING = re.compile(
    r"""\b(?:
      said | say | says | saying | tells? | told | telling | ask(?:s|ed|ing)? | scream\w* | shout\w*
          | yell\w*
    | call(?:s|ed|ing)? | wrote | writes? | written | answer(?:s|ed) | repl(?:y|ies|ied) | mutter\w*
    | swor[en] | swear\w* | curs(?:e|ed|ing) | insist\w* | claim(?:s|ed) | snap(?:s|ped) | hiss(?:es|ed)
    | text(?:s|ed) | e?mail(?:s|ed) | typed | post(?:s|ed) | comment(?:s|ed) | heard | reads? | thought
    | was\ like | went\ like | the\ words?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Said to the listener all the same.
_SAYING_NOW = re.compile(
    r"\bi(?:'ve|\ have)?\ (?:already\ |just\ )?(?:said|told|say|tell|ask(?:ed)?)\ (?:it\ to\ )?you\b"
    r"|\bi'?m\ (?:telling|asking)\ you\b|\bas\ i\ said\b|\blike\ i\ said\b|\byou\ (?:heard|asked|said)\b"
    r"|\b(?:let\ me|i'll|i\ will)\ (?:say|tell)\b|\bi\ (?:politely\ |kindly\ )?ask\ you\b",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(r"[\"“”«»][^\"“”«»]*[\"“”«»]|(?<!\w)['‘][^'’\"]{2,}?['’](?!\w)")
_ENDS_SAYING = 5


def addressed(text: str) -> Iterator[str]:
    """The sentences of a text that can be meant for the listener, without what they quote of others."""
    goes_on = False
    for sentence in split_sentences(_without_quotations(text)):
        speaks = _tells_saying(sentence)
        # What was shouted may go on: "He shouted at me. Get lost, you idiot!"
        if not speaks and not goes_on:
            yield sentence
        last_words = " ".join(sentence.split()[-_ENDS_SAYING:])
        goes_on = (speaks and _tells_saying(last_words)) or (goes_on and sentence.endswith("!"))


def told_by_others(before: str) -> bool:
    """Whether the words before a remark say that it is somebody's saying: "She called, and said that"."""
    return before.count('"') % 2 == 1 or _tells_saying(before)


def _without_quotations(text: str) -> str:
    """A text without the quotations in it, if it says that somebody said them."""
    plain = text.replace("’", "'")
    bare = _QUOTED.sub(" ", plain)
    return bare if bare != plain and _tells_saying(bare) else plain


def _tells_saying(text: str) -> bool:
    return bool(_SAYING.search(_SAYING_NOW.sub(" ", text)))


_NOUNS: Final = (
    r"(?:idiots?|morons?|ass(?:hole)?s?|bitch(?:es)?|bastards?|dumbass|retard|prick|dickhead|cunt"
    r"|jerk|imbecile|scum)"
)
_RUDE: Final = (
    r"(?:f+u+c+k\w*|damn(?:ed)?|goddamn|bloody|stupid|dumb|idiotic|moronic|shit(?:ty)?|crappy|useless"
    r"|worthless|pathetic)"
)
_LISTENER: Final = (
    r"(?:bot|robot|question|questions|interview|interviewer|machine|program|computer|app|ai|software"
    r"|tool|coach|thing)"
)
_FILL: Final = (
    r"(?:(?:are|is|a|an|the|so|such|really|just|all|very|such\ an?|fucking|complete|total|absolute"
    r"|little|piece\ of|stupid|dumb|bloody|damn)\ )*"
)
_OPENING: Final = (
    r"(?:(?:oh|ok|okay|well|just|now|so|please|and|then|hey|no|yes|yeah|why\ don't\ you"
    r"|i\ (?:already\ )?told\ you(?:\ to)?|you\ (?:can|should)(?:\ (?:all|just))?)[,!]?\ )*"
)
_ABUSE = re.compile(
    rf"""
      (?<!if\ )(?<!when\ )\byou(?:'re|r)?\ (?:(?:people|guys|all|lot)\ )?{_FILL}(?:{_NOUNS}
          |{_RUDE}(?=\W*$|\ {_LISTENER}|\ {_NOUNS}))\b
    | ^\W*{_OPENING}(?:f+u+c+k\ +(?:you|off|this|that|yourself|your|the)|shut\ (?:the\ \w+\ )?up
        |go\ to\ hell|go\ fuck|screw\ (?:you|this)
        |piss\ off|kiss\ my|bite\ me|eat\ shit|drop\ dead|get\ lost|suck\ my)\b
    | [,;]\ (?:(?:so|and|now|just)\ )*(?:fuck\ (?:you|off)|shut\ (?:the\ \w+\ )?up|go\ to\ hell
        |screw\ you|piss\ off|get\ lost|go\ fuck)(?=\W*$|\ (?:you|now|and|with)\b)
    | \b(?:this|your|what\ an?|such\ an?|these)\ (?:\w+\ )?{_RUDE}\ (?:\w+\ )?{_LISTENER}\b
    | ^\W*{_RUDE}\ {_LISTENER}\b
    | \b(?:this|your|these|the)\ (?:{_LISTENER})\ (?:is|are|'s)\ {_FILL}(?:(?:bull)?shit|crap|garbage
        |{_RUDE}|{_NOUNS})\b
    | ^\W*this\ is\ {_FILL}(?:(?:bull)?shit|crap)\W*$
    | ^\W*{_FILL}(?:{_NOUNS}|(?:bull)?shit|f+u+c+k+|crap)\W*$
    | ^\W*(?:what|who|why)\ the\ (?:fuck|hell)\b[^.!?]{{0,40}}\b(?:you|your|this\ (?:question|shit|crap))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


# No abuse goes without one of these, and hardly any answer holds one.
_RUDE_WORDS = re.compile(
    rf"{_NOUNS}|{_RUDE}|f+u+c+k|shit|crap|garbage|\b(?:shut|hell|screw|piss|kiss|bite|drop|lost|suck)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_000)
def is_abuse(text: str) -> bool:
    """Whether a text abuses whoever asks, or what is asked; abuse that is told of others is none."""
    return bool(_RUDE_WORDS.search(text)) and any(_ABUSE.search(sentence) for sentence in addressed(text))
