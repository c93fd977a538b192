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
from wijkwerk.monitor.web.edition_context import menu


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
        # Pages of an edition bring their own; the others lead back to the default edition.
        "nav_urls": SimpleLazyObject(_menu),
    }


def _menu() -> dict[str, str]:
    """The menu of the default edition; empty when the register can't be read, so that even then
    a page can say what is wrong."""
    try:
        return menu(None)
    except DatabaseError:
        return {}
