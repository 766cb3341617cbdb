"""The places of one run and what is read from them: settings, library and stores.

Every factory imports its parts when it is called, so that a command loads no more than it uses.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from interview_cli import paths
from interview_cli.errors import StorageError, UsageError
from interview_cli.store.files import plain_errors
from interview_cli.wiring.keys import ask_passphrase, use_kept_keys

if TYPE_CHECKING:
    from interview_cli.interview.plan import Plan
    from interview_cli.library.bank import Bank
    from interview_cli.library.role import Role
    from interview_cli.library.shelf import Library
    from interview_cli.settings import Settings
    from interview_cli.store.codec import Codec
    from interview_cli.store.drill import DrillStore
    from interview_cli.store.notes import NotesStore
    from interview_cli.store.resumes import ResumeStore
    from interview_cli.store.sessions import SessionStore
    from interview_cli.store.vault import Place, Vault


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files of one run: data, settings, and the user's own roles and prompts.

    `environ` is where settings are read from beside their file, None for the process's own environment.
    `data_key` opens encrypted data where nobody can be asked for it: in another process than this one.
    """

    data_dir: Path
    config_file: Path
    roles_dir: Path
    prompts_dir: Path
    environ: Mapping[str, str] | None = field(default=None, repr=False)
    data_key: bytes | None = field(default=None, repr=False)


def open_home(
    data_dir: Path | None = None,
    config_file: Path | None = None,
    roles_dir: Path | None = None,
    prompts_dir: Path | None = None,
) -> Home:
    """The places of this run; what is not given lies where the platform keeps such things.

    Raises UsageError for a folder of roles or prompts that is named but is not there, and for a folder
    named as the settings file.
    """
    for folder in (roles_dir, prompts_dir):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"There is no folder {folder}.", "Check --roles and --prompts.")
    config = config_file or paths.default_config_dir() / "config.yaml"
    for place in filter(None, (data_dir, config_file)):
        with plain_errors("use", place):
            # Some names can't even be looked for.
            place.exists()
    if config_file and config_file.is_dir():
        raise UsageError(f"{config_file} is a folder.", "Settings lie in a file: --config FILE")
    home = Home(
        data_dir=data_dir or paths.default_data_dir(),
        config_file=config,
        roles_dir=roles_dir or config.parent / "roles",
        prompts_dir=prompts_dir or config.parent / "prompts",
    )
    use_kept_keys(home)
    return home


def open_settings(home: Home) -> Settings:
    """The settings. Raises UsageError when the file or a variable is wrong."""
    from interview_cli.settings import load_settings

    return load_settings(home.config_file, os.environ if home.environ is None else home.environ)


def open_library(home: Home) -> Library:
    """All roles and prompts, the user's own before the bundled."""
    from interview_cli.library.locator import shelves
    from interview_cli.library.shelf import Library

    return Library(shelves("roles", home.roles_dir), shelves("prompts", home.prompts_dir))


# What was opened once in a process stays open in it.
_data_keys: dict[Path, bytes] = {}


def open_vault(home: Home) -> Vault:
    """What the data folder is encrypted with, if it is."""
    from interview_cli.store.names import VAULT_FILE
    from interview_cli.store.vault import Vault

    return Vault(home.data_dir / VAULT_FILE)


def data_key(home: Home) -> bytes | None:
    """The key of the data folder, None where it is plain. Asks for the passphrase once, if there is one.

    Raises UsageError, StorageError.
    """
    if home.data_key is not None:
        return home.data_key
    vault = open_vault(home)
    if not vault.is_there:
        _data_keys.pop(home.data_dir, None)
        if not _wants_encryption(home):
            return None
        check_vault_is_not_lost(home)
        if (home.data_dir / "sessions").exists():
            raise StorageError(
                f"The setting encrypt is on, and {home.data_dir} is not encrypted.",
                "Encrypt it: interview config set encrypt true (or false, to leave it plain)",
            )
        vault.make(usual_place(), ask_passphrase)
    if home.data_dir not in _data_keys:
        _data_keys[home.data_dir] = vault.open(ask_passphrase)
    return _data_keys[home.data_dir]


