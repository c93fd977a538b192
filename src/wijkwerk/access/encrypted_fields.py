"""Secrets that must be read again, so can't be digests: sealed in the database.

The key comes from the site's secret key, which isn't in the database: who has a copy of the tables
alone has none of the secrets. Fernet (AES and HMAC) of the package cryptography.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from typing import Any

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
