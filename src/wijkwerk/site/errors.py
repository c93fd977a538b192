"""Pages for what went wrong, each with a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


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
    """There is nothing at this address."""
    return render(request, "site/404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a page that needs nothing else to work."""
    return HttpResponse(render_to_string("site/500.html"), status=500)
