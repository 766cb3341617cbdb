"""Runs of suites that were interrupted: listed as such, and gone on with by the command that is told."""

from __future__ import annotations

import os
import shlex
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Interview, Ran
from tests.loopback import Behaviour
from tests.regress.suite_files import suite_file
from tests.regress.tapes.taping import started
from tests.regress.wording import (
    CHANGE,
    TOPICS,
    WORDY,
    Provider,
    Wording,
    changed_prompt,
    tape,
    words_suite,
)


def interrupted(interview: Interview, provider: Provider, suite: Path, *options: str, after: int = 3) -> Ran:
    """A live run of a suite, one case at a time, that is interrupted after so many cases."""
    wording = Wording()

    def interrupt(request: dict[str, Any], number: int) -> Behaviour:
        if number == after:
            os.kill(os.getpid(), signal.SIGINT)
            return Behaviour(delay=30)
        return wording(request, number)

    provider(interrupt)
    ran = interview("regress", "run", suite, "--live", "--at-once", "1", *options)
    assert ran.code == 130
    return ran


def commands(ran: Ran) -> list[str]:
    return [line.strip() for line in ran.err.splitlines() if line.startswith("  interview ")]


def test_an_interrupted_run_is_listed_with_how_far_it_came_and_how_to_go_on(
    interview: Interview, words: Path, provider: Provider
) -> None:
    stopped = interrupted(interview, provider, words, "--case", "?[aoue]*")
    listed = interview("regress", "report", "--list")
    assert "Interrupted, 3 of 5 case runs" in listed.out
    assert commands(listed) == commands(stopped)
    [one] = interview("regress", "report", "--list", "--json").json
    assert (one["interrupted"], one["runs"], one["passed"], one["total"]) == (True, 3, 3, 5)
    assert (one["verdict"], one["source"], one["models"]) == (None, "live", ["openai/gpt-4o-mini"])
    rest = Wording()
    provider(rest)
    assert interview(*shlex.split(one["command"])[1:]).code == 0
    assert len(rest.asked) == 2
    [whole] = interview("regress", "report", "--list", "--json").json
    assert (whole["id"], whole["interrupted"], whole["runs"]) == (one["id"], False, 5)


def test_the_last_run_is_the_newest_that_ended_and_a_newer_one_that_did_not_is_told(
    interview: Interview, words: Path, tmp_path: Path, provider: Provider
) -> None:
    provider(Wording())
    ended = interview("regress", "run", words, "--live", "--json").json
    other = suite_file(tmp_path, words_suite(id="other"))
    stopped = interrupted(interview, provider, other)
    for wanted in ("last", "words"):
        ran = interview("regress", "report", wanted, "--json")
        assert ran.json == ended
        assert ("was interrupted, and 3 of 6 case runs are there" in ran.err) == (wanted == "last")
    assert commands(interview("regress", "report", "last"))[-1] == commands(stopped)[0]


def test_a_run_that_is_nothing_but_interrupted_is_told_as_that(
    interview: Interview, words: Path, provider: Provider
) -> None:
    stopped = interrupted(interview, provider, words)
    [one] = interview("regress", "report", "--list", "--json").json
    for wanted in ("last", "words", one["id"], one["id"][:-2]):
        ran = interview("regress", "report", wanted)
        assert (ran.code, ran.out) == (4, "")
        assert f"error: The run {one['id']} was interrupted, and 3 of 6 case runs are there." in ran.err
        assert commands(ran) == commands(stopped)
    for arguments in (("report", "nothing"), ("bless", words, "--run", "nothing")):
        ran = interview("regress", *arguments)
        assert (ran.code, "was interrupted" in ran.err) == (4, False)
        [listing] = commands(ran)
        assert one["id"] in interview(*shlex.split(listing)[1:]).out


def test_only_the_newest_run_of_a_suite_can_be_gone_on_with(
    interview: Interview, words: Path, provider: Provider
) -> None:
    interrupted(interview, provider, words, after=1)
    stopped = interrupted(interview, provider, words, after=2)
    listed = interview("regress", "report", "--list")
    assert ("1 of 6 case runs" in listed.out, "2 of 6 case runs" in listed.out) == (True, True)
    assert commands(listed) == commands(stopped)


def test_a_replay_that_lacks_recordings_was_not_interrupted(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words, "--case", "locks")
    assert interview("regress", "run", words).code == 2
    assert interview("regress", "report", "--list", "--json").json == []
    assert interview("regress", "run", words, "--continue").code == 2


def test_a_part_that_is_cut_short_or_of_another_version_is_left_out_of_the_list(
    interview: Interview, words: Path, tmp_path: Path, provider: Provider
) -> None:
    interrupted(interview, provider, words)
    folder = tmp_path / "data" / "regress" / "words"
    for name, text in (
        ("cut", '{"version": '),
        ("old", '{"version": "a", "source": "live", "repeats": 1}\n'),
    ):
        (folder / f"words-20260101t000000000000-{name}.part.jsonl").write_text(text, "utf-8")
    assert len(interview("regress", "report", "--list", "--json").json) == 1


