"""All of one's data: handed over as one zip, erased without a rest, and gone when its days are over."""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from interview_cli.interview.session import Session
from interview_cli.store.locks import session_lock
from interview_cli.store.recorded import RECORDED_FILE
from interview_cli.store.retention_stamp import STAMP_FILE
from interview_cli.store.sessions import SessionStore
from interview_cli.voice.capture.sealed_file import is_sealed
from interview_cli.voice.capture.wav_file import WavWriter, read_wav
from interview_cli.wiring import home as homes
from tests.cli.conftest import Interview
from tests.documents import every_kind_of_turn, plain_session

SOUND = bytes(range(256)) * 300
DAY = 24 * 3600.0


def recording(store: SessionStore, session_id: str, name: str = "t1-1.wav", *, days: float = 0.0) -> Path:
    """A recording of a session, made so many days ago."""
    writer = WavWriter(store.recordings(session_id) / name)
    writer.write(SOUND)
    writer.close()
    made = time.time() - days * DAY
    os.utime(writer.path, (made, made))
    return writer.path


def encrypt(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypt the data folder, and let every command know the passphrase."""
    monkeypatch.setattr(homes, "_data_keys", {})
    monkeypatch.setenv("INTERVIEW_PASSPHRASE", "vermilion ladder orbit quiet")
    assert interview("config", "set", "encrypt", "true").code == 0


def taken_out(path: Path) -> dict[str, bytes]:
    """The interviews and recordings of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name.endswith(".wav") or name.endswith("/session.json")
        }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(root: Path) -> SessionStore:
    """Two sessions, one of them with a recording."""
    store = SessionStore(root)
    store.create(every_kind_of_turn())
    store.create(plain_session("aaaa111111"))
    recording(store, "aaaa111111")
    return store


@pytest.fixture
def filled(interview: Interview, store: SessionStore, root: Path, tmp_path: Path) -> Path:
    """A data folder with everything that can lie in one."""
    resume = tmp_path / "ada.md"
    resume.write_text(
        "# Ada Lovelace\n\nada@example.org\n\n## Experience\n\nEngineer, Acme, 2015-2020\n", "utf-8"
    )
    interview("resume", "ingest", resume, "--offline")
    interview("notes", "add", "Moved the orders to a queue.")
    interview("drill", "list")
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"role": "backend_engineer", "questions": 1, "answers": ["An index is fast."]}\n', "utf-8"
    )
    interview("batch", "run", rows, "--offline")
    (root / "sessions" / "k3fabcdefg" / "session.json.corrupt-20260101T000000Z").write_text("{ damaged")
    (root / "index.json.corrupt-20260101T000000Z").write_text("{ damaged")
    (root / "interview.log").write_text("what happened\n")
    return root


