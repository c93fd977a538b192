"""Groups from a source to their tables: every kind is pooled with its weights, and a trend is that of
the same members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Frames = dict[str, pl.DataFrame]
TablesOf = Callable[..., Frames]
AREAS = (
    "NL,Land,country,", "GM1,Stad,municipality,NL", "A,A,district,GM1", "B,B,district,GM1",
    "C,C,district,GM1", "D,D,district,GM1",
)  # fmt: skip
THEME = '[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n'


def _indicator(kind: str, unit: str, more: str = "", name: str = "i") -> str:
    return (
        f'[[indicator]]\nid = "{name}"\nname = {{ nl = "I", en = "I" }}\ntheme = "t"\nunit = "{unit}"\n'
        f'kind = "{kind}"\ndirection = "lower_is_better"\n{more}\n'
    )


def _values(frames: Frames, method: str, group: str = "G", indicator: str = "i") -> dict[str, Any]:
    rows = frames["groups"].filter(
        (pl.col("group") == group)
        & (pl.col("method") == method)
        & (pl.col("indicator") == indicator)
    )
    return dict(rows.sort("period").select("period", "value").iter_rows())


def _change(frames: Frames, method: str = "pooled", group: str = "G") -> dict[str, Any]:
    rows = frames["group_changes"].filter((pl.col("group") == group) & (pl.col("method") == method))
    return rows.row(0, named=True)


def _still(*leavers: str) -> list[str]:
    """Constant figures: everybody 20%, the leavers 5%."""
    return [
        f"{area},{period},i,{50 if area in leavers else 200},1000"
        for area in "ABCD"
        for period in ("2006", "2010", "2013")
    ]


def test_two_good_areas_leave_and_the_group_itself_stays_as_it_was(tables_of: TablesOf) -> None:
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,", "G,C,2006,2011", "G,D,2006,2010"],
        rows=_still("C", "D"),
    )
    assert _values(tables, "pooled") == {"2006": 12.5, "2010": 12.5, "2013": 20.0}
    assert _values(tables, "pooled_same") == {"2006": 20.0, "2010": 20.0, "2013": 20.0}
    change = _change(tables)
    assert (change["same"], change["joined"], change["left"]) == (2, 0, 2)
    assert (change["own_change"], change["joined_effect"]) == (0.0, 0.0)
    assert change["left_effect"] == pytest.approx(7.5)
    assert (change["class"], change["distance_change"]) == ("equal", 0.0)


def test_who_joins_and_who_leaves_are_told_apart(tables_of: TablesOf) -> None:
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,2010", "G,C,2011,"],
        rows=[
            "A,2006,i,100,1000",
            "B,2006,i,300,1000",
            "C,2006,i,0,1000",
            "A,2013,i,200,1000",
            "B,2013,i,900,1000",
            "C,2013,i,600,1000",
        ],
    )
    change = _change(tables)
    # Then 20% and 40%; of A alone 10% and 20%.
    assert (change["same"], change["joined"], change["left"]) == (1, 1, 1)
    assert (change["value_from"], change["value_to"]) == (pytest.approx(10), pytest.approx(20))
    assert change["own_change"] == pytest.approx(10)
    assert change["joined_effect"] == pytest.approx(40 - 20)
    assert change["left_effect"] == pytest.approx(10 - 20)


def test_without_anybody_who_was_there_all_the_time_there_is_no_trend(tables_of: TablesOf) -> None:
    tables = tables_of(areas=AREAS, groups=["G,A,,2010", "G,B,2011,"], rows=_still())
    assert _values(tables, "pooled_same") == {}
    assert tables["group_changes"].is_empty()


def test_a_member_without_a_figure_at_one_moment_is_not_among_the_same(tables_of: TablesOf) -> None:
    rows = [row for row in _still("D") if not row.startswith("D,2013")]
    tables = tables_of(areas=AREAS, groups=[f"G,{area},," for area in "ABD"], rows=rows)
    assert _values(tables, "pooled_same")["2006"] == 20.0
    assert (_change(tables)["same"], _change(tables)["left"]) == (2, 1)
    assert _change(tables)["left_effect"] == pytest.approx(5.0)


def test_a_moment_at_which_one_of_them_is_missing_has_no_value(tables_of: TablesOf) -> None:
    rows = [row for row in _still("D") if not row.startswith("D,2010")]
    tables = tables_of(areas=AREAS, groups=[f"G,{area},," for area in "ABD"], rows=rows)
    assert set(_values(tables, "pooled_same")) == {"2006", "2013"}


@settings(
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(data=st.data())
def test_the_parts_make_the_whole_change(data: st.DataObject, tables_of: TablesOf) -> None:
    """Whatever joins or leaves: own change, joining and leaving add up to the change of the group."""
    dates = st.sampled_from(("", "2006", "2008", "2012"))
    members = [f"G,{area},{data.draw(dates)}," for area in "AB"]
    members += [f"G,{area},,{data.draw(dates)}" for area in "CD"]
    rows = [
        f"{area},{period},i,{data.draw(st.integers(0, 100))},{data.draw(st.integers(100, 900))}"
        for area in "ABCD"
        for period in ("2006", "2009", "2013")
    ]
    tables = tables_of(areas=AREAS, groups=members, rows=rows)
    groups = tables["groups"]
    for row in tables["group_changes"].iter_rows(named=True):
        then = groups.filter(pl.col("method") == row["method"])
        value = dict(then.select("period", "value").iter_rows())
        if row["period_from"] < row["period_to"]:
            whole = row["own_change"] + row["joined_effect"] + row["left_effect"]
            assert whole == pytest.approx(value[row["period_to"]] - value[row["period_from"]])


# -- every kind ------------------------------------------------------------------------------


def test_a_survey_is_pooled_by_its_respondents(tables_of: TablesOf) -> None:
    """5 of 10 and 103 of 990: 108 of 1,000 respondents, not the mean of 50% and 10.4%."""
    rows = [f"A,2009,i,{answer},1" for answer in [1] * 5 + [0] * 5]
    rows += [f"B,2009,i,{answer},1" for answer in [1] * 103 + [0] * 887]
    rows += [f"C,2009,i,{answer},1" for answer in [0] * 500]
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,"],
        rows=rows,
        columns="value,weight",
        indicators=THEME + _indicator("survey", "%"),
    )
    row = tables["groups"].filter(pl.col("method") == "pooled").row(0, named=True)
    assert row["value"] == pytest.approx(10.8)
    assert row["interval_method"] == "taylor"
    assert 8.9 < row["lower"] < 9.1 < 12.7 < row["upper"] < 13.0


def test_weights_of_respondents_count_in_a_group(tables_of: TablesOf) -> None:
    rows = ["A,2009,i,1,3", "A,2009,i,0,1", "B,2009,i,0,4", "B,2009,i,1,2"]
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,"],
        rows=rows,
        columns="value,weight",
        indicators=THEME + _indicator("survey", "%"),
    )
    assert _values(tables, "pooled")["2009"] == pytest.approx(100 * 5 / 10)


def test_a_member_stands_for_all_that_lies_in_it_once(tables_of: TablesOf) -> None:
    rows = ["A,2009,i,1,1", "B,2009,i,0,1", "B,2009,i,0,1", "B,2009,i,0,1"]
    tables = tables_of(
        areas=AREAS,
        groups=["G,GM1,,", "G,A,,"],
        rows=rows,
        columns="value,weight",
        indicators=THEME + _indicator("survey", "%"),
    )
    assert _values(tables, "pooled")["2009"] == pytest.approx(25)


def test_scores_of_respondents_and_balances_are_pooled(tables_of: TablesOf) -> None:
    rows = [f"A,2009,i,{score},1" for score in (2, 4)]
    rows += [f"B,2009,i,{score},1" for score in (6, 8, 10, 9)]
    rows += ["A,2009,b,1,1", "B,2009,b,-1,1", "B,2009,b,0,1", "B,2009,b,1,1"]
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,"],
        rows=rows,
        columns="value,weight",
        indicators=THEME
        + _indicator("survey", "score")
        + _indicator("balance", "points", "scale = 100", "b"),
    )
    assert _values(tables, "pooled")["2009"] == pytest.approx(39 / 6)
    assert _values(tables, "pooled", indicator="b")["2009"] == pytest.approx(25)


def test_a_mean_and_a_score_are_pooled_by_their_base(tables_of: TablesOf) -> None:
    rows = ["A,2009,i,100,10", "B,2009,i,200,30", "A,2009,s,4,100", "B,2009,s,6,300"]
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,"],
        rows=rows,
        columns="value,base",
        indicators=THEME + _indicator("mean", "eur") + _indicator("score", "score", name="s"),
    )
    assert _values(tables, "pooled")["2009"] == pytest.approx(175)
    assert _values(tables, "pooled", indicator="s")["2009"] == pytest.approx(5.5)


def test_an_index_is_that_of_the_pooled_values(tables_of: TablesOf) -> None:
    """(100·10 + 200·30)/40 = 175 becomes (200·10 + 200·30)/40 = 200."""
    rows = ["A,2009,i,100,10", "B,2009,i,200,30", "A,2010,i,200,10", "B,2010,i,200,30"]
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,"],
        rows=rows,
        columns="value,base",
        indicators=THEME
        + _indicator("mean", "eur")
        + _indicator("index", "index", 'of = "i"', "x"),
    )
    expected = {"2009": 100.0, "2010": pytest.approx(100 * 200 / 175)}
    assert _values(tables, "pooled", indicator="x") == expected
    assert _values(tables, "pooled_same", indicator="x") == expected


def test_an_index_of_a_group_is_of_the_members_that_it_had_at_its_base(tables_of: TablesOf) -> None:
    """B left and C, which was small, came: every member grew, so the group didn't shrink."""
    rows = [
        "A,2009,i,100,10",
        "B,2009,i,300,10",
        "C,2009,i,50,10",
        "A,2010,i,110,10",
        "B,2010,i,330,10",
        "C,2010,i,60,10",
    ]
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,2009", "G,C,2010,"],
        rows=rows,
        columns="value,base",
        indicators=THEME
        + _indicator("mean", "eur")
        + _indicator("index", "index", 'of = "i"', "x"),
    )
    assert _values(tables, "pooled", indicator="x") == {"2009": 100.0}
    assert _values(tables, "pooled_same", indicator="x")["2010"] == pytest.approx(110.0)


