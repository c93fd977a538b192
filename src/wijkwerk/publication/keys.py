"""The publisher's key: digests of what went in say nothing to anybody who doesn't hold it.

A plain digest of a small file can be tried: who makes guesses of what it holds knows when one is
right, withheld cells and all. With a key only its holder can tell. Source: NIST FIPS 198-1 (HMAC).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from wijkwerk.registry.environment import secret_variable, variable
from wijkwerk.shared.problems import InputError

PUBLICATION_KEY = "WIJKWERK_PUBLICATION_KEY"
# Shorter ones can be guessed, digest in hand, on any machine.
_SHORTEST = 32
_FILE = "publication-key"


def data_folder() -> Path:
    """Where lies what can't be made again."""
    return Path(variable("WIJKWERK_DATA", "build/data")).resolve()


def secret(name: str) -> str:
    """A secret from the environment, or from the file that ``name``_FILE names; '' for none.

    Raises InputError when the file can't be read.
    """
    path = variable(f"{name}_FILE")
    if not path:
        return secret_variable(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as fault:
        raise InputError.of(
            f"{name}_FILE", "the file can't be read", "a file with the secret", value=path
        ) from fault


def make_key_file(path: Path) -> None:
    """Make a file with a new key, once, readable for its owner alone; one that is there stays.

    Whole or not at all; of two processes that start at once the first one wins.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def read_key_file(path: Path, if_replaced: str) -> str:
    """The key in a file of ``make_key_file``.

    Raises InputError when others can read it; ``if_replaced`` says what a new one costs.
    """
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise InputError.of(
            str(path),
            "others can read the key",
            "a file with mode 600",
            suggestion=f"chmod 600 it if you trust them. Else replace it: {if_replaced}",
        )
    return path.read_text(encoding="ascii").strip()


@dataclass(frozen=True)
class PublicationKey:
    """The key, which is never shown, and what is made with it."""

    secret: str = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Tells keys apart in a manifest, without giving them away: 16 hexadecimal digits."""
        return self._digest("fingerprint").hexdigest()[:16]

    def file_digest(self, name: str, path: Path) -> str:
        """HMAC-SHA256 of a file and its ``name`` among the inputs, in hexadecimal."""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: self._digest("file", name)).hexdigest()

    def digest(self, name: str, value: object) -> str:
        """HMAC-SHA256 of a value's canonical JSON under ``name``, in hexadecimal."""
        mac = self._digest("value", name)
        mac.update(json.dumps(value, sort_keys=True, separators=(",", ":")).encode())
        return mac.hexdigest()

    def _digest(self, *purpose: str) -> hmac.HMAC:
        """A digest that begins with what it is for, so that none passes for another one."""
        begin = json.dumps(["wijkwerk", *purpose]).encode() + b"\0"
        return hmac.new(self.secret.encode(), begin, "sha256")


def key_file() -> Path | None:
    """Where the key is kept on this machine; None when the environment gives it."""
    from_environment = any(variable(f"{PUBLICATION_KEY}{end}") for end in ("", "_FILE"))
    return None if from_environment else data_folder() / _FILE


def held_key() -> PublicationKey | None:
    """The key that is here, from the environment or the data folder; None when there is none.

    Raises InputError when it can be guessed, or when others can read it.
    """
    path = key_file()
    if path is not None and not path.is_file():
        return None
    text = (
        secret(PUBLICATION_KEY)
        if path is None
        else read_key_file(
            path, "inputs of what was published before can then no longer be verified."
        )
    )
    if len(text) < _SHORTEST:
        raise InputError.of(
            PUBLICATION_KEY if path is None else str(path),
            "the key is too short to be a secret",
            f"at least {_SHORTEST} characters that nobody can guess",
            suggestion="Make one with: openssl rand -hex 40",
        )
    return PublicationKey(text)


def publication_key() -> PublicationKey:
    """The key that publications are made with; made and kept in the data folder at first use.

    Raises InputError when it can't be kept there, can be guessed, or can be read by others.
    """
    key = held_key()
    if key is None:
        path = key_file()
        assert path is not None, "a key that is given is held"
        try:
            make_key_file(path)
        except OSError as fault:
            raise InputError.of(
                str(path),
                f"the publication key can't be kept there ({fault.strerror})",
                "a folder that can be written",
                suggestion=f"Set WIJKWERK_DATA to such a folder, or give the key as "
                f"{PUBLICATION_KEY}_FILE.",
            ) from fault
        key = held_key()
    assert key is not None, "it was made"
    return key


def other_key(fingerprint: object) -> str:
    """Why inputs can't be verified here, when the manifest names the key ``fingerprint``; '' when
    they can."""
    own_key = held_key()
    if own_key is None:
        return (
            f"its inputs can only be verified with the publisher's key; set {PUBLICATION_KEY}_FILE"
        )
    if own_key.fingerprint != fingerprint:
        return "made with another publication key than the one here; its inputs can't be verified"
    return ""
