"""Encryption of what lies in the data folder, switched on and off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from interview_cli.wiring.home import Home, data_key, open_vault, usual_place
from interview_cli.wiring.keys import ask_passphrase

if TYPE_CHECKING:
    from interview_cli.store.at_rest import Converted

State = Literal["plain", "encrypted", "being made plain"]


def state_of(home: Home) -> State:
    """How the data folder lies on the disk. Raises StorageError."""
    vault = open_vault(home)
    if not vault.is_there:
        return "plain"
    return "being made plain" if vault.leaving else "encrypted"


def encrypt_data(home: Home, tell: Callable[[int, int], None], place: str | None = None) -> Converted:
    """Encrypt all that is there and all that comes; again, to do what was left.

    The key lies in the system's keyring, or under a passphrase that is asked for where there is none, or as
    `place` says: then it moves there, and a passphrase becomes another one. Raises UsageError, StorageError.
    """
    from interview_cli.store.at_rest import convert
    from interview_cli.store.codec import SealedCodec
    from interview_cli.voice.capture.sealing import seal

    vault = open_vault(home)
    if vault.is_there:
        key = vault.open(ask_passphrase)
        vault.mark(leaving=False)
        if place is not None:
            vault.move(key, "keyring" if place == "keyring" else "passphrase", ask_passphrase)
    elif place is None:
        vault.make(usual_place(), ask_passphrase)
    else:
        vault.make("keyring" if place == "keyring" else "passphrase", ask_passphrase)
    sealing = data_key(home)
    assert sealing is not None
    return convert(home.data_dir, SealedCodec(sealing), partial(seal, key=sealing), tell)


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
    vault.mark(leaving=True)
    done = convert(home.data_dir, SealedCodec(key, plainly=True), partial(unseal, key=key), tell)
    if not done.left:
        vault.remove()
    return done
