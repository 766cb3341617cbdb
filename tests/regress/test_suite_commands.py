"""`interview regress run`, `record`, `bless` and `report`, against a real server where a model is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interview_cli.library.locator import bundled
from interview_cli.regress.outcome import CaseRun
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview
from tests.documents import plain_session
from tests.interview.model_play import Play, fenced
from tests.loopback import Behaviour, always
from tests.regress.suite_files import MODEL, QUESTION, suite_file
from tests.regress.wording import (
    BROKEN,
    CHANGE,
    KEY,
    NO_KEY,
    TOPICS,
    WORDY,
    Provider,
    Wording,
    baseline,
    changed_prompt,
    tape,
    words_suite,
)

# ---------------------------------------------------------------------- recording


def test_a_suite_is_recorded_once_and_then_runs_without_key_and_network(
    interview: Interview, words: Path, provider: Provider, no_provider: Callable[[], None], tmp_path: Path
) -> None:
    server = provider(Wording())
    recorded = interview("regress", "record", words)
    assert (recorded.code, recorded.out) == (0, "")
    assert f"6 replies are on {tape(words)}, 6 of them new." in recorded.err
    assert {sent.headers["authorization"] for sent in server.requests} == {f"Bearer {KEY}"}
    assert len(server.requests) == 6

    before = tape(words).read_bytes()
    assert interview("regress", "record", words).code == 0
    assert len(server.requests) == 6
    assert tape(words).read_bytes() == before

    no_provider()
    ran = interview("regress", "run", words)
    assert ran.code == 0
    assert "6 of 6 case runs passed" in ran.out
    assert "There is no baseline yet" in ran.out
    assert "Synthetic" not in ran.out
    told = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"And what of retries?" in told
    assert KEY.encode() not in told


def test_a_key_that_a_case_or_a_reply_tells_reaches_no_file_but_the_suite_s_own(
    interview: Interview, words: Path, provider: Provider, no_provider: Callable[[], None], tmp_path: Path
) -> None:
    told = "sk-proj-abcDEF1234567890"
    cases = words_suite()["cases"][:1]
    cases[0]["variables"]["question"] = f"Is {told} safe among retries?"
    suite_file(words.parent, words_suite(cases=cases))
    provider(lambda request, number: Behaviour(text=json.dumps({"text": f"Who holds {KEY} for retries?"})))
    interview("regress", "record", words)
    no_provider()
    ran = interview("regress", "run", words)
    assert (ran.code, "1 of 1 case run passed" in ran.out) == (0, True)
    interview("regress", "bless", words)
    for path in (path for path in tmp_path.rglob("*") if path.is_file() and path != words):
        assert not any(secret.encode() in path.read_bytes() for secret in (KEY, told)), path
    assert tape(words).read_bytes().count(b"***") >= 3


def test_recording_afresh_asks_for_everything_again_and_of_one_case_for_that_alone(
    interview: Interview, words: Path, provider: Provider
) -> None:
    first = Wording("queues")
    provider(first)
    interview("regress", "record", words)
    second = Wording()
    provider(second)
    assert interview("regress", "record", words, "--fresh", "--case", "que*").code == 0
    assert second.asked == ["queues"]
    assert interview("regress", "run", words).code == 0
    assert interview("regress", "record", words, "--fresh").code == 0
    assert sorted(second.asked) == sorted(["queues", *TOPICS])


def test_what_came_is_kept_when_a_provider_fails_and_only_the_rest_is_asked_for_again(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording(refuses={"caches": BROKEN}))
    failed = interview("regress", "record", words)
    assert failed.code == 3
    assert f"5 replies are on {tape(words)}, 5 of them new." in failed.err
    assert "1 of 6 case runs got no answer" in failed.err
    mended = Wording()
    provider(mended)
    assert interview("regress", "record", words).code == 0
    assert mended.asked == ["caches"]


def test_recording_afresh_loses_no_reply_to_a_provider_that_fails(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    provider(Wording(refuses=dict.fromkeys(TOPICS[3:], BROKEN)))
    assert interview("regress", "record", words, "--fresh").code == 3
    assert interview("regress", "run", words).code == 0


def test_a_refused_key_records_nothing_and_writes_no_file(
    interview: Interview, words: Path, provider: Provider
) -> None:
    server = provider(lambda request, number: NO_KEY)
    ran = interview("regress", "record", words, "--at-once", "1")
    assert ran.code == 3
    assert "did not accept the key" in ran.err
    assert len(server.requests) == 1
    assert not tape(words).exists()


def test_a_missing_key_is_told_before_anything_is_asked(interview: Interview, words: Path) -> None:
    for arguments in (("record", words), ("run", words, "--live")):
        ran = interview("regress", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "OPENAI_API_KEY is not set" in ran.err


def test_the_stand_in_s_recordings_are_marked_wherever_they_are_shown(
    interview: Interview, tmp_path: Path
) -> None:
    cases = [{**case, "synthetic": {"text": f"And {case['id']}?"}} for case in words_suite()["cases"]]
    suite = suite_file(tmp_path, words_suite(models=["synthetic"], cases=cases))
    assert interview("regress", "record", suite).code == 2
    assert interview("regress", "record", suite, "--synthetic").code == 0
    ran = interview("regress", "run", suite)
    assert (ran.code, ran.out.splitlines()[-1][:10]) == (0, "Synthetic:")
    assert interview("regress", "run", suite, "--json").json["synthetic"] is True
    assert interview("regress", "run", suite, "--live").code == 2
    interview("regress", "bless", suite)
    assert json.loads(baseline(suite).read_text("utf-8"))["synthetic"] is True


# ---------------------------------------------------------------------- verdicts and exit codes


def test_a_failing_case_fails_a_run_without_a_baseline_and_is_known_in_one_with_it(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording("locks"))
    interview("regress", "record", words)
    ran = interview("regress", "run", words)
    assert ran.code == 1
    assert "1 of 6 case runs failed, and there is no baseline to hold them against." in ran.out
    blessed = interview("regress", "bless", words)
    assert (blessed.code, blessed.out) == (0, "")
    assert f"Blessed 6 results; 1 of them fails, and counts as known: {baseline(words)}" in blessed.err
    again = interview("regress", "run", words)
    assert again.code == 0
    assert "Same: every output and score is the one it was." in again.out


def test_a_guard_fails_a_run_whatever_the_baseline_says(
    interview: Interview, tmp_path: Path, provider: Provider
) -> None:
    cases = [{**case, "guard": case["id"] == "locks"} for case in words_suite()["cases"]]
    suite = suite_file(tmp_path, words_suite(cases=cases))
    provider(Wording("locks", "queues"))
    interview("regress", "record", suite)
    interview("regress", "bless", suite)
    ran = interview("regress", "run", suite)
    assert ran.code == 1
    assert "Guard failed: locks." in ran.out
    assert "GUARD FAILED" in ran.out


def test_a_budget_that_is_exceeded_fails_a_run(interview: Interview, words: Path, provider: Provider) -> None:
    provider(Wording())
    interview("regress", "record", words)
    assert (
        interview("regress", "run", suite_file(words.parent, words_suite(budgets={"tokens": 72}))).code == 0
    )
    ran = interview("regress", "run", suite_file(words.parent, words_suite(budgets={"tokens": 71})))
    assert ran.code == 1
    assert "OVER BUDGET: It took 72 tokens; the budget is 71." in ran.out


def test_a_provider_that_gives_no_answer_is_never_a_pass(
    interview: Interview, words: Path, provider: Provider
) -> None:
    for _ in ("without a baseline", "with one"):
        provider(lambda request, number: BROKEN)
        ran = interview("regress", "run", words, "--live")
        assert ran.code == 3
        assert "6 case runs got no answer and count neither way." in ran.out
        assert "passes" not in ran.out
        provider(Wording())
        interview("regress", "record", words)
        interview("regress", "bless", words)


def test_a_live_run_asks_and_leaves_the_recordings_alone(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    interview("regress", "bless", words)
    before = tape(words).read_bytes()
    server = provider(Wording(*TOPICS))
    ran = interview("regress", "run", words, "--live", "--json")
    assert (ran.code, len(server.requests)) == (1, 6)
    assert (ran.json["source"], ran.json["comparisons"][0]["verdict"]) == ("live", "worse")
    assert tape(words).read_bytes() == before


def test_a_run_without_recordings_says_how_to_record_them(interview: Interview, words: Path) -> None:
    ran = interview("regress", "run", words)
    assert (ran.code, ran.out) == (2, "")
    assert f"There are no recordings at {tape(words)}." in ran.err
    assert f"regress record {words}\n" in ran.err
    assert f"regress run {words} --live\n" in ran.err


def test_a_case_that_was_never_recorded_is_told_with_the_way_to_record_it(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    cases = words_suite()["cases"]
    cases[0]["variables"]["question"] = "What about many retries?"
    suite_file(words.parent, words_suite(cases=cases))
    ran = interview("regress", "run", words)
    assert (ran.code, ran.out) == (2, "")
    assert (
        'the nearest recording differs in question: "What about retries?" is now "What about many' in ran.err
    )
    assert f"regress record {words}\n" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--live", "--candidate"), "--live asks the models"),
        (("--live", "--replay"), "--live asks the models"),
        (("--case", "nothing*"), "No case of words fits nothing*."),
        (("--model", "nobody"), "cannot be told from its name"),
        (("--model", "offline"), "A prompt needs a model"),
        (("--continue",), "No run of words was interrupted."),
        (("--repeats", "0"), "--repeats"),
    ],
    ids=" ".join,
)
def test_a_run_that_cannot_be_is_refused(
    interview: Interview, words: Path, arguments: tuple[str, ...], said: str
) -> None:
    tape(words).write_bytes(b'{"cassette":1,"suite":"words"}\n')
    ran = interview("regress", "run", words, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_suite_a_tape_or_a_baseline_that_is_broken_is_told_with_its_place(
    interview: Interview, words: Path
) -> None:
    text = words.read_text("utf-8")
    words.write_text(text.replace("check: contains", "check: contian"), "utf-8")
    line = text[: text.index("check: contains")].count("\n") + 1
    assert (
        f"error: {words}:{line}: checks.0: 'check' must be one of" in interview("regress", "run", words).err
    )
    words.write_text(text, "utf-8")
    tape(words).write_bytes(b'{"cassette":1,"suite":"words"}\n{\n')
    ran = interview("regress", "run", words)
    assert (ran.code, ran.out) == (2, "")
    assert f"error: {tape(words)}:2: no recording" in ran.err


# ---------------------------------------------------------------------- changed prompts


def test_a_changed_prompt_is_recorded_beside_the_blessed_replies_compared_and_then_blessed(
    interview: Interview, words: Path, provider: Provider, config_dir: Path, no_provider: Callable[[], None]
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    interview("regress", "bless", words)
    blessed, results = tape(words).read_bytes(), baseline(words).read_bytes()
    changed_prompt(config_dir, "rephrase", CHANGE, f"{CHANGE} still")

    ran = interview("regress", "run", words)
    assert (ran.code, ran.out) == (2, "")
    assert "The prompt rephrase was recorded in version" in ran.err
    assert "(5 more cases like it)" in ran.err
    assert f"regress record {words} --candidate\n" in ran.err
    assert f"regress run {words} --candidate\n" in ran.err

    server = provider(Wording("locks"))
    recorded = interview("regress", "record", words, "--candidate")
    assert (recorded.code, len(server.requests)) == (0, 6)
    assert f"regress run {words} --candidate\n" in recorded.err
    assert tape(words).read_bytes() == blessed

    no_provider()
    compared = interview("regress", "run", words, "--candidate")
    assert compared.code == 0
    assert "Against the blessed recordings: Score 100 to 91.7 of 100 (-8.3) over 6 cases" in compared.out
    assert "Inconclusive: 6 cases: too few pairs" in compared.out
    assert "locks" in compared.out
    assert (tape(words).read_bytes(), baseline(words).read_bytes()) == (blessed, results)

    candidate = tape(words, "candidate").read_bytes()
    assert interview("regress", "bless", words, "--candidate").code == 0
    assert tape(words).read_bytes() == candidate
    assert not tape(words, "candidate").exists()
    again = interview("regress", "run", words)
    assert (again.code, "1 of 6 case runs" in again.out) == (0, False)
    assert "Same: every output and score is the one it was." in again.out


def test_a_case_that_comes_with_a_changed_prompt_is_new_and_the_others_are_compared(
    interview: Interview, words: Path, provider: Provider, config_dir: Path
) -> None:
    cases = words_suite()["cases"]
    suite_file(words.parent, words_suite(cases=cases[1:]))
    provider(Wording())
    interview("regress", "record", words)
    suite_file(words.parent, words_suite())
    changed_prompt(config_dir, "rephrase", CHANGE, f"{CHANGE} still")
    interview("regress", "record", words, "--candidate")
    ran = interview("regress", "run", words, "--candidate", "--json")
    assert ran.code == 0
    [comparison] = ran.json["comparisons"]
    assert (comparison["verdict"], comparison["pairs"], comparison["new"]) == ("same", 5, ["retries"])


def test_a_prompt_that_was_spoiled_is_worse_and_the_cases_that_fell_are_named(
    interview: Interview, words: Path, provider: Provider, config_dir: Path
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    changed_prompt(config_dir, "rephrase", CHANGE, WORDY)
    interview("regress", "record", words, "--candidate")
    ran = interview("regress", "run", words, "--candidate")
    assert ran.code == 1
    assert "Worse: the score moved by -50.0 points of 100 over 6 cases (p < 0.001)." in ran.out
    [now_failing] = [line for line in ran.out.splitlines() if line.startswith("Now failing")]
    assert {topic for topic in TOPICS if topic in now_failing} >= {*TOPICS[:4]}


JUDGED = {
    "index": ("Indexes are good for performance, and I like to have them wherever I can put one.", 1),
    "retries": ("I would just send it again and hope that nothing is charged twice in the end.", 1),
    "queue": ("A queue is a list of things, and we had one of them at my last company, too.", 0),
    "cache": ("Caches make everything fast, so I would put one in front of all that is slow.", 1),
    "lock": ("I would lock the row, read the amount, write the charge, and then commit it all.", 3),
    "backup": ("We copy the database every night and try a restore of it once in every month.", 3),
}
STRICT = "When two fit, take the lower."
GENEROUS = "When in doubt, give the highest level."


def judge_suite(**changes: Any) -> dict[str, Any]:
    return {
        "id": "judge",
        "name": "The judge and what experts say",
        "target": "judge",
        "models": [MODEL],
        "cases": [
            {
                "id": name,
                "question": QUESTION,
                "answer": answer,
                "expect": {"score_band": [level - 1, level + 1]},
            }
            for name, (answer, level) in JUDGED.items()
        ],
        "checks": [{"check": "score_band"}, {"check": "evidence_verified"}],
        **changes,
    }


def strict_unless_told_otherwise(request: dict[str, Any], number: int) -> Behaviour:
    """A judge that gives what an expert gives, and the highest level to all when its prompt says so."""
    answer = fenced(request, "answer")
    level = next(level for text, level in JUDGED.values() if text == answer)
    if GENEROUS in request["messages"][0]["content"]:
        level = 5
    quote = " ".join(answer.split()[:4])
    points = [{"number": place, "quote": quote, "made": level > 2} for place in (1, 2)]
    told = {"quotes": [quote], "reason": "So.", "level": level, "next_level": "More.", "points": points}
    return Behaviour(text=json.dumps(told))


def test_a_judge_s_prompt_that_was_spoiled_is_found_out(
    interview: Interview, tmp_path: Path, provider: Provider, no_provider: Callable[[], None]
) -> None:
    suite = suite_file(tmp_path, judge_suite())
    server = provider(strict_unless_told_otherwise)
    assert interview("regress", "record", suite).code == 0
    own = tmp_path / "own"
    own.mkdir()
    text = (bundled("prompts") / "judge.md").read_text("utf-8")
    assert STRICT in text
    (own / "judge.md").write_text(text.replace(STRICT, GENEROUS), "utf-8")
    asked = len(server.requests)
    assert interview("--prompts", own, "regress", "record", suite, "--candidate").code == 0
    assert len(server.requests) > asked

    no_provider()
    good = interview("regress", "run", suite)
    assert (good.code, "6 of 6 case runs passed" in good.out) == (0, True)
    spoiled = interview("--prompts", own, "regress", "run", suite, "--candidate", "--json")
    assert spoiled.code == 1
    [comparison] = spoiled.json["comparisons"]
    assert comparison["verdict"] == "worse"
    assert {flip["case"] for flip in comparison["worse"]} >= {"index", "retries", "queue", "cache"}
    assert spoiled.json["rubric_version"]
    assert set(spoiled.json["prompts"]) == {"judge", "judge_points"}
    read = interview("--prompts", own, "regress", "run", suite, "--candidate")
    assert "Worse: the score moved by -" in read.out
    assert all(f"\n{case} " in read.out for case in ("index", "retries", "queue", "cache"))


def test_every_criterion_is_judged_as_often_as_the_suite_says_and_replayed_so(
    interview: Interview, tmp_path: Path, provider: Provider, no_provider: Callable[[], None]
) -> None:
    levels = iter([2, 5, 3] * 20)
    one = [judge_suite()["cases"][4]]

    def unsure(request: dict[str, Any], number: int) -> Behaviour:
        told = json.loads(strict_unless_told_otherwise(request, number).text)
        return Behaviour(text=json.dumps({**told, "level": next(levels)}))

    server = provider(unsure)
    single = suite_file(tmp_path, judge_suite(cases=one))
    interview("regress", "run", single, "--live")
    calls = len(server.requests)
    suite = suite_file(tmp_path, judge_suite(cases=one, samples=3))
    live = interview("regress", "record", suite)
    assert live.code == 0
    assert len(server.requests) == calls + 3 * calls
    no_provider()
    first, second = (interview("regress", "run", suite, "--json").json["runs"][0] for _ in range(2))
    assert first["level"] == second["level"]
    assert first["digest"] == second["digest"]


# ---------------------------------------------------------------------- going on


def test_a_run_in_which_a_provider_failed_is_gone_on_with_where_it_failed(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording(refuses={"caches": BROKEN, "locks": BROKEN}))
    first = interview("regress", "run", words, "--live", "--json")
    assert (first.code, len(first.json["runs"])) == (3, 6)
    assert "Go on with it" in interview("regress", "bless", words, "--run", "last").err
    mended = Wording()
    provider(mended)
    second = interview("regress", "run", words, "--live", "--continue", "--json")
    assert (second.code, sorted(mended.asked)) == (0, ["caches", "locks"])
    assert second.json["id"] == first.json["id"]
    assert [run["status"] for run in second.json["runs"]] == ["passed"] * 6
    assert interview("regress", "run", words, "--live", "--continue").code == 2


def test_an_interrupted_run_goes_on_without_asking_again_what_is_there(
    interview: Interview, words: Path, provider: Provider
) -> None:
    wording = Wording()

    def interrupt(request: dict[str, Any], number: int) -> Behaviour:
        if number == 3:
            os.kill(os.getpid(), signal.SIGINT)
            return Behaviour(delay=30)
        return wording(request, number)

    provider(interrupt)
    stopped = interview("regress", "run", words, "--live", "--at-once", "1")
    assert stopped.code == 130
    assert f"regress run {words} --live --continue --at-once 1\n" in stopped.err
    rest = Wording()
    provider(rest)
    ran = interview("regress", "run", words, "--live", "--at-once", "1", "--continue", "--json")
    assert (ran.code, rest.asked) == (0, [*TOPICS[3:]])
    assert [run["case"] for run in ran.json["runs"]] == [*TOPICS]


# ---------------------------------------------------------------------- reports


def test_a_run_is_opened_again_by_its_id_a_beginning_its_suite_and_as_the_last(
    interview: Interview, words: Path, tmp_path: Path, provider: Provider
) -> None:
    provider(Wording("locks"))
    interview("regress", "record", words)
    first = interview("regress", "run", words, "--json").json
    other = suite_file(tmp_path, words_suite(id="other"))
    tape(other).write_bytes(tape(words).read_bytes().replace(b'"suite":"words"', b'"suite":"other"', 1))
    second = interview("regress", "run", other, "--case", "retries", "--json").json
    assert [run["case"] for run in second["runs"]] == ["retries"]
    for wanted in (first["id"], first["id"][:-2], "words"):
        assert interview("regress", "report", wanted, "--json").json == first
    for arguments in ((), ("last",), ("other",), ("oth",)):
        assert interview("regress", "report", *arguments, "--json").json == second
    text = interview("regress", "report", "words")
    assert text.code == 0
    assert "1 of 6 case runs failed" in text.out

    listed = interview("regress", "report", "--list")
    assert first["id"] in listed.out
    assert second["id"] in listed.out
    summaries = interview("regress", "report", "--list", "--json").json
    assert [one["id"] for one in summaries] == [second["id"], first["id"]]
    assert interview("regress", "report", "nothing").code == 4


def test_repeats_are_recorded_and_run_each_for_itself(
    interview: Interview, words: Path, provider: Provider
) -> None:
    server = provider(Wording())
    interview("regress", "record", words, "--repeats", "2")
    assert len(server.requests) == 12
    ran = interview("regress", "run", words, "--repeats", "2", "--json").json
    assert [(run["case"], run["repeat"]) for run in ran["runs"]] == [
        (topic, repeat) for repeat in (0, 1) for topic in TOPICS
    ]
    missing = interview("regress", "run", words, "--repeats", "3")
    assert missing.code == 2
    assert "not repeat 3" in missing.err


def test_a_run_of_some_cases_is_no_baseline(interview: Interview, words: Path, provider: Provider) -> None:
    provider(Wording())
    interview("regress", "record", words)
    interview("regress", "run", words, "--case", "l*")
    ran = interview("regress", "bless", words, "--run", "last")
    assert (ran.code, "left out 5 of the suite's cases" in ran.err) == (2, True)
    assert not baseline(words).exists()


def test_some_cases_alone_are_compared_with_what_they_were(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    interview("regress", "bless", words)
    ran = interview("regress", "run", words, "--case", "l*", "--case", "q*", "--json").json
    assert [run["case"] for run in ran["runs"]] == ["queues", "locks"]
    [comparison] = ran["comparisons"]
    assert (comparison["verdict"], comparison["pairs"], comparison["gone"]) == ("same", 2, [])


def test_a_stored_run_that_is_damaged_is_told_and_the_others_are_listed(
    interview: Interview, words: Path, tmp_path: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    good = interview("regress", "run", words, "--json").json["id"]
    bad = "words-20260101t000000000000-abcd"
    (tmp_path / "data" / "regress" / "words" / f"{bad}.json").write_bytes(b"{")
    (tmp_path / "data" / "regress" / "Not a suite").mkdir()
    ran = interview("regress", "report", bad)
    assert (ran.code, ran.out) == (5, "")
    assert f"The stored run {bad} is damaged." in ran.err
    listed = interview("regress", "report", "--list", "--json")
    assert [one["id"] for one in listed.json] == [good]
    assert bad in listed.err


def test_a_kept_run_becomes_the_baseline_if_the_suite_is_still_the_same(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    run_id = interview("regress", "run", words, "--json").json["id"]
    assert interview("regress", "bless", words, "--run", run_id).code == 0
    assert json.loads(baseline(words).read_text("utf-8"))["suite"] == "words"
    suite_file(words.parent, words_suite(repeats=2))
    ran = interview("regress", "bless", words, "--run", run_id)
    assert (ran.code, "The suite was changed since the run" in ran.err) == (2, True)
    suite_file(words.parent, words_suite(id="other"))
    assert "words, not of other" in interview("regress", "bless", words, "--run", run_id).err
    assert interview("regress", "bless", words, "--run", "nothing").code == 4


# ---------------------------------------------------------------------- without any model


def test_the_offline_coach_is_held_to_people_s_ratings_of_the_history(
    interview: Interview, tmp_path: Path
) -> None:
    store = SessionStore(tmp_path / "data")
    answers = {
        "k3faaaaaaa": ("I would just try it again.", "0.5"),
        "k3fbbbbbbb": ("An idempotency key names each attempt.", "2"),
        "k3fccccccc": (
            "An idempotency key names each attempt, since a client that sees a timeout sends it again; the "
            "second charge is refused by a unique constraint on that key, and the answer names a result: "
            "last year our duplicates fell from 40 a day to none.",
            "4",
        ),
    }
    for session_id, (answer, level) in answers.items():
        store.create(plain_session(session_id, answer=answer))
        assert interview("history", "rate", session_id, "Q1", "--level", level).code == 0
    suite = suite_file(
        tmp_path,
        judge_suite(
            models=["offline"],
            cases=[],
            cases_from=[{"history": True, "role": "backend_engineer"}],
            checks=[{"check": "human_agreement", "spearman": 0.5}],
        ),
    )
    ran = interview("regress", "run", suite, "--json")
    assert ran.code == 0
    assert ran.json["source"] == "offline"
    assert sorted(run["case"] for run in ran.json["runs"]) == [f"{name} Q1" for name in answers]
    [whole] = ran.json["whole"]
    assert "over 3 answers" in whole["finding"]["says"]
    assert all(CaseRun.model_validate(run).level is not None for run in ran.json["runs"])


def test_agreement_below_its_bound_fails_a_run_in_which_every_case_passes(
    interview: Interview, tmp_path: Path
) -> None:
    cases = [
        {**case, "human": 5 - 2 * place, "expect": {}}
        for place, case in enumerate(judge_suite()["cases"][3:])
    ]
    checks = [{"check": "human_agreement", "pearson": 0.9}]
    suite = suite_file(tmp_path, judge_suite(models=["offline"], cases=cases, checks=checks))
    for _ in ("without a baseline", "with one"):
        ran = interview("regress", "run", suite)
        assert ran.code == 1
        assert "MISSED: human_agreement: Pearson" in ran.out
        assert "A bound or a budget was missed." in ran.out
        interview("regress", "bless", suite)


def test_a_history_without_ratings_has_no_cases(interview: Interview, tmp_path: Path) -> None:
    suite = suite_file(
        tmp_path, judge_suite(models=["offline"], cases=[], cases_from=[{"history": True}], checks=[])
    )
    SessionStore(tmp_path / "data").create(plain_session("k3faaaaaaa"))
    ran = interview("regress", "run", suite)
    assert (ran.code, ran.out) == (2, "")
    assert "no answer of the history is rated" in ran.err


def test_the_offline_coach_needs_no_tape_and_is_the_same_twice(interview: Interview, tmp_path: Path) -> None:
    suite = suite_file(tmp_path, judge_suite(models=["offline"]))
    assert interview("regress", "bless", suite).code == 0
    ran = interview("regress", "run", suite)
    assert ran.code == 0
    assert "By the offline coach: " in ran.out
    assert "Same: every output and score is the one it was." in ran.out


def test_a_rule_that_a_model_must_judge_is_not_asked_of_the_offline_coach(
    interview: Interview, tmp_path: Path
) -> None:
    checks = [*judge_suite()["checks"], {"check": "judged", "rule": "The reason is kind to the candidate."}]
    suite = suite_file(tmp_path, judge_suite(models=["offline"], checks=checks))
    ran = interview("regress", "run", suite)
    assert (ran.code, ran.out) == (2, "")
    assert "the offline coach is none" in ran.err
    graded = suite_file(tmp_path, judge_suite(models=["offline"], checks=checks, grader=MODEL))
    assert "There are no recordings at" in interview("regress", "run", graded).err


WHOLE: dict[str, Any] = {
    "id": "whole",
    "name": "Whole interviews",
    "target": "interview",
    "models": [MODEL],
    "checks": [{"check": "no_leak"}],
}


def test_an_interview_is_held_and_judged_from_a_persona_offline(interview: Interview, tmp_path: Path) -> None:
    fields = {
        "id": "whole",
        "name": "Whole interviews",
        "target": "interview",
        "models": ["offline"],
        "cases": [
            {
                "id": quality,
                "role": "backend_engineer",
                "persona": quality,
                "quality": quality,
                "group": "g",
                "questions": 2,
                "minutes": 15,
            }
            for quality in ("weak", "strong")
        ],
        "checks": [{"check": "order"}, {"check": "follow_up_limit"}, {"check": "no_repeat"}],
    }
    ran = interview("regress", "run", suite_file(tmp_path, fields), "--json")
    assert ran.code == 0, ran.out
    by_case = {run["case"]: run for run in ran.json["runs"]}
    assert by_case["weak"]["level"] < by_case["strong"]["level"]
    assert by_case["order: g"]["status"] == "passed"


def test_a_whole_interview_that_a_model_led_is_replayed_alike_however_many_are_held_at_once(
    interview: Interview, tmp_path: Path, provider: Provider, no_provider: Callable[[], None]
) -> None:
    case = {"role": "backend_engineer", "minutes": 15, "questions": 2}
    fields = {
        **WHOLE,
        "cases": [{"id": persona, "persona": persona, **case} for persona in ("strong", "confused")],
    }
    suite = suite_file(tmp_path, fields)
    server = provider(Play())
    assert interview("regress", "record", suite).code == 0
    asked = len(server.requests)
    assert interview("regress", "record", suite).code == 0
    assert len(server.requests) == asked
    no_provider()
    one, many = (
        interview("regress", "run", suite, "--at-once", at_once, "--json").json["runs"]
        for at_once in ("1", "2")
    )
    assert [(run["case"], run["digest"], run["level"]) for run in one] == [
        (run["case"], run["digest"], run["level"]) for run in many
    ]
    assert one[0]["level"] > one[1]["level"]


def test_a_model_that_leads_an_interview_into_nothing_fails_and_one_that_is_down_gets_no_answer(
    interview: Interview, tmp_path: Path, provider: Provider
) -> None:
    fields = {
        **WHOLE,
        "cases": [
            {"id": "one", "role": "backend_engineer", "persona": "strong", "minutes": 15, "questions": 2}
        ],
    }
    suite = suite_file(tmp_path, fields)
    for reply, code, status in ((Behaviour(text="I would rather not."), 1, "failed"), (NO_KEY, 3, "error")):
        provider(always(reply))
        ran = interview("regress", "run", suite, "--live", "--json")
        assert (ran.code, [run["status"] for run in ran.json["runs"]]) == (code, [status])


def test_blessing_what_is_worse_than_before_says_so(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "run", words, "--live")
    assert "warning" not in interview("regress", "bless", words, "--run", "last").err
    provider(Wording(*TOPICS))
    interview("regress", "run", words, "--live")
    again = interview("regress", "bless", words, "--run", "last")
    assert again.code == 0
    assert "warning: That is worse than the baseline of" in again.err


# ---------------------------------------------------------------------- no network, no client

REPLAY = """
import json, socket, sys

