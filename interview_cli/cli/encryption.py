"""Encryption of the data folder, as `config set encrypt` switches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interview_cli.cli import console
from interview_cli.errors import StorageError

if TYPE_CHECKING:
    from interview_cli.store.at_rest import Converted
    from interview_cli.wiring import Home

MOST_TOLD = 5


def set_encryption(home: Home, value: str, place: str | None) -> None:
    """Write the setting and convert what is there. Raises UsageError, StorageError."""
    from interview_cli.settings import checked, write_setting
    from interview_cli.wiring.at_rest import decrypt_data, encrypt_data, state_of
    from interview_cli.wiring.home import data_key

    wanted = checked({"encrypt": value}, {}, "config set").encrypt if value else False
    if wanted:
        done = encrypt_data(home, _progress, place)
        write_setting(home.config_file, "encrypt", "true")
        console.say(f"encrypt = true. Encrypted {done.files} files in {home.data_dir}.")
        if state_of(home) == "encrypted":
            _tell_key(home)
    else:
        # A wrong passphrase changes nothing, and a plain folder is refused where the setting says otherwise.
        data_key(home)
        write_setting(home.config_file, "encrypt", value)
        done = decrypt_data(home, _progress)
        console.say(f"encrypt = false. Made {done.files} files in {home.data_dir} plain.")
    _tell_left(done)


def _progress(done: int, total: int) -> None:
    console.ticker(f"{done} of {total} sessions" if done < total else "")


def _tell_key(home: Home) -> None:
    from interview_cli.wiring.home import open_vault

    if open_vault(home).place == "keyring":
        console.say("The key lies in the system's keyring: a copy of the folder opens on this machine alone.")
    else:
        console.say("The key lies under your passphrase. Whoever forgets it can read nothing any more.")


def _tell_left(done: Converted) -> None:
    if done.left:
        more = f" and {len(done.left) - MOST_TOLD} more" if len(done.left) > MOST_TOLD else ""
        raise StorageError(
            f"Left as they are: {' '.join(done.left[:MOST_TOLD])}{more}",
            "Finish or close what is open, mend the rest, and run it again.",
        )
