"""A run as JUnit XML, as GitLab, Jenkins and actions for GitHub read it.

Elements and attributes are those of the strictest schema in use, Jenkins' junit-10.xsd. Places in files are
told in the body of a failure, as that schema has no attribute of a test case for them.

A failure is what fails the run: servers call a build unstable for each. In a run that passes, cases that
failed are known or within chance; they are skipped, as expected failures are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from interview_cli.errors import InterviewError, ProviderError, told_whole
from interview_cli.regress.comparison import Comparison
from interview_cli.regress.outcome import CaseRun, Finding
from interview_cli.regress.report import RunReport, passes
from interview_cli.regress.reports.words import (
    SYNTHETIC,
    failed_findings,
    finding_words,
    held_against,
    moved,
    plain,
    plain_line,
    run_name,
    why,
)
from interview_cli.report.wording import dollars

LONGEST_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class _Test:
    """A test case and its seconds: what failed, broke or skipped it as (type, message, body); its output."""

    name: str
    seconds: float = 0.0
    failure: tuple[str, str, str] | None = None
    error: tuple[str, str, str] | None = None
    skipped: tuple[str, str, str] | None = None
    out: str = ""


def junit_xml(report: RunReport) -> bytes:
    """A run as one XML document in UTF-8: a test suite for each model, a test case for each case run.

    What was found over all cases of a model and its comparison are test cases of its suite; budgets that were
    exceeded, which no model is answerable for alone, have a suite of their own.
    """
    suites = [
        _suite(report, f"{report.suite}: {model}", _class_name(report, model), list(_tests(report, model)))
        for model in report.models
    ]
    if report.over_budget:
        whole = [
            _Test(f"budget {number}", failure=("budget", told, told))
            for number, told in enumerate(report.over_budget, 1)
        ]
        suites.append(
            _suite(report, f"{report.suite}: budgets", _class_name(report, "budgets"), whole),
        )
    root = ElementTree.Element("testsuites", name=plain_line(report.name))
    for counted in ("tests", "failures", "errors"):
        root.set(counted, str(sum(int(suite.attrib[counted]) for suite in suites)))
    root.set("time", f"{sum(float(suite.attrib['time']) for suite in suites):.3f}")
    root.extend(suites)
    return _document(root)


def broken_xml(suite: Path, error: InterviewError) -> bytes:
    """A run of a suite's file that could not be made, as one test in error."""
    name = plain_line(suite.name)
    counts = {"tests": "1", "failures": "0", "errors": "1", "time": "0.000"}
    root = ElementTree.Element("testsuites", {"name": name, **counts})
    file = plain_line(str(suite))
    found = ElementTree.SubElement(root, "testsuite", {"name": name, **counts, "skipped": "0", "file": file})
    case = ElementTree.SubElement(found, "testcase", name="run", classname=name, time="0.000")
    message = plain_line(error.message)[:LONGEST_MESSAGE]
    kind = "provider" if isinstance(error, ProviderError) else "configuration"
    ElementTree.SubElement(case, "error", type=kind, message=message).text = plain(
        "\n".join(told_whole(error))
    )
    return _document(root)


def _document(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _class_name(report: RunReport, part: str) -> str:
    # GitLab takes two tests of one class and name for one, and Jenkins makes a folder of what a dot ends.
    return plain_line(f"{report.suite}.{part.replace('.', '_')}")


def _tests(report: RunReport, model: str) -> Iterable[_Test]:
    for run in report.runs:
        if run.model == model:
            yield _of_run(report, run)
    for one in report.whole:
        if one.model == model:
            yield _of_whole(one.finding)
    for comparison in report.comparisons:
        if comparison.model == model:
            yield _of_comparison(comparison)


def _of_run(report: RunReport, run: CaseRun) -> _Test:
    name = run_name(run, report.repeats)
    if run.status == "passed":
        return _Test(name, run.seconds)
    where = f"{report.places[run.case]}\n" if run.case in report.places else ""
    if run.status == "error":
        return _Test(name, run.seconds, error=(run.error_kind or "provider", why(run), where + run.error))
    held = failed_findings(run)
    findings = [
        f"{'ok' if one.passed else 'FAILED'} {finding_words(one)} ({100 * one.score:.0f} of 100)"
        for one in run.findings
    ]
    body = [where.rstrip(), *findings, "", "Shown:", run.shown] if run.shown else [where.rstrip(), *findings]
    kind = "guard" if run.guard else "check"
    found = (kind, (held or ["failed"])[0], "\n".join(body).lstrip("\n"))
    if passes(report):
        return _Test(name, run.seconds, skipped=("known", f"does not fail the run: {found[1]}", found[2]))
    return _Test(name, run.seconds, failure=found)


def _of_whole(finding: Finding) -> _Test:
    name = f"all cases: {finding.check}"
    told = finding_words(finding)
    return _Test(name, out=told) if finding.passed else _Test(name, failure=("bound", told, told))


def _of_comparison(comparison: Comparison) -> _Test:
    told = f"{comparison.verdict.capitalize()}: {comparison.reason}."
    flips = [
        f"{what}: {flip.case} ({flip.before:.0%} to {flip.after:.0%})"
        for what, found in (("Now failing", comparison.worse), ("Now passing", comparison.better))
        for flip in found
    ]
    body = "\n".join([told, f"Against {held_against(comparison)}.", moved(comparison), *flips])
    # The name is the same in every run, so that servers can follow it.
    if comparison.verdict == "worse":
        return _Test("comparison", failure=("worse", told, body))
    return _Test("comparison", out=body)


def _suite(report: RunReport, name: str, class_name: str, tests: list[_Test]) -> ElementTree.Element:
    suite = ElementTree.Element(
        "testsuite",
        name=plain_line(name),
        tests=str(len(tests)),
        failures=str(sum(test.failure is not None for test in tests)),
        errors=str(sum(test.error is not None for test in tests)),
        skipped=str(sum(test.skipped is not None for test in tests)),
        time=f"{sum(test.seconds for test in tests):.3f}",
        timestamp=f"{report.at:%Y-%m-%dT%H:%M:%S}",
        file=plain_line(report.suite_file),
    )
    properties = ElementTree.SubElement(suite, "properties")
    for key, value in _properties(report):
        ElementTree.SubElement(properties, "property", name=plain_line(key), value=plain_line(value))
    for test in tests:
        case = ElementTree.SubElement(
            suite, "testcase", name=plain_line(test.name), classname=class_name, time=f"{test.seconds:.3f}"
        )
        for tag, fault in (("failure", test.failure), ("error", test.error), ("skipped", test.skipped)):
            if fault is not None:
                kind, message, body = fault
                told = plain_line(message)[:LONGEST_MESSAGE]
                found = ElementTree.SubElement(case, tag, type=plain_line(kind), message=told)
                found.text = plain(body)
        if test.out:
            ElementTree.SubElement(case, "system-out").text = plain(test.out)
    return suite


def _properties(report: RunReport) -> Iterable[tuple[str, str]]:
    yield "run", report.id
    yield "target", report.target
    yield "suite_version", report.suite_version
    yield "source", report.source
    yield "repeats", str(report.repeats)
    yield "verdict", report.verdict or "none"
    yield "synthetic", "true" if report.synthetic else "false"
    if report.synthetic:
        yield "note", SYNTHETIC
    if report.rubric_version:
        yield "rubric_version", report.rubric_version
    for prompt, version in sorted(report.prompts.items()):
        yield f"prompt.{prompt}", version
    yield "tokens", str(report.tokens)
    if report.cost is not None:
        yield "cost_usd", dollars(report.cost)
