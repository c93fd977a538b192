"""The map of a list: which areas have which status, drawn here; the table holds the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.questions import Wanted
from wijkwerk.designation.web.decided import ruling_label
from wijkwerk.designation.web.list_context import ListContext
from wijkwerk.monitor.display import Feature, Serving, features, live_features
from wijkwerk.served.api import Row
from wijkwerk.ui.pictures.style import WIDTHS, Size, frame

MOST = 600  # areas that a map draws as shapes
_MOST_DOTS = 2500
_AROUND = 400  # municipalities drawn under them, to show where they lie
# From none to the status that asks most: light to dark of one colour, so that print keeps it.
SCALE = ("#f4f4f2", "#b9cfe6", "#7aa3cf", "#35699f", "#0f3556")
_UNKNOWN = "#d9d9d9"
_EDGE_OF_DECIDED = "#0b0c0c"
_DASHES = {"on": [1, 0], "off": [4, 3]}
_MARKS = {"added": "on", "removed": "off", "left": "off"}  # by the kind of a ruling
_EDGE = 8


def map_block(visit: ListContext, wanted: Wanted) -> dict[str, Any] | None:
    """The map as ``ui/components/map.html`` takes it; None without boundaries."""
    catalogue = visit.catalogue
    if catalogue is None or not catalogue.has_geometry:
        return None
    query = {"within": wanted.within, "level": wanted.level}

    def drawn(size: Size) -> str:
        return visit.url("map", visit.year, "svg", size=size, legend="no", **query)

    return {
        "id": "map",
        "title": _("Map of the list of %(year)s") % {"year": visit.year},
        "heading": 2,
        "geojson": visit.url("geojson", visit.year, **query),
        "scale": "status",
        "legend_title": _("Status in %(year)s") % {"year": visit.year},
        "swatches": [{"step": step, "label": word} for word, step in _steps(visit).items()],
        "marks": [
            {"kind": kind, "label": _mark_labels()[kind]}
            for kind in sorted(set(marks(visit).values()))
        ],
        "none": _none(),
        "picture": {
            "url": drawn("large"),
            "width": WIDTHS["large"] + _EDGE,
            "height": 680,
            "narrow": drawn("small"),
            "alt": _("Map of the areas with a status in %(year)s; the table holds the same.")
            % {"year": visit.year},
        },
        "source": f"{catalogue.source['publisher']}, {visit.serving.id}",
        "downloads": [
            {
                "label": kind.upper(),
                "url": visit.url("map", visit.year, kind, size="large", **query),
            }
            for kind in ("svg", "png")
        ],
    }


def marks(visit: ListContext) -> dict[str, str]:
    """The areas that a decision put on the list ('on') or took off it ('off') in this year."""
    decision = visit.serving.decisions.of_year.get(visit.year)
    rulings = {} if decision is None else decision.rulings
    return {
        code: _MARKS[ruling.kind]
        for code, ruling in sorted(rulings.items())
        if ruling.kind in _MARKS
    }


def _mark_labels() -> dict[str, str]:
    return {"on": _("put on the list by decision"), "off": _("taken off the list by decision")}


def shown(
    visit: ListContext, level: str, within: str
) -> tuple[list[str], dict[str, tuple[str, str]], bool]:
    """Which areas a map shows, what each that has or may have a status is (status, a higher one that
    is possible), and whether they are dots: shapes of all areas when they are few, of the listed
    ones when they are more, dots when even those are many."""
    status_by_area = {
        code: (status, possible)
        for code, status, possible in questions.held_codes(visit.serving, visit.year, level)
    }
    codes = _codes(visit, level, within)
    if len(codes) <= MOST:
        return codes, status_by_area, False
    areas_here, marked = set(codes), marks(visit)
    codes = [code for code in dict.fromkeys([*marked, *status_by_area]) if code in areas_here]
    return codes[:_MOST_DOTS], status_by_area, len(codes) > MOST or not within


def map_features(visit: ListContext, level: str, within: str) -> dict[str, Any]:
    """The areas of the map for a browser that can move it: name, status and address of each."""
    if visit.edition is None:
        return {"type": "FeatureCollection", "features": []}
    codes, status_by_area, dots = shown(visit, level, within)
    named, steps, marked = questions.names(visit.serving, codes), _steps(visit), marks(visit)
    shapes = live_features(visit.edition, codes)
    for shape in shapes:
        code = shape["properties"]["code"]
        word = _word(visit, *status_by_area.get(code, ("", "")))
        shape["properties"] = {
            "code": code,
            "name": named.get(code, code),
            "url": visit.url("area", code),
            "label": _label(visit, code, word),
            "class": steps.get(word),
            **({"decided": marked[code]} if code in marked else {}),
        }
        if dots:
            shape["geometry"] = _dot(shape["geometry"])
    return {
        "type": "FeatureCollection",
        "features": shapes,
        "around": {"type": "FeatureCollection", "features": _around(visit, within, live_features)},
    }


def map_spec(
    visit: ListContext, level: str, within: str, size: Size, legend: bool = True
) -> dict[str, Any] | None:
    """The drawing. None when no area has a boundary."""
    if visit.edition is None:
        return None
    codes, status_by_area, dots = shown(visit, level, within)
    shapes = features(visit.edition, codes)
    if not shapes:
        return None
    colours, marked, mark_labels = _legend(visit), marks(visit), _mark_labels()
    values = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": _dot(shape["geometry"]) if dots else shape["geometry"],
            "word": _word(visit, *status_by_area.get(shape["properties"]["code"], ("", ""))),
            "mark": mark_labels.get(marked.get(shape["properties"]["code"], ""), ""),
        }
        for shape in shapes
    ]
    decided = [value for value in values if value["mark"]]
    width = WIDTHS[size]
    spec = frame(
        size,
        width=width,
        height={"small": width, "medium": round(width * 0.85), "large": round(width * 0.6)}[size],
        projection={"type": "identity", "reflectY": True, "pointRadius": 4},
        layer=[
            {
                "data": {"values": _around(visit, within)},
                "mark": {
                    "type": "geoshape",
                    "fill": "#fbfbfa",
                    "stroke": "#b8bec4",
                    "strokeWidth": 0.7,
                },
            },
            {
                "data": {"values": values},
                "mark": {"type": "geoshape", "stroke": "#555555", "strokeWidth": 0.6},
                "encoding": {
                    "color": {
                        "field": "word",
                        "type": "nominal",
                        "scale": {"domain": list(colours), "range": list(colours.values())},
                        "legend": _drawn_legend("circle" if dots else "square", "#555555", 0.6)
                        if legend
                        else None,
                    }
                },
            },
            *([_decided_layer(decided, legend)] if decided else []),
        ],
    )
    del spec["autosize"]
    return spec


def _drawn_legend(symbol: str, edge: str, width: float) -> dict[str, Any]:
    """A legend below the map, a line for each sign."""
    return {
        "direction": "vertical",
        "orient": "bottom",
        "columns": 1,
        "symbolType": symbol,
        "symbolStrokeColor": edge,
        "symbolStrokeWidth": width,
    }


def _decided_layer(values: list[dict[str, Any]], legend: bool) -> dict[str, Any]:
    """A thick edge around what a decision put on the list, a dashed one around what it took off: marks
    that print and are told apart without colour."""
    dash_by_label = {word: _DASHES[kind] for kind, word in _mark_labels().items()}
    return {
        "data": {"values": values},
        "mark": {"type": "geoshape", "filled": False, "stroke": _EDGE_OF_DECIDED, "strokeWidth": 2},
        "encoding": {
            "strokeDash": {
                "field": "mark",
                "type": "nominal",
                "scale": {"domain": list(dash_by_label), "range": list(dash_by_label.values())},
                "legend": _drawn_legend("stroke", _EDGE_OF_DECIDED, 2) if legend else None,
            }
        },
    }


def _codes(visit: ListContext, level: str, within: str) -> list[str]:
    inside = " AND municipality = ?" if within else ""
    rows: list[Row] = visit.serving.store.rows(
        f"SELECT code FROM areas WHERE level = ?{inside} ORDER BY code",
        [level, within] if within else [level],
    )
    return [str(row["code"]) for row in rows]


def _around(
    visit: ListContext,
    within: str,
    shapes: Callable[[Serving, Sequence[str]], list[Feature]] = features,
) -> list[Feature]:
    assert visit.edition is not None
    if within:
        return shapes(visit.edition, [within])
    above = [municipality.code for municipality in visit.edition.catalogue.at_level("municipality")]
    return shapes(visit.edition, above) if len(above) <= _AROUND else []


def _none() -> str:
    return _("can’t be determined")


def _legend(visit: ListContext) -> dict[str, str]:
    """Word and colour of what the map can show, what asks least first."""
    return {word: SCALE[step] for word, step in _steps(visit).items()} | {_none(): _UNKNOWN}


def _steps(visit: ListContext) -> dict[str, int]:
    """Per word of the map the step of its colour; what can't be told has none."""
    active = sorted(visit.rules.active(), key=lambda active_status: active_status.rank)
    # Two statuses get colours far apart, five each their own.
    steps = [4 - round(at * 3 / max(len(active) - 1, 1)) for at in range(len(active))][::-1]
    if len(active) == 1:
        steps = [3]
    result = {_("no status"): 0}
    for active_status, step in zip(active, steps, strict=True):
        result[visit.status(active_status.code)] = min(step, len(SCALE) - 1)
    return result


def _word(visit: ListContext, status: str, possible: str) -> str:
    if status == "unknown" or (status == "" and possible):
        return _none()
    return visit.status(status) if status else _("no status")


def _label(visit: ListContext, code: str, word: str) -> str:
    """The status with what was decided about the area; its own page says why."""
    ruling = visit.serving.decisions.ruling(visit.year, code)
    if ruling is None:
        return word
    decision = visit.serving.decisions.of_year[visit.year]
    return f"{word} ({ruling_label(decision, ruling, visit.language)})"


def _dot(geometry: dict[str, Any]) -> dict[str, Any]:
    """The middle of the box around a shape: a country's map is too small for its neighbourhoods."""
    xs: list[float] = []
    ys: list[float] = []

    def gather(part: Sequence[Any]) -> None:
        if part and isinstance(part[0], int | float):
            xs.append(float(part[0]))
            ys.append(float(part[1]))
        else:
            for member in part:
                gather(member)

    gather(geometry["coordinates"])
    return {"type": "Point", "coordinates": [(min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2]}
