"""What each check looks at, when it holds, and what it says when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from interview_cli.coach.evaluation import PointResult
from interview_cli.errors import UsageError
from interview_cli.interview.plan import Plan, Round
from interview_cli.interview.session import Candidate, Session, Turn
from interview_cli.llm.port import CallUsage
from interview_cli.regress import patterns
from interview_cli.regress.case import PromptCase
from interview_cli.regress.checks import AnyCheck, CaseCheck, Check
from interview_cli.regress.checks.base import shortened, value_at
from interview_cli.regress.checks.similarity import likeness
from interview_cli.regress.outcome import Asked, Finding, Outcome, Seen
from tests.documents import START, answered, criterion, judged, question

CHECKS: TypeAdapter[Check] = TypeAdapter(AnyCheck)
REPLY = {
    "text": "Keep one  KEY for\nall attempts.",
    "action": "follow_up",
    "level": 3,
    "points": [{"fact": "first"}, {"fact": "second"}],
    "empty": None,
}


def check(kind: str, **fields: Any) -> Check:
    return CHECKS.validate_python({"check": kind, **fields})


def looked(wanted: Check, outcome: Outcome, expected: Any = None) -> Finding:
    assert isinstance(wanted, CaseCheck)
    return wanted.look(Seen(PromptCase(id="case"), expected, outcome))


def on_reply(kind: str, expected: Any = None, **fields: Any) -> Finding:
    return looked(
        check(kind, **fields), Outcome(output=REPLY, shown="", source="One KEY names it."), expected
    )


# ---------------------------------------------------------------------- the output's own words


@pytest.mark.parametrize(
    ("fields", "expected", "score", "says"),
    [
        ({"value": "one key for all"}, None, 1, ""),
        ({"value": ["key", "lock"]}, None, 0.5, "lacks: lock"),
        ({"value": "one key", "case_sensitive": True}, None, 0, "lacks: one key"),
        ({"value": ["lock", "key"], "which": "any"}, None, 1, ""),
        ({"value": ["lock", "row"], "which": "any"}, None, 0, "has none of: lock, row"),
        ({"value": ["lock", "key"], "which": "none"}, None, 0.5, "has: key"),
        ({"value": "lock", "which": "none"}, None, 1, ""),
        ({"value": "lock"}, "key", 1, ""),
        ({}, ["key", "attempts."], 1, ""),
    ],
)
def test_words_are_there_or_not(fields: dict[str, Any], expected: Any, score: float, says: str) -> None:
    found = on_reply("contains", expected, path="text", **fields)
    assert (found.passed, found.score, found.says) == (score == 1, score, says)


@pytest.mark.parametrize("expected", [5, [], ["a", 5], [" "], {"a": "b"}])
def test_words_that_are_none_are_the_suite_s_mistake(expected: Any) -> None:
    with pytest.raises(UsageError, match="contains: expects a text or a list of texts"):
        on_reply("contains", expected)


@pytest.mark.parametrize(
    ("fields", "expected", "passed", "says"),
    [
        ({"pattern": "^keep.*attempts"}, None, True, ""),
        ({"pattern": "^keep", "case_sensitive": True}, None, False, "has nothing that fits ^keep"),
        ({"pattern": "k.y", "absent": True}, None, False, "has 'KEY', which fits k.y"),
        ({"pattern": "lock", "absent": True}, None, True, ""),
        ({}, r"\bfor\s+all\b", True, ""),
    ],
)
def test_a_pattern_fits_or_not(fields: dict[str, Any], expected: Any, passed: bool, says: str) -> None:
    found = on_reply("regex", expected, path="text", **fields)
    assert (found.passed, found.says) == (passed, says)


def test_a_case_s_pattern_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match=r"regex: '\(' is no regular expression"):
        on_reply("regex", "(")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("regex", {"pattern": "(a|aa)+$"}),
        ("json_schema", {"schema": {"type": "string", "pattern": "^(a|aa)+$"}}),
    ],
)
def test_a_pattern_that_would_take_years_is_given_up(
    kind: str, fields: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert patterns.SECONDS == 2
    monkeypatch.setattr(patterns, "SECONDS", 0.05)
    found = looked(check(kind, **fields), Outcome(output="a" * 40 + "!", shown=""))
    assert not found.passed
    assert "gave up on the pattern" in found.says
    assert "(a|aa)+$" in found.says


def test_a_pattern_that_repeats_its_repetitions_is_none() -> None:
    with pytest.raises(ValidationError, match="repeats more than any text could"):
        check("regex", pattern="(x{65000}){65000}")
    assert on_reply("regex", path="text", pattern=r"(\w{2,9}\W{1,3}){2,40}").passed


def test_a_schema_that_refers_to_itself_for_ever_is_the_suite_s_mistake() -> None:
    with pytest.raises(UsageError, match="refers to itself without an end"):
        on_reply("json_schema", {"$ref": "#"})


def test_no_pattern_is_absent_where_there_is_nothing() -> None:
    found = on_reply("regex", path="nosuch", pattern="x", absent=True)
    assert (found.passed, found.says) == (False, "there is nothing at nosuch")


@pytest.mark.parametrize("reference", ["https://127.0.0.1:9/shape.json", "#/$defs/missing", "other.json"])
def test_a_schema_refers_to_nothing_outside_of_it(reference: str) -> None:
    with pytest.raises(UsageError, match=r"refers to '.*', which is not in it"):
        on_reply("json_schema", {"$ref": reference})


@pytest.mark.parametrize(
    ("path", "value", "passed"),
    [
        ("action", " follow_up\n", True),
        ("action", "preset", False),
        ("level", 3, True),
        ("level", "3", False),
        ("points.1.fact", "second", True),
        ("points.-1", {"fact": "second"}, True),
        ("points.2.fact", "second", False),
        ("", REPLY, True),
    ],
)
def test_a_value_is_the_one_that_was_expected(path: str, value: Any, passed: bool) -> None:
    for found in (on_reply("equals", path=path, value=value), on_reply("equals", value, path=path)):
        assert found.passed is passed
    assert on_reply("equals", value, path=path, value="another").passed is passed


def test_a_value_that_is_another_is_told_with_both() -> None:
    assert on_reply("equals", path="action", value="preset").says == "is follow_up, expected preset"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("", {"a": [{"b": 1}, {"b": 2}]}),
        ("a.0.b", 1),
        ("a.-1.b", 2),
        ("a.5.b", None),
        ("a.--1.b", None),
        ("a.².b", None),
        ("a.x", None),
        ("b", None),
        ("a.0.b.c", None),
        ("a.*.b", [1, 2]),
    ],
)
def test_a_path_leads_into_objects_and_lists(path: str, value: Any) -> None:
    assert value_at({"a": [{"b": 1}, {"b": 2}]}, path) == value


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("Use a key.", "use A KEY.", 1.0),
        ("a b c d", "a b x d", 0.75),
        ("a b", "c d", 0.0),
        ("", "", 1.0),
        ("a " * 300, "a " * 300 + "b", 600 / 601),
    ],
)
def test_likeness_is_twice_the_common_runs_by_all_words(one: str, other: str, ratio: float) -> None:
    assert likeness(one, other) == pytest.approx(ratio)


def test_an_output_like_the_reference_passes_with_its_ratio() -> None:
    found = on_reply("similarity", path="text", value="Keep a key for all attempts.", least=0.8)
    assert (found.passed, found.score) == (True, pytest.approx(5 / 6))
    assert found.says == "0.83, at least 0.8"
    assert not on_reply("similarity", "Lock the row.", path="text", value="x").passed


def test_a_value_fits_a_shape_or_is_told_where_it_does_not() -> None:
    shape = {"type": "object", "properties": {"points": {"maxItems": 1}, "level": {"maximum": 2}}}
    assert on_reply("json_schema", schema={"required": ["text"]}).passed
    assert on_reply("json_schema", path="level", schema={"type": "integer"}).passed
    found = on_reply("json_schema", {"properties": {"level": {"maximum": 2}}}, schema=shape)
    assert (found.passed, found.says) == (False, "$.level: 3 is greater than the maximum of 2")


def test_a_schema_that_is_none_is_the_suite_s_mistake() -> None:
    with pytest.raises(UsageError, match="json_schema: no JSON Schema"):
        on_reply("json_schema", {"type": "thing"})


# ---------------------------------------------------------------------- costs


def priced(*costs: float | None) -> Outcome:
    calls = [
        CallUsage("judge", "m", input_tokens=100, output_tokens=20, cost=cost, seconds=place + 0.5)
        for place, cost in enumerate(costs)
    ]
    return Outcome(output="", shown="", calls=tuple(calls))


def test_a_case_may_take_so_many_tokens_so_much_money_and_so_long_for_its_slowest_call() -> None:
    both = priced(0.01, 0.02)
    assert looked(check("tokens", most=240), both).passed
    assert looked(check("tokens", most=239), both).says == "240 tokens, at most 239"
    assert looked(check("cost", most=0.03), both).passed
    assert looked(check("cost", most=0.02), both).says == "0.0300 USD, at most 0.02"
    assert looked(check("latency", seconds=1.5), both).passed
    assert not looked(check("latency", seconds=1.4), both).passed
    assert looked(check("latency", seconds=1), priced()).passed


def test_a_price_that_is_not_known_may_be_any_and_fails() -> None:
    found = looked(check("cost", most=100), priced(0.01, None))
    assert (found.passed, found.says) == (False, "the price of m is not known")


# ---------------------------------------------------------------------- scores


@pytest.mark.parametrize(
    ("fields", "expected", "passed", "says"),
    [
        ({"low": 2}, None, True, ""),
        ({"low": 2.5, "high": 2.5}, None, True, ""),
        ({"high": 2}, None, False, "is 2.5, expected -2"),
        ({"low": 0}, [3, 4], False, "is 2.5, expected 3-4"),
        ({}, [None, 3], True, ""),
        ({"low": 4, "criterion": "depth"}, None, True, ""),
        ({"low": 0, "criterion": "clarity"}, None, False, "has no score for clarity"),
    ],
)
def test_a_score_lies_within_its_band(fields: dict[str, Any], expected: Any, passed: bool, says: str) -> None:
    outcome = Outcome(output="", shown="", level=2.5, levels={"depth": 4.0})
    found = looked(check("score_band", **fields), outcome, expected)
    assert (found.passed, found.says) == (passed, says)


def test_a_score_that_is_not_there_lies_in_no_band() -> None:
    assert looked(check("score_band", low=0), Outcome(output="", shown="")).says == "has no score"


@pytest.mark.parametrize("expected", [3, [1], [1, 2, 3], ["1", "2"], "1-2"])
def test_a_band_that_is_none_is_the_suite_s_mistake(expected: Any) -> None:
    with pytest.raises(UsageError, match="score_band: expects a low and a high score"):
        looked(check("score_band"), Outcome(output="", shown="", level=1), expected)


def test_quotes_that_stand_nowhere_in_the_answer_are_told_and_dropped_ones_counted() -> None:
    good = judged(
        3, criterion("depth", "technical", 3, "a KEY  names"), points=[PointResult(fact="x", found=False)]
    )
    answer = "I said a key\nnames the attempt."

    def of(evaluation: Any, **fields: Any) -> Finding:
        return looked(
            check("evidence_verified", **fields),
            Outcome(output="", shown="", source=answer, judged=evaluation),
        )

    assert of(good).passed
    invented = judged(3, criterion("depth", "technical", 3, "a key names", "a lock holds the row"))
    assert (of(invented).passed, of(invented).score) == (False, 0.5)
    assert "a lock holds the row" in of(invented).says
    dropped = judged(3, criterion("depth", "technical", 3, "a key names", dropped_quotes=1))
    assert of(dropped).says == "1 quotes were invented and dropped"
    assert of(dropped, most_dropped=1).passed


def test_facts_of_other_outputs_stand_in_their_source() -> None:
    def of(output: Any) -> Finding:
        return looked(
            check("evidence_verified", path="work"),
            Outcome(output=output, shown="", source="Ada at Acme, 2019"),
        )

    assert of({"work": [{"name": "ACME"}], "skills": ["Lisp"]}).passed
    found = of({"work": [{"name": "Acme", "position": "Director"}]})
    assert (found.passed, found.score, found.says) == (False, 0.5, "not there: 'Director'")
    assert of({}).passed


# ---------------------------------------------------------------------- questions

RETRIES = question(
    "be-retries",
    "How do you keep a retried payment from being charged twice?",
    "An idempotency key names the attempt.",
    "A unique constraint in the database refuses the second charge.",
)
INDEX = question("be-index", "When does an index make a query slower?", "Few rows of many must match.")


def asks(*asked: Asked) -> Outcome:
    return Outcome(output={}, shown="", asked=asked)


def after(text: str) -> Turn:
    return answered(1, RETRIES, text)


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("Why would you choose that key over a lock on the row?", True),
        ("What is it? And why is it so?", False),
        ("Why " * 31 + "?", False),
    ],
)
def test_a_question_is_short_and_asks_one_thing(text: str, passed: bool) -> None:
    worded = RETRIES.model_copy(update={"text": text})
    assert looked(check("question_length"), asks(Asked(worded))).passed is passed
    for output in ({"text": text}, {"text": [text]}, {"text": [{"text": text}]}):
        found = looked(check("question_length", path="text"), Outcome(output=output, shown=""))
        assert found.passed is passed


def test_the_share_of_short_questions_is_the_score_and_prepared_ones_may_be_left_out() -> None:
    long = Asked(RETRIES.model_copy(update={"text": "Why " * 40}))
    assert looked(check("question_length"), asks(Asked(INDEX), long)).score == 0.5
    assert looked(check("question_length", follow_ups_only=True), asks(Asked(INDEX), long)).passed


def test_no_question_is_asked_twice_in_whatever_words() -> None:
    again = RETRIES.model_copy(
        update={
            "id": "other",
            "text": "How would you keep a payment that is retried from being charged twice?",
        }
    )
    assert looked(check("no_repeat"), asks(Asked(INDEX, before=(RETRIES,)))).passed
    found = looked(check("no_repeat"), asks(Asked(INDEX), Asked(again, before=(INDEX, RETRIES))))
    assert (found.passed, found.score) == (False, 0.5)
    assert "repeats 'How do you keep a retried payment" in found.says


def test_a_point_that_was_not_made_yet_and_a_verdict_are_leaks() -> None:
    said = "I would send an idempotency key."
    telling = "So a unique constraint in the database refuses the second charge. What else?"
    probe = Asked(
        RETRIES.model_copy(update={"text": telling}),
        after=after(said),
        follow_up=True,
        said=(RETRIES.text, said),
    )
    found = looked(check("no_leak"), asks(Asked(INDEX), probe))
    assert (found.passed, found.score) == (False, 0.5)
    assert "unique constraint" in found.says
    praised = Asked(INDEX, lead_in="That was an excellent answer.")
    assert "excellent" in looked(check("no_leak"), asks(praised)).says
    assert looked(check("no_leak"), asks(Asked(INDEX, lead_in="Let us turn to the database."))).passed


def test_follow_ups_are_worth_asking_by_the_share_that_is() -> None:
    said = "I would send an idempotency key."
    prepared = RETRIES.model_copy(update={"text": "What refuses the second charge?", "follow_ups": ()})
    asked = answered(1, RETRIES.model_copy(update={"follow_ups": (prepared.text,)}), said)
    assert asked.analysis is not None
    asked.analysis.points = [PointResult(fact=point.fact, found=False) for point in RETRIES.key_points]
    good = Asked(prepared, after=asked, follow_up=True, said=(RETRIES.text, said))
    without_answer = Asked(prepared, follow_up=True)
    assert looked(check("follow_up_quality"), asks(good)).says == "1 of 1 follow-ups are to the point"
    found = looked(check("follow_up_quality", least=0.6), asks(good, without_answer, Asked(INDEX)))
    assert (found.passed, found.score) == (False, 0.5)
    assert found.says.endswith("there was no answer to follow up")
    assert looked(check("follow_up_quality"), asks(Asked(INDEX))).says == "no follow-up was asked"


# ---------------------------------------------------------------------- whole interviews


def interviewed(*turns: Turn, minutes: int = 30) -> Outcome:
    rounds = [
        Round(name="Technical", kind="technical", questions=2, seconds=900),
        Round(name="Behavioral", kind="behavioral", questions=1, seconds=900),
    ]
    plan = Plan(role="backend_engineer", role_name="Backend Engineer", rounds=rounds, minutes=minutes)
    session = Session(
        id="s1",
        created_at=START,
        updated_at=START,
        plan=plan,
        candidate=Candidate(name="Ada"),
        turns=list(turns),
    )
    return Outcome(output="", shown="", session=session)


def test_the_planned_questions_are_asked_every_round_among_them() -> None:
    first, second = answered(1, RETRIES, "x"), answered(2, INDEX, "x")
    third = answered(3, question("b", "Tell me of a conflict.", kind="behavioral"), "x", round="Behavioral")
    assert looked(check("coverage"), interviewed(first, second, third)).says == "3 of 3 questions"
    found = looked(check("coverage", least=0.5), interviewed(first, second))
    assert (found.passed, found.says) == (False, "2 of 3 questions; nothing of Behavioral")
    assert found.score == pytest.approx(2 / 3)


def test_follow_ups_stay_within_the_plan_s_limit() -> None:
    main = answered(1, RETRIES, "x")
    probes = [answered(n, INDEX, "x", parent=main.id, action="follow_up") for n in (2, 3)]
    assert looked(check("follow_up_limit"), interviewed(main, probes[0])).passed
    found = looked(check("follow_up_limit"), interviewed(main, *probes))
    assert (found.passed, found.says) == (False, "Q1 has 2; the limit is 1")
    assert looked(check("follow_up_limit", most=2), interviewed(main, *probes)).passed


def test_the_time_that_was_planned_is_kept_and_no_question_asks_for_more_than_is_left() -> None:
    turns = [answered(n, RETRIES, "x") for n in (1, 2, 3)]
    assert looked(check("time_plan"), interviewed(*turns)).passed
    turns[2].seconds = 2000
    found = looked(check("time_plan"), interviewed(*turns))
    assert (found.passed, found.says) == (False, "took 36 of 30 minutes")
    assert looked(check("time_plan", slack=0.25), interviewed(*turns)).passed
    turns[1].seconds = 1700
    found = looked(check("time_plan", slack=1), interviewed(*turns))
    assert "Q3 suggests 150 s with 16 s left" in found.says


# ---------------------------------------------------------------------- what is no check


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("regex", {"pattern": "("}),
        ("score_band", {"low": 3, "high": 2}),
        ("human_agreement", {}),
        ("judged", {"rule": "Short."}),
        ("cost", {"most": 0}),
        ("tokens", {}),
        ("contains", {"values": "x"}),
        ("equals", {"weight": 0}),
        ("equals", {"name": "Not a name"}),
    ],
)
def test_a_check_that_makes_no_sense_is_none(kind: str, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check(kind, **fields)


@pytest.mark.parametrize(
    "kind", ["contains", "equals", "regex", "similarity", "json_schema", "score_band", "judged"]
)
def test_a_check_without_anything_to_hold_against_is_left_to_the_cases_that_name_it(kind: str) -> None:
    assert not check(kind).applies(None)
    assert check(kind).applies("something")


@pytest.mark.parametrize("fields", [{"value": 0}, {"value": False}, {"value": ""}])
def test_a_value_that_is_nothing_much_is_held_against_all_the_same(fields: dict[str, Any]) -> None:
    assert check("equals", **fields).applies(None)


def test_a_finding_s_text_is_one_short_line() -> None:
    assert shortened("a\n b  c") == "a b c"
    assert shortened("x" * 100) == "x" * 77 + "..."
