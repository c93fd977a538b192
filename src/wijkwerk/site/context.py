"""What every page knows, whichever view drew it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from wijkwerk import __version__
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import InUse


def site(request: HttpRequest) -> dict[str, Any]:
    """Version, language and the address of this page in the other language."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "nl" else "nl"
    return {
        "version": __version__,
        "site_name": settings.SITE_NAME,
        "language": language,
        "other_language": other,
        "other_language_url": _in_language(request, language, other),
        "theme_css": static(f"theme/{Path(settings.THEME_CSS).name}") if settings.THEME_CSS else "",
        "theme_class": settings.THEME_CLASS,
        "tiles": settings.TILES,
        "account": getattr(request, "account", None),
        # A page may bring its own, as those of an edition do.
        "nav_urls": SimpleLazyObject(lambda: _menu_addresses(request)),
        "in_use": SimpleLazyObject(lambda: _in_use(request)),
    }


def _in_language(request: HttpRequest, language: str, other: str) -> str:
    """The address of this page in the other language: addresses may have words that differ."""
    match = request.resolver_match
    if match is not None and match.url_name:
        with suppress(NoReverseMatch), override(other):
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            if path.startswith(f"/{other}/"):
                query = request.META.get("QUERY_STRING", "")
                return f"{path}?{query}" if query else path
    path, start = request.get_full_path(), f"/{language}"
    return f"/{other}" + path[len(start) :] if path.startswith(start) else f"/{other}/"


def _menu_addresses(request: HttpRequest) -> dict[str, str]:
    """Where entries of the menu lead now; empty when the database can't be read, so that even then a
    page can say what is wrong."""
    try:
        return {
            key: address
            for capability in capabilities()
            for key, address in capability.menu_addresses(request).items()
        }
    except DatabaseError:
        return {}


def _in_use(request: HttpRequest) -> InUse | None:
    """The publication that the menu leads to; None without one, or when that can't be told."""
    try:
        publications = (capability.in_use(request) for capability in capabilities())
        return next((in_use for in_use in publications if in_use is not None), None)
    except DatabaseError:
        return None
