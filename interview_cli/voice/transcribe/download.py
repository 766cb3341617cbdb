"""Fetching a model: whole or not at all, checked by its hash, and gone on with where it broke off."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.transcribe.engine import EngineName
from interview_cli.voice.transcribe.weights import HUGGING_FACE, NEEDED, WANTED, Weights, find, weights_of

Progress = Callable[[int, int], None]
_PIECE = 256 * 1024
_TIMEOUT = 30.0  # seconds without a byte
_NETWORK = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class _File:
    """One file to fetch: its name, address, size in bytes (0 when unknown) and hash.

    `git` says that the hash is git's SHA-1 of a blob rather than SHA-256 of the content.
    """

    name: str
    address: str
    size: int
    hash: str
    git: bool = False


def install(
    engine: EngineName,
    size: str,
    folder: Path,
    progress: Progress = lambda done, total: None,
    *,
    base: str = "",
    environ: Mapping[str, str] = os.environ,
) -> Path:
    """Download a model into `folder` and return where it lies; one that is there already is left alone.

    `progress` is told how many bytes are there and how many there will be. `base` (or HF_ENDPOINT for
    faster-whisper) is another server with the same paths. An interrupted download is gone on with by the next
    call, and nothing stands under the final name before it is whole and its hash is right. Raises VoiceError,
    UsageError for an unknown size.
    """
    weights = weights_of(engine, size)
    there = find(engine, size, folder, environ=environ)
    if there is not None:
        return there
    place = weights.place(folder)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VoiceError(f"{place.parent} cannot be made: {error.strerror}.") from error
    if engine == "whisper":
        part = place.with_name(place.name + ".part")
        file = _File(place.name, _at(weights.address, base), 0, weights.sha256)
        _fetch(file, part, weights, place, progress)
        part.replace(place)
        return place
    return _install_folder(weights, place, progress, base or environ.get("HF_ENDPOINT", "") or HUGGING_FACE)


def _install_folder(weights: Weights, place: Path, progress: Progress, server: str) -> Path:
    """All files of a repository, in a folder that gets its name when they are there."""
    files = _listed(weights, place, server)
    unfinished = place.with_name(place.name + ".part")
    unfinished.mkdir(exist_ok=True)
    total = sum(file.size for file in files)
    before = 0

    def tell(done: int, _: int) -> None:
        progress(before + done, total)

    for file in files:
        path = unfinished / file.name
        if not (path.is_file() and _hash_of(path, file) == file.hash):
            part = path.with_name(path.name + ".part")
            _fetch(file, part, weights, place, tell)
            part.replace(path)
        before += file.size
    progress(total, total)
    if place.is_dir():
        shutil.rmtree(place)  # one that lacked files, see `find`
    unfinished.replace(place)
    return place


def _listed(weights: Weights, place: Path, server: str) -> list[_File]:
    """The files of a repository with their hashes, as Hugging Face's API lists them."""
    root = server.rstrip("/")
    address = f"{root}/api/models/{quote(weights.repository)}/revision/main?blobs=true"
    try:
        with _opened(address) as reply:
            listed = orjson.loads(reply.read())
        files = [
            _File(
                entry["rfilename"],
                f"{root}/{quote(weights.repository)}/resolve/{listed['sha']}/{quote(entry['rfilename'])}",
                int(entry["size"]),
                entry["lfs"]["sha256"] if entry.get("lfs") else entry["blobId"],
                git=not entry.get("lfs"),
            )
            for entry in listed["siblings"]
            if entry["rfilename"] in WANTED
        ]
    except _NETWORK as error:
        raise _unreachable(address, error, weights, place) from error
    except (ValueError, KeyError, TypeError) as error:
        raise VoiceError(f"{root} does not list {weights.repository} in the way it used to.") from error
    if missing := set(NEEDED) - {file.name for file in files}:
        raise VoiceError(f"{weights.repository} at {root} lacks {', '.join(sorted(missing))}.")
    return files


def _fetch(file: _File, part: Path, weights: Weights, place: Path, progress: Progress) -> None:
    """Download into `part`, after what is there of it already. Raises VoiceError."""
    done = part.stat().st_size if part.is_file() else 0
    if not (file.size and done == file.size):
        try:
            _append(file, part, done, progress)
        except _NETWORK as error:
            raise _unreachable(file.address, error, weights, place) from error
    if _hash_of(part, file) != file.hash:
        part.unlink()
        raise VoiceError(
            f"{file.address} came with other content than it should have: its hash differs.",
            "Nothing was kept of it. Try again; if it goes on, something on the way changes files.",
        )


def _append(file: _File, part: Path, done: int, progress: Progress) -> None:
    """Ask for what is missing; a server that gives the whole file has it begin anew."""
    try:
        reply = _opened(file.address, done)
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # nothing is missing, or what is there is wrong, which its hash shows
        raise
    with reply:
        resumed = done > 0 and reply.status == http.client.PARTIAL_CONTENT
        done = done if resumed else 0
        total = file.size or done + int(reply.headers.get("Content-Length") or 0)
        progress(done, total)
        with _writing(part, "ab" if resumed else "wb") as write:
            while piece := reply.read(_PIECE):
                write(piece)
                done += len(piece)
                progress(done, max(total, done))
    if done < total:
        raise http.client.IncompleteRead(b"", total - done)


@contextlib.contextmanager
def _writing(path: Path, mode: str) -> Iterator[Callable[[bytes], object]]:
    """Write to a file, with errors of the disk told from those of the network."""

    def write(piece: bytes) -> None:
        try:
            file.write(piece)
        except OSError as error:
            raise VoiceError(f"{path} cannot be written: {error.strerror}.", "Is the disk full?") from error

    try:
        file = path.open(mode, buffering=0)
    except OSError as error:
        raise VoiceError(f"{path} cannot be written: {error.strerror}.") from error
    with file:
        yield write


def _opened(address: str, begin: int = 0) -> Any:
    headers = {"User-Agent": "interview-cli", **({"Range": f"bytes={begin}-"} if begin else {})}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 (our own table, or the person's)
    return urllib.request.urlopen(request, timeout=_TIMEOUT)  # noqa: S310


def _at(address: str, base: str) -> str:
    """The same path on another server, where one is named."""
    return base.rstrip("/") + urlsplit(address).path if base else address


def _hash_of(path: Path, file: _File) -> str:
    """The hash of what is on disk, of the kind that is known of the file."""
    digest = hashlib.sha1(usedforsecurity=False) if file.git else hashlib.sha256()
    if file.git:
        digest.update(b"blob %d\0" % path.stat().st_size)
    with path.open("rb") as content:
        while piece := content.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _unreachable(address: str, error: Exception, weights: Weights, place: Path) -> VoiceError:
    """What could not be reached, and what can be put where by hand."""
    if isinstance(error, urllib.error.HTTPError):
        reason = f"it answers {error.code} {error.reason}"
    elif isinstance(error, http.client.IncompleteRead):
        reason = "it broke off; what came is kept, and the next attempt goes on from there"
    else:
        cause = getattr(error, "reason", error)
        reason = str(getattr(cause, "strerror", None) or cause or type(error).__name__)
    if weights.engine == "whisper":
        by_hand = f"or put {weights.address} at {place}"
    else:
        by_hand = f"or put the files of {weights.address}/tree/main into {place}"
    host = urlsplit(address).netloc
    return VoiceError(f"{host} could not be reached: {reason}.", f"Try again when online, {by_hand}")
