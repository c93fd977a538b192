"""The steps of a computation on a small source: moments, members, a group that is its own reference."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.pipeline import compute
from wijkwerk.monitor.sources.read import read_source

Frames = dict[str, pl.DataFrame]
SOURCE = """[source]
id = "steps"
title = {{ nl = "Stappen", en = "Steps" }}
publisher = "Test"
licence = "CC0-1.0"
base_period = "2020"
report_groups = ["G1"]

[reference]
{0}

[disclosure]
enabled = false
"""
ONE = """[[indicator]]
id = "{0}"
name = {{ nl = "{0}", en = "{0}" }}
theme = "t"
unit = "%"
kind = "rate"
direction = "lower_is_better"
tolerance = 0.5
"""
INDICATORS = '[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n\n' + "\n".join(
    ONE.format(name) for name in ("early", "late")
)
AREAS = """code,name,level,parent
GM0001,Stad,municipality,
WK000101,A,district,GM0001
WK000102,B,district,GM0001
WK000103,C,district,GM0001
WK000104,D,district,GM0001
"""
# B left after 2021; C came in 2021.
GROUPS = """group,area,valid_from,valid_to
G1,WK000101,2020,
G1,WK000102,2020,2021
G1,WK000103,2021,
G2,WK000101,2020,
G2,WK000104,2020,
"""
COUNTS = {"WK000101": 300, "WK000102": 200, "WK000103": 100, "WK000104": 50}


def rows() -> list[str]:
    result = ["area,period,indicator,numerator,denominator"]
    for area, count in COUNTS.items():
        for step, year in enumerate(("2020", "2021", "2022", "2023")):
            result.append(f"{area},{year},early,{count - 10 * step},1000")
            if year >= "2022":
                result.append(f"{area},{year},late,{count + 10 * step},1000")
    return result


def computed(folder: Path, reference: str) -> Frames:
    source = folder / "source"
    source.mkdir(parents=True)
    for name, text in {
        "source.toml": SOURCE.format(reference),
        "indicators.toml": INDICATORS,
        "areas.csv": AREAS,
        "groups.csv": GROUPS,
        "observations.csv": "\n".join(rows()) + "\n",
    }.items():
        (source / name).write_text(text, "utf-8")
    (folder / "work").mkdir()
    engine = connect("duckdb", folder / "work")
    result = compute(read_source(source, folder / "work"), engine)
    return {name: engine.collect(getattr(result, name)) for name in tables.EDITION_TABLES}


@pytest.fixture(scope="module")
def by_city(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    return computed(tmp_path_factory.mktemp("city"), 'rule = "municipality"')


@pytest.fixture(scope="module")
def by_group(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    return computed(tmp_path_factory.mktemp("group"), 'rule = "group"\ncode = "G1"')


def test_an_indicator_that_starts_later_is_followed_from_its_own_start(by_city: Frames) -> None:
    moments = by_city["changes"].select("indicator", "period_from", "period_to").unique()
    assert sorted(moments.rows()) == [("early", "2020", "2023"), ("late", "2022", "2023")]
    late = by_city["changes"].filter(
        (pl.col("indicator") == "late") & (pl.col("area") == "WK000101")
    )
    assert late["own_change"].to_list() == [pytest.approx(1.0)]
    assert "too_few" not in late["class"].to_list()


def test_classes_of_a_group_count_who_belongs_to_it_now(by_city: Frames) -> None:
    classes = by_city["classes"].filter(pl.col("indicator") == "early")
    total = classes.group_by("group", "reference").agg(pl.col("count").sum())
    counted = {group: count for group, reference, count in total.rows() if reference == "GM0001"}
    assert counted == {"": 4, "G1": 2}


def test_a_group_has_the_members_of_the_moment(by_city: Frames) -> None:
    pooled = by_city["groups"].filter(
        (pl.col("group") == "G1")
        & (pl.col("indicator") == "early")
        & (pl.col("method") == "pooled")
    )
    found = {row["period"]: (row["areas"], row["value"]) for row in pooled.iter_rows(named=True)}
    assert found == {
        "2020": (2, pytest.approx(25.0)),
        "2021": (3, pytest.approx(19.0)),
        "2022": (2, pytest.approx(18.0)),
        "2023": (2, pytest.approx(17.0)),
    }


def test_a_group_has_no_distance_to_itself_and_others_have_one_to_it(by_group: Frames) -> None:
    pooled = by_group["groups"].filter(
        (pl.col("indicator") == "early")
        & (pl.col("method") == "pooled")
        & (pl.col("period") == "2020")
    )
    found = {row["group"]: row for row in pooled.iter_rows(named=True)}
    assert {row["reference"] for row in found.values()} == {"G1"}
    assert found["G1"]["distance"] is None
    assert found["G1"]["reference_value"] == pytest.approx(25.0)
    # (300 + 50) of 2,000 against (300 + 200) of 2,000, and lower is better.
    assert found["G2"]["distance"] == pytest.approx(17.5 - 25.0)


def test_areas_are_held_against_the_group(by_group: Frames) -> None:
    figures = by_group["figures"].filter(
        (pl.col("indicator") == "early") & (pl.col("period") == "2020")
    )
    found = dict(figures.select("area", "distance").iter_rows())
    assert found["WK000101"] == pytest.approx(5.0)
    assert found["WK000104"] == pytest.approx(-20.0)
    assert set(figures["reference"]) == {"G1"}


def test_ranks_are_of_a_level_and_a_moment(by_city: Frames) -> None:
    figures = by_city["figures"].filter(
        (pl.col("indicator") == "early") & (pl.col("level") == "district")
    )
    for _, part in figures.group_by("period"):
        ranks = dict(part.select("area", "rank").iter_rows())
        assert ranks == {"WK000104": 1, "WK000103": 2, "WK000102": 3, "WK000101": 4}
