"""What a model says before a question: kept when it only leads over, dropped when it judges or tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from interview_cli.coach.pleas import is_steering
from interview_cli.coach.words import content_stems, split_sentences, words
from interview_cli.interview.askable import in_another_language
from interview_cli.interview.off_limits import off_limits
from interview_cli.library.role import KeyPoint

LONGEST_WORDS: Final = 30
MOST_SENTENCES: Final = 2
# A lead-in that says so much of a point, in words that nobody has said yet, gives it away.
_POINT_TOLD: Final = 0.5
_FEWEST_TOLD: Final = 2

_VERDICT: Final = re.compile(
    r"""
      \b(?:great|excellent|perfect(?:ly)?|good|nice(?:ly)?|brilliant|wonderful|fantastic|amazing|awesome
          |impress\w+
        |strong(?:er)?|solid|outstanding|superb|remarkable|exceptional|insightful|thoughtful|clever|smart|best
        |better|interesting|weak(?:er)?|poor(?:ly)?|bad(?:ly)?|disappoint\w+|unfortunately|insufficient
          |incomplete
        |vague|shallow|mediocre|wrong(?:ly)?|incorrect\w*|correct(?:ly)?|mistak\w+|bravo|congrat\w+|kudos
          |wow|yes
        |absolutely|exactly|indeed|love[ds]?|disagree|agree[ds]?)\b
    | \bwell\ (?:done|said|put|explained|answered|structured|thought)\b | \b(?:spot|right)\ on\b
    | \b(?:that(?:'s|’s|\ is|\ was)|you(?:'re|’re|\ are|\ were))\ (?:\w+ly\ )?(?:right|true|not\ (?:right
          |quite|it|true))\b
      (?!\ ?after)
    | \b(?:not|almost|nearly|half|partly)\ (?:quite\b|right\b|there\b|enough\b|correct\b)
    | \bright\ (?:answer|direction|track)\b | \b(?:very|so)\ close\b | \bclose\ enough\b
          | \blike(?:d)?\ (?:that|this|your|how)\b
    | \byou\ (?:have\ |'ve\ )?(?:missed|forgot(?:ten)?|left\ out|overlooked|failed|nailed|aced|passed
          |covered|got\ it)\b
    | \byou\ (?:did|do)\ not\ (?:mention|say|name|know)\b | \byou\ didn['’]t\b
    | \b(?:score[ds]?|scoring|grade[ds]?|rating|rated|rubric|full\ (?:marks|points)|bonus|pass(?:ed)?
          |fail(?:ed)?|hired?)\b
    | \blevel\ (?:\d|one|two|three|four|five)\b | \b\d+(?:[.,]\d+)?\ ?(?:/|of|out\ of|von|sur|de|из)\ ?\d+
    | \b(?:five|four|three|two|one)\ (?:out\ )?of\ (?:five|ten)\b
    | \b\d+\ ?(?:%|percent|points?|stars?|marks?)(?!\w) | [★⭐👍👏💯✅❌🎉]
    | \b(?:sehr\ gut|gut\ gemacht|ausgezeichnet|hervorragend|toll|richtig|falsch|très\ bien|parfait|faux
          |muy\ bien
        |excelente|perfecto|correcto|incorrecto|ottimo|perfetto|sbagliato|muito\ bem|perfeito|errado)\b
    | (?:отлично|молодец|правильно|неправильно|хорошо|верно)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "That is all right" comforts, and "a good moment" is no verdict.
_NO_VERDICT: Final = re.compile(
    r"\b(?:that(?:'s|’s| is) |it(?:'s|’s| is) )?(?:all right|alright|quite all right)\b|\bno problem\b|"
    r"\bgood (?:morning|afternoon|evening|luck|time|moment|place)\b|"
    r"\b(?:one|two|three) of (?:them|these|those)\b",
    re.IGNORECASE,
)


def kept_lead_in(text: str, language: str, unsaid: Iterable[KeyPoint] = (), said: Iterable[str] = ()) -> str:
    """The lead-in, or "" where it praises, judges, scores, asks, gives away a point or is no lead-in at all.

    `unsaid` are the points that a question waits for; what the texts `said` speak of gives nothing away.
    """
    plain = " ".join(text.split())
    if (
        not plain
        or "?" in plain
        or len(plain.split()) > LONGEST_WORDS
        or len(split_sentences(plain)) > MOST_SENTENCES
        or _VERDICT.search(_NO_VERDICT.sub(" ", plain))
        or is_steering(plain)
        or off_limits(plain)
        or in_another_language(plain, language)
    ):
        return ""
    heard = list(said)
    return "" if any(tells_point(plain, point, heard) for point in unsaid) else plain


def tells_point(text: str, point: KeyPoint, said: Iterable[str] = ()) -> bool:
    """Whether a text gives a point away, in words that none of the texts `said` has spoken of."""
    told = _stems(text) - frozenset().union(*map(_stems, said))
    for phrase in (point.fact, *point.synonyms):
        stems = _stems(phrase)
        shared = len(stems & told)
        if shared >= _FEWEST_TOLD and shared >= _POINT_TOLD * len(stems):
            return True
    return False


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(words(text)))
