"""An open question on what a job asks for and a resume does not mention."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.offline import analyse
from interview_cli.interview.askable import objection_to
from interview_cli.interview.gap_questions import gap_questions, gap_slug, in_sentence
from interview_cli.library.bank import GAP_TAG
from interview_cli.library.role import Question
from interview_cli.resume.posting.document import Gap

GAPS = [Gap(name=name) for name in ("Kubernetes", "Load testing", "Go or Python", "MEDDIC")]


@pytest.mark.parametrize("seed", range(6))
def test_a_gap_is_asked_about_openly_by_its_name_in_one_short_question(seed):
    questions = gap_questions(GAPS, "mid", seed, most=4)
    assert len(questions) == 4
    for gap, question in zip(GAPS, questions, strict=True):
        assert in_sentence(gap.name) in question.text
        assert objection_to(question.text) == ""
        assert not [probe for probe in question.follow_ups if objection_to(probe)]
        assert "resume" in question.text
        assert question.written_by == "offline"
        assert GAP_TAG in question.tags


def test_the_words_come_from_the_seed():
    texts = {seed: [q.text for q in gap_questions(GAPS, "mid", seed, 4)] for seed in range(8)}
    assert texts[3] == [q.text for q in gap_questions(GAPS, "mid", 3, 4)]
    assert len({tuple(found) for found in texts.values()}) > 3


@pytest.mark.parametrize("place", range(3))
def test_its_sample_answer_makes_its_points_and_a_dodge_does_not(place):
    question = gap_questions(GAPS, "mid", 1, most=4)[place]
    strong, dodge = (
        analyse(question, answer)
        for answer in (
            question.sample_answer,
            "I am a fast learner and I love new challenges, so no problem.",
        )
    )
    assert all(point.found for point in strong.points)
    assert strong.estimate >= 3.5
    assert dodge.estimate < 2
    assert sum(point.found for point in dodge.points) <= 1


def test_what_is_only_nice_to_have_is_spoken_of_as_a_wish():
    for seed in range(8):
        [question] = gap_questions([Gap(name="Rust", need="preferred")], "mid", seed, 1)
        assert "asks for" not in question.text
        assert "would like" in question.text or question.text.startswith("Suppose")


def test_a_language_is_no_thing_to_get_going_with():
    assert gap_questions([Gap(name="Swedish"), Gap(name="Kafka")], "mid", 1, most=1)[0].id == "gap-kafka"


@pytest.mark.parametrize(
    ("name", "slug", "said"),
    [
        ("CI/CD", "ci-cd", "CI/CD"),
        ("C++", "cpp", "C++"),
        ("Load testing", "load-testing", "load testing"),
        ("Observability", "observability", "observability"),
        ("Spring Boot", "spring-boot", "Spring Boot"),
        ("Spring", "spring", "Spring"),
        ("Negotiation or Closing", "negotiation-or-closing", "negotiation or closing"),
        (".NET", "dotnet", ".NET"),
    ],
)
def test_a_name_stands_in_a_sentence_and_in_an_id(name, slug, said):
    assert (gap_slug(Gap(name=name)), in_sentence(name)) == (slug, said)


@given(st.text(min_size=1, max_size=80), st.integers(0, 50))
def test_whatever_a_gap_is_called_its_question_can_be_stored(name, seed):
    for question in gap_questions([Gap(name=name)], "entry", seed, 1):
        assert Question.model_validate_json(question.model_dump_json()) == question
