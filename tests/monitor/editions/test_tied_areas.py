"""Areas that were estimated from one old area give each other's figures away, unless the plan counts them
as one; the intruder sees it in the figures alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor import disclosure
from wijkwerk.monitor.api import attack, build_edition

SOURCE = """[source]
id = "tied"
title = { nl = "Gesplitst", en = "Divided" }
publisher = "Test"
licence = "CC0-1.0"
report_level = "neighbourhood"
[reference]
rule = "municipality"
"""
ONE = """[[indicator]]
id = "{0}"
name = {{ nl = "{0}", en = "{0}" }}
theme = "t"
unit = "%"
kind = "rate"
direction = "lower_is_better"
"""
THEME = '[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n'
AREAS = ["code,name,level,parent", "GM0001,Stad,municipality,"] + [
    f"{code},{code},neighbourhood,GM0001" for code in ("NA", "NB", "NC", "ND", "NE")
]
# In 2020 the old area OLD was divided into NA, NB and NC.
SPLIT = "vintage_from,vintage_to,area_from,area_to,weight\n" + "".join(
    f"2010,2020,OLD,{area},{weight}\n" for area, weight in (("NA", 0.6), ("NB", 0.2), ("NC", 0.2))
)
Build = Callable[..., Path]


def _rows(name: str, old: int, others: tuple[int, int], after: tuple[int, ...]) -> list[str]:
    """Before 2020 on the old boundaries, then on the new ones; bases of 1,000 and 500."""
    rows = [
        f"OLD,{year},{name},{old + place},1000" for place, year in enumerate((2015, 2016, 2017))
    ]
    rows += [
        f"{area},{year},{name},{count},500"
        for area, count in zip(("ND", "NE"), others, strict=True)
        for year in (2015, 2016, 2017)
    ]
    names = ("NA", "NB", "NC", "ND", "NE")
    return rows + [
        f"{area},2021,{name},{count},400" for area, count in zip(names, after, strict=True)
    ]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    def made(
        rows: list[str], names: tuple[str, ...], forgetful: bool = False, split: str = SPLIT
    ) -> Path:
        folder = tmp_path / "source"
        (folder / "correspondence").mkdir(parents=True, exist_ok=True)
        (folder / "source.toml").write_text(SOURCE, "utf-8")
        (folder / "indicators.toml").write_text(
            "\n".join([THEME, *(ONE.format(name) for name in names)]), "utf-8"
        )
        (folder / "areas.csv").write_text("\n".join(AREAS) + "\n", "utf-8")
        (folder / "correspondence" / "split.csv").write_text(split, "utf-8")
        head = "area,period,indicator,numerator,denominator"
        (folder / "observations.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
        with monkeypatch.context() as patch:
            if forgetful:
                patch.setattr(disclosure, "_ties", lambda *_: {})
            return build_edition(folder, tmp_path / ("forgetful" if forgetful else "editions"))

    return made


def _hidden(edition: Path, indicator: str, period: str) -> set[str]:
    rows = pl.read_parquet(edition / "figures.parquet").filter(
        (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
        & (pl.col("conf_status") == "N")
    )
    return set(rows["area"])


# 15 old job seekers make 9, 3 and 3: the last two are too small, the first isn't.
SMALL = _rows("small", 15, (60, 70), (30, 30, 30, 60, 70))
USUAL = _rows("usual", 120, (80, 90), (40, 41, 42, 80, 90))


def test_a_part_that_is_shown_gives_the_others_unless_they_are_one(build: Build) -> None:
    forgetful = build([*SMALL, *USUAL], ("small", "usual"), forgetful=True)
    assert "NA" not in _hidden(forgetful, "small", "2015")
    had = {(one.area, one.period) for one in attack(forgetful).recovered}
    assert {("NB", "2015"), ("NC", "2015")} <= had
    careful = build([*SMALL, *USUAL], ("small", "usual"))
    assert attack(careful).recovered == ()
    assert _hidden(careful, "small", "2015") >= {"NA", "NB", "NC"}
    # Others hide them in the city; after the boundaries changed nothing is tied, nor withheld.
    assert _hidden(careful, "small", "2015") & {"ND", "NE"}
    assert _hidden(careful, "small", "2021") == set()
    assert _hidden(careful, "usual", "2015") == set()


def test_a_total_of_which_all_that_is_withheld_is_tied_gives_it(build: Build) -> None:
    """12 old make 7.2, 2.4 and 2.4; whoever withholds all three without another one tells their sum."""
    small = _rows("small", 12, (60, 70), (30, 30, 30, 60, 70))
    small = [row for row in small if not row.startswith(("ND", "NE"))]
    small += [
        f"{area},{year},small,{count},500"
        for area, count in (("ND", 60), ("NE", 70))
        for year in (2015, 2016, 2017)
    ]
    careful = build([*small, *USUAL], ("small", "usual"))
    assert attack(careful).recovered == ()
    shown = {"NA", "NB", "NC", "ND", "NE"} - _hidden(careful, "small", "2016")
    assert len(shown) < 2


def test_parts_of_an_area_that_was_divided_twice_are_one_too(build: Build) -> None:
    """OLD became NA and MID in 2015, MID became NB and NC in 2020: 22 old make 5.5, 2.1 and 14.4."""
    twice = "vintage_from,vintage_to,area_from,area_to,weight\n" + "\n".join(
        (
            "2010,2015,OLD,NA,0.25",
            "2010,2015,OLD,MID,0.75",
            "2015,2020,MID,NB,0.125",
            "2015,2020,MID,NC,0.875",
        )
    )
    rows = ["OLD,2011,small,22,800", "ND,2011,small,60,900", "NE,2011,small,70,1000"]
    rows += [f"{area},2021,small,60,500" for area in ("NA", "NB", "NC", "ND", "NE")]
    edition = build(rows, ("small",), split=twice)
    # NB alone is too small; who has NA or NC has it.
    assert _hidden(edition, "small", "2011") >= {"NA", "NB", "NC"}
