"""`interview doctor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from interview_cli.cli.doctor_checks import python_check
from interview_cli.cli.doctor_model import WRONG_ANSWER
from tests.cli.conftest import Interview, Ran
from tests.library.samples import PROMPT, ROLE
from tests.loopback import Behaviour, LoopbackServer, always, in_turn

QUOTE = "It takes no space at all"


def named(ran: Ran) -> dict[str, dict[str, str]]:
    return {check["name"]: check for check in ran.json["checks"]}


def judgement(**changes: Any) -> Behaviour:
    reply = {
        "quotes": [QUOTE],
        "reason": "All of it is false.",
        "level": 0,
        "next_level": "Say what it costs.",
    }
    return Behaviour(text=json.dumps({**reply, **changes}), usage=(700, 60))


def asked(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, *replies: Behaviour
) -> tuple[Ran, LoopbackServer]:
    with LoopbackServer(in_turn(*replies)) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecret")
        ran = interview("doctor", "--model", "openai/gpt-4o-mini", "--json")
    assert "sk-verysecret" not in ran.out + ran.err
    return ran, server


def test_a_sound_machine_passes_and_every_note_says_what_to_do(interview: Interview) -> None:
    ran = interview("doctor", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["ok"] is True
    checks = named(ran)
    assert {"Python", "data folder", "settings", "sessions", "roles", "prompts", "keys", "Ollama"} <= set(
        checks
    )
    assert all(check["advice"] for check in checks.values() if check["status"] != "ok")
    assert checks["model"]["found"].startswith("the offline coach: ")
    text = interview("doctor")
    assert text.code == 0
    assert all(check["found"] in text.out for check in checks.values())


def test_the_data_folder_is_made_tried_and_left_empty(interview: Interview, tmp_path: Path) -> None:
    interview("doctor")
    assert list((tmp_path / "data").iterdir()) == []


def test_a_data_folder_that_cannot_be_written_exits_5(interview: Interview, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    ran = interview("doctor", "--json")
    assert ran.code == 5
    assert named(ran)["data folder"]["status"] == "problem"
    assert "not a folder" in named(ran)["data folder"]["found"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_data_folder_that_others_can_read_is_noted(interview: Interview, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(0o755)
    ran = interview("doctor", "--json")
    assert ran.code == 0
    assert named(ran)["data folder"]["advice"] == f"chmod 700 {tmp_path / 'data'}"


def test_wrong_settings_exit_2_and_the_rest_is_still_checked(interview: Interview, config_dir: Path) -> None:
    (config_dir / "config.yaml").write_text("duration: soon\n", "utf-8")
    ran = interview("doctor", "--json")
    assert ran.code == 2
    assert ran.json["ok"] is False
    assert "duration" in named(ran)["settings"]["found"]
    assert "prompts" in named(ran)


def test_a_damaged_session_is_named_and_stops_nothing(interview: Interview, tmp_path: Path) -> None:
    broken = tmp_path / "data" / "sessions" / "abcd2345ef" / "session.json"
    broken.parent.mkdir(parents=True, mode=0o700)
    broken.write_text("{", "utf-8")
    ran = interview("doctor", "--json")
    assert ran.code == 0
    assert named(ran)["sessions"]["status"] == "note"
    assert str(broken) in named(ran)["sessions"]["found"]
    assert broken.is_file()


def test_a_role_that_cannot_be_used_is_a_problem_and_an_idle_tag_is_not(
    interview: Interview, config_dir: Path
) -> None:
    role = config_dir / "roles" / "lighthouse_keeper.yaml"
    role.parent.mkdir()
    role.write_text(ROLE.replace("focus: [lamps, weather]", "focus: [stairs]"), "utf-8")
    idle = interview("doctor", "--json")
    assert (idle.code, named(idle)["roles"]["status"]) == (0, "note")
    assert named(idle)["roles"]["advice"] == "All findings: interview roles check"
    role.write_text(ROLE.replace("kind: behavioral", "kind: mood"), "utf-8")
    broken = interview("doctor", "--json")
    assert (broken.code, named(broken)["roles"]["status"]) == (2, "problem")
    assert f"{role}:31: " in named(broken)["roles"]["found"]


def test_a_broken_prompt_is_a_problem(interview: Interview, config_dir: Path) -> None:
    (config_dir / "prompts").mkdir()
    (config_dir / "prompts" / "judge.md").write_text(PROMPT, "utf-8")
    ran = interview("doctor", "--json")
    assert (ran.code, named(ran)["prompts"]["status"]) == (2, "problem")


def test_keys_are_named_and_never_shown(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecret")
    ran = interview("doctor", "--json")
    assert named(ran)["keys"]["found"] == "OpenAI (OPENAI_API_KEY)"
    assert named(ran)["model"]["found"].startswith("openai/")
    assert "interview doctor --model openai/" in named(ran)["model"]["advice"]
    assert "sk-verysecret" not in ran.out + ran.err


def test_a_chosen_model_without_its_key_is_a_problem(interview: Interview, config_dir: Path) -> None:
    (config_dir / "config.yaml").write_text("model: anthropic/claude-haiku-4-5\n", "utf-8")
    ran = interview("doctor", "--json")
    assert (ran.code, named(ran)["model"]["status"]) == (2, "problem")
    assert "ANTHROPIC_API_KEY is not set" in named(ran)["model"]["found"]


def test_a_running_ollama_is_listed_with_its_models(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = {"models": [{"name": "llama3.2:3b"}, {"name": "nomic-embed-text"}]}
    with LoopbackServer(always(Behaviour(body=json.dumps(listing)))) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.root)
        ran = interview("doctor", "--json")
    assert named(ran)["Ollama"] == {"name": "Ollama", "status": "ok", "found": "llama3.2:3b", "advice": ""}
    assert named(ran)["model"]["found"] == "ollama/llama3.2:3b: Ollama is running"


@pytest.mark.parametrize(
    ("version", "status"), [((3, 10, 14), "problem"), ((3, 11, 0), "ok"), ((3, 14, 1), "ok")]
)
def test_python_must_be_new_enough(version: tuple[int, int, int], status: str) -> None:
    assert python_check(version).status == status


def test_a_model_that_judges_well_passes(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    ran, server = asked(interview, monkeypatch, judgement())
    assert ran.code == 0
    assert (ran.json["passed"], ran.json["answered"], ran.json["model"]) == (True, True, "openai/gpt-4o-mini")
    assert [check["status"] for check in ran.json["checks"]] == ["ok"] * 6
    usage = ran.json["usage"]
    assert (usage["input_tokens"], usage["output_tokens"], usage["attempts"]) == (700, 60, 1)
    assert 0 < usage["cost"] < 0.01
    assert len(server.requests) == 1
    sent = server.requests[0].json
    assert WRONG_ANSWER in sent["messages"][-1]["content"]
    assert sent["temperature"] == 0.0


@pytest.mark.parametrize(
    ("reply", "failing"),
    [
        (judgement(level=3), "level is sensible"),
        (judgement(level=5), "level is sensible"),
        (judgement(level=9), "level in range"),
        (judgement(level=-1), "level in range"),
        (judgement(quotes=[QUOTE, "an index is a sorted copy"]), "quotes are verbatim"),
        (judgement(quotes=[], level=2), "quotes are verbatim"),
        (Behaviour(text="Sure! I'd say that is quite wrong."), "fits the schema"),
        (Behaviour(text='{"quotes": [', finish_reason="length"), "fits the schema"),
        (Behaviour(refusal="I cannot help with that."), "fits the schema"),
    ],
)
def test_a_reply_that_is_not_fit_for_judging_exits_1_and_names_the_check(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, reply: Behaviour, failing: str
) -> None:
    ran, _ = asked(interview, monkeypatch, reply)
    assert ran.code == 1
    assert [check["name"] for check in ran.json["checks"] if check["status"] == "problem"] == [failing]
    assert (ran.json["answered"], ran.json["passed"]) == (True, False)


def test_a_model_that_must_be_asked_twice_passes_with_a_note(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran, _ = asked(interview, monkeypatch, Behaviour(text="Level zero."), judgement())
    assert ran.code == 0
    assert named(ran)["fits the schema"]["status"] == "note"
    assert ran.json["usage"]["input_tokens"] == 707


@pytest.mark.parametrize(("level", "status"), [(0, "ok"), (1, "ok"), (2, "note")])
def test_a_level_above_what_a_wrong_answer_is_worth_is_noted(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, level: int, status: str
) -> None:
    ran, _ = asked(interview, monkeypatch, judgement(level=level))
    assert (ran.code, named(ran)["level is sensible"]["status"]) == (0, status)


@pytest.mark.parametrize("status", [401, 400, 404])
def test_a_provider_that_does_not_answer_exits_3(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    ran, _ = asked(interview, monkeypatch, Behaviour(status=status, text="no"))
    assert ran.code == 3
    assert (ran.json["answered"], ran.json["passed"]) == (False, False)
    assert "openai/gpt-4o-mini did not answer" not in ran.out
    assert "doctor" not in ran.json["checks"][0]["advice"]
    if status == 401:
        assert "OPENAI_API_KEY" in ran.json["checks"][0]["advice"]


def test_the_report_on_a_model_can_be_read(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackServer(always(judgement(level=4))) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        ran = interview("doctor", "--model", "openai/test")
    assert ran.code == 1
    assert "PROBLEM level is sensible:" in ran.out
    assert "openai/test is not fit for judging as it is." in ran.err
    assert "price unknown" in ran.out


def test_a_model_without_a_key_is_a_usage_error(interview: Interview) -> None:
    ran = interview("doctor", "--model", "openai/test")
    assert (ran.code, ran.out) == (2, "")
    assert "OPENAI_API_KEY is not set" in ran.err