class NoSocket(socket.socket):
    def __init__(self, *arguments, **named):
        # An event loop wakes itself by a pair of sockets that exist already; nothing else is let through.
        if len(arguments) < 4 and named.get("fileno") is None:
            raise AssertionError("a replay opened a socket")
        super().__init__(*arguments, **named)

def refuse(*_, **__):
    raise AssertionError("a replay used the network")

socket.socket = NoSocket
socket.create_connection = socket.getaddrinfo = refuse
from interview_cli.cli.app import run
code = run(sys.argv[2:])
with open(sys.argv[1], "w") as told:
    json.dump([code, sorted(sys.modules)], told)
"""


def test_a_replay_opens_no_socket_and_loads_no_client_library(
    interview: Interview, words: Path, tmp_path: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    told = tmp_path / "modules.json"
    places = ["--data-dir", str(tmp_path / "other"), "--config", str(tmp_path / "config.yaml")]
    ran = subprocess.run(
        [sys.executable, "-c", REPLAY, str(told), *places, "regress", "run", str(words)],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        check=False,
    )
    code, modules = json.loads(told.read_text("utf-8"))
    assert (code, "6 of 6 case runs passed" in ran.stdout) == (0, True), ran.stderr
    assert set(modules).isdisjoint({"litellm", "openai", "httpx", "textual", "numpy", "torch", "tenacity"})
    assert "interview_cli.llm.gateway" not in modules
