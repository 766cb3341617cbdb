"""Trends: a plot of one kind of interview at a time, and in words whether scores get better."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from interview_cli.report.view import View
from interview_cli.store.row import row_of
from interview_cli.tui.ports import Start
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.screens.trends import TrendsScreen, lines_of, words_of, worth_seeing
from interview_cli.tui.widgets.score_plot import apart, dates_of, marks, styled, thinned
from interview_cli.wiring.full_screen import build_app
from tests.documents import START, plain_session
from tests.tui.past_home import home_at, listed, practised
from tests.tui.seen import press, screen_text
from tests.tui.waiting import until

HISTORY = Start(history=True)
IMPROVING = (41.0, 47.0, 44.0, 55.0, 61.0, 58.0, 66.0, 72.0)


def rows(*sessions):
    return sorted(
        (row_of(session, "1") for session in sessions), key=lambda row: row["created_at"], reverse=True
    )


def improving():
    """Interviews of one kind that get better, in which the categories part from one another."""
    sessions = []
    for place, score in enumerate(IMPROVING):
        session = plain_session(f"imp{place}abcdef", days=2 * place, score=score)
        assert session.feedback is not None
        session.feedback.categories[1].score = 100 - score
        sessions.append(session)
    return sessions


async def trends(pilot, home) -> TrendsScreen:
    await listed(pilot)
    await press(pilot, "t")
    await until(pilot, lambda: isinstance(pilot.app.screen, TrendsScreen))
    screen = pilot.app.screen
    assert isinstance(screen, TrendsScreen)
    await until(pilot, lambda: "Trends" in screen_text(pilot.app).splitlines()[0])
    return screen


def words(app) -> str:
    """The words on the screen, however they are wrapped."""
    return " ".join(screen_text(app).split())


# ---------------------------------------------------------------------- words and groups


def test_kinds_with_enough_interviews_for_a_trend_come_first():
    stored = rows(
        *improving(), plain_session("newest", days=99, role="sales_associate"), plain_session("old", days=-5,
        kind="technical")
    )  # fmt: skip
    assert [len(one.rows) for one in worth_seeing(stored)] == [8, 1, 1]


def test_every_category_is_told_with_its_letter_and_the_chosen_one_first():
    [one] = worth_seeing(rows(*improving()))
    lines = lines_of(one)
    said = words_of(one, lines, "Communication", 100).plain.splitlines()
    assert said[0].startswith("x Communication: falling, from ")
    assert said[1].startswith("o Overall: improving, from 44 (the first 2) to 69")
    assert said[2].startswith("* Technical: improving")


def test_one_interview_is_no_trend_and_the_words_say_so():
    [one] = worth_seeing(rows(plain_session("only", score=62)))
    assert words_of(one, lines_of(one), "Overall", 100).plain == (
        "Overall 62, Technical 62, Communication 62. A trend takes at least 3 sessions."
    )


# ---------------------------------------------------------------------- the plot


@given(st.lists(st.none() | st.floats(0, 100), min_size=1, max_size=60), st.integers(1, 9))
def test_a_long_series_is_drawn_by_means_that_lie_between_its_ends(scores, run):
    means = thinned(scores, run)
    assert len(means) == -(-len(scores) // run)
    known = [score for score in scores if score is not None]
    for mean in means:
        assert mean is None or min(known) - 1e-9 <= mean <= max(known) + 1e-9
    if run == 1:
        assert means == scores


def test_a_gap_counts_for_nothing_in_a_mean():
    assert thinned([60, None, 80, None, None, None, 10], 3) == [70, None, 10]


@given(st.lists(st.sampled_from(("1 May", "2 May", "3 May")), max_size=50), st.integers(1, 12))
def test_a_date_is_written_where_it_begins_and_no_more_often_than_there_is_room(dates, most):
    marked = marks(dates, most)
    assert len(marked) <= most
    assert marked == sorted(set(marked))
    assert not dates or marked[0] == 0


@given(
    st.integers(1, 30).flatmap(
        lambda points: st.lists(
            st.lists(st.none() | st.integers(0, 100), min_size=points, max_size=points),
            min_size=1,
            max_size=6,
        )
    ),
    st.floats(1, 30),
    st.integers(1, 12),
)
def test_every_score_has_a_mark_and_none_hides_another(series, row, gap):
    columns = [3 + gap * place for place in range(len(series[0]))]
    letters = apart(series, columns, row=row)
    assert len(letters) == sum(score is not None for line in series for score in line)
    for letter in letters:
        nearest = min(range(len(columns)), key=lambda at: abs(columns[at] - letter.column))
        lines = series if letter.line is None else [series[letter.line]]
        assert letter.score in [line[nearest] for line in lines]
    for one, other in combinations(letters, 2):
        if one.line is not None and other.line is not None and one.column == other.column:
            assert abs(one.score - other.score) >= row


def test_days_are_written_over_weeks_and_months_over_years():
    start = datetime(2026, 5, 3, tzinfo=UTC)
    assert dates_of([start, start + timedelta(days=9)]) == ["3 May", "12 May"]
    assert dates_of([start, start + timedelta(days=400)]) == ["May 2026", "Jun 2027"]
    assert dates_of([]) == []


def test_the_numbers_of_colours_become_styles_of_the_theme():
    content = styled(Text.from_ansi("100┤ \x1b[38;5;1mx\x1b[0m\n"), ["$primary", "$success"])
    assert content.plain == "100┤ x"
    assert [(span.start, span.end, str(span.style)) for span in content.spans] == [(5, 6, "$success")]


# ---------------------------------------------------------------------- the screen


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=str)
async def test_a_kind_of_interview_is_plotted_and_told(tmp_path: Path, size):
    app = build_app(home_at(tmp_path, *improving()), HISTORY)
    async with app.run_test(size=size) as pilot:
        await trends(pilot, app)
        first = dates_of([START.astimezone()])[0]
        await until(pilot, lambda: first in screen_text(app))
        seen = screen_text(app)
        assert "Ada Lovelace, Backend Engineer, mixed, mid, judged by the offline coach" in words(app)
        assert "Overall: improving, from 44" in seen
        assert any("\u2801" <= character <= "\u28ff" for character in seen)
        assert "100┤" in seen
        # The whole width is used: the frame ends where the plot does.
        frame = next(line for line in seen.splitlines() if "┌" in line)
        assert frame.index("┐") > size[0] * (0.9 if size[0] < 110 else 0.5)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))


async def test_a_key_goes_through_the_categories_and_then_shows_all_by_their_letters(tmp_path: Path):
    app = build_app(home_at(tmp_path, *improving()), HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await trends(pilot, app)
        for shown in ("Technical", "Communication", "all categories", "Overall"):
            await press(pilot, "c")
            await until(pilot, lambda shown=shown: f"8 sessions {shown}" in words(app))
            plot = screen_text(app).partition("┐")[2].partition("└")[0]
            assert ("x" in plot) == ("*" in plot) == (shown == "all categories")


async def test_keys_go_through_the_kinds_and_round_again(tmp_path: Path):
    others = [plain_session(f"s{day}abcdefgh", days=day, score=60, role="sales_associate") for day in (1, 2)]
    app = build_app(home_at(tmp_path, *improving(), *others), HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await trends(pilot, app)
        await until(pilot, lambda: "1 of 2  Ada Lovelace, Backend" in screen_text(app))
        assert "2 groups stand apart because scores of different roles do not compare." in screen_text(app)
        await press(pilot, "tab")
        await until(pilot, lambda: "2 of 2  Ada Lovelace, Sales" in screen_text(app))
        assert "2 sessions so far; a trend takes at least 3." in screen_text(app)
        await press(pilot, "shift+tab")
        await until(pilot, lambda: "1 of 2" in screen_text(app))
        await press(pilot, "shift+tab")
        await until(pilot, lambda: "2 of 2" in screen_text(app))


async def test_without_colours_several_lines_are_told_apart_by_letters_alone(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = build_app(home_at(tmp_path, *improving()), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await trends(pilot, app)
        await press(pilot, "c", "c", "c")
        await until(pilot, lambda: "all categories" in screen_text(app))
        plot = screen_text(app).partition("┐")[2].partition("└")[0]
        assert "·" not in plot
        assert "x" in plot
        assert "*" in plot


async def test_too_few_interviews_are_no_trend_and_no_plot(tmp_path: Path):
    app = build_app(home_at(tmp_path, plain_session("onlyabcdef", score=62)), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await trends(pilot, app)
        await until(pilot, lambda: "A trend takes at least 3" in screen_text(app))
        assert "┤" not in screen_text(app)
        await press(pilot, "c", "tab", "shift+tab")
        assert isinstance(app.screen, TrendsScreen)


async def test_without_any_score_it_is_said_what_a_trend_takes(tmp_path: Path):
    app = build_app(home_at(tmp_path, plain_session("openabcdef", status="in_progress")), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await trends(pilot, app)
        await until(pilot, lambda: "No completed interview with a score yet." in screen_text(app))


async def test_hidden_scores_stay_hidden_here_too(tmp_path: Path):
    home = practised(tmp_path)
    home.config_file.write_text("scores: false\n", "utf-8")
    app = build_app(home, HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await trends(pilot, app)
        await until(pilot, lambda: "Scores are hidden" in screen_text(app))
        assert "81" not in screen_text(app)


async def test_a_five_point_scale_is_plotted_and_told_as_such(tmp_path: Path):
    home = home_at(tmp_path, *improving())
    home.config_file.write_text("scale: 5\n", "utf-8")
    app = build_app(home, HISTORY)
    async with app.run_test(size=(100, 30)) as pilot:
        await trends(pilot, app)
        await until(pilot, lambda: "Overall: improving, from 2.2" in screen_text(app))
        assert "5┤" in screen_text(app)
        assert "100┤" not in screen_text(app)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "terminal"])
async def test_the_line_has_the_colour_of_the_theme(tmp_path: Path, theme):
    app = build_app(home_at(tmp_path, *improving()), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await trends(pilot, app)
        await until(pilot, lambda: line_colors(app))
        # In the theme of the terminal's own colours it is the fourth of these, which is blue.
        wanted = "color(4)" if theme == "terminal" else app.theme_variables["primary"].lower()
        assert line_colors(app) == {wanted}


def line_colors(app) -> set[str]:
    """The colours of what the plot draws a line with."""
    found = set()
    for strip in app.screen._compositor.render_strips(app.screen.size):
        for text, style, _ in strip:
            if style and style.color and any("\u2801" <= character <= "\u28ff" for character in text):
                found.add(style.color.name.lower())
    return found


def test_hidden_scores_are_not_even_grouped():
    assert TrendsScreen(rows(*improving()), View(scores=False))._groups == []


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=str)
async def test_categories_with_the_same_scores_are_all_seen_and_the_plot_says_what_that_means(
    tmp_path: Path, size
):
    alike = [plain_session(f"imp{place}abcdef", days=2 * place, score=50 + place) for place in range(5)]
    app = build_app(home_at(tmp_path, *alike), HISTORY)
    async with app.run_test(size=size) as pilot:
        await trends(pilot, app)
        await press(pilot, "c", "c", "c")
        await until(pilot, lambda: screen_text(app).count("o*x") == 5)
        assert "side by side: about the same score" in screen_text(app)


async def test_where_there_is_no_room_for_all_letters_one_sign_stands_for_them(tmp_path: Path):
    alike = [plain_session(f"im{place:02}abcdef", days=place, score=50) for place in range(30)]
    app = build_app(home_at(tmp_path, *alike), HISTORY)
    async with app.run_test(size=(80, 24)) as pilot:
        await trends(pilot, app)
        await press(pilot, "c", "c", "c")
        await until(pilot, lambda: "= several at one point" in screen_text(app))
