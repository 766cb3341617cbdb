"""Counts in how many bundled questions each stem occurs: `python -m tests.coach.make_frequencies`."""

from __future__ import annotations

from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path

from interview_cli.coach.words import content_stems, words
from tests.coach.bundled_questions import QUESTIONS

# Stems of fewer texts count as rare, whatever their number.
FEWEST_TEXTS = 3


def counted() -> str:
    """The file's text: the number of texts, then one line per count with its stems in order."""
    texts: Counter[str] = Counter()
    for question in QUESTIONS.values():
        facts = " ".join(point.fact for point in question.key_points)
        texts.update(set(content_stems(words(f"{question.text} {facts} {question.sample_answer}"))))
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for stem, number in texts.items():
        if number >= FEWEST_TEXTS and not any(letter.isdigit() for letter in stem):
            by_count[number].append(stem)
    lines = [f"{number} {' '.join(sorted(by_count[number]))}" for number in sorted(by_count, reverse=True)]
    return "\n".join([f"texts {len(QUESTIONS)}", *lines]) + "\n"


if __name__ == "__main__":
    Path(str(files("interview_cli.coach").joinpath("frequencies.txt"))).write_text(counted(), "utf-8")
