"""Kept keys of providers, where this run finds them, and the passphrase that opens them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.llm.environment import Kept
    from interview_cli.store.key_store import KeyStore
    from interview_cli.wiring.home import Home

# The names of variables.
PASSPHRASE = "INTERVIEW_PASSPHRASE"  # noqa: S105
NEW_PASSPHRASE = "INTERVIEW_NEW_PASSPHRASE"  # noqa: S105

# One for each folder of settings: what was opened once in a process stays open in it.
_stores: dict[Path, KeyStore] = {}


def open_keys(home: Home) -> KeyStore:
    """The kept keys of this run's settings."""
    from interview_cli.store.key_store import KeyStore

    folder = home.config_file.parent
    if folder not in _stores:
        _stores[folder] = KeyStore(folder, ask_passphrase)
    return _stores[folder]


def use_kept_keys(home: Home) -> None:
    """Let models find the keys that are kept, where the environment does not set them."""
    from interview_cli.llm.environment import KeyedEnvironment, use

    environ = os.environ if home.environ is None else home.environ
    use(KeyedEnvironment(environ, partial(_kept, home)))


def unlock_keys(home: Home) -> None:
    """Ask for the passphrase of kept keys now, while there is a terminal to ask at. Raises UsageError."""
    open_keys(home).unlock()


def environment_for(models: Sequence[str]) -> dict[str, str] | None:
    """This process's variables with the kept keys of these models, for another process; None without any.

    It cannot ask for a passphrase, and is handed no more keys than it needs. Raises UsageError, StorageError.
    """
    from interview_cli.llm.environment import is_kept, process_environment
    from interview_cli.llm.providers import provider_of

    environ = process_environment()
    wanted = {provider_of(name).variable for name in models}
    kept = {name: environ[name] for name in wanted if is_kept(environ, name)}
    return {**os.environ, **kept} if kept else None


def provider_named(name: str) -> str:
    """The prefix of a provider, by that or by its name in any case. Raises UsageError for an unknown one."""
    from difflib import get_close_matches

    from interview_cli.llm.provider_table import PROVIDERS, UNTABLED_PREFIXES

    wanted = name.strip().lower()
    by_name = {provider.name.lower(): provider.prefix for provider in PROVIDERS}
    known = [provider.prefix for provider in PROVIDERS]
    if wanted in known or wanted in UNTABLED_PREFIXES:
        return wanted
    if wanted in by_name:
        return by_name[wanted]
    near = get_close_matches(wanted, [*known, *UNTABLED_PREFIXES], n=1)
    meant = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known[:8])} and others."
    raise UsageError(f"There is no provider {name!r}.", meant)


def variable_of(provider: str) -> str:
    """The variable that a provider's key stands in."""
    from interview_cli.llm.provider_table import PROVIDERS, Provider

    found = next((one for one in PROVIDERS if one.prefix == provider), Provider(provider, provider))
    return found.variable


def ask_passphrase(label: str) -> str:
    """The passphrase, from its variable or asked for at the terminal, a new one twice.

    One in the place of another comes from a variable of its own. Raises UsageError where there is neither.
    """
    from interview_cli.llm.keys import remember
    from interview_cli.store.vault import ANOTHER, PRESENT

    is_new = label != PRESENT
    variable = NEW_PASSPHRASE if label == ANOTHER else PASSPHRASE
    given = (os.environ.get(NEW_PASSPHRASE) if is_new else None) or os.environ.get(variable)
    if not given:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            missing = f"{label} is needed" if label == ANOTHER else "A passphrase is needed"
            raise UsageError(f"{missing}, and nobody is there to be asked.", f"Set {variable}.")
        given = _asked(label)
        if is_new and _asked("Once more") != given:
            raise UsageError("The two are not the same.", "Nothing was changed; try again.")
    remember(given)
    return given


def _asked(label: str) -> str:
    from getpass import getpass

    try:
        return getpass(f"{label}: ", sys.stderr)
    except EOFError as error:
        raise UsageError("No passphrase was given.", "Nothing was changed.") from error


def _kept(home: Home) -> Kept:
    store = open_keys(home)

    def reader(provider: str) -> Callable[[], str]:
        return lambda: store.get(provider) or ""

    found: Mapping[str, Callable[[], str]] = {
        variable_of(one.provider): reader(one.provider) for one in store.kept()
    }
    return found
