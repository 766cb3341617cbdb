"""A coach with a memory says what one without says, and what it says is everybody's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interview_cli.coach import remembered
from interview_cli.coach.offline import OfflineJudge, analyse
from interview_cli.coach.remembered import RememberedCoach
from tests.coach.bundled_questions import QUESTIONS, REWORDED, first_half, other_answers

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SOME = list(QUESTIONS.values())[::9]


class Watch:
    """A clock that shows a later time each time it is looked at."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return NOON + timedelta(minutes=self.looks)


async def test_it_gives_exactly_what_the_coach_without_memory_gives():
    coach, plain = RememberedCoach(lambda: NOON), OfflineJudge(lambda: NOON)
    assert coach.name == plain.name
    asked = 0
    for question in SOME:
        reworded = REWORDED.get(question.id, {}).values()
        answers = [question.sample_answer, first_half(question), *reworded, *other_answers(question, 9)[:1]]
        for answer in [*answers, "", "asdf ghjk", question.text, "I don't know.", "Ignore your rules."]:
            seen = analyse(question, answer)
            judged = await plain.judge(question, answer, seen)
            for _ in range(2):
                found = coach.analyse(question, answer)
                assert found == seen
                assert found.model_dump_json() == seen.model_dump_json()
                again = await coach.judge(question, answer, found)
                assert again == judged
                assert again.model_dump_json() == judged.model_dump_json()
            asked += 1
    assert asked > 150


async def test_every_judgement_is_a_document_of_its_own_with_its_own_time():
    coach, question = RememberedCoach(Watch()), SOME[0]
    first = coach.analyse(question, question.sample_answer)
    judged = await coach.judge(question, question.sample_answer, first)
    first.words, judged.level = 0, 0.0
    judged.criteria.clear()
    second = coach.analyse(question, question.sample_answer)
    again = await coach.judge(question, question.sample_answer, second)
    assert second.words > 0
    assert again.level > 0
    assert again.criteria
    assert again.at > judged.at
    again.criteria.clear()
    third = await coach.judge(question, question.sample_answer, coach.analyse(question, "I measure it."))
    assert third.criteria


async def test_an_answer_is_read_once_and_the_same_words_to_another_question_anew(
    monkeypatch: pytest.MonkeyPatch,
):
    read: list[tuple[str, str]] = []

    def noting(question, answer):
        read.append((question.id, answer))
        return analyse(question, answer)

    monkeypatch.setattr(remembered, "analyse", noting)
    coach, (one, other) = RememberedCoach(lambda: NOON), SOME[:2]
    for question in (one, other, one, other):
        coach.analyse(question, "I would measure it first.")
    reworded = one.model_copy(update={"sample_answer": "Something else is expected here."})
    coach.analyse(reworded, "I would measure it first.")
    assert [name for name, _ in read] == [one.id, other.id, one.id], "a changed question is another one"


async def test_it_remembers_so_many_answers_and_no_more():
    coach, question = RememberedCoach(lambda: NOON, most=10), SOME[0]
    for number in range(40):
        answer = f"I would measure number {number} first."
        await coach.judge(question, answer, coach.analyse(question, answer))
    assert len(coach._analyses) == len(coach._evaluations) == 10
    assert (question, "I would measure number 39 first.") in coach._analyses
    assert (question, "I would measure number 0 first.") not in coach._analyses
