"""Articles put where the short style of commit subjects leaves them out: "fix race in parser"."""

from __future__ import annotations

from interview_cli.interview.verbs import is_surely_verb, word_set

_COUNTABLE = word_set("countable")
_DETERMINERS = word_set("determiners")
_A_NEW_ONE = word_set("a new one")
_ENDS = word_set("ends a noun phrase")
_TURNING = word_set("from one kind to another")


def with_articles(phrase: str) -> str:
    """A phrase that begins with a verb, with "a" or "the" before its nouns that need one and have none."""
    words = phrase.split()
    said = words[:1]
    one_of_many = {"from", "to"} if said[0].lower() in _TURNING and {"from", "to"} <= set(words) else set()
    place = 1
    while place < len(words):
        end = place
        while end < len(words) and words[end].lower() not in _ENDS:
            end += 1
            if words[end - 1].endswith((",", ";", ":")):
                break
        if end == place:
            said.append(words[place])
            place += 1
            continue
        said += [
            *_article(words[place:end], words[place - 1].lower().rstrip(","), one_of_many),
            *words[place:end],
        ]
        if end < len(words) and not words[end - 1].endswith((",", ";", ":")):
            said.append(words[end])
            end += 1
        place = end
    return " ".join(said)


def _article(noun_phrase: list[str], after: str, one_of_many: set[str]) -> list[str]:
    first, head = noun_phrase[0], noun_phrase[-1].rstrip(",;:")
    determined = any(word.lower() in _DETERMINERS for word in noun_phrase)
    if head not in _COUNTABLE or determined or not first[0].isalpha():
        return []
    if after == "per" or (after == "to" and is_surely_verb(first)) or "'" in "".join(noun_phrase):
        return []
    return [_a(first) if after in _A_NEW_ONE or after in one_of_many else "the"]


def _a(word: str) -> str:
    """ "a" or "an", by how the word sounds; capitals alone are spelled out."""
    if word.isupper():
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    by_sound = word.lower().startswith(("hour", "honest")) or (
        word[0].lower() in "aeiou" and not word.lower().startswith(("uni", "use", "eu", "one", "ut"))
    )
    return "an" if by_sound else "a"
