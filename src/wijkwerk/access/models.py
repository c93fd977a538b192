"""Accounts: who may log in, which roles they hold from when until when, and what proves it is them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from wijkwerk.access.encrypted_fields import EncryptedField
from wijkwerk.access.sessions import SessionStore
from wijkwerk.shared.classification import data_card


class UserManager(BaseUserManager["User"]):
    """Finds accounts by mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with this address."""
        return self.get(email=normal_email(username or ""))


def normal_email(text: str) -> str:
    """An address as it is stored and compared: without space around it, in small letters."""
    return text.strip().lower()


class User(AbstractBaseUser):
    """An account. The mail address is its name at login; no other name is asked or kept."""

    last_login = None  # the audit trail tells when somebody logged in
    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    # Of this request: the second factor was given. Set by the middleware, never stored.
    second_factor_passed = False

    data_card = data_card(
        days=365,
        because="To log in; a year after the last role ended, to answer what was done, "
        "`wijkwerk account erase` removes the address.",
        plain=("id", "is_active"),
        personal=("email", "created_at"),
        secret=("password",),
    )

    class Meta:
        """In order of address."""

        ordering = ("email",)

    @property
    def actor(self) -> str:
        """How the audit trail calls this account."""
        return f"account:{self.pk}"


class RoleHeld(models.Model):
    """A role of an account, from a day up to and including another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=40)
    place = models.CharField(max_length=60, blank=True)  # code of what it is held for; or ''
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    data_card = data_card(
        days=365,
        because="Decides what an account may do; afterwards it explains why something was allowed.",
        plain=("id", "place"),
        personal=("user", "role", "first_day", "last_day"),
    )

    class Meta:
        """In order of role and place."""

        ordering = ("role", "place", "first_day")

    def __str__(self) -> str:
        return f"{self.role} {self.place}".strip()


class SecondFactor(models.Model):
    """The secret that an account's telephone shares with us; of use once it was confirmed."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = EncryptedField(max_length=200)  # hexadecimals
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=-1)  # a code is taken once

    data_card = data_card(
        days=0,
        because="Proves at login who it is; removed when it is reset or the account is closed.",
        plain=("id", "last_step"),
        personal=("user", "confirmed_at"),
        secret=("secret",),
    )

    def __str__(self) -> str:
        return f"second factor of account {self.user_id}"


class RecoveryCode(models.Model):
    """A code for one time, for who lost the telephone; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    data_card = data_card(
        days=0,
        because="Stands in for the second factor; removed when it is used or made anew.",
        plain=("id",),
        personal=("user",),
        secret=("digest",),
    )

    def __str__(self) -> str:
        return f"recovery code of account {self.user_id}"


class Attempt(models.Model):
    """How often something was tried in vain; by a keyed hash of what it was tried for."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    data_card = data_card(
        days=1,
        because="Slows down who guesses passwords; a day later it is of no use.",
        plain=("id", "kind", "failures", "last_at"),
        personal=("key",),
    )

    class Meta:
        """Each is counted once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("kind", "key"), name="one_count_each")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.failures}"


class UserSession(AbstractBaseSession):
    """A login on one browser. Its key is kept as a digest: who reads the table can't use it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)

    data_card = data_card(
        days=1,
        because="Remembers who logged in; ends by itself and is then removed at the next login.",
        plain=("expire_date",),
        personal=("user", "started_at"),
        secret=("session_key", "session_data"),
    )

    class Meta(AbstractBaseSession.Meta):
        """As Django's."""

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The engine that reads and writes it."""
        return SessionStore