def test_a_standardised_rate_is_made_of_the_strata_of_all_members(tables_of: TablesOf) -> None:
    """Both ages weigh alike: (12+8)/(100+100) and (10+30)/(100+300) give (10% + 10%) / 2."""
    rows = [
        "A,2009,i,12,100,0-49",
        "A,2009,i,10,100,50+",
        "B,2009,i,8,100,0-49",
        "B,2009,i,30,300,50+",
        "C,2009,i,50,100,0-49",
        "C,2009,i,,100,50+",
    ]
    single = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,", "G,C,,"],
        rows=rows,
        columns="numerator,denominator,age",
        indicators=THEME + _indicator("standardised", "%", 'standard = "esp2013"'),
    )
    assert _values(single, "pooled")["2009"] == pytest.approx(10)


def test_values_without_bases_have_an_unweighted_mean_alone(tables_of: TablesOf) -> None:
    tables = tables_of(
        areas=AREAS, groups=["G,A,,", "G,B,,"], rows=["A,2009,i,10", "B,2009,i,20"], columns="value"
    )
    assert _values(tables, "pooled") == {}
    assert _values(tables, "unweighted") == {"2009": 15}


# -- groups as references --------------------------------------------------------------------


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        ("numerator,denominator", ["A,2004,i,10,100", "B,2004,i,90,300", "C,2004,i,50,100"], 25),
        ("value", ["A,2004,i,10", "B,2004,i,30", "C,2004,i,50"], 20),
    ],
)
def test_a_group_with_any_value_is_a_reference_with_a_name_or_without(
    tables_of: TablesOf, named: bool, columns: str, rows: list[str], expected: float
) -> None:
    areas = [*AREAS, *(["G4,De vier,group,"] if named else [])]
    tables = tables_of(
        areas=areas,
        groups=["G4,A,,", "G4,B,,", "G26,C,,"],
        rows=rows,
        columns=columns,
        settings='[reference]\nrule = "group"\ncode = "G4"\n',
    )
    held = tables["figures"].filter(pl.col("area") == "C").row(0, named=True)
    assert (held["reference"], held["reference_value"]) == ("G4", pytest.approx(expected))
    assert held["distance"] == pytest.approx(50 - expected)
    other = tables["groups"].filter(pl.col("group") == "G26").row(0, named=True)
    assert other["distance"] == pytest.approx(50 - expected)


