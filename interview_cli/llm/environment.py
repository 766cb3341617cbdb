"""The variables that keys and addresses are read from: this process's own, then keys that are kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

# How to read each kept key, by the variable it would stand in.
Kept = Mapping[str, Callable[[], str]]


class KeyedEnvironment(Mapping[str, str]):
    """Variables of an environment, and after them kept keys by the variables they would stand in.

    `kept` is asked once, when a variable is wanted that the environment does not set. A key is read when it
    is used and not before, since that may ask for a passphrase. Iterating gives the environment's own
    variables and the keys that were read so far.
    """

    def __init__(self, environ: Mapping[str, str], kept: Callable[[], Kept]) -> None:
        self._environ = environ
        self._list = kept
        self._listed: Kept | None = None
        self._read: dict[str, str] = {}

    @property
    def _kept(self) -> Kept:
        if self._listed is None:
            self._listed = self._list()
        return self._listed

    def __getitem__(self, name: str) -> str:
        if not self.is_kept(name):
            return self._environ[name]
        if name not in self._read:
            from interview_cli.llm.keys import remember

            self._read[name] = self._kept[name]()
            remember(self._read[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._environ or name in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._environ), **self._read})

    def __len__(self) -> int:
        return len({*self._environ, *self._read})

    def is_kept(self, name: str) -> bool:
        """Whether a variable stands for a key that is kept, as the environment does not set it."""
        return not self._environ.get(name) and name in self._kept


_process: list[Mapping[str, str]] = [os.environ]


def process_environment() -> Mapping[str, str]:
    """The variables of this process, with the keys that are kept once `use` was told of them."""
    return _process[-1]


def use(environ: Mapping[str, str]) -> None:
    """Let this process read keys and addresses from these variables from now on."""
    _process[:] = [environ]


def is_kept(environ: Mapping[str, str], name: str) -> bool:
    """Whether a variable stands for a key that is kept."""
    return isinstance(environ, KeyedEnvironment) and environ.is_kept(name)


def is_set(environ: Mapping[str, str], name: str) -> bool:
    """Whether a variable has a value, without reading a key that is kept for it."""
    return is_kept(environ, name) or bool(environ.get(name))


def where_from(environ: Mapping[str, str], name: str) -> str:
    """Why a variable has a value, for a sentence."""
    return "a key for it is kept" if is_kept(environ, name) else f"{name} is set"
