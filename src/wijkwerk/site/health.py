"""For whoever watches the site: is the process alive, and can it answer?"""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from wijkwerk.monitor.library import library


def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the register answers and the default edition opens, else 503 with which didn't."""
    try:
        edition = library().default()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "part": "register"}, status=503)
    except Exception:
        return JsonResponse({"status": "unavailable", "part": "edition"}, status=503)
    if edition is None:
        return JsonResponse({"status": "unavailable", "part": "no edition"}, status=503)
    return JsonResponse({"status": "ready", "edition": edition.catalogue.id})
