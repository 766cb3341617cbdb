"""Follow-ups aim at what is missing, without telling it."""

from __future__ import annotations

from statistics import fmean

import pytest

from interview_cli.coach.aims import POINT_CRITERIA
from interview_cli.coach.followup import Exchange, FollowUp, next_follow_up
from interview_cli.coach.offline import analyse, judge_offline
from interview_cli.coach.words import content_stems, split_sentences, words
from interview_cli.interview.choice import is_repeat
from interview_cli.library.role import Question
from tests.coach.bundled_questions import QUESTIONS, REWORDED, first_half
from tests.coach.test_offline import AT, IT_DEPENDS

INDEX = QUESTIONS["be-index-tradeoffs"]


def beginning(question: Question) -> str:
    return " ".join(split_sentences(question.sample_answer)[:2])


def said(question: Question, answer: str) -> Exchange:
    return Exchange(question, answer, analyse(question, answer))


def follow_up(question: Question, answer: str, *, confused: bool = False) -> FollowUp | None:
    return next_follow_up(question, [said(question, answer)], confused=confused)


def unprobed(question: Question) -> Question:
    """The question as a role file without probes would have it."""
    points = tuple(point.model_copy(update={"probe": None}) for point in question.key_points)
    return question.model_copy(update={"key_points": points})


@pytest.mark.parametrize("answer", ["", "I don't know.", "asdf jkl; asdf qwer", INDEX.text, "no idea, pass"])
def test_nothing_is_asked_after_what_could_not_be_judged(answer: str) -> None:
    assert follow_up(INDEX, answer) is None


def test_nothing_is_asked_after_a_strong_answer() -> None:
    assert follow_up(INDEX, INDEX.sample_answer) is None


def test_a_confused_person_gets_a_part_of_the_question() -> None:
    asked = follow_up(INDEX, "What do you mean by that?", confused=True)
    assert asked is not None
    assert asked.question.text == "Let us take one part of it: when does an index speed up a query?"


def test_an_answer_that_leaves_a_point_out_is_asked_for_the_first_one_missing() -> None:
    answer = beginning(INDEX)
    missing = next(point for point in analyse(INDEX, answer).points if not point.found)
    asked = follow_up(INDEX, answer)
    assert asked is not None
    assert [point.fact for point in asked.question.key_points] == [missing.fact]
    assert asked.question.text == asked.question.key_points[0].probe
    assert asked.question.criteria == ("correctness", "clarity")


def test_the_next_follow_up_goes_on_to_the_next_point_whether_the_last_was_made_or_not() -> None:
    exchange = [said(INDEX, beginning(INDEX))]
    points = []
    for _ in range(3):
        asked = next_follow_up(INDEX, exchange, confused=False)
        assert asked is not None
        points.append(asked.question.key_points[0].fact)
        exchange.append(
            said(asked.question, "It depends on the system, mostly, and on what is wanted of it.")
        )
    assert len(set(points)) == 3
    order = [point.fact for point in INDEX.key_points]
    assert sorted(points, key=order.index) == points


def test_the_answer_that_makes_the_probed_point_scores_high_and_talk_around_it_low() -> None:
    strong, weak = [], []
    for question in list(QUESTIONS.values())[::9]:
        asked = follow_up(question, beginning(question))
        if asked is None or len(asked.question.key_points) != 1 or asked.question.criteria != POINT_CRITERIA:
            continue
        strong.append(analyse(asked.question, f"I would say this: {asked.question.sample_answer}").estimate)
        weak.append(analyse(asked.question, IT_DEPENDS).estimate)
    assert len(strong) > 5
    assert min(strong) >= 3.5
    # What a person tells of themselves is no matter of words, so talk around it may pass there.
    assert fmean(level <= 2 for level in weak) >= 0.9


def test_without_probes_prepared_follow_ups_come_in_order_and_plain_probes_after_them() -> None:
    question = unprobed(INDEX)
    exchange = [said(question, beginning(question))]
    asked: list[str] = []
    for _ in range(len(INDEX.follow_ups) + 1):
        found = next_follow_up(question, exchange, confused=False)
        assert found is not None
        asked.append(found.question.text)
        exchange.append(
            said(found.question, "It depends on the system, mostly, and on what is wanted of it.")
        )
    assert tuple(asked[:-1]) == INDEX.follow_ups
    assert asked[-1].startswith(("What else", "Where would", "What would you still"))


def test_without_probes_an_answer_without_any_point_is_led_back_to_a_part_of_the_question() -> None:
    asked = follow_up(unprobed(INDEX), REWORDED["be-index-tradeoffs"]["weak"])
    assert asked is not None
    assert asked.question.text.startswith("Let us take one part of it")


def test_a_prepared_follow_up_that_the_answer_covers_is_passed_over() -> None:
    answer = beginning(INDEX) + " A covering index is worth its extra size for a hot query."
    asked = follow_up(unprobed(INDEX), answer)
    assert asked is not None
    assert asked.question.text == INDEX.follow_ups[1]


