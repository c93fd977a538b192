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
    data_folder,
    held_key,
    key_file,
    make_key_file,
    other_key,
    publication_key,
    read_key_file,
    secret,
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
    assert [path.name for path in no_key_given.iterdir()] == ["publication-key"]


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
    digest = PublicationKey(LONG).file_digest("a.csv", tmp_path / "x")
    begin = b'["wijkwerk", "file", "a.csv"]\0'
    assert digest == hmac.new(LONG.encode(), begin + b"4,100\n", hashlib.sha256).hexdigest()


def test_digests_tell_keys_names_and_contents_apart_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("4")
    (tmp_path / "b").write_text("5")
    keys = PublicationKey(LONG), PublicationKey(LONG + "!")
    digests = {
        key.file_digest(name, tmp_path / path)
        for key in keys
        for name in ("n", "m")
        for path in ("a", "b")
    }
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
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_what_cannot_be_made_again_lies_in_build_data_unless_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WIJKWERK_DATA", raising=False)
    assert data_folder() == tmp_path.resolve() / "build" / "data"
    monkeypatch.setenv("WIJKWERK_DATA", "elsewhere/../here")
    assert data_folder() == tmp_path.resolve() / "here"


def test_a_secret_is_given_itself_or_in_a_file_and_none_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOME_SECRET", raising=False)
    monkeypatch.delenv("SOME_SECRET_FILE", raising=False)
    assert secret("SOME_SECRET") == ""
    monkeypatch.setenv("SOME_SECRET", " with its spaces ")
    assert secret("SOME_SECRET") == " with its spaces "
    (tmp_path / "one").write_text("  s\u00e9cret\n", "utf-8")
    monkeypatch.setenv("SOME_SECRET_FILE", str(tmp_path / "one"))
    assert secret("SOME_SECRET") == "s\u00e9cret"


@pytest.mark.parametrize("contents", [None, b"\xff\xfe no text"])
def test_a_secret_that_cannot_be_read_is_told_with_its_file(
    contents: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one"
    if contents is not None:
        path.write_bytes(contents)
    monkeypatch.setenv("SOME_SECRET_FILE", str(path))
    with pytest.raises(InputError) as wrong:
        secret("SOME_SECRET")
    assert str(wrong.value) == (
        f"SOME_SECRET_FILE: the file can't be read: found '{path}'; expected a file with the secret."
    )


def test_folders_above_a_new_key_file_are_made_and_the_key_is_of_400_random_bits(
    tmp_path: Path,
) -> None:
    paths = [tmp_path / "a" / "b" / name for name in ("one", "two")]
    for path in paths:
        make_key_file(path)
    # 50 bytes in base 64, without padding: 400 / 6 characters.
    assert [len(path.read_text()) for path in paths] == [67, 67]
    assert paths[0].read_text() != paths[1].read_text()


def test_what_a_key_file_that_others_can_read_costs_is_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f" {LONG}\n")
    path.chmod(0o604)
    with pytest.raises(InputError) as wrong:
        read_key_file(path, "all log in again.")
    assert str(wrong.value) == (
        f"{path}: others can read the key: expected a file with mode 600. "
        "chmod 600 it if you trust them. Else replace it: all log in again."
    )
    path.chmod(0o700)  # its owner's own business
    assert read_key_file(path, "") == LONG


def test_a_digest_of_a_value_is_the_standard_one_of_its_canonical_json() -> None:
    key = PublicationKey(LONG)
    begin = b'["wijkwerk", "value", "recipe"]\0'
    for value, text in [
        ({"b": [1, "\u00e9"], "a": None}, b'{"a":null,"b":[1,"\\u00e9"]}'),
        ([], b"[]"),
    ]:
        expected = hmac.new(LONG.encode(), begin + text, hashlib.sha256).hexdigest()
        assert key.digest("recipe", value) == expected
    begin = b'["wijkwerk", "fingerprint"]\0'
    assert key.fingerprint == hmac.new(LONG.encode(), begin, hashlib.sha256).hexdigest()[:16]


def test_a_key_given_in_a_file_alone_is_given(
    no_key_given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text(LONG)
    monkeypatch.setenv(f"{PUBLICATION_KEY}_FILE", str(tmp_path / "secret"))
    assert key_file() is None
    assert held_key() == publication_key() == PublicationKey(LONG)
    assert not no_key_given.exists()


def test_why_a_key_is_refused_and_what_to_do_is_told_with_its_place(
    no_key_given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_key_given.mkdir()
    path = no_key_given / "publication-key"
    path.write_text(LONG)
    path.chmod(0o640)
    with pytest.raises(InputError) as wrong:
        held_key()
    assert str(wrong.value) == (
        f"{path}: others can read the key: expected a file with mode 600. chmod 600 it if you trust "
        "them. Else replace it: inputs of what was published before can then no longer be verified."
    )
    path.chmod(0o600)
    path.write_text("short")
    for place in (str(path), PUBLICATION_KEY):
        with pytest.raises(InputError) as wrong:
            held_key()
        assert str(wrong.value) == (
            f"{place}: the key is too short to be a secret: expected at least 32 characters that "
            "nobody can guess. Make one with: openssl rand -hex 40"
        )
        monkeypatch.setenv(PUBLICATION_KEY, "short")


def test_a_folder_for_the_key_that_cannot_be_written_says_what_to_set(
    no_key_given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_key_given.write_text("a file where the folder should be")
    monkeypatch.setenv("WIJKWERK_DATA", str(no_key_given / "below"))
    with pytest.raises(InputError) as wrong:
        publication_key()
    assert str(wrong.value) == (
        f"{no_key_given / 'below' / 'publication-key'}: the publication key can't be kept there "
        "(Not a directory): expected a folder that can be written. Set WIJKWERK_DATA to such a "
        "folder, or give the key as WIJKWERK_PUBLICATION_KEY_FILE."
    )


def test_the_whole_reason_why_inputs_cannot_be_verified(no_key_given: Path) -> None:
    assert other_key("0" * 16) == (
        "its inputs can only be verified with the publisher's key; set WIJKWERK_PUBLICATION_KEY_FILE"
    )
    publication_key()
    assert other_key("0" * 16) == (
        "made with another publication key than the one here; its inputs can't be verified"
    )
