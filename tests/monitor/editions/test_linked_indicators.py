"""Indicators that add up to one another: what one withholds can't be had from the others."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor import disclosure
from wijkwerk.monitor.api import attack, build_edition

pytestmark = pytest.mark.usefixtures("without_reports")
SOURCE = """
[source]
id = "sums"
title = { nl = "Sommen", en = "Sums" }
publisher = "test"
licence = "CC0-1.0"
report_level = "neighbourhood"
[reference]
rule = "municipality"
[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5
"""
THEME = """
[[theme]]
id = "t"
name = { nl = "T", en = "T" }
"""
INDICATOR = """
[[indicator]]
id = "{name}"
name = {{ nl = "{name}", en = "{name}" }}
theme = "t"
unit = "{unit}"
scale = {scale}
kind = "rate"
direction = "lower_is_better"
"""
AREAS = [f"BU0001{district:02d}{number:02d}" for district in range(3) for number in range(4)]
# Three of 300: withheld, and with it one beside it in its district.
SMALL = AREAS[1]
Counts = dict[tuple[str, str], int]


QUARTERS = ("2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4")


def _edition(folder: Path, counts: Counts, scale: int = 100) -> Path:
    """The edition of ``counts`` by area and indicator, each of 300 and told per ``scale``; what
    follows @ in the name of an indicator is the period, or else that is 2020."""
    folder.mkdir(parents=True)
    unit = "%" if scale == 100 else f"per {scale}"
    names = sorted({name.partition("@")[0] for _, name in counts})
    indicators = [INDICATOR.format(name=name, unit=unit, scale=scale) for name in names]
    (folder / "source.toml").write_text(SOURCE, "utf-8")
    (folder / "indicators.toml").write_text(THEME + "".join(indicators), "utf-8")
    districts = sorted({area[2:8] for area in AREAS})
    areas = [
        "code,name,level,parent",
        "GM0001,Stad,municipality,",
        *(f"WK{district},W{district},district,GM0001" for district in districts),
        *(f"{area},{area},neighbourhood,WK{area[2:8]}" for area in AREAS),
    ]
    (folder / "areas.csv").write_text("\n".join(areas) + "\n", "utf-8")
    rows = [
        f"{area},{period or 2020},{name},{count},300"
        for (area, cell), count in counts.items()
        for name, _, period in [cell.partition("@")]
    ]
    seen = ["area,period,indicator,numerator,denominator", *rows]
    (folder / "observations.csv").write_text("\n".join(seen) + "\n", "utf-8")
    return build_edition(folder, folder.parent / f"{folder.name}_editions")


def _parts(draw: random.Random) -> Counts:
    """Three parts that make 300 in each area."""
    counts = {}
    for area in AREAS:
        first = 3 if area == SMALL else draw.randint(40, 80)
        second = draw.randint(60, 100)
        counts |= {(area, "pa"): first, (area, "pb"): second, (area, "pc"): 300 - first - second}
    return counts


def _offences() -> Counts:
    """Kinds of offences, and all of them: no base is reached."""
    draw = random.Random(1)
    counts = {}
    for area in AREAS:
        kinds = [
            3 if area == SMALL else draw.randint(20, 60),
            *(draw.randint(20, 60) for _ in "ab"),
        ]
        names = ("burglary", "violence", "vandalism")
        counts |= {(area, name): kind for name, kind in zip(names, kinds, strict=True)}
        counts[area, "every"] = sum(kinds)
    return counts


def _in_two_towns() -> Counts:
    """Beside the parts, an indicator that is measured in half of the areas, and one in the others."""
    draw = random.Random(2)
    counts = _parts(draw)
    halves = {
        (area, f"half{number // 6}"): draw.randint(40, 90) for number, area in enumerate(AREAS)
    }
    return counts | halves


def _many() -> Counts:
    """Beside the parts, twelve indicators of the same base: more than there are areas."""
    draw = random.Random(3)
    counts = _parts(draw)
    others = {(area, f"x{number}"): draw.randint(40, 200) for number in range(12) for area in AREAS}
    return counts | others


CASES = {
    "offences": (_offences, 1000, "burglary", ("burglary", "every", "vandalism", "violence")),
    "two towns": (_in_two_towns, 100, "pa", ("pa", "pb", "pc")),
    "many": (_many, 100, "pa", ("pa", "pb", "pc")),
}


@pytest.mark.parametrize("case", CASES)
def test_parts_of_a_whole_are_withheld_together(tmp_path: Path, case: str) -> None:
    counts, scale, _, linked = CASES[case]
    edition = _edition(tmp_path / "sums", counts(), scale)
    figures = pl.read_parquet(edition / "figures.parquet")
    withheld = figures.filter(pl.col("conf_status") != "F").select("area", "indicator").unique()
    # The small cell and one beside it in its district, in each of what adds up and in nothing else.
    assert sorted(withheld["indicator"].unique()) == [*linked]
    assert withheld.height == 2 * len(linked)
    assert {SMALL} < {*withheld["area"]}
    report = attack(edition)
    assert report.unread == ()
    assert report.recovered == ()


@pytest.mark.parametrize("case", CASES)
def test_the_intruder_subtracts_the_others_where_one_is_withheld_alone(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, scale, name, _ = CASES[case]
    monkeypatch.setattr(
        disclosure,
        "_linked_indicators",
        lambda cells, source, *_: [[indicator] for indicator in source.indicators],
    )
    report = attack(_edition(tmp_path / "sums", counts(), scale))
    found = {(one.area, one.indicator, one.how) for one in report.recovered}
    assert (SMALL, name, "from other indicators") in found


def _quarters() -> Counts:
    """Burglaries of a year and of each of its quarters."""
    draw = random.Random(4)
    counts = {}
    for area in AREAS:
        each = [
            3 if area == SMALL else draw.randint(20, 40),
            *(draw.randint(20, 40) for _ in "abc"),
        ]
        counts |= {
            (area, f"burglary@{name}"): one for name, one in zip(QUARTERS, each, strict=True)
        }
        counts[area, "burglary@2020"] = sum(each)
    return counts


def test_a_year_and_its_quarters_are_withheld_together(tmp_path: Path) -> None:
    edition = _edition(tmp_path / "sums", _quarters(), 1000)
    figures = pl.read_parquet(edition / "figures.parquet")
    withheld = figures.filter(pl.col("conf_status") != "F").select("area", "period").unique()
    # The small cell and one beside it, at all five moments.
    assert withheld.height == 10
    assert {SMALL} < {*withheld["area"]}
    assert attack(edition).holds


def test_the_intruder_subtracts_the_other_quarters_from_the_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "linked_periods", lambda withheld, *_: withheld)
    report = attack(_edition(tmp_path / "sums", _quarters(), 1000))
    found = {(one.area, one.period, one.how) for one in report.recovered}
    assert (SMALL, "2020-Q1", "from other periods") in found
