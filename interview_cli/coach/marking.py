"""Marks an answer on each criterion of the rubric, by rules on what was read in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from interview_cli.coach import markers, rubric
from interview_cli.coach.advice import WEAK_LEVEL
from interview_cli.coach.evaluation import CriterionScore
from interview_cli.coach.markers import Phrases
from interview_cli.coach.reading import STORY_CRITERIA, Reading, support
from interview_cli.coach.star import Story
from interview_cli.library.role import Question

# How an answer is put can lift it only so far above what it says: waffle in good order stays waffle.
_FORM_BASE, _FORM_SHARE = 0.5, 1.0
_HELD = "More than that depends on saying more of what was asked."
# The evidence with which an answer can carry full marks for how it reasons, and for being to the point.
_CARRIES_REASONS, _CARRIES_RELEVANCE = 0.6, 0.8
# The part of a level that content earns without any sign of reasons or comparisons.
_UNMARKED = 0.5
_ENOUGH_REASONS, _ENOUGH_COMPARISONS = 4, 3
_QUOTE_WORDS = 25
_MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the reading of its answer."""

    question: Question
    reading: Reading

    @property
    def content(self) -> float:
        """The level (0-5) of content that form is held against: the story's where one is asked for."""
        if self.reading.story is None:
            return (self.reading.substance + _coverage_level(self.reading)) / 2
        return (_story_level(self) + _own_level(self) + _outcome_level(self)) / 3

    def count(self, phrases: Phrases) -> int:
        """How often one of the phrases is said in sentences on the matter."""
        return sum(
            phrases.count(self.reading.heard.sentences[number].words) for number in self.reading.around
        )

    def quotes(self, numbers: Iterable[int | None]) -> list[str]:
        """The sentences of these numbers, each once, long ones cut after 25 words."""
        texts = [self.reading.heard.sentences[n].text for n in dict.fromkeys(numbers) if n is not None]
        return [" ".join(text.split()[:_QUOTE_WORDS]) for text in texts][:_MOST_QUOTES]


@dataclass(frozen=True, slots=True)
class Mark:
    """A level (0-5) with what was seen, what would raise it, and the sentences that show it."""

    level: float
    reason: str
    advice: str = ""
    sentences: Sequence[int | None] = ()


def mark(question: Question, reading: Reading) -> list[CriterionScore]:
    """The marks on all rubric criteria of a question that rules can read.

    A role's own criteria are left out, and those of a story where no story is asked for. A question left without any criterion of content is marked on completeness too.
    """
    answered = Answered(question, reading)
    wanted = [key for key in rubric.criteria_for(question) if key in _RULES]
    if reading.story is None:
        wanted = [key for key in wanted if key not in STORY_CRITERIA]
    if _CONTENT.isdisjoint(wanted):
        wanted.append("completeness")
    return [scored(key, _RULES[key](answered), answered) for key in dict.fromkeys([*wanted, "directness"])]


def scored(key: str, made: Mark, answered: Answered) -> CriterionScore:
    """A mark as it is stored."""
    return CriterionScore(
        criterion=key,
        category=rubric.CRITERIA[key].category,
        quotes=answered.quotes(made.sentences),
        reason=made.reason,
        level=round(rubric.clamp(made.level), 1),
        advice=made.advice,
    )


# ---------------------------------------------------------------------- technical content


def _correctness(answered: Answered) -> Mark:
    reading = answered.reading
    found = reading.found
    if not found:
        reason = "Nothing was found that agrees with what a good answer says."
        return Mark(reading.substance, reason, _add_point(reading))
    agree = "thing you say agrees" if len(found) == 1 else "things you say agree"
    reason = f"{len(found)} {agree} with what a good answer says."
    return Mark(reading.substance, reason, _add_point(reading), [match.sentence for match in found])


def _completeness(answered: Answered) -> Mark:
    reading = answered.reading
    found, missing = reading.found, reading.missing
    reason = f"You made {len(found)} of {_points(len(reading.matches), 'expected ')}."
    if missing:
        reason += f" Missing: {' '.join(match.fact for match in missing)}"
    return Mark(_coverage_level(reading), reason, _add_point(reading), [match.sentence for match in found])


