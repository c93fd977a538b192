"""Who asks, and may they: around every view, so that none can forget it.

The account is looked up only when something asks for it: a public page never does, sets no cookie
and may be kept by everybody. Whatever did ask is kept by nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from wijkwerk.access.authorization import RefusedError, may, must_verify
from wijkwerk.access.models import User
from wijkwerk.access.policies import policy_of
from wijkwerk.access.sessions import STARTED, VERIFIED, row_key

SEEN_EVERY = timedelta(minutes=1)  # so that not every page brings a new cookie
_SALT = "wijkwerk.access.seen"
_log = logging.getLogger("wijkwerk.policy")


def visitor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the request its account, by the session and by when it was last seen."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _account(request))  # type: ignore[assignment]
        response = get_response(request)
        if request.session.accessed or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            response["Cache-Control"] = "no-store"
            _remember(request, response)
        return response

    return handle


def _account(request: HttpRequest) -> User | AnonymousUser:
    """The account of the session; nobody when it is too old or was left alone for too long."""
    user = get_user(request)
    if not isinstance(user, User):
        return AnonymousUser()
    now = timezone.now()
    started = request.session.get(STARTED)
    seen_at = _seen(request)
    longest = timedelta(seconds=settings.ACCESS_WHOLE_SECONDS)
    idle = timedelta(seconds=settings.ACCESS_IDLE_SECONDS)
    if started is None or now - datetime.fromisoformat(started) > longest:
        return AnonymousUser()
    if seen_at is None or now - seen_at > idle:
        return AnonymousUser()
    user.second_factor_passed = bool(request.session.get(VERIFIED))
    return user


def _seen(request: HttpRequest) -> datetime | None:
    """When this session last asked something, as its browser can prove.

    Signed and in a cookie, since a GET writes nothing to the database.
    """
    try:
        key, moment = signing.loads(
            request.COOKIES.get(settings.ACCESS_SEEN_COOKIE, ""), salt=_SALT
        )
        if key != row_key(request.session.session_key):
            return None
        return datetime.fromisoformat(moment)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    key = request.session.session_key
    # Only for whoever was let in: an old cookie must not make itself young again.
    if key is None or not _came_in(request):
        if settings.ACCESS_SEEN_COOKIE in request.COOKIES:
            response.delete_cookie(settings.ACCESS_SEEN_COOKIE, samesite="Lax")
        return
    now, seen_at = timezone.now(), _seen(request)
    if seen_at is not None and now - seen_at < SEEN_EVERY:
        return
    response.set_cookie(
        settings.ACCESS_SEEN_COOKIE,
        signing.dumps((row_key(key), now.isoformat()), salt=_SALT),
        max_age=settings.ACCESS_IDLE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _came_in(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)


class enforce:  # noqa: N801  (middleware is named as the function it stands for)
    """Holds every view against what it declares; a view that declares nothing is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the rest."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, named: Any
    ) -> HttpResponse | None:
        """The way in, or a refusal, when the visitor may not see ``view``; else None.

        Raises PermissionDenied for a view that declares nothing.
        """
        policy = policy_of(view)
        if policy is None:
            _log.error("a view without a policy: %s", getattr(view, "__name__", view))
            raise PermissionDenied
        if policy.kind in ("public", "login"):
            return None
        if not request.user.is_authenticated:
            return _to(request, "access:login")
        user, now = request.user, timezone.now()
        if must_verify(user, now):
            return _to(request, "access:second-factor")
        # Whose page it is: its head leads to their work. A page for everybody is the same for all.
        request.account = user  # type: ignore[attr-defined]
        if policy.kind == "signed_in":
            return None
        decision = may(user, policy.action, None, now)
        if decision:
            return None
        return refused(request, str(decision.reason))

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page that says why not, when a service refuses what a view let pass; None for other faults."""
        if isinstance(fault, RefusedError):
            return refused(request, str(fault.decision.reason))
        return None


def _to(request: HttpRequest, page: str) -> HttpResponse:
    """To a page of the way in and back here afterwards; what was sent along can't be kept."""
    if request.method not in ("GET", "HEAD"):
        return refused(request, "nobody")
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """The page that says why not."""
    return render(request, "access/refused.html", {"reason": reason}, status=403)
