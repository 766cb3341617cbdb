"""Lists of sessions: choosing, the average, short ids, and what fits into a terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.cli import history
from interview_cli.cli.values import TypeName
from interview_cli.interview.kinds import InterviewType, PlanType
from interview_cli.interview.session import Status
from interview_cli.library.role import CATEGORIES
from interview_cli.report import overview
from interview_cli.report.listing import Wanted, average, short_ids
from interview_cli.store.row import IndexRow, row_of
from tests.documents import MODEL, START, plain_session


def row(session_id: str = "abcdefgh", **changes: Any) -> IndexRow:
    return row_of(plain_session(session_id, **changes), "")


ROWS = [
    row("aaaa", days=3, role="sales_associate"),
    row("bbbb", days=2, candidate="Bob", kind="technical"),
    row("cccc", days=1, status="in_progress"),
    row("dddd", days=0),
]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), "aaaa bbbb cccc dddd"),
        (Wanted(role="sales_associate"), "aaaa"),
        (Wanted(role="Sales Associate"), "aaaa"),
        (Wanted(candidate="bob"), "bbbb"),
        (Wanted(type="technical"), "bbbb"),
        (Wanted(status="in_progress"), "cccc"),
        (Wanted(since=START + timedelta(days=2)), "aaaa bbbb"),
        (Wanted(role="backend_engineer", status="completed"), "bbbb dddd"),
        (Wanted(role="nosuch"), ""),
    ],
)
def test_rows_are_chosen_by_all_that_is_asked(wanted: Wanted, expected: str) -> None:
    assert " ".join(found["id"] for found in wanted.choose(ROWS)) == expected


def test_the_average_is_taken_over_the_most_sessions_that_are_alike() -> None:
    rows = [
        row(score=90, source=MODEL),
        row(score=50),
        row(score=61),
        row(score=10, status="in_progress"),
        row(score=None),
    ]

    mean = average(rows)

    assert mean is not None
    assert (mean.score, mean.sessions, mean.others, mean.like.judge.scored_by) == (55.5, 2, 1, "offline")


def test_of_two_judges_with_equally_many_sessions_the_latest_counts() -> None:
    mean = average([row(score=90, source=MODEL), row(score=50)])

    assert mean is not None
    assert mean.like.judge.scored_by == MODEL


@pytest.mark.parametrize("other", [{"type": "technical"}, {"level": "senior"}, {"role": "sales_associate"}])
def test_no_average_is_taken_over_sessions_of_different_kinds(other: dict[str, Any]) -> None:
    different: IndexRow = {**row(score=90), **other}  # type: ignore[typeddict-item]

    mean = average([row(score=50), different])

    assert mean is not None
    assert (mean.score, mean.sessions, mean.others) == (50, 1, 1)


def test_without_a_completed_score_there_is_no_average() -> None:
    assert average([row(score=None), row(status="in_progress")]) is None


@given(st.sets(st.text(alphabet="ab2", min_size=4, max_size=10), min_size=1, max_size=30))
def test_a_short_id_is_a_beginning_of_one_id_alone_unless_another_continues_it(ids: set[str]) -> None:
    short = short_ids(ids)

    assert short.keys() == ids
    for name, beginning in short.items():
        assert name.startswith(beginning)
        assert len(beginning) >= 4
        others = [other for other in ids if other.startswith(beginning) and other != name]
        assert not others or beginning == name
        shorter = beginning[:-1]
        assert len(shorter) < 4 or any(other.startswith(shorter) for other in ids - {name})


def test_a_wide_terminal_shows_every_column() -> None:
    cells = overview.cells(ROWS, ["aaaa", "bbbb", "cccc", "dddd"], scale=100, scores=True)

    columns, rows, line = overview.fitted(cells, 200, gap=2)

    assert columns == overview.COLUMNS
    assert rows[1][2:] == (
        "Bob",
        "Backend Engineer",
        "technical",
        "mid",
        " 60 fair",
        "1/1",
        "completed",
        "offline",
    )
    assert line == ""


def test_a_score_with_answers_not_judged_has_a_mark_that_is_explained() -> None:
    partly: IndexRow = {**row(), "unscored": 1}

    assert overview.cells([partly], ["abcdefgh"], scale=100, scores=True)[0][6] == " 60 fair*"
    assert overview.totals([partly], 1, None, scale=100, scores=True) == [
        "1 session.",
        "* Some answers are not judged and count for nothing. Judge them: interview score --session ID",
    ]


def test_the_command_offers_every_type_status_and_category_there_is() -> None:
    assert get_args(TypeName) == get_args(InterviewType)
    assert get_args(history.HeldTypeName) == get_args(PlanType)
    assert get_args(history.StatusName) == get_args(Status)
    assert get_args(history.Measure) == ("overall", *CATEGORIES)
