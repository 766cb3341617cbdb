"""Who did what in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.deeds import deeds
from interview_cli.coach.story_lines import figures_in


@pytest.mark.parametrize(
    ("sentence", "own", "team"),
    [
        ("I stopped it, told the cook it was my mistake, and went straight to the guest.", 3, 0),
        ("I've called the depot five times and found the parcel.", 2, 0),
        ("I'd told my manager already.", 1, 0),
        ("What I did that night was switch it off.", 1, 0),
        ("We called him and we reset it the same hour.", 0, 2),
        ("I called her and she answered.", 1, 0),
        ("My boss said that it was late and signed the paper.", 0, 0),
        ("I asked the guest, who was angry, and wrote it down.", 1, 0),
        ("I was tired, I knew little and I wanted to go home.", 0, 0),
        ("I was asked to stop it.", 0, 0),
        ("I had to call everybody.", 0, 0),
        ("I would ask her first and I'd listen.", 0, 0),
        ("I didn't say anything.", 0, 0),
        ("The fixed price was agreed.", 0, 0),
    ],
)
def test_deeds_belong_to_the_person_or_the_team_that_did_them(sentence: str, own: int, team: int) -> None:
    found = deeds(sentence)
    assert (found.own, found.team) == (own, team)


def test_deeds_without_a_doer_are_nobody_s() -> None:
    found = deeds("A proposal was made to the hospital and the trial was quickly agreed.")
    assert found.nobody == 2
    assert found.own == found.team == found.others == 0


def test_what_others_did_is_theirs() -> None:
    assert deeds("She came back the month after and bought a toaster.").others == 2


def test_what_is_told_as_if_it_happened_now_counts_apart() -> None:
    found = deeds("I ring four hotels and I carry the bags over.")
    assert (found.own, found.own_now) == (0, 2)


def test_what_is_only_supposed_is_no_deed() -> None:
    assert deeds("I would ask them and I should wait.").would == 2


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("It fell from two percent to nearly none.", ["two percent"]),
        ("I ended up on ninety-one percent in 2021.", ["ninety-one percent"]),
        ("We had 60k, €1,200.50 and 4 cases!", ["60k", "€1,200.50", "4 cases"]),
        ("Nobody knew.", []),
    ],
)
def test_figures_are_found_with_what_they_count(text: str, figures: list[str]) -> None:
    assert figures_in(text) == figures


@given(st.text())
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = deeds(text)
    assert min(found.own, found.team, found.others, found.past) >= 0
    assert all(figure in text for figure in figures_in(text))
