"""A run on GitHub: commands that the runner reads as they are meant, and a summary that stays Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from interview_cli import __version__
from interview_cli.regress.reports.github import (
    MOST_ANNOTATIONS,
    MOST_ROWS,
    broken_command,
    broken_summary,
    commands,
    summary,
)
from interview_cli.regress.reports.words import SYNTHETIC
from tests.regress.report_samples import (
    HOSTILE,
    any_text,
    case_run,
    compared_with,
    no_answer,
    run_report,
    with_text,
    worse_report,
)

ROOT = Path("/repository")
WORKFLOW = Path(__file__).parents[2] / "examples" / "regress" / "github-workflow.yml"


def read(command: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as a runner reads it: its kind, properties and message."""
    found = re.fullmatch(r"::(\w+) ([^\r\n]*?)::([^\r\n]*)", command)
    assert found is not None
    properties = dict(part.split("=", 1) for part in found[2].split(","))
    return found[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(found[3])


def unescaped(text: str) -> str:
    for code, sign in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def parsed(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def test_a_failed_guard_is_an_error_at_its_line_and_another_failure_a_warning() -> None:
    runs = [case_run("calm", 0.2), case_run("kept", 0.5, guard=True)]
    places = {"kept": f"{ROOT}/suites/judge.yaml:7", "calm": f"{ROOT}/suites/cases.csv:3"}
    first, second = (read(one) for one in commands(run_report(runs, places=places), ROOT))

    assert first[:2] == (
        "error",
        {"file": "suites/judge.yaml", "line": "7", "title": "Guard failed: kept"},
    )
    assert "score_band: is 1.2, expected 3-5" in first[2]
    assert second[:2] == ("warning", {"file": "suites/cases.csv", "line": "3", "title": "Failed: calm"})


def test_all_that_makes_a_run_fail_is_an_error() -> None:
    told = [read(one) for one in commands(worse_report(), ROOT)]
    assert [properties["title"] for kind, properties, _ in told if kind == "error"] == [
        "Guard failed: case-6",
        "Worse with openai/gpt-4.1-mini",
        "Bound missed: human_agreement",
        "Over budget",
    ]
    warnings = [properties["title"] for kind, properties, _ in told if kind == "warning"]
    assert warnings[:2] == ["No answer: case-7", "Failed: case-0"]


def test_a_run_that_fails_with_nothing_to_compare_it_with_has_an_error_too() -> None:
    kinds = [read(one)[0] for one in commands(run_report([case_run("a", 0.2), case_run("b")]), ROOT)]
    assert kinds == ["error", "warning"]


def test_known_failures_of_a_run_that_passes_are_no_errors() -> None:
    runs = [case_run("a", 0.2), case_run("b")]
    assert [read(one)[0] for one in commands(compared_with(run_report(runs), runs), ROOT)] == ["warning"]


def test_a_run_in_which_all_passes_is_not_annotated() -> None:
    assert commands(run_report([case_run("a")]), ROOT) == []


def test_the_repeats_of_a_case_share_an_annotation() -> None:
    runs = [case_run("a", 0.2, repeat=repeat) for repeat in range(5)] + [case_run("b")]
    [warning] = [one for one in commands(run_report(runs, repeats=5), ROOT) if one.startswith("::warning")]
    assert [line.split(" with")[0] for line in read(warning)[2].splitlines()] == ["a, 5 of 5 repeats"]
    runs[2] = case_run("a", 0.3, repeat=2)
    [warning] = [one for one in commands(run_report(runs, repeats=5), ROOT) if one.startswith("::warning")]
    assert [line.split(" with")[0] for line in read(warning)[2].splitlines()] == [
        "a, 4 of 5 repeats",
        "a, repeat 3",
    ]


def test_cases_that_got_no_answer_for_one_reason_share_an_annotation_and_a_row() -> None:
    silent = [no_answer(f"c{number}") for number in range(20)]
    report = run_report([*silent, case_run("a", 0.2), no_answer("d").model_copy(update={"error": "slow"})])
    told = [read(one) for one in commands(report, ROOT)]
    assert [properties["title"] for kind, properties, _ in told if kind == "warning"] == [
        "No answer: c0 and 19 more",
        "No answer: d",
        "Failed: a",
    ]
    [message] = [message for _, properties, message in told if "c0" in properties["title"]]
    assert message.splitlines() == [
        "c0 and 19 more with openai/gpt-4.1-mini: 429: slow down",
        ", ".join(run.case for run in silent),
    ]
    rows = [line.split(" | ")[0] for line in summary(report).splitlines() if line.startswith("| ")]
    assert rows[2:] == ["| c0 and 19 more", "| d", "| a"]


def test_no_more_annotations_are_given_than_are_shown_and_the_last_counts_the_rest() -> None:
    report = run_report([case_run(f"c{number}", number / 50) for number in range(40)])
    warnings = [one for one in commands(report, ROOT) if one.startswith("::warning")]

    assert len(warnings) == MOST_ANNOTATIONS
    assert [read(one)[1]["title"] for one in warnings[:2]] == ["Failed: c0", "Failed: c1"]
    assert read(warnings[-1])[1]["title"] == "31 more warnings"


def test_a_file_below_the_root_is_named_from_there_and_any_other_as_it_is(tmp_path: Path) -> None:
    inside = run_report([case_run("a", 0.1, guard=True)], suite_file=str(tmp_path / "suites" / "a.yaml"))
    assert read(commands(inside, tmp_path)[0])[1]["file"] == "suites/a.yaml"
    assert read(commands(inside, tmp_path / "other")[0])[1]["file"] == str(tmp_path / "suites" / "a.yaml")


@given(any_text)
def test_no_text_makes_a_command_of_its_own(text: str) -> None:
    calm = [read(one)[0] for one in commands(with_text(worse_report(), "word"), ROOT)]
    told = [read(one) for one in commands(with_text(worse_report(), text), ROOT)]
    assert [kind for kind, _, _ in told] == calm
    assert all(set(properties) - {"line"} == {"file", "title"} for _, properties, _ in told)
    assert all(properties.get("line", "1").isdecimal() for _, properties, _ in told)


def test_the_summary_tells_the_verdict_the_change_and_the_cases_worst_first() -> None:
    text = summary(worse_report())

    assert text.startswith("## ❌ The judge and what experts say: a guard failed\n")
    assert "Worse: the score moved by" in text
    assert "95 % bootstrap interval" in text
    rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| case")]
    assert rows[:3] == ["| case-6", "| case-7", "| case-0"]


def test_the_summary_of_a_synthetic_run_says_so() -> None:
    assert f"> {SYNTHETIC}" in summary(run_report([case_run("a")], synthetic=True))
    assert "ynthetic" not in summary(run_report([case_run("a")]))


def test_the_summary_of_a_large_run_is_cut_and_says_so() -> None:
    runs = [
        case_run(f"c{number}", 0.5, repeat=repeat) for number in range(MOST_ROWS + 7) for repeat in (0, 1)
    ]
    text = summary(run_report(runs, repeats=2))
    assert len([line for line in text.splitlines() if line.startswith("| c")]) == MOST_ROWS
    assert "and 7 more cases" in text


@given(any_text)
def test_a_run_that_could_not_be_made_is_one_error_and_a_section_whatever_the_reason_says(text: str) -> None:
    suite = ROOT / "suites" / "judge.yaml"
    kind, properties, message = read(broken_command(suite, [f"a {text}", "Record it."], ROOT))
    assert (kind, properties["file"], properties["title"]) == (
        "error",
        "suites/judge.yaml",
        "judge.yaml could not be run",
    )
    assert message.endswith("Record it.")
    calm = [token.type for token in parsed(broken_summary(suite, ["a word", "Record it."]))]
    assert [token.type for token in parsed(broken_summary(suite, [f"a {text}", "Record it."]))] == calm


def test_hostile_text_is_text_in_the_summary() -> None:
    inline = [
        part.type
        for token in parsed(summary(with_text(worse_report(), HOSTILE)))
        for part in token.children or [token]
    ]
    assert not set(inline) & {"html_inline", "html_block", "link_open", "code_inline", "fence", "image"}


@given(any_text)
def test_no_text_changes_the_shape_of_the_summary(text: str) -> None:
    calm = [token.type for token in parsed(summary(with_text(worse_report(), "word")))]
    told = summary(with_text(worse_report(), f"a {text} b"))
    assert [token.type for token in parsed(told)] == calm
    assert told.encode().decode() == told


def test_the_example_workflow_asks_for_no_key_in_the_job_that_replays() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]

    told = {name: str(job) for name, job in jobs.items()}
    assert "secrets." not in told["replay"]
    assert "--live" not in told["replay"]
    assert all(flag in told["replay"] for flag in ("--junit", "--html", "--github"))
    assert "secrets." in told["live"]
    assert "--live" in told["live"]
    for job in jobs.values():
        assert any(step.get("run") == f"pip install interview-cli=={__version__}" for step in job["steps"])
        assert job["permissions"] == {"contents": "read"}
        assert all("@" in step["uses"] for step in job["steps"] if "uses" in step)
