"""Editions, areas, groups and indicators."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import override
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.rest import schema
from wijkwerk.monitor.rest.base import EditionView, ListView, ReadView
from wijkwerk.monitor.rest.parameters import UNKNOWN, inside
from wijkwerk.monitor.serving.catalogue import LEVELS, Area, Catalogue, Group, Measure
from wijkwerk.monitor.serving.geometry import live_features
from wijkwerk.monitor.serving.neighbours import neighbours, twins
from wijkwerk.monitor.serving.postcodes import areas_of_postcode, postcode_in
from wijkwerk.monitor.serving.search import LONGEST
from wijkwerk.rest.cursors import Page, part_of
from wijkwerk.rest.formats import Csv, GeoJson, Json, Parquet
from wijkwerk.rest.parameters import choice_of, several, text_of
from wijkwerk.rest.views import link

_MOST_HITS = 200


class Editions(ReadView):
    """Every edition the site has ever served, newest first. The one that is `current` is the latest
    of its series; a withdrawn one says why."""

    operation = "editions"
    tag = "editions"
    item = "EditionPage"
    renderer_classes: Sequence[type[BaseRenderer]] = (Json, Csv, Parquet)
    shown = schema.EDITION

    def get(self, request: Request) -> Response:
        """The register."""
        items = _editions(library().records())
        text = json.dumps([items, request.accepted_media_type]).encode()
        self.etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
        return Response({"items": items, "next": None})


class EditionDetail(EditionView):
    """An edition with the settings of its source, its themes, and the manifest of its files."""

    operation = "edition"
    tag = "editions"
    item = "EditionDetail"

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the edition says of itself; nothing that may change afterwards."""
        catalogue = self.serving.catalogue
        record = next(record for record in library().records() if record.edition == catalogue.id)
        return Response(
            {
                "id": catalogue.id,
                "series": record.series,
                "title": asdict(catalogue.title),
                "simulated": catalogue.simulated,
                "manifest_sha256": record.digest,
                "settings": catalogue.source,
                "themes": [
                    {"id": theme, "name": asdict(name)} for theme, name in catalogue.themes.items()
                ],
                "manifest": catalogue.manifest,
            }
        )


class Areas(ListView):
    """The areas of an edition: all, or by level, by the area above, by group, or by name."""

    operation = "areas"
    tag = "areas"
    item = "Area"
    columns = schema.AREA
    takes = ("level", "parent", "within", "group", "q")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """Areas in the edition's order; with ``q`` the areas of a postcode, then the best fitting name first."""
        catalogue = self.serving.catalogue
        areas = list(catalogue.areas.values())
        query = text_of(request, "q", LONGEST)
        if query is not None:
            hits = self.serving.search.find(query, _MOST_HITS, ("area",))
            named = [hit.entry.code for hit in hits]
            postcode = postcode_in(query)
            if postcode is not None:
                named = [*areas_of_postcode(self.serving.store, postcode).areas, *named]
            areas = [
                catalogue.areas[code] for code in dict.fromkeys(named) if code in catalogue.areas
            ]
        level = choice_of(request, "level", LEVELS)
        if level is not None:
            areas = [area for area in areas if area.level == level]
        parent = choice_of(request, "parent", catalogue.areas, UNKNOWN)
        if parent is not None:
            areas = [area for area in areas if area.parent == parent]
        for codes in _sets(request, catalogue):
            areas = [area for area in areas if area.code in codes]
        part, following = part_of("areas", areas, limit, cursor)
        return Page([_area(area) for area in part], following)


class AreaDetail(EditionView):
    """An area with what lies above, below and beside it, and the areas most like it."""

    operation = "area"
    tag = "areas"
    item = "AreaDetail"

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The area by its code. 404 for a code that the edition hasn't got."""
        catalogue, code = self.serving.catalogue, kwargs["code"]
        area = catalogue.areas.get(code)
        if area is None:
            raise Http404("This edition has no area with this code.")
        return Response(
            {
                **_area(area),
                "pages": _pages(code),
                "former_names": list(area.former_names),
                "above": [ancestor.code for ancestor in catalogue.lineage(code)],
                "children": list(catalogue.children.get(code, ())),
                "groups": [
                    group.code for group in catalogue.groups.values() if code in group.areas
                ],
                "neighbours": neighbours(self.serving, code),
                "twins": twins(self.serving, code),
            }
        )


def _pages(code: str) -> dict[str, str]:
    """The lasting address of the area's page on this site, by language."""
    addresses = {}
    for language in ("nl", "en"):
        with override(language):
            addresses[language] = reverse("monitor:place", args=[code])
    return addresses