class TestExport:
    @pytest.mark.parametrize("encrypted", [False, True])
    def test_everything_is_in_the_zip_and_the_manifest_says_what(
        self,
        interview: Interview,
        filled: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        encrypted: bool,
    ) -> None:
        if encrypted:
            encrypt(interview, monkeypatch)
        target = tmp_path / "all.zip"
        ran = interview("data", "export", "--output", target)
        assert ran.code == 0
        assert target.stat().st_mode & 0o777 == 0o600

        with zipfile.ZipFile(target) as archive:
            assert archive.testzip() is None
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files.pop("manifest.json"))
        listed = {one["file"]: one for one in manifest["files"]}
        assert set(listed) == set(files) - {"README.txt"}
        for name, one in listed.items():
            assert (one["bytes"], one["sha256"]) == (
                len(files[name]),
                hashlib.sha256(files[name]).hexdigest(),
            )
        kinds = {one["kind"] for one in listed.values()}
        assert kinds >= {"interview", "recording", "resume", "notes", "batch", "damaged file", "log"}
        session = Session.model_validate(json.loads(files["sessions/k3fabcdefg/session.json"]))
        assert session == every_kind_of_turn()
        sound = tmp_path / "sound.wav"
        sound.write_bytes(files["sessions/aaaa111111/recordings/t1-1.wav"])
        assert read_wav(sound) == SOUND
        assert b"Moved the orders" in files["notes.json"]

    @pytest.mark.parametrize("encrypted", [False, True])
    def test_what_it_wrote_is_taken_in_elsewhere_with_its_recordings(
        self,
        interview: Interview,
        filled: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        encrypted: bool,
    ) -> None:
        made = recording(SessionStore(filled), "k3fabcdefg", days=12).stat().st_mtime
        interview("data", "export", "--output", tmp_path / "all.zip")
        interview("history", "erase", "--yes")
        if encrypted:
            encrypt(interview, monkeypatch)

        ran = interview("history", "import", tmp_path / "all.zip", "--json")
        assert ran.code == 0
        # The session of the batch has an id of its own choice.
        assert {"k3fabcdefg", "aaaa111111"} < set(ran.json["imported"])
        path = filled / "sessions" / "k3fabcdefg" / "recordings" / "t1-1.wav"
        assert is_sealed(path) == encrypted
        assert path.stat().st_mtime == pytest.approx(made, abs=2)
        assert interview("data", "export", "--output", tmp_path / "again.zip").code == 0
        assert taken_out(tmp_path / "again.zip") == taken_out(tmp_path / "all.zip")

        path.unlink()
        again = interview("history", "import", tmp_path / "all.zip", "--json")
        assert (again.code, again.json["imported"]) == (0, [])
        assert path.is_file()

    def test_a_pipe_is_taken_in_as_a_file_is(
        self, interview: Interview, filled: Path, tmp_path: Path
    ) -> None:
        interview("data", "export", "--output", tmp_path / "all.zip")
        interview("history", "erase", "--yes")
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with ThreadPoolExecutor() as pool:
            writing = pool.submit(lambda: pipe.write_bytes((tmp_path / "all.zip").read_bytes()))
            with pipe.open("rb") as opened:
                ran = interview("history", "import", f"/dev/fd/{opened.fileno()}")
            writing.result()

        assert ran.code == 0
        assert SessionStore(filled).load("k3fabcdefg") == every_kind_of_turn()

    def test_a_recording_that_is_damaged_keeps_no_interview_out(
        self, interview: Interview, filled: Path, tmp_path: Path
    ) -> None:
        interview("data", "export", "--output", tmp_path / "all.zip")
        with (
            zipfile.ZipFile(tmp_path / "all.zip") as archive,
            zipfile.ZipFile(tmp_path / "bad.zip", "w") as damaged,
        ):
            for name in archive.namelist():
                damaged.writestr(name, b"no sound" if name.endswith(".wav") else archive.read(name))
        interview("history", "erase", "--yes")

        ran = interview("history", "import", tmp_path / "bad.zip")
        assert ran.code == 2
        assert "missing: aaaa111111/t1-1.wav is no WAV file." in ran.err
        assert "error: 1 recording could not be taken in." in ran.err
        assert SessionStore(filled).load("k3fabcdefg") == every_kind_of_turn()
        assert not list(filled.rglob("*.wav"))

    def test_a_file_that_cannot_be_read_is_told_and_all_others_are_there(
        self, interview: Interview, filled: Path, tmp_path: Path
    ) -> None:
        from interview_cli.store.codec import MAGIC

        (filled / "notes.json").write_bytes(MAGIC + b"of another folder")
        ran = interview("data", "export", "--output", tmp_path / "all.zip")

        assert ran.code == 5
        assert "missing: notes.json" in ran.err
        with zipfile.ZipFile(tmp_path / "all.zip") as archive:
            manifest = json.loads(archive.read("manifest.json"))
            assert "sessions/k3fabcdefg/session.json" in archive.namelist()
        assert [one["file"] for one in manifest["files"] if "missing" in one] == ["notes.json"]

    def test_nothing_is_overwritten(self, interview: Interview, filled: Path, tmp_path: Path) -> None:
        (tmp_path / "all.zip").write_text("mine")
        assert interview("data", "export", "--output", tmp_path / "all.zip").code == 2
        assert (tmp_path / "all.zip").read_text() == "mine"


