"""All that is kept of the person, handed over or erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from interview_cli.errors import StorageError
from interview_cli.wiring.home import Home, codec_of, data_key, open_vault

if TYPE_CHECKING:
    from interview_cli.store.archive import Part
    from interview_cli.store.codec import Codec
    from interview_cli.store.holdings import Holding


def export_data(home: Home, file: IO[bytes]) -> list[str]:
    """Write a zip of all that is kept, decrypted, with the settings and the person's own roles and prompts.

    Gives the reasons why something is missing, if anything could not be read. Raises StorageError.
    """
    from interview_cli import __version__
    from interview_cli.store.archive import write_archive

    return write_archive(file, _parts(home), datetime.now(UTC), __version__)


def erase_data(home: Home) -> int:
    """Delete all that is kept, and forget the key it was encrypted with; how many files that were.

    Raises StorageError where something could not be deleted; the key is kept then.
    """
    from interview_cli.store.holdings import erase

    erased = erase(home.data_dir)
    open_vault(home).remove()
    return erased


def recording_bytes(path: Path, key: bytes | None) -> bytes:
    """A recording as a WAV file, decrypted where it was encrypted. Raises UsageError, StorageError."""
    from interview_cli.voice.capture.sealed_file import MARK, read_sealed
    from interview_cli.voice.capture.wav_file import wav_bytes

    data = _bytes(path)
    return wav_bytes(read_sealed(path, key)) if data.startswith(MARK) else data


def _parts(home: Home) -> Iterator[Part]:
    from interview_cli.store.archive import Part
    from interview_cli.store.holdings import holdings

    codec, key = codec_of(home), data_key(home)
    for holding in holdings(home.data_dir):
        read = partial(_recording if holding.kind == "recording" else _document, holding, codec, key)
        yield Part(holding.name, holding.kind, _changed(holding.path), read)
    settings = home.config_file
    own = [("settings", settings, f"settings/{settings.name}")] if settings.is_file() else []
    for kind, folder, root in (
        ("own role", "roles", home.roles_dir),
        ("own prompt", "prompts", home.prompts_dir),
    ):
        paths = (path for path in sorted(root.rglob("*")) if path.is_file())
        own += [(kind, path, f"{folder}/{path.relative_to(root).as_posix()}") for path in paths]
    for kind, path, name in own:
        yield Part(f"own/{name}", kind, _changed(path), partial(_bytes, path))


def _changed(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        # What became of it is told when it is read.
        return datetime.now(UTC)


def _document(holding: Holding, codec: Codec, _key: bytes | None) -> bytes:
    """A stored file as JSON that people can read; what is none comes as it is."""
    import orjson

    data = codec.decode(_bytes(holding.path))
    if holding.path.suffix != ".json":
        return data
    try:
        return orjson.dumps(_bare(orjson.loads(data)), option=orjson.OPT_INDENT_2) + b"\n"
    except orjson.JSONDecodeError:
        return data


def _bare(value: Any) -> Any:
    """The one document of a file of tables; other values as they are."""
    if isinstance(value, dict) and len(value) == 1:
        (table,) = value.values()
        if isinstance(table, dict) and list(table) == ["1"]:
            return table["1"]
    return value


def _recording(holding: Holding, _codec: Codec, key: bytes | None) -> bytes:
    return recording_bytes(holding.path, key)


def _bytes(path: Path) -> bytes:
    from interview_cli.store.files import read_bytes

    data = read_bytes(path)
    if data is None:
        raise StorageError(f"{path} is gone.")
    return data