def _coverage_level(reading: Reading) -> float:
    return rubric.HIGHEST_LEVEL * reading.topic * float(reading.coverage**_COVERAGE_POWER)


# A third of the points is level 2, half is 3, as the rubric's sentences say.
_COVERAGE_POWER = 0.8


def _depth(answered: Answered) -> Mark:
    reasons, examples = answered.count(markers.REASONS), answered.count(markers.EXAMPLES)
    contrasts = answered.count(markers.COMPARISONS)
    level = _carried(answered, (reasons + examples + contrasts / 2) / _ENOUGH_REASONS)
    reason = f"{_times(reasons, 'reason')} and {_times(examples, 'example')} are tied to the matter."
    advice = "For your main point, say how it works and why, and add one case where it matters."
    return Mark(level, reason, advice, _with(answered, markers.REASONS, markers.EXAMPLES))


# ---------------------------------------------------------------------- problem solving


def _trade_offs(answered: Answered) -> Mark:
    contrasts = answered.count(markers.COMPARISONS)
    level = _carried(answered, contrasts / _ENOUGH_COMPARISONS)
    reason = f"{_times(contrasts, 'comparison')} of ways or effects {'is' if contrasts == 1 else 'are'} tied to the matter."
    advice = "Name a second way, compare both by what matters here, and say when you would choose the other."
    return Mark(level, reason, advice, _with(answered, markers.COMPARISONS))


def _reasoning(answered: Answered) -> Mark:
    reasons, conditions = answered.count(markers.REASONS), answered.count(markers.CONDITIONS)
    level = _carried(answered, (reasons + conditions / 2) / _ENOUGH_REASONS)
    reason = f"{_times(reasons, 'reason')} and {_times(conditions, 'condition')} support what you say."
    advice = "Give the reason for each step you would take, and say what it depends on."
    return Mark(level, reason, advice, _with(answered, markers.REASONS, markers.CONDITIONS))


# ---------------------------------------------------------------------- communication


def _relevance(answered: Answered) -> Mark:
    reading = answered.reading
    carried = support(reading, _CARRIES_RELEVANCE)
    level = rubric.HIGHEST_LEVEL * carried * (0.6 + 0.4 * reading.bearing_share)
    reason = f"{len(reading.bearing)} of {len(reading.heard.sentences)} sentences bear on the question."
    advice = f"Answer what was asked: {answered.question.text}"
    return Mark(level, reason, advice, reading.bearing)


# A sentence of more words than this is hard to follow by ear.
_EASY_SENTENCE = 25
_SHORT_ANSWER = 20


def _clarity(answered: Answered) -> Mark:
    reading = answered.reading
    said = reading.words
    length = len(said) / max(1, len(reading.heard.sentences))
    vague = markers.VAGUE.count(said) + markers.FILLERS.count(said) / 2
    listed = 1 - sum(reading.heard.worth) / len(reading.heard.worth)
    level = (
        5.0 - min(2.0, max(0.0, length - _EASY_SENTENCE) / 5) - min(2.0, 50 * vague / len(said)) - 4 * listed
    )
    advice = "Use shorter sentences, one thought in each, and exact words in place of vague ones."
    if len(said) < _SHORT_ANSWER:
        level -= 1.5
        reason = f"With {len(said)} words, much is left to guess."
        advice = "Say it in full sentences, so that nothing is left to guess."
    elif listed > _MOSTLY_LIST:
        reason = "Terms are listed rather than explained."
        advice = "Make a sentence of each term: what it does here."
    else:
        reason = f"Sentences have {length:.0f} words on average, with {_times(round(vague), 'vague word')}."
    return _form(answered, level, reason, advice, reading.bearing[:1])


_MOSTLY_LIST = 0.25
# A good answer has at least half a word for each second of its time, within these bounds, and at most
# what a fast speaker says in it.
_FEWEST_WORDS, _ENOUGH_WORDS, _WORDS_PER_SECOND, _FASTEST = 30, 90, 0.5, 3.3
_LONG_ANSWER = 300
_ENOUGH_ORDER = 3


