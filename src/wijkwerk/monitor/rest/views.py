"""Editions, areas, groups and indicators."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord
from wijkwerk.monitor.rest import parameters, schema
from wijkwerk.monitor.rest.base import EditionView, ReadView, page
from wijkwerk.monitor.rest.parameters import allow, cursor_of, known, limit_of, sparse
from wijkwerk.monitor.serving.catalogue import LEVELS, Area, Group, Measure
from wijkwerk.monitor.serving.geometry import live_features
from wijkwerk.monitor.serving.search import LONGEST

_FAULTS = {400: schema.Problem, 404: schema.Problem, 410: schema.Problem, 503: schema.Problem}
_PAGED = [parameters.FIELDS, parameters.CURSOR, parameters.LIMIT]
_QUERY = OpenApiParameter(
    "q", {"type": "string", "maxLength": LONGEST}, description="Name or code."
)
_PARENT = OpenApiParameter("parent", str, description="Code of the area one level up.")


class Editions(ReadView):
    """The register of editions."""

    @extend_schema(
        operation_id="editions", tags=["editions"],
        responses={200: schema.listed("Edition", schema.Edition), 400: schema.Problem},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Every edition the site has ever served, newest first."""
        allow(request)
        answer = page(request, [_edition(one) for one in library().records()], None)
        answer["Cache-Control"] = "no-cache"
        return answer


class EditionDetail(EditionView):
    """One edition."""

    @extend_schema(
        operation_id="edition", tags=["editions"], responses={200: schema.Edition, **_FAULTS}
    )
    def get(self, request: Request, edition: str) -> Response:
        """Its settings, themes and manifest."""
        allow(request)
        record = next(one for one in library().records() if one.edition == edition)
        catalogue = self.serving.catalogue
        return Response(
            {
                **_edition(record),
                "settings": catalogue.source,
                "themes": [
                    {"id": theme, "name": asdict(name)} for theme, name in catalogue.themes.items()
                ],
                "manifest": catalogue.manifest,
            }
        )


class Areas(EditionView):
    """The areas of an edition."""

    @extend_schema(
        operation_id="areas", tags=["areas"],
        parameters=[parameters.LEVEL, _PARENT, parameters.GROUP, _QUERY, *_PAGED],
        responses={200: schema.listed("Area", schema.Area), **_FAULTS},
    )  # fmt: skip
    def get(self, request: Request, edition: str) -> Response:
        """By level, by the area above, by group, or by name (typing mistakes included)."""
        allow(request, "level", "parent", "group", "q")
        found = self._found(request)
        cursor = cursor_of(request) or "0"
        if not (cursor.isascii() and cursor.isdigit()):
            raise ValidationError("cursor: not one of this list.")
        start, limit = int(cursor[:9]), limit_of(request)
        rows = [_area(one) for one in found[start : start + limit]]
        following = str(start + limit) if start + limit < len(found) else None
        return page(request, sparse(request, rows, schema.AREA), following)

    def _found(self, request: Request) -> list[Area]:
        catalogue, query = self.serving.catalogue, request.query_params
        found = list(catalogue.areas.values())
        if "q" in query:
            hits = self.serving.search.find(query["q"], 200, ("area",))
            found = [catalogue.areas[one.entry.code] for one in hits]
        if "level" in query:
            if query["level"] not in LEVELS:
                raise ValidationError(f"level: one of {', '.join(LEVELS)}.")
            found = [one for one in found if one.level == query["level"]]
        if "parent" in query:
            known("parent", [query["parent"]], catalogue.areas)
            found = [one for one in found if one.parent == query["parent"]]
        if "group" in query:
            known("group", [query["group"]], catalogue.groups)
            members = set(catalogue.groups[query["group"]].areas)
            found = [one for one in found if one.code in members]
        return found


class AreaDetail(EditionView):
    """One area."""

    @extend_schema(operation_id="area", tags=["areas"], responses={200: schema.Area, **_FAULTS})
    def get(self, request: Request, edition: str, code: str) -> Response:
        """The area with what is above and below it."""
        allow(request)
        catalogue = self.serving.catalogue
        area = catalogue.areas.get(code)
        if area is None:
            raise Http404("No area with this code.")
        return Response(
            {
                **_area(area),
                "former_names": list(area.former_names),
                "above": [one.code for one in catalogue.lineage(code)],
                "children": list(catalogue.children.get(code, ())),
                "groups": [one.code for one in catalogue.groups.values() if code in one.areas],
            }
        )


class Geometry(EditionView):
    """Boundaries."""

    @extend_schema(
        operation_id="geometry", tags=["areas"],
        parameters=[parameters.AREA, _PARENT],
        responses={(200, "application/geo+json"): {"type": "object"}, **_FAULTS},
    )  # fmt: skip
    def get(self, request: Request, edition: str) -> Response:
        """Simplified boundaries as GeoJSON (degrees): of named areas, or of all parts of one."""
        allow(request, "area", "parent")
        catalogue = self.serving.catalogue
        codes = known("area", parameters.several(request, "area"), catalogue.areas) or []
        if "parent" in request.query_params:
            parent = request.query_params["parent"]
            known("parent", [parent], catalogue.areas)
            codes += catalogue.children.get(parent, ())
        if not codes:
            raise ValidationError("area or parent: name at least one.")
        told: list[dict[str, Any]] = live_features(self.serving, codes)
        for one in told:
            one["properties"]["name"] = catalogue.name(one["properties"]["code"])
        return Response(
            {"type": "FeatureCollection", "features": told}, content_type="application/geo+json"
        )


class Groups(EditionView):
    """Groups of areas."""

    @extend_schema(
        operation_id="groups", tags=["areas"],
        responses={200: schema.listed("Group", schema.Group), **_FAULTS},
    )  # fmt: skip
    def get(self, request: Request, edition: str) -> Response:
        """Every group with the codes of its areas."""
        allow(request)
        return page(request, [_group(one) for one in self.serving.catalogue.groups.values()], None)


class Indicators(EditionView):
    """Indicators and composites."""

    @extend_schema(
        operation_id="indicators", tags=["indicators"],
        responses={200: schema.listed("Indicator", schema.Indicator), **_FAULTS},
    )  # fmt: skip
    def get(self, request: Request, edition: str) -> Response:
        """Every indicator with its definition, and the periods and levels that have figures."""
        allow(request)
        listed = [_measure(one) for one in self.serving.catalogue.measures.values()]
        return page(request, listed, None)


class IndicatorDetail(EditionView):
    """One indicator."""

    @extend_schema(
        operation_id="indicator", tags=["indicators"],
        responses={200: schema.Indicator, **_FAULTS},
    )  # fmt: skip
    def get(self, request: Request, edition: str, indicator: str) -> Response:
        """Its whole definition."""
        allow(request)
        measure = self.serving.catalogue.measures.get(indicator)
        if measure is None:
            raise Http404("No indicator with this id.")
        return Response(_measure(measure))


def _edition(record: EditionRecord) -> dict[str, Any]:
    return {
        "id": record.edition,
        "series": record.series,
        "title": {"nl": record.title_nl, "en": record.title_en},
        "simulated": record.simulated,
        "state": record.state,
        "registered": record.registered_at.date().isoformat(),
        "manifest_sha256": record.digest,
    }


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
