"""The coach says nothing false, contradicts nothing on the same screen, and names contempt kindly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview_cli.coach.advice import strengths_of
from interview_cli.coach.contempt import contempt_in
from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.feedback import JudgedAnswer, Standard, summarise
from interview_cli.coach.markers import REASONS
from interview_cli.coach.offline import analyse, judge_offline
from interview_cli.coach.words import different_sentences, words
from interview_cli.library.role import Question
from tests.coach.bundled_questions import QUESTIONS, REWORDED
from tests.documents import criterion

AT = datetime(2026, 3, 2, tzinfo=UTC)
LATE = QUESTIONS["be-bad-deploy"]
STORY = QUESTIONS["bh-coworker-conflict"]
HARD_BUG = QUESTIONS["be-hard-bug"]
SOUP = (
    "So yesterday I made tomato soup, with basil, and um, you know, my neighbour came by with her dog, and "
    "we talked about the weather and the football, and then about the trip to the lake."
)


def judged(question: Question, answer: str) -> Evaluation:
    return judge_offline(question, answer, analyse(question, answer), AT)


def told(evaluation: Evaluation) -> str:
    reasons = [text for score in evaluation.criteria for text in (score.reason, score.advice)]
    return "\n".join([*evaluation.strengths, *evaluation.improvements, evaluation.next_level, *reasons])


def test_fewer_words_are_asked_for_only_after_an_answer_that_is_long() -> None:
    for question in QUESTIONS.values():
        said = judged(question, question.sample_answer)
        if "fewer words" in said.next_level:
            assert len(question.sample_answer.split()) > 150


def test_a_very_good_answer_that_misses_a_point_hears_which() -> None:
    said = judged(
        QUESTIONS["be-lost-update"],
        "I would let the database decide. One update sets stock to stock minus one where the id matches and "
        "stock is greater than zero, and the affected row count tells me who won. If conflicts are frequent "
        "I would take a row lock with select for update, because the second transaction then waits, which is "
        "safer but slower. With rare conflicts a version column is enough: the loser retries.",
    )
    assert (said.level or 0) >= 4.5
    assert said.next_level.startswith("One more point would round it off")


def test_a_short_very_good_answer_is_not_told_to_say_less() -> None:
    question = QUESTIONS["be-lost-update"]
    answer = " ".join(point.fact for point in question.key_points)
    said = judged(question, answer)
    assert "fewer words" not in said.next_level


def test_several_options_are_not_called_one_way() -> None:
    said = judged(
        LATE, "I would offer an opt-out clause, a pilot with one team, or a later start, and roll it back."
    )
    assert "weigh no other" not in told(said)


@pytest.mark.parametrize("name", REWORDED)
def test_what_rules_do_not_see_is_not_said_to_be_missing(name: str) -> None:
    for answer in REWORDED[name].values():
        text = told(judged(QUESTIONS[name], answer))
        assert "No reasons" not in text
        assert "weigh no other" not in text


def test_a_bare_because_is_no_reason() -> None:
    assert REASONS.count(words("I would do it like this because.")) == 0
    assert REASONS.count(words("I would do it because the table is small.")) == 1


def test_a_figure_that_says_when_is_no_result() -> None:
    answer = (
        "At my last job an invoice showed a wrong address in March. I took the case. In the first two "
        "meetings we argued about it. I pulled eleven cases and wrote a script, and I found a shared "
        "formatter. I changed it and wrote a test. In the end the complaints fell from 11 to 0 a month, and "
        "in the next two meetings nobody raised it."
    )
    praise = [text for text in judged(HARD_BUG, answer).strengths if "figure" in text]
    assert all("from 11 to 0" in text for text in praise)


def test_the_outcome_is_shown_by_the_sentences_that_tell_it() -> None:
    answer = (
        "Last year our release was late and customers waited. I had to find out why. I looked at the builds "
        "and talked to two colleagues. I split the slow job. It was kind of decided by the whole team, so it "
        "is hard to say who."
    )
    outcome = next(score for score in judged(HARD_BUG, answer).criteria if score.criterion == "outcome")
    assert "others said or did" not in outcome.reason


def test_an_off_topic_answer_is_first_told_what_to_say_and_not_how() -> None:
    for question in (LATE, QUESTIONS["com-lead-meeting"], QUESTIONS["be-lost-update"]):
        said = judged(question, "I'd maybe look at the logs, and perhaps I'd do something or other about it.")
        assert not said.improvements[0].startswith(("Drop", "Put the exact", "Make two"))


def test_halting_talk_beside_the_point_is_no_list_of_terms() -> None:
    assert "Make a sentence of each term" not in told(judged(QUESTIONS["be-lost-update"], SOUP))


@pytest.mark.parametrize(
    "answer",
    [
        "My coworker was an idiot and broke everything all the time. I told him so. Then I fixed it myself.",
        "Last year a release broke. The customers are stupid, and my boss was utterly incompetent. I left.",
    ],
)
def test_contempt_is_named_kindly_with_the_words_that_show_it(answer: str) -> None:
    said = [text for text in judged(STORY, answer).improvements if "hears contempt" in text]
    assert len(said) == 1
    assert "say what the person did" in said[0]


@pytest.mark.parametrize(
    "answer",
    [
        "He said that my boss was an idiot.",
        "She screamed that I was an idiot.",
        'The guest shouted "the manager is an idiot" and left.',
        "The old process was stupid.",
        "I felt stupid.",
    ],
)
def test_what_others_said_and_what_is_said_of_things_is_no_contempt(answer: str) -> None:
    assert contempt_in(different_sentences(answer)) is None


def test_no_bundled_answer_is_contemptuous() -> None:
    assert [q.id for q in QUESTIONS.values() if contempt_in(different_sentences(q.sample_answer))] == []


def test_a_judges_reason_that_also_blames_is_no_praise() -> None:
    reason = "You say what matters and leave the rest open."
    mixed = criterion("clarity", "communication", 4.0, "a lock", reason=reason)
    assert strengths_of([mixed]) == ['Clarity: "a lock"']


def test_a_very_good_story_that_lacks_a_part_hears_which() -> None:
    for question in QUESTIONS.values():
        said = judged(question, question.sample_answer)
        if (said.level or 0) >= 4.7 and said.star is not None and said.star.shares and said.star.missing:
            assert said.next_level.startswith("One thing would round it off: say ")


def test_what_is_not_surely_an_end_is_not_quoted_as_one() -> None:
    question = QUESTIONS["ret-beh-own-mistake"]
    answer = (
        " ".join(question.sample_answer.split(". ")[0:1]) + ". I take the floor and she takes the register."
    )
    assert 'Put a figure on "I take the floor' not in told(judged(question, answer))


def test_a_total_that_differs_from_the_only_answer_is_explained() -> None:
    question = QUESTIONS["be-lost-update"]
    weak = judged(question, "I would take a row lock, so that the second request waits for the first one.")
    standard = Standard({"technical": 1.0, "confidence": 1.0})
    plain = summarise([JudgedAnswer("Q1", question, weak, True, False)], standard)
    assert "The total differs from the one answer's score" in plain.summary
