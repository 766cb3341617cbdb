"""Encryption of what lies in the data folder, switched on and off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from interview_cli.wiring.home import (
    Home,
    check_vault_is_not_lost,
    data_key,
    keep_data_key,
    open_vault,
    usual_place,
)
from interview_cli.wiring.keys import ask_passphrase

if TYPE_CHECKING:
    from interview_cli.store.at_rest import Converted

State = Literal["plain", "encrypted", "being encrypted", "being made plain"]


def state_of(home: Home) -> State:
    """How the data folder lies on the disk. Raises StorageError, also where the vault is gone."""
    vault = open_vault(home)
    if not vault.is_there:
        check_vault_is_not_lost(home)
        return "plain"
    ways: dict[str | None, State] = {"in": "being encrypted", "out": "being made plain"}
    return ways.get(vault.way, "encrypted")


def encrypt_data(home: Home, tell: Callable[[int, int], None], place: str | None = None) -> Converted:
    """Encrypt all that is there and all that comes; again, to do what was left.

    The key lies in the system's keyring, or under a passphrase that is asked for where there is none, or as
    `place` says: then it moves there, and a passphrase becomes another one, but not when what was cut short
    is done again. Raises UsageError, StorageError.
    """
    from interview_cli.store.at_rest import convert
    from interview_cli.store.codec import SealedCodec
    from interview_cli.voice.capture.sealing import seal

    vault = open_vault(home)
    where = usual_place() if place is None else "keyring" if place == "keyring" else "passphrase"
    if vault.is_there:
        key = vault.open(ask_passphrase)
        goes_on = vault.way == "in" and vault.place == where
        # Where it cannot be moved, all is as it was.
        if place is not None and not goes_on:
            vault.move(key, where, ask_passphrase)
        vault.mark("in")
    else:
        check_vault_is_not_lost(home)
        key = vault.make(where, ask_passphrase, "in")
    keep_data_key(home, key)
    done = convert(home.data_dir, SealedCodec(key), partial(seal, key=key), tell)
    if not done.left:
        vault.mark(None)
    return done


def decrypt_data(home: Home, tell: Callable[[int, int], None]) -> Converted:
    """Make all that is there plain again; the key is forgotten once nothing needs it any more.

    Raises UsageError for a wrong passphrase, which changes nothing, and StorageError.
    """
    from interview_cli.store.at_rest import Converted, convert
    from interview_cli.store.codec import SealedCodec
    from interview_cli.voice.capture.sealing import unseal

    vault = open_vault(home)
    if not vault.is_there:
        return Converted()
    key = data_key(home)
    assert key is not None
    vault.mark("out")
    done = convert(home.data_dir, SealedCodec(key, plainly=True), partial(unseal, key=key), tell)
    if not done.left:
        vault.remove()
    return done
