"""Boundaries with their figures as GeoJSON, for the live map."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from wijkwerk.monitor.serving.geometry import live_context, live_features
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.lines import lines_of, measure_of, period_of
from wijkwerk.monitor.web.lists import chosen_areas
from wijkwerk.monitor.web.maps import around_of, limits_of, others_of, step_of_line


@edition_view(for_ever=True)
def geojson(visit: EditionContext) -> HttpResponse:
    """Areas of a page with name, address and, when an indicator is asked for, its distance."""
    chosen = chosen_areas(visit)
    shapes = live_features(visit.serving, [area.code for area in chosen.areas])
    by_code = {area.code: area for area in chosen.areas}
    indicator = visit.request.GET.get("indicator")
    if indicator:
        measure = measure_of(visit, indicator)
        lines = lines_of(visit, measure, chosen.areas, period_of(visit, measure), changes=False)
        limits = limits_of(lines)
        properties_by_area = {
            line.area.code: {
                "value": line.of("distance"),
                "label": labels.lag(line.of("distance"), measure, visit.language),
                "class": step_of_line(line, limits),
            }
            for line in lines
        }
    else:
        properties_by_area = {}
    for shape in shapes:
        code = shape["properties"]["code"]
        shape["properties"] = {
            "code": code,
            "name": by_code[code].name,
            "url": visit.url("area", code),
            "value": None,
            "label": "",
            "class": None,
            **properties_by_area.get(code, {}),
        }
    pale = live_features(visit.serving, [area.code for area in others_of(visit, chosen.areas)])
    for shape in pale:
        code = shape["properties"]["code"]
        shape["properties"] = {
            "code": code,
            "name": visit.name(code),
            "url": visit.url("area", code),
            "label": "",
            "pale": True,
        }
    around = live_features(visit.serving, around_of(visit, chosen.areas))
    answer = JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [*pale, *shapes],
            "around": {"type": "FeatureCollection", "features": around},
            "under": {"type": "FeatureCollection", "features": live_context(visit.serving)},
        }
    )
    answer["Content-Type"] = "application/geo+json"
    return answer
