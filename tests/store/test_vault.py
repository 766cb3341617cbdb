"""The vault: what is encrypted opens with the right passphrase alone, and a wrong one changes nothing."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import StorageError, UsageError
from interview_cli.store.codec import MAGIC, PLAIN, LockedFileError, SealedCodec
from interview_cli.store.vault import KEY_BYTES, Vault, WrongPassphrase, decrypted, encrypted

KEY = bytes(range(32))


def says(passphrase: str):  # type: ignore[no-untyped-def] # an Ask
    """Who gives this passphrase whatever is asked."""
    return lambda label: passphrase


def nobody(label: str) -> str:
    raise AssertionError(f"asked for {label}")


def test_the_passphrase_gives_the_same_key_every_time(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault.json")
    key = vault.make("passphrase", says("four words are good"))

    assert len(key) == KEY_BYTES
    assert Vault(tmp_path / "vault.json").open(says("four words are good")) == key
    assert (tmp_path / "vault.json").stat().st_mode & 0o777 == 0o600
    assert b"four words" not in (tmp_path / "vault.json").read_bytes()


def test_a_wrong_passphrase_is_told_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "vault.json"
    vault = Vault(path)
    vault.make("passphrase", says("four words are good"))
    before = path.read_bytes()

    for wrong in ("", "four words are goof", "Four words are good", "x" * 10_000):
        with pytest.raises(WrongPassphrase):
            vault.open(says(wrong))
    assert path.read_bytes() == before


def test_a_short_passphrase_makes_no_vault(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at least 8 characters"):
        Vault(tmp_path / "vault.json").make("passphrase", says("short"))
    assert list(tmp_path.iterdir()) == []


def test_another_passphrase_opens_the_same_key(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault.json")
    key = vault.make("passphrase", says("four words are good"))
    vault.move(key, "passphrase", says("five other words are fine"))

    assert vault.open(says("five other words are fine")) == key
    with pytest.raises(WrongPassphrase):
        vault.open(says("four words are good"))


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"[]",
        b'{"version": 2, "place": "keyring", "sealed": ""}',
        b'{"version": 1, "place": "passphrase", "sealed": "", "scrypt": {"n": 1073741824, "r": 8, "p": 1}}',
        b'{"version": 1, "place": "passphrase", "sealed": "", "scrypt": {"n": 32768, "r": 8, "p": 0}}',
    ],
)
def test_a_damaged_vault_is_told_at_once_and_left_alone(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "vault.json"
    path.write_bytes(damage)

    with pytest.raises(StorageError, match=r"vault.json"):
        Vault(path).open(nobody)
    assert path.read_bytes() == damage


def test_a_key_in_the_keyring_needs_no_passphrase(tmp_path: Path, keyring_file: Path) -> None:
    vault = Vault(tmp_path / "vault.json")
    key = vault.make("keyring", nobody)

    assert vault.open(nobody) == key
    vault.remove()
    assert orjson.loads(keyring_file.read_bytes()) == {}
    assert not vault.is_there


def test_a_keyring_without_the_key_or_with_another_one_is_told(tmp_path: Path, keyring_file: Path) -> None:
    vault = Vault(tmp_path / "vault.json")
    vault.make("keyring", nobody)
    kept = orjson.loads(keyring_file.read_bytes())

    for text in ({}, dict.fromkeys(kept, "AAAA"), dict.fromkeys(kept, "A" * 43 + "=")):
        keyring_file.write_bytes(orjson.dumps(text))
        with pytest.raises(StorageError, match="does not hold the key"):
            vault.open(nobody)
    keyring_file.write_text("locked")
    with pytest.raises(StorageError, match="Cannot read the system's keyring"):
        vault.open(nobody)


@given(st.binary(max_size=500), st.binary(max_size=500))
def test_what_is_encrypted_comes_back_and_tells_nothing(one: bytes, other: bytes) -> None:
    sealed = encrypted(KEY, one)

    assert decrypted(KEY, sealed) == one
    assert encrypted(KEY, one) != sealed, "never the same twice"
    if len(one) > 8:
        assert one not in sealed
    with pytest.raises(ValueError, match="does not fit"):
        decrypted(bytes(32), sealed)
    if other and other != sealed:
        with pytest.raises(ValueError, match=r"\w"):
            decrypted(KEY, other)


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_changed_bit_is_always_noticed(data: bytes, draw: st.DataObject) -> None:
    sealed = bytearray(encrypted(KEY, data))
    sealed[draw.draw(st.integers(0, len(sealed) - 1))] ^= 1 << draw.draw(st.integers(0, 7))

    with pytest.raises(ValueError, match="does not fit"):
        decrypted(KEY, bytes(sealed))


@given(st.binary(max_size=300).filter(lambda data: not data.startswith(MAGIC)))
def test_a_folder_may_hold_both_kinds_while_it_is_converted(data: bytes) -> None:
    sealing, leaving = SealedCodec(KEY), SealedCodec(KEY, plainly=True)

    assert sealing.decode(data) == leaving.decode(data) == data
    assert sealing.decode(sealing.encode(data)) == leaving.decode(sealing.encode(data)) == data
    assert leaving.encode(data) == data
    for codec in (PLAIN, SealedCodec(bytes(32))):
        with pytest.raises(LockedFileError):
            codec.decode(sealing.encode(data))
