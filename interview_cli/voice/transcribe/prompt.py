"""What an engine is told before it listens: fillers, so that it keeps them, and words likely to be said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import sentences, stem

# Whisper leaves "um" and "uh" out unless its prompt has some; a longer prompt than this costs it text when it
# runs here (COACHING.md, Speech). Models behind a provider read more without harm.
FILLERS = "Um, uh, hmm, er, ah."
LOCAL_PROMPT = 32
HOSTED_PROMPT = 200
_TOKEN = re.compile(r"[^\W_](?:[\w+#]|[./\-'’](?=\w))*")
_SHORTEST_SKILL, _LONGEST_TERM = 2, 40


def filler_prompt(terms: Iterable[str], longest: int) -> str:
    """The fillers, then as many terms as fit into `longest` characters, in their order."""
    prompt = FILLERS
    fitting: list[str] = []
    for term in terms:
        longer = f"{FILLERS} {', '.join([*fitting, term])}."
        if len(longer) <= longest:
            fitting.append(term)
            prompt = longer
    return prompt


def terms_of(question: str, skills: Iterable[str] = ()) -> tuple[str, ...]:
    """The names and the jargon of a question and of a resume's skills, those of the question first.

    Each group has its rarest words first, since those are what an engine does not expect. What a good answer
    would say is left out: an engine that is told it may hear it.
    """
    asked = [word for sentence in sentences(question) for word in _names(sentence.text)]
    listed = [" ".join(skill.split()) for skill in skills]
    listed = [skill for skill in listed if _SHORTEST_SKILL <= len(skill) <= _LONGEST_TERM]
    ordered = [*sorted(asked, key=_commonness), *sorted(listed, key=_commonness)]
    return tuple({term.casefold(): term for term in reversed(ordered)}[key] for key in _different(ordered))


def _different(terms: list[str]) -> list[str]:
    return list(dict.fromkeys(term.casefold() for term in terms))


def _names(sentence: str) -> list[str]:
    """Words written as no ordinary one is: in capitals, with a capital or a digit inside, or as a name."""
    tokens = _TOKEN.findall(sentence)
    return [
        token
        for position, token in enumerate(tokens)
        if len(token) > 1
        and len(token) <= _LONGEST_TERM
        and (
            any(letter.isupper() for letter in token[1:])
            or (any(letter.isdigit() for letter in token) and any(letter.isalpha() for letter in token))
            or "+" in token
            or "#" in token
            or (position > 0 and token[0].isupper() and not token.startswith(("I'", "I’")))
        )
    ]


def _commonness(term: str) -> float:
    """Minus the rarity of a term's rarest word."""
    return -max((rarity(stem(word.lower())) for word in _TOKEN.findall(term)), default=0.0)
