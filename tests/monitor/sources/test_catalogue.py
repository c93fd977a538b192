"""The shipped catalogue: whole, and as its sources have it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.core.definitions import Direction, Kind
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.monitor.sources.toml import catalogue
from wijkwerk.site.cli import app

# Named in the sources: the outcome monitor of 2013, the two publications on the large cities, and
# the four Danish measures.
NAMED = {
    "selling_price", "selling_price_index", "social_rent", "liveability", "havo_vwo", "vsv", "nww",
    "unemployment_benefit", "income_from_work", "safety", "low_incomes", "debt_settlements",
    "medicine_use", "newborns_extra_care", "dissatisfied_surroundings", "decay", "nuisance",
    "social_cohesion", "perceived_development", "expected_development", "youth_unemployment",
    "offences", "unsafe_in_city", "unsafe_in_neighbourhood", "social_quality", "turnout",
    "household_income", "overweight", "outside_work", "convictions",
    "basic_schooling", "income", "objective_decay", "objective_social_quality",
    "dropout_by_region",
}  # fmt: skip
SAFETY_PARTS = ("vandalism", "public_order", "violence", "theft_from_cars", "nuisance")
FIVE_CONDITIONS = (
    "newborns_small", "newborns_early", "newborns_low_apgar", "newborns_intensive_care",
    "perinatal_death",
)  # fmt: skip
COUNTS_OF = ("rate", "mean", "survey", "survey_mean", "balance", "standardised")
run = CliRunner()


def test_everything_that_the_sources_name_is_there() -> None:
    assert set(catalogue()) >= NAMED
    assert {f"safety_{part}" for part in SAFETY_PARTS} <= set(catalogue())
    assert set(FIVE_CONDITIONS) <= set(catalogue())
    assert {f"offences_{kind}" for kind in ("violence", "property", "public_order")} <= set(
        catalogue()
    )


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_definition_is_whole(name: str) -> None:
    entry = catalogue()[name]
    assert entry["theme"] in catalogue("theme")
    assert Kind(entry["kind"]) and Direction(entry["direction"])
    assert entry["source"]
    assert entry["description"]["nl"] != entry["description"]["en"]
    # What is counted over people or dwellings says of how many at least; a score made elsewhere has
    # no number behind it.
    assert ("minimum_base" in entry) == (entry["kind"] in (*COUNTS_OF, "index")) or (
        entry["kind"] == "score"
    )


@pytest.mark.parametrize(
    ("name", "kind", "direction"),
    [
        ("unsafe_in_city", "survey", "lower_is_better"),
        ("unsafe_in_neighbourhood", "survey", "lower_is_better"),
        ("dissatisfied_surroundings", "survey", "lower_is_better"),
        ("perceived_development", "balance", "higher_is_better"),
        ("medicine_use", "standardised", "neutral"),
        ("newborns_extra_care", "rate", "lower_is_better"),
        ("offences_violence", "rate", "lower_is_better"),
        ("safety_violence", "score", "higher_is_better"),
        ("objective_decay", "score", "lower_is_better"),
        ("turnout", "rate", "higher_is_better"),
    ],
)
def test_kind_and_direction_are_those_of_the_source(name: str, kind: str, direction: str) -> None:
    entry = catalogue()[name]
    assert (entry["kind"], entry["direction"]) == (kind, direction)


def test_objective_and_perceived_quality_say_that_they_are_never_subtracted() -> None:
    for name in ("decay", "objective_decay", "social_quality", "objective_social_quality"):
        assert "never subtract" in catalogue()[name]["description"]["en"]
        assert "trek ze nooit van elkaar af" in catalogue()[name]["description"]["nl"]
    assert "0 weinig, 10 veel" in catalogue()["objective_decay"]["description"]["nl"]
    assert "1 geen, 10 veel" in catalogue()["decay"]["description"]["nl"]


def source(folder: Path, definitions: str) -> Path:
    folder.mkdir()
    (folder / "areas.csv").write_text(
        "code,name,level,parent\nGM0001,Stad,municipality,\n", "utf-8"
    )
    (folder / "source.toml").write_text(
        '[source]\nid = "own"\ntitle = { nl = "Eigen", en = "Own" }\npublisher = "Own"\n'
        'licence = "CC0-1.0"\n',
        "utf-8",
    )
    (folder / "observations.csv").write_text(
        "area,period,indicator,value\nGM0001,2020,selling_price,200000\n", "utf-8"
    )
    theme = '[[theme]]\nid = "{0}"\nname = {{ nl = "{0}", en = "{0} en" }}\n'
    themes = "".join(theme.format(one) for one in catalogue("theme"))
    (folder / "indicators.toml").write_text(themes + definitions, "utf-8")
    return folder


def take(kind: str, *names: str) -> str:
    return "".join(f'[[{kind}]]\nid = "{name}"\ncatalogue = "{name}"\n' for name in names)


def test_a_whole_composite_is_taken_over_with_its_five_dimensions(tmp_path: Path) -> None:
    used = [
        name
        for part in catalogue("composite")["liveability_composite"]["dimension"]
        for name in part["indicators"]
    ]
    place = source(
        tmp_path / "s", take("indicator", *used) + take("composite", "liveability_composite")
    )
    read = read_source(place, tmp_path)
    (composite,) = read.composites
    assert [part.id for part in composite.dimensions] == [
        "dwellings",
        "surroundings",
        "nuisance_and_safety",
        "cohesion",
        "amenities",
    ]
    assert {part.weight for part in composite.dimensions} == {1}


def test_an_unknown_composite_of_the_catalogue_is_told(tmp_path: Path) -> None:
    place = source(
        tmp_path / "s",
        take("indicator", "selling_price")
        + '[[composite]]\nid = "own"\ncatalogue = "liveability_composit"\n',
    )
    codes = [(one.column, one.code, one.suggestion) for one in check_source(place)]
    assert ("own.catalogue", "unknown id", "Did you mean liveability_composite?") in codes


def test_the_catalogue_can_be_listed_and_shown() -> None:
    listed = run.invoke(app, ["catalogue", "list", "--theme", "safety"])
    assert listed.exit_code == 0
    assert "offences_property" in listed.output and "selling_price" not in listed.output
    shown = run.invoke(app, ["catalogue", "show", "vsv"])
    assert 'catalogue = "vsv"' in shown.output and "minimum_base: 20" in shown.output
    assert "[[composite]]" in run.invoke(app, ["catalogue", "show", "liveability_composite"]).output
