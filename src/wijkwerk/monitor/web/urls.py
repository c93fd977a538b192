"""Addresses of the monitor's pages. Those of an area mean it for ever, whichever edition is read; the
others carry the edition."""

from __future__ import annotations

from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from wijkwerk.monitor.web.areas import addresses, place
from wijkwerk.monitor.web.views import (
    about,
    api_docs,
    area,
    changed,
    charts,
    compare,
    definitions,
    embed,
    geodata,
    indicator,
    instead,
    lessons,
    overview,
    places,
    search,
    selection,
)

app_name = "monitor"
_IN = "editions/<str:edition>"
_AREAS = pgettext_lazy("address", "areas")

urlpatterns = [
    path("about/how-sure", lessons.how_sure, name="how_sure"),
    path("about/lessons/<str:name>-<str:size>.svg", lessons.picture, name="lesson"),
    path("about/catalogue", definitions.catalogue, name="catalogue"),
    path("about/api", api_docs.api_docs, name="api_docs"),
    path(format_lazy("{}/<str:code>", _AREAS), place.place, name="place"),
    path(format_lazy("{}/<str:code>/<str:indicator>", _AREAS), area.series, name="place_series"),
    # Who comes with the word of the other language.
    *(
        path(f"{word}/<str:code>{tail}", addresses.moved)
        for word in ("gebieden", "areas")
        for tail in ("", "/<str:indicator>")
    ),
    path("editions", about.editions, name="editions"),
    path(_IN, overview.home, name="home"),
    path(f"{_IN}/early-warning", overview.early_warning, name="early_warning"),
    path(f"{_IN}/themes", overview.themes, name="themes"),
    path(f"{_IN}/themes/<str:theme>", overview.theme, name="theme"),
    path(f"{_IN}/indicators/<str:indicator>", indicator.indicator, name="indicator"),
    path(f"{_IN}/indicators/<str:indicator>/method", about.method, name="method"),
    path(f"{_IN}/areas", places.areas, name="areas"),
    path(f"{_IN}/areas/<str:code>", addresses.moved, name="moved_area"),
    path(f"{_IN}/areas/<str:code>/<str:indicator>", addresses.moved, name="moved_series"),
    path(f"{_IN}/groups", places.groups, name="groups"),
    path(f"{_IN}/groups/<str:code>", addresses.moved, name="moved_group"),
    path(f"{_IN}/compare", compare.compare, name="compare"),
    path(f"{_IN}/selection", selection.selection, name="selection"),
    path(f"{_IN}/selection.<str:kind>", selection.download, name="download"),
    path(f"{_IN}/instead", instead.instead, name="instead"),
    path(f"{_IN}/search", search.search, name="search"),
    path(f"{_IN}/charts/<str:kind>.svg", charts.chart_svg, name="chart_svg"),
    path(f"{_IN}/charts/<str:kind>.png", charts.chart_png, name="chart_png"),
    path(f"{_IN}/embed/<str:kind>", embed.embed, name="embed"),
    path(f"{_IN}/map.geojson", geodata.geojson, name="geojson"),
    path(f"{_IN}/files", about.files, name="files"),
    path(f"{_IN}/files/<str:name>", about.file, name="file"),
    path(f"{_IN}/changed-since/<str:other>", changed.diff, name="diff"),
]
