"""Reports tell how an answer came across, by which sign, and what that changed."""

from __future__ import annotations

import csv
import io

from interview_cli.coach.evaluation import Analysis
from interview_cli.interview.session import Decision, Persona
from interview_cli.report import csv_table
from interview_cli.report.outline import outline
from tests.documents import every_kind_of_turn


def test_persona_tag_asides_and_difficulty_are_told_where_the_answer_is() -> None:
    session = every_kind_of_turn()
    turn = next(turn for turn in session.turns if turn.answer is not None)
    turn.asides = ["What do you mean?"]
    turn.persona = Persona(name="chatty", reason="240 words that make 1 of 5 expected points")
    turn.analysis = Analysis(words=240, tag="hand_wavy")
    turn.decision = Decision(action="preset", reason="Next.", by="offline", level="senior", difficulty="up")
    how = next(passage.how for passage in outline(session).passages if passage.label == turn.label)
    assert how.endswith(
        " You asked back first. You said much, and little of it to the point: 240 words that make 1 of 5 "
        "expected points. "
        "The answer came across as hand-wavy. The questions get harder from here: senior level."
    )
    row = next(
        row for row in csv.DictReader(io.StringIO(csv_table.render(session))) if row["label"] == turn.label
    )
    assert (row["persona"], row["tag"], row["difficulty"]) == ("chatty", "hand_wavy", "up")


def test_an_ordinary_answer_is_told_without_a_word_more() -> None:
    session = every_kind_of_turn()
    turn = next(turn for turn in session.turns if turn.answer is not None)
    turn.persona, turn.analysis, turn.decision = Persona(), Analysis(words=50), None
    how = next(passage.how for passage in outline(session).passages if passage.label == turn.label)
    assert "came across" not in how
