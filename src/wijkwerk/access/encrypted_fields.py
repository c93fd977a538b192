"""Secrets that must be read again, so can't be digests: sealed in the database.

The key comes from the site's secret key, which isn't in the database: who has a copy of the tables
alone has none of the secrets. Fernet (AES and HMAC) of the package cryptography.

``EncryptedField`` is a text. ``EncryptedJSONField`` is for what must not be told apart either: every value
is as long as the next, equal ones differ, and none says when it was written.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


def encrypt(text: str) -> str:
    """``text`` as it is stored."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """What was sealed; '' when it wasn't with this site's key, or one that the site had before."""
    try:
        return _keys().decrypt(stored.encode()).decode()
    except (InvalidToken, UnicodeError):
        return ""


def _keys() -> MultiFernet:
    secrets: Iterable[str] = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_key(secret) for secret in secrets])


@lru_cache(maxsize=16)
def _key(secret: str) -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"wijkwerk.access.sealed")
    return Fernet(urlsafe_b64encode(derive.derive(secret.encode())))


class EncryptedField(models.CharField):  # type: ignore[type-arg]
    """Text that is sealed on its way into the database and opened on its way out."""

    def get_prep_value(self, value: Any) -> Any:
        """As it is stored."""
        return None if value is None else encrypt(str(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """As it was given; '' when it can't be opened."""
        return None if value is None else decrypt(value)


_BLOCK = 1024  # signs; a value is filled up to a multiple of it
_NO_TIME = 0  # Fernet writes in clear when something was sealed


class UnreadableError(Exception):
    """A value was sealed with a key that this site hasn't: not now, and not as one that it had before."""


class EncryptedJSONField(models.TextField):  # type: ignore[type-arg]
    """Plain values, sealed so that a copy of the tables tells neither what they are, nor which are
    equal, nor when each was written. Raises UnreadableError on reading what can't be opened: it must not
    count as nothing."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        """As it is stored."""
        return None if value is None else seal(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """As it was given. Raises UnreadableError."""
        return None if value is None else unseal(value)


def seal(value: Any) -> str:
    """``value`` as an ``EncryptedJSONField`` stores it."""
    text = json.dumps(value, sort_keys=True)
    filled = text.ljust(-(-len(text) // _BLOCK) * _BLOCK)
    return _keys().encrypt_at_time(filled.encode(), _NO_TIME).decode()


def unseal(stored: str) -> Any:
    """What was sealed. Raises UnreadableError."""
    try:
        return json.loads(_keys().decrypt(stored.encode()))
    except (InvalidToken, UnicodeError):
        raise UnreadableError("sealed with another key") from None
