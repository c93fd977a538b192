"""Counts moved to new boundaries: worked out by hand, and what must hold for any change."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core.definitions import VintagePeriods
from wijkwerk.monitor.core.vintage_chains import Chains, boundaries, chains
from wijkwerk.monitor.core.vintages import respondents, to_vintage, with_origin

CELLS = {
    **dict.fromkeys(("vintage", "area", "period", "indicator"), pl.String),
    **dict.fromkeys(("numerator", "denominator", "value", "variance"), pl.Float64),
    "obs_status": pl.String,
}
TABLE = {
    **dict.fromkeys(("vintage_from", "vintage_to", "area_from", "area_to"), pl.String),
    "weight": pl.Float64,
}
Row = dict[str, Any]
Moves = list[tuple[str | None, str | None, str, str, float]]


def _cell(area: str, count: float | None = None, base: float | None = None, **other: Any) -> Row:
    return (
        dict.fromkeys(CELLS)
        | {
            "area": area,
            "period": "2010",
            "indicator": "i",
            "numerator": count,
            "denominator": base,
            "obs_status": "A",
        }
        | other
    )


def _chains(table: Moves, vintage: str | None = None) -> Chains:
    return chains(pl.DataFrame(table, schema=TABLE, orient="row"), vintage)


def _moved_frame(
    cells: list[Row],
    table: Moves,
    vintage: str | None,
    rules: tuple[VintagePeriods, ...],
    schema: dict[str, Any] = CELLS,
) -> pl.DataFrame:
    pairs = {(row["vintage"], row["period"]) for row in cells}
    ways = boundaries(_chains(table, vintage), pairs, rules)
    arrow = pl.from_arrow(
        to_vintage(
            with_origin(
                ibis.memtable(pl.DataFrame(cells, schema=schema)), ibis.memtable(ways.origins)
            ),
            ibis.memtable(ways.moves),
        ).to_pyarrow()
    )
    assert isinstance(arrow, pl.DataFrame)
    return arrow


def _moved(
    cells: list[Row],
    table: Moves,
    vintage: str | None = None,
    rules: tuple[VintagePeriods, ...] = (),
) -> dict[tuple[str, str], Row]:
    """Rows by area and period."""
    frame = _moved_frame(cells, table, vintage, rules)
    assert not frame.select("area", "period").is_duplicated().any()
    return {(row["area"], row["period"]): row for row in frame.iter_rows(named=True)}


def _once(*pairs: tuple[str, str, float]) -> Moves:
    """A table from 2010 to 2022."""
    return [("2010", "2022", *pair) for pair in pairs]


def _counts(row: Row) -> tuple[float | None, float | None, str]:
    return row["numerator"], row["denominator"], row["obs_status"]


# -- one table ------------------------------------------------------------------------------------


def test_counts_are_divided_by_weight_and_rates_are_never_averaged() -> None:
    found = _moved([_cell("a", 10, 100)], _once(("a", "x", 0.25), ("a", "y", 0.75)))
    assert _counts(found["x", "2010"]) == (2.5, 25, "E")
    assert _counts(found["y", "2010"]) == (7.5, 75, "E")


def test_areas_that_were_merged_are_added_up() -> None:
    found = _moved(
        [_cell("a", 10, 100), _cell("b", 50, 900)], _once(("a", "x", 1.0), ("b", "x", 1.0))
    )
    # 60 of 1000 is 6%, not the mean of 10% and 5.6%.
    assert _counts(found["x", "2010"]) == (60, 1000, "E")


def test_an_area_that_stayed_keeps_its_figure() -> None:
    found = _moved([_cell("z", 1, 10), _cell("a", 10, 100)], _once(("a", "x", 1.0)))
    assert _counts(found["z", "2010"]) == (1, 10, "A")


@pytest.mark.parametrize("status", ["A", "P", "B"])
def test_a_code_that_goes_to_itself_whole_keeps_its_figure_and_status(status: str) -> None:
    found = _moved([_cell("a", 10, 100, value=9.7, obs_status=status)], _once(("a", "a", 1.0)))
    assert _counts(found["a", "2010"]) == (10, 100, status)
    assert found["a", "2010"]["value"] == 9.7


def test_a_code_that_is_kept_gives_its_part_away_and_both_are_estimates() -> None:
    found = _moved([_cell("a", 600, 1000)], _once(("a", "a", 0.6), ("a", "b", 0.4)))
    assert _counts(found["a", "2010"]) == (360, 600, "E")
    assert _counts(found["b", "2010"]) == (240, 400, "E")


def test_a_code_that_is_kept_and_takes_a_part_in_is_an_estimate() -> None:
    table = _once(("a", "a", 1.0), ("b", "a", 0.25), ("b", "b", 0.75))
    found = _moved([_cell("a", 10, 100), _cell("b", 8, 40)], table)
    assert _counts(found["a", "2010"]) == (12, 110, "E")
    assert _counts(found["b", "2010"]) == (6, 30, "E")


def test_a_break_of_a_part_is_a_break_of_the_sum() -> None:
    cells = [_cell("a", 10, 100), _cell("b", 50, 900, obs_status="B")]
    found = _moved(cells, _once(("a", "x", 1.0), ("b", "x", 1.0)))
    assert _counts(found["x", "2010"]) == (60, 1000, "B")


def test_an_area_with_only_some_of_its_old_parts_has_no_figure() -> None:
    found = _moved([_cell("a", 10, 100)], _once(("a", "x", 1.0), ("b", "x", 1.0)))
    assert _counts(found["x", "2010"]) == (None, None, "M")


def test_an_area_of_which_a_part_has_no_counts_has_no_figure() -> None:
    cells = [_cell("a", 10, 100), _cell("b", None, None, obs_status="M")]
    found = _moved(cells, _once(("a", "x", 1.0), ("b", "x", 1.0)))
    assert _counts(found["x", "2010"]) == (None, None, "M")


def test_a_withheld_part_makes_the_whole_withheld() -> None:
    cells = [_cell("a", 10, 100), _cell("b", obs_status="N")]
    found = _moved(cells, _once(("a", "x", 1.0), ("b", "x", 1.0)))
    assert _counts(found["x", "2010"]) == (None, None, "N")


@pytest.mark.parametrize(
    ("table", "value", "variance", "status"),
    [
        (_once(("a", "x", 1.0)), 6.5, 0.1, "B"),
        (_once(("a", "x", 0.5), ("a", "y", 0.5)), None, None, "M"),
        (_once(("a", "x", 1.0), ("b", "x", 1.0)), None, None, "M"),
    ],
)
def test_a_value_without_base_moves_only_with_a_whole_area(
    table: Moves, value: float | None, variance: float | None, status: str
) -> None:
    found = _moved([_cell("a", value=6.5, variance=0.1)], table)["x", "2010"]
    assert (found["value"], found["variance"], found["obs_status"]) == (value, variance, status)


def test_strata_stay_apart() -> None:
    schema = {"age": pl.String, "sex": pl.String} | CELLS
    rows = [_cell("a", 10, 100) | {"age": age, "sex": ""} for age in ("0-17", "18+")]
    frame = _moved_frame(rows, _once(("a", "x", 1.0)), None, (), schema)
    assert sorted(frame["age"]) == ["0-17", "18+"]
    assert frame["numerator"].to_list() == [10, 10]


# -- which table -----------------------------------------------------------------------------------

TWICE: Moves = [
    ("2010", "2022", "old", "c", 0.5), ("2010", "2022", "old", "d", 0.5),
    ("2015", "2022", "old", "c", 0.25), ("2015", "2022", "old", "d", 0.75),
]  # fmt: skip


def test_a_figure_goes_through_the_table_of_its_own_vintage_and_no_other() -> None:
    cells = [_cell("old", 600, 1000), _cell("old", 500, 1000, period="2016")]
    found = _moved(cells, TWICE)
    assert _counts(found["c", "2010"]) == (300, 500, "E")
    assert _counts(found["c", "2016"]) == (125, 250, "E")
    assert _counts(found["d", "2016"]) == (375, 750, "E")


def test_a_row_that_tells_its_vintage_goes_before_a_rule_and_a_rule_before_the_period() -> None:
    rules = (VintagePeriods("2010", None, "2016"),)
    cells = [_cell("old", 500, 1000, period="2016")]
    assert _counts(_moved(cells, TWICE, rules=rules)["c", "2016"]) == (250, 500, "E")
    told = [_cell("old", 500, 1000, period="2016", vintage="2015")]
    assert _counts(_moved(told, TWICE, rules=rules)["c", "2016"]) == (125, 250, "E")


@pytest.mark.parametrize(
    ("rule", "period", "part"),
    [
        (VintagePeriods("2010", "2016", "2017"), "2016-Q4", 0.5),
        (VintagePeriods("2010", "2016", "2017"), "2017-12", 0.5),
        (VintagePeriods("2010", "2016", "2017"), "2018", 0.25),
        (VintagePeriods("2015", None, "2009"), "2010", 0.5),
        (VintagePeriods("2015", "2008", None), "2010", 0.25),
        # A rule and a period of other forms are held against each other by their days.
        (VintagePeriods("2010", None, "2017-Q2"), "2017-06", 0.5),
        (VintagePeriods("2010", None, "2017-Q2"), "2017-09", 0.25),
        (VintagePeriods("2010", "2017-07", None), "2017-Q1", 0.25),
        (VintagePeriods("2010", "2017-07", None), "2017-Q3", 0.5),
        (VintagePeriods("2010", "2017-07-01", "2017-07-31"), "2017-07", 0.5),
    ],
)
def test_a_rule_holds_from_its_first_to_its_last_period(
    rule: VintagePeriods, period: str, part: float
) -> None:
    found = _moved([_cell("old", 600, 1000, period=period)], TWICE, rules=(rule,))
    assert found["c", period]["denominator"] == 1000 * part


@pytest.mark.parametrize(
    ("moment", "vintage"),
    [("2009", "2010"), ("2010", "2010"), ("2014-Q4", "2010"), ("2015", "2015"), ("2021-12", "2015"),
     ("2022-07", "2022"), ("2030", "2022")],
)  # fmt: skip
def test_a_vintage_holds_from_its_year_until_the_next(moment: str, vintage: str) -> None:
    assert _chains(TWICE).at(moment) == vintage


def test_a_vintage_of_a_quarter_begins_with_it() -> None:
    table: Moves = [("2010", "2015-Q3", "a", "x", 1.0)]
    assert [_chains(table).at(one) for one in ("2015", "2015-06", "2015-07", "2016")] == [
        "2010",
        "2010",
        "2015-Q3",
        "2015-Q3",
    ]


def test_names_that_tell_no_moment_tell_no_vintage() -> None:
    assert _chains([("old", "new", "a", "x", 1.0)]).at("2010") is None


def test_an_area_renamed_twice_loses_no_figure() -> None:
    table: Moves = [("2010", "2022", "a", "x", 1.0), ("2015", "2022", "b", "x", 1.0)]
    found = _moved([_cell("a", 1, 10), _cell("b", 2, 20, period="2016")], table)
    assert _counts(found["x", "2010"]) == (1, 10, "E")
    assert _counts(found["x", "2016"]) == (2, 20, "E")


def test_two_parts_of_an_area_that_stand_in_tables_of_different_vintages_are_added_up() -> None:
    table: Moves = [("2010", "2022", "a", "x", 1.0), ("2015", "2022", "b", "x", 1.0)]
    found = _moved([_cell("a", 1, 10), _cell("b", 2, 20)], table)
    assert _counts(found["x", "2010"]) == (3, 30, "E")


def test_tables_that_follow_each_other_are_multiplied() -> None:
    table: Moves = [
        ("2010", "2015", "old", "half", 0.5),
        ("2010", "2015", "old", "rest", 0.5),
        ("2015", "2022", "half", "c", 0.2),
        ("2015", "2022", "half", "d", 0.8),
        ("2015", "2022", "other", "d", 1.0),
    ]
    cells = [_cell("old", 100, 1000), _cell("other", 3, 30), _cell("half", 10, 100, period="2016")]
    found = _moved(cells, table)
    assert _counts(found["c", "2010"]) == (10, 100, "E")
    assert _counts(found["d", "2010"]) == (43, 430, "E")
    assert _counts(found["rest", "2010"]) == (50, 500, "E")
    assert _counts(found["c", "2016"]) == (2, 20, "E")


def test_a_table_that_leads_there_directly_goes_before_a_chain() -> None:
    table: Moves = [
        ("2010", "2015", "a", "b", 1.0),
        ("2015", "2022", "b", "x", 1.0),
        ("2010", "2022", "a", "x", 0.3),
        ("2010", "2022", "a", "y", 0.7),
    ]
    assert _moved([_cell("a", 10, 100)], table)["x", "2010"]["denominator"] == 30


def test_two_chains_of_the_same_length_are_a_fork() -> None:
    table: Moves = [
        ("2010", "2015", "a", "b", 1.0),
        ("2015", "2022", "b", "x", 1.0),
        ("2010", "2016", "a", "c", 1.0),
        ("2016", "2022", "c", "x", 1.0),
    ]
    assert _chains(table).forks == {"2010"}
    assert _chains(table, "2022").target == _chains(table).target == "2022"


def test_without_a_wish_the_target_is_where_the_tables_end() -> None:
    assert (
        _chains([("2010", "2015", "a", "b", 1.0), ("2010", "2022", "a", "c", 1.0)]).target is None
    )


def test_figures_can_be_brought_to_a_vintage_in_between() -> None:
    table: Moves = [("2010", "2015", "a", "b", 1.0), ("2015", "2022", "b", "c", 1.0)]
    assert set(_moved([_cell("a", 1, 10)], table, "2015")) == {("b", "2010")}


# -- a figure on the new boundaries already ---------------------------------------------------------


def test_the_publishers_own_figure_on_the_new_boundaries_goes_before_a_moved_one() -> None:
    cells = [_cell("x", 7, 70, vintage="2022"), _cell("a", 10, 100)]
    found = _moved(cells, _once(("a", "x", 1.0)))
    assert _counts(found["x", "2010"]) == (7, 70, "A")


def test_a_kept_code_on_the_new_boundaries_is_left_alone() -> None:
    cells = [_cell("a", 7, 70, vintage="2022"), _cell("b", 1, 10, vintage="2022")]
    found = _moved(cells, _once(("a", "a", 0.6), ("a", "b", 0.4)))
    assert _counts(found["a", "2010"]) == (7, 70, "A")
    assert _counts(found["b", "2010"]) == (1, 10, "A")


def test_an_old_code_in_a_late_period_goes_the_only_way_there_is() -> None:
    found = _moved([_cell("a", 10, 100, period="2023")], _once(("a", "x", 1.0)))
    assert _counts(found["x", "2023"]) == (10, 100, "E")


def test_old_codes_in_a_late_period_make_a_figure_only_when_all_of_them_are_there() -> None:
    both = [_cell("a", 10, 100, period="2023"), _cell("b", 20, 100, period="2023")]
    table = _once(("a", "x", 1.0), ("b", "x", 1.0))
    assert _counts(_moved(both, table)["x", "2023"]) == (30, 200, "E")
    assert _counts(_moved(both[:1], table)["x", "2023"]) == (None, None, "M")
    # Through two tables as well: q takes the place of b on the way.
    chain: Moves = [
        ("2010", "2015", "b", "q", 1.0),
        ("2015", "2022", "a", "x", 1.0),
        ("2015", "2022", "q", "x", 1.0),
    ]
    later = [_cell("a", 10, 100, period="2023"), _cell("q", 20, 100, period="2023")]
    assert _counts(_moved(later, chain)["x", "2023"]) == (30, 200, "E")
    assert _counts(_moved(later[:1], chain)["x", "2023"]) == (None, None, "M")


def test_of_two_vintages_in_one_period_the_latest_that_has_a_figure_counts() -> None:
    table: Moves = [("2010", "2022", "a", "x", 1.0), ("2015", "2022", "b", "x", 1.0)]
    cells = [_cell("a", 1, 10, vintage="2010"), _cell("b", 2, 20, vintage="2015")]
    assert _counts(_moved(cells, table)["x", "2010"]) == (2, 20, "E")
    cells[1] |= {"numerator": None}
    assert _counts(_moved(cells, table)["x", "2010"]) == (1, 10, "E")


def test_tables_without_names_move_what_is_gone() -> None:
    table: Moves = [(None, None, "a", "x", 0.5), (None, None, "a", "y", 0.5)]
    found = _moved([_cell("a", 10, 100), _cell("x", 3, 30, period="2022")], table)
    assert _counts(found["x", "2010"]) == (5, 50, "E")
    assert _counts(found["x", "2022"]) == (3, 30, "A")


def test_an_area_that_begins_later_or_is_gone_is_none_of_its_vintage() -> None:
    of = _chains(
        [
            ("2010", "2015", "a", "a", 0.6),
            ("2010", "2015", "a", "b", 0.4),
            ("2015", "2022", "b", "c", 1.0),
            ("2015", "2022", "a", "a", 1.0),
        ]
    )
    known = {
        vintage: [code for code in "abcz" if of.parts(vintage, code) is not None]
        for vintage in of.vintages
    }
    # z stands in no table: it is the same area all along.
    assert known == {"2010": ["a", "z"], "2015": ["a", "b", "z"], "2022": ["a", "c", "z"]}


def test_what_nobody_can_tell_is_not_settled() -> None:
    of = _chains([(None, None, "a", "a", 0.5), (None, None, "a", "y", 0.5)])
    assert of.settled("a", None) is None
    assert of.settled("y", None) == {"y": 1.0}


# -- respondents -------------------------------------------------------------------------------------


def test_respondents_of_a_divided_area_count_for_what_its_parts_have_in_common() -> None:
    ways = boundaries(
        _chains(_once(("a", "x", 0.5), ("a", "y", 0.5), ("b", "z", 1.0))), [(None, "2010")], ()
    )
    above = pl.DataFrame(
        [(up, code) for code in "xyzk" for up in (code, "city")],
        schema=["ancestor", "area"],
        orient="row",
    )
    rows = pl.DataFrame(
        {
            "area": ["a", "b", "k"],
            "vintage": [None] * 3,
            "period": ["2010"] * 3,
            "value": [1, 2, 3],
        },
        schema_overrides={"vintage": pl.String},
    )
    found = respondents(rows, above, ways.origins, ways.moves).sort("value", "area")
    assert found.columns == ["area", "period", "value"]
    assert found.select("area", "value").rows() == [
        ("city", 1),
        ("city", 2),
        ("z", 2),
        ("city", 3),
        ("k", 3),
    ]


# -- any change --------------------------------------------------------------------------------------


@st.composite
def _trees(draw: st.DrawFn) -> tuple[Moves, dict[str, tuple[int, int]], list[str]]:
    """Tables from vintage to vintage, counts per area of the first, and the vintages: at each
    change some areas are divided (their code may stay), merged, renamed or left alone."""
    vintages = [str(2000 + 5 * place) for place in range(draw(st.integers(2, 4)))]
    codes = [f"a{place}" for place in range(draw(st.integers(1, 5)))]
    counts = {
        code: (part, whole)
        for code in codes
        for whole in [draw(st.integers(1, 5000))]
        for part in [draw(st.integers(0, whole))]
    }
    table: Moves = []
    for start, end in pairwise(vintages):
        following: dict[str, None] = {}
        fresh = [f"n{end}_{place}" for place in range(3)]
        rows: dict[str, dict[str, float]] = {}
        for code in codes:
            if not draw(st.booleans()):
                rows[code] = {code: 1.0}
                continue
            to = draw(st.lists(st.sampled_from([*fresh, code]), min_size=1, unique=True))
            shares = [draw(st.integers(1, 9)) for _ in to]
            rows[code] = {one: share / sum(shares) for one, share in zip(to, shares, strict=True)}
        for code, parts in rows.items():
            following |= dict.fromkeys(parts)
            # An area that stays as it was need not stand in the table.
            alone = sum(code in other for other in rows.values()) == 1
            named = any(row[0] == start for row in table)
            if parts == {code: 1.0} and alone and named and draw(st.booleans()):
                continue
            table += [(start, end, code, to, share) for to, share in parts.items()]
        codes = list(following)
    return table, counts, vintages


@settings(max_examples=150, deadline=None)
@given(_trees())
def test_any_splits_and_merges_conserve_every_count(
    tree: tuple[Moves, dict[str, tuple[int, int]], list[str]],
) -> None:
    table, counts, vintages = tree
    of, start = _chains(table), vintages[0]
    for place in (0, 1):
        moved: dict[str, float] = defaultdict(float)
        for code, pair in counts.items():
            parts = of.parts(start, code)
            assert parts is not None
            assert sum(parts.values()) == pytest.approx(1)
            for to, share in parts.items():
                moved[to] += share * pair[place]
        assert sum(moved.values()) == pytest.approx(sum(pair[place] for pair in counts.values()))


@settings(max_examples=15, deadline=None)
@given(_trees())
def test_counts_on_the_new_boundaries_add_up_to_those_on_the_old(
    tree: tuple[Moves, dict[str, tuple[int, int]], list[str]],
) -> None:
    table, counts, _ = tree
    cells = [_cell(code, *pair, period="1999") for code, pair in counts.items()]
    found = _moved(cells, table).values()
    for place, column in enumerate(("numerator", "denominator")):
        total = sum(pair[place] for pair in counts.values())
        assert sum(row[column] for row in found) == pytest.approx(total, abs=1e-6)
    changed = {code for _, _, *pair, _ in table for code in pair}
    assert all(row["obs_status"] == "A" for row in found if row["area"] not in changed)


@settings(max_examples=100, deadline=None)
@given(_trees())
def test_a_chain_gives_what_one_direct_table_gives(
    tree: tuple[Moves, dict[str, tuple[int, int]], list[str]],
) -> None:
    table, _, vintages = tree
    by_step: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for start, _, code, to, share in table:
        by_step[str(start)][code][to] = share
    of = _chains(table)
    for code in {code for start, _, code, _, _ in table if start == vintages[0]}:
        direct = {code: 1.0}
        for start in vintages[:-1]:
            following: dict[str, float] = defaultdict(float)
            for one, share in direct.items():
                for to, weight in by_step[start].get(one, {one: 1.0}).items():
                    following[to] += share * weight
            direct = following
        assert of.weights(vintages[0])[code] == pytest.approx(direct)
