"""Coming in and going out: password, session, forgotten password."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login as auth_login
from django.contrib.auth import logout as auth_logout
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from wijkwerk.access import second_factor, throttle
from wijkwerk.access.models import User, UserSession, normal_email
from wijkwerk.access.sessions import STARTED, VERIFIED
from wijkwerk.audit.api import record

BACKEND = "wijkwerk.access.backends.Accounts"


@dataclass(frozen=True)
class Tried:
    """What became of trying a password: the account, or how many seconds to wait, or neither."""

    user: User | None = None
    wait: int = 0


def try_password(email: str, password: str, address: str, now: datetime) -> Tried:
    """The account when the password is right. What isn't takes as long, account or none."""
    name = normal_email(email)
    # Counted before it is checked: many tries at the same moment count as many.
    wait = throttle.wait_of("address", address, now) or throttle.take("password", name, now)
    if wait:
        return Tried(wait=wait)
    user = User.objects.filter(email=name).first()
    if user is None or not user.has_usable_password():
        make_password(password)
        right = False
    else:
        right = user.check_password(password) and user.is_active
    if not right or user is None:
        throttle.count("address", address, now)
        return Tried()
    throttle.forget("password", name)
    return Tried(user=user)


def try_code(user: User, code: str, address: str, now: datetime) -> Tried:
    """The account when the code of the second factor is right."""
    wait = throttle.wait_of("address", address, now) or throttle.take("code", str(user.pk), now)
    if wait:
        return Tried(wait=wait)
    if not second_factor.check(user, code, now):
        throttle.count("address", address, now)
        return Tried()
    throttle.forget("code", str(user.pk))
    return Tried(user=user)


def login(request: HttpRequest, user: User, how: str, now: datetime) -> None:
    """Begin a session with a key of its own; sessions that ended by time are removed."""
    with transaction.atomic():
        UserSession.objects.filter(expire_date__lt=now).delete()
        request.session.flush()
        auth_login(request, user, backend=BACKEND)
        request.session[STARTED] = now.isoformat()
        request.session.set_expiry(now + timedelta(seconds=settings.ACCESS_WHOLE_SECONDS))
        request.session.save()
        record(user.actor, "account.login", "account", user.pk, now, after={"how": how})


def mark_verified(request: HttpRequest, user: User, now: datetime) -> None:
    """From now on the session counts as one with a second factor, under a new key."""
    with transaction.atomic():
        request.session.cycle_key()
        request.session[VERIFIED] = now.isoformat()
        request.session.save()
        user.second_factor_passed = True
        record(user.actor, "account.verified", "account", user.pk, now)


def logout(request: HttpRequest, now: datetime) -> None:
    """End this session."""
    user = request.user
    with transaction.atomic():
        if user.is_authenticated:
            record(f"account:{user.pk}", "account.logout", "account", user.pk, now)
        auth_logout(request)


def mail_reset(
    email: str, address: str, link: Callable[[str, str], str], now: datetime
) -> threading.Thread | None:
    """Mail a link for a new password, if there is such an account; gives the sending, which goes on
    beside the answer so that its time tells nothing either.

    ``link`` makes the whole address out of an account's part and a token.
    """
    name = normal_email(email)
    if throttle.take("reset-address", address, now) or throttle.take("reset", name, now):
        return None
    user = User.objects.filter(email=name, is_active=True).first()
    if user is None:
        return None
    return _mail_link(
        user,
        link,
        _("A new password for Wijkwerk"),
        _("Somebody asked for a new password for your account. If that was you, open this link:"),
        _("If it wasn’t you, you need to do nothing: your password stays as it is."),
    )


def mail_invitation(user: User, link: Callable[[str, str], str]) -> threading.Thread:
    """Mail a link to choose the first password."""
    return _mail_link(
        user,
        link,
        _("Your account on Wijkwerk"),
        _("An account was made for you on Wijkwerk. Choose a password by this link:"),
        _("Are you later? Ask for a new link on the page for a forgotten password."),
    )


def _mail_link(
    user: User, link: Callable[[str, str], str], title: str, before: str, after: str
) -> threading.Thread:
    where = link(
        urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    )
    holds = _("The link works once, for {n} minutes.").format(
        n=settings.PASSWORD_RESET_TIMEOUT // 60
    )
    text = "\n\n".join([before, where, holds, after])
    message = EmailMessage(title, text, settings.DEFAULT_FROM_EMAIL, [user.email])
    sending = threading.Thread(target=_send, args=(message,), daemon=True)
    sending.start()
    return sending


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as fault:
        # Without the receiver: a log holds no addresses.
        logging.getLogger("wijkwerk.mail").error("a mail was not sent: %s", type(fault).__name__)


def user_of_reset(part: str, token: str) -> User | None:
    """The account that a mailed link is for, while it holds: one hour, and once. None afterwards, or
    when there is no such link or account."""
    try:
        user = User.objects.filter(
            pk=int(force_str(urlsafe_base64_decode(part))), is_active=True
        ).first()
    except (ValueError, OverflowError):
        return None
    if user is None or not default_token_generator.check_token(user, token):
        return None
    return user
