"""Delivery in reports: told where something stands out, apart from the score."""

from __future__ import annotations

import csv
import io

from rich.console import Console

from interview_cli.coach.delivery import measure
from interview_cli.coach.delivery_words import LOWER_BOUND
from interview_cli.interview.session import Session
from interview_cli.report import csv_table, markdown, terminal
from interview_cli.report.outline import outline
from tests.documents import every_kind_of_turn

HASTY = "Um, we had a leak, you know, and, um, I looked at the heap, and I found it in a cache, um, I guess. "


def session(words_a_minute: float = 220.0) -> Session:
    made = every_kind_of_turn().model_copy(deep=True)
    turn = made.turns[0]
    assert turn.answer is not None
    turn.answer.text, turn.answer.source = HASTY * 4, "spoken"
    turn.answer.seconds = round(60 * len(turn.answer.text.split()) / words_a_minute, 1)
    turn.delivery = measure(turn.question, turn.answer.text, source="spoken", seconds=turn.answer.seconds)
    return made


def shown(made: Session, *, scores: bool = True) -> str:
    console = Console(width=300, file=io.StringIO(), record=True)
    for piece in terminal.render(outline(made, scores=scores)):
        console.print(piece)
    return console.export_text()


def test_the_terminal_and_markdown_tell_the_session_s_delivery_and_that_counts_are_a_lower_bound() -> None:
    for text in (shown(session()), markdown.render(session())):
        assert "Delivery, apart from the score" in text
        assert "220 words a minute" in text
        assert "at least" in text
        assert LOWER_BOUND in text
        assert "Slow down" in text


def test_each_answer_has_its_line() -> None:
    assert "**Delivery:** 220 words a minute. Slow down" in markdown.render(session())
    assert "delivery  220 words a minute. Slow down" in " ".join(shown(session()).split(" ")).replace(
        "   ", " "
    )


def test_without_numbers_the_advice_is_left() -> None:
    text = markdown.render(session(), scores=False)
    assert "Slow down" in text
    assert "words a minute" not in text


def test_nothing_is_said_of_a_session_without_measures() -> None:
    assert "Delivery" not in markdown.render(every_kind_of_turn())
    assert "delivery" not in shown(every_kind_of_turn())


def test_the_table_has_the_measures_of_every_answer() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table.render(session()), newline="")))
    first, *others = rows
    assert round(float(first["words_per_minute"])) == 220
    assert float(first["fillers_per_minute"]) > 12
    assert first["fillers_per_100_words"] == ""
    assert first["fillers"] == "16"
    assert first["delivery"].startswith("220 words a minute")
    assert all(row["words_per_minute"] == "" for row in others)
