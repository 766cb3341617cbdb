"""What the coach says of one answer: praise with words that show it, advice that names the thing itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from interview_cli.coach.advice import improvements_of, say_point, strengths_of
from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.evidence import folded
from interview_cli.coach.followup import Exchange, next_follow_up
from interview_cli.coach.heard import hear
from interview_cli.coach.offline import analyse, judge_offline
from interview_cli.coach.points import targets
from interview_cli.coach.quotes import place_of, recalled
from interview_cli.coach.reading import read, supposing
from interview_cli.coach.words import sentences
from interview_cli.library.role import Question
from tests.coach.bundled_questions import QUESTIONS, REWORDED, first_half
from tests.documents import criterion

AT = datetime(2026, 3, 2, tzinfo=UTC)
QUOTED = re.compile(r'"([^"]+)"')
IDEMPOTENT = QUESTIONS["be-idempotent-create"]
PAYOUTS = (
    "We had exactly this with payouts, and it's the reason I introduced idempotency keys. The client "
    "generates a UUID when the user presses the button, so every retry carries the same one. On our side "
    "there's a table with the key under a unique index."
)
CASES = [
    (QUESTIONS[name], text, quality) for name, texts in REWORDED.items() for quality, text in texts.items()
] + [(question, first_half(question), "half") for question in list(QUESTIONS.values())[::7]]


def judged(question: Question, answer: str) -> Evaluation:
    return judge_offline(question, answer, analyse(question, answer), AT)


def words_of(evaluation: Evaluation) -> list[str]:
    return [*evaluation.strengths, *evaluation.improvements, evaluation.next_level]


# ---------------------------------------------------------------------- quotations


def test_a_point_is_shown_by_the_sentence_that_says_it_and_not_by_the_one_that_names_it() -> None:
    said = {point.fact: point.evidence for point in judged(IDEMPOTENT, PAYOUTS).points if point.found}
    client = next(fact for fact in said if fact.startswith("The client makes one key"))
    assert said[client].startswith("The client generates a UUID")


@pytest.mark.parametrize("question_id", REWORDED)
def test_whatever_is_quoted_stands_in_the_answer_or_the_question(question_id: str) -> None:
    question = QUESTIONS[question_id]
    for answer in (*REWORDED[question_id].values(), first_half(question)):
        known = folded(" ".join([answer, question.text, *(point.fact for point in question.key_points)]))
        # A quotation within a quotation cannot be told apart from its frame.
        plain = answer.replace('"', "'")
        for text in words_of(judged(question, plain)):
            quotes = [folded(quote).removesuffix("...").strip() for quote in QUOTED.findall(text)]
            # "I" and the two joining words are examples of what to say.
            missing = [quote for quote in quotes if quote not in known.replace('"', "'") and quote != "i"]
            assert missing == []


def test_a_reminder_is_short_and_ends_where_a_thought_ends() -> None:
    [short] = sentences("I roll back first.")
    [long] = sentences(
        "I look at the logs of all the services that were deployed today, because the newest change is the "
        "likeliest cause of any trouble."
    )
    assert recalled(short) == '"I roll back first"'
    assert recalled(long) == '"I look at the logs of all the services that were deployed today ..."'


def test_what_a_sentence_denies_does_not_show_a_point() -> None:
    (point,) = targets((IDEMPOTENT.key_points[1],), IDEMPOTENT.text)
    heard = hear("I would not use a unique constraint here. A unique constraint claims the key.")
    assert place_of(point, heard) == 1


# ---------------------------------------------------------------------- praise


def test_a_weak_answer_is_not_praised() -> None:
    weak = [judged(question, text) for question, text, quality in CASES if quality == "weak"]
    assert [found.strengths for found in weak if (found.level or 0) < 2 and found.strengths] == []
    assert sum(bool(found.strengths) for found in weak) <= 2


def test_a_strong_answer_is_praised_for_different_things_with_different_words() -> None:
    strong = [judged(question, text) for question, text, quality in CASES if quality == "strong"]
    praised = [found.strengths for found in strong if (found.level or 0) >= 4]
    assert praised
    assert all(2 <= len(strengths) <= 3 for strengths in praised)
    for strengths in praised:
        quotes = [text[text.index('"') :] for text in strengths]
        assert len(set(quotes)) == len(quotes)


def test_a_story_is_praised_for_its_result_and_for_the_own_part() -> None:
    question = QUESTIONS["be-hard-bug"]
    story = (
        "Last year a nightly job in our payments service charged eleven merchants twice, and it was "
        "my job to find out why. I pulled the logs of all eleven cases and compared them line by line. "
        "I noticed that two workers took the same row, so I wrote a test that ran both at once, and I "
        "added a row lock. Since then the number of double charges went down from 11 a month to 0. I "
        "learned to ask first who else may write."
    )
    said = " ".join(judged(question, story).strengths)
    assert 'You end on a result with a figure: "Since then the number' in said
    assert 'It is clear what you did yourself: "I noticed that two workers' in said


def test_one_passage_shows_one_thing() -> None:
    scores = [
        criterion(
            "depth", "technical", 5, "so two workers can't both charge", reason="You say why it holds."
        ),
        criterion("correctness", "technical", 4.5, "so two workers can't both charge", reason="Exact."),
        criterion("clarity", "communication", 4, "two workers", reason="x" * 400),
        criterion("directness", "confidence", 5, "two workers"),
    ]
    assert strengths_of(scores) == [
        'You say why it holds: "so two workers can\'t both charge"',
        'Clarity: "two workers"',
    ]


# ---------------------------------------------------------------------- advice


def test_the_first_thing_to_fix_goes_by_relevance_substance_structure_credibility() -> None:
    weak = [
        criterion("directness", "confidence", 1, advice="commit"),
        criterion("structure", "communication", 1, advice="order"),
        criterion("depth", "technical", 1, advice="why"),
        criterion("completeness", "technical", 2, advice="point"),
        criterion("relevance", "communication", 2.5, advice="the question"),
    ]
    assert improvements_of(weak) == ["the question", "point", "why"]


def test_a_clear_gap_comes_before_what_is_only_not_yet_strong() -> None:
    scores = [
        criterion("clarity", "communication", 3.3, advice="exact words"),
        criterion("ownership", "behavioral", 1, advice="your own part"),
    ]
    assert improvements_of(scores) == ["your own part", "exact words"]


def test_every_answer_that_is_not_good_gets_something_to_fix_and_a_next_step() -> None:
    found = [judged(question, text) for question, text, _ in CASES]
    assert all(evaluation.next_level for evaluation in found)
    assert [e.improvements for e in found if (e.level or 0) < 3.5 and not e.improvements] == []


def test_over_an_interview_no_advice_is_said_twice() -> None:
    medium = [judged(question, text) for question, text, quality in CASES if quality in ("medium", "weak")]
    first = [found.improvements[0] for found in medium if found.improvements]
    # What two answers to one question lack may be the same.
    assert len(set(first)) >= 0.85 * len(first)
    told = [text for found in medium for text in found.improvements]
    assert len(set(told)) >= 0.8 * len(told)


@pytest.mark.parametrize(
    ("facts", "made", "acts", "said"),
    [
        ([], 3, False, ""),
        (["The key expires."], 2, False, 'Only this is left to say: "The key expires".'),
        (["The key expires.", "B"], 2, False, 'Add this: "The key expires".'),
        (["The key expires.", "B"], 0, False, 'Begin with this: "The key expires".'),
        (["Names a mistake."], 1, True, "A strong answer also names a mistake."),
        (["Names a mistake."], 0, True, "A strong answer names a mistake."),
        (["Found the cause.", "B"], 1, True, 'An interviewer also listens for this: "Found the cause".'),
    ],
)
def test_a_missing_point_is_put_as_what_to_say(facts: list[str], made: int, acts: bool, said: str) -> None:
    assert say_point(facts, made=made, acts=acts) == said


@pytest.mark.parametrize(
    ("answer", "fix"),
    [
        ("asdf hjkl qwer zxcv asdf", "Answer in whole sentences"),
        ("I don't know.", "Say what you do know near it"),
        ("An index.", "Go on from there"),
        (QUESTIONS["be-index-tradeoffs"].text, "Leave the question's words behind"),
        ("", "Say what comes to your mind first"),
    ],
    ids=["gibberish", "no answer", "too short", "echo", "empty"],
)
def test_an_answer_that_could_not_be_judged_gets_the_way_on(answer: str, fix: str) -> None:
    evaluation = judged(QUESTIONS["be-index-tradeoffs"], answer)
    assert evaluation.improvements[0].startswith(fix)


def test_vague_words_hedges_and_long_sentences_are_named() -> None:
    question = QUESTIONS["be-index-tradeoffs"]
    answer = (
        "An index is maybe a sorted tree, I guess, and stuff and things make a lookup fast somehow. "
        "Each write and all that keeps it up to date, so too many of them cost time and so on."
    )
    advice = {score.criterion: score.advice for score in judged(question, answer).criteria}
    assert '"maybe" and "i guess"' in advice["directness"]
    assert '"stuff", "things"' in advice["clarity"]


def test_a_follow_up_without_points_of_its_own_is_tied_to_what_it_asks() -> None:
    said = "I would do it in one update."
    question = QUESTIONS["be-lost-update"]
    follow_up = next_follow_up(question, [Exchange(question, said, analyse(question, said))], confused=False)
    assert follow_up is not None
    answer = "We had a nice party then. One update holds the row. It was late already."
    asked = follow_up.question.text.partition(": ")[2]
    assert asked in judged(follow_up.question, answer).improvements[0]


def test_the_points_that_are_said_to_lift_an_answer_do() -> None:
    lifted = 0
    for question, text, _ in CASES:
        reading = read(question, text)
        if reading.story is None and "That point alone" in judged(question, text).next_level:
            lifted += 1
            assert supposing(question, reading, 1).coverage > reading.coverage
            assert judged(question, f"{text} {reading.missing[0].fact}").level > judged(question, text).level  # type: ignore[operator]
    assert lifted >= 3
