"""How a whole session was delivered: the answers' measures taken together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean

from interview_cli.coach.delivery import FEWEST_WORDS
from interview_cli.coach.delivery_words import LOWER_BOUND, advice, as_sentence, found, noted
from interview_cli.coach.speech import Band, Delivery, DeliverySummary, Measure, Trust
from interview_cli.coach.speech_bands import BANDS, PER_100_WORDS, PER_MINUTE, TIMES, measured

# A trait of a few answers among many is none of the person's.
_SHARE = 0.5


def summarise_delivery(deliveries: Iterable[Delivery | None]) -> DeliverySummary | None:
    """The measures of all answers as means; None when no answer was measured.

    Rates are taken over all words, or all the time, of the answers, so that a long answer weighs more than a
    short one. With spoken answers among them the rates are those of the spoken ones:
    what is typed says nothing about speech.
    """
    every = [delivery for delivery in deliveries if delivery is not None]
    if not every:
        return None
    spoken = [delivery for delivery in every if delivery.way == "spoken"]
    heard = spoken or every
    fillers: Counter[str] = Counter()
    hedges: Counter[str] = Counter()
    for delivery in heard:
        fillers.update(delivery.fillers)
        hedges.update(delivery.hedges)
    summary = DeliverySummary(
        answers=len(every),
        spoken=len(spoken),
        words=sum(delivery.words for delivery in every),
        seconds=round(sum(delivery.seconds or 0.0 for delivery in every), 1),
        measures=list(_means(heard)),
        fillers=dict(fillers.most_common()),
        hedges=dict(hedges.most_common()),
    )
    first = next(iter(noted(summary.measures)), None)
    counted = any(measure.name == "fillers" and measure.at_least for measure in summary.measures)
    return summary.model_copy(
        update={
            "first": f"{as_sentence(found(first, summary))} {advice(first)}" if first else "",
            "note": LOWER_BOUND if counted else "",
        }
    )


def _means(heard: Sequence[Delivery]) -> Iterator[Measure]:
    by_name: dict[tuple[str, str], list[tuple[Delivery, Measure]]] = {}
    for delivery in heard:
        for measure in delivery.measures:
            by_name.setdefault((measure.name, measure.unit), []).append((delivery, measure))
    for (name, unit), every in by_name.items():
        # What can hardly be trusted counts where there is nothing better.
        pairs = [pair for pair in every if pair[1].trust != "low"] or every
        # Where some answers were timed, those that were not would mix another unit in.
        if (name, unit) == ("fillers", PER_100_WORDS) and ("fillers", PER_MINUTE) in by_name:
            continue
        if unit == PER_100_WORDS:
            # An answer too short for a rate of its own counts in that of all.
            counted = [delivery for delivery, _ in pairs]
            counted += [delivery for delivery in heard if delivery.words < FEWEST_WORDS]
            mean = _rate(name, counted, at_least=any(measure.at_least for _, measure in pairs))
        else:
            mean = _mean(name, unit, pairs)
        yield mean.model_copy(update=_trust(pairs))


def _rate(name: str, counted: Sequence[Delivery], *, at_least: bool) -> Measure:
    """How often something is said in 100 words of several answers."""
    said = sum(sum((one.fillers if name == "fillers" else one.hedges).values()) for one in counted)
    value = 100 * said / sum(one.words for one in counted)
    return measured(name, value, PER_100_WORDS, at_least=at_least)


def _mean(name: str, unit: str, pairs: Sequence[tuple[Delivery, Measure]]) -> Measure:
    weights = [delivery.seconds or 0.0 for delivery, _ in pairs]
    values = [measure.value for _, measure in pairs]
    if unit == PER_MINUTE and sum(weights) > 0:
        value = sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)
    else:
        value = fmean(values)
    at_least = any(measure.at_least for _, measure in pairs)
    if (name, unit) in BANDS and unit != TIMES:
        return measured(name, value, unit, at_least=at_least)
    return _by_most(name, round(value, 1), unit, [measure for _, measure in pairs], at_least=at_least)


def _trust(pairs: Sequence[tuple[Delivery, Measure]]) -> dict[str, Trust | str]:
    """The trust that most of the answers have, by their time."""
    weights: Counter[tuple[Trust, str]] = Counter()
    for delivery, measure in pairs:
        weights[measure.trust, measure.doubt] += max(1, round(delivery.seconds or 0))
    (trust, doubt), _ = weights.most_common(1)[0]
    return {"trust": trust, "doubt": doubt}


def _by_most(name: str, value: float, unit: str, each: Sequence[Measure], *, at_least: bool) -> Measure:
    """A mean in the band of most answers: each had bands of its own, and a mean would hide both ends."""
    if not any(measure.band for measure in each):
        return Measure(name=name, value=value, unit=unit, at_least=at_least)
    side, times = Counter(measure.side for measure in each).most_common(1)[0]
    if not side or times <= _SHARE * len(each):
        return Measure(name=name, value=value, unit=unit, band="good", at_least=at_least)
    poor = sum(measure.band == "poor" for measure in each if measure.side == side)
    band: Band = "poor" if 2 * poor > times else "note"
    return Measure(name=name, value=value, unit=unit, band=band, side=side, at_least=at_least)