def _structure(answered: Answered) -> Mark:
    reading = answered.reading
    on_matter = sum(len(reading.heard.sentences[number].words) for number in reading.around)
    seconds = answered.question.seconds
    order = answered.count(markers.ORDER)
    sentences = len(reading.around)
    opens = bool(reading.bearing) and reading.bearing[0] <= 1
    enough = min(_ENOUGH_WORDS, max(_FEWEST_WORDS, _WORDS_PER_SECOND * seconds))
    fits = on_matter >= enough and len(reading.words) <= max(_LONG_ANSWER, _FASTEST * seconds)
    level = 1.5 + min(1.0, sentences / 4) + 1.25 * min(1.0, order / _ENOUGH_ORDER) + 0.75 * opens + 0.5 * fits
    parts = [f"{_times(order, 'marker')} of order"]
    parts.append("the point comes first" if opens else "the point does not come first")
    if not fits:
        parts.append("short for this question" if on_matter < enough else "long for this question")
    advice = "Start with your answer in one sentence, then go through its parts in order, and close."
    return _form(answered, level, f"{', '.join(parts)}.", advice, _with(answered, markers.ORDER))


def _directness(answered: Answered) -> Mark:
    said = answered.reading.words
    hedged = markers.hedges(said)
    per_hundred = 100 * hedged / max(1, len(said))
    level = next((level for most, level in _HEDGE_LEVELS if per_hundred <= most), 1.0)
    reason = f"{_times(hedged, 'hedge')} in {len(said)} words."
    advice = 'Say what you are sure of without "maybe" or "I guess", and name what you are not sure of.'
    places = [n for n, s in enumerate(answered.reading.heard.sentences) if markers.hedges(s.words)]
    most = _LITTLE_SAID + answered.content
    if level > most:
        return Mark(most, f"{reason} There is little said to commit to.", "", places)
    return Mark(level, reason, advice, places)


# Plain words without content commit to nothing: content lifts the level from here.
_LITTLE_SAID = 2.0
# Hedges per 100 words, up to 2 good (the band for hedges in speech), and the level each bound earns.
_HEDGE_LEVELS = ((1.0, 5.0), (2.0, 4.0), (4.0, 3.0), (7.0, 2.0))


# ---------------------------------------------------------------------- behavioural


def _star(answered: Answered) -> Mark:
    story = _story(answered)
    level = _story_level(answered)
    if not story.is_case:
        reason = "No single case is told, with what happened and what was done."
    elif story.missing:
        reason = f"One case is told; what it lacks: {', '.join(story.missing)}."
    else:
        reason = f"One case with all four parts, {story.share('action'):.0%} of it on what was done."
    advice = _STAR_ADVICE[story.missing[0]] if story.missing and story.is_case else _NO_CASE_ADVICE
    if story.is_case and not story.missing:
        advice = "Spend most words on what you did, and end on the result."
    return Mark(level, reason, advice, [n for part in story.places.values() for n in part[:1]])


_NO_CASE_ADVICE = "Tell one real case: what was going on, what was yours to do, what you did, how it ended."
_STAR_ADVICE = {
    "situation": "Begin with where and when it was and what was going on, in two sentences.",
    "task": "Say what was yours to do, or what had to be reached.",
    "action": "Say what you did, step by step.",
    "result": "Say how it ended, with a number or with what someone said.",
}


def _ownership(answered: Answered) -> Mark:
    story = _story(answered)
    reason = f'{_times(story.own_actions, "thing")} that "I" did, {_times(story.team_actions, "thing")} that "we" did.'
    advice = 'Say "I" where it was you: what you decided, what you did, and why.'
    return Mark(_own_level(answered), reason, advice, story.places.get("action", []))


def _outcome(answered: Answered) -> Mark:
    story = _story(answered)
    ends = story.places.get("result", []) if story.is_case else []
    if not ends:
        reason = "How it ended is not said."
    else:
        with_number = "with a number" if story.result_numbers else "without a number"
        learned = " and what was learned" if story.learned else ""
        reason = f"The end is told {with_number}{learned}."
    advice = "Say what changed, by how much and for whom, and what you took from it."
    return Mark(_outcome_level(answered), reason, advice, ends[-1:])


