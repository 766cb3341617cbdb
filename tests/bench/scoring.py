"""How well the offline scorer agrees with people who graded real answers, and what moves it that must not."""

from __future__ import annotations

import csv
import json
import math
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import correlation, fmean

from interview_cli.coach.likeness import like
from interview_cli.coach.words import content_stems, words
from interview_cli.library.locator import shelves
from interview_cli.library.shelf import Library
from tests.bench.measure import ROOT, Row, run

SHARED = Path(os.environ.get("INTERVIEW_SHARED_DATA") or ROOT / ".." / "shared" / "data")
SETS = ("saf_en", "stita")
# What is aimed at, above the square root of soft recall, which is the floor.
PEARSON = {"saf_en": 0.75, "stita": 0.65}
MOST_GAIN, ROWS_WITHOUT_GAIN = 0.02, 0.95
ANSWERS_A_SECOND = 500
PADDING_WORDS = 200


@dataclass(frozen=True)
class Graded:
    """An answer with the score (0-1) that people gave it."""

    number: str
    question: str
    reference: str
    answer: str
    score: float


Scorer = Callable[[Graded], float]


def scoring() -> list[Row]:
    """Agreement, baselines, robustness and speed on each set of graded answers that is there."""
    paths = {name: SHARED / "scoring" / f"{name}.csv" for name in SETS}
    sets = {name: read(path) for name, path in paths.items() if path.exists()}
    rows = [row for name, graded in sets.items() for row in _measured(name, graded)]
    if together := [row for graded in sets.values() for row in graded]:
        speed = len(together) / scored(together)[1]
        rows.append(Row("answers a second", speed, "/s", ANSWERS_A_SECOND, "more", "start-up left out"))
    return rows


def read(path: Path) -> list[Graded]:
    """The graded answers of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Graded(row["qid"], row["question"], row["reference_answer"], row["answer"], float(row["score"]))
            for row in csv.DictReader(file)
        ]


def _measured(name: str, graded: Sequence[Graded]) -> list[Row]:
    people = [row.score for row in graded]
    ours, _ = scored(graded)
    rows = [
        Row(f"{name}: offline coach, Pearson", correlation(ours, people), "", PEARSON[name], "more"),
        Row(f"{name}: offline coach, Spearman", spearman(ours, people), "", None),
        Row(f"{name}: within a question, Pearson", _within(graded, ours), "", None),
    ]
    for title, baseline in _baselines(graded).items():
        theirs = [baseline(row) for row in graded]
        note = f"Spearman {spearman(theirs, people):.2f}"
        rows.append(Row(f"{name}: {title}, Pearson", correlation(theirs, people), "", None, note=note))
    for title, changed, bound in _changes(graded):
        gains = [after - before for before, after in zip(ours, scored(changed)[0], strict=True)]
        share = fmean(gain <= MOST_GAIN for gain in gains)
        rows.append(Row(f"{name}: no gain by {title}", share, "", bound, "more", "share of rows"))
    return rows


def scored(graded: Sequence[Graded]) -> tuple[list[float], float]:
    """The scores of `interview score --offline`, and the seconds it took beyond an empty file."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        empty, full = home / "none.jsonl", home / "rows.jsonl"
        empty.write_text("")
        full.write_text("".join(json.dumps(_row(row)) + "\n" for row in graded))
        seconds = []
        for file in (empty, full):
            began = time.perf_counter()
            out = run(["score", str(file), "--offline"], home, peak=False).out
            seconds.append(time.perf_counter() - began)
    return [json.loads(line)["score"] for line in out.splitlines()], seconds[1] - seconds[0]


def _row(row: Graded) -> dict[str, str]:
    return {"question": row.question, "reference_answer": row.reference, "answer": row.answer}


