"""How Django finds the account of a session, and that of somebody from an identity provider."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from jwt import PyJWTError
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from requests import RequestException

from wijkwerk.access.models import User, normal_email

_log = logging.getLogger("wijkwerk.policy")


class Accounts:
    """Accounts of our own. Passwords are checked by ``authentication``, not here."""

    def authenticate(self, request: HttpRequest | None, **named: Any) -> None:
        """Nobody: there is one way in by password, and this isn't it."""

    def get_user(self, user_id: int) -> User | None:
        """The account, while it is open; else None."""
        return (
            User.objects.select_related("second_factor")
            .prefetch_related("roles_held")
            .filter(pk=user_id, is_active=True)
            .first()
        )


class FromProvider(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Somebody whom the identity provider vouches for, when they have an account here.

    Accounts are made by the administrator: the provider never makes one.
    """

    def authenticate(self, request: HttpRequest | None, **named: Any) -> User | None:
        """The account, or None: also when the provider can't be reached or says what makes no
        sense."""
        try:
            user: User | None = super().authenticate(request, **named)
        except (SuspiciousOperation, RequestException, PyJWTError, KeyError, ValueError) as fault:
            _log.warning("the identity provider: %s", type(fault).__name__)
            return None
        return user

    def verify_token(self, token: str, **named: Any) -> dict[str, Any]:
        """As the parent's. Raises SuspiciousOperation unless it was made by our provider, for us."""
        payload: dict[str, Any] = super().verify_token(token, **named)
        meant = payload.get("aud")
        if self.OIDC_RP_CLIENT_ID not in (meant if isinstance(meant, list) else [meant]):
            raise SuspiciousOperation("a token for another site")
        if str(payload.get("iss", "")).rstrip("/") != settings.OIDC_ISSUER:
            raise SuspiciousOperation("a token of another provider")
        return payload

    def get_userinfo(
        self, access_token: str, id_token: str, payload: dict[str, Any]
    ) -> dict[str, Any]:
        """What the provider tells of whom the token is about. Raises SuspiciousOperation when it tells of
        somebody else."""
        userinfo: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if userinfo.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("another person than the token is about")
        return userinfo

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """Whether the provider names a mail address that it doesn't call unverified."""
        return bool(claims.get("email")) and claims.get("email_verified", True) in (True, "true")

    def filter_users_by_claims(self, claims: dict[str, Any]) -> Any:
        """Open accounts with this address."""
        return User.objects.filter(email=normal_email(str(claims["email"])), is_active=True)

    def create_user(self, claims: dict[str, Any]) -> None:
        """None: see above."""

    def update_user(self, user: User, claims: dict[str, Any]) -> User:
        """Nothing is taken over from the provider."""
        return user
