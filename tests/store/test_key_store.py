"""Kept keys: in the keyring or encrypted, told by their last four characters and never whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.store.key_store import KeptKey, KeyStore
from interview_cli.store.vault import WrongPassphrase

SECRET = "sk-proj-Q7xT2mVb9LkZ4wRn8sYd"


def store(folder: Path, passphrase: str = "four words are good") -> KeyStore:
    return KeyStore(folder, lambda label: passphrase)


def test_without_a_keyring_a_key_lies_encrypted_in_a_private_file(tmp_path: Path) -> None:
    assert store(tmp_path).put("openai", f"  {SECRET}\n") == "file"

    assert store(tmp_path).kept() == [KeptKey("openai", "file", SECRET[-4:])]
    assert store(tmp_path).get("openai") == SECRET
    for path in tmp_path.iterdir():
        assert SECRET[:-4] not in path.read_text("utf-8")
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(WrongPassphrase):
        store(tmp_path, "another passphrase").get("openai")


def test_with_a_keyring_it_lies_there_and_in_no_file(tmp_path: Path, keyring_file: Path) -> None:
    keys = KeyStore(tmp_path / "config", lambda label: pytest.fail("asked"))
    assert keys.put("openai", SECRET) == "keyring"

    assert keys.get("openai") == SECRET
    assert SECRET in keyring_file.read_text("utf-8")
    assert SECRET not in "".join(path.read_text("utf-8") for path in (tmp_path / "config").iterdir())
    keys.remove("openai")
    assert SECRET not in keyring_file.read_text("utf-8")
    assert keys.kept() == []


def test_a_key_moves_from_one_place_to_the_other(tmp_path: Path, keyring_file: Path) -> None:
    keys = store(tmp_path / "config")
    keys.put("openai", SECRET)
    keys.put("openai", SECRET[::-1], "file")

    assert SECRET not in keyring_file.read_text("utf-8")
    assert keys.get("openai") == SECRET[::-1]


def test_another_passphrase_opens_the_same_keys(tmp_path: Path) -> None:
    store(tmp_path).put("openai", SECRET)
    given = iter(["four words are good", "five other words are fine"])
    KeyStore(tmp_path, lambda label: next(given)).change_passphrase()

    assert store(tmp_path, "five other words are fine").get("openai") == SECRET
    with pytest.raises(WrongPassphrase):
        store(tmp_path).get("openai")
    with pytest.raises(NotFoundError):
        store(tmp_path / "empty").change_passphrase()


def test_listing_asks_for_nothing_and_short_keys_show_nothing(tmp_path: Path) -> None:
    store(tmp_path).put("openai", SECRET)
    store(tmp_path).put("groq", "gsk-12345")

    asking = KeyStore(tmp_path, lambda label: pytest.fail("asked"))
    assert [one.ending for one in asking.kept()] == ["", SECRET[-4:]]


@pytest.mark.parametrize(
    "text", ["", "  \n", "two words", "sk-\x1b[31m123456", "schlüssel-123456", "k" * 9000]
)
def test_what_can_be_no_key_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        store(tmp_path).put("openai", text)
    assert store(tmp_path).kept() == []


def test_a_key_that_is_not_kept_and_a_damaged_list_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="No key of groq is kept"):
        store(tmp_path).remove("groq")
    (tmp_path / "keys.json").write_text("{")
    with pytest.raises(StorageError, match="damaged"):
        store(tmp_path).kept()


def test_a_key_that_went_from_the_keyring_says_what_to_do(tmp_path: Path, keyring_file: Path) -> None:
    keys = store(tmp_path / "config")
    keys.put("openai", SECRET)
    keyring_file.write_text("{}")

    with pytest.raises(StorageError, match="cannot be read") as told:
        keys.get("openai")
    assert told.value.hint == "Set it again: interview keys set openai"


def test_a_key_of_another_vault_is_told_and_left(tmp_path: Path) -> None:
    store(tmp_path).put("openai", SECRET)
    (tmp_path / "keys.vault.json").unlink()
    before = (tmp_path / "keys.json").read_bytes()

    with pytest.raises(StorageError, match="cannot be read"):
        store(tmp_path).get("openai")
    assert (tmp_path / "keys.json").read_bytes() == before
