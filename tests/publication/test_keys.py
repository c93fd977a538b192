"""The publisher's key: made once, kept for its owner alone, and without it digests say nothing."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

import pytest

from wijkwerk.publication.api import (
    PUBLICATION_KEY,
    PublicationKey,
    held_key,
    key_file,
    make_key_file,
    other_key,
    publication_key,
)
from wijkwerk.shared.problems import InputError

LONG = "a key that is long enough to be one, of tests"


@pytest.fixture
def no_key_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No key in the environment; gives the data folder, which isn't there yet."""
    monkeypatch.delenv(PUBLICATION_KEY, raising=False)
    monkeypatch.delenv(f"{PUBLICATION_KEY}_FILE", raising=False)
    monkeypatch.setenv("WIJKWERK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_key_is_made_at_first_use_for_its_owner_alone_and_stays(no_key_given: Path) -> None:
    assert held_key() is None
    assert not no_key_given.exists()  # asking makes nothing
    first = publication_key()
    path = no_key_given / "publication-key"
    assert key_file() == path
    assert path.stat().st_mode & 0o777 == 0o600
    assert no_key_given.stat().st_mode & 0o777 == 0o700
    assert len(path.read_text()) >= 32
    assert publication_key() == first == held_key()
    assert [one.name for one in no_key_given.iterdir()] == ["publication-key"]


def test_a_key_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(LONG)
    make_key_file(tmp_path / "key")
    assert (tmp_path / "key").read_text() == LONG


def test_the_environment_or_the_file_it_names_comes_first_and_nothing_is_made(
    no_key_given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLICATION_KEY, LONG)
    assert key_file() is None
    assert publication_key() == PublicationKey(LONG)
    (tmp_path / "secret").write_text(f"{LONG}, from a file\n")
    monkeypatch.setenv(f"{PUBLICATION_KEY}_FILE", str(tmp_path / "secret"))
    assert publication_key() == PublicationKey(f"{LONG}, from a file")
    assert not no_key_given.exists()


def test_a_key_that_can_be_guessed_or_read_by_others_is_refused(
    no_key_given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication_key()
    (no_key_given / "publication-key").chmod(0o640)
    with pytest.raises(InputError, match="others can read the key"):
        publication_key()
    monkeypatch.setenv(PUBLICATION_KEY, "x" * 31)
    with pytest.raises(InputError, match=rf"{PUBLICATION_KEY}: the key is too short"):
        publication_key()
    monkeypatch.setenv(PUBLICATION_KEY, "x" * 32)
    assert publication_key() == PublicationKey("x" * 32)


def test_a_folder_that_cannot_be_written_is_told(
    no_key_given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_key_given.write_text("a file where the folder should be")
    monkeypatch.setenv("WIJKWERK_DATA", str(no_key_given / "below"))
    with pytest.raises(InputError, match="the publication key can't be kept there"):
        publication_key()


def test_a_digest_is_the_standard_one_of_purpose_name_and_contents(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"4,100\n")
    found = PublicationKey(LONG).file_digest("a.csv", tmp_path / "x")
    begin = b'["wijkwerk", "file", "a.csv"]\0'
    assert found == hmac.new(LONG.encode(), begin + b"4,100\n", hashlib.sha256).hexdigest()


def test_digests_tell_keys_names_and_contents_apart_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("4")
    (tmp_path / "b").write_text("5")
    keys = PublicationKey(LONG), PublicationKey(LONG + "!")
    digests = {
        key.file_digest(name, tmp_path / path)
        for key in keys for name in ("n", "m") for path in ("a", "b")
    }  # fmt: skip
    assert len(digests) == 8
    assert keys[0].file_digest("n", tmp_path / "a") == keys[0].file_digest("n", tmp_path / "a")
    assert keys[0].digest("n", ["4"]) != keys[0].digest("n", ["5"])
    assert keys[0].digest("n", {"a": 1, "b": 2}) == keys[0].digest("n", {"b": 2, "a": 1})
    assert keys[0].fingerprint != keys[1].fingerprint
    assert len(keys[0].fingerprint) == 16
    assert LONG not in repr(keys[0])


def test_why_inputs_cannot_be_verified_here(
    no_key_given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"set {PUBLICATION_KEY}_FILE" in other_key("0" * 16)
    assert not no_key_given.exists()
    own = publication_key().fingerprint
    assert other_key(own) == ""
    assert "another publication key" in other_key("0" * 16)
    assert "another publication key" in other_key(None)


def test_of_two_that_make_a_key_file_at_once_the_first_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key"
    link = os.link

    def late(made: Path, target: Path) -> None:
        # The other process was between our look and our link.
        path.write_text("the first")
        link(made, target)

    monkeypatch.setattr("wijkwerk.publication.keys.os.link", late)
    make_key_file(path)
    assert path.read_text() == "the first"
    assert [one.name for one in tmp_path.iterdir()] == ["key"]
