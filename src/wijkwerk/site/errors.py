"""Pages for what went wrong, each with a way on."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The address or its parameters can't be understood."""
    return render(request, "site/400.html", {"detail": ""}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """It isn't for this visitor."""
    return render(request, "site/403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the sign that it came from a page of ours, or from one that is too old."""
    return render(request, "access/refused.html", {"reason": "nobody"}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address, unless a slash at its end is all that is wrong with it."""
    if request.method in ("GET", "HEAD") and not request.path_info.startswith("/api/"):
        for other in (request.path_info.rstrip("/"), f"{request.path_info}/"):
            if other != request.path_info and is_valid_path(other):
                asked = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(f"{quote(other)}?{asked}" if asked else quote(other))
    return render(request, "site/404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a page that needs nothing else to work."""
    return HttpResponse(render_to_string("site/500.html"), status=500)
