"""How to use the API, with examples that work on this site as they stand."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.monitor.library import library
from wijkwerk.monitor.serving.catalogue import Catalogue
from wijkwerk.rest.cursors import MOST

_LEVELS = ("municipality", "custom", "district", "country", "neighbourhood")


@public
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The page; its examples ask about the edition of the home page."""
    serving = library().default()
    base = request.build_absolute_uri("/api/v1")
    context = {
        "nav_current": "api",
        "base": base,
        "openapi_url": request.build_absolute_uri("/openapi.json"),
        "catalog_url": request.build_absolute_uri(reverse("catalog")),
        "most": MOST,
        "examples": addresses(serving.catalogue, base) if serving is not None else None,
    }
    return render(request, "monitor/api_docs.html", context)


def addresses(catalogue: Catalogue, base: str) -> dict[str, str]:
    """Addresses that have an answer in this edition."""
    area = next(
        area for level in _LEVELS for area in catalogue.areas.values() if area.level == level
    )
    measure = next(
        (measure for measure in catalogue.measures.values() if measure.periods),
        next(iter(catalogue.measures.values())),
    )
    edition = f"{base}/editions/{quote(catalogue.id)}"
    # A level that fits on one page, also in an edition of the whole country.
    level = next(level for level in _LEVELS if 0 < len(catalogue.at_level(level)) <= MOST)

    def address(table: str, **query: str) -> str:
        return f"{edition}/{table}?{urlencode(query, safe=',')}"

    return {
        "editions": f"{base}/editions",
        "search": address("areas", q=area.name, limit="5"),
        "figures": address(
            "figures",
            area=area.code,
            indicator=measure.id,
            fields="period,value,lower,upper,conf_status",
        ),
        "changes": address("changes", level=catalogue.report_level),
        "all": address("figures", indicator=measure.id, limit="1000"),
        "csv": address("figures", area=area.code, format="csv"),
        "table": address(
            "figures",
            indicator=measure.id,
            level=level,
            period=measure.latest or "",
            limit=str(MOST),
            format="csv",
        ),
        "sdmx": address("figures", area=area.code, format="sdmx"),
    }
