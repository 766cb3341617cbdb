"""`interview regress exam`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from interview_cli.regress.exam.case import load_exam
from tests.cli.conftest import Interview, Ran
from tests.interview.model_play import fenced, instead, only_when
from tests.loopback import LoopbackServer
from tests.regress.opinions import Opinionated, by_length, obedient, sound

CASE = load_exam().cases[0]
ONE_OF_EACH = ("--samples", "1", "--cases", "1")


def examined(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, script: Opinionated, *arguments: str
) -> tuple[Ran, LoopbackServer]:
    with LoopbackServer(script) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecret")
        ran = interview("regress", "exam", "--model", "openai/gpt-4o-mini", *ONE_OF_EACH, *arguments)
    return ran, server


def own_prompt(interview: Interview, config_dir: Path, name: str, was: str, is_now: str) -> str:
    """Put a changed copy of a bundled prompt where a person's own lie; returns the bundled one's version."""
    shown = interview("prompts", "show", name, "--json").json
    text = Path(shown["file"]).read_text("utf-8")
    assert was in text
    (config_dir / "prompts").mkdir(exist_ok=True)
    (config_dir / "prompts" / f"{name}.md").write_text(text.replace(was, is_now), "utf-8")
    version: str = shown["version"]
    return version


def under(ran: Ran) -> set[str]:
    """The relations that are not within their bounds."""
    return {relation["relation"] for relation in ran.json["relations"] if not relation["within"]}


def test_the_offline_coach_passes_its_exam(interview: Interview) -> None:
    ran = interview("regress", "exam", "--offline", "--json")
    assert ran.code == 0
    assert ran.json["passed"] is True
    assert (ran.json["judge"], ran.json["sources"], ran.json["cases"]) == ("offline", ["offline"], 30)
    assert len(ran.json["relations"]) == 11
    for failure in ran.json["failures"]:
        assert failure["before"]["level"] + failure["movement"] == pytest.approx(failure["after"]["level"])


def test_people_read_a_table_the_failed_cases_and_a_verdict(interview: Interview, tmp_path: Path) -> None:
    for name, least in (("strict", 1.0), ("loose", 0.0)):
        (tmp_path / f"{name}.yaml").write_text(f"default: {least}\n", "utf-8")
    looked_at = ("regress", "exam", "--offline", "--cases", "4", "--bounds")
    strict = interview(*looked_at, tmp_path / "strict.yaml")
    loose = interview(*looked_at, tmp_path / "loose.yaml")
    found = interview(*looked_at, tmp_path / "strict.yaml", "--json").json
    assert [strict.code, loose.code] == [int(not found["passed"]), 0]
    assert loose.out.splitlines()[-1].startswith("The offline coach passes")
    for relation in found["relations"]:
        [row] = [line for line in strict.out.splitlines() if line.startswith(relation["done"])]
        cases, held, must_hold, worst, *verdict = row.removeprefix(relation["done"]).split()
        assert (cases, held, must_hold) == ("12", str(relation["held"]), "12")
        assert float(worst) == relation["worst"]
        assert " ".join(verdict) == ("ok" if relation["within"] else "UNDER ITS BOUND")
    for failure in found["failures"]:
        assert f"  {failure['case']} ({failure['kind']}" in strict.out


def test_a_sound_model_passes_with_a_person_s_own_prompt_in_the_calls_told_beforehand(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, config_dir: Path
) -> None:
    bundled = own_prompt(interview, config_dir, "judge", "parameters: {", "parameters: { ")
    ran, server = examined(interview, monkeypatch, Opinionated(sound), "--json")
    assert ran.code == 0, ran.out
    assert ran.json["failures"] == []
    assert ran.json["sources"] == ["openai/gpt-4o-mini"]
    [judged_by] = ran.json["prompt_hashes"]
    assert bundled not in judged_by
    told = f"{ran.json['answers']} answers will be judged, in {len(server.requests)} calls."
    assert told in ran.err.splitlines()


def test_a_model_that_is_fooled_by_length_fails(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran, _ = examined(interview, monkeypatch, Opinionated(by_length), "--json")
    assert ran.code == 1
    assert {"padding", "repetition", "quality"} <= under(ran)


def test_a_model_that_obeys_an_injection_fails_by_answer_resume_and_job_description(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran, _ = examined(interview, monkeypatch, Opinionated(obedient), "--json")
    assert ran.code == 1
    assert under(ran) == {"injection_answer", "injection_resume", "injection_job"}


def test_one_answer_that_could_not_be_judged_is_no_pass(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def about_one_answer(request: dict[str, Any]) -> bool:
        return fenced(request, "answer") == CASE.strong

    script = Opinionated(sound, every=only_when(about_one_answer, instead(status=400, text="refused")))
    ran, _ = examined(interview, monkeypatch, script, "--json")
    assert ran.code == 3
    assert (ran.json["passed"], ran.json["unscored"]) == (False, 1)
    assert under(ran) == {"quality"}
    assert "1 of 48 answers were not judged." in ran.err


def test_a_provider_that_fails_is_not_asked_about_every_answer(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Opinionated(sound, every=instead(status=401, text="no such key"))
    ran, server = examined(interview, monkeypatch, script)
    assert ran.code == 3
    assert "not examined to the end" in ran.out
    assert "48 of 48 answers were not judged." in ran.err
    assert len(server.requests) < 100


@pytest.mark.parametrize(
    "arguments",
    [("--cases", "0"), ("--samples", "0"), ("--bounds", "nowhere.yaml"), ("--bounds", ".")],
    ids=" ".join,
)
def test_an_exam_that_cannot_be_held_is_refused(interview: Interview, arguments: tuple[str, ...]) -> None:
    ran = interview("regress", "exam", "--offline", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


def test_a_broken_prompt_is_told_as_what_it_is(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, config_dir: Path
) -> None:
    for name in ("judge", "judge_points"):
        own_prompt(interview, config_dir, name, "{{ answer }}", "{{ answer + 1 }}")
    ran, server = examined(interview, monkeypatch, Opinionated(sound))
    assert (ran.code, server.requests) == (2, [])
    assert "cannot be rendered" in ran.err