def _changes(graded: Sequence[Graded]) -> list[tuple[str, list[Graded], float | None]]:
    """The same answers with something added that is worth nothing."""
    dice = random.Random(1)
    retail = Library(shelves("roles", None), ()).role("retail_associate")
    prose = " ".join(question.sample_answer for question in retail.questions).split()
    start = dice.randrange(len(prose) - PADDING_WORDS)
    words_in_order = " ".join(prose[start : start + PADDING_WORDS])
    changes: list[tuple[str, list[Graded], float | None]] = [
        ("200 words of another trade", [], ROWS_WITHOUT_GAIN),
        ("200 words of another trade before it", [], ROWS_WITHOUT_GAIN),
        ("200 loose words of another trade", [], ROWS_WITHOUT_GAIN),
        ("saying it twice", [], ROWS_WITHOUT_GAIN),
        ("200 words of answers to other questions of the set", [], None),
    ]
    for row in graded:
        others = dice.choices([other for other in graded if other.number != row.number], k=20)
        related = " ".join(" ".join(other.answer for other in others).split()[:PADDING_WORDS])
        texts = (
            f"{row.answer}\n\n{words_in_order}",
            f"{words_in_order}\n\n{row.answer}",
            f"{row.answer} {' '.join(dice.sample(prose, PADDING_WORDS))}",
            f"{row.answer}\n{row.answer}",
            f"{row.answer}\n\n{related}",
        )
        for (_, rows, _), text in zip(changes, texts, strict=True):
            rows.append(Graded(row.number, row.question, row.reference, text, row.score))
    return changes


def _within(graded: Sequence[Graded], ours: Sequence[float]) -> float:
    """The mean correlation over the questions, which no difference between questions helps."""
    found = []
    for number in dict.fromkeys(row.number for row in graded):
        pairs = [(mine, row.score) for row, mine in zip(graded, ours, strict=True) if row.number == number]
        mine, theirs = zip(*pairs, strict=True)
        if len(set(mine)) > 1 and len(set(theirs)) > 1:
            found.append(correlation(mine, theirs))
    return fmean(found)


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """The rank correlation of two lists, ties sharing their mean rank."""
    return correlation(ranks(one), ranks(other))


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value from 0, ties sharing their mean rank."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    edges = [0, *(n for n, (a, b) in enumerate(pairwise(order), 1) if values[a] != values[b]), len(values)]
    found = [0.0] * len(values)
    for first, end in pairwise(edges):
        for place in order[first:end]:
            found[place] = (first + end - 1) / 2
    return found


def _baselines(graded: Sequence[Graded]) -> dict[str, Scorer]:
    weight = _inverse_frequencies(graded)
    return {
        "word count": lambda row: float(len(words(row.answer))),
        "stemmed recall": _recall,
        "TF-IDF cosine": lambda row: _cosine(row, weight),
        "square root of soft recall": _soft_recall,
    }


def _recall(row: Graded) -> float:
    wanted, said = set(content_stems(words(row.reference))), set(content_stems(words(row.answer)))
    return len(wanted & said) / len(wanted) if wanted else 0.0


def _soft_recall(row: Graded) -> float:
    wanted = set(content_stems(words(row.reference))) - set(content_stems(words(row.question)))
    said = set(content_stems(words(row.answer)))
    by_initial: dict[str, list[str]] = {}
    for stem in said:
        by_initial.setdefault(stem[0], []).append(stem)
    found = sum(
        1.0 if stem in said else max((worth for _, worth in like(stem, by_initial)), default=0.0)
        for stem in wanted
    )
    return math.sqrt(found / len(wanted)) if wanted else 0.0


def _inverse_frequencies(graded: Sequence[Graded]) -> dict[str, float]:
    texts = {*(row.reference for row in graded), *(row.answer for row in graded)}
    counts = Counter(stem for text in texts for stem in set(content_stems(words(text))))
    return {stem: math.log(len(texts) / count) for stem, count in counts.items()}


def _cosine(row: Graded, weight: dict[str, float]) -> float:
    one, other = (
        {stem: times * weight[stem] for stem, times in Counter(content_stems(words(text))).items()}
        for text in (row.reference, row.answer)
    )
    product = sum(value * other.get(stem, 0.0) for stem, value in one.items())
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return product / lengths if lengths else 0.0
