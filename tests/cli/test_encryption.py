"""`config set encrypt`: all that is stored is encrypted and comes back whole, whatever happens between."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import time
from pathlib import Path

import pytest

from interview_cli.coach.speech import Take
from interview_cli.store import at_rest
from interview_cli.store.codec import MAGIC
from interview_cli.store.locks import session_lock
from interview_cli.store.recorded import RECORDED_FILE
from interview_cli.store.sessions import SessionStore
from interview_cli.voice.capture.sealed_file import MARK
from interview_cli.voice.capture.wav_file import WavWriter
from interview_cli.wiring import home as homes
from tests.cli.conftest import Interview
from tests.documents import every_kind_of_turn, plain_session

PASSPHRASE = "vermilion ladder orbit quiet"
SOUND = bytes(range(256)) * 400
ANSWER = "I insert an idempotency key under a unique constraint before I charge."


@pytest.fixture(autouse=True)
def _passphrase(_bare_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(homes, "_data_keys", {})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with all kinds of files: sessions, a recording, an older copy, resumes and notes."""
    root = tmp_path / "data"
    store = SessionStore(root)
    store.create(every_kind_of_turn())
    store.create(plain_session("aaaa111111"))
    recording = WavWriter(store.recordings("aaaa111111") / "t1-1.wav")
    recording.write(SOUND)
    recording.close()
    made = time.time() - 10 * 24 * 3600
    os.utime(recording.path, (made, made))
    (root / "sessions" / "aaaa111111" / "session.json.v1").write_bytes(b'{"old": "copy"}')
    return root


@pytest.fixture
def filled(interview: Interview, data: Path, tmp_path: Path) -> Path:
    """The same with a resume and a note, and with the drill and the index made."""
    resume = tmp_path / "ada.md"
    resume.write_text(
        "# Ada Lovelace\n\nada@example.org\n\n## Experience\n\nEngineer, Acme, 2015-2020\n", "utf-8"
    )
    assert interview("resume", "ingest", resume, "--offline").code == 0
    assert interview("notes", "add", "Moved the orders to a queue.").code == 0
    assert interview("drill", "list").code == 0
    return data


def contents(root: Path) -> dict[str, str]:
    """What lies in a data folder, but for locks and what is made anew."""
    passing = (".lock", "retention.stamp", "vault.json", "index.json", "drill.json", "recorded.list")
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.endswith(passing)
    }


def readable(root: Path) -> set[str]:
    """The files whose beginning is not that of an encrypted one."""
    marks = (MAGIC, MARK)
    return {
        path.name
        for path in root.rglob("*")
        if path.is_file() and path.stat().st_size and not path.read_bytes().startswith(marks)
        # Nothing but ids of sessions, which are the names of their folders.
        if path.name != RECORDED_FILE
    }


def test_all_is_encrypted_used_as_before_and_comes_back_bit_by_bit(
    interview: Interview, filled: Path
) -> None:
    before = contents(filled)
    assert "sessions/aaaa111111/recordings/t1-1.wav" in before
    listed = interview("history", "--json").json
    ran = interview("config", "set", "encrypt", "true")
    assert ran.code == 0
    assert "Whoever forgets it can read nothing any more." in ran.err

    assert readable(filled) == {"vault.json"}
    assert interview("history", "--json").json == listed
    assert interview("history", "show", "k3fa", "--json").json == every_kind_of_turn().model_dump(mode="json")
    assert "Ada Lovelace" in interview("resume", "show").out
    assert "Moved the orders" in interview("notes", "list").out
    assert interview("export", "last", "--format", "pdf", "--output", filled.parent / "r.pdf").code == 0

    assert interview("config", "set", "encrypt", "false").code == 0
    assert contents(filled) == before
    assert not (filled / "vault.json").exists()


def test_what_comes_later_is_encrypted_too(interview: Interview, filled: Path) -> None:
    interview("config", "set", "encrypt", "true")
    arguments = ("--role", "backend_engineer", "--offline", "--questions", "1", "--max-follow-ups", "0")
    assert interview("session", "start", *arguments, "--answers", "-", typed=ANSWER).code == 0

    assert readable(filled) == {"vault.json"}
    assert "idempotency key" in interview("export", "last").out