def test_recording_that_is_interrupted_is_gone_on_with_by_the_command_that_is_told(
    interview: Interview, words: Path, provider: Provider
) -> None:
    wording = Wording()

    def interrupt(request: dict[str, Any], number: int) -> Behaviour:
        if number == 2:
            os.kill(os.getpid(), signal.SIGINT)
            return Behaviour(delay=30)
        return wording(request, number)

    provider(interrupt)
    stopped = interview("regress", "record", words, "--at-once", "1")
    assert stopped.code == 130
    rest = Wording()
    provider(rest)
    [again] = commands(stopped)
    assert interview(*shlex.split(again)[1:]).code == 0
    assert rest.asked == [*TOPICS[2:]]
    assert tape(words).exists()


def test_a_run_that_is_under_way_is_left_to_the_process_that_makes_it(
    interview: Interview, words: Path, tmp_path: Path, provider: Provider
) -> None:
    reached, go_on = threading.Event(), threading.Event()
    wording = Wording()

    def stall(request: dict[str, Any], number: int) -> Behaviour:
        if number == 2:
            reached.set()
            go_on.wait(60)
        return wording(request, number)

    provider(stall)
    other = started(tmp_path, "regress", "run", words, "--live", "--at-once", "1")
    assert reached.wait(60)
    listed = interview("regress", "report", "--list")
    assert "Under way, 2 of 6 case runs" in listed.out
    assert commands(listed) == []
    refused = interview("regress", "run", words, "--live", "--continue")
    assert (refused.code, refused.out) == (5, "")
    assert "is under way in another process" in refused.err
    [run] = interview("regress", "report", "--list", "--json").json
    opened = interview("regress", "report", run["id"])
    assert (opened.code, "is under way: 2 of 6 case runs are there" in opened.err) == (4, True)

    provider(Wording())
    beside = interview("regress", "run", words, "--live", "--case", "retries", "--json").json
    go_on.set()
    other.join(60)
    assert other.exitcode == 0
    ended = interview("regress", "report", "--list", "--json").json
    assert [(one["id"], one["runs"]) for one in ended] == [(beside["id"], 1), (run["id"], 6)]
    assert {path.suffix for path in (tmp_path / "data" / "regress" / "words").iterdir()} == {".json"}


def test_after_a_case_was_mended_that_case_alone_is_asked_again(
    interview: Interview, words: Path, provider: Provider
) -> None:
    interrupted(interview, provider, words)
    suite = yaml.safe_load(words.read_text("utf-8"))
    suite["cases"][1]["expect"] = {"contains": "index"}
    suite["budgets"] = {"cost": 5}
    words.write_text(yaml.safe_dump(suite), "utf-8")
    rest = Wording()
    provider(rest)
    ran = interview("regress", "run", words, "--live", "--at-once", "1", "--continue", "--json")
    assert (ran.code, rest.asked) == (0, [TOPICS[1], *TOPICS[3:]])
    assert [run["case"] for run in ran.json["runs"]] == [*TOPICS]


@pytest.mark.parametrize("changed", ["checks", "prompt", "repeats"])
def test_a_run_is_not_gone_on_with_by_other_checks_or_another_prompt(
    interview: Interview, words: Path, provider: Provider, config_dir: Path, changed: str
) -> None:
    interrupted(interview, provider, words)
    suite = yaml.safe_load(words.read_text("utf-8"))
    options = ["--repeats", "2"] if changed == "repeats" else []
    if changed == "checks":
        suite["checks"][1]["words"] = 4
        words.write_text(yaml.safe_dump(suite), "utf-8")
    elif changed == "prompt":
        changed_prompt(config_dir, "rephrase", CHANGE, WORDY)
    rest = Wording()
    provider(rest)
    ran = interview("regress", "run", words, "--live", "--continue", *options)
    assert (ran.code, ran.out, rest.asked) == (2, "", [])
    assert "begin anew without --continue" in ran.err
    assert interview("regress", "report", "--list", "--json").json[0]["interrupted"]


def test_a_budget_that_is_spent_is_told_to_be_raised_and_the_run_then_goes_on(
    interview: Interview, words: Path, provider: Provider
) -> None:
    suite = yaml.safe_load(words.read_text("utf-8"))
    suite["budgets"] = {"cost": 0.00001}
    words.write_text(yaml.safe_dump(suite), "utf-8")
    provider(Wording())
    ran = interview("regress", "run", words, "--live", "--at-once", "1")
    assert ran.code == 1
    assert "Give the suite a larger budget" in ran.err
    words.write_text(yaml.safe_dump(suite | {"budgets": {"cost": 1}}), "utf-8")
    rest = Wording()
    provider(rest)
    again = commands(ran)[0]
    assert interview(*shlex.split(again)[1:]).code == 0
    assert 0 < len(rest.asked) < len(TOPICS)


def test_what_was_paid_for_is_there_after_runs_by_the_recordings_and_given_up_after_a_whole_live_one(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    interrupted(interview, provider, words)
    for arguments in (("run", words), ("bless", words), ("run", words, "--live", "--case", "retries")):
        provider(Wording())
        assert interview("regress", *arguments).code == 0
    rest = Wording()
    provider(rest)
    assert interview("regress", "run", words, "--live", "--at-once", "1", "--continue").code == 0
    assert rest.asked == [*TOPICS[3:]]

    interrupted(interview, provider, words)
    provider(Wording())
    assert interview("regress", "run", words, "--live").code == 0
    assert interview("regress", "run", words, "--live", "--continue").code == 2
