"""Editions, areas, groups and indicators."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.rest import schema
from wijkwerk.monitor.rest.base import (
    EditionView,
    ListView,
    ReadView,
    link,
    next_address,
    part_of,
)
from wijkwerk.monitor.rest.faults import BadParameterError
from wijkwerk.monitor.rest.formats import Columns, Csv, GeoJson, Json, Parquet
from wijkwerk.monitor.rest.parameters import inside, limit_of, one, several
from wijkwerk.monitor.serving.catalogue import LEVELS, Area, Catalogue, Group, Measure
from wijkwerk.monitor.serving.geometry import live_features
from wijkwerk.monitor.serving.neighbours import neighbours, twins
from wijkwerk.monitor.serving.pages import BadCursorError, Page
from wijkwerk.monitor.serving.search import LONGEST

_MOST_HITS = 200
_MOST_SHAPES = 1000


class Editions(ReadView):
    """Every edition the site has ever served, newest first. One that is `current` is the latest of
    its series; a withdrawn one says why."""

    operation = "editions"
    tag = "editions"
    item = "EditionPage"
    renderer_classes = (Json, Csv, Parquet)
    shown: Columns = schema.EDITION

    def get(self, request: Request) -> Response:
        """The register."""
        items = [_edition(one) for one in library().records()]
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
        record = next(one for one in library().records() if one.edition == catalogue.id)
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
        """Areas in the edition's order, or the best fitting name first."""
        found = part_of("areas", _chosen(request, self), limit, cursor)  # type: ignore[arg-type]
        return found


class AreaDetail(EditionView):
    """An area with what lies above, below and beside it, and the areas most like it."""

    operation = "area"
    tag = "areas"
    item = "AreaDetail"

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The area by its code."""
        catalogue, code = self.serving.catalogue, kwargs["code"]
        area = catalogue.areas.get(code)
        if area is None:
            raise Http404("This edition has no area with this code.")
        return Response(
            {
                **_area(area),
                "former_names": list(area.former_names),
                "above": [one.code for one in catalogue.lineage(code)],
                "children": list(catalogue.children.get(code, ())),
                "groups": [one.code for one in catalogue.groups.values() if code in one.areas],
                "neighbours": neighbours(self.serving, code),
                "twins": twins(self.serving, code),
            }
        )
