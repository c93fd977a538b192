"""The small drawings of the pages of places: names never lie over each other, lines stay in their frame."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.web.areas.place_map import (
    _free,
    _overlap,
    outlines,
    place_map,
    short_names,
)
from wijkwerk.monitor.web.areas.tile_grid import FEWEST, MOST, tile_grid
from wijkwerk.monitor.web.areas.trend_line import trend_line, year_of
from wijkwerk.shared.text import shortened


def square(code: str, x: float, y: float, size: float) -> dict[str, object]:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def drawn(features: list[dict[str, object]], named: list[str]) -> ElementTree.Element:
    names = {
        str(one["properties"]["code"]): f"Wijk & {one['properties']['code']}" for one in features
    }  # type: ignore[index]
    text = place_map(
        outlines(features), names, {"A0": "is-own"}, lambda code: f"/nl/gebieden/{code}", named
    )
    return ElementTree.fromstring(str(text))


@given(
    st.lists(
        st.tuples(st.integers(80000, 82000), st.integers(450000, 452000)),
        min_size=2, max_size=30, unique=True,
    )
)  # fmt: skip
def test_every_area_is_a_link_and_stays_in_the_frame(corners: list[tuple[int, int]]) -> None:
    features = [square(f"A{place}", x, y, 150) for place, (x, y) in enumerate(corners)]
    svg = drawn(features, [f"A{place}" for place in range(len(corners))])
    width, height = (float(one) for one in svg.attrib["viewBox"].split()[2:])
    links = svg.findall("a")
    assert {one.attrib["href"] for one in links} == {
        f"/nl/gebieden/A{place}" for place in range(len(corners))
    }
    # Out of the way of the keyboard: the table has the same links.
    assert svg.attrib["aria-hidden"] == "true" and {one.attrib["tabindex"] for one in links} == {
        "-1"
    }
    for path in svg.iter("path"):
        x, y = (float(one) for one in re.findall(r"M(\d+) (\d+)", path.attrib["d"])[0])
        assert 0 <= x <= width and 0 <= y <= height
    for text in svg.findall("text"):
        assert 0 < float(text.attrib["x"]) < width and 0 < float(text.attrib["y"]) < height


@given(
    st.lists(
        st.tuples(
            st.text("abcdef ", min_size=1, max_size=30), st.floats(0, 520), st.floats(0, 400)
        ),
        max_size=40,
    )
)
def test_names_never_lie_over_each_other(wanted: list[tuple[str, float, float]]) -> None:
    taken: list[tuple[float, float, float, float]] = []
    for name, x, y in wanted:
        box = _free(name, (x, y), 12, 400, taken)
        if box is not None:
            assert not any(_overlap(box, other) for other in taken)
            assert box[0] >= 0 and box[2] <= 520 and box[1] >= -1e-9 and box[3] <= 400 + 1e-9
            taken.append(box)


def test_a_map_in_degrees_is_as_wide_as_it_is_on_the_ground() -> None:
    """At 52 degrees a degree of longitude is 0.616 of one of latitude."""
    svg = drawn([square("A0", 4.0, 51.5, 1.0), square("A1", 5.0, 51.5, 1.0)], [])
    width, height = (float(one) for one in svg.attrib["viewBox"].split()[2:])
    assert (height - 12) / (width - 12) == pytest.approx(1 / (2 * 0.6157), rel=0.01)


def test_without_boundaries_there_is_no_map() -> None:
    assert outlines([]) is None and place_map(None, {}, {}, str, []) == ""


def points(text: str, kind: str) -> list[tuple[float, float]]:
    found = re.search(rf'class="{kind}" points="([^"]*)"', text)
    assert found is not None
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in found[1].split())]


def test_years_lie_as_far_apart_as_they_are() -> None:
    own = [("2010", 10.0, 9.0, 11.0), ("2011", 12.0, 11.0, 13.0), ("2020", 20.0, 19.0, 21.0)]
    text = str(trend_line(own, [("2010", 5.0), ("2020", 6.0)], 'from "10" to <20>'))
    line = points(text, "is-own")
    assert (line[1][0] - line[0][0]) / (line[2][0] - line[0][0]) == pytest.approx(0.1, abs=0.01)
    assert line[0][1] > line[1][1] > line[2][1]  # higher is up
    assert len(points(text, "is-band")) == 6 and len(points(text, "is-reference")) == 2
    assert "&lt;20&gt;" in text and "<20>" not in text


AMOUNT = st.floats(-1e6, 1e6)


@given(
    st.dictionaries(st.integers(1990, 2030), AMOUNT, min_size=2, max_size=20),
    st.dictionaries(st.integers(1990, 2030), AMOUNT, max_size=20),
)
def test_a_line_stays_in_its_frame(own: dict[int, float], other: dict[int, float]) -> None:
    rows = [(str(year), value, value - 1, value + 1) for year, value in sorted(own.items())]
    text = str(trend_line(rows, [(str(year), value) for year, value in sorted(other.items())], ""))
    for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", text):
        assert 0 <= float(x) <= 112 and 0 <= float(y) <= 34


def test_one_moment_is_no_line() -> None:
    assert trend_line([("2020", 1.0, None, None)], [], "") == ""
    assert trend_line([], [("2019", 1.0), ("2020", 2.0)], "") == ""


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2012", 2012.0),
        ("2012-10", 2012.75),
        ("2012-Q3", 2012.5),
        ("2012-01-15", 2012.0),
        ("x", None),
    ],
)
def test_a_period_is_a_place_on_the_axis(period: str, year: float | None) -> None:
    assert year_of(period) == year


def test_what_lies_under_a_map_comes_first_and_lines_stay_open() -> None:
    road = {
        "type": "Feature",
        "properties": {"kind": "road"},
        "geometry": {"type": "MultiLineString", "coordinates": [[[0, 0], [40, 50], [100, 100]]]},
    }
    water = {**square("x", 20, 20, 40), "properties": {"kind": "water"}}
    water["geometry"] = {
        "type": "MultiPolygon",
        "coordinates": [water["geometry"]["coordinates"]],  # type: ignore[index]
    }
    shapes = outlines([square("A0", 0, 0, 50), square("A1", 50, 50, 50)], [road, water])
    root = ElementTree.fromstring(str(place_map(shapes, {}, {}, str, [])))
    first, second, *areas = list(root)
    assert first.attrib["class"] == "is-under-water" and first.attrib["d"].endswith("z")
    assert second.attrib["class"] == "is-under-road is-line" and "z" not in second.attrib["d"]
    assert [one.tag for one in areas] == ["a", "a"] and "has-under" in root.attrib["class"]


@given(st.integers(FEWEST, MOST))
def test_tiles_fill_a_grid_within_its_frame(number: int) -> None:
    codes = [f"BU{one:04}" for one in range(number)]
    grid = tile_grid(
        codes, {"BU0000": "Aan & bij"}, {"BU0001": "is-own"}, lambda code: f"/x/{code}"
    )
    root = ElementTree.fromstring(str(grid))
    assert [link.attrib["href"] for link in root] == [f"/x/{code}" for code in codes]
    width, height = (float(one) for one in root.attrib["viewBox"].split()[2:])
    places = set()
    for link in root:
        tile = link[0]
        x, y, wide, tall = (float(tile.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + wide <= width + 1 and y >= 0 and y + tall <= height + 1
        places.add((x, y))
    assert len(places) == number
    assert root[1][0].attrib["class"] == "is-own"


def test_too_few_or_too_many_tiles_are_none() -> None:
    for number in (0, FEWEST - 1, MOST + 1):
        assert tile_grid([f"BU{one}" for one in range(number)], {}, {}, str) == ""
    assert (
        shortened("Schildersbuurt", 8, 4),
        shortened("Zuid", 8, 4),
        shortened("Schildersbuurt", 3, 4),
    ) == (
        "Schilde…",
        "Zuid",
        "",
    )


def test_names_on_the_map_of_a_city_leave_the_city_out() -> None:
    city = {"A": "Stad 4, buurt 0102", "B": "Stad 4, buurt 0202"}
    assert short_names(city) == {"A": "buurt 0102", "B": "buurt 0202"}
    for other in (
        {**city, "C": "Stad 5, buurt 0001"},
        {**city, "C": "Stad 4"},
        {"A": "Kade, Noord"},
    ):
        assert short_names(other) == other
    names = {"A0": "Stad 4, kade", "A1": "Stad 4, dok"}
    shapes = outlines([square("A0", 80000, 450000, 150), square("A1", 80150, 450000, 150)])
    svg = str(place_map(shapes, names, {}, lambda code: code, list(names)))
    assert ">kade</text>" in svg
    assert "<title>Stad 4, kade</title>" in svg  # who points at it reads all of it