class Geometry(ListView):
    """Simplified boundaries as GeoJSON, in degrees: of the areas that are named, of the parts of
    one, of a group or a level; without a filter, of the areas at the top. An area without a
    boundary is left out."""

    operation = "geometry"
    tag = "areas"
    item = "FeatureCollection"
    renderer_classes: Sequence[type[BaseRenderer]] = (GeoJson, Json)
    takes = ("area", "parent", "group", "level")
    most = 1000
    usual = 1000

    @classmethod
    def all_parameters(cls) -> tuple[str, ...]:
        """There are no columns to choose."""
        return (*cls.takes, "limit", "cursor", "format")

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of features; the address of the next one stands beside them."""
        rows_page, following = self.page(request)
        body = {"type": "FeatureCollection", "features": rows_page.rows, "next": following}
        return Response(body, headers=link(following))

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of features by code."""
        catalogue = self.serving.catalogue
        part, following = part_of("geometry", self._codes(request, catalogue), limit, cursor)
        features = live_features(self.serving, part)
        for feature in features:
            area = catalogue.areas[feature["properties"]["code"]]
            feature["properties"] |= {"name": area.name, "level": area.level, "parent": area.parent}
        return Page(features, following)

    def _codes(self, request: Request, catalogue: Catalogue) -> list[str]:
        named = several(request, "area", catalogue.areas, UNKNOWN)
        parent = choice_of(request, "parent", catalogue.areas, UNKNOWN)
        group = choice_of(request, "group", catalogue.groups, UNKNOWN)
        level = choice_of(request, "level", LEVELS)
        codes = named if named is not None else list(catalogue.areas)
        if parent is not None:
            codes = [code for code in codes if catalogue.areas[code].parent == parent]
        if group is not None:
            inside_group = set(catalogue.groups[group].areas)
            codes = [code for code in codes if code in inside_group]
        if level is not None:
            codes = [code for code in codes if catalogue.areas[code].level == level]
        if (named, parent, group, level) == (None, None, None, None):
            codes = [code for code in codes if catalogue.areas[code].parent is None]
        return sorted(codes)


class Groups(ListView):
    """The groups of areas, with the codes of the areas that belong to them at the edition's latest
    moment; `group-members` has who was in them before."""

    operation = "groups"
    tag = "areas"
    item = "Group"
    columns = schema.GROUP

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """Groups in the edition's order."""
        groups = list(self.serving.catalogue.groups.values())
        part, following = part_of("groups", groups, limit, cursor)
        return Page([_group(group) for group in part], following)


class GroupMembers(ListView):
    """Every area that is or was in a group, with the time that it belongs to it; null is open."""

    operation = "groupMembers"
    tag = "areas"
    item = "GroupMember"
    columns = schema.GROUP_MEMBER
    takes = ("group", "area")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """Memberships, group by group in the edition's order."""
        catalogue = self.serving.catalogue
        group, areas = (
            choice_of(request, "group", catalogue.groups, UNKNOWN),
            several(request, "area", catalogue.areas, UNKNOWN),
        )
        rows = [
            {
                "group": inside.code,
                "area": member.area,
                "valid_from": member.valid_from,
                "valid_to": member.valid_to,
                "belongs": member.current,
            }
            for inside in catalogue.groups.values()
            for member in inside.memberships
            if group in (None, inside.code) and (areas is None or member.area in areas)
        ]
        part, following = part_of("group-members", rows, limit, cursor)
        return Page(list(part), following)


class GroupDetail(EditionView):
    """One group of areas."""

    operation = "group"
    tag = "areas"
    item = "Group"

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The group by its code. 404 for a code that the edition hasn't got."""
        group = self.serving.catalogue.groups.get(kwargs["code"])
        if group is None:
            raise Http404("This edition has no group with this code.")
        return Response(_group(group))


class Indicators(ListView):
    """Indicators and composites with their definition, and the periods and levels that have
    figures."""

    operation = "indicators"
    tag = "indicators"
    item = "Indicator"
    columns = schema.INDICATOR
    takes = ("theme",)

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """Indicators in the edition's order."""
        catalogue = self.serving.catalogue
        theme = choice_of(request, "theme", catalogue.themes, UNKNOWN)
        measures = catalogue.of_theme(theme) if theme else list(catalogue.measures.values())
        part, following = part_of("indicators", measures, limit, cursor)
        return Page([_measure(measure) for measure in part], following)


class IndicatorDetail(EditionView):
    """One indicator or composite with its whole definition."""

    operation = "indicator"
    tag = "indicators"
    item = "Indicator"

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The indicator by its id. 404 for an id that the edition hasn't got."""
        measure = self.serving.catalogue.measures.get(kwargs["indicator"])
        if measure is None:
            raise Http404("This edition has no indicator with this id.")
        return Response(_measure(measure))


def _sets(request: Request, catalogue: Catalogue) -> list[set[str]]:
    """The codes that each of the filters ``group`` and ``within`` leaves."""
    group = choice_of(request, "group", catalogue.groups, UNKNOWN)
    within = choice_of(request, "within", catalogue.areas, UNKNOWN)
    return [
        *([set(catalogue.groups[group].areas)] if group is not None else []),
        *([set(inside(catalogue, within))] if within is not None else []),
    ]


def _editions(records: list[EditionRecord]) -> list[dict[str, Any]]:
    current: dict[str, str] = {}
    for record in records:  # newest first
        if record.state == EditionState.SERVED:
            current.setdefault(record.series, record.edition)
    return [
        {
            "id": record.edition,
            "series": record.series,
            "current": current.get(record.series) == record.edition,
            "title": {"nl": record.title_nl, "en": record.title_en},
            "simulated": record.simulated,
            "state": record.state,
            "reason": record.reason or None,
            "registered": record.registered_at.date().isoformat(),
            "manifest_sha256": record.digest,
        }
        for record in records
    ]


def _area(area: Area) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "level": area.level,
        "parent": area.parent,
        "inhabitants": area.inhabitants,
        "dwellings": area.dwellings,
        "larger_than_effective": area.flagged,
    }


def _group(group: Group) -> dict[str, Any]:
    return {"code": group.code, "name": group.name, "areas": list(group.areas)}


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "name": asdict(measure.name),
        "theme": measure.theme,
        "unit": measure.unit,
        "kind": measure.kind,
        "direction": str(measure.direction),
        "decimals": measure.decimals,
        "periods": list(measure.periods),
        "levels": list(measure.levels),
        "definition": measure.definition,
    }
