"""The CSV table: complete, exact, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.evaluation import StarResult
from interview_cli.interview.session import Before, Session
from interview_cli.report import csv_table
from interview_cli.report.wording import harmless
from tests.documents import HOSTILE, every_kind_of_turn, plain_session


def read(session: Session) -> list[dict[str, str]]:
    """The table as the csv module reads it back."""
    return list(csv.DictReader(io.StringIO(csv_table.render(session), newline="")))


def test_there_is_a_row_for_every_turn_follow_ups_and_skipped_ones_included() -> None:
    assert [row["label"] for row in read(every_kind_of_turn())] == [
        "Q1", "Q1 Follow-up 1", "Q2", "Q3", "Resume Q", "Q4", "Q5",
    ]  # fmt: skip


def test_a_scored_row_holds_levels_points_and_their_source() -> None:
    row = read(every_kind_of_turn())[0]

    assert row["level"] == "4.2"
    assert row["technical_level"] == "3.83"
    assert row["communication_level"] == "4.0"
    assert row["behavioral_level"] == ""
    assert row["scored_by"] == "openai/gpt-4o-mini"
    assert row["points_found"].split(" | ") == [
        "The client sends an idempotency key with the request.",
        "The key is claimed atomically before the charge.",
    ]
    assert row["points_missing"] == "A repeated request gets the stored result."
    assert (row["next_action"], row["next_reason"]) == ("preset", "The next planned question.")


def test_how_far_samples_agree_is_a_cell_of_its_own() -> None:
    rows = read(every_kind_of_turn())

    assert (rows[5]["samples"], rows[5]["spread"], rows[5]["agreement"]) == ("3", "2.0", "low agreement")
    assert (rows[0]["samples"], rows[0]["spread"], rows[0]["agreement"], rows[0]["note"]) == (
        "1",
        "0.0",
        "",
        "",
    )
    assert rows[4]["samples"] == rows[4]["agreement"] == ""


def test_what_was_not_judged_has_no_level_and_its_estimate_stands_apart() -> None:
    row = read(every_kind_of_turn())[4]

    assert (row["judgement"], row["level"], row["estimate"]) == ("unscored", "", "3.1")
    assert row["why_unscored"] == "openai/gpt-4o-mini did not answer in 60 s."


def test_a_gate_and_a_skipped_question_say_what_they_are() -> None:
    gated, skipped = read(every_kind_of_turn())[2:4]

    assert (gated["judgement"], gated["gate"], gated["level"]) == ("gated", "too_short", "0.5")
    assert (skipped["status"], skipped["judgement"], skipped["answer"]) == ("skipped", "", "")


def test_a_story_the_attempt_before_and_what_was_asked_back_have_cells_of_their_own() -> None:
    session = every_kind_of_turn()
    turn = session.turns[0]
    turn.asides = ["What counts as a retry?", "Any language?"]
    turn.before = Before(
        session="aaaa2222", at=turn.asked_at, level=1.5, source="offline", added=["A key."], lost=["A lease."]
    )
    turn.evaluation.star = StarResult(shares={"situation": 0.4, "action": 0.6}, missing=["task", "result"])
    told, other = read(session)[:2]

    assert told["asked_back"] == "What counts as a retry? | Any language?"
    assert (told["before_level"], told["before_added"], told["before_lost"]) == ("1.5", "A key.", "A lease.")
    assert told["story"].startswith("situation 40%, action 60%")
    assert told["story_missing"] == "task | result"
    assert told["language"] == "en"
    assert not any(other[name] for name in ("asked_back", "before_level", "story", "story_missing"))
    without = csv.DictReader(io.StringIO(csv_table.render(session, scores=False), newline=""))
    assert not {"before_level", "story"} & set(next(without))


def test_a_session_without_turns_is_a_header() -> None:
    session = plain_session("abcdefgh").model_copy(update={"turns": []})

    assert csv_table.render(session) == ",".join(csv_table.COLUMNS) + "\r\n"


@given(text=st.text() | st.text(alphabet="=+-@\t\r\n\",;'|a＝＋－＠\x00\x1b"))
def test_every_harmless_text_comes_back_as_it_went_in_but_for_an_apostrophe_before_a_formula(
    text: str,
) -> None:
    session = plain_session("abcdefgh", answer=text, candidate=text)

    (row,) = read(session)

    for cell in (row["answer"], row["candidate"]):
        kept = harmless(text)
        assert cell == (f"'{kept}" if kept.startswith(csv_table.FORMULA_STARTS) else kept)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cell)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    (row,) = read(plain_session("abcdefgh", answer=f'{start}cmd|" /C calc"!A0'))

    assert row["answer"].startswith(f"'{harmless(start)}")


def test_a_formula_behind_what_is_left_out_is_none_either() -> None:
    (row,) = read(plain_session("abcdefgh", answer="\x1b[31m\u202e=1+1\x1b[0m and\tplain\x07 text"))

    assert row["answer"] == "'=1+1 and\tplain text"


def test_a_hostile_answer_stays_one_cell() -> None:
    assert read(every_kind_of_turn())[6]["answer"] == harmless(HOSTILE)
