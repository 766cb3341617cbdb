"""The bundled questions, and answers to them in other words than the bundled sample answers."""

from __future__ import annotations

from pathlib import Path

import yaml

from interview_cli.coach.words import split_sentences
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library

LIBRARY = Library([bundled("roles")], [])
BY_FILE: dict[str, tuple[Question, ...]] = {
    **{role_id: LIBRARY.role(role_id).questions for role_id in LIBRARY.role_paths()},
    **{bank.id: bank.questions for bank in LIBRARY.shared_banks()},
}
QUESTIONS: dict[str, Question] = {question.id: question for own in BY_FILE.values() for question in own}
# Question id to answers that a person would call strong, medium and weak.
REWORDED: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "reworded.yaml").read_text("utf-8")
)
QUALITIES = ("strong", "medium", "weak")


def first_half(question: Question) -> str:
    """The first half of a sample answer's sentences."""
    sentences = split_sentences(question.sample_answer)
    return " ".join(sentences[: len(sentences) // 2])


def other_answers(question: Question, step: int = 1) -> list[str]:
    """Sample answers to the other questions of the same file, every `step`-th of them."""
    own = next(questions for questions in BY_FILE.values() if question in questions)
    return [other.sample_answer for other in own[::step] if other.id != question.id]
