"""The check tells of each indicator that has nothing to be compared with."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkwerk.monitor.sources.check import check_source

SETTINGS = """[source]
id = "trial"
title = { nl = "Proef", en = "Trial" }
publisher = "Trial"
licence = "CC0-1.0"
[reference]
rule = "municipality"
"""
THEME = """[[theme]]
id = "home"
name = { nl = "Wonen", en = "Housing" }
"""
CODE = "nothing to compare with"


def definition(name: str, more: str) -> str:
    return (
        f'[[indicator]]\nid = "{name}"\nname = {{ nl = "{name}", en = "{name}" }}\n'
        f'theme = "home"\ndirection = "lower_is_better"\n{more}\n'
    )


SCORE = 'unit = "score"\nkind = "score"'
RATE = 'unit = "%"\nkind = "rate"'


def told(place: Path, definitions: str, rows: list[str], groups: str = "") -> list[str]:
    """The columns of the warnings about references."""
    place.mkdir(exist_ok=True)
    areas = "code,name,level,parent\nCITY,City,municipality,\n" + "".join(
        f"K{n},Place {n},district,CITY\n" for n in range(4)
    )
    head = "area,period,indicator,value,numerator,denominator"
    (place / "areas.csv").write_text(areas, "utf-8")
    (place / "source.toml").write_text(SETTINGS, "utf-8")
    (place / "indicators.toml").write_text(THEME + definitions, "utf-8")
    (place / "observations.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    if groups:
        (place / "groups.csv").write_text(groups, "utf-8")
    return [one.column or "" for one in check_source(place) if one.code == CODE]


def scores(name: str, *areas: str) -> list[str]:
    return [f"{area},{year},{name},5.5,," for area in areas for year in (2016, 2020)]


DISTRICTS = ("K0", "K1", "K2", "K3")


def test_scores_of_districts_without_one_of_the_city(tmp_path: Path) -> None:
    assert told(tmp_path / "s", definition("empty", SCORE), scores("empty", *DISTRICTS)) == [
        "empty"
    ]


def test_with_a_figure_of_the_city_there_is_nothing_to_tell(tmp_path: Path) -> None:
    rows = scores("empty", *DISTRICTS, "CITY")
    assert told(tmp_path / "s", definition("empty", SCORE), rows) == []


def test_counts_of_districts_add_up_to_a_figure_of_the_city(tmp_path: Path) -> None:
    rows = [f"{area},2020,poor,,10,100" for area in DISTRICTS]
    assert told(tmp_path / "s", definition("poor", RATE), rows) == []


def test_only_the_indicator_without_a_reference_is_named(tmp_path: Path) -> None:
    both = definition("empty", SCORE) + definition("full", SCORE)
    rows = [*scores("empty", *DISTRICTS), *scores("full", *DISTRICTS, "CITY")]
    assert told(tmp_path / "s", both, rows) == ["empty"]


@pytest.mark.parametrize("base", ["", "100"])
@pytest.mark.parametrize(("measured", "warned"), [(DISTRICTS, []), (("K2", "K3"), ["empty"])])
def test_a_group_with_any_figure_of_a_member_is_a_reference(
    tmp_path: Path, base: str, measured: tuple[str, ...], warned: list[str]
) -> None:
    """Pooled where there are bases, else the mean of its members: as the edition does it."""
    own = definition("empty", SCORE + '\nreference = "TWO"')
    rows = [f"{area},2020,empty,5.5,,{base}" for area in measured]
    assert told(tmp_path / "s", own, rows, "group,area\nTWO,K0\nTWO,K1\n") == warned


def test_other_errors_go_first(tmp_path: Path) -> None:
    own = definition("empty", SCORE + '\nreference = "NOBODY"')
    assert told(tmp_path / "s", own, scores("empty", *DISTRICTS)) == []


def test_the_case_of_a_score_without_one_of_the_city() -> None:
    case = Path(__file__).resolve().parents[5] / "shared" / "cases" / "no-reference"
    if not case.is_dir():
        pytest.skip("the cases are not beside this checkout (../shared/cases)")
    assert [one.column for one in check_source(case) if one.code == CODE] == ["empty_homes"]
