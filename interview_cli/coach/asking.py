"""Whether somebody asks about the question instead of answering it."""

from __future__ import annotations

import re

from interview_cli.coach.words import split_sentences, words

# More words than this say something beside asking back.
_MOST_WORDS = 30
_POLITE = re.compile(
    r"^\W*(?:(?:i'?m\ |i\ am\ )?(?:so\ |very\ )?(?:sorry|pardon|excuse\ me)|hm+|uh+m*|um+|er+m?|okay?"
    r"|well|oh|yes|no|so|and"
    r"|thanks?(?:\ you)?|good\ question|please|interesting(?:\ question)?|wait|hello|hi)\b[\s,.!?:;-]*",
    re.IGNORECASE | re.VERBOSE,
)
_THE_QUESTION = (
    r"(?:that|this|it|the\ (?:question|last\ part|first\ part|last\ bit)|your\ question"
    r"|what\ you\ (?:mean|meant|said|asked)|yourself)"
)
# A question asks; so may a few words without a question mark, and no longer statement.
_FEW = 10
_PARDON = re.compile(
    r"^\W*(?:i beg your pardon|pardon(?: me)?|sorry|excuse me|what|huh)\s*\?+\W*$", re.IGNORECASE
)
_REPEAT = re.compile(
    rf"""
      \b(?:can|could|would|will|may|might)\ (?:you|i)\b[^.!?]*\b(?:repeat|say\ {_THE_QUESTION}\ (?:again
          |once\ more)|hear\ {_THE_QUESTION}\ again
        |(?:ask|read|go\ over)\ (?:me\ )?{_THE_QUESTION}\ (?:out\ )?(?:again|once\ more))
    | ^(?:please\ )?(?:repeat|say)\ {_THE_QUESTION}(?:\ (?:again|once\ more))?(?:,?\ please)?\W*$
    | ^(?:come\ again|once\ (?:again|more)(?:,?\ please)?|again,?\ please|what\ (?:was
        |is)\ the\ question(?:\ again)?|what\ did\ you\ (?:say|ask))\W*$
    | ^i\ (?:did\ not|didn't|could\ not|couldn't)\ (?:quite\ |really\ )?(?:hear|catch
        |get)\ {_THE_QUESTION}\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLARIFY = re.compile(
    rf"""
      ^what\ (?:exactly\ )?(?:do|did|does)\ (?:you|that|this|it)\ (?:exactly\ )?mean\b(?![^?]*\b(?:is
          |to\ me)\b)
    | ^(?:what|which)\b[^.!?]*\b(?:do\ you\ mean|are\ you\ (?:asking|looking\ for|after|referring\ to)
        |do\ you\ want\ (?:me\ to|to\ (?:know|hear))
        |would\ you\ like\ (?:me\ to|to\ (?:know|hear)))\b
    | ^(?:do|did)\ you\ mean\b | ^are\ you\ (?:asking|looking\ for|referring\ to)\b | ^(?:in
        |with)\ what\ (?:sense|respect|context)\W*$
    | \b(?:can|could|would|will)\ you\b[^.!?]*\b(?:rephrase|reword|clarify|be\ (?:more
        |a\ bit\ more)\ (?:specific|precise|concrete)
        |(?:explain|elaborate(?:\ on)?|expand\ on)(?:\ (?:to\ me|a\ (?:bit
            |little)(?:\ more)?))?(?:\ {_THE_QUESTION}|(?=\W*$))
        |(?:tell\ me|say)\ (?:more\ about\ )?(?:what\ (?:exactly\ )?you\ (?:mean|want|are\ (?:asking|looking))
            |the\ question)
        |give\ me\ (?:an\ example|a\ hint|more\ (?:context|detail))|(?:put|ask|say
            |phrase)\ {_THE_QUESTION}\ (?:differently|another\ way|in\ (?:other|simpler)\ words))\b
    | ^(?:please\ )?(?:rephrase|clarify|explain)(?:\ {_THE_QUESTION})?(?:,?\ please)?\W*$
    | ^i\ (?:do\ not|don't|did\ not|didn't)\ (?:really\ |quite\ |fully\ )?(?:understand|get
        |follow)\ (?:{_THE_QUESTION}|you)\W*$
    | ^i(?:'m|\ am)\ not\ (?:really\ |quite\ )?sure\ (?:i|that\ i|what)\ (?:you\ |really\ )?(?:understand
        |mean|are\ (?:asking|after))[^,.!?]*\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def asks_back(text: str) -> bool:
    """Whether a text is no answer but a short question about the question, or a wish to hear it again."""
    return _all_ask(text, _REPEAT, _CLARIFY)


def asks_again(text: str) -> bool:
    """Whether a text only asks to hear the question once more."""
    return _all_ask(text, _REPEAT)


def _all_ask(text: str, *ways: re.Pattern[str]) -> bool:
    """Whether every sentence asks in one of these ways, polite words aside, and one does at least."""
    plain = text.replace("’", "'")
    if len(words(plain)) > _MOST_WORDS:
        return False
    if _REPEAT in ways and _PARDON.match(plain):
        return True
    asking = [rest for sentence in split_sentences(plain) if (rest := _without_politeness(sentence))]
    if any(not rest.endswith("?") and len(rest.split()) > _FEW for rest in asking):
        return False
    return bool(asking) and all(any(way.search(rest) for way in ways) for rest in asking)


def _without_politeness(sentence: str) -> str:
    rest, before = sentence, ""
    while rest != before:
        before, rest = rest, _POLITE.sub("", rest)
    return rest.strip()
