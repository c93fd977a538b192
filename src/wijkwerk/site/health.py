"""For whoever watches the site: is the process alive, and can it answer?"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import NotReadyError


@public
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "alive"})


@public
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database can be read and written and every capability can answer, else 503 with
    which part can't.

    Pages go on while the database is away, from what was last read of it; this says so all the
    same, since nothing new will be seen, and nobody can work, until it is back.
    """
    answer: dict[str, Any] = {"status": "ready"}
    try:
        _check_writable()
        for capability in capabilities():
            answer |= capability.health()
    except DatabaseError:
        return _unavailable("register")
    except NotReadyError as fault:
        return _unavailable(str(fault))
    return JsonResponse(answer)


def _check_writable() -> None:
    """Raise DatabaseError when nobody can write now: the database is gone, locked or read-only.

    On SQLite beginning a transaction takes the lock of writers, for a moment; elsewhere writers
    don't wait for each other, and a standby says that it is one.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            (usual,) = cursor.fetchone()
            cursor.execute("PRAGMA busy_timeout = 1000")
            try:
                with transaction.atomic():
                    pass
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            if cursor.fetchone() == ("on",):
                raise DatabaseError("the database is read-only")


def _unavailable(part: str) -> JsonResponse:
    return JsonResponse({"status": "unavailable", "part": part}, status=503)