class TestErase:
    def test_nothing_of_the_person_is_left(self, interview: Interview, filled: Path) -> None:
        (filled / "models").mkdir()
        (filled / "models" / "base.pt").write_bytes(b"weights")
        ran = interview("history", "erase", typed="erase\n")

        assert ran.code == 0
        assert "interview 3" in ran.err
        left = {path.relative_to(filled).as_posix() for path in filled.rglob("*") if path.is_file()}
        assert left == {"models/base.pt"}
        assert interview("history").err.startswith("No session is stored yet.")

    def test_what_others_put_there_stays_and_is_named(
        self, interview: Interview, filled: Path, tmp_path: Path
    ) -> None:
        others = {"thesis.docx": b"theirs", ".ssh/id_rsa": b"their key", "sessions/Photos/a.jpg": b"picture"}
        for name, data in others.items():
            (filled / name).parent.mkdir(exist_ok=True)
            (filled / name).write_bytes(data)
        interview("data", "export", "--output", tmp_path / "all.zip")
        with zipfile.ZipFile(tmp_path / "all.zip") as archive:
            assert not set(others) & set(archive.namelist())

        ran = interview("history", "erase", "--yes")
        assert ran.code == 0
        assert "Not mine, and left there: .ssh, thesis.docx." in ran.err
        left = {path.relative_to(filled).as_posix() for path in filled.rglob("*") if path.is_file()}
        assert left == set(others)

    def test_a_file_where_the_sessions_should_be_is_erased(self, interview: Interview, root: Path) -> None:
        root.mkdir(parents=True)
        (root / "sessions").write_text("no folder")
        (root / "notes.json").write_text("damaged")

        assert interview("history", "erase", "--yes").code == 0
        assert not (root / "sessions").exists()

    def test_sessions_that_lie_elsewhere_behind_a_link_go_too(
        self, interview: Interview, filled: Path, tmp_path: Path
    ) -> None:
        elsewhere = tmp_path / "elsewhere"
        (filled / "sessions").rename(elsewhere)
        (filled / "sessions").symlink_to(elsewhere)
        (elsewhere / "theirs.txt").write_text("theirs")
        ran = interview("history", "erase", "--yes")

        assert (ran.code, "interview 3" in ran.err) == (0, True)
        assert [path.name for path in elsewhere.iterdir()] == ["theirs.txt"]

    @pytest.mark.parametrize("typed", ["no\n", "yes\n", "y\n", "\n"])
    def test_only_the_word_itself_erases(self, interview: Interview, filled: Path, typed: str) -> None:
        before = {path: path.read_bytes() for path in filled.rglob("*") if path.is_file()}
        ran = interview("history", "erase", typed=typed)

        assert (ran.code, "Nothing was deleted." in ran.err) == (0, True)
        assert {path: path.read_bytes() for path in before} == before

    def test_with_nobody_there_it_takes_yes(self, interview: Interview, filled: Path) -> None:
        assert interview("history", "erase").code == 2
        assert interview("history", "erase", "--yes").code == 0

    def test_a_session_that_is_open_stays_and_is_told(self, interview: Interview, filled: Path) -> None:
        with session_lock(filled / "sessions" / "k3fabcdefg"):
            ran = interview("history", "erase", "--yes")
        assert ran.code == 5
        assert "k3fabcdefg is open in another process" in ran.err
        assert [row["id"] for row in interview("history", "--json").json["sessions"]] == ["k3fabcdefg"]
        assert interview("history", "erase", "--yes").code == 0

    def test_an_empty_folder_is_no_error(self, interview: Interview) -> None:
        assert interview("history", "erase", "--yes").code == 0

    @pytest.mark.parametrize("command", [("history", "erase", "--yes"), ("data", "export", "--output", "-")])
    def test_a_file_in_the_folder_s_place_is_told_and_stays(
        self, interview: Interview, tmp_path: Path, command: tuple[str, ...]
    ) -> None:
        (tmp_path / "data").write_text("no folder", "utf-8")
        assert interview(*command).code == 5
        assert (tmp_path / "data").read_text("utf-8") == "no folder"


@pytest.mark.parametrize("damage", ["bytes", "folder", "pipe"])
def test_a_damaged_list_of_recordings_stops_no_command(
    interview: Interview, store: SessionStore, root: Path, damage: str
) -> None:
    path = root / RECORDED_FILE
    path.unlink()
    if damage == "bytes":
        path.write_bytes(b"\xff\xfe\x80 nothing")
    elif damage == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    old = recording(store, "aaaa111111", "t2-1.wav", days=31)

    assert interview("history").code == 0
    assert not old.exists(), "it is found all the same"


def test_a_place_with_too_long_a_name_is_told(interview: Interview, tmp_path: Path) -> None:
    for command in (("history",), ("notes", "list"), ("data", "export"), ("history", "erase", "--yes")):
        ran = interview("--data-dir", tmp_path / ("x" * 300), *command)
        assert (ran.code, "too long" in ran.err) == (5, True), command


