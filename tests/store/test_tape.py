"""A file of recordings while it grows: each line is on disk, and nobody else writes there meanwhile."""

from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from interview_cli.errors import StorageError
from interview_cli.store.files import write_bytes
from interview_cli.store.tape import held_tape

FORK = get_context("fork")
HEAD = b"head\n"
LINE = b"x" * 900


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is to be."""
    (tmp_path / "suites").mkdir()
    return tmp_path / "suites" / "words.cassette.jsonl"


@pytest.fixture
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ---------------------------------------------------------------------- lines


def test_a_line_is_in_the_file_as_soon_as_it_was_added(root: Path, path: Path) -> None:
    with held_tape(root, path) as tape:
        tape.begin(HEAD)
        assert not path.exists()
        for count in (1, 2, 3):
            tape.add(b"line")
            assert path.read_bytes() == HEAD + b"line\n" * count
        tape.finish(b"whole\n")
    assert path.read_bytes() == b"whole\n"
    with held_tape(root, path) as tape:
        tape.begin(None, [b"mark"])
        assert path.read_bytes() == b"whole\n"
        tape.add(b"line")
        tape.add(b"line")
    assert path.read_bytes() == b"whole\nmark\nline\nline\n"
    assert [*path.parent.iterdir()] == [path]


def test_what_is_broken_is_mended_with_the_first_line_and_not_before(root: Path, path: Path) -> None:
    path.write_bytes(b"good\nbro")
    with held_tape(root, path) as tape:
        tape.begin(b"good\n")
        assert path.read_bytes() == b"good\nbro"
        tape.add(b"new")
    assert path.read_bytes() == b"good\nnew\n"


def _fill_up(root: Path, path: Path, tell: Connection) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with held_tape(root, path) as tape:
        tape.begin(HEAD)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 * len(LINE), hard))
        added = 0
        try:
            while True:
                tape.add(LINE)
                added += 1
        except StorageError as error:
            tell.send((added, error.message))


def test_a_line_that_finds_no_room_leaves_the_lines_before_it(root: Path, path: Path) -> None:
    here, there = FORK.Pipe()
    process = FORK.Process(target=_fill_up, args=(root, path, there))
    process.start()
    assert here.poll(10)
    added, message = here.recv()
    process.join()
    assert added == 1
    assert f"Cannot save {path}: the file is larger" in message
    assert path.read_bytes() == HEAD + LINE + b"\n"


# ---------------------------------------------------------------------- places


@pytest.mark.parametrize("stands_there", ["a folder", "a pipe"])
def test_a_place_where_no_file_can_be_is_refused_at_once(root: Path, path: Path, stands_there: str) -> None:
    if stands_there == "a folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(StorageError, match="it is no file"), held_tape(root, path):
        pytest.fail("it was opened")


def test_a_folder_that_is_not_there_is_told_before_the_first_line(root: Path, path: Path) -> None:
    path.symlink_to(path.parent / "gone" / "tape.jsonl")
    with held_tape(root, path) as tape, pytest.raises(StorageError, match="no such file") as refused:
        tape.begin(HEAD)
    assert refused.value.hint == "Choose another place."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_what_may_not_be_written_is_told_before_the_first_line(root: Path, path: Path, locked: str) -> None:
    path.write_bytes(HEAD)
    place = path if locked == "file" else path.parent
    place.chmod(0o500)
    with held_tape(root, path) as tape, pytest.raises(StorageError, match="permission denied") as refused:
        tape.begin(None)
    place.chmod(0o700)
    assert refused.value.hint == "Make it writable, or choose another place."
    assert path.read_bytes() == HEAD


def test_a_link_stays_one(root: Path, path: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.jsonl"
    path.symlink_to(real)
    with held_tape(root, path) as tape:
        tape.begin(HEAD)
        tape.add(b"line")
        assert real.read_bytes() == HEAD + b"line\n"
        tape.finish(b"whole\n")
    assert path.is_symlink()
    assert real.read_bytes() == b"whole\n"


@pytest.mark.usefixtures("_usual_umask")
def test_a_new_file_may_be_read_by_others_and_an_old_one_by_whom_it_could(root: Path, path: Path) -> None:
    for _ in range(2):
        with held_tape(root, path) as tape:
            tape.begin(HEAD)
            tape.add(b"line")
            assert mode(path) == 0o644
            tape.finish(b"whole\n")
        assert mode(path) == 0o644
    for given in (0o600, 0o664, 0o640):
        path.chmod(given)
        write_bytes(path, b"new\n", private=False)
        assert mode(path) == given
    write_bytes(path, b"mine\n")
    assert mode(path) == 0o600


# ---------------------------------------------------------------------- others


def test_one_at_a_time_records_on_a_file_under_whatever_name(root: Path, path: Path) -> None:
    other_name = path.with_name("link.jsonl")
    other_name.symlink_to(path)
    with held_tape(root, path):
        for name in (path, other_name):
            busy = pytest.raises(StorageError, match="are being made by another process")
            with busy, held_tape(root, name):
                pytest.fail("it was opened twice")
        with held_tape(root, path.with_name("another.jsonl")):
            pass
    with held_tape(root, path):
        pass


def _killed_while_writing(root: Path, path: Path) -> None:
    def kill(descriptor: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with held_tape(root, path) as tape:
        tape.begin(None)
        tape.add(b"line")
        os.fsync = kill
        tape.finish(b"whole\n" * 10)


def test_killed_while_all_is_written_the_lines_are_there_and_the_rest_is_swept_up(
    root: Path, path: Path
) -> None:
    path.write_bytes(HEAD)
    process = FORK.Process(target=_killed_while_writing, args=(root, path))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert path.read_bytes() == HEAD + b"line\n"
    assert len([*path.parent.iterdir()]) == 2
    with held_tape(root, path):
        assert [*path.parent.iterdir()] == [path]
