"""Contempt for others in the speaker's own words: what an interviewer would flinch at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interview_cli.coach.address import told_by_others
from interview_cli.coach.words import Sentence

_WHO = (
    r"(?:he|she|they|these\ people|those\ people|people|(?:my|our|the|this|that|a|an|one|some|most"
    r"|half\ of\ the|such|these|those)"
    r"\ (?:\w+\ ){0,2}?(?:boss|bosses|manager|managers|coworkers?|co-workers?|colleagues?|customers?"
    r"|guests?|clients?|users?"
    r"|team|guys?|people|woman|man|developers?|engineers?|testers?|designers?|management|leads?"
    r"|supervisors?|interns?|vendors?))"
)
_INSULT = (
    r"(?:idiots?|morons?|fools?|losers?|stupid|dumb|lazy|incompetent|useless|clueless|pathetic"
    r"|ridiculous|hopeless"
    r"|a\ joke|worthless|imbeciles?|jerks?|assholes?|crazy|too\ (?:stupid|lazy|dumb)\ to)"
)
_SOFTENERS = (
    r"(?:(?:just|all|simply|such|really|so|a|an|the|complete(?:ly)?|total|totally|absolute"
    r"|absolutely|bloody|fucking|pretty|plain|utterly|kind\ of|very)\ )*"
)
_CONTEMPT = re.compile(
    rf"\b{_WHO}\ (?:is|are|was|were|'s|'re)\ {_SOFTENERS}{_INSULT}\b"
    r"|\b(?:that|this|the|my|some|an?)\ (?:\w+\ )?(?:idiot|moron|loser|imbecile)s?\ (?:of\ a|who|that"
    r"|from|in|at)\b"
    r"|\bserve[ds]\ (?:him|her|them)\ right\b",
    re.IGNORECASE | re.VERBOSE,
)


def contempt_in(sentences: Sequence[Sentence]) -> Sentence | None:
    """The first sentence that speaks of others with contempt; what others are told to have said is none."""
    return next(
        (
            sentence
            for sentence in sentences
            if (found := _CONTEMPT.search(sentence.text.replace("’", "'")))
            and not told_by_others(sentence.text[: found.start()])
        ),
        None,
    )
