"""What the commands for suites tell people to do next does what it says when it is pasted."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from interview_cli.library.locator import bundled
from tests.cli.conftest import Interview, Ran
from tests.loopback import Behaviour
from tests.regress.suite_files import suite_file
from tests.regress.wording import (
    BROKEN,
    CHANGE,
    TOPICS,
    WORDY,
    Provider,
    Wording,
    baseline,
    changed_prompt,
    tape,
    words_suite,
)


def told(ran: Ran) -> list[str]:
    """The commands that were told, each on a line of its own."""
    return [line.strip() for line in ran.err.splitlines() if line.startswith("  interview ")]


def paste(interview: Interview, command: str) -> Ran:
    """Run a command as a shell would."""
    name, *arguments = shlex.split(command)
    assert name == "interview"
    return interview(*arguments)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of prompts, with a space in its name, in which the prompt of the suite was spoiled."""
    folder = tmp_path / "my own"
    folder.mkdir()
    text = (bundled("prompts") / "rephrase.md").read_text("utf-8")
    (folder / "rephrase.md").write_text(text.replace(CHANGE, WORDY), "utf-8")
    return folder


def test_after_a_changed_prompt_the_commands_record_and_compare_that_prompt_and_those_cases(
    interview: Interview, words: Path, own: Path, provider: Provider
) -> None:
    server = provider(Wording())
    interview("regress", "record", words, "--repeats", "2")
    asked = len(server.requests)
    ran = interview("--prompts", own, "regress", "run", words, "--case", "[rqcl]*", "--repeats", "2")
    assert ran.code == 2
    record, compare = told(ran)
    recorded = paste(interview, record)
    assert len(server.requests) == asked + 2 * 4
    assert told(recorded) == [compare]
    compared = paste(interview, compare)
    assert compared.code == 1
    assert compared.out.startswith("Worse: words (Other words for a question)\n")
    assert "0 of 8 case runs passed" in compared.out


