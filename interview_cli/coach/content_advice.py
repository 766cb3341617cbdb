"""What to add to what an answer says, told with the answer's own words and the points it left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from interview_cli.coach import markers
from interview_cli.coach.advice import KINDS_OF_ACTS, UNRECOGNISED, say_point
from interview_cli.coach.aims import is_probe
from interview_cli.coach.answered import VISIBLE_TOPIC, Answered
from interview_cli.coach.markers import Phrases
from interview_cli.coach.quotes import recalled
from interview_cli.coach.rarity import rarity
from interview_cli.coach.rubric import criteria_for
from interview_cli.coach.vocabulary import vocabulary_of
from interview_cli.coach.words import Sentence, split_sentences

# An answer with so many sentences can have superfluous ones.
_LONG = 4
# What is asked, as far as it can be quoted in passing.
_SHORTEST_ASKED, _LONGEST_ASKED = 7, 28
_DEPTHS = (
    (markers.REASONS, "Explain {}: how exactly, and why?"),
    (markers.COMPARISONS, "Say when {} does not work, and what you do then."),
    (markers.EXAMPLES, "Show {} in one case: where did it matter, and by how much?"),
)
_OTHER_WAY = (
    "Hold one other way against the one you take: what it would bring or cost, and why you decide as you do."
)
_LEAD_IN = re.compile(r"^(?:let us take one part of it|let us make it smaller):\s*", re.IGNORECASE)


def point(answered: Answered) -> str:
    """The first expected point that was not made; empty when all were."""
    reading = answered.reading
    if reading.topic < VISIBLE_TOPIC or not (reading.found or reading.bearing):
        return to_the_point(answered)
    facts = [match.fact for match in reading.missing]
    return say_point(facts, made=len(reading.found), acts=answered.question.kind in KINDS_OF_ACTS)


def deeper(answered: Answered) -> str:
    """How and why, what it costs, or a case: the first of them that is not there."""
    weighed_apart = "trade_offs" in criteria_for(answered.question)
    for phrases, ask in _DEPTHS:
        if phrases is markers.COMPARISONS and weighed_apart:
            continue
        if not answered.count(phrases):
            claim = _claim(answered, phrases)
            return ask.format(claim) if claim else ""
    claim = _claim(answered)
    return f"Go one step deeper from {claim}: what happens underneath?" if claim else ""


def weigh(answered: Answered) -> str:
    """Another way held against the one that was taken."""
    compared = answered.holding(markers.PLAIN_COMPARISONS)
    if compared:
        said = recalled(answered.reading.heard.sentences[compared[0]])
        return f"Carry the comparison in {said} through: what does each way cost, when is which better?"
    return _OTHER_WAY if _claim(answered) else ""


def give_reasons(answered: Answered) -> str:
    """The reason for a step, or what it depends on."""
    reasoned = answered.holding(markers.REASONS)
    if reasoned and not answered.count(markers.CONDITIONS):
        said = recalled(answered.reading.heard.sentences[reasoned[0]])
        return f"Say what {said} depends on: what would make you do it differently?"
    claim = _claim(answered, markers.REASONS, markers.CONDITIONS)
    return f"Give the reason for {claim}: why that, and what does it depend on?" if claim else ""


def straighter(answered: Answered) -> str:
    """What would make an answer more to the point; empty where code cannot tell.

    A probe may be answered well in words that no list foresees, if not without any of its matter.
    """
    reading = answered.reading
    if not reading.evidence:
        return to_the_point(answered)
    if reading.topic < VISIBLE_TOPIC and not is_probe(answered.question):
        return to_the_point(answered)
    sentences, bearing = reading.heard.sentences, reading.bearing
    if len(sentences) >= _LONG and len(bearing) <= len(sentences) / 2:
        return f"Say what {recalled(_aside(answered))} has to do with the question, or leave it out."
    if is_probe(answered.question):
        return _tie(answered) if len(bearing) < len(sentences) else ""
    # Where the points are judged under no criterion of their own, they are what the answer is to be about.
    return "" if _by_points(answered) or len(reading.found) >= len(reading.missing) else point(answered)


def to_the_point(answered: Answered) -> str:
    """The advice for an answer that is not visibly about the question."""
    asked = asked_in(answered.question.text)
    begin = f'begin with what is asked: "{asked}"' if asked else "begin with what it asks about"
    return f"{UNRECOGNISED}: {begin}"  # the question brings its own end


def _tie(answered: Answered) -> str:
    asked = asked_in(answered.question.text)
    return f'Say in your first sentence how this answers "{asked}"' if asked else ""


def asked_in(text: str) -> str:
    """The sentence of a question that asks, with the scene where it says little alone; empty if too long."""
    whole = _LEAD_IN.sub("", " ".join(text.split()))
    parts = split_sentences(whole)
    asking = next((part for part in reversed(parts) if part.endswith("?")), parts[-1] if parts else "")
    if len(asking.split()) < _SHORTEST_ASKED and len(whole.split()) <= _LONGEST_ASKED:
        return whole
    return asking if len(asking.split()) <= _LONGEST_ASKED else ""


def _aside(answered: Answered) -> Sentence:
    """The sentence that shares least with all that the question is about; of equal ones the longest."""
    question, heard = answered.question, answered.reading.heard
    known = vocabulary_of(question.said, question.key_points, question.sample_answer).all
    aside = [heard.sentences[n] for n in range(len(heard.sentences)) if n not in answered.reading.bearing]
    return min(aside, key=lambda said: (sum(rarity(s) for s in said.stems if s in known), -len(said.words)))


def _claim(answered: Answered, *without: Phrases) -> str:
    """A quotation of something said on the matter, if possible where these phrases do not stand beside it.

    The sentence that makes a point most firmly comes first; empty when nothing was said on the matter, and
    where points are judged when none of them was made.
    """
    reading = answered.reading
    made = sorted(reading.found, key=lambda match: -match.strength)
    places = [match.sentence for match in made if match.sentence is not None]
    places = places or ([] if _by_points(answered) else list(reading.bearing))
    bare = (_bare(answered, places, without) or _bare(answered, reading.bearing, without)) if places else []
    said = [reading.heard.sentences[number] for number in bare or places]
    # A piece of a long sentence does not stand well alone, and a question claims nothing.
    claims = [s for s in said if s.text[:1].isupper() and not s.text.endswith("?")]
    return recalled((claims or said)[0]) if said else ""


def _by_points(answered: Answered) -> bool:
    """Whether the points made are judged by a criterion of their own."""
    return not {"correctness", "completeness"}.isdisjoint(criteria_for(answered.question))


def _bare(answered: Answered, places: Sequence[int], without: Sequence[Phrases]) -> list[int]:
    sentences = answered.reading.heard.sentences
    return [n for n in places if not any(phrases.count(sentences[n].words) for phrases in without)]


BY_CRITERION: dict[str, Callable[[Answered], str]] = {
    "correctness": point,
    "depth": deeper,
    "completeness": point,
    "trade_offs": weigh,
    "reasoning": give_reasons,
    "relevance": straighter,
}
