"""Groups whose members change: what is shown of them gives no withheld member away."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import polars as pl
import pytest

from made_source import made_source
from wijkwerk.monitor.api import attack, build_edition
from wijkwerk.monitor.core import intervals

pytestmark = pytest.mark.usefixtures("without_reports")
SOURCE = """
[source]
id = "leavers"
title = { nl = "Groepen", en = "Groups" }
publisher = "test"
licence = "CC0-1.0"
report_level = "district"
report_groups = ["G"]
[reference]
rule = "country"
"""
INDICATORS = """
[[theme]]
id = "work"
name = { nl = "Werk", en = "Work" }
[[indicator]]
id = "i"
name = { nl = "I", en = "I" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
"""
# C is too small; D, the smallest that can hide it, goes along.
COUNTS = {"A": (200, 1000), "B": (300, 1000), "C": (2, 60), "D": (30, 80)}
PERIODS = ("2006", "2013")


def _edition(
    folder: Path, members: list[str], counts: dict[tuple[str, str], tuple[int, int]]
) -> Path:
    areas = sorted({area for area, _ in counts})
    source = made_source(
        folder / "source",
        source=SOURCE,
        indicators=INDICATORS,
        areas=[
            "code,name,level,parent",
            "NL,Land,country,",
            *(f"{area},{area},district,NL" for area in areas),
        ],
        groups=["group,area,valid_from,valid_to", *members],
        observations=[
            "area,period,indicator,numerator,denominator",
            *(
                f"{area},{period},i,{count},{base}"
                for (area, period), (count, base) in counts.items()
            ),
        ],
    )
    return build_edition(source, folder / "editions")


def _leaving(folder: Path) -> Path:
    counts = {(area, period): COUNTS[area] for area in COUNTS for period in PERIODS}
    return _edition(folder, ["G,A,,", "G,B,,", "G,C,,2010", "G,D,,"], counts)


def _leaked(edition: Path, table: str, *changes: pl.Expr) -> set[tuple[str, str]]:
    """What the intruder finds once ``changes`` were made to a table."""
    copy = Path(shutil.copytree(edition, edition.parent.parent / "leak" / edition.name))
    frame = pl.read_parquet(copy / f"{table}.parquet").with_columns(*changes)
    frame.write_parquet(copy / f"{table}.parquet")
    return {(one.area, one.period) for one in attack(copy).recovered}


def test_a_group_that_a_withheld_area_leaves_gives_nothing_away(tmp_path: Path) -> None:
    edition = _leaving(tmp_path)
    report = attack(edition)
    assert report.withheld == 4
    assert report.recovered == ()
    groups = pl.read_parquet(edition / "groups.parquet")
    closed = groups.filter(pl.col("conf_status") == "N").select("method", "period").rows()
    # Of A, B and D alone D is what is left, and with it C: the country's total has both.
    assert sorted(closed) == [("pooled", "2013"), ("pooled_same", "2006"), ("pooled_same", "2013")]


def test_the_intruder_subtracts_the_same_members_from_those_of_then(tmp_path: Path) -> None:
    """Shown as well, the 530 of 2,080 without C leave 2 of 60 of the 532 of 2,140 with it."""
    edition = _leaving(tmp_path)
    own = (pl.col("method") == "pooled_same") & (pl.col("period") == "2006")
    low, high = intervals.wilson(530, 2080)
    shown = {
        "value": 100 * 530 / 2080,
        "lower": 100 * float(low),
        "upper": 100 * float(high),
        "conf_status": "F",
    }
    filled = [
        pl.when(own).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in shown.items()
    ]
    assert ("C", "2006") in _leaked(edition, "groups", *filled)


@pytest.mark.parametrize("column", ["value_from", "own_change", "left_effect"])
def test_the_intruder_reads_what_became_of_groups(tmp_path: Path, column: str) -> None:
    null = pl.col(column).fill_null(1.0)
    assert ("G", "2006") in _leaked(_leaving(tmp_path), "group_changes", null)


@pytest.mark.parametrize("seed", range(4))
def test_whoever_joins_and_leaves_no_withheld_area_is_recovered(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    areas = [f"A{number}" for number in range(8)]
    counts = {}
    for area in areas:
        base = draw.choice((40, 60, 300, 900))
        for period in ("2006", "2009", "2013"):
            counts[area, period] = (draw.choice((2, 3, 9, base // 4)), base)
    members = []
    for group in ("G", "H"):
        for area in areas:
            if draw.random() < 0.7:
                start, end = draw.choice((("", ""), ("", "2007"), ("2008", ""), ("", "2010")))
                members.append(f"{group},{area},{start},{end}")
    report = attack(_edition(tmp_path, members, counts))
    assert report.withheld > 0
    assert report.recovered == ()
