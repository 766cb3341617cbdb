"""The words by which a speaker shows how an answer is made: reasons, examples, order, numbers, hedges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interview_cli.coach.words import words


class Phrases:
    """A list of phrases that is looked for in a text's words."""

    def __init__(self, listed: str) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for line in listed.strip().splitlines():
            for phrase in line.split(","):
                first, *rest = words(phrase)
                self._by_first.setdefault(first, []).append(tuple(rest))

    def places(self, said: Sequence[str]) -> list[int]:
        """Where in the words a phrase begins."""
        return [
            place
            for place, word in enumerate(said)
            if word in self._by_first
            and any(tuple(said[place + 1 : place + 1 + len(rest)]) == rest for rest in self._by_first[word])
        ]

    def count(self, said: Sequence[str]) -> int:
        """How often one of the phrases is said."""
        return len(self.places(said))


REASONS = Phrases(
    """
    because, so that, which means, that means, this means, meaning, therefore, thus, hence, that is why, that's why
    the reason, due to, since it, since the, since we, since i, since they, since you, since a, so the, so it, so i, so we, so you
    so they, so there, so nobody, so nothing, so a, so one, so no, so every, so each, otherwise, in order to, leads to, results in
    causes, as a result, in turn, which makes, which lets, which is why, which keeps, that way, this way, this makes, this lets
    for that reason, rather than, in case, as long as, until, by the time, without which, prevents, avoids, depends on
    """
)
EXAMPLES = Phrases(
    "for example, for instance, such as, say a, say the, e g, like when, one time, imagine, an example, in one case, once we, once i, once had"
)
COMPARISONS = Phrases(
    """
    but, however, whereas, while the, although, though, instead, rather than, on the other hand, on the one hand, compared with
    compared to, versus, vs, trade off, trade offs, tradeoff, at the cost of, the cost is, the price is, its price, downside, upside, drawback
    advantage, disadvantage, depends, depending, alternatively, alternative, either, the other option, cheaper, slower
    faster, safer, simpler, harder, easier, better, worse, more than, less than, fewer, too much, too many, only if, unless
    in exchange, in return, worth it, not worth, outweighs, prefer, i would choose, i'd choose
    """
)
CONDITIONS = Phrases(
    "if, unless, assuming, provided, suppose, in case, when, as soon as, otherwise, depending"
)
ORDER = Phrases(
    """
    first, firstly, second, secondly, third, thirdly, then, next, after that, afterwards, finally, lastly, last, in the end, at the end
    to begin with, to start with, before that, one is, the other is, another, the next, at first, at the same time, meanwhile, in parallel
    two things, three things, on top, in summary, to sum up, in short, overall, later, from there, step
    """
)
VAGUE = Phrases(
    """
    stuff, things, and so on, and so forth, etc, whatever, something like that, somehow, best practices, state of the art, and everything
    all that, various, a lot of things, and things like that, kind of thing, properly, a good way, in a good way
    """
)
HEDGES = Phrases(
    """
    maybe, perhaps, i guess, sort of, kind of, probably, possibly, i suppose, i'm not sure, i am not sure, not really sure, i'm not certain, kinda, sorta
    """
)
FILLERS = Phrases("um, uh, erm, er, hmm, you know, i mean, basically, like i said")
_NO_HEDGE_BEFORE = frozenset(
    ["what", "which", "some", "this", "that", "a", "any", "the", "same", "every", "each", "these", "another"]
)

_NUMBER_WORDS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "hundreds",
        "thousand",
        "thousands",
        "million",
        "millions",
        "billion",
        "half",
        "third",
        "thirds",
        "quarter",
        "twice",
        "double",
        "doubled",
        "tripled",
        "percent",
        "dozen",
    ]
)


def is_number(word: str) -> bool:
    """Whether a word states a quantity."""
    return word[0].isdigit() or word in _NUMBER_WORDS


def hedges(said: Sequence[str]) -> int:
    """Words that take a statement back; "what kind of" and "this sort of" are none."""
    return sum(
        said[place] not in ("kind", "sort") or place == 0 or said[place - 1] not in _NO_HEDGE_BEFORE
        for place in HEDGES.places(said)
    )


def numbers(said: Iterable[str]) -> int:
    """How many quantities are stated."""
    return sum(is_number(word) for word in said)
