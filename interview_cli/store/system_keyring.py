"""The keyring of the system: macOS Keychain, Windows Credential Locker, Secret Service or KWallet.

`keyring` was chosen as it is what Python programs use for all of these, and is well kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from interview_cli.errors import StorageError

SERVICE = "interview-cli"


def is_there() -> bool:
    """Whether this system has a keyring that can be used now."""
    import keyring
    from keyring.backends import fail

    try:
        found = keyring.get_keyring()
        usable = not isinstance(found, fail.Keyring) and found.priority > 0
    except Exception:  # a backend may fail in any way of its system's; there is then none to use
        return False
    return bool(usable)


def get(name: str) -> str | None:
    """What is kept under a name, None when nothing is. Raises StorageError."""
    import keyring

    with _plain_errors("read"):
        return keyring.get_password(SERVICE, name)


def put(name: str, value: str) -> None:
    """Keep something under a name. Raises StorageError."""
    import keyring

    with _plain_errors("write to"):
        keyring.set_password(SERVICE, name, value)


def drop(name: str) -> None:
    """Forget what is kept under a name; nothing happens where nothing is. Raises StorageError."""
    import keyring
    from keyring.errors import PasswordDeleteError

    with _plain_errors("change"):
        try:
            keyring.delete_password(SERVICE, name)
        except PasswordDeleteError:
            return


@contextmanager
def _plain_errors(action: str) -> Iterator[None]:
    try:
        yield
    except StorageError:
        raise
    except Exception as error:  # every system's keyring has errors of its own, of no common kind
        raise StorageError(
            f"Cannot {action} the system's keyring: {type(error).__name__}.",
            "Unlock it, or say with --in where else to keep it.",
        ) from error
