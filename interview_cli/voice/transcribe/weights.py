"""The models of the local engines: which there are, where they lie, and what is missing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interview_cli.errors import UsageError
from interview_cli.voice.transcribe.engine import EngineName

DEFAULT_SIZE = "base"
_OPENAI = "https://openaipublic.azureedge.net/main/whisper/models"
HUGGING_FACE = "https://huggingface.co"
# SHA-256 of OpenAI's files, which is also part of their address; repository of the converted ones; megabytes
# of each. The package of either engine has the same table, but importing it takes seconds.
_SIZES = {
    "tiny": (
        "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9",
        "Systran/faster-whisper-tiny",
        75,
        78,
    ),
    "tiny.en": (
        "d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03",
        "Systran/faster-whisper-tiny.en",
        75,
        78,
    ),
    "base": (
        "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e",
        "Systran/faster-whisper-base",
        145,
        148,
    ),
    "base.en": (
        "25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead",
        "Systran/faster-whisper-base.en",
        145,
        148,
    ),
    "small": (
        "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794",
        "Systran/faster-whisper-small",
        484,
        486,
    ),
    "small.en": (
        "f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872",
        "Systran/faster-whisper-small.en",
        484,
        486,
    ),
    "medium": (
        "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1",
        "Systran/faster-whisper-medium",
        1530,
        1530,
    ),
    "medium.en": (
        "d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f",
        "Systran/faster-whisper-medium.en",
        1530,
        1530,
    ),
    "large-v3": (
        "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb",
        "Systran/faster-whisper-large-v3",
        3090,
        3090,
    ),
    "turbo": (
        "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a",
        "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        1620,
        1620,
    ),
}
SIZES = tuple(_SIZES)
# Under which names OpenAI publishes what people call differently.
_FILES = {"turbo": "large-v3-turbo"}
# What faster-whisper reads; the last two in one of their forms, and not in every repository.
NEEDED = ("config.json", "model.bin", "tokenizer.json")
WANTED = (*NEEDED, "preprocessor_config.json", "vocabulary.json", "vocabulary.txt")


@dataclass(frozen=True, slots=True)
class Weights:
    """One model for one engine: its size's name, where it comes from, and about how many megabytes it has.

    For openai-whisper `address` is the file's and `sha256` its hash; for faster-whisper `repository` names
    the folder at Hugging Face, which keeps the hashes itself.
    """

    engine: EngineName
    size: str
    megabytes: int
    address: str
    sha256: str = ""
    repository: str = ""

    def place(self, folder: Path) -> Path:
        """Where it lies below the folder of models: a file for openai-whisper, else a folder."""
        if self.engine == "whisper":
            return folder / "whisper" / self.address.rpartition("/")[2]
        return folder / "faster-whisper" / self.size


def weights_of(engine: EngineName, size: str) -> Weights:
    """The model of that size. Raises UsageError for a size there is none of."""
    known = _SIZES.get(size)
    if known is None:
        raise UsageError(f"There is no Whisper model of size {size!r}.", f"There are {', '.join(SIZES)}.")
    sha256, repository, openai_megabytes, faster_megabytes = known
    if engine == "whisper":
        address = f"{_OPENAI}/{sha256}/{_FILES.get(size, size)}.pt"
        return Weights(engine, size, openai_megabytes, address, sha256=sha256)
    address = f"{HUGGING_FACE}/{repository}"
    return Weights(engine, size, faster_megabytes, address, repository=repository)


def find(
    engine: EngineName, size: str, folder: Path, *, environ: Mapping[str, str] = os.environ
) -> Path | None:
    """Where a model lies on this machine, ready to be loaded; None when it has to be installed first.

    `size` is one of SIZES or the path of a .pt file or a CTranslate2 folder; `folder` is where this program
    installs models. What the engine's own library downloaded earlier is found too. Raises UsageError for
    neither a size nor a path.
    """
    if is_path(size):
        path = Path(size).expanduser()
        return path.absolute() if _is_complete(engine, path) else None
    weights = weights_of(engine, size)
    places = [weights.place(folder), *_caches(weights, environ)]
    return next((place for place in places if _is_complete(engine, place)), None)


def is_path(size: str) -> bool:
    """Whether a model is named by where it lies rather than by its size."""
    return size not in _SIZES and (size.endswith(".pt") or "/" in size or os.sep in size or size == "~")


def looked_for(engine: str) -> str:
    """What a model of that engine is on disk, in words."""
    return "file that ends in .pt" if engine == "whisper" else f"folder with {', '.join(NEEDED)}"


def _is_complete(engine: EngineName, path: Path) -> bool:
    if engine == "whisper":
        return path.suffix == ".pt" and path.is_file()
    return all((path / name).is_file() for name in NEEDED)


def _caches(weights: Weights, environ: Mapping[str, str]) -> list[Path]:
    """Where openai-whisper and Hugging Face's library keep what they download."""
    cache = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if weights.engine == "whisper":
        return [cache / "whisper" / weights.address.rpartition("/")[2]]
    home = Path(environ.get("HF_HOME") or cache / "huggingface")
    hub = Path(environ.get("HF_HUB_CACHE") or home / "hub")
    return sorted((hub / f"models--{weights.repository.replace('/', '--')}" / "snapshots").glob("*"))