def test_published_figures_of_a_group_go_before_what_its_members_make(tables_of: TablesOf) -> None:
    """And once published, no moment is filled with another kind of value."""
    rows = [
        "A,2004,i,10",
        "B,2004,i,30",
        "C,2004,i,50",
        "G4,2004,i,12",
        "C,2005,i,50",
        "A,2005,i,10",
    ]
    tables = tables_of(
        areas=[*AREAS, "G4,De vier,group,"],
        groups=["G4,A,,", "G4,B,,"],
        rows=rows,
        columns="value",
        settings='[reference]\nrule = "group"\ncode = "G4"\n',
    )
    held = tables["figures"].filter(pl.col("area") == "C").sort("period")
    assert held["reference_value"].to_list() == [12, None]


def test_a_group_is_at_no_distance_from_itself(tables_of: TablesOf) -> None:
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,,"],
        rows=_still(),
        settings='[reference]\nrule = "group"\ncode = "G"\n',
    )
    rows = tables["groups"].filter(pl.col("group") == "G")
    assert rows["reference"].unique().to_list() == ["G"]
    assert rows["distance"].null_count() == rows.height > 0
    change = _change(tables)
    assert (change["class"], change["distance_change"], change["own_change"]) == (None, None, 0.0)


# -- protection ------------------------------------------------------------------------------


