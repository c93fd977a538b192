"""The map of a list that can be moved: the same as the table, and the drawing without JavaScript."""

from __future__ import annotations

import json
import re
from pathlib import Path

from django.test import Client
from served_list import Served

from wijkwerk.designation.serving import questions
from wijkwerk.designation.web.maps import SCALE

TOKENS = Path(__file__).parents[3] / "frontend" / "tokens.css"


def test_the_map_holds_what_the_table_holds(client: Client, served: Served) -> None:
    serving = served.serving()
    level = serving.levels[0]
    for year in serving.years:
        answer = client.get(served.page(f"/{year}/areas.geojson", language="en"))
        assert answer.headers["Content-Type"] == "application/geo+json"
        told = json.loads(answer.content)
        shown = {
            feature["properties"]["code"]: feature["properties"] for feature in told["features"]
        }
        held = {
            code: status
            for code, status, _ in questions.held_codes(serving, year, level)
            if status not in ("", "unknown")
        }
        assert {code for code, one in shown.items() if (one["class"] or 0) > 0} == set(held)
        for code, status in held.items():
            assert shown[code]["label"] == serving.scheme.label(status, year, "en")
            assert shown[code]["url"] == served.page(f"/areas/{code}", language="en")
        for one in shown.values():
            assert (one["class"] is None) == (one["label"] == "can’t be determined")
            assert one["name"]
        assert told["around"]["features"]


def test_a_map_within_a_municipality_shows_its_areas_alone(client: Client, served: Served) -> None:
    serving = served.serving()
    city = questions.municipalities(serving)[0]
    address = served.page(f"/{serving.years[-1]}/areas.geojson?within={city}")
    told = json.loads(client.get(address).content)
    codes = {feature["properties"]["code"] for feature in told["features"]}
    rows = serving.store.tuples("SELECT code FROM areas WHERE municipality = ?", [city])
    assert codes and codes <= {row[0] for row in rows}
    assert (
        client.get(served.page(f"/{serving.years[-1]}/areas.geojson?within=x")).status_code == 400
    )


def test_without_javascript_there_is_the_drawing_and_the_same_legend(
    client: Client, served: Served
) -> None:
    year = served.serving().years[-1]
    page = client.get(served.page(f"/{year}", language="en")).content.decode()
    assert 'data-scale="status"' in page
    drawing = re.search(r'<img src="([^"]*map\.svg[^"]*)"[^>]*alt="([^"]+)"', page)
    assert drawing is not None
    assert "the table holds the same" in drawing[2]
    legend = re.findall(r"ww-legend__swatch--status-(\d)\"></span>([^<]+)<", page)
    assert legend[0] == ("0", "no status")
    assert "Status in" in page
    assert "Aanwijzing in" in client.get(served.page(f"/{year}")).content.decode()
    plain = client.get(drawing[1].replace("&amp;", "&")).content.decode()
    whole = client.get(served.page(f"/{year}/map.svg", language="en")).content.decode()
    assert "role-legend" not in plain
    assert "role-legend" in whole


def test_dots_stand_for_areas_when_they_are_many(
    client: Client, served: Served, monkeypatch: object
) -> None:
    from wijkwerk.designation.web import maps

    monkeypatch.setattr(maps, "MOST", 1)  # type: ignore[attr-defined]
    serving = served.serving()
    year = next(
        year
        for year in serving.years
        if questions.on_list(serving, year, serving.levels[0])["listed"]
    )
    told = json.loads(client.get(served.page(f"/{year}/areas.geojson")).content)
    assert {feature["geometry"]["type"] for feature in told["features"]} == {"Point"}


def test_the_live_map_has_the_colours_of_the_drawing() -> None:
    found = dict(re.findall(r"--ww-status-(\d): (#[0-9a-f]{6});", TOKENS.read_text("utf-8")))
    assert [found[str(step)] for step in range(5)] == list(SCALE)
