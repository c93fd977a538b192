"""Slowing down who guesses: counts of what went wrong, kept in the database.

Each count has a key: an account's address, or the network address that asks. Both are kept as keyed
hashes. A guesser gets nowhere, and nobody is locked out for good by another; each capability registers
the limits of what it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from wijkwerk.access.models import Attempt
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import Limit

FORGET = timedelta(days=1)


def key_of(kind: str, what: str) -> str:
    """Under which key something is counted."""
    return salted_hmac(f"wijkwerk.access.throttle.{kind}", what, algorithm="sha256").hexdigest()


@cache
def _limits() -> Mapping[str, Limit]:
    return {
        kind: limit for capability in capabilities() for kind, limit in capability.limits().items()
    }


def wait_of(kind: str, what: str, now: datetime) -> int:
    """Seconds that whoever tries this must still wait; 0 when they may try."""
    if not what:
        return 0
    return _wait(kind, Attempt.objects.filter(kind=kind, key=key_of(kind, what)).first(), now)


def _wait(kind: str, attempt: Attempt | None, now: datetime) -> int:
    if attempt is None or now - attempt.last_at > FORGET:
        return 0
    free, first, longest = _limits()[kind]
    if attempt.failures < free:
        return 0
    wait = min(first * 2 ** min(attempt.failures - free, 20), longest)
    return max(0, int((attempt.last_at + timedelta(seconds=wait) - now).total_seconds()) + 1)


def take(kind: str, what: str, now: datetime) -> int:
    """Seconds to wait as ``wait_of``; when that is none the try is counted, in the same step, so
    that many tries at one moment are as many. ``forget`` it when it went well."""
    if not what:
        return 0
    with transaction.atomic():
        counter = _counted(kind, what, now)
        wait = _wait(kind, counter, now)
        if not wait:
            counter.failures += 1
            counter.last_at = now
            counter.save(update_fields=["failures", "last_at"])
    return wait


def count(kind: str, what: str, now: datetime) -> None:
    """Count a failure, whether one had to wait or not."""
    if not what:
        return
    with transaction.atomic():
        counter = _counted(kind, what, now)
        counter.failures += 1
        counter.last_at = now
        counter.save(update_fields=["failures", "last_at"])


def _counted(kind: str, what: str, now: datetime) -> Attempt:
    """The row of a count, which nobody else changes meanwhile; those of no use any more go."""
    Attempt.objects.filter(last_at__lt=now - FORGET).delete()
    return Attempt.objects.select_for_update().get_or_create(
        kind=kind, key=key_of(kind, what), defaults={"failures": 0, "last_at": now}
    )[0]


def forget(kind: str, what: str) -> None:
    """It went well: nothing is held against it any more."""
    Attempt.objects.filter(kind=kind, key=key_of(kind, what)).delete()


def address_of(request: HttpRequest) -> str:
    """The network address that asks; '' when it can't be known.

    Behind a proxy it is the address that the proxy saw, the last of X-Forwarded-For: whatever stands
    before it came from the visitor. The proxy in deploy/ replaces the header. Without it nobody is
    told apart by address, rather than everybody being taken for the proxy.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