def _hidden() -> list[str]:
    """A and B with room, C too small, and D the smallest that can hide it."""
    return [
        f"{area},{period},i,{count},{base}"
        for area, count, base in (("A", 200, 1000), ("B", 300, 1000), ("C", 2, 60), ("D", 30, 80))
        for period in ("2006", "2013")
    ]


def test_the_same_members_do_not_give_away_who_left(tables_of: TablesOf) -> None:
    """C is too small and leaves: what it was is the group then less the same members, so only one of
    the two is shown."""
    tables = tables_of(
        protect=True, areas=AREAS, groups=["G,A,,", "G,B,,", "G,C,,2010"], rows=_hidden()
    )
    figures = tables["figures"].filter(pl.col("area") == "C")
    assert set(figures["conf_status"]) == {"N"}
    groups = tables["groups"].filter(pl.col("period") == "2006")
    status = dict(groups.select("method", "conf_status").iter_rows())
    assert status["pooled"] == "N"  # A and B are published: the total would give C
    assert _change(tables)["left_effect"] is None


def test_of_two_withheld_members_one_that_leaves_closes_a_total(tables_of: TablesOf) -> None:
    """With C and D withheld, the group of A to D may be shown; that of A, B and D as well would give
    C by subtraction."""
    tables = tables_of(
        protect=True, areas=AREAS, groups=["G,A,,", "G,B,,", "G,C,,2010", "G,D,,"], rows=_hidden()
    )
    hidden = tables["figures"].filter((pl.col("period") == "2006") & (pl.col("conf_status") == "N"))
    assert set(hidden["area"]) == {"C", "D"}
    groups = tables["groups"].filter(pl.col("period") == "2006")
    shown = {
        method: value
        for method, value in groups.select("method", "value").iter_rows()
        if method.startswith("pooled")
    }
    assert shown["pooled"] == pytest.approx(100 * 532 / 2140)
    assert shown["pooled_same"] is None
    change = _change(tables)
    assert change["own_change"] is None
    assert (change["left_effect"], change["value_from"], change["class"]) == (None, None, "too_few")


def test_what_a_withheld_member_did_by_leaving_or_joining_is_unknown(tables_of: TablesOf) -> None:
    """Values without bases, so means of what is shown. C leaves and D joins, both withheld by the
    publisher: the mean of A and B tells nothing of it. In the other group nobody is withheld: E, with
    90, leaves (10, 20 and 90 make 40, A and B 15)."""
    rows = [
        f"{area},{period},i,{value},"
        for area, value in (("A", 10), ("B", 20), ("E", 90))
        for period in ("2006", "2013")
    ]
    rows += [f"{area},{period},i,,N" for area in ("C", "D") for period in ("2006", "2013")]
    tables = tables_of(
        areas=[*AREAS, "E,E,district,GM1"],
        rows=rows,
        columns="value,status",
        groups=["G,A,,", "G,B,,", "G,C,,2010", "G,D,2010,", "H,A,,", "H,B,,", "H,E,,2010"],
    )
    changes = {row["group"]: row for row in tables["group_changes"].iter_rows(named=True)}
    assert changes["G"]["own_change"] == 0
    assert (changes["G"]["joined_effect"], changes["G"]["left_effect"]) == (None, None)
    assert changes["H"]["left_effect"] == pytest.approx(15 - 40)
    assert changes["H"]["joined_effect"] == 0


def test_a_member_that_is_withheld_all_the_time_leaves_the_others_known(
    tables_of: TablesOf,
) -> None:
    rows = [
        f"{area},{period},i,{value},"
        for area, value in (("A", 10), ("B", 20), ("E", 90))
        for period in ("2006", "2013")
    ]
    rows += [f"C,{period},i,,N" for period in ("2006", "2013")]
    tables = tables_of(
        areas=[*AREAS, "E,E,district,GM1"],
        rows=rows,
        columns="value,status",
        groups=["G,A,,", "G,B,,", "G,C,,", "G,E,,2010"],
    )
    (change,) = tables["group_changes"].iter_rows(named=True)
    assert change["left_effect"] == pytest.approx(15 - 40)


def test_a_withheld_reference_gives_a_group_no_distance(tables_of: TablesOf) -> None:
    """The group is held against C, which is too small to publish."""
    tables = tables_of(
        protect=True,
        areas=AREAS,
        groups=["G,A,,", "G,B,,"],
        rows=_hidden(),
        settings='[reference]\nrule = "area"\ncode = "C"\n',
    )
    rows = tables["groups"].filter(pl.col("group") == "G")
    assert rows["reference"].unique().to_list() == ["C"]
    assert rows["value"].null_count() == 0
    for name in ("reference_value", "distance", "distance_lower", "distance_upper"):
        assert rows[name].null_count() == rows.height, name
