"""Nothing is sent and no voice is kept before the person was told and agreed, once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pytest

from interview_cli.llm import providers
from interview_cli.store.consents import Consents
from interview_cli.wiring import consent
from interview_cli.wiring.home import open_home
from tests.cli.conftest import Interview
from tests.interview.model_play import Play
from tests.loopback import Behaviour, LoopbackServer

START_OF_TIME = datetime(2026, 1, 1, tzinfo=UTC)
ANSWER = "Write to ada@example.org: I insert an idempotency key under a unique constraint before I charge."
START = ("session", "start", "--role", "backend_engineer", "--questions", "1", "--max-follow-ups", "0")


@pytest.fixture(autouse=True)
def _unasked(_bare_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERVIEW_YES")


@pytest.fixture
def server(_bare_environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """A provider that this machine reaches and takes for one far away."""
    monkeypatch.setattr(providers, "is_nearby", lambda address: False)
    with LoopbackServer(Play()) as running:
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        yield running


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.txt"
    path.write_text(ANSWER, "utf-8")
    return path


def test_a_script_that_agrees_to_nothing_sends_nothing(
    interview: Interview, server: LoopbackServer, answers: Path, tmp_path: Path
) -> None:
    ran = interview(*START, "--model", "openai/test", "--answers", answers)

    assert ran.code == 2
    assert "will be sent to OpenAI at http://127.0.0.1" in ran.err
    assert "Nothing was sent. Say --yes, or set INTERVIEW_YES=1." in ran.err
    assert server.requests == []
    assert not (tmp_path / "data" / "sessions").exists()


@pytest.mark.parametrize("provider", ["gemini", "deepseek", "groq", "mistral"])
def test_another_address_of_any_provider_is_told_and_agreed_to_by_itself(
    interview: Interview,
    answers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    provider: str,
) -> None:
    there = "http://203.0.113.9:9/v1"
    monkeypatch.setenv(f"{provider.upper()}_API_KEY", "some-key-of-theirs")
    Consents(tmp_path / "data").give([provider], START_OF_TIME)
    monkeypatch.setenv(f"{provider.upper()}_API_BASE", there)
    ran = interview(*START, "--model", f"{provider}/test", "--answers", answers)

    assert ran.code == 2
    assert f"at {there}, who handles it" in ran.err


@pytest.mark.parametrize(
    ("said", "says"),
    [("no", "Say --yes"), ("FALSE", "Say --yes"), ("0", "Say --yes"), ("x", "neither yes nor no")],
)
def test_a_variable_agrees_only_where_it_says_yes(
    interview: Interview,
    server: LoopbackServer,
    answers: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    says: str,
) -> None:
    monkeypatch.setenv("INTERVIEW_YES", said)
    ran = interview(*START, "--model", "openai/test", "--answers", answers)

    assert (ran.code, says in ran.err) == (2, True)
    assert server.requests == []


def test_one_yes_is_remembered_for_that_provider(
    interview: Interview,
    server: LoopbackServer,
    answers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert interview(*START, "--model", "openai/test", "--answers", answers, "--yes").code == 0
    assert server.requests
    monkeypatch.setattr(consent, "_desk", consent._Desk())
    assert interview(*START, "--model", "openai/test", "--answers", answers).code == 0

    given = json.loads((tmp_path / "data" / "consents.json").read_text("utf-8"))["given"]
    assert list(given) == [f"openai at {server.url}"]
    assert (tmp_path / "data" / "consents.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "command",
    [
        ("score", "rows.jsonl", "--model", "openai/test"),
        ("batch", "run", "batch.jsonl"),
        ("resume", "ingest", "resume.md", "--model", "openai/test"),
        ("doctor", "--model", "openai/test"),
    ],
)
def test_every_command_that_would_send_something_asks(
    interview: Interview,
    server: LoopbackServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.jsonl").write_text('{"question": "Why an index?", "answer": "It is fast."}\n', "utf-8")
    row = {"role": "backend_engineer", "questions": 1, "answers": [ANSWER], "model": "openai/test"}
    (tmp_path / "batch.jsonl").write_text(f"{json.dumps(row)}\n", "utf-8")
    (tmp_path / "resume.md").write_text("# Ada Lovelace\n\nada@example.org\n\n## Experience\n\nEngineer\n")
    ran = interview(*command)

    assert (ran.code, "Say --yes" in ran.err) == (2, True)
    assert server.requests == []


def test_a_model_on_this_machine_needs_no_asking(
    interview: Interview, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackServer(Play()) as running:
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        assert interview(*START, "--model", "openai/test", "--answers", answers).code == 0
        assert running.requests


def test_what_is_redacted_is_in_no_request(
    interview: Interview, server: LoopbackServer, answers: Path
) -> None:
    ran = interview(*START, "--model", "openai/test", "--answers", answers, "--yes", "--redact", "--json")

    assert ran.code == 0
    sent = json.dumps([request.json for request in server.requests])
    assert "idempotency key" in sent
    assert "[e-mail]" in sent
    assert "ada@example.org" not in sent
    assert "ada@example.org" in ran.json["turns"][0]["answer"]["text"], "what is kept here stays whole"

    before = len(server.requests)
    interview("score", "--session", "last", "--again", "--yes")
    later = json.dumps([request.json for request in server.requests[before:]])
    assert later != "[]"
    assert "ada@example.org" not in later, "judging later keeps to it"


@pytest.mark.parametrize("command", [("score", "rows.jsonl"), ("resume", "ingest", "ada.md")])
@pytest.mark.parametrize("switch", ["--redact", "--no-redact"])
def test_other_commands_send_contact_details_or_not_as_one_wishes(
    interview: Interview,
    server: LoopbackServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    switch: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEW_REDACT", "false" if switch == "--redact" else "true")
    contact = "Write to ada@example.org or call +44 20 7946 0018."
    row = {
        "question": "How do you retry safely?",
        "answer": f"{contact} {ANSWER}",
        "reference_answer": ANSWER,
    }
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), "utf-8")
    (tmp_path / "ada.md").write_text(f"# Ada Lovelace\n\n{contact}\n\n## Experience\n\nEngineer\n", "utf-8")
    interview(*command, "--model", "openai/test", "--yes", switch)

    sent = json.dumps([request.json for request in server.requests])
    assert ("ada@example.org" in sent) == (switch == "--no-redact")
    assert ("7946" in sent) == (switch == "--no-redact")
    assert ("[e-mail]" in sent) == (switch == "--redact")


def test_a_resume_read_redacted_has_its_contact_details_all_the_same(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = tmp_path / "ada.md"
    resume.write_text("# Ada Lovelace\n\nada@example.org\n\n## Experience\n\nEngineer, Acme, 2015-2020\n")
    # As a model would that copies what it is given.
    read = {
        "basics": {"name": "Ada Lovelace", "email": "[e-mail]"},
        "work": [{"name": "Acme", "position": "Engineer"}],
    }
    with LoopbackServer(lambda request: Behaviour(json.dumps(read))) as running:
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        ran = interview("resume", "ingest", resume, "--model", "openai/test", "--redact", "--json")
        assert "ada@example.org" not in json.dumps([request.json for request in running.requests])

    assert ran.code == 0
    assert ran.json["resume"]["basics"]["email"] == "ada@example.org"
    assert "dropped" not in ran.err


def test_at_a_terminal_one_is_asked_and_no_is_no(tmp_path: Path) -> None:
    places = ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config.yaml"), "--plain"]
    environment = {
        "OPENAI_API_KEY": "sk-test",
        "PATH": "/usr/bin:/bin",
        "TERM": "xterm",
        "HOME": str(tmp_path),
    }
    arguments = ["-m", "interview_cli", *places, *START, "--model", "openai/test"]
    child = pexpect.spawn(sys.executable, arguments, encoding="utf-8", timeout=60, env=environment)  # type: ignore[arg-type]
    child.expect("will be sent to OpenAI, who handles it by terms of its own")
    child.expect(r"Do you agree\? \[y/N\]")
    child.sendline("n")
    child.expect("You did not agree.")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 2
    assert not (tmp_path / "data" / "sessions").exists()


def test_a_voice_is_not_recorded_unasked(tmp_path: Path) -> None:
    home = open_home(tmp_path / "data", tmp_path / "config.yaml")
    told: list[str] = []

    def ask(answer: bool) -> None:
        consent.ask_by(lambda text: (told.append(text), answer)[1])

    ask(False)
    with pytest.raises(consent.NotAgreed):
        consent.agree_to_recording(home)
    assert "is removed after 30 days" in told[0]
    assert str(tmp_path / "data" / "sessions") in told[0]
    ask(True)
    consent.agree_to_recording(home)
    ask(False)
    consent.agree_to_recording(home)
    assert len(told) == 2, "once agreed, it is not asked again"


def test_a_damaged_note_of_consents_counts_as_none(tmp_path: Path) -> None:
    home = open_home(tmp_path / "data", tmp_path / "config.yaml")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "consents.json").write_text("{")
    consent.ask_by(lambda text: None)

    with pytest.raises(consent.NotAgreed):
        consent.agree_to_recording(home)
