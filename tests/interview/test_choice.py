"""Which preset question comes next."""

from __future__ import annotations

from interview_cli.interview.bearing import Bearing
from interview_cli.interview.choice import Preferences, is_repeat, level_distance, rank
from interview_cli.resume.document import JsonResume, Skill


def ranked(bank, level="mid", **preferences):
    wishes = Preferences(seed=preferences.pop("seed", 3), **preferences)
    return rank(bank.own("technical"), bank.common("technical"), level, wishes)


def test_questions_of_the_wanted_level_come_first(bank):
    for level in ("entry", "mid", "senior"):
        distances = [level_distance(question, level) for question in ranked(bank, level)]
        assert distances[:6] == [0] * 6


def test_a_chosen_focus_comes_before_other_questions_of_the_level(bank):
    tag = bank.role.focus[0]
    fitting = [q for q in bank.own("technical") if tag in q.tags and level_distance(q, "mid") == 0]
    first = ranked(bank, focus=[tag])[: len(fitting)]
    assert {question.id for question in first} == {question.id for question in fitting}


def test_what_was_asked_before_comes_later(bank):
    usual = ranked(bank)[0]
    later = ranked(bank, times_asked={usual.id: 2})
    assert later.index(usual) > 3


def test_skills_of_the_resume_pull_fitting_questions_forward(bank):
    resume = JsonResume(skills=[Skill(name="Backend", keywords=["RabbitMQ", "Redis"])])
    ranks = ranked(bank, bearing=Bearing(resume))
    plain = ranked(bank)
    for name in ("be-queue-consumer", "be-cache-pitfalls"):
        question = next(question for question in plain if question.id == name)
        assert ranks.index(question) < 2


def test_another_seed_gives_another_order_and_the_same_seed_the_same(bank):
    assert ranked(bank, seed=1) == ranked(bank, seed=1)
    assert ranked(bank, seed=1) != ranked(bank, seed=2)


def test_a_question_in_nearly_the_same_words_is_a_repeat(bank):
    question = bank.own("technical")[0]
    again = question.model_copy(update={"id": "other", "text": question.text.replace("?", "!").lower()})
    assert is_repeat(again, [question])
    assert not is_repeat(bank.own("technical")[1], [question])
