"""`interview keys`: keeping, listing and using keys, and that no key is ever shown or written anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import yaml

from tests.cli.conftest import Interview
from tests.interview.model_play import Play
from tests.loopback import Behaviour, LoopbackServer
from tests.regress.suite_files import EVERY_TARGET

SECRET = "sk-proj-Q7xT2mVb9LkZ4wRn8sYd"
PASSPHRASE = "vermilion ladder orbit quiet"
ANSWER = "I insert an idempotency key under a unique constraint before I charge, as a client may send twice."
START = ("session", "start", "--role", "backend_engineer", "--questions", "1", "--max-follow-ups", "0")


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", PASSPHRASE)
    return PASSPHRASE


def test_a_key_that_is_piped_in_is_kept_and_told_by_its_end(interview: Interview, passphrase: str) -> None:
    ran = interview("keys", "set", "OpenAI", typed=f"{SECRET}\n")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Kept the key of openai in an encrypted file.\n"

    listed = interview("keys", "list", "--json")
    assert listed.json == [
        {"provider": "openai", "ends_in": SECRET[-4:], "from": "an encrypted file", "used": True}
    ]
    assert SECRET not in listed.out


def test_with_a_keyring_it_goes_there(interview: Interview, keyring_file: Path) -> None:
    assert "system's keyring" in interview("keys", "set", "anthropic", typed=SECRET).err
    assert SECRET in keyring_file.read_text("utf-8")
    assert interview("keys", "remove", "anthropic").code == 0
    assert interview("keys", "list").err == "There is no key. Keep one with: interview keys set PROVIDER\n"


def test_a_variable_goes_before_what_is_kept(
    interview: Interview, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview("keys", "set", "openai", typed=SECRET)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment-9876")
    used = {row["from"]: (row["ends_in"], row["used"]) for row in interview("keys", "list", "--json").json}

    assert used == {"OPENAI_API_KEY": ("9876", True), "an encrypted file": (SECRET[-4:], False)}


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (("set", "opanai"), SECRET, "Did you mean openai?"),
        (("set", "openai"), "", "No key was given"),
        (("set", "openai"), "one\ntwo\n", "More than one line"),
        (("remove", "openai"), "", "No key of openai is kept"),
    ],
)
def test_what_cannot_be_done_is_told(
    interview: Interview, passphrase: str, arguments: tuple[str, ...], typed: str, says: str
) -> None:
    ran = interview("keys", *arguments, typed=typed)
    assert ran.code in (2, 4)
    assert says in ran.err


def test_typed_at_a_terminal_it_is_not_shown(tmp_path: Path) -> None:
    arguments = ["-m", "interview_cli", "--config", str(tmp_path / "config.yaml"), "keys", "set", "openai"]
    child = pexpect.spawn(sys.executable, arguments, encoding="utf-8", timeout=30)
    child.expect("not shown")
    child.sendline(SECRET)
    for asked in ("New passphrase", "Once more"):
        child.expect(asked)
        child.sendline(PASSPHRASE)
    child.expect("Kept the key of openai in an encrypted file")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert SECRET not in (tmp_path / "keys.json").read_text("utf-8")


@pytest.mark.usefixtures("_bare_environment")
def test_damaged_keys_leave_the_rest_of_doctor_alone(
    interview: Interview, passphrase: str, tmp_path: Path
) -> None:
    interview("keys", "set", "openai", typed=SECRET)
    [kept] = tmp_path.rglob("keys.json")
    kept.write_bytes(b"garbage")
    ran = interview("doctor", "--json")

    assert ran.code == 2
    checks = {check["name"]: check for check in ran.json["checks"]}
    assert "keys.json is damaged" in checks["keys"]["found"]
    assert checks["Python"]["status"] == "ok"


def test_another_passphrase_is_needed_to_change_it(
    interview: Interview, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interview_cli.wiring import keys

    interview("keys", "set", "openai", typed=SECRET)
    ran = interview("keys", "passphrase")
    assert (ran.code, "Set INTERVIEW_NEW_PASSPHRASE." in ran.err) == (2, True)

    monkeypatch.setenv("INTERVIEW_NEW_PASSPHRASE", "amber trellis noon basil")
    assert interview("keys", "passphrase").code == 0
    monkeypatch.setattr(keys, "_stores", {})
    assert "not the passphrase" in interview("keys", "set", "anthropic", typed=SECRET).err
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", "amber trellis noon basil")
    assert interview("keys", "set", "anthropic", typed=SECRET).code == 0


class TestUse:
    """A kept key is used as one of the environment is."""

    @pytest.fixture
    def server(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
        with LoopbackServer(Play()) as running:
            monkeypatch.setenv("OPENAI_API_BASE", running.url)
            yield running

    def test_a_model_is_asked_with_the_kept_key(
        self, interview: Interview, server: LoopbackServer, passphrase: str, tmp_path: Path
    ) -> None:
        interview("keys", "set", "openai", typed=SECRET)
        answers = tmp_path / "answers.txt"
        answers.write_text(ANSWER, "utf-8")
        ran = interview(*START, "--model", "openai/test", "--answers", answers)

        assert ran.code == 0
        assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {SECRET}"}

    def test_a_wrong_passphrase_stops_it_before_anything_is_sent_or_stored(
        self,
        interview: Interview,
        server: LoopbackServer,
        passphrase: str,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        from interview_cli.wiring import keys

        interview("keys", "set", "openai", typed=SECRET)
        monkeypatch.setattr(keys, "_stores", {})
        monkeypatch.setenv("INTERVIEW_PASSPHRASE", "not the right words")
        ran = interview(*START, "--model", "openai/test", "--answers", "-", typed=ANSWER)

        assert ran.code == 2
        assert "error: That is not the passphrase." in ran.err
        assert server.requests == []
        assert not list((tmp_path / "data").glob("sessions/*"))


def escaped(text: str) -> str:
    """The same in JSON, no character of it written plainly."""
    return "".join(f"\\u{ord(sign):04X}" for sign in text)


def echoes(request: dict[str, Any], n: int) -> Behaviour:
    """A provider that repeats the key it was given, in its errors and in its replies, each time otherwise."""
    said = f"Incorrect API key provided: {SECRET}. Header was Authorization: Bearer {SECRET}"
    kinds = (
        Behaviour(text=f'{{"text": "{said}", "question": "{said}?", "level": 3}}'),
        Behaviour(status=401, body=f'{{"error": {{"message": "{said}", "code": "invalid_api_key"}}}}'),
        Behaviour(text=said),
        Behaviour(status=500, body=f"<html>{said}</html>"),
        Behaviour(status=400, body=f'{{"error": "{said}"}}'),
        Behaviour(text=f'{{"text": "{escaped(said)}", "question": "{escaped(said)}?", "level": 3}}'),
        Behaviour(chunks=(f'{{"text": "{said[:40]}', f'{said[40:]}"}}'), text=said),
    )
    return kinds[n % len(kinds)]


def test_a_key_is_nowhere_whatever_a_provider_does_with_it(tmp_path: Path) -> None:
    """All commands that ask a model, with --debug, at one that repeats the key; then all is searched."""
    suite = dict(EVERY_TARGET["prompt"], models=["openai/test"])
    (tmp_path / "words.yaml").write_text(yaml.safe_dump(suite), "utf-8")
    (tmp_path / "rows.jsonl").write_text('{"question": "Why an index?", "answer": "It is fast."}\n', "utf-8")
    (tmp_path / "batch.jsonl").write_text(
        f'{{"role": "backend_engineer", "questions": 1, "answers": ["{ANSWER}"]}}\n'
    )
    (tmp_path / "answers.txt").write_text(ANSWER, "utf-8")
    (tmp_path / "resume.md").write_text(
        "# Ada Lovelace\n\nada@example.org\n\n## Experience\n\nEngineer, 2015-2020\n"
    )
    place = ["--data-dir", "data", "--config", "config/config.yaml"]
    commands: list[list[str]] = [
        [*START, "--model", "openai/test", "--answers", "answers.txt", "--json"],
        [*START, "--model", "openai/test", "--answers", "answers.txt", "--no-fallback"],
        ["score", "rows.jsonl", "--model", "openai/test"],
        ["batch", "run", "batch.jsonl"],
        ["doctor", "--model", "openai/test"],
        ["resume", "ingest", "resume.md", "--model", "openai/test"],
        ["regress", "record", "words.yaml"],
        ["regress", "run", "words.yaml", "--live", "--html", "run.html", "--junit", "run.xml", "--github"],
        ["export", "last", "--format", "html", "--output", "report.html"],
        ["export", "last", "--format", "pdf", "--output", "report.pdf"],
        ["data", "export"],
        ["keys", "list"],
    ]
    said = []
    with LoopbackServer(echoes) as server:
        environment = {
            name: value for name, value in os.environ.items() if not name.endswith(("_API_KEY", "_BASE_URL"))
        } | {
            "OPENAI_API_BASE": server.url,
            "INTERVIEW_PASSPHRASE": PASSPHRASE,
            "INTERVIEW_MODEL": "openai/test",
            "INTERVIEW_TIMEOUT": "5",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        }
        base = [sys.executable, "-m", "interview_cli", "--debug", *place]
        subprocess.run(
            [*base, "keys", "set", "openai"],
            input=SECRET,
            text=True,
            env=environment,
            cwd=tmp_path,
            check=True,
        )
        for command in commands:
            with subprocess.Popen(
                [*base, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=tmp_path,
            ) as process:
                said.append(f"{process.args!r}".encode())
                said.append(process.communicate(timeout=120)[0])
        asked = [request for request in server.requests if request.headers.get("authorization")]

    assert {request.headers["authorization"] for request in asked} == {f"Bearer {SECRET}"}, "the key was used"
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(written) > 12
    for part in (SECRET, SECRET[8:], SECRET[:-4], PASSPHRASE):
        found = [str(path) for path, data in written.items() if part.encode() in data]
        assert found == [], part
        assert not [text for text in said if part.encode() in text], part
