"""Plain checks before any judging: nothing said, no answer, a refusal, the question again, not English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Final

from interview_cli.coach.address import is_abuse
from interview_cli.coach.asking import asks_back
from interview_cli.coach.evaluation import Gate, GateName
from interview_cli.coach.languages import is_english, language_name, other_language, same_language
from interview_cli.coach.lexicon import word_list
from interview_cli.coach.pleas import answering_sentences
from interview_cli.coach.rarity import rarity, text_counts
from interview_cli.coach.words import STOP_WORDS, Sentence, content_stems, stem, words
from interview_cli.scripts import unspaced_letters, word_count

# What a gated answer scores (0-5). Nothing that answers the question was said: 0. Saying openly that one
# doesn't know is a little better, as it misleads nobody; a few words leave all to guess, and so stay below
# what a poor full answer gets.
LEVELS: Final[dict[GateName, float]] = {
    "empty": 0.0,
    "gibberish": 0.0,
    "echo": 0.0,
    "language": 0.0,
    "declined": 0.0,
    "asked_back": 0.0,
    "orders": 0.0,
    "abuse": 0.0,
    "no_answer": 0.5,
    "too_short": 0.25,
}

FEWEST_WORDS = 5

_NO_ANSWER = re.compile(
    r"""\b(?:
      (?:i|we)(?:'m|\ am)?\ (?:really\ |honestly\ |just\ )?(?:don't|do\ not|dont|didn't|wouldn't)
        \ (?:really\ |actually\ )?(?:know|remember|recall)
    | dunno | not\ a\ clue | (?:i\ have\ |i've\ |got\ )?no\ (?:idea|clue|answer)
    | i(?:'m|\ am)?\ (?:really\ )?not\ (?:really\ )?(?:sure|familiar)
    | (?:i|we)\ (?:can't|cannot|can\ not|couldn't)\ (?:really\ )?(?:answer|say|think\ of|remember)
    | never\ heard\ of | nothing\ comes\ to\ mind | beats\ me
    )\b""",
    re.VERBOSE,
)
_DECLINED = re.compile(
    r"""\b(?:
      no\ comment
    | (?:i'd|i\ would|i'll|i\ will|let's|can\ (?:i|we)|i|we)\ (?:(?:like\ to|want\ to|just|rather)\ )*
        (?:pass|skip)(?:\ (?:this|that|on\ (?:this|that|it))
        (?:\ (?:one|question))?)?(?=\W*(?:$|[.,!?]))
    | skip\ (?:this|that|the)\ (?:question|one)
    | (?:the\ )?next\ (?:question|one)(?:,?\ please)?(?=\W*(?:$|[.,!?]))
    | (?:give\ me|ask\ me|can\ (?:we|i)\ have|let's\ take)\ (?:another|a\ different)\ (?:question|one)
    | (?:i\ |i'll\ )?(?:refuse|decline)\ to\ (?:answer|say|comment|talk|tell)
    | (?:i\ )?(?:won't|will\ not|don't\ want\ to|do\ not\ want\ to|do\ not\ wish\ to|would\ rather\ not
        |'d\ rather\ not|prefer\ not\ to|would\ prefer\ not\ to|'d\ prefer\ not\ to)
        \ (?:answer|say|talk|discuss|tell|comment|share|go\ into)
    | rather\ not\ (?:answer|say|talk|discuss|tell|share) | none\ of\ your\ business | let's\ move\ on
    )\b""",
    re.VERBOSE,
)
_LONGEST_NO_ANSWER = 40
_DECLINED_ALONE = frozenset({"pass", "skip", "next", "next please", "next, please"})
_UNKNOWN_ALONE = frozenset({"idk"})
_PADDING = frozenset({"sorri", "honest", "pleas", "privat", "question"})
# Content words beside "I don't know" and the question's own from which on something was said after all.
_SAID_SOMETHING = 5

_KEYBOARD_RUN = re.compile(
    r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|jkl|lkjh|qwer|wert[yz]|uiop|zxcv|xcvb|cvbn|(.)\1\1\1|(..)\2\2"
)
# A word is odd when many of its neighbouring letters never meet in English, an answer when most words are.
_ODD_PAIRS, _ODD_WORDS = 0.45, 0.5
_SHORTEST_ODD, _SHORTEST_LONE = 4, 6
# One word, or a few, over and over: fewer different words than this, for a text of some length.
_REPEATED_FROM, _REPEATED_BASE, _REPEATED_SHARE = 5, 1.5, 1 / 12
# In a script without spaces: so many letters, of no more different ones.
_LETTERS_FROM, _DIFFERENT_LETTERS = 6, 2

# An echo says at least this share of the question and adds less than one word of some weight.
_NEVER_AFTER = frozenset(word_list("never after the"))
_SALAD_FROM, _SALAD_SHARE = 5, 0.25

_ECHO_SHARE, _ECHO_ADDED, _ECHO_WORDING = 0.6, 0.5, 0.35
# Without spaces, pairs of neighbouring letters stand for words: this share of them may be new.
_ECHO_NEW_PAIRS = 0.2
_ABOUT_ASKING = frozenset(
    ["ask", "question", "answer", "know", "tell", "explain", "mean", "talk", "think", "sorri"]
)


def check(
    question_text: str, answer: str, *, about: str = "", language: str = "en", asked_in: str = ""
) -> Gate | None:
    """The first gate that an answer fails, with a sentence for the person; None when it may be judged.

    `about` is the main question where this one follows up on it; `language` is the BCP 47 tag of the
    language that answers are expected in, `asked_in` that of the question, in which they may be given too.
    """
    # Saying a thing twice makes it no nonsense, and asking for marks makes it no answer.
    sentences = answering_sentences(answer)
    once = [word for sentence in sentences for word in sentence.words]
    said = words(answer) if once else []
    spoken = _stranger(answer, language, asked_in or language)
    length = len(once)
    if unspaced_letters(answer):
        length = word_count(" ".join(sentence.text for sentence in sentences))
    checks: tuple[tuple[GateName, Callable[[], bool]], ...] = (
        ("orders", lambda: not said and bool(words(answer))),
        ("empty", lambda: not said),
        ("abuse", lambda: _is_mere_abuse(sentences)),
        ("asked_back", lambda: asks_back(answer)),
        ("declined", lambda: _says_only(answer, question_text, _DECLINED, _DECLINED_ALONE)),
        ("no_answer", lambda: _says_only(answer, question_text, _NO_ANSWER, _UNKNOWN_ALONE)),
        ("language", lambda: bool(spoken)),
        # Which letters meet in a word is known of English alone.
        ("gibberish", lambda: is_gibberish(once) if is_english(language) else is_noise(once)),
        ("too_short", lambda: length < FEWEST_WORDS),
        ("echo", lambda: any(is_echo(text, said) for text in (question_text, about))),
    )
    failed = next((name for name, fails in checks if fails()), None)
    if failed is None:
        return None
    many = "only a few words"
    if not unspaced_letters(answer):
        many = f"{length} word{'s' if length != 1 else ''}"
    found, wanted = language_name(spoken), language_name(language)
    return Gate(name=failed, reason=_REASONS[failed].format(many=many, found=found, wanted=wanted))


def _stranger(answer: str, language: str, asked_in: str) -> str:
    """The language of an answer where it is neither the interview's nor the question's; else empty."""
    found = other_language(answer, language)
    if found and not same_language(language, asked_in) and not other_language(answer, asked_in):
        return ""
    return found


_REASONS: Final[dict[GateName, str]] = {
    "empty": "There is no answer here yet.",
    "orders": "This tells the judge what to do and answers nothing, so it earns no points.",
    "abuse": "These words are aimed at the interviewer; there is no answer in them.",
    "asked_back": "You asked about the question; the answer itself is still missing.",
    "declined": "You chose not to answer this one, which earns no points.",
    "no_answer": "You said that you don't know. That is honest; next time add what you would try or look up.",
    "language": "This answer seems to be in {found}; the interview expects {wanted}.",
    "gibberish": "This does not read as words that could be judged.",
    "too_short": "The answer has {many}; a sentence or two would give more to judge.",
    "echo": "This repeats the question; the answer itself is still missing.",
}


def _says_only(answer: str, question_text: str, way: re.Pattern[str], alone: frozenset[str]) -> bool:
    """Whether an answer says no more than one of these things, beside the question's own words."""
    text = " ".join(answer.lower().replace("’", "'").split())
    if text.strip(" .!?") in alone:
        return True
    if len(words(text)) > _LONGEST_NO_ANSWER:
        return False
    rest, found = way.subn(" ", text)
    if not found:
        return False
    asked = set(content_stems(words(question_text)))
    added = [stem for stem in content_stems(words(rest)) if stem not in asked and stem not in _PADDING]
    return len(added) < _SAID_SOMETHING


def _is_mere_abuse(said: Sequence[Sentence]) -> bool:
    """Whether an answer abuses the interviewer and says hardly anything else."""
    clean = [sentence for sentence in said if not is_abuse(sentence.text)]
    return len(clean) < len(said) and sum(len(sentence.words) for sentence in clean) < FEWEST_WORDS


def is_noise(said: Sequence[str]) -> bool:
    """Whether words say nothing in any language: few of them, or of letters, over and over, or none."""
    if len(said) >= _REPEATED_FROM and len({*said}) <= _REPEATED_BASE + len(said) * _REPEATED_SHARE:
        return True
    letters = unspaced_letters("".join(said))
    if len(letters) >= _LETTERS_FROM and len({*letters}) <= _DIFFERENT_LETTERS:
        return True
    mashed = sum(len(word) for word in said if _is_mashed(word))
    return 2 * mashed > sum(map(len, said)) or not any(letter.isalnum() for word in said for letter in word)


@lru_cache(maxsize=20_000)
def _is_mashed(word: str) -> bool:
    return bool(_KEYBOARD_RUN.search(word))


def is_gibberish(said: Sequence[str]) -> bool:
    """Whether the words are keyboard mash, random letters, in no order, or the same few over and over."""
    if is_noise(said) or _is_salad(said):
        return True
    lettered = [word for word in said if word.isalpha() and word.isascii()]
    if not lettered:
        return not any(word.isalnum() for word in said)
    shortest = _SHORTEST_LONE if len(said) < FEWEST_WORDS else _SHORTEST_ODD
    odd = sum(len(word) for word in lettered if _is_odd(word, shortest))
    letters = sum(len(word) for word in lettered)
    return odd > letters * _ODD_WORDS


def _is_salad(said: Sequence[str]) -> bool:
    """Whether words are in no order: "the" then stands before words it never stands before."""
    after = [said[place + 1] for place, word in enumerate(said[:-1]) if word in ("the", "an", "my", "our")]
    return len(after) >= _SALAD_FROM and sum(word in _NEVER_AFTER for word in after) > _SALAD_SHARE * len(
        after
    )


@lru_cache(maxsize=20_000)
def _is_odd(word: str, shortest: int) -> bool:
    if _is_mashed(word):
        return True
    if word in STOP_WORDS or len(word) < shortest:
        return False
    pairs = [word[place : place + 2] for place in range(len(word) - 1)]
    return sum(pair not in _english_pairs() for pair in pairs) > len(pairs) * _ODD_PAIRS


@cache
def _english_pairs() -> frozenset[str]:
    """Neighbouring letters that meet in at least a few known words."""
    known = [*text_counts(), *STOP_WORDS]
    met = Counter(word[place : place + 2] for word in known for place in range(len(word) - 1))
    return frozenset(pair for pair, times in met.items() if times >= 3)


def is_echo(question_text: str, said: Sequence[str]) -> bool:
    """Whether an answer is the question's words again, with nothing of weight added."""
    if unspaced_letters(question_text):
        return _is_echo_in_pairs(words(question_text), said)
    asked = set(content_stems(words(question_text)))
    own = set(content_stems(list(said)))
    added = sum(rarity(stem) for stem in own - asked - _ABOUT_ASKING)
    repeats = bool(asked) and len(own & asked) >= _ECHO_SHARE * len(asked) and added < _ECHO_ADDED
    if not repeats:
        return False
    # "Otherwise two people with the same password have the same hash" is a reason in common words.
    wording = set(map(stem, words(question_text)))
    return sum(stem(word) in wording for word in said) >= _ECHO_WORDING * len(said)


def _is_echo_in_pairs(asked: Sequence[str], said: Sequence[str]) -> bool:
    """The same for scripts without spaces, told by the pairs of neighbouring letters."""
    wanted, own = _pairs("".join(asked)), _pairs("".join(said))
    return len(own & wanted) >= _ECHO_SHARE * len(wanted) and len(own - wanted) <= _ECHO_NEW_PAIRS * len(own)


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
