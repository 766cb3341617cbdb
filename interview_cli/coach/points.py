"""Which key points an answer makes, how fully, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from interview_cli.coach.evaluation import PointResult
from interview_cli.coach.heard import Heard, denied_places, hear, is_contrary
from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import STOP_WORDS, content_stems, stem, words
from interview_cli.library.role import KeyPoint

Sense = Literal["stated", "denied", "either"]

# A point counts as made from this strength on.
FOUND = 0.5

# The weighted share of a fact's words, within two neighbouring sentences, that says nothing yet, and
# that says the fact: chance alone reaches the first, a good paraphrase the second.
_CHANCE_RECALL, _FULL_RECALL = 0.1, 0.5
# One word alone does not state a fact that has several: it stays just below the half way that is "found".
_ONE_WORD_RECALL = 0.28
_ONLY_ALIKE = 0.5
# Words of the question prove nothing; they fill in only for a fact that has hardly any others.
_FEWEST_OWN = 2
# Words in two sentences are held together a little less than words in one.
_TWO_SENTENCES = 0.95
# A phrase said in its order, with at most this many words between two of its own.
_GAP = 2
# What a fact denies counts this much in a sentence that speaks against nothing.
_PLAINLY_STATED = 0.3
# A phrase of common words is weak evidence, one of rare words is proof.
_PHRASE_BASE, _PHRASE_SPAN = 0.4, 0.6
_SCATTERED = 0.8
# Less of a phrase's words than this say something else.
_MOST_OF_PHRASE = 0.6


@dataclass(frozen=True, slots=True)
class Term:
    """A content word that is looked for: stem, weight, the word, and its compounds with its neighbours.

    `sense` says how the fact has it: stated, denied, or beside what it denies or avoids ("stack traces never
    go to the client"), where an answer may put it either way.
    """

    stem: str
    weight: float
    word: str
    joined: tuple[str, ...]
    sense: Sense = "stated"

    def counts(self, number: int, known: str, heard: Heard) -> float:
        """How far (0-1) a sentence that says the stem `known` has it in the sense of the fact."""
        if self.sense == "stated":
            return 1.0 if number in heard.firm.get(known, ()) else 0.0
        if self.sense == "denied":
            return 1.0 if number in heard.against else _PLAINLY_STATED
        return 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Another way to state a point: all its stems, its content terms, and how much it proves (0-1)."""

    sequence: tuple[str, ...]
    terms: tuple[Term, ...]
    proof: float


@dataclass(frozen=True, slots=True)
class Target:
    """A key point made ready for the search."""

    fact: str
    terms: tuple[Term, ...]
    phrases: tuple[Phrase, ...]

    @property
    def weight(self) -> float:
        """How much the fact says: the sum of its terms' weights."""
        return sum(term.weight for term in self.terms)


@dataclass(frozen=True, slots=True)
class Match:
    """How far a point is made: strength 0-1, and the number of the sentence that makes it (None without)."""

    fact: str
    strength: float
    sentence: int | None

    @property
    def found(self) -> bool:
        """Whether the point counts as made."""
        return self.strength >= FOUND

    def scaled(self, share: float) -> Match:
        """The same match with a share (0-1) of its strength."""
        return replace(self, strength=self.strength * share)


def match(key_points: Iterable[KeyPoint], answer: str, question_text: str) -> list[PointResult]:
    """Each key point, found or not, with the sentence of the answer that makes it, word for word."""
    heard = hear(answer)
    return results_of(weigh(targets(tuple(key_points), question_text), heard), heard)


def results_of(matches: Iterable[Match], heard: Heard) -> list[PointResult]:
    """Matches as they are stored, with the sentences that make the points."""
    return [
        PointResult(
            fact=made.fact,
            found=made.found,
            evidence=heard.sentences[made.sentence].text if made.found and made.sentence is not None else "",
        )
        for made in matches
    ]


@lru_cache(maxsize=256)
def targets(key_points: tuple[KeyPoint, ...], question_text: str) -> tuple[Target, ...]:
    """Key points made ready for the search, without the words that the question itself says.

    A word that several points have says less about each of them, and shares its weight out among them.
    """
    asked = frozenset(content_stems(words(question_text)))
    made = [target(point.fact, question_stems=asked, synonyms=point.synonyms) for point in key_points]
    times = Counter(term.stem for point in made for term in point.terms)
    return tuple(
        replace(
            point,
            terms=tuple(replace(term, weight=term.weight / times[term.stem]) for term in point.terms),
        )
        for point in made
    )


def target(fact: str, *, question_stems: frozenset[str], synonyms: Iterable[str] = ()) -> Target:
    """One fact made ready for the search."""
    stated = tuple(words(fact))
    terms = _terms(stated)
    own = tuple(term for term in terms if term.stem not in question_stems)
    phrases = [_phrase(said, question_stems) for synonym in synonyms if (said := tuple(words(synonym)))]
    return Target(
        fact=fact,
        terms=own if len(own) >= min(_FEWEST_OWN, len(terms)) else terms,
        phrases=tuple(
            p for p in phrases if not p.terms or any(t.stem not in question_stems for t in p.terms)
        ),
    )


def weigh(wanted: Sequence[Target], heard: Heard) -> list[Match]:
    """How far each point is made: by the words of its fact close together, or by one of its phrases.

    Both kinds of evidence add up like independent chances, 1 - (1 - a)(1 - b), and count less in a bare list.
    """
    results = []
    for point in wanted:
        recall, sentence = recall_of(point, heard)
        doubt = 1 - min(1.0, max(0.0, (recall - _CHANCE_RECALL) / (_FULL_RECALL - _CHANCE_RECALL)))
        for phrase in point.phrases:
            strength, place = _phrase_strength(phrase, heard)
            if strength > 1 - doubt:
                sentence = place
            doubt *= 1 - strength
        worth = heard.worth[sentence] if sentence is not None else 0.0
        results.append(Match(point.fact, (1 - doubt) * worth, sentence if doubt < 1 else None))
    return results


def recall_of(point: Target, heard: Heard) -> tuple[float, int | None]:
    """The weighted share (0-1) of a fact's terms in the best two neighbouring sentences, and the better one.

    Without a single word that is said exactly, words that are only alike count half.
    """
    hits = _hits(point.terms, heard)
    best: float = 0.0
    said: dict[str, float] = {}
    place: int | None = None
    for number, here in hits.items():
        alone = sum(here.values())
        after = hits.get(number + 1, {})
        merged = {**after, **{stem: max(value, after.get(stem, 0.0)) for stem, value in here.items()}}
        both = sum(merged.values()) * _TWO_SENTENCES
        if max(alone, both) > best:
            best, said = (both, merged) if both > alone else (alone, here)
            place = number if alone >= sum(after.values()) else number + 1
    if not best:
        return 0.0, None
    recall = best / point.weight
    if not any(said.get(term.stem, 0.0) >= term.weight for term in point.terms):
        recall *= _ONLY_ALIKE
    if len(said) < _FEWEST_OWN <= len(point.terms):
        recall = min(recall, _ONE_WORD_RECALL)
    return recall, place


def _hits(terms: Iterable[Term], heard: Heard) -> dict[int, dict[str, float]]:
    """Sentence number to the terms that stand there, each with its weight as far as it counts."""
    hits: dict[int, dict[str, float]] = {}
    for term in terms:
        for number, likeness in places_of(term, heard):
            here = hits.setdefault(number, {})
            here[term.stem] = max(term.weight * likeness, here.get(term.stem, 0.0))
    return hits


def places_of(term: Term, heard: Heard) -> Iterator[tuple[int, float]]:
    """Where a term is said, and how well (0-1): in one word, as a compound, in a word of like meaning."""
    for known, likeness in heard.like(term.stem):
        for number in heard.places[known]:
            if counts := term.counts(number, known, heard):
                yield number, likeness * counts
    for joined in term.joined:
        if joined in heard.word_at:
            yield heard.word_at[joined], 1.0
    if term.word in heard.pair_at:
        yield heard.pair_at[term.word], 1.0


def _phrase_strength(phrase: Phrase, heard: Heard) -> tuple[float, int | None]:
    """How strongly a phrase is said (0-1): in its order, or with most of its words close together."""
    hits = _hits(phrase.terms, heard)
    said = _in_order(phrase.sequence, heard, set(hits) if phrase.terms else None)
    if said is not None:
        return phrase.proof, said
    if len(phrase.terms) < _FEWEST_OWN:
        return 0.0, None
    total = sum(term.weight for term in phrase.terms)
    best: float = 0.0
    place: int | None = None
    for number, here in hits.items():
        share = sum({**hits.get(number + 1, {}), **here}.values()) / total
        if share > best:
            best, place = share, number
    return (phrase.proof * _SCATTERED * best**2, place) if best >= _MOST_OF_PHRASE else (0.0, None)


def _in_order(sequence: Sequence[str], heard: Heard, among: set[int] | None) -> int | None:
    """The number of a sentence that says these stems in their order, with small gaps."""
    for number, said in enumerate(heard.spoken):
        if (among is not None and number not in among) or sequence[0] not in said:
            continue
        for start in [place for place, known in enumerate(said) if known == sequence[0]]:
            place = start
            for wanted in sequence[1:]:
                ahead = said[place + 1 : place + 2 + _GAP]
                if wanted not in ahead:
                    break
                place += 1 + ahead.index(wanted)
            else:
                return number
    return None


def _terms(said: tuple[str, ...]) -> tuple[Term, ...]:
    terms: dict[str, Term] = {}
    last = len(said) - 1
    denied = denied_places(said)
    plain: Sense = "either" if any(map(is_contrary, said)) else "stated"
    for place, word in enumerate(said):
        if word in STOP_WORDS or (key := stem(word)) in terms:
            continue
        # A compound of a single letter would be found in any word of that spelling, "O(n)" in "on".
        before = (said[place - 1] + word,) if place and min(len(said[place - 1]), len(word)) > 1 else ()
        after = (word + said[place + 1],) if place < last and min(len(word), len(said[place + 1])) > 1 else ()
        terms[key] = Term(key, rarity(key), word, before + after, "denied" if place in denied else plain)
    return tuple(terms.values())


def _phrase(said: tuple[str, ...], question_stems: frozenset[str]) -> Phrase:
    # Who speaks does not matter: "I asked" and "we asked" are one phrase.
    sequence = said[1:] if len(said) > 1 and said[0] in ("i", "we") else said
    terms = _terms(said)
    own = sum(term.weight for term in terms if term.stem not in question_stems)
    return Phrase(
        sequence=tuple(stem(word) for word in sequence),
        terms=terms,
        proof=min(1.0, _PHRASE_BASE + _PHRASE_SPAN * own),
    )