def test_a_wrong_passphrase_destroys_nothing_whatever_is_tried(
    interview: Interview, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview("config", "set", "encrypt", "true")
    before = {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()}
    monkeypatch.setattr(homes, "_data_keys", {})
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", "not the right words")
    for command in (
        ("history",),
        ("history", "show", "k3fa"),
        ("history", "remove", "k3fa", "--yes"),
        ("config", "set", "encrypt", "false"),
        ("config", "set", "encrypt", "true"),
        ("session", "start", "--role", "backend_engineer", "--offline", "--answers", "-"),
        ("resume", "list"),
        ("notes", "add", "x y"),
        ("data", "export", "--output", filled.parent / "d.zip"),
        ("drill", "list"),
        ("remind",),
    ):
        ran = interview(*command, typed=ANSWER)
        assert (ran.code, "That is not the passphrase." in ran.err) == (2, True), command

    assert {path: path.read_bytes() for path in before} == before
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", PASSPHRASE)
    assert interview("history", "--json").json["count"] == 2


def test_without_the_vault_files_are_left_as_they_are_and_the_message_says_what_is_missing(
    interview: Interview, filled: Path
) -> None:
    interview("config", "set", "encrypt", "true")
    vault = (filled / "vault.json").read_bytes()
    (filled / "vault.json").unlink()
    (filled.parent / "config" / "config.yaml").unlink()
    before = contents(filled)

    for command in (("history", "show", "k3fa"), ("history",), ("session", "continue", "k3fa")):
        ran = interview(*command)
        assert "vault.json" in ran.err, command
    assert contents(filled) == before
    assert not list(filled.rglob("*.corrupt-*"))

    (filled / "vault.json").write_bytes(vault)
    assert interview("history", "--json").json["count"] == 2


@pytest.mark.parametrize(("way", "place"), [("true", ()), ("true", ("--in", "passphrase")), ("false", ())])
@pytest.mark.parametrize("at", range(1, 9))
def test_cut_short_at_any_file_it_is_usable_and_is_finished_by_doing_it_again(
    interview: Interview,
    filled: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    place: tuple[str, ...],
    at: int,
) -> None:
    if way == "false":
        interview("config", "set", "encrypt", "true")
    whole = {row["id"] for row in interview("history", "--json").json["sessions"]}
    done = 0
    original = at_rest._file

    def stopping(*arguments: object) -> None:
        nonlocal done
        done += 1
        if done == at:
            raise KeyboardInterrupt
        original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(at_rest, "_file", stopping)
    stopped = interview("config", "set", "encrypt", way, *place).code
    monkeypatch.setattr(at_rest, "_file", original)
    assert stopped in (0, 130)

    assert {row["id"] for row in interview("history", "--json").json["sessions"]} == whole
    if stopped:
        half = "Encryption is half switched " + ("on" if way == "true" else "off")
        assert half in interview("roles", "list").err
        [check] = [one for one in interview("doctor", "--json").json["checks"] if one["name"] == "encryption"]
        assert (check["status"] != "ok", "half switched" in check["found"]) == (True, True)
    again = place if stopped else ()
    assert interview("config", "set", "encrypt", way, *again).code == 0
    assert "half switched" not in interview("roles", "list").err
    assert (readable(filled) == {"vault.json"}) == (way == "true")
    assert (filled / "vault.json").exists() == (way == "true")
    assert interview("history", "show", "k3fa", "--json").json == every_kind_of_turn().model_dump(mode="json")


def test_what_killed_processes_left_half_written_does_not_stay_plain(
    interview: Interview, filled: Path
) -> None:
    for name in (
        "sessions/aaaa111111/.session.json.0123456789ab.tmp",
        "sessions/aaaa111111/recordings/.t1-1.wav.0123456789ab.tmp",
        "resumes/.ada.json.0123456789ab.tmp",
        ".notes.json.0123456789ab.tmp",
        ".index.json.0123456789ab.tmp",
    ):
        (filled / name).write_text(ANSWER, "utf-8")
    assert interview("config", "set", "encrypt", "true").code == 0

    assert readable(filled) == {"vault.json"}
    assert not list(filled.rglob("*.tmp"))


def test_another_passphrase_is_taken_from_its_variable_and_from_nowhere_else(
    interview: Interview, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview("config", "set", "encrypt", "true")
    monkeypatch.setattr(homes, "_data_keys", {})
    change = ("config", "set", "encrypt", "true", "--in", "passphrase")
    before = (filled / "vault.json").read_bytes()
    ran = interview(*change)
    assert (ran.code, "Set INTERVIEW_NEW_PASSPHRASE." in ran.err) == (2, True)

    monkeypatch.setattr(homes, "_data_keys", {})
    monkeypatch.setenv("INTERVIEW_NEW_PASSPHRASE", "amber trellis noon basil")
    assert interview(*change).code == 0
    assert (filled / "vault.json").read_bytes() != before
    monkeypatch.setattr(homes, "_data_keys", {})
    assert interview("history").code == 2
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", "amber trellis noon basil")
    assert interview("history", "--json").json["count"] == 2


def test_a_refused_change_leaves_the_setting(
    interview: Interview, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview("config", "set", "encrypt", "true")
    monkeypatch.setattr(homes, "_data_keys", {})
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", "not the right words")
    assert interview("config", "set", "encrypt", "false").code == 2

    assert "encrypt: true" in (filled.parent / "config" / "config.yaml").read_text("utf-8")


def test_a_vault_that_is_gone_is_not_replaced(interview: Interview, filled: Path) -> None:
    interview("config", "set", "encrypt", "true")
    vault = (filled / "vault.json").read_bytes()
    (filled / "vault.json").unlink()
    ran = interview("config", "set", "encrypt", "true")
    assert (ran.code, "Put that file back" in ran.err) == (5, True)
    assert not (filled / "vault.json").exists()

    (filled / "vault.json").write_bytes(vault)
    assert interview("history", "--json").json["count"] == 2


def test_a_session_that_is_open_elsewhere_is_left_and_done_the_next_time(
    interview: Interview, filled: Path
) -> None:
    with session_lock(filled / "sessions" / "k3fabcdefg"):
        ran = interview("config", "set", "encrypt", "true")
        assert ran.code == 5
        assert "k3fabcdefg is open in another process" in ran.err
        assert "session.json" in readable(filled)
    assert interview("config", "set", "encrypt", "true").code == 0
    assert readable(filled) == {"vault.json"}


def test_a_new_folder_is_encrypted_from_its_first_file_on(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_ENCRYPT", "true")
    arguments = ("--role", "backend_engineer", "--offline", "--questions", "1", "--max-follow-ups", "0")
    assert interview("session", "start", *arguments, "--answers", "-", typed=ANSWER).code == 0

    assert readable(tmp_path / "data") == {"vault.json"}


def test_a_plain_folder_is_not_used_while_the_setting_says_it_is_encrypted(
    interview: Interview, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_ENCRYPT", "true")
    ran = interview("history")

    assert ran.code == 5
    assert "is not encrypted" in ran.err
    assert "interview config set encrypt true" in ran.err


def test_with_a_keyring_nothing_is_asked(
    interview: Interview, filled: Path, keyring_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVIEW_PASSPHRASE")
    ran = interview("config", "set", "encrypt", "true")

    assert "opens on this machine alone" in ran.err
    monkeypatch.setattr(homes, "_data_keys", {})
    assert interview("history", "--json").json["count"] == 2
    assert interview("history", "erase", "--yes").code == 0
    assert json.loads(keyring_file.read_text("utf-8")) == {}, "the key goes with what it opened"


def test_where_the_key_cannot_be_moved_all_stays_encrypted_as_it_was(
    interview: Interview, filled: Path
) -> None:
    interview("config", "set", "encrypt", "true")
    before = (filled / "vault.json").read_bytes()
    ran = interview("config", "set", "encrypt", "true", "--in", "keyring")

    assert ran.code == 5
    assert "say with --in where else" in ran.err
    assert (filled / "vault.json").read_bytes() == before
    assert "half switched" not in interview("roles", "list").err


def test_the_key_moves_to_another_place_and_under_another_passphrase(
    interview: Interview, filled: Path, keyring_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview("config", "set", "encrypt", "true", "--in", "passphrase")
    monkeypatch.setenv("INTERVIEW_NEW_PASSPHRASE", "five other words are fine")
    assert interview("config", "set", "encrypt", "true", "--in", "passphrase").code == 0
    monkeypatch.setattr(homes, "_data_keys", {})
    assert interview("history").code == 2
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", "five other words are fine")
    assert interview("history", "--json").json["count"] == 2

    assert interview("config", "set", "encrypt", "true", "--in", "keyring").code == 0
    monkeypatch.delenv("INTERVIEW_PASSPHRASE")
    monkeypatch.setattr(homes, "_data_keys", {})
    assert interview("history", "--json").json["count"] == 2


def test_an_encrypted_recording_is_not_linked_but_can_be_embedded(interview: Interview, filled: Path) -> None:
    store = SessionStore(filled)
    session = store.load("aaaa111111")
    assert session.turns[0].answer is not None
    session.turns[0].answer.takes = [Take(file="t1-1.wav", seconds=3.2)]
    store.save(session)
    export = ("export", "aaaa", "--format", "html")
    assert "/recordings/t1-1.wav" in interview(*export).out

    interview("config", "set", "encrypt", "true")
    assert "t1-1.wav, 3 s (not reachable from this file)" in interview(*export).out
    page = interview(*export, "--audio", "embed").out
    found = re.search(r'src="data:audio/wav;base64,([^"]+)"', page)
    assert found is not None
    assert base64.b64decode(found[1]).endswith(SOUND)
    assert "data:audio" not in interview(*export, "--audio", "none").out


def test_a_damaged_index_is_made_anew_and_a_damaged_session_is_left(
    interview: Interview, filled: Path
) -> None:
    interview("config", "set", "encrypt", "true")
    for path in (filled / "index.json", filled / "sessions" / "k3fabcdefg" / "session.json"):
        path.write_bytes(path.read_bytes()[:-20] + bytes(20))

    assert [row["id"] for row in interview("history", "--json").json["sessions"]] == ["aaaa111111"]
    ran = interview("history", "show", "k3fabcdefg")
    assert ran.code == 5
    assert "was changed, or belongs to another data folder" in ran.err
    assert (filled / "sessions" / "k3fabcdefg" / "session.json").read_bytes().startswith(MAGIC)