def _story(answered: Answered) -> Story:
    return answered.reading.story or Story()


# What a story of two, three and four parts is worth, by the rubric's sentences; without action or result
# it stays under the third level.
_PART_LEVELS = (1.0, 1.5, 2.25, 3.5, 4.2)
_WITHOUT_CORE = 2.5
_BONUS = 0.4
_ACTION_SHARE = 0.4
# Few words tell a thin story: the level they can reach is 2, and one more for every so many words.
_THIN_LEVEL, _WORDS_PER_LEVEL = 2.0, 40
_GENERAL_LEVEL, _GENERAL_POINTS = 1.0, 2.5


def _story_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case:
        return _told(answered, _GENERAL_LEVEL + _GENERAL_POINTS * answered.reading.coverage)
    level = _PART_LEVELS[len(_PART_LEVELS) - 1 - len(story.missing)]
    if {"action", "result"} & set(story.missing):
        level = min(level, _WITHOUT_CORE)
    level += _BONUS * (story.share("action") >= _ACTION_SHARE)
    level += _BONUS * bool(story.result_numbers or story.learned)
    return _told(answered, level)


_OWN_LEVELS = (0.5, 3.0, 3.5, 4.0, 4.5)
_ONLY_WE = 1.0


def _own_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case:
        return _told(answered, 0.5)
    level = _OWN_LEVELS[min(story.own_actions, len(_OWN_LEVELS) - 1)]
    if story.own_actions == 0 and story.team_actions:
        level = _ONLY_WE
    acted = [answered.reading.heard.sentences[number].words for number in story.places.get("action", ())]
    level += 0.5 * (story.own_actions > 1 and any(markers.REASONS.count(said) for said in acted))
    return _told(answered, level)


def _outcome_level(answered: Answered) -> float:
    story = _story(answered)
    if not story.is_case or "result" in story.missing:
        return _told(answered, 0.5)
    return _told(answered, 3.0 + bool(story.result_numbers) + 0.75 * bool(story.learned))


def _told(answered: Answered, level: float) -> float:
    """A story's level, held by how much of a story there is, and by whether it is about what was asked."""
    story = _story(answered)
    return answered.reading.topic * min(level, _THIN_LEVEL + story.words / _WORDS_PER_LEVEL)


# ---------------------------------------------------------------------- shared


def _carried(answered: Answered, marked: float) -> float:
    """The level of reasons or comparisons: as far as content carries them, most of it for being marked."""
    carries = support(answered.reading, _CARRIES_REASONS)
    return rubric.HIGHEST_LEVEL * carries * (_UNMARKED + (1 - _UNMARKED) * min(1.0, marked))


def _form(answered: Answered, level: float, reason: str, advice: str, numbers: Sequence[int]) -> Mark:
    most = _FORM_BASE + _FORM_SHARE * answered.content
    if level <= most:
        return Mark(level, reason, advice, numbers)
    return Mark(most, f"{reason} {_HELD}", advice if level < WEAK_LEVEL else "", numbers)


def _with(answered: Answered, *phrases: Phrases) -> list[int]:
    """The numbers of the sentences on the matter that hold one of the phrases."""
    sentences = answered.reading.heard.sentences
    return [n for n in answered.reading.around if any(p.count(sentences[n].words) for p in phrases)]


def _add_point(reading: Reading) -> str:
    missing = reading.missing
    return f"Add this point: {missing[0].fact}" if missing else ""


def _points(count: int, what: str = "") -> str:
    return f"{count} {what}point{'s' if count != 1 else ''}"


def _times(count: int, what: str) -> str:
    return f"{count or 'No'} {what}{'s' if count != 1 else ''}"


_RULES: dict[str, Callable[[Answered], Mark]] = {
    "correctness": _correctness,
    "depth": _depth,
    "completeness": _completeness,
    "clarity": _clarity,
    "structure": _structure,
    "relevance": _relevance,
    "star": _star,
    "ownership": _ownership,
    "outcome": _outcome,
    "trade_offs": _trade_offs,
    "reasoning": _reasoning,
    "directness": _directness,
}
_CONTENT = frozenset(_RULES) - {"clarity", "structure", "directness"}
