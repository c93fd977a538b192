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
    """200 when the database can be read and written and the default edition opens and is as it was
    published, else 503 with which can't.

    Pages go on while the database is away, from what was last read of it; this says so all the
    same, since nothing new will be seen, and nobody can work, until it is back. ``unavailable``
    names the other editions that can't be served, and ``changed`` those of which a file was changed
    on the disk: that file isn't handed out, all else of them is.
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
    records = library().records()
    named = {
        "unavailable": [one.edition for one in records if one.state == EditionState.DAMAGED],
        "changed": library().changed(),
    }
    answer: dict[str, Any] = {"status": "ready", "edition": edition.catalogue.id}
    return JsonResponse(answer | {name: found for name, found in named.items() if found})


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