class TestRetention:
    def later(self, root: Path) -> None:
        """A day passes."""
        for path in root.glob(STAMP_FILE):
            path.unlink()

    def test_a_recording_goes_after_thirty_days_whatever_is_run(
        self, interview: Interview, store: SessionStore, root: Path
    ) -> None:
        old = recording(store, "aaaa111111", "t2-1.wav", days=31)
        young = recording(store, "aaaa111111", "t2-2.wav", days=29)
        self.later(root)
        ran = interview("config", "path")

        assert "Removed 1 recording older than 30 days (retention.recordings)." in ran.err
        assert (old.exists(), young.exists()) == (False, True)
        assert interview("history", "show", "aaaa").code == 0, "the answer itself stays"

    def test_less_days_remove_more_and_the_command_that_says_more_removes_nothing(
        self, interview: Interview, store: SessionStore, root: Path
    ) -> None:
        old = recording(store, "aaaa111111", "t2-1.wav", days=5)
        assert "Removed" not in interview("history").err
        interview("config", "set", "retention.recordings", "3")
        interview("config", "set", "retention.recordings", "30")
        assert old.exists()
        interview("config", "set", "retention.recordings", "3")
        assert "Removed 1 recording older than 3 days" in interview("history").err
        assert not old.exists()

    def test_recordings_made_before_there_was_a_list_of_them_are_found(
        self, interview: Interview, store: SessionStore, root: Path
    ) -> None:
        old = recording(store, "aaaa111111", "t2-1.wav", days=31)
        (root / RECORDED_FILE).unlink()
        assert "Removed 1 recording" in interview("history").err
        assert not old.exists()

    def test_zero_keeps_for_good_and_sessions_go_when_that_is_wished(
        self, interview: Interview, store: SessionStore, root: Path
    ) -> None:
        old = recording(store, "aaaa111111", "t2-1.wav", days=4000)
        interview("config", "set", "retention.recordings", "0")
        self.later(root)
        assert "Removed" not in interview("history").err
        assert old.exists()

        interview("config", "set", "retention.sessions", "1")
        self.later(root)
        ran = interview("history")
        assert "Removed 2 sessions older than 1 day (retention.sessions)." in ran.err
        assert "No session is stored yet" in ran.err

    def test_doctor_says_what_is_due_and_what_comes(
        self, interview: Interview, store: SessionStore, root: Path
    ) -> None:
        interview("history")
        found = {one["name"]: one["found"] for one in interview("doctor", "--json").json["checks"]}
        assert "nothing is due; the next recording goes on" in found["retention"]

        recording(store, "aaaa111111", "t2-1.wav", days=31)
        found = {one["name"]: one["found"] for one in interview("doctor", "--json").json["checks"]}
        assert "due: 1 recording" in found["retention"]

    def test_a_session_open_elsewhere_keeps_its_recordings_until_it_is_closed(
        self, interview: Interview, store: SessionStore, root: Path
    ) -> None:
        old = recording(store, "aaaa111111", "t2-1.wav", days=31)
        self.later(root)
        with session_lock(root / "sessions" / "aaaa111111"):
            assert "Removed" not in interview("history").err
        assert old.exists()
        self.later(root)
        interview("history")
        assert not old.exists()

    def test_after_the_clock_went_back_nothing_is_removed_and_nothing_breaks(
        self, interview: Interview, store: SessionStore, root: Path
    ) -> None:
        future = recording(store, "aaaa111111", "t2-1.wav", days=-400)
        interview("config", "set", "retention.sessions", "3000")
        (root / STAMP_FILE).write_bytes(b"")
        os.utime(root / STAMP_FILE, (time.time() + 400 * DAY, time.time() + 400 * DAY))
        assert interview("history").code == 0
        assert future.exists()
        assert abs((root / STAMP_FILE).stat().st_mtime - time.time()) < DAY


def test_a_zip_in_memory_is_what_was_written(interview: Interview, filled: Path, tmp_path: Path) -> None:
    """Two exports of the same data hold the same files."""
    for name in ("one.zip", "two.zip"):
        interview("data", "export", "--output", tmp_path / name)
    one, two = (
        zipfile.ZipFile(io.BytesIO((tmp_path / name).read_bytes())) for name in ("one.zip", "two.zip")
    )
    names = set(one.namelist()) - {"manifest.json"}
    assert {name: one.read(name) for name in names} == {name: two.read(name) for name in names}
