"""Composite scores: COINr's published results, contributions that add up, honest ranks."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core import composite as rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.definitions import Composite, CompositePart, Direction
from wijkwerk.monitor.core.sensitivity import ranks
from wijkwerk.shared.text import Text

HIGHER, LOWER = Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER
PUBLISHED = {
    "CHE": 68.38372424,
    "NLD": 64.81951617,
    "DNK": 64.80407996,
    "NOR": 64.46777585,
    "BEL": 63.53951989,
}


def _name(text: str) -> Text:
    return Text(text, text)


def _composite(
    parts: dict[str, tuple[float, dict[str, float]]],
    normalise: str = "minmax",
    aggregate: str = "arithmetic",
) -> Composite:
    dimensions = tuple(
        CompositePart(name, _name(name), weight, tuple(indicators.items()))
        for name, (weight, indicators) in parts.items()
    )
    return Composite("liveable", _name("liveable"), "living", dimensions, normalise, aggregate)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def asem(shared_data: Path) -> tuple[pl.DataFrame, Composite, dict[str, Direction], Path]:
    """The treated values of ASEM's 51 countries with its own weights, directions and hierarchy.

    Its three storeys (indicator, pillar, sub-index) make two here: a pillar's weight is its weight
    within the sub-index times the sub-index's own.
    """
    folder = shared_data / "conformance" / "COINr"
    meta = [row for row in _rows(folder / "ASEM_iMeta.csv") if row["Weight"] != "NA"]
    parent = {row["iCode"]: row["Parent"] for row in meta}
    weight = {row["iCode"]: float(row["Weight"]) for row in meta}

    def share(code: str) -> float:
        return weight[code] / sum(weight[one] for one in parent if parent[one] == parent[code])

    pillars = [row["iCode"] for row in meta if row["Level"] == "2"]
    parts = {
        pillar: (
            share(pillar) * share(parent[pillar]),
            {row["iCode"]: weight[row["iCode"]] for row in meta if row["Parent"] == pillar},
        )
        for pillar in pillars
    }
    indicators = [row for row in meta if row["Level"] == "1"]
    directions = {row["iCode"]: HIGHER if row["Direction"] == "1" else LOWER for row in indicators}
    values = [
        (row["UnitCode"], "country", row["Year"], direction, float(row[direction]))
        for row in _rows(folder / "ASEM_COIN_Data_Treated.csv")
        for direction in directions
    ]
    columns = ["area", "level", "period", "indicator", "value"]
    return pl.DataFrame(values, columns, orient="row"), _composite(parts), directions, folder


def test_the_published_composite_of_asem_is_reproduced(
    asem: tuple[pl.DataFrame, Composite, dict[str, Direction], Path],
) -> None:
    values, composite, directions, _ = asem
    scores, parts = rules.composite_scores(values, composite, directions)
    found = dict(scores.select("area", "value").iter_rows())
    for area, expected in PUBLISHED.items():
        assert found[area] == pytest.approx(expected, abs=5e-9)
    best = parts.unique("area").filter(pl.col("rank") <= 5).sort("rank")
    assert best["area"].to_list() == list(PUBLISHED)


def test_every_stage_of_asem_is_reproduced_for_every_country(
    asem: tuple[pl.DataFrame, Composite, dict[str, Direction], Path],
) -> None:
    values, composite, directions, folder = asem
    scores, parts = rules.composite_scores(values, composite, directions)
    found = dict(scores.select("area", "value").iter_rows())
    pillars = {
        (row[0], row[1]): row[2] for row in parts.select("area", "dimension", "score").rows()
    }
    aggregated = _rows(folder / "ASEM_COIN_Data_Aggregated.csv")
    assert len(aggregated) == len(found) == 51
    for row in aggregated:
        assert found[row["UnitCode"]] == pytest.approx(float(row["Index"]), abs=1e-9)
        for part in composite.dimensions:
            expected = float(row[part.id])
            assert pillars[row["UnitCode"], part.id] == pytest.approx(expected, abs=1e-9)
    for row in _rows(folder / "ASEM_COIN_Data_Normalised.csv")[:3]:
        for name, direction in directions.items():
            column = values.filter(pl.col("indicator") == name)
            score = rules.normalise(column["value"].to_numpy(), "minmax", direction is HIGHER)
            place = column["area"].to_list().index(row["UnitCode"])
            assert score[place] == pytest.approx(float(row[name]), abs=1e-9)


def _values(
    scores: dict[str, dict[str, float]], level: str = "district", period: str = "2020"
) -> pl.DataFrame:
    rows = [
        (area, level, period, indicator, value)
        for area, some in scores.items()
        for indicator, value in some.items()
    ]
    return pl.DataFrame(rows, ["area", "level", "period", "indicator", "value"], orient="row")


TWO = {"safe": (3.0, {"crime": 1.0}), "clean": (1.0, {"litter": 2.0, "green": 1.0})}
WAYS = {"crime": LOWER, "litter": LOWER, "green": HIGHER}
FOUR = {
    "a": {"crime": 1.0, "litter": 10.0, "green": 5.0},
    "b": {"crime": 2.0, "litter": 30.0, "green": 9.0},
    "c": {"crime": 4.0, "litter": 20.0, "green": 1.0},
    "d": {"crime": 5.0, "litter": 50.0, "green": 3.0},
}


def test_weights_directions_and_dimensions_count_as_defined() -> None:
    scores, parts = rules.composite_scores(_values(FOUR), _composite(TWO), WAYS)
    clean = (2 * 100 + 50) / 3
    assert scores["value"][0] == pytest.approx(0.75 * 100 + 0.25 * clean)
    first = parts.filter(pl.col("area") == "a")
    assert first["dimension"].to_list() == ["safe", "clean"]
    assert first["score"].to_list() == pytest.approx([100, clean])
    assert first["weight"].to_list() == [0.75, 0.25]
    assert first["rank"].to_list() == [1, 1]
    assert parts.columns == list(tables.LIVEABILITY)


@pytest.mark.parametrize("aggregate", rules.AGGREGATIONS)
@pytest.mark.parametrize("normalise", rules.NORMALISATIONS)
def test_contributions_add_up_to_the_score(normalise: str, aggregate: str) -> None:
    composite = _composite(TWO, normalise, aggregate)
    scores, parts = rules.composite_scores(_values(FOUR), composite, WAYS)
    sums = parts.group_by("area").agg(pl.col("contribution").sum()).sort("area")
    assert sums["contribution"].to_list() == pytest.approx(scores["value"].to_list(), abs=1e-9)


def test_an_area_that_misses_a_whole_dimension_gets_no_score() -> None:
    some = FOUR | {
        "e": {"crime": 3.0},
        "f": {"crime": 3.0, "green": 2.0},
        "g": {"crime": 3.0, "litter": 9.0},
    }
    scores, _ = rules.composite_scores(_values(some), _composite(TWO), WAYS)
    # Litter holds two thirds of its dimension and may stand for it; green holds a third.
    assert scores["area"].to_list() == ["a", "b", "c", "d", "g"]


def test_a_score_may_rise_over_time_and_be_held_against_the_city() -> None:
    better = {area: {**some, "crime": some["crime"] / 2} for area, some in FOUR.items()}
    city = {"city": {"crime": 3.0, "litter": 30.0, "green": 5.0}}
    values = pl.concat(
        [_values(FOUR), _values(better, period="2021"), _values(city, level="municipality")]
    )
    scores, parts = rules.composite_scores(values, _composite(TWO), WAYS)
    found = {(row[0], row[1]): row[2] for row in scores.select("area", "period", "value").rows()}
    assert all(found[area, "2021"] > found[area, "2020"] for area in FOUR)
    districts = [found[area, "2020"] for area in FOUR]
    assert min(districts) < found["city", "2020"] < max(districts)
    assert parts.filter(pl.col("area") == "city")["rank"].to_list() == [1, 1]


def test_no_values_give_no_scores() -> None:
    scores, parts = rules.composite_scores(_values(FOUR).clear(), _composite(TWO), WAYS)
    assert scores.is_empty() and parts.is_empty()
    assert parts.schema == pl.Schema(rules.PARTS)


def test_an_indicator_that_nobody_has_leaves_its_dimension_empty() -> None:
    composite = _composite(TWO | {"quiet": (1.0, {"noise": 1.0})})
    scores, _ = rules.composite_scores(_values(FOUR), composite, WAYS | {"noise": LOWER})
    assert scores.is_empty()


def test_a_rank_lies_within_its_range_and_an_area_best_in_all_is_always_first() -> None:
    draw = np.random.default_rng(2)
    some = {
        f"a{place:02d}": {name: float(draw.normal()) for name in WAYS} for place in range(30)
    } | {"best": {"crime": -9.0, "litter": -9.0, "green": 9.0}}
    _, parts = rules.composite_scores(_values(some), _composite(TWO), WAYS)
    assert (parts["rank"] >= parts["rank_lowest"]).all()
    assert (parts["rank"] <= parts["rank_highest"]).all()
    assert (parts["rank_highest"] - parts["rank_lowest"]).max() > 3
    first = parts.filter(pl.col("area") == "best").row(0, named=True)
    assert (first["rank"], first["rank_lowest"], first["rank_highest"]) == (1, 1, 1)


def test_equal_scores_share_a_rank_within_their_own_group_only() -> None:
    score = np.array([5.0, 9.0, 5.0, 1.0, 7.0])
    assert ranks(score, np.array([0, 0, 0, 1, 1])).tolist() == [2, 1, 2, 2, 1]


@pytest.mark.parametrize(
    ("score", "label"), [(0, "very_low"), (19.99, "very_low"), (20, "low"), (100, "very_high")]
)
def test_a_score_has_a_label(score: float, label: str) -> None:
    assert rules.class_of(score) == label


def test_unknown_aggregations_and_negative_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="arithmetic"):
        rules.aggregate(np.ones(2), np.ones(2), "harmonic")
    with pytest.raises(ValueError, match="zero or more"):
        rules.aggregate(np.ones(2), np.array([1.0, -1.0]))


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 1000), st.sampled_from(rules.NORMALISATIONS), st.sampled_from(rules.AGGREGATIONS)
)
def test_shuffled_rows_and_other_codes_change_nothing(seed: int, normalise: str, how: str) -> None:
    draw = np.random.default_rng(seed)
    some = {f"a{place}": {name: float(draw.integers(0, 6)) for name in WAYS} for place in range(9)}
    composite = _composite(TWO, normalise, how)
    scores, parts = rules.composite_scores(_values(some), composite, WAYS)
    shuffled = _values(some).sample(fraction=1.0, shuffle=True, seed=seed)
    again, parts_again = rules.composite_scores(shuffled, composite, WAYS)
    assert again.equals(scores) and parts_again.equals(parts)
    assert scores["value"].is_between(0, 100).all()
    renamed = _values({f"z{area}": values for area, values in some.items()})
    assert rules.composite_scores(renamed, composite, WAYS)[0]["value"].equals(scores["value"])


@pytest.mark.parametrize(("weight", "scored"), [(1.0, True), (0.99, False), (1.01, True)])
def test_exactly_half_of_a_dimensions_weight_is_enough(weight: float, scored: bool) -> None:
    composite = _composite({"d": (1.0, {"known": weight, "lacking": 1.0})})
    rows = [
        ("a", "known", 1.0),
        ("b", "known", 2.0),
        ("b", "lacking", 2.0),
        ("c", "known", 3.0),
        ("c", "lacking", 3.0),
    ]
    values = pl.DataFrame(
        [(area, "district", "2020", indicator, value) for area, indicator, value in rows],
        schema=["area", "level", "period", "indicator", "value"],
        orient="row",
    )
    scores, _ = rules.composite_scores(values, composite, {"known": HIGHER, "lacking": HIGHER})
    assert ("a" in scores["area"].to_list()) is scored
