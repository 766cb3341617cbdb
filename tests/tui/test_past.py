"""Past interviews as a table: what is found, in which order it comes, and what fits a width."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from interview_cli.report.overview import COLUMNS, SCORE
from interview_cli.report.view import View
from interview_cli.store.row import row_of
from interview_cli.tui.past import (
    GAP,
    Order,
    Past,
    average_of,
    fitted,
    found,
    order_by,
    ordered,
    past_of,
    summary,
    unseen,
)
from tests.documents import HOSTILE, MODEL, START, every_kind_of_turn, plain_session

ROLES = ("backend_engineer", "sales_associate", "machine_learning_platform_engineer")

SESSIONS = st.lists(
    st.builds(
        lambda days, score, role, source, status, kind: plain_session(
            "placeholder",
            days=days,
            score=score,
            role=role,
            source=source,
            status=status,
            kind=kind,
            candidate=f"Ada {role[:3]}",
        ),
        days=st.integers(0, 400),
        score=st.none() | st.floats(0, 100),
        role=st.sampled_from(ROLES),
        source=st.sampled_from(("offline", MODEL)),
        status=st.sampled_from(("completed", "in_progress", "abandoned")),
        kind=st.sampled_from(("mixed", "technical", "system-design")),
    ),
    max_size=12,
)


def table(sessions, view: View | None = None) -> Past:
    """The table of these sessions, whose ids are their places."""
    for place, session in enumerate(sessions):
        session.id = f"id{place:04}abcd"
    rows = sorted(
        (row_of(session, "1") for session in sessions), key=lambda row: row["created_at"], reverse=True
    )
    return past_of(rows, view or View())


def ids(entries) -> list[str]:
    return [entry.id for entry in entries]


@pytest.fixture
def past() -> Past:
    return table(
        [
            plain_session("", days=0, score=62),
            plain_session("", days=1, score=48, role="sales_associate", kind="behavioral"),
            plain_session("", days=2, score=None, status="in_progress", candidate="Grace Hopper"),
            plain_session("", days=3, score=91, source=MODEL),
            every_kind_of_turn(),
        ]
    )


# ---------------------------------------------------------------------- searching


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", ["id0003abcd", "id0002abcd", "id0001abcd", "id0000abcd", "id0004abcd"]),
        ("sales", ["id0001abcd"]),
        ("SALES associate", ["id0001abcd"]),
        ("behavioral", ["id0001abcd"]),
        ("progress", ["id0002abcd"]),
        ("hopper", ["id0002abcd"]),
        (f"{(START + timedelta(days=3)).astimezone():%Y-%m-%d}", ["id0003abcd"]),
        ("excellent", ["id0003abcd"]),
        ("gpt backend", ["id0003abcd", "id0004abcd"]),
        ("backend_engineer 91", ["id0003abcd"]),
        ("id0000abcd", ["id0000abcd"]),
        ("sales hopper", []),
    ],
)
def test_words_find_a_row_by_anything_it_says(past, typed, wanted):
    assert ids(found(past.entries, typed)) == wanted


@given(SESSIONS, st.text(max_size=12), st.text(max_size=12))
def test_more_words_never_find_more_and_their_order_does_not_matter(sessions, one, other):
    past = table(sessions)
    both = ids(found(past.entries, f"{one} {other}"))
    assert both == ids(found(past.entries, f"{other} {one}"))
    assert set(both) <= set(ids(found(past.entries, one)))


# ---------------------------------------------------------------------- sorting


@given(SESSIONS, st.sampled_from(COLUMNS), st.booleans())
def test_every_order_keeps_all_rows_and_puts_what_has_no_score_last(sessions, column, descending):
    past = table(sessions)
    arranged = ordered(past.entries, Order(column, descending))
    assert sorted(ids(arranged)) == sorted(ids(past.entries))
    if column == SCORE:
        scores = [entry.row["overall"] for entry in arranged]
        known = [score for score in scores if score is not None]
        assert scores == [*known, *[None] * (len(scores) - len(known))]
        assert known == sorted(known, reverse=descending)


@given(SESSIONS, st.sampled_from(("Role", "Type", "Status", "Level", "Judged by")), st.booleans())
def test_rows_that_are_alike_stay_newest_first_in_both_directions(sessions, column, descending):
    arranged = ordered(table(sessions).entries, Order(column, descending))
    for before, after in pairwise(arranged):
        if before.cells[column] == after.cells[column]:
            assert before.row["created_at"] >= after.row["created_at"]


def test_levels_come_in_their_order_and_not_in_that_of_the_alphabet():
    sessions = [plain_session("", days=day) for day in range(3)]
    for session, level in zip(sessions, ("mid", "senior", "entry"), strict=True):
        session.plan.level = level
    arranged = ordered(table(sessions).entries, Order("Level", descending=False))
    assert [entry.row["level"] for entry in arranged] == ["entry", "mid", "senior"]


def test_the_next_order_goes_round_the_columns_from_the_end_that_one_asks_for_first():
    order = Order()
    said = []
    for _ in range(4):
        order = order.next(["Date", "Role", SCORE, "Answered"])
        said.append(order.says)
    assert said == ["by role, A to Z", "highest score first", "most answered first", "newest first"]
    assert order.reversed.says == "oldest first"


def test_an_order_by_a_column_that_is_not_shown_goes_on_with_the_first_one():
    assert Order("Level").next(["ID", "Date"]) == order_by("ID")


# ---------------------------------------------------------------------- columns


def names(columns) -> list[str]:
    return [column.name for column in columns]


@given(SESSIONS, st.integers(40, 200))
def test_columns_fit_their_width_and_those_that_matter_stay(sessions, width):
    columns = fitted(table(sessions), width)
    assert sum(column.width + GAP for column in columns) - GAP <= width or width < 60
    assert {"ID", "Date", SCORE} <= set(names(columns))
    assert names(columns) == [name for name in COLUMNS if name in names(columns)]


@given(SESSIONS.filter(lambda sessions: len({session.plan.role for session in sessions}) > 1))
def test_at_80_cells_role_and_status_are_there_where_they_differ(sessions):
    past = table(sessions)
    shown = names(fitted(past, 75))
    assert "Role" in shown
    assert "Status" in shown or "Status" in past.alike


def test_a_wide_terminal_shows_everything_whole(past):
    columns = fitted(past, 160)
    assert names(columns) == list(COLUMNS)
    assert not any(column.short for column in columns)
    assert unseen(past.entries[0], columns) == past.entries[0].id


def test_what_all_rows_say_alike_is_the_first_to_go():
    past = table([plain_session("", days=day, role=ROLES[day % 2]) for day in range(4)])
    shown = names(fitted(past, 75))
    assert "Candidate" not in shown
    assert "Role" in shown


def test_what_the_columns_leave_out_is_said_of_the_row_under_the_cursor(past):
    entry = past.entries[0]
    said = unseen(entry, fitted(past, 60))
    assert said.startswith(entry.id)
    assert "judged by openai/gpt-4o-mini" in said
    assert f"date {entry.cells['Date']}" in said


def test_without_scores_there_is_no_column_for_them_and_no_average():
    view = View(scores=False)
    past = table([plain_session("", days=day, score=70) for day in range(3)], view)
    assert SCORE not in names(fitted(past, 160))
    assert summary(past.entries, 3, Order(), past.mean, scale=100, scores=False) == [
        "3 interviews, newest first."
    ]
    assert not any("good" in entry.words or "70" in entry.words for entry in past.entries)


def test_scores_are_shown_on_the_scale_of_the_settings():
    past = table([plain_session("", score=70)], View(scale=5))
    assert past.entries[0].cells[SCORE].split() == ["3.5", "good"]


def test_no_text_of_a_person_can_reach_the_terminal_as_anything_but_one_line_of_text():
    past = table([plain_session("", candidate=HOSTILE[:300])])
    name = past.entries[0].cells["Candidate"]
    assert name.isprintable()
    assert cell_len(name) > 0


# ---------------------------------------------------------------------- what they add up to


def said_of(entries, of, order) -> list[str]:
    return summary(entries, of, order, average_of(entries), scale=100, scores=True)


def test_the_summary_says_how_many_of_how_many_and_the_average_of_those_that_compare(past):
    lines = said_of(found(past.entries, "backend"), len(past.entries), order_by(SCORE))
    assert lines[0] == "4 of 5 interviews, highest score first. * not all answers are judged yet."
    assert lines[1] == (
        "Average: 75 of 100, good, over 2 that compare (Ada Lovelace, Backend Engineer, mixed, mid, "
        "judged by openai/gpt-4o-mini); 1 other left out."
    )


def test_nothing_found_has_no_average(past):
    assert said_of([], len(past.entries), Order()) == ["None of 5 interviews match."]
    assert said_of([], 1, Order()) == ["The only interview does not match."]


def test_dates_are_told_in_the_local_time_zone(past):
    local = (START + timedelta(days=3)).astimezone()
    assert past.entries[0].cells["Date"] == f"{local:%Y-%m-%d %H:%M}"
