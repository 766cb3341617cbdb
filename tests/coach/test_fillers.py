"""Fillers count where they fill, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.fillers import counted, fillers

FILLED = {
    "Um, I think it was in May.": ["um"],
    "It was, uh, a Monday.": ["uh"],
    "umm so erm we called them": ["um", "so", "er"],
    "We had, er, three servers.": ["er"],
    "Hmm, let me think.": ["hm"],
    "I was, like, really tired.": ["like"],
    "Like, I couldn't find it.": ["like"],
    "it was like really slow": ["like"],
    "there was like twenty people waiting": ["like"],
    "and like we had no idea": ["like"],
    "it was like super slow and like he left": ["like", "like"],
    "So, I was working at a bakery.": ["so"],
    "So um we restarted it.": ["so", "um"],
    "That was my part, so.": ["so"],
    "We fixed it and everybody was happy so...": ["so"],
    "It was, so, a mess.": ["so"],
    "So yeah, that was it.": ["so", "yeah"],
    "The server was down, right, and nobody knew.": ["right"],
    "It was late, right?": ["right"],
    "Right, so I called him.": ["right"],
    "Right so the first thing was the log": ["right"],
    "Well, it depends.": ["well"],
    "Well I had never done it.": ["well"],
    "It was, well, not my best day.": ["well"],
    "It was hard, you know.": ["you know"],
    "You know, we had two weeks.": ["you know"],
    "I was, you know, a bit nervous.": ["you know"],
    "it was a mess you know we had no plan": ["you know"],
    "I mean, it was late.": ["I mean"],
    "It was late, I mean, really late.": ["I mean"],
    "and I mean we were tired": ["I mean"],
    "Okay, so we started.": ["okay"],
    "Ok so I built this thing.": ["ok"],
    "We shipped it, yeah.": ["yeah"],
    "Yeah, so, I was there.": ["yeah", "so"],
    "UM I THINK IT WAS UH ON A MONDAY": ["um", "uh"],
}
WORKING = [
    "I like Go.",
    "I would like to know.",
    "It looks like a bug.",
    "I feel like that was right.",
    "Languages like Go and Rust are fast.",
    "Something like that happened.",
    "Things like logs and metrics help.",
    "A number like 20 is too small.",
    "Some people, like me, wait for the manager.",
    "I like really fast tests.",
    "They like it and I like them.",
    "and like I said it was late",
    "I wrote it down so that nobody forgot.",
    "It was so slow that we gave up.",
    "So I called the customer.",
    "I think so.",
    "He did so.",
    "I was ill, so I stayed at home.",
    "I called her so we could talk.",
    "It was cold. So, we closed the door.",
    "I found the right way.",
    "We fixed it right away.",
    "All right, we can begin.",
    "Right now we are three.",
    "I will let you know.",
    "He was right, and I said so, too.",
    "That is right.",
    "I was right about it.",
    "Turn left, right, left.",
    "I speak French as well.",
    "It works well.",
    "It went very well, and we celebrated.",
    "We tested it as well, and it held.",
    "Well known tools are easier to hire for.",
    "A well-tested module.",
    "He plays well, she sings.",
    "Do you know the answer?",
    "As you know, it was late.",
    "If you know the customer, call.",
    "You know what the customer wants.",
    "People you know are easier to convince.",
    "You know how it is.",
    "I mean it.",
    "That is what I mean.",
    "I mean to go there.",
    "By scale I mean the number of users.",
    "When I say fast I mean under a second.",
    "The pipe is 5 mm wide.",
    "She works in the ER of a hospital.",
    "To be okay with it took time.",
    "Everything was okay.",
    "He is my brother and so is she.",
    "I don't know.",
    "",
]


@pytest.mark.parametrize(("text", "names"), FILLED.items())
def test_words_that_fill_are_counted(text: str, names: list[str]) -> None:
    assert fillers(text) == names


@pytest.mark.parametrize("text", WORKING)
def test_words_that_work_are_not(text: str) -> None:
    assert fillers(text) == []


def test_the_most_frequent_comes_first() -> None:
    assert counted(["um", "like", "um"]) == {"um": 2, "like": 1}


@given(st.lists(st.sampled_from("um like so right well you know i mean , . ? it was the and yeah".split())))
def test_any_order_of_words_can_be_counted(words: list[str]) -> None:
    assert len(fillers(" ".join(words))) <= len(words)


@given(st.text())
def test_any_text_can_be_counted(text: str) -> None:
    assert len(fillers(text)) <= len(text)