def test_an_open_follow_up_holds_nothing_missing_against_an_answer() -> None:
    asked = follow_up(unprobed(INDEX), beginning(INDEX))
    assert asked is not None
    good = (
        "A covering index pays off for a hot query that reads only a few columns: the engine answers from "
        "the index alone and never touches the table, so it saves random reads. I would not do it on a "
        "table with many writes, as every insert must update it."
    )
    evaluation = judge_offline(asked.question, good, analyse(asked.question, good), AT)
    assert evaluation.level is not None
    assert evaluation.level >= 3
    assert all(point.found for point in evaluation.points)
    assert not any("point" in advice for advice in evaluation.improvements)
    assert analyse(asked.question, IT_DEPENDS).estimate <= 1.5


def test_words_of_the_main_question_make_no_point_in_a_follow_up() -> None:
    question = unprobed(QUESTIONS["ds-read-coefficient"])
    asked = follow_up(question, "I would first look at how the data was collected and split it by time.")
    assert asked is not None
    assert asked.question.about == question.text
    answer = "The coefficient is the change in price for one more room with the floor area held fixed."
    found = [point.fact for point in analyse(asked.question, answer).points if point.found]
    assert found == [question.key_points[0].fact]


def test_saying_the_main_question_again_answers_no_follow_up() -> None:
    asked = follow_up(INDEX, beginning(INDEX))
    assert asked is not None
    for text in (INDEX.text, asked.question.text):
        gate = analyse(asked.question, text).gate
        assert gate is not None
        assert gate.name == "echo"


def test_a_second_follow_up_still_goes_back_to_the_main_question() -> None:
    first = follow_up(INDEX, beginning(INDEX))
    assert first is not None
    exchange = [said(INDEX, beginning(INDEX)), said(first.question, "It depends on the table, mostly.")]
    second = next_follow_up(INDEX, exchange, confused=False)
    assert second is not None
    assert second.question.about == INDEX.text


def test_a_story_without_an_end_is_asked_how_it_ended() -> None:
    question = QUESTIONS["be-hard-bug"]
    answer = (
        "Last year there was a hard bug in our server code that we could not reproduce. I looked at the logs "
        "for days. I wrote a script that replayed the requests."
    )
    asked = follow_up(question, answer)
    assert asked is not None
    assert asked.question.text.startswith("How did it end")


def test_talk_in_general_is_asked_for_a_case() -> None:
    asked = follow_up(QUESTIONS["be-hard-bug"], REWORDED["be-hard-bug"]["weak"])
    assert asked is not None
    assert "one particular time" in asked.question.text


def test_answering_the_follow_up_with_what_was_missing_scores_high() -> None:
    answer = beginning(INDEX)
    rest = INDEX.sample_answer.replace("\n", " ").removeprefix(answer)
    asked = follow_up(unprobed(INDEX), answer)
    assert asked is not None
    assert analyse(asked.question, rest).estimate >= 3.5
    assert analyse(asked.question, QUESTIONS["com-handover-note"].sample_answer).estimate <= 1.5


@pytest.mark.parametrize("number", [1, 2, 3])
def test_follow_ups_are_whole_questions_and_tell_nothing(number: int) -> None:
    for question in list(QUESTIONS.values())[number::6]:
        exchange = [said(question, first_half(question))] * number
        asked = next_follow_up(question, exchange, confused=False)
        if asked is None:
            continue
        new = asked.question
        assert new.id == f"{question.id[:61]}-f{number}"
        assert (new.kind, new.seniority, new.tags) == (question.kind, question.seniority, question.tags)
        assert 60 <= new.seconds <= 120
        assert not is_repeat(new, [question])
        told = set(content_stems(words(new.text))) - set(content_stems(words(question.text)))
        if new.text not in question.follow_ups:
            facts = [set(content_stems(words(point.fact))) for point in question.key_points]
            assert all(len(told & fact) <= len(fact) / 2 for fact in facts)


def test_a_second_follow_up_is_worded_differently_and_numbered_on() -> None:
    answer = "It depends on the table, mostly, and on what is asked of it in practice."
    first = follow_up(INDEX, answer)
    assert first is not None
    second = next_follow_up(INDEX, [said(INDEX, answer), said(first.question, answer)], confused=False)
    assert second is not None
    assert second.question.id == "be-index-tradeoffs-f2"
    assert second.question.text != first.question.text


def test_long_ids_are_cut_to_fit() -> None:
    question = INDEX.model_copy(update={"id": "q" * 64})
    asked = follow_up(question, REWORDED["be-index-tradeoffs"]["medium"])
    assert asked is not None
    assert asked.question.id == "q" * 61 + "-f1"


def test_a_point_that_may_have_been_made_in_other_words_is_not_asked_for_first() -> None:
    cache = QUESTIONS["be-cache-pitfalls"]
    answer = "Cached rows go stale, so I give every entry an expiry and remove it when the row changes."
    seen = analyse(cache, answer)
    missing = [point.fact for point in seen.points if not point.found]
    follow_up = next_follow_up(cache, [Exchange(cache, answer, seen)], confused=False)
    assert follow_up is not None
    (asked,) = follow_up.question.key_points
    assert "invalidation" in missing[0], "which removing an entry when its row changes comes near to"
    assert asked.fact in missing[1:]