def test_a_candidate_is_run_with_the_prompts_that_it_was_recorded_with_or_recorded_anew(
    interview: Interview, words: Path, own: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    interview("--prompts", own, "regress", "record", words, "--candidate")
    ran = interview("regress", "run", words, "--candidate")
    assert ran.code == 2
    assert "Run it with the same --prompts as the change was recorded with" in ran.err
    [record] = told(ran)
    assert paste(interview, record).code == 0
    assert interview("regress", "run", words, "--candidate").code == 0


def test_a_candidate_that_is_no_change_is_called_no_change(
    interview: Interview, words: Path, own: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words)
    interview("regress", "record", words, "--candidate")
    ran = interview("regress", "run", words, "--candidate")
    assert ran.code == 0
    assert ran.out.startswith("No prompt was changed: words ")
    assert "No prompt differs from the version on the blessed recordings (rephrase)" in ran.out
    assert not any("bless" in command for command in told(ran))
    interview("--prompts", own, "regress", "record", words, "--candidate")
    changed = interview("--prompts", own, "regress", "run", words, "--candidate")
    assert "No prompt" not in changed.out


def test_a_candidate_without_blessed_recordings_is_told_to_record_those(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "record", words, "--candidate")
    ran = interview("regress", "run", words, "--candidate")
    assert ran.code == 2
    assert paste(interview, told(ran)[0]).code == 0
    assert interview("regress", "run", words, "--candidate").code == 0


def test_without_recordings_the_commands_record_or_ask_the_model_that_was_named(
    interview: Interview, words: Path, provider: Provider
) -> None:
    server = provider(Wording())
    ran = interview("regress", "run", words, "--model", "openai/gpt-4.1-nano", "--case", "locks")
    record, ask = told(ran)
    assert paste(interview, ask).code == 0
    assert not tape(words).exists()
    recorded = paste(interview, record)
    assert paste(interview, told(recorded)[0]).code == 0
    assert {sent.json["model"] for sent in server.requests} == {"gpt-4.1-nano"}
    assert len(server.requests) == 2


@pytest.mark.parametrize("models", [["synthetic"], ["openai/gpt-4o-mini"]], ids=" ".join)
def test_the_stand_in_is_recorded_and_run_by_the_commands_that_are_told(
    interview: Interview, tmp_path: Path, config_dir: Path, models: list[str]
) -> None:
    cases = [{**case, "synthetic": {"text": f"And {case['id']}?"}} for case in words_suite()["cases"]]
    suite = suite_file(tmp_path, words_suite(models=models, cases=cases))
    recorded = interview("regress", "record", suite, "--synthetic")
    [run] = told(recorded)
    assert paste(interview, run).code == 0
    changed_prompt(config_dir, "rephrase", CHANGE, f"{CHANGE} still")
    record, compare = told(paste(interview, run))
    assert paste(interview, record).code == 0
    assert paste(interview, compare).code == 0


def test_a_run_is_blessed_by_the_command_it_tells_though_it_was_live(
    interview: Interview, words: Path, provider: Provider
) -> None:
    server = provider(Wording())
    [bless] = told(interview("regress", "run", words, "--live"))
    asked = len(server.requests)
    assert paste(interview, bless).code == 0
    assert len(server.requests) == asked
    assert json.loads(baseline(words).read_bytes())["suite"] == "words"
    assert told(interview("regress", "run", words, "--live")) == []


def test_a_run_of_some_cases_is_not_told_to_be_blessed(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    assert told(interview("regress", "run", words, "--live", "--case", "l*")) == []
    assert told(interview("regress", "report", "last")) == []


def test_after_a_red_run_the_cases_come_first_and_blessing_is_for_those_who_want_it_so(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    provider(Wording("locks"))
    ran = interview("regress", "run", words, "--live")
    look, bless = told(ran)
    assert ran.code == 1
    assert ran.err.index("Look first at what failed") < ran.err.index("Only if that is how it is meant to be")
    assert paste(interview, look).code == 0
    assert "guard" not in (tmp_path / "run.html").read_text("utf-8").lower()
    assert paste(interview, bless).code == 0
    assert interview("regress", "run", words, "--live").code == 0
    shown = interview("regress", "run", words, "--live", "--case", "locks", "--html", "mine.html")
    assert "run.html" not in shown.err


def test_a_failing_guard_is_never_told_to_be_blessed_and_blessing_it_warns(
    interview: Interview, tmp_path: Path, provider: Provider
) -> None:
    cases = [{**case, "guard": case["id"] in ("locks", "caches")} for case in words_suite()["cases"]]
    suite = suite_file(tmp_path, words_suite(cases=cases))
    provider(Wording("locks", "queues"))
    interview("regress", "record", suite)
    assert not any("bless" in command for command in told(interview("regress", "run", suite)))
    blessed = interview("regress", "bless", suite)
    assert blessed.code == 0
    assert "Blessed 6 results; 1 of them fails, and counts as known" in blessed.err
    assert "warning: The guard case locks fails in it. A guard that fails fails every run" in blessed.err
    again = interview("regress", "run", suite)
    assert (again.code, again.out.splitlines()[0][:15]) == (1, "A guard failed:")
    assert not any("bless" in command for command in told(again))


def test_what_got_no_answer_is_made_up_for_by_the_command_that_is_told(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    provider(Wording(refuses={"caches": BROKEN, "locks": BROKEN}))
    ran = interview("regress", "run", words, "--live", "--case", "?[aoue]*", "--html", "mine.html")
    assert ran.code == 3
    mended = Wording()
    provider(mended)
    (tmp_path / "mine.html").unlink()
    [again] = told(ran)
    assert paste(interview, again).code == 0
    assert sorted(mended.asked) == ["caches", "locks"]
    assert (tmp_path / "mine.html").exists()
    assert told(interview("regress", "report", "last")) == []


def test_a_recording_that_failed_is_gone_on_with_by_the_command_that_is_told(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording(refuses={"caches": BROKEN}))
    [again] = told(interview("regress", "record", words, "--repeats", "2"))
    mended = Wording()
    provider(mended)
    assert paste(interview, again).code == 0
    assert mended.asked == ["caches", "caches"]


def test_one_reason_for_many_cases_stands_in_one_row(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(lambda request, number: Behaviour(status=401, text="no such key"))
    ran = interview("regress", "run", words, "--live")
    rows = [line for line in ran.out.splitlines() if "NO ANSWER" in line]
    assert [row.split("  ")[0] for row in rows] == [f"{TOPICS[0]} and 5 more"]
    assert "The reason: openai/gpt-4o-mini did not accept the key." in ran.out
    kept = interview("regress", "report", "last", "--json").json["runs"]
    assert [run["error_kind"] for run in kept] == ["authentication"] * 6


def test_a_missing_key_is_told_without_a_flag_that_suites_do_not_have(
    interview: Interview, words: Path, no_provider: Callable[[], None]
) -> None:
    for arguments in (("record", words), ("run", words, "--live")):
        ran = interview("regress", *arguments)
        assert ran.code == 2
        assert "set OPENAI_API_KEY" in ran.err
        assert "--offline" not in ran.err


def test_a_suite_of_a_prompt_is_not_begun_without_a_model(interview: Interview, words: Path) -> None:
    for arguments in (("run", "--live"), ("run",), ("record",)):
        ran = interview("regress", arguments[0], words, "--model", "offline", *arguments[1:])
        assert (ran.code, ran.out) == (2, "")
        assert "A prompt needs a model, and the offline coach sends none" in ran.err
    assert "No run of a suite is kept" in interview("regress", "report", "--list").err


def test_a_command_stays_on_one_line_in_a_terminal_that_is_narrower(tmp_path: Path) -> None:
    suite = suite_file(tmp_path, words_suite())
    program = [sys.executable, "-m", "interview_cli", "--data-dir", str(tmp_path / "data")]
    arguments = [*program, "regress", "run", str(suite), "--case", "locks"]
    shown = pexpect.run(shlex.join(arguments), timeout=30, encoding="utf-8")
    assert max(map(len, shown.splitlines())) > 80
    [_, ask] = [line.strip() for line in shown.splitlines() if line.startswith("  interview ")]
    assert shlex.split(ask) == ["interview", *arguments[3:8], "--live", "--case", "locks"]


def test_replies_that_nobody_can_use_are_told_when_they_are_recorded_and_asked_for_anew(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording(refuses={"caches": Behaviour(text="no JSON at all")}))
    ran = interview("regress", "record", words)
    assert ran.code == 0
    assert "warning: 1 case run got a reply that cannot be used" in ran.err
    mended = Wording()
    provider(mended)
    anew, again = told(ran)
    assert (paste(interview, anew).code, mended.asked) == (0, ["caches"])
    assert paste(interview, again).code == 0


def test_cases_that_got_no_answer_are_not_called_gone_and_nothing_is_compared_with_nothing(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(Wording())
    interview("regress", "run", words, "--live")
    interview("regress", "bless", words, "--run", "last")
    provider(Wording(refuses=dict.fromkeys(TOPICS, BROKEN)))
    ran = interview("regress", "run", words, "--live")
    assert ran.code == 3
    assert "no case has results in both" in ran.out
    assert "No longer here" not in ran.out
    assert "0 cases" not in ran.out
