"""Delivery in words: what was found, and what to change about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interview_cli.coach.speech import Delivery, DeliverySummary, Measure
from interview_cli.coach.speech_bands import PER_MINUTE, SECONDS

LOWER_BOUND = (
    "Fillers are counted in the transcript, which leaves some of them out: the true number is higher."
)
# What to change first where several things stand out alike: speaking rate is what practice with feedback
# improves most (MACH, UbiComp 2013).
_ORDER = (
    *("pace", "fillers", "pause", "pause_between", "longest_pause", "length", "repeats", "hedges"),
    *("pitch_variety", "volume_variety"),
)
_WORST_FIRST = ("poor", "note")
_MOST_NAMED = 3

_SOUND = {
    "pause": "pauses of up to {value} s inside a sentence",
    "pause_between": "pauses of up to {value} s between sentences",
    "longest_pause": "pauses of up to {value} s",
    "pitch_variety": "a voice that moves by {value} semitones",
    "volume_variety": "a loudness that moves by {value} dB",
}
_ADVICE = {
    "fillers": "Leave a short silence where you look for a word, instead of filling it.",
    "hedges": "Say what you are sure of plainly, and name what you are not sure of once.",
    "repeats": "Finish the sentence you began, and say a thing once.",
    "pause": "Pause at the end of a sentence rather than inside it.",
    "pause_between": "Know your next point before you end this one; three seconds between two are enough.",
    "longest_pause": "Know your next point before you end this one; three seconds are enough anywhere.",
    "pitch_variety": "Let your voice rise and fall with what matters.",
    "volume_variety": "Say the words that matter a little louder.",
}
# What is beyond the good band in words: worth a note, and poor.
_BEYOND = {
    ("pace", "under"): ("a little slow", "too slow"),
    ("pace", "over"): ("a little fast", "too fast"),
    ("fillers", "over"): ("more than is good", "too many"),
    ("hedges", "over"): ("more than is good", "too many"),
    ("pause", "over"): ("a little long", "too long"),
    ("pause_between", "over"): ("a little long", "too long"),
    ("longest_pause", "over"): ("a little long", "too long"),
    ("length", "under"): ("short", "too short"),
    ("length", "over"): ("long", "too long"),
    ("pitch_variety", "under"): ("rather flat", "flat"),
    ("volume_variety", "under"): ("rather even", "even"),
}
# What is worth a good word, each with what to say of it; of the rest nothing need be said.
_PRAISE = {
    "pace": "a pace that is easy to follow",
    "fillers": "hardly a filler",
    "pause": "pauses in the right places",
    "pitch_variety": "a lively voice",
    "volume_variety": "words that stand out",
}
_TYPED_FILLERS = "Cut the words that only fill; the sentence stands without them."
_TOO_FAST = "Slow down: stop for a breath after each thought."
_TOO_SLOW = "Speak a little faster: know your next sentence before you begin this one."
_AGAINST_THE_QUESTION = {"": "", "under": ", short for this question", "over": ", long for this question"}
_SIDES = {"": "uneven", "under": "short", "over": "long"}
_TOO_LONG = "Cut it: say the point, the two or three things that carry it, and stop."
_TOO_SHORT = "There is room for more: a reason, an example, or how it ended."


def noted(measures: Iterable[Measure]) -> list[Measure]:
    """The measures that are not good, what to change first first.

    What can hardly be trusted is no reason to change anything.
    """
    return sorted(
        (m for m in measures if m.band in _WORST_FIRST and m.trust != "low"),
        key=lambda m: (_WORST_FIRST.index(m.band), _place(m.name)),
    )


def praise(delivery: Delivery | DeliverySummary) -> str:
    """What was good about how recordings were spoken, in a sentence; empty where no sound was measured."""
    pauses = [measure.value for measure in delivery.measures if measure.name == "longest_pause"]
    if not (pauses or any(measure.name == "volume" for measure in delivery.measures)):
        return ""
    good = [
        _PRAISE[measure.name]
        for measure in sorted(delivery.measures, key=lambda m: _place(m.name))
        if measure.name in _PRAISE
        and measure.band == "good"
        and measure.trust != "low"
        # Who never pauses has none in the right places either.
        and (measure.name != "pause" or any(pauses))
    ]
    return f"Good: {', '.join(good)}." if good else ""


def remark(delivery: Delivery, *, numbers: bool = True) -> str:
    """What to say of one answer's delivery, in a line; empty when nothing stands out.

    Without `numbers` only the advice is left.
    """
    standing_out = noted(delivery.measures)
    if not standing_out:
        return ""
    first, *others = standing_out
    if not numbers:
        return advice(first)
    more = [f"{found(other, delivery)} ({standing_of(other)})" for other in others]
    also = f" Also: {'; '.join(more)}." if more else ""
    return f"{as_sentence(found(first, delivery))} {advice(first)}{also}"


def found(measure: Measure, told: Delivery | DeliverySummary) -> str:
    """A measure in words, with what was said where words were counted."""
    least = "at least " if measure.at_least else ""
    value = f"{least}{measure.value:g}"
    rate = "a minute" if measure.unit == PER_MINUTE else "in 100 words"
    said = {
        "pace": f"{measure.value:.0f} words a minute",
        "fillers": f"{value} fillers {rate}{named_counts(told.fillers)}",
        "hedges": f"{value} hedges {rate}{named_counts(told.hedges)}",
        "length": _length(measure, told),
        "repeats": _repeats(told),
    }
    if measure.name in said:
        return said[measure.name]
    sound = _SOUND.get(measure.name, f"{measure.name.replace('_', ' ')} {{value}} {measure.unit}")
    return f"{least}{sound.format(value=f'{measure.value:g}')}"


def standing_of(measure: Measure) -> str:
    """The band of a measure in words, with its side; empty where there is none."""
    if measure.band in ("good", ""):
        return measure.band
    worth_a_note, poor = _BEYOND.get(
        (measure.name, measure.side), (f"{measure.side} what is good", f"far {measure.side} what is good")
    )
    return poor if measure.band == "poor" else worth_a_note


def advice(measure: Measure) -> str:
    """What to do about a measure that is not good."""
    if measure.name == "pace":
        return _TOO_SLOW if measure.side == "under" else _TOO_FAST
    if measure.name == "fillers" and not measure.at_least:
        return _TYPED_FILLERS
    if measure.name == "length":
        return _TOO_SHORT if measure.side == "under" else _TOO_LONG
    return _ADVICE.get(measure.name, "")


def over(summary: DeliverySummary) -> str:
    """What the means of a summary rest on; empty where nothing is told.

    Of written answers without anything that stands out there is nothing to tell.
    """
    if not summary.measures or not (summary.spoken or noted(summary.measures)):
        return ""
    written = summary.answers - summary.spoken
    parts = [
        f"{number} {way} answer{'' if number == 1 else 's'}"
        for number, way in ((summary.spoken, "spoken"), (written, "written"))
        if number
    ]
    return f"Over {' and '.join(parts)}."


def summary_lines(summary: DeliverySummary, *, numbers: bool = True) -> list[str]:
    """How a session was delivered: the first thing to change, what was good, and how far counts hold."""
    if not over(summary):
        return []
    lines = []
    standing_out = noted(summary.measures)
    if standing_out:
        first = summary.first if numbers else advice(standing_out[0])
        lines.append(f"First to change: {first[:1].lower()}{first[1:]}")
    elif any(measure.name != "length" for measure in summary.measures):
        lines.append("Nothing in the way you spoke needs a change.")
    lines += filter(None, [praise(summary)])
    return [*lines, summary.note] if summary.note and numbers else lines


def named_counts(counts: Mapping[str, int]) -> str:
    """The most frequent ones in brackets, each with how often it was said; empty without any."""
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_NAMED]
    return f" ({', '.join(f'{name} {times}' for name, times in most)})" if most else ""


def _length(measure: Measure, told: Delivery | DeliverySummary) -> str:
    if isinstance(told, Delivery):
        unit = "seconds of speech" if measure.unit == SECONDS else measure.unit
        return f"{measure.value:.0f} {unit}{_AGAINST_THE_QUESTION[measure.side]}"
    return f"{'the answer is' if told.answers == 1 else 'most answers are'} too {_SIDES[measure.side]}"


def _repeats(told: Delivery | DeliverySummary) -> str:
    if isinstance(told, DeliverySummary):
        return "words and phrases come back in most answers"
    often = [f'"{phrase}" said {times} times' for phrase, times in told.often.items()]
    doubled = [f'"{words}"' for words in dict.fromkeys(told.stutters)]
    return ", ".join([*often[:_MOST_NAMED], *doubled[: max(1, _MOST_NAMED - len(often))]])


def as_sentence(text: str) -> str:
    """A text with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
