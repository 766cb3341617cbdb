"""A key that a model repeats is in no form of a live run: not in what is kept, shown or written."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from interview_cli.regress.outcome import Finding
from interview_cli.wiring.suite_secrets import without_secrets
from tests.cli.conftest import Interview
from tests.loopback import Behaviour
from tests.regress.report_samples import case_run
from tests.regress.suite_files import suite_file
from tests.regress.wording import KEY, Provider, topic_of, words_suite

OTHER = "f3b9c2d1e4a5968778695a4b3c2d1e0f"  # looks like no key, and is one by its variable's name


def leaky(request: dict[str, Any], number: int) -> Behaviour:
    return Behaviour(text=json.dumps({"text": f"Take {KEY} and {OTHER} for {topic_of(request)}?"}))


@pytest.fixture(autouse=True)
def _another_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MY_OWN_API_KEY", OTHER)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.chdir(tmp_path)


def written(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


def test_a_live_run_masks_keys_in_all_its_forms(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path
) -> None:
    checks = [{"check": "equals", "path": "text", "value": "?"}, {"check": "question_length", "path": "text"}]
    cases = [{**case, "expect": {}} for case in words_suite()["cases"]]
    suite = suite_file(words.parent, words_suite(checks=checks, cases=cases))
    provider(leaky)
    forms = ("--html", "a.html", "--junit", "a.xml", "--github")
    ran = interview("regress", "run", suite, "--live", *forms)
    as_json = interview("regress", "run", suite, "--live", "--json")
    assert "***" in ran.out
    assert "Take *** and *** for locks?" in as_json.out
    everything = "\n".join([ran.out, ran.err, as_json.out, as_json.err, written(tmp_path)])
    for key in (KEY, OTHER):
        # Neither whole nor cut short, as findings quote only the beginning of a text.
        assert key[:12] not in everything


def test_what_is_kept_of_an_interrupted_run_is_masked(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path
) -> None:
    def interrupt(request: dict[str, Any], number: int) -> Behaviour:
        if number == 2:
            os.kill(os.getpid(), signal.SIGINT)
            return Behaviour(delay=30)
        return leaky(request, number)

    provider(interrupt)
    assert interview("regress", "run", words, "--live", "--at-once", "1").code == 130
    kept = written(tmp_path / "data")
    assert "Take *** and ***" in kept
    assert KEY not in kept
    assert OTHER not in kept


def test_a_key_that_a_persona_of_one_s_own_tells_is_masked_where_its_answer_is_cut_too(
    interview: Interview, tmp_path: Path
) -> None:
    told = f"The service is reached with {OTHER}, which I never gave to anybody. ".ljust(240 - 20, "x")
    persona = {
        "id": "loud",
        "name": "One who tells keys",
        "about": "Tells the key of the service in every answer.",
        "main": {"instead": [f"{told}{OTHER} and so on, as I said to the others"]},
        "follow_up": {"instead": ["No."]},
    }
    (tmp_path / "loud.yaml").write_text(json.dumps(persona), "utf-8")
    case = {"id": "one", "role": "backend_engineer", "persona": "loud.yaml", "questions": 2, "minutes": 15}
    fields = {
        "id": "whole",
        "name": "Whole interviews",
        "target": "interview",
        "models": ["offline"],
        "cases": [case],
        "checks": [{"check": "no_repeat"}],
    }
    suite = suite_file(tmp_path, fields)
    ran = interview("regress", "run", suite, "--html", "a.html", "--json")
    assert ran.json["runs"][0]["shown"].count("***") >= 4
    everything = "\n".join(
        [ran.out, ran.err, (tmp_path / "a.html").read_text("utf-8"), written(tmp_path / "data")]
    )
    assert OTHER[:12] not in everything


def test_a_key_in_what_was_asked_is_masked_where_its_recording_is_missing(
    interview: Interview, words: Path, provider: Provider
) -> None:
    provider(leaky)
    interview("regress", "record", words)
    cases = words_suite()["cases"]
    cases[0]["variables"]["question"] = f"What about {OTHER} retries?"
    ran = interview("regress", "run", suite_file(words.parent, words_suite(cases=cases)))
    assert (ran.code, "is now" in ran.err, "***" in ran.err, OTHER in ran.err) == (2, True, True, False)


@pytest.mark.parametrize(
    ("text", "is_now"),
    [
        (f"say {OTHER}", "say ***"),
        (f"say {OTHER[:20]}...", "say ***..."),
        (f"say {OTHER[:-1]}", "say ***"),
        (f"say {OTHER[:20]} and more", f"say {OTHER[:20]} and more"),
        (f"say {OTHER[:5]}...", f"say {OTHER[:5]}..."),
    ],
)
def test_the_beginning_of_a_key_is_masked_where_a_text_was_cut(text: str, is_now: str) -> None:
    run = case_run("a", 0.5, shown=text, error=text, findings=(Finding.of("contains", False, text),))
    clean = without_secrets(run)
    assert (clean.shown, clean.error, clean.findings[0].says) == (is_now,) * 3
