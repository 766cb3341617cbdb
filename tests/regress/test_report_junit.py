"""A run as JUnit XML: counts, kinds of failure, and text that cannot break the document."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given

from interview_cli.regress.reports.junit import junit_xml
from interview_cli.regress.reports.words import SYNTHETIC, plain
from tests.regress.report_samples import (
    HOSTILE,
    MODEL,
    any_text,
    case_run,
    compared_with,
    no_answer,
    run_report,
    with_text,
    worse_report,
)

# All that Jenkins' junit-10.xsd lets an element have, of what is used here.
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "time", "classname"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
}


def test_each_model_has_a_suite_and_each_case_run_a_test_case() -> None:
    runs = [case_run(case, model=model) for model in (MODEL, "offline") for case in ("a", "b", "c")]
    root = ElementTree.fromstring(junit_xml(run_report(runs, models=(MODEL, "offline"))))

    assert [suite.get("name") for suite in root] == [f"judge: {MODEL}", "judge: offline"]
    assert [[case.get("name") for case in suite.iter("testcase")] for suite in root] == [["a", "b", "c"]] * 2
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names) == 6


def test_failures_and_errors_are_kept_apart_and_counted() -> None:
    root = ElementTree.fromstring(junit_xml(worse_report()))

    kinds = [found.get("type") for found in root.iter("failure")]
    assert sorted(kinds) == ["bound", "budget", *["check"] * 6, "guard", "worse"]
    [error] = root.iter("error")
    assert (error.get("type"), error.get("message")) == ("rate_limit", "429: slow down")
    for counted, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        assert int(root.get(counted, "")) == len(list(root.iter(tag)))
        for suite in root:
            assert int(suite.get(counted, "")) == len(list(suite.iter(tag)))


def test_a_failure_tells_where_it_is_what_was_found_and_what_was_shown() -> None:
    report = run_report([case_run("a", 0.4)], places={"a": "suites/cases.csv:12"})
    [failure] = ElementTree.fromstring(junit_xml(report)).iter("failure")

    assert failure.get("message") == "score_band: is 1.2, expected 3-5"
    assert failure.text is not None
    for told in (
        "suites/cases.csv:12",
        "FAILED score_band",
        "ok evidence_verified",
        "The answer to a is put well.",
    ):
        assert told in failure.text


def test_a_worse_verdict_is_a_failed_test_case_and_any_other_a_passed_one() -> None:
    root = ElementTree.fromstring(junit_xml(worse_report()))
    [worse] = [case for case in root.iter("testcase") if case.get("name") == "comparison"]
    failure = worse.find("failure")
    assert failure is not None
    assert failure.get("message", "").startswith("Worse: the score moved by -")
    assert "paired t-test" in (failure.text or "")
    assert "Now failing: case-0 (100% to 0%)" in (failure.text or "")

    [comparison] = worse_report().comparisons
    calm = worse_report().model_copy(
        update={"comparisons": (comparison.model_copy(update={"verdict": "inconclusive"}),)}
    )
    [case] = [
        one
        for one in ElementTree.fromstring(junit_xml(calm)).iter("testcase")
        if one.get("name") == "comparison"
    ]
    assert case.find("failure") is None
    assert "Inconclusive" in case.findtext("system-out", "")


def test_repeats_are_told_apart_and_times_are_in_seconds() -> None:
    runs = [case_run("a", repeat=repeat, seconds=repeat + 0.5) for repeat in range(2)]
    root = ElementTree.fromstring(junit_xml(run_report(runs, repeats=2)))

    assert [(case.get("name"), case.get("time")) for case in root.iter("testcase")] == [
        ("a, repeat 1", "0.500"),
        ("a, repeat 2", "1.500"),
    ]
    assert root.get("time") == "2.000"


def test_properties_say_what_the_run_was_made_with() -> None:
    [suite] = ElementTree.fromstring(junit_xml(run_report([case_run("a")], synthetic=True)))
    found = {one.get("name"): one.get("value") for one in suite.iter("property")}

    assert found["suite_version"] == "0123456789ab"
    assert found["prompt.judge"] == "aaaabbbbcccc"
    assert (found["source"], found["verdict"], found["synthetic"]) == ("replay", "none", "true")
    assert found["note"] == SYNTHETIC


def test_only_what_the_strictest_schema_knows_is_written() -> None:
    for element in ElementTree.fromstring(junit_xml(worse_report())).iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]


def test_hostile_text_stays_text() -> None:
    root = ElementTree.fromstring(junit_xml(with_text(worse_report(), HOSTILE)))

    failure = next(root.iter("failure"))
    assert "<script>alert(1)</script>" in (failure.text or "")
    assert "]]>" in (failure.text or "")
    assert "\x1b" not in "".join(root.itertext())


@given(any_text)
def test_any_text_comes_back_from_the_document_as_it_was_cleaned(text: str) -> None:
    run = case_run("a", 0.5).model_copy(update={"shown": text})
    [failure] = ElementTree.fromstring(junit_xml(run_report([run]))).iter("failure")
    assert (failure.text or "").endswith(
        plain(f"Shown:\n{text}") if text else "evidence_verified (100 of 100)"
    )


@given(any_text)
def test_no_text_changes_the_shape_of_the_document(text: str) -> None:
    def shape(of: str) -> list[str]:
        root = ElementTree.fromstring(junit_xml(with_text(worse_report(), f"a {of}")))
        return [element.tag for element in root.iter()]

    assert shape(text) == shape("word")


def test_a_run_without_an_answer_is_no_failure() -> None:
    root = ElementTree.fromstring(junit_xml(run_report([no_answer("a")])))
    assert (root.get("failures"), root.get("errors")) == ("0", "1")


def test_what_fails_no_run_is_skipped_in_it_and_told() -> None:
    runs = [case_run("a", 0.4), case_run("b"), no_answer("c")]
    root = ElementTree.fromstring(junit_xml(compared_with(run_report(runs), runs)))

    assert (root.get("failures"), root.get("errors"), root[0].get("skipped")) == ("0", "1", "1")
    [skipped] = root.iter("skipped")
    assert skipped.get("message") == "does not fail the run: score_band: is 1.2, expected 3-5"
    assert "The answer to a is put well." in (skipped.text or "")
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