def half_converted(home: Home) -> str:
    """What to say where switching encryption on or off was cut short; empty where it was not."""
    from interview_cli.store.names import VAULT_FILE

    # Looked for before the vault's own room is loaded, which most commands do without.
    if not (home.data_dir / VAULT_FILE).exists():
        return ""
    vault = open_vault(home)
    # A damaged vault is told of by the command that needs it.
    with suppress(StorageError):
        if way := vault.way:
            state, value = {"in": ("on", "true"), "out": ("off", "false")}[way]
            return f"Encryption is half switched {state}. Finish it: interview config set encrypt {value}"
    return ""


def check_vault_is_not_lost(home: Home) -> None:
    """Raise StorageError where files are encrypted and what opens them is gone."""
    from interview_cli.store.at_rest import holds_sealed
    from interview_cli.store.names import VAULT_FILE

    if not open_vault(home).is_there and holds_sealed(home.data_dir):
        raise StorageError(
            f"{home.data_dir} holds encrypted files, and {VAULT_FILE}, which opens them, is gone.",
            "Put that file back; nothing else opens them.",
        )


def keep_data_key(home: Home, key: bytes) -> None:
    """Take the key of the data folder as opened, so that nobody is asked for it again in this process."""
    _data_keys[home.data_dir] = key


def _wants_encryption(home: Home) -> bool:
    # Settings take longer to load than a session to list, and most people have none.
    environ = os.environ if home.environ is None else home.environ
    if not home.config_file.is_file() and not environ.get("INTERVIEW_ENCRYPT"):
        return False
    return open_settings(home).encrypt


def usual_place() -> Place:
    """Where the key of encrypted data lies unless told: the system's keyring, a passphrase without one."""
    from interview_cli.store import system_keyring

    return "keyring" if system_keyring.is_there() else "passphrase"


def codec_of(home: Home) -> Codec:
    """How files of the data folder are written and read. Raises UsageError, StorageError."""
    from interview_cli.store.codec import PLAIN, SealedCodec

    key = data_key(home)
    return PLAIN if key is None else SealedCodec(key, plainly=open_vault(home).way == "out")


def with_data_key(home: Home) -> Home:
    """The same places for another process, which cannot ask for a passphrase."""
    return replace(home, data_key=data_key(home))


def open_sessions(home: Home) -> SessionStore:
    """The stored sessions."""
    from interview_cli.store.sessions import SessionStore

    return SessionStore(home.data_dir, codec_of(home))


def open_drill(home: Home, sessions: SessionStore) -> DrillStore:
    """The questions of these sessions that come back."""
    from interview_cli.store.drill import DrillStore

    return DrillStore(home.data_dir, sessions, codec_of(home))


def open_resumes(home: Home) -> ResumeStore:
    """The stored resumes."""
    from interview_cli.store.resumes import ResumeStore

    return ResumeStore(home.data_dir, codec_of(home))


def open_notes(home: Home) -> NotesStore:
    """The person's own notes."""
    from interview_cli.store.notes import NotesStore

    return NotesStore(home.data_dir, codec_of(home))


def open_log(home: Home) -> AbstractContextManager[BinaryIO]:
    """The log of the full-screen app."""
    from interview_cli.store.log_file import open_log

    return open_log(home.data_dir)


def log_path(home: Home) -> Path:
    """Where the log of the full-screen app lies."""
    from interview_cli.store.log_file import LOG_FILE

    return home.data_dir / LOG_FILE


def bank_of(library: Library, plan: Plan) -> Bank:
    """The questions a plan draws on: its role's and its company's, or those that it names itself.

    Raises UsageError.
    """
    return plan.own_bank if plan.questions else library.bank(plan.role, plan.company_pack or "")


def role_of(library: Library, plan: Plan) -> Role:
    """The role a plan is for; one that names its questions needs no file of it."""
    return plan.own_bank.role if plan.questions else library.role(plan.role)
