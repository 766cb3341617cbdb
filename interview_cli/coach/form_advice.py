"""What to change in how an answer is put, told with the words it was put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from interview_cli.coach import markers
from interview_cli.coach.answered import Answered
from interview_cli.coach.form_marks import EASY_SENTENCE, ENOUGH_ORDER, SHORT_ANSWER, shape_of
from interview_cli.coach.quotes import recalled

# So many statements on the matter need an order that can be heard.
_NEEDS_ORDER = 4
# A sentence worth less than this is more of a list.
_LISTED = 0.75
_MOST_NAMED = 3
# Halting speech is no list of terms.
FILLERS = re.compile(r"\b(?:u+m+|u+h+|er+m?|h+m+|you know|i mean|like)\b", re.IGNORECASE)
# 140 words a minute, the middle of a good pace.
_WORDS_PER_SECOND = 140 / 60


def clearer(answered: Answered) -> str:
    """Full sentences, of a length that can be followed, in exact words; empty when they are."""
    heard = answered.reading.heard
    said = answered.reading.words
    bearing = answered.reading.bearing
    if len(said) < SHORT_ANSWER:
        # What is not about the question is not worth more words.
        about = f" after {recalled(heard.sentences[bearing[0]])}" if bearing else ""
        return f"Go on{about}: a sentence or two on how, and why." if bearing else ""
    listed = min(bearing, key=lambda number: heard.worth[number], default=None)
    if (
        listed is not None
        and heard.worth[listed] < _LISTED
        and not FILLERS.search(heard.sentences[listed].text)
    ):
        return f"Make a sentence of each term in {recalled(heard.sentences[listed])}: what does it do here?"
    longest = max(heard.sentences, key=lambda sentence: len(sentence.words))
    if len(longest.words) > EASY_SENTENCE:
        return f"Make two sentences of {recalled(longest)}: it has {len(longest.words)} words in one breath."
    # Fillers are a matter of delivery, which is told apart.
    if vague := markers.VAGUE.found(said):
        return f"Put the exact word in place of {_named(vague)}."
    return ""


def in_order(answered: Answered) -> str:
    """The point first, marked steps, and a length that fits; empty when they are there."""
    reading, shape = answered.reading, shape_of(answered)
    if not reading.bearing:
        return ""
    if not shape.opens:
        point = recalled(reading.heard.sentences[reading.bearing[0]])
        return f"Begin with {point}: everything before it leads up to your point."
    usual = _minutes(answered.question.seconds)
    if shape.long:
        return f"Cut it to what fits into {usual}: {len(reading.words)} words lose the listener."
    parts = len(reading.bearing)
    if parts >= _NEEDS_ORDER and shape.order < ENOUGH_ORDER:
        return (
            f"You make {parts} statements in a row: say how many come, mark each (first, then, last), "
            "and close with your conclusion."
        )
    if not shape.short:
        return ""
    return (
        f"This takes about {_seconds(reading.words)} to say; in {usual} there is room for reasons and a case."
    )


def firmer(answered: Answered) -> str:
    """Words that commit; empty when they do, or say nothing to commit to."""
    hedged = markers.hedge_phrases(answered.reading.words)
    if not hedged:
        return ""
    return f"Drop {_named(hedged)} where you are sure, and name the one thing that you are not sure of."


def _minutes(seconds: int) -> str:
    """A length of time in minutes and halves: "a minute", "2.5 minutes"."""
    halves = max(2, round(seconds / 30))
    return "a minute" if halves == 2 else f"{halves / 2:g} minutes"


def _seconds(said: Sequence[str]) -> str:
    """How long it takes to say so many words, to five seconds."""
    return f"{max(1, round(len(said) / _WORDS_PER_SECOND / 5)) * 5} seconds"


def _named(phrases: Sequence[str]) -> str:
    """Phrases in quotation marks, each once, at most three."""
    quoted = [f'"{phrase}"' for phrase in dict.fromkeys(phrases)][:_MOST_NAMED]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


BY_CRITERION: dict[str, Callable[[Answered], str]] = {
    "clarity": clearer,
    "structure": in_order,
    "directness": firmer,
}
