"""Pictures as Vega-Lite specifications, drawn to SVG on this machine; each stands beside a table."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import vl_convert as vlc

from wijkwerk.monitor.core.tables import CLASSES
from wijkwerk.monitor.editions.report.facts import Counts, Facts
from wijkwerk.monitor.editions.report.narrative import CLASS_WORDS
from wijkwerk.shared.text import Language

# Colours that differ in lightness too, and shapes and dashes beside them: colour is never alone.
_AREA, _REFERENCE = "#00429d", "#a04000"
_CLASS_COLOURS = {
    "smaller": "#00429d", "larger": "#a04000", "equal": "#8aa4c8", "at_or_better": "#4f7d3a",
    "too_few": "#c9c9c9",
}  # fmt: skip
_LOCALE = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}


def _config(font: str) -> dict[str, Any]:
    return {
        "font": font,
        "background": "white",
        "axis": {"labelFontSize": 11, "titleFontSize": 11, "gridColor": "#e4e4e4"},
        "header": {"labelFontSize": 11, "title": None, "labelFontWeight": "bold"},
        "legend": {"labelFontSize": 11, "title": None, "orient": "top"},
        "view": {"stroke": None},
    }


def _draw(spec: dict[str, Any], title: str, description: str, language: Language) -> str:
    svg = str(vlc.vegalite_to_svg(json.dumps(spec), format_locale=_LOCALE[language]))
    # A title and description inside, so that a screen reader has words for the picture.
    head = f"<title>{html.escape(title)}</title><desc>{html.escape(description)}</desc>"
    return re.sub(r"(<svg[^>]*)>", rf'\1 role="img">{head}', svg, count=1)


def trend_chart(facts: Facts, language: Language, font: str) -> str | None:
    """Small multiples: each area's line against its reference's; None with one moment or less."""
    series = facts.series
    if series.is_empty() or series["period"].n_unique() < 2:
        return None
    words = {"area": "gebied", "reference": "referentie"}
    if language == "en":
        words = {"area": "area", "reference": "reference"}
    values = [
        {**row, "role": words[row["role"]]}
        for row in series.select("panel", "place", "period", "value", "role").iter_rows(named=True)
    ]
    panels = series.sort("place")["panel"].unique(maintain_order=True).to_list()
    colour = {
        "field": "role", "type": "nominal",
        "scale": {"domain": list(words.values()), "range": [_AREA, _REFERENCE]},
    }  # fmt: skip
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "facet": {
            "field": "panel", "type": "nominal", "sort": panels, "columns": min(3, len(panels)),
        },
        "spec": {
            "width": 190, "height": 110,
            "mark": {"type": "line", "point": {"size": 28}},
            "encoding": {
                "x": {"field": "period", "type": "ordinal", "title": None,
                      "axis": {"labelAngle": -45, "labelOverlap": True}},
                "y": {"field": "value", "type": "quantitative", "title": None,
                      "scale": {"zero": False}, "axis": {"tickCount": 4}},
                "color": colour,
                "strokeDash": {"field": "role", "type": "nominal", "legend": None,
                               "scale": {"domain": list(words.values()), "range": [[1, 0], [5, 3]]}},
                "shape": {"field": "role", "type": "nominal", "legend": None},
            },
        },
        "config": _config(font),
    }  # fmt: skip
    name = facts.indicator["name"][language]
    description = (
        "Lijnen per gebied met de referentie; dezelfde cijfers staan in de tabel."
        if language == "nl"
        else "Lines per area with the reference; the same figures are in the table."
    )
    return _draw(spec, name, description, language)


def class_chart(counts: Counts, language: Language, font: str) -> str:
    """One bar of areas per class, with the numbers in it."""
    words = CLASS_WORDS[language]
    present = [kind for kind in CLASSES if counts.counts[kind]]
    values, start = [], 0
    for kind in present:
        number = counts.counts[kind]
        values.append(
            {"class": words[kind], "start": start, "end": start + number,
             "middle": start + number / 2, "count": number,
             "ink": "white" if kind in ("smaller", "larger", "at_or_better") else "black"}
        )  # fmt: skip
        start += number
    domain = [words[kind] for kind in present]
    colour = {
        "field": "class", "type": "nominal",
        "scale": {"domain": domain, "range": [_CLASS_COLOURS[kind] for kind in present]},
        "legend": {"columns": 2},
    }  # fmt: skip
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "width": 560,
        "height": 36,
        "layer": [
            {"mark": {"type": "bar", "stroke": "white"},
             "encoding": {"x": {"field": "start", "type": "quantitative", "axis": None,
                                "scale": {"domain": [0, start], "nice": False}},
                          "x2": {"field": "end"}, "color": colour}},
            {"mark": {"type": "text", "fontSize": 13, "fontWeight": "bold"},
             "encoding": {"x": {"field": "middle", "type": "quantitative"},
                          "text": {"field": "count"},
                          "color": {"field": "ink", "type": "nominal", "scale": None,
                                    "legend": None}}},
        ],
        "resolve": {"scale": {"color": "independent"}},
        "config": _config(font),
    }  # fmt: skip
    title = "Gebieden per klasse" if language == "nl" else "Areas per class"
    description = ", ".join(f"{words[kind]}: {counts.counts[kind]}" for kind in present)
    return _draw(spec, title, description, language)
