"""What every page knows, whichever view drew it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from wijkwerk import __version__
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import InUse


def site(request: HttpRequest) -> dict[str, Any]:
    """Version, language and the address of this page in the other language."""
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "nl" else "nl"
    path = request.get_full_path()
    start = f"/{language}"
    there = f"/{other}" + path[len(start) :] if path.startswith(start) else f"/{other}/"
    return {
        "version": __version__,
        "language": language,
        "other_language": other,
        "other_language_url": there,
        "theme_css": static(f"theme/{Path(settings.THEME_CSS).name}") if settings.THEME_CSS else "",
        "theme_class": settings.THEME_CLASS,
        "tiles": settings.TILES,
        # A page may bring its own, as those of an edition do.
        "nav_urls": SimpleLazyObject(lambda: _menu_addresses(request)),
        "in_use": SimpleLazyObject(lambda: _in_use(request)),
    }


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
        found = (capability.in_use(request) for capability in capabilities())
        return next((in_use for in_use in found if in_use is not None), None)
    except DatabaseError:
        return None
