"""The small parts of the app that are pure: search, suggestions, the line of keys, bars, looks."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color

from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.tui import themes
from interview_cli.tui.actions import ACTIONS, PLACES
from interview_cli.tui.ports import Offer
from interview_cli.tui.widgets.bars import bar
from interview_cli.tui.widgets.key_bar import Key, fitting
from interview_cli.tui.widgets.picker import found
from interview_cli.tui.widgets.suggesting import completed

ROLES = [
    Offer(name, head.name, head.summary)
    for name, head in Library([bundled("roles")], [bundled("prompts")]).role_heads().items()
]


# ---------------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("back", "backend_engineer"),
        ("Sales", "sales_associate"),
        ("sre", "devops_sre"),
        ("data sc", "data_scientist"),
        ("retail_a", "retail_associate"),
        ("bckend", "backend_engineer"),
    ],
)
def test_a_part_of_a_name_finds_the_role(typed, first):
    assert found(ROLES, typed)[0].id == first


def test_a_word_of_the_description_finds_it_after_all_names():
    offers = [Offer("a", "Tester", "works on sales tools"), Offer("b", "Sales", "sells")]
    assert [offer.id for offer in found(offers, "sales")] == ["b", "a"]


def test_nothing_typed_lists_all_and_what_fits_nothing_lists_none():
    assert found(ROLES, "  ") == ROLES
    assert found(ROLES, "qqqq") == []


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_offers_that_exist_each_once(typed):
    ids = [offer.id for offer in found(ROLES, typed)]
    assert set(ids) <= {offer.id for offer in ROLES}
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("da", "databases"),
        ("caching, da", "caching, databases"),
        ("caching,da", "caching,databases"),
        ("databases, da", None),
        ("caching, ", None),
        ("x", None),
    ],
)
def test_the_last_item_of_a_list_is_completed(typed, suggested):
    assert completed(typed, ("apis", "databases", "caching")) == suggested


# ---------------------------------------------------------------------- keys


def test_no_two_actions_share_an_id_and_every_one_has_a_sentence():
    assert not [name for name, count in Counter(action.id for action in ACTIONS).items() if count > 1]
    assert all(action.help.endswith(".") and action.title and action.place in PLACES for action in ACTIONS)


@pytest.mark.parametrize("place", [place for place in PLACES if place != "everywhere"])
def test_no_key_means_two_things_in_one_place(place):
    keys = [key for action in ACTIONS if action.place == place for key in action.keys.split(",")]
    assert not [key for key, count in Counter(keys).items() if count > 1]


KEYS = st.lists(
    st.builds(
        Key,
        action=st.sampled_from(["help", "commands", "skip", "submit", "pause", "end"]),
        key=st.just("x"),
        shown=st.text(string.ascii_letters, min_size=1, max_size=6),
        title=st.text(string.ascii_letters, min_size=1, max_size=12),
        enabled=st.booleans(),
    ),
    unique_by=lambda key: key.action,
)


@given(KEYS, st.integers(40, 200))
def test_keys_fit_and_help_and_palette_are_always_there(keys, width):
    shown = fitting(keys, width)
    always = [key for key in keys if key.action in ("help", "commands")]
    assert [key for key in shown if key in always] == always
    assert sum(key.width for key in shown) - 2 <= max(width, sum(key.width for key in always))


def test_in_a_wide_terminal_all_keys_are_shown():
    keys = [Key(name, "x", "x", name, True) for name in ("submit", "skip", "help")]
    assert fitting(keys, 200) == keys


# ---------------------------------------------------------------------- looks


@pytest.mark.parametrize(
    ("score", "drawn"), [(0, ""), (100, "██████████"), (50, "█████"), (5, "▌"), (-3, ""), (130, "█" * 10)]
)
def test_a_bar_is_as_long_as_its_score(score, drawn):
    assert bar(score, 10) == drawn


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(color: str) -> float:
        parts = [part / 255 for part in Color.parse(color).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("theme", "ratio"), [(themes.DARK, 4.5), (themes.LIGHT, 4.5), (themes.CONTRAST, 7.0)]
)
@pytest.mark.parametrize(
    "color", ["foreground", "primary", "secondary", "accent", "success", "warning", "error"]
)
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_every_colour_of_a_text_stands_off_its_ground(theme, ratio, color, ground):
    assert contrast(getattr(theme, color), getattr(theme, ground)) >= ratio


@pytest.mark.parametrize(
    ("setting", "environ", "theme"),
    [
        ("auto", {}, "dark"),
        ("auto", {"COLORFGBG": "0;15"}, "light"),
        ("auto", {"COLORFGBG": "15;0"}, "dark"),
        ("contrast", {"COLORFGBG": "0;15"}, "contrast"),
        ("unheard-of", {}, "dark"),
    ],
)
def test_the_theme_follows_the_setting_and_then_the_terminal(setting, environ, theme):
    assert themes.chosen(setting, environ) == theme


def test_every_name_has_its_theme():
    assert tuple(theme.name for theme in themes.themes()) == themes.NAMES
