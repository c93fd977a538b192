"""For whoever watches the site: is the process alive, and can it answer?"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.monitor.display import is_remaking
from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionState


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
    """200 when the database can be read and written and the default edition opens, else 503 with
    which can't.

    Pages go on while the database is away, from what was last read of it; this says so all the
    same, since nothing new will be seen, and nobody can work, until it is back. ``unavailable``
    names the other editions that can't be served.
    """
    try:
        library().look()
        _check_writable()
    except DatabaseError:
        return _unavailable("register")
    try:
        edition = library().default()
    except Exception:
        return _unavailable("serving files are made again" if is_remaking() else "edition")
    if edition is None:
        return _unavailable("no edition")
    answer: dict[str, Any] = {"status": "ready", "edition": edition.catalogue.id}
    damaged = [
        record.edition for record in library().records() if record.state == EditionState.DAMAGED
    ]
    return JsonResponse(answer | ({"unavailable": damaged} if damaged else {}))


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
