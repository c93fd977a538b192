"""The second factor: codes of an app on the telephone (TOTP, RFC 6238), and codes for one time.

The rules of TOTP come from django-otp; what is kept, and how it is guarded, is ours.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP

from wijkwerk.access.models import RecoveryCode, SecondFactor, User
from wijkwerk.audit.api import record

STEP, DIGITS, TOLERANCE = 30, 6, 1
CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def begin(user: User, now: datetime) -> SecondFactor:
    """A new secret, of no use until ``confirm``; one that is confirmed stays as it is."""
    with transaction.atomic():
        second_factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if second_factor is not None and second_factor.confirmed_at is not None:
            return second_factor
        if second_factor is None:
            second_factor = SecondFactor(user=user)
        second_factor.secret, second_factor.last_step = secrets.token_hex(20), -1
        second_factor.save()
        record(user.actor, "second-factor.begin", "account", user.pk, now)
        return second_factor


def confirm(user: User, code: str, now: datetime) -> list[str] | None:
    """Take the secret into use and give the recovery codes; None when the code is wrong."""
    with transaction.atomic():
        second_factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if (
            second_factor is None
            or second_factor.confirmed_at is not None
            or not _step(second_factor, code, now)
        ):
            return None
        second_factor.confirmed_at = now
        second_factor.save(update_fields=["confirmed_at", "last_step"])
        record(user.actor, "second-factor.confirm", "account", user.pk, now)
        return _new_codes(user)


def check(user: User, code: str, now: datetime) -> bool:
    """Whether a code of the app, or one of the codes for one time, is right. Each works once."""
    with transaction.atomic():
        second_factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if second_factor is None or second_factor.confirmed_at is None:
            return False
        if _step(second_factor, code, now):
            second_factor.save(update_fields=["last_step"])
            return True
        used, _ = RecoveryCode.objects.filter(user=user, digest=_digest(code)).delete()
        if used:
            record(user.actor, "second-factor.recovery-code", "account", user.pk, now)
        return bool(used)


def new_codes(user: User, now: datetime) -> list[str]:
    """Recovery codes in the place of those there were."""
    with transaction.atomic():
        record(user.actor, "second-factor.new-codes", "account", user.pk, now)
        return _new_codes(user)


def reset(user: User, actor: str, now: datetime) -> None:
    """Take the second factor away, and every session with it; a new one is set up at next login."""
    with transaction.atomic():
        SecondFactor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        user.sessions.all().delete()
        record(actor, "second-factor.reset", "account", user.pk, now)


def address_of(user: User, factor: SecondFactor) -> str:
    """What the QR code says: the address that an app understands."""
    issuer = str(settings.ALLOWED_HOSTS[0]) if settings.ALLOWED_HOSTS else "Wijkwerk"
    label = quote(f"Wijkwerk {issuer}:{user.email}")
    return f"otpauth://totp/{label}?" + urlencode(
        {
            "secret": letters_of(factor),
            "issuer": f"Wijkwerk {issuer}",
            "digits": DIGITS,
            "period": STEP,
        }
    )


def letters_of(factor: SecondFactor) -> str:
    """The secret in the letters that apps take."""
    return b32encode(bytes.fromhex(factor.secret)).decode()


def in_fours(letters: str) -> str:
    """Letters as one types them over without losing one's place: in groups of four."""
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def picture_of(user: User, factor: SecondFactor) -> SafeString:
    """The QR code as SVG inside the page; nothing of it is fetched or kept anywhere."""
    drawn = segno.make(address_of(user, factor), micro=False).svg_inline(
        scale=5, border=4, light="#fff", svgclass="ww-qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308  (drawn here, of numbers alone)


def _step(factor: SecondFactor, code: str, now: datetime) -> bool:
    """Whether ``code`` is right and newer than the last one; remembers it then."""
    digits = code.replace(" ", "")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    if not factor.secret:
        return False  # it can't be opened: codes of an empty secret are known to everybody
    totp = TOTP(bytes.fromhex(factor.secret), STEP, 0, DIGITS, 0)
    totp.time = now.timestamp()
    if not totp.verify(int(digits), TOLERANCE, factor.last_step + 1):
        return False
    factor.last_step = totp.t()
    return True


def _new_codes(user: User) -> list[str]:
    codes_made = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        for _ in range(CODES)
    ]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(plain_code)) for plain_code in codes_made
    )
    return codes_made


def _digest(code: str) -> str:
    # Some eighty bits of chance: a plain digest can't be turned back.
    plain = "".join(character for character in code.lower() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
