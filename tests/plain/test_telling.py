"""When the coach speaks of an answer: never before its follow-ups are done, and no sample before that."""

from __future__ import annotations

from typing import Any

import pytest

from interview_cli.coach.offline import analyse, judge_offline
from interview_cli.interview.session import Session, Turn
from interview_cli.plain.telling import Display, Telling
from tests.documents import START, answered, every_kind_of_turn, plain_session, question, shows_score

ASKED = question(
    "be-retries",
    "A client retries a payment after a timeout. How do you charge the customer once?",
    "The client sends an idempotency key with the request.",
    "A repeated request gets the stored result.",
    sample="I let the client send an idempotency key and answer a repeat with the stored result.",
)
SAID = "The client sends an idempotency key with every request, because it may send the request twice."


def main(place: int, *, judged: bool = True, said: str = SAID) -> Turn:
    evaluation = judge_offline(ASKED, said, analyse(ASKED, said), START) if judged else None
    return answered(place, ASKED, said, evaluation)


def follow_up(place: int, parent: Turn) -> Turn:
    turn = main(place)
    return turn.model_copy(update={"parent": parent.id, "label": f"{parent.label} Follow-up 1"})


def waiting(place: int, parent: Turn | None = None) -> Turn:
    turn = follow_up(place, parent) if parent else main(place)
    return turn.model_copy(update={"status": "asked", "answer": None, "evaluations": []})


def interview(*turns: Turn) -> Session:
    session = plain_session("abcdefgh", status="in_progress")
    session.turns = list(turns)
    return session


class Ear:
    """Hears what is told; `telling` begins with the first turns being there already."""

    def __init__(self, session: Session, **display: Any) -> None:
        self.lines: list[tuple[str, str]] = []
        self.telling = Telling(session, Display(say=lambda *said: self.lines.append(said), **display))

    @property
    def text(self) -> str:
        return "\n".join(line for line, _ in self.lines)

    @property
    def labels(self) -> list[str]:
        return [line.split(":")[0].split(" (")[0] for line, tone in self.lines if line.startswith("Q")]


def test_an_answer_is_spoken_of_when_the_next_question_comes_and_only_once() -> None:
    first = main(1)
    session = interview(first)
    ear = Ear(session)
    session.turns.append(waiting(2, first))
    ear.telling.question_done()
    assert ear.lines == []
    session.turns[1] = follow_up(2, first)
    session.turns.append(waiting(3))
    ear.telling.question_done()
    ear.telling.question_done()
    assert ear.labels == ["Q1", "Q1 Follow-up 1"]


def test_a_question_whose_judgement_is_still_to_come_is_told_later() -> None:
    session = interview(main(1, judged=False), waiting(2))
    ear = Ear(session)
    session.turns.insert(1, main(3))
    ear.telling.question_done()
    assert ear.labels == ["Q3"]
    session.turns[0] = main(1)
    ear.telling.interview_done()
    assert "Q1" in ear.labels


def test_feedback_at_the_end_tells_all_at_the_end_earlier_sittings_included() -> None:
    session = interview(main(1), main(2), waiting(3))
    ear = Ear(session, feedback="end")
    ear.telling.question_done()
    assert ear.lines == []
    session.turns[2] = main(3)
    ear.telling.interview_done()
    assert ear.labels == ["Q1", "Q2", "Q3"]


def test_what_an_earlier_sitting_told_is_not_told_again() -> None:
    ear = Ear(interview(main(1), main(2)))
    ear.telling.interview_done()
    assert ear.labels == ["Q2"]


def test_the_answer_to_compare_with_comes_after_the_last_follow_up() -> None:
    first = main(1)
    session = interview(first)
    ear = Ear(session, samples=True)
    session.turns.append(waiting(2, first))
    ear.telling.question_done()
    assert ASKED.sample_answer not in ear.text
    session.turns[1] = follow_up(2, first)
    session.turns.append(waiting(3))
    ear.telling.question_done()
    assert ear.text.count(ASKED.sample_answer) == 1
    assert ear.text.index("Q1 Follow-up 1") < ear.text.index(ASKED.sample_answer)


def test_a_skipped_question_is_shown_its_sample_and_nothing_else() -> None:
    skipped = main(1).model_copy(update={"status": "skipped", "answer": None, "evaluations": []})
    session = interview(skipped)
    ear = Ear(session, samples=True)
    ear.telling.interview_done()
    assert ear.text == f"\nQ1, an answer to compare with:\n{ASKED.sample_answer}"


def test_the_first_thing_to_fix_is_one_line_set_off_and_every_row_has_its_name() -> None:
    ear = Ear(interview(main(1)))
    ear.telling.interview_done()
    strong = [line for line, tone in ear.lines if tone == "strong"]
    assert strong[0].startswith("Q1: ")
    assert strong[1:] == [f"  fix first   {judged_first(main(1))}"]
    good = next(line for line, _ in ear.lines if line.startswith("  good"))
    assert f'"{SAID.rstrip(".")}' in good


def judged_first(turn: Turn) -> str:
    assert turn.evaluation is not None
    return turn.evaluation.improvements[0]


def test_a_point_that_the_advice_names_is_not_listed_once_more() -> None:
    ear = Ear(interview(main(1)))
    ear.telling.interview_done()
    assert ear.text.casefold().count("repeated request gets the stored result") == 1


@pytest.mark.parametrize("said", [SAID, "I don't know.", "asdf hjkl qwer zxcv asdf", ""])
def test_without_scores_no_number_and_no_band_is_told(said: str) -> None:
    ear = Ear(interview(main(1, said=said)), scores=False)
    ear.telling.interview_done()
    assert ear.lines[1][0] == "Q1 (offline estimate)"
    assert not shows_score(ear.text)


def test_after_gibberish_no_points_are_listed_and_after_an_open_no_they_are() -> None:
    mashed, unknown = (
        Ear(interview(main(1, said="asdf hjkl qwer zxcv asdf"))),
        Ear(interview(main(1, said="No idea."))),
    )
    mashed.telling.interview_done()
    unknown.telling.interview_done()
    assert "not found" not in mashed.text
    assert unknown.text.count("not found") == len(ASKED.key_points)


def test_every_kind_of_turn_can_be_told() -> None:
    session = every_kind_of_turn()
    ear = Ear(session, feedback="end", samples=True)
    ear.telling.interview_done()
    assert "Resume Q: not judged: openai/gpt-4o-mini did not answer in 60 s." in ear.text
    assert "Q4: 40 of 100, developing (openai/gpt-4o-mini, low agreement)" in ear.text
    assert "missing     task, result (of situation, task, action, result)" in ear.text
