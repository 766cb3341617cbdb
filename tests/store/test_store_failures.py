"""Full disks, read-only folders and damaged files give one clear line, and lose nothing."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import orjson
import pytest
from stored_sample import completed, session, turn

from interview_cli.errors import NotFoundError, StorageError
from interview_cli.store.files import plain_errors, write_bytes
from interview_cli.store.sessions import SessionStore
from interview_cli.store.storage import AtomicStorage

HERE = Path(__file__).parent
FORK = get_context("fork")
LIMIT = 20_000


def document(**changes: object) -> bytes:
    content = session("abcd2345").model_dump(mode="json") | changes
    return orjson.dumps({"session": {"1": content}})


DAMAGED = {
    "zero bytes": b"",
    "truncated": document()[:-20],
    "binary": os.urandom(500) + b"\xff",
    "a list": b"[1, 2]",
    "another kind of table": b'{"resume": {"1": {}}}',
    "two documents": b'{"session": {"1": {}, "2": {}}}',
    "no version": b'{"session": {"1": {"id": "abcd2345"}}}',
    "a version that is no number": document(schema_version="one"),
    "a field of the wrong type": document(turns="none"),
    "an unknown field": document(surprise=1),
    "another session": document(id="wxyz2345"),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_session_is_set_aside_and_the_rest_stays_usable(
    store: SessionStore, root: Path, content: bytes
) -> None:
    healthy = completed(session("wxyz2345", ["indexes"]))
    store.create(healthy)
    store.create(completed(session("abcd2345")))
    damaged = root / "sessions" / "abcd2345" / "session.json"
    damaged.write_bytes(content)

    with pytest.raises(StorageError) as error:
        store.load("abcd2345")
    (aside,) = damaged.parent.glob("session.json.corrupt-*")
    assert aside.read_bytes() == content
    assert str(aside) in error.value.message
    assert "\n" not in error.value.message
    assert not damaged.exists()

    for act in (store.load, store.resolve, SessionStore(root).resolve):
        with pytest.raises(StorageError, match="was damaged and set aside as") as again:
            act("abcd2345")
        assert str(aside) in again.value.message
    with pytest.raises(NotFoundError) as other:
        store.load("abcd2346")
    assert "abcd2345" not in other.value.hint
    assert [row["id"] for row in store.rows()] == ["wxyz2345"]
    assert store.aside == {"abcd2345": aside}
    assert store.resolve("w") == "wxyz2345"
    assert store.load("wxyz2345") == healthy
    healthy.turns.append(turn("queues"))
    store.save(healthy)
    assert SessionStore(root).load("wxyz2345") == healthy


def test_a_damaged_file_is_never_overwritten_by_a_save(store: SessionStore, root: Path) -> None:
    interview = session("abcd2345")
    store.create(interview)
    damaged = root / "sessions" / "abcd2345" / "session.json"
    damaged.write_bytes(b"precious")
    SessionStore(root).save(interview)
    (aside,) = damaged.parent.glob("session.json.corrupt-*")
    assert aside.read_bytes() == b"precious"
    assert store.load("abcd2345") == interview


def test_what_is_no_file_is_never_replaced_and_a_link_stays_one(tmp_path: Path) -> None:
    fifo, link, meant = tmp_path / "fifo", tmp_path / "link", tmp_path / "elsewhere" / "meant"
    os.mkfifo(fifo)
    for place in (fifo, tmp_path):
        with pytest.raises(StorageError, match="it is no file"):
            write_bytes(place, b"new")
    assert fifo.is_fifo()
    meant.parent.mkdir()
    meant.write_bytes(b"old")
    link.symlink_to(meant)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert meant.read_bytes() == b"new"


def test_a_folder_that_vanished_during_the_interview_is_told(store: SessionStore, root: Path) -> None:
    interview = session("abcd2345")
    store.create(interview)
    shutil.rmtree(root / "sessions")
    with pytest.raises(StorageError, match=r"Cannot save .*session\.json: no such file or directory"):
        store.save(interview)


def test_a_data_folder_inside_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = SessionStore(tmp_path / "file" / "data")
    for act in (lambda: store.create(session("abcd2345")), store.rows, lambda: store.load("abcd2345")):
        with pytest.raises(StorageError, match="a part of the path is not a folder") as error:
            act()
        assert "--data-dir" in error.value.hint


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "permission denied"),
        (errno.EIO, "input/output error"),
    ],
)
def test_every_refusal_of_the_system_is_one_plain_line(number: int, cause: str) -> None:
    with pytest.raises(StorageError) as error, plain_errors("save", Path("/x/y.json")):
        raise OSError(number, os.strerror(number))
    assert error.value.message == f"Cannot save /x/y.json: {cause}."
    assert error.value.hint


def _save_too_much(root: Path, tell: Connection) -> None:
    store = SessionStore(root)
    interview = session("abcd2345", ["indexes"])
    store.create(interview)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    interview.turns.append(turn("queues", text="x" * 2 * LIMIT))
    try:
        store.save(interview)
    except StorageError as error:
        tell.send((error.message, error.hint))


def test_a_file_over_the_limit_of_the_system_leaves_the_old_one_and_no_rest(root: Path) -> None:
    here, there = FORK.Pipe()
    process = FORK.Process(target=_save_too_much, args=(root, there))
    process.start()
    assert here.poll(10)
    message, hint = here.recv()
    process.join()
    assert "the file is larger than the system allows" in message
    assert "ulimit" in hint
    assert len(SessionStore(root).load("abcd2345").turns) == 1
    assert list(root.rglob("*.tmp")) == []


def on_a_small_disk(tmp_path: Path, what: str) -> dict[str, str]:
    """Run a part of `on_a_small_disk.py` on a file system of its own, and return what it saw."""
    disk = tmp_path / "disk"
    disk.mkdir()
    apart = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if (
        not shutil.which("unshare")
        or subprocess.run([*apart, *mount], capture_output=True, check=False).returncode
    ):
        pytest.skip("needs the right to mount a file system (Linux)")
    script = [sys.executable, str(HERE / "on_a_small_disk.py"), what, str(disk)]
    shell = [*apart, "sh", "-c", 'm="$1"; shift; $m && exec "$@"', "sh", " ".join(mount), *script]
    run = subprocess.run(
        shell,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    seen: dict[str, str] = json.loads(run.stdout)
    return seen


def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    seen = on_a_small_disk(tmp_path, "full")
    assert seen["save"].endswith("session.json: the disk is full.")
    assert seen["hint"] == "Free some space; everything saved before is kept."
    assert seen["create"].endswith("the disk is full.")
    assert seen["turns when full"] == "1"
    assert seen["temporary files"] == "0"
    assert seen["listed"] == "abcd2345"
    assert seen["turns with room again"] == "2"


def test_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    seen = on_a_small_disk(tmp_path, "read-only")
    for action in ("save", "create", "hold", "remove"):
        assert seen[action].endswith("the file system is read-only."), action
    assert "--data-dir" in seen["hint"]
    assert seen["turns"] == "1"
    assert seen["answered in the list"] == "1"


def test_what_may_not_be_read_is_to_be_made_readable(root: Path) -> None:
    with pytest.raises(StorageError) as refused, plain_errors("read", root / "index.json"):
        raise PermissionError(errno.EACCES, "Permission denied")
    assert refused.value.message.endswith("index.json: permission denied.")
    assert refused.value.hint == "Make it readable, or choose another folder with --data-dir."


def too_long(path: Path) -> None:
    path.touch()
    os.truncate(path, 100_000_001)


def without_end(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("lay", "says"),
    [(os.mkfifo, "is empty"), (without_end, "is a device"), (too_long, "larger than 100 MB")],
    ids=["pipe", "device", "too long"],
)
def test_what_lies_in_place_of_a_document_is_not_waited_for_and_has_an_end(tmp_path, lay, says) -> None:
    lay(tmp_path / "session.json")
    with pytest.raises(StorageError, match=says):
        AtomicStorage(tmp_path / "session.json").read()
