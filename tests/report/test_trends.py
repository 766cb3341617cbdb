"""Trends: like is compared with like, and nothing is claimed that the scores do not show."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.report.chart import draw, lines_of
from interview_cli.report.listing import SessionRow
from interview_cli.report.trends import change, group, sentence, title, why_apart
from interview_cli.store.row import row_of
from tests.documents import MODEL, plain_session


def row(session_id: str, **changes: Any) -> SessionRow:
    return row_of(plain_session(session_id, **changes), "")


def newest_first(*rows: SessionRow) -> list[SessionRow]:
    return sorted(rows, key=lambda one: one["created_at"], reverse=True)


def test_sessions_of_one_person_role_and_judge_are_one_group_oldest_first() -> None:
    (one,) = group(newest_first(row("aaaa", days=1), row("bbbb", days=0), row("cccc", days=2)))

    assert [found["id"] for found in one.rows] == ["bbbb", "aaaa", "cccc"]
    assert title(one) == "Ada Lovelace, Backend Engineer, mixed, mid, judged by the offline coach: 3 sessions"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"source": MODEL}, "judges"),
        ({"rubric": "000000000000"}, "versions of the rubric"),
        ({"candidate": "Bob"}, "people"),
        ({"role": "sales_associate"}, "roles"),
        ({"kind": "technical"}, "interview types"),
    ],
)
def test_what_does_not_compare_stands_apart_and_the_reason_is_said(
    other: dict[str, Any], reason: str
) -> None:
    groups = group(newest_first(row("aaaa", days=1), row("bbbb", days=2, **other)))

    assert [[found["id"] for found in one.rows] for one in groups] == [["bbbb"], ["aaaa"]]
    assert why_apart(groups).startswith(f"2 groups stand apart because scores of different {reason} ")


def test_models_with_other_prompts_stand_apart() -> None:
    old = row("aaaa", source=MODEL)
    new: SessionRow = {**row("bbbb", source=MODEL, days=1), "prompt_hash": "other"}

    groups = group([new, old])

    assert len(groups) == 2
    assert "versions of the prompts" in why_apart(groups)


def test_all_roles_can_be_taken_together() -> None:
    (one,) = group([row("bbbb", role="sales_associate", days=1), row("aaaa")], all_roles=True)

    assert title(one) == "Ada Lovelace, all roles, mixed, mid, judged by the offline coach: 2 sessions"
    assert why_apart([one]) == ""


def test_a_category_is_followed_across_interview_types_and_never_across_levels() -> None:
    rows: list[SessionRow] = [
        {**row("cccc", days=2), "level": "senior"},
        row("bbbb", days=1, kind="technical"),
        row("aaaa"),
    ]

    groups = group(rows, category="technical")

    assert [[found["id"] for found in one.rows] for one in groups] == [["cccc"], ["aaaa", "bbbb"]]
    assert title(groups[1]).startswith("Ada Lovelace, Backend Engineer, all types, mid, ")
    assert why_apart(groups) == "2 groups stand apart because scores of different levels do not compare."
    assert len(group(rows)) == len(group(rows, category="overall")) == 3


def test_only_completed_sessions_with_a_score_count() -> None:
    assert not group(
        [row("aaaa", status="in_progress"), row("bbbb", score=None), row("cccc", status="abandoned")]
    )


def test_the_last_n_sessions_of_a_group_are_kept() -> None:
    (one,) = group(newest_first(*(row(f"aaa{day}", days=day) for day in range(5))), last=2)

    assert [found["id"] for found in one.rows] == ["aaa3", "aaa4"]


def test_a_category_that_was_not_asked_about_is_a_gap() -> None:
    without: SessionRow = {**row("bbbb", days=1), "scores": {"technical": 50.0}}
    (one,) = group([without, row("aaaa", score=60)])

    assert one.series("communication") == [60.0, None]
    assert [found["id"] for found in group([without, row("aaaa")], category="communication")[0].rows] == [
        "aaaa"
    ]


@pytest.mark.parametrize(
    ("scores", "direction", "clear"),
    [
        ([], None, False),
        ([50], "too few", False),
        ([40, 90], "too few", False),
        ([50, 62, 70], "up", False),
        ([40, 55, 75], "up", False),
        ([75, 55, 40], "down", False),
        ([60, 62, 61], "level", False),
        ([60, 61, 62], "level", False),
        ([50, 80, 52, 78, 55, 70], "level", False),
        ([48, 52, 60, 55, 63, 70, 72], "up", True),
        ([72, 70, 63, 55, 60, 52, 48], "down", True),
    ],
)
def test_a_move_is_claimed_only_when_the_scores_show_it(
    scores: list[float], direction: str | None, clear: bool
) -> None:
    moved = change(scores)

    assert (moved and moved.direction) == direction
    assert (moved.clear if moved else False) == clear


def test_mere_noise_is_rarely_called_a_clear_move() -> None:
    rng = random.Random(7)
    series = [[rng.gauss(60, 6) for _ in range(9)] for _ in range(2000)]

    claimed = sum(moved.clear for scores in series if (moved := change(scores)))

    assert claimed < 0.15 * len(series)


@given(st.lists(st.none() | st.floats(0, 100), max_size=30))
def test_a_change_reversed_is_the_opposite_change(series: Sequence[float | None]) -> None:
    forth, back = change(series), change(list(reversed(series)))

    opposite = {"up": "down", "down": "up", "level": "level", "too few": "too few"}
    assert (forth is None) == (back is None) == all(score is None for score in series)
    if forth is not None and back is not None:
        assert opposite[forth.direction] == back.direction
        assert forth.best == max(score for score in series if score is not None)


def test_a_sentence_says_what_moved_from_where_to_where_and_how_sure_that_is() -> None:
    moved = change([48, 52, 60, 55, 63, 70, 72])
    assert moved is not None

    assert sentence("Overall", moved, 100) == (
        "Overall: improving, from 50 (the first 2) to 71 (the last 2 sessions); "
        "single sessions differ from that line by about 4. Best: 72."
    )
    assert (
        "from 2.5 (the first 2) to 3.5 (the last 2 sessions); "
        "single sessions differ from that line by about 0.2" in sentence("Overall", moved, 5)
    )


def test_two_sessions_are_said_to_be_too_few() -> None:
    moved = change([40, 90])
    assert moved is not None

    assert sentence("Depth", moved, 100) == "Depth: 2 sessions so far; a trend takes at least 3. Best: 90."


def test_without_colour_the_chart_is_ascii_with_a_letter_for_every_line() -> None:
    lines = lines_of({"Overall": [48, 52, 60], "Technical": [80, None, 20]})

    chart = draw(lines, ["1 Nov", "2 Nov", "3 Nov"], width=60, scale=100, color=False)

    assert chart.isascii()
    assert "\x1b" not in chart
    drawn = "".join(chart.splitlines()[:-1])
    assert (drawn.count("o"), drawn.count("*")) == (3, 2)
    assert max(map(len, chart.splitlines())) <= 60


def test_with_colour_the_chart_has_lines_and_colours() -> None:
    chart = draw(
        lines_of({"Overall": [48, 52, 60]}), ["1 Nov", "2 Nov", "3 Nov"], width=60, scale=5, color=True
    )

    assert "\x1b[" in chart
    assert not chart.isascii()


def test_a_hundred_sessions_still_fit_the_width() -> None:
    dates = [f"{day % 28 + 1} Nov" for day in range(100)]

    chart = draw(
        lines_of({"Overall": [float(day) for day in range(100)]}), dates, width=60, scale=100, color=False
    )

    assert max(map(len, chart.splitlines())) <= 60
