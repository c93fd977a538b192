"""For whoever watches the site: is the process alive, and can it answer?"""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.monitor.library import library


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
    """200 when the register answers and the default edition opens, else 503 with which didn't.

    Pages go on while the register is away, from what was last read of it; this says so all the
    same, since nothing new will be seen until it is back.
    """
    try:
        library().look()
    except DatabaseError:
        return _unavailable("register")
    try:
        edition = library().default()
    except Exception:
        return _unavailable("edition")
    if edition is None:
        return _unavailable("no edition")
    return JsonResponse({"status": "ready", "edition": edition.catalogue.id})


def _unavailable(part: str) -> JsonResponse:
    return JsonResponse({"status": "unavailable", "part": part}, status=503)
