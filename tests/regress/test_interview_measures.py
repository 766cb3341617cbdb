"""Which follow-ups are worth asking: those written beforehand, and those that a model words by the rules."""

from __future__ import annotations

import pytest

from interview_cli.coach.aims import CASE
from interview_cli.coach.offline import analyse
from interview_cli.interview.session import Turn
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from interview_cli.regress.interview_measures import fault_of
from interview_cli.regress.outcome import Asked
from tests.documents import answered

LIBRARY = Library([bundled("roles")], [bundled("prompts")])
STORY: Question = LIBRARY.question("ret-beh-busy-shift")
ANSWER = "In a situation like that I would stay calm and set priorities, and the customers would come first."


def follow_up(text: str, after: Turn) -> Asked:
    question = STORY.model_copy(update={"id": f"{STORY.id}-f1", "text": text, "follow_ups": ()})
    said = (STORY.text, after.answer.text if after.answer else "")
    return Asked(question, (STORY,), after=after, follow_up=True, said=said, bank=(STORY,))


def told(answer: str, question: Question = STORY) -> Turn:
    turn = answered(1, question, answer)
    turn.analysis = analyse(question, answer)
    return turn


@pytest.mark.parametrize(
    "text",
    [
        "What exactly was there to do, and with how many hands?",
        CASE.text,
        f'You said: "...and the customers would come first". {CASE.text}',
    ],
)
def test_what_people_wrote_beforehand_is_worth_asking(text: str) -> None:
    assert fault_of(follow_up(text, told(ANSWER))) == ""


def test_after_a_follow_up_the_main_question_s_own_ones_are_still_prepared() -> None:
    probe = STORY.model_copy(update={"id": f"{STORY.id}-f1", "key_points": STORY.key_points[:1]})
    second = STORY.key_points[1].probe
    assert second
    assert fault_of(follow_up(second, told("We were two people short.", probe))) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("What was going on in the shop, and what did you do?", "more than one thing asked"),
        ("Which colors do you like best?", "it follows from nothing"),
        ("Did you leave a note about unfinished tasks, handed over to the next shift?", "it gives away"),
    ],
)
def test_what_a_model_words_is_held_to_the_rules(text: str, fault: str) -> None:
    assert fault_of(follow_up(text, told(ANSWER))).startswith(fault)
