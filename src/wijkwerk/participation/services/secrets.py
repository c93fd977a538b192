"""Codes that residents hold: of a letter to vote with, of a receipt to follow with. The site keeps HMACs.

A code has 80 bits of chance, so that nobody who has the database and the site's key finds it by
trying. From one code follow two HMACs, one for the row of the code and one for the ballot; neither leads
to the other without the code itself (ADR 40).
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

from wijkwerk.access.resident_codes import SIGNS, new_code, tidy
from wijkwerk.tables.api import with_check_digits

__all__ = [
    "digest",
    "digests",
    "digests_of_text",
    "new_code",
    "payment_reference",
    "tidy",
]

_REFERENCE = 12


def payment_reference() -> str:
    """A structured creditor reference (ISO 11649), by which a bank transfer is known."""
    return with_check_digits("".join(secrets.choice(SIGNS) for _ in range(_REFERENCE)))


def digest(kind: str, about: object, code: str) -> str:
    """The HMAC under which a code is known, by ``kind`` ('code', 'ballot', 'receipt') and by what it
    is ``about``, with the site's key."""
    return _hmac(kind, about, tidy(code), settings.SECRET_KEY)


def digests(kind: str, about: object, code: str) -> list[str]:
    """The same with every key that the site has or had, newest first: keys may change while people vote."""
    return digests_of_text(kind, about, tidy(code))


def digests_of_text(kind: str, about: object, text: str) -> list[str]:
    """The same of what is no code of ours, as it was written."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_hmac(kind, about, text, key) for key in keys]


def _hmac(kind: str, about: object, text: str, key: str) -> str:
    return salted_hmac(
        f"wijkwerk.participation.{kind}", f"{about}:{text}", secret=key, algorithm="sha256"
    ).hexdigest()
