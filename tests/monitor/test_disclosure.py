"""The plan over everything: linked indicators, indexes, groups, limits of one's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from wijkwerk.monitor.core.definitions import Direction, DisclosureLimits, Indicator, Kind
from wijkwerk.monitor.core.disclosure.cells import Cells, Limits, Tree
from wijkwerk.monitor.disclosure import (
    GroupTotals,
    Layer,
    _Frame,
    limits_of,
    plan_together,
    protected,
)
from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.pipeline import compute
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.shared.text import Text

LIMITS = Limits(base=10, count=5)
SOURCE = """[source]
id = "plan"
title = { nl = "Plan", en = "Plan" }
publisher = "Test"
licence = "CC0-1.0"
{more}

[reference]
rule = "municipality"

[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5
"""
ONE = """[[indicator]]
id = "{0}"
name = {{ nl = "{0}", en = "{0}" }}
theme = "t"
unit = "{1}"
kind = "{2}"
direction = "{3}"
{4}
"""
THEME = '[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n\n'
AREAS = """code,name,level,parent
GM0001,Stad,municipality,
WK000101,A,district,GM0001
WK000102,B,district,GM0001
WK000103,C,district,GM0001
WK000104,D,district,GM0001
"""


def layer(
    name: str, tree: Tree, count: dict[str, float], base: dict[str, float], unsafe: str = ""
) -> Layer:
    """Cells of one moment by area; areas that aren't named have none."""

    def column(values: dict[str, float]) -> np.ndarray:
        return np.array([[values.get(code, np.nan)] for code in tree.codes])

    counts, bases = column(count), column(base)
    cells = Cells(counts, bases - counts, bases, ~np.isnan(bases))
    given = np.array([[code == unsafe] for code in tree.codes])
    return Layer(name, cells, given, LIMITS)


def test_parts_of_one_whole_are_withheld_until_none_of_them_needs_more() -> None:
    """What the second one takes along, the first one must protect in turn: its district has no
    figure for the area that the second one chose below it."""
    pairs = [
        ("C", None),
        ("D1", "C"),
        ("D2", "C"),
        ("D1a", "D1"),
        ("D1b", "D1"),
        ("D2c", "D2"),
        ("D2d", "D2"),
        ("D2e", "D2"),
    ]
    tree = Tree.of(pl.DataFrame(pairs, schema=["code", "parent"], orient="row"))
    base = {
        "D1a": 50.0,
        "D1b": 60.0,
        "D2c": 100.0,
        "D2d": 200.0,
        "D2e": 300.0,
        "D1": 110.0,
        "D2": 600.0,
        "C": 710.0,
    }
    first = {"D1a": 3.0, "D1b": 20.0, "D2d": 80.0, "D2e": 90.0, "D1": 23.0, "D2": 200.0, "C": 223.0}
    second = {
        "D1a": 2.0,
        "D1b": 4.0,
        "D2c": 40.0,
        "D2d": 60.0,
        "D2e": 90.0,
        "D1": 6.0,
        "D2": 190.0,
        "C": 196.0,
    }
    layers = [
        layer("own", tree, first, {area: base[area] for area in first}),
        layer("social", tree, second, base),
    ]
    plan = pl.concat(plan_together(layers, _Frame(tree, ("2020",)), GroupTotals({"2020": {}}, {})))
    hidden = {
        name: set(plan.filter(pl.col("indicator") == name)["area"]) for name in ("own", "social")
    }
    # One pass would leave D2 of 'own' without a withheld part: D2d and D2e would give it.
    assert hidden["own"] >= {"D1a", "D1b", "D1", "D2"}
    assert hidden["own"] & {"D2d", "D2e"}
    assert hidden["social"] >= hidden["own"]
    assert "C" not in hidden["own"] | hidden["social"]


def test_a_cell_is_marked_by_why_it_goes() -> None:
    tree = Tree.of(
        pl.DataFrame(
            [("C", None), ("A", "C"), ("B", "C"), ("D", "C")],
            schema=["code", "parent"],
            orient="row",
        )
    )
    base = {"A": 50.0, "B": 60.0, "D": 70.0, "C": 180.0}
    count = {"A": 2.0, "B": 20.0, "D": 30.0, "C": 52.0}
    plan = plan_together(
        [layer("own", tree, count, base)], _Frame(tree, ("2020",)), GroupTotals({"2020": {}}, {})
    )
    rows = pl.concat(plan).sort("area").rows()
    assert rows == [("A", "2020", "own", "N"), ("B", "2020", "own", "D")]
    # What the publisher withheld counts as too small, whatever it is.
    plan = plan_together(
        [layer("own", tree, count | {"A": 20.0}, base, unsafe="D")],
        _Frame(tree, ("2020",)),
        GroupTotals({"2020": {}}, {}),
    )
    assert pl.concat(plan).sort("area").rows() == [
        ("A", "2020", "own", "D"),
        ("D", "2020", "own", "N"),
    ]


def written(folder: Path, indicators: str, rows: list[str], more: str = "") -> Path:
    folder.mkdir()
    header = "area,period,indicator,numerator,denominator,value,base,status"
    (folder / "source.toml").write_text(SOURCE.replace("{more}", more), "utf-8")
    (folder / "indicators.toml").write_text(THEME + indicators, "utf-8")
    (folder / "areas.csv").write_text(AREAS, "utf-8")
    (folder / "observations.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return folder


def statuses(source: Path, tmp_path: Path, indicator: str) -> dict[tuple[str, str], str]:
    """conf_status by area and period."""
    work = tmp_path / "work"
    work.mkdir()
    engine = connect("duckdb", work)
    made = protected(read_source(source, work), engine)
    frame = engine.collect(made.figures).filter(pl.col("indicator") == indicator)
    return {
        (area, period): status
        for area, period, status in frame.select("area", "period", "conf_status").iter_rows()
    }


PRICES = ONE.format("price", "eur", "mean", "higher_is_better", "")
YEARS = ("2020", "2021", "2022")


def sales(small: tuple[str, str]) -> list[str]:
    return [
        f"WK00010{number},{year},price,,,{200_000 + 1000 * number},"
        f"{6 if (f'WK00010{number}', year) == small else 60 + number},"
        for number in (1, 2, 3, 4)
        for year in YEARS
    ]


@pytest.mark.parametrize(
    ("own", "common", "everywhere"),
    [("", "", True), ("", 'base_period = "2020"', False), ('base_period = "2020"', "", False),
     ('base_period = "2021"', 'base_period = "2020"', True), ("", 'base_period = "2021"', True)],
)  # fmt: skip
def test_an_index_is_withheld_with_its_original_now_or_at_its_base(
    tmp_path: Path, own: str, common: str, everywhere: bool
) -> None:
    """Without a base period any moment may be the base: every withheld one hides the whole series."""
    index = ONE.format("index", "index", "index", "higher_is_better", f'of = "price"\n{own}')
    source = written(tmp_path / "s", PRICES + index, sales(("WK000101", "2021")), common)
    original = statuses(source, tmp_path, "price")
    assert {
        year for (area, year), one in original.items() if area == "WK000101" and one == "N"
    } == {"2021"}
    (tmp_path / "work").rename(tmp_path / "before")
    found = statuses(source, tmp_path, "index")
    hidden = {year for (area, year), one in found.items() if area == "WK000101" and one == "N"}
    assert hidden == (set(YEARS) if everywhere else {"2021"})
    lost = {area for (area, year), one in original.items() if one == "N"}
    assert {area for (area, _), one in found.items() if one == "N"} == lost


def test_without_limits_what_the_publisher_withheld_stays_withheld(tmp_path: Path) -> None:
    rate = ONE.format("poor", "%", "rate", "lower_is_better", "")
    rows = [
        "WK000101,2020,poor,2,50,,,",
        "WK000102,2020,poor,,,,,N",
        "WK000103,2020,poor,20,60,,,",
        "WK000104,2020,poor,30,70,,,",
    ]
    source = written(tmp_path / "s", rate, rows)
    text = (source / "source.toml").read_text("utf-8")
    (source / "source.toml").write_text(f"{text}enabled = false\n", "utf-8")
    found = statuses(source, tmp_path, "poor")
    assert {area for (area, _), one in found.items() if one == "N"} == {"WK000102"}
    engine = connect("duckdb", tmp_path / "work2")
    (tmp_path / "reading").mkdir()
    alone = compute(read_source(source, tmp_path / "reading"), engine)
    assert engine.collect(alone.withheld).select("area", "conf_status").rows() == [
        ("WK000102", "N")
    ]


def indicator(**more: object) -> Indicator:
    given = {
        "id": "x",
        "name": Text("", ""),
        "theme": "t",
        "unit": "%",
        "kind": Kind.RATE,
        "direction": Direction.LOWER_IS_BETTER,
        **more,
    }
    return Indicator(**given)  # type: ignore[arg-type]


DEFAULTS = DisclosureLimits(minimum_base=10, minimum_count=5)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, Limits(10, 5, all_in=True)),
        ({"direction": Direction.HIGHER_IS_BETTER}, Limits(10, 5, none_in=True)),
        ({"minimum_base": 0}, Limits(0, 5, all_in=True)),
        ({"minimum_base": 30, "minimum_count": 12}, Limits(30, 12, all_in=True)),
        # Nobody asks for it: a sample, events, no limit for counts.
        ({"minimum_count": 0}, Limits(10, 0)),
        ({"kind": Kind.SURVEY}, Limits(10, 5)),
        ({"unit": "per 1000"}, Limits(10, 5)),
    ],
)
def test_an_indicators_own_limits_come_first(more: dict[str, object], expected: Limits) -> None:
    assert limits_of(indicator(**more), DEFAULTS) == expected
