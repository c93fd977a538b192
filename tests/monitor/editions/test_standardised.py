"""Standardised figures of a source, from its files to the edition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from made_source import made_source
from wijkwerk.monitor.api import build_edition
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.shared.problems import Severity

AREAS = """code,name,level,parent
NL00,Land,country,
GM0001,Stad,municipality,NL00
WK000101,Een,district,GM0001
WK000102,Twee,district,GM0001
"""
INDICATORS = """
[[theme]]
id = "health"
name = { nl = "Gezondheid", en = "Health" }
[[indicator]]
id = "use_dobson"
name = { nl = "Gebruik", en = "Use" }
theme = "health"
unit = "per 1000"
kind = "standardised"
direction = "lower_is_better"
[[indicator]]
id = "use_gamma"
name = { nl = "Gebruik, gamma", en = "Use, gamma" }
theme = "health"
unit = "per 1000"
kind = "standardised"
direction = "lower_is_better"
interval_method = "gamma"
[[indicator]]
id = "use_ratio"
name = { nl = "Gebruik, indirect", en = "Use, indirect" }
theme = "health"
unit = "index"
kind = "indirect"
direction = "lower_is_better"
"""
SETTINGS = """
[source]
id = "health"
title = { nl = "Proef", en = "Trial" }
publisher = "Trial"
licence = "CC0-1.0"
report_groups = ["BOTH"]
[reference]
rule = "municipality"
[disclosure]
enabled = false
"""
GROUPS = "group,area\nBOTH,WK000101\nBOTH,WK000102\n"
# events, inhabitants per age; of Twee 4 persons of 65+ carry a heavy weight
STRATA = {
    "WK000101": {"0-64": (40, 800), "65+": (60, 200)},
    "WK000102": {"0-64": (30, 900), "65+": (0, 4)},
}


def folder(at: Path, indicators: str = INDICATORS, areas: str = AREAS) -> Path:
    """A source of two districts with events by age for each of three indicators."""
    rows = [
        f"{area},2020,{indicator},{events},{people},{age}"
        for indicator in ("use_dobson", "use_gamma", "use_ratio")
        for area, ages in STRATA.items()
        for age, (events, people) in ages.items()
    ]
    head = "area,period,indicator,numerator,denominator,age"
    return made_source(
        at,
        source=SETTINGS,
        indicators=indicators,
        areas=areas,
        groups=GROUPS,
        observations=[head, *rows],
    )


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("standardised")
    return build_edition(folder(place / "source"), place / "editions")


def figures(edition: Path, indicator: str) -> dict[str, dict[str, Any]]:
    table = pl.read_parquet(edition / "figures.parquet").filter(pl.col("indicator") == indicator)
    return {row["area"]: row for row in table.iter_rows(named=True)}


def test_the_ratio_is_observed_over_expected_by_the_rates_of_the_country(edition: Path) -> None:
    found = figures(edition, "use_ratio")
    # The country: 70 of 1,700 and 60 of 204.
    expected = 800 * 70 / 1700 + 200 * 60 / 204
    assert found["WK000101"]["value"] == pytest.approx(100 * 100 / expected, abs=1e-4)
    assert found["NL00"]["value"] == pytest.approx(100)
    assert found["WK000101"]["base"] == 1000
    # The city has the same areas as the country: nobody is ahead or behind there.
    assert found["WK000101"]["distance"] == pytest.approx(100 * 100 / expected - 100, abs=1e-4)


def test_the_ratio_has_the_poisson_limits_of_the_observed_number(edition: Path) -> None:
    row = figures(edition, "use_ratio")["WK000101"]
    # Byar's limits of 100 events are 81.361 and 121.628 (Breslow & Day 1987).
    assert row["lower"] / row["value"] == pytest.approx(0.81361, abs=1e-4)
    assert row["upper"] / row["value"] == pytest.approx(1.21628, abs=1e-4)
    assert row["interval_method"] == "byar"


def test_the_ratio_of_a_group_is_pooled_from_observed_and_expected(edition: Path) -> None:
    groups = pl.read_parquet(edition / "groups.parquet")
    row = groups.filter((pl.col("indicator") == "use_ratio") & (pl.col("method") == "pooled")).row(
        0, named=True
    )
    assert row["value"] == pytest.approx(100, abs=1e-4)


def test_gamma_limits_are_chosen_by_the_definition_and_are_wider_where_one_age_decides(
    edition: Path,
) -> None:
    dobson, gamma = figures(edition, "use_dobson"), figures(edition, "use_gamma")
    for area in ("WK000101", "WK000102"):
        assert gamma[area]["value"] == dobson[area]["value"]
    assert dobson["WK000101"]["interval_method"] == "dobson"
    assert gamma["WK000101"]["interval_method"] == "gamma"
    assert dobson["WK000102"]["interval_method"] == "dobson_one_stratum"
    assert gamma["WK000102"]["interval_method"] == "gamma_one_stratum"
    assert gamma["WK000102"]["upper"] > 2 * dobson["WK000102"]["upper"]


def test_the_report_says_by_itself_that_one_age_group_decides(edition: Path) -> None:
    said = (edition / "report.html").read_text("utf-8")
    assert "Bij 1 wijk bepalen in 2020 enkele mensen van één leeftijdsgroep het cijfer" in said
    assert "In 1 district a few people of one age group decide" in (
        edition / "report.en.html"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('kind = "indirect"', 'kind = "indirect"\nrates_of = "NL01"'), "unknown code"),
        (('unit = "index"', 'unit = "%"'), "impossible unit"),
        (('unit = "index"', 'unit = "index"\ninterval_method = "gamma"'), "has no use here"),
        (('interval_method = "gamma"', 'rates_of = "NL00"'), "has no use here"),
    ],
)
def test_what_does_not_fit_the_kind_is_told(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    assert INDICATORS.count(change[0]) == 1
    place = folder(tmp_path / "source", INDICATORS.replace(*change))
    assert said in [one.code for one in check_source(place) if one.severity is Severity.ERROR]


def test_without_a_country_the_area_whose_rates_apply_must_be_named(tmp_path: Path) -> None:
    areas = AREAS.replace("NL00,Land,country,\n", "").replace("municipality,NL00", "municipality,")
    place = folder(tmp_path / "source", areas=areas)
    errors = [one for one in check_source(place) if one.severity is Severity.ERROR]
    assert [(error.column, error.code) for error in errors] == [
        ("use_ratio.rates_of", "key is missing")
    ]
    named = INDICATORS.replace('kind = "indirect"', 'kind = "indirect"\nrates_of = "GM0001"')
    made_source(place, indicators=named)
    assert not [one for one in check_source(place) if one.severity is Severity.ERROR]


def asked(place: Path, population: int | None) -> Path:
    """A survey of one district: 5 households of 2 that agree, out of so many households."""
    size = "" if population is None else str(population)
    rows = [f"WK000101,2020,unsafe,{int(number < 4)},h{number // 2},{size}" for number in range(10)]
    head = "area,period,indicator,value,psu,population"
    return made_source(
        place,
        areas=AREAS,
        source=SETTINGS.replace('report_groups = ["BOTH"]\n', ""),
        observations=[head, *rows],
        indicators='[[theme]]\nid = "safety"\n'
        'name = { nl = "Veiligheid", en = "Safety" }\n[[indicator]]\n'
        'id = "unsafe"\nname = { nl = "Onveilig", en = "Unsafe" }\ntheme = "safety"\nunit = "%"\n'
        'kind = "survey"\ndirection = "lower_is_better"\n',
    )


def test_the_share_of_a_stratum_that_was_asked_narrows_the_margin(tmp_path: Path) -> None:
    widths = {}
    for population in (None, 1_000_000, 7):
        edition = build_edition(asked(tmp_path / f"s{population}", population), tmp_path / "e")
        row = figures(edition, "unsafe")["WK000101"]
        assert row["value"] == pytest.approx(40)
        widths[population] = row["upper"] - row["lower"]
    # Hardly anything was drawn of a million; of seven households five.
    assert widths[1_000_000] == pytest.approx(widths[None], rel=1e-3)
    assert widths[7] < 0.95 * widths[None]
