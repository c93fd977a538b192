"""The shipped catalogue of definitions, for who makes an own source."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.monitor.core.definitions import Direction
from wijkwerk.monitor.sources.shipped import entries as shipped_entries
from wijkwerk.monitor.sources.toml import catalogue as shipped
from wijkwerk.monitor.web import labels
from wijkwerk.shared.numbers import NOTHING
from wijkwerk.ui.reader import language as language_now


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every definition by theme: what it is, which way is better, and where it comes from."""
    language = language_now()
    entries = shipped_entries()
    themes = [
        {
            "name": theme["name"][language],
            "table": {
                "id": f"catalogue-{theme['id']}",
                "caption": theme["name"][language],
                "columns": _columns(),
                "stacked": True,
                "rows": [
                    _row(entry, language) for entry in entries if entry["theme"] == theme["id"]
                ],
            },
        }
        for theme in shipped("theme").values()
    ]
    context = {"themes": themes, "count": len(entries)}
    return render(request, "monitor/catalogue.html", context)


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("Indicator")},
        {"label": _("Id")},
        {"label": _("Kind")},
        {"label": _("Which way is better")},
        {"label": _("Unit")},
        {"label": _("Minimum base"), "number": True},
        {"label": _("Source")},
    ]


def _row(entry: dict[str, Any], language: str) -> list[Any]:
    """An indicator or a composite; a composite is better when higher, as its scores are."""
    base = entry.get("minimum_base")
    return [
        {"text": entry["name"][language], "note": entry["description"][language]},
        entry["id"],
        labels.kind_labels()[entry["kind"]],
        labels.better_labels()[Direction(entry["direction"])],
        labels.named_unit(entry["unit"]),
        NOTHING if base is None else str(base),
        entry["source"],
    ]
