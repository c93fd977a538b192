"""The plan from all counts to the cells that are withheld: groups, parts of one whole, shares of old
counts, batches. No figures are computed here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import polars as pl
import pytest

from made_source import made_source
from wijkwerk.monitor import disclosure
from wijkwerk.monitor.core.groups import same_members_code
from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.sources.read import read_source

Plan = dict[tuple[str, str, str], str]  # area or group, period, indicator → N or D
Planned = Callable[..., Plan]
Row = tuple[str, str, str, float, float]  # area, period, indicator, numerator, base
SOURCE = """[source]
id = "plan"
title = { nl = "Plan", en = "Plan" }
publisher = "Test"
licence = "CC0-1.0"
[reference]
rule = "municipality"
[disclosure]
minimum_base = 10
minimum_count = 5
"""
PARENTS = {"A": "M", "B": "M", "C": "M", "D": "M", "E": "O", "F": "O", "G": "O"}


def definition(name: str, more: str = "") -> str:
    return (
        f'[[indicator]]\nid = "{name}"\nname = {{ nl = "I", en = "I" }}\ntheme = "t"\nunit = "%"\n'
        f'kind = "rate"\ndirection = "lower_is_better"\n{more}\n'
    )


def cells(rows: Sequence[Row], given: Collection[str], estimated: Collection[str]) -> pl.DataFrame:
    """COMPUTED cells of areas and of the cities above them."""
    below = pl.DataFrame(
        rows, schema=["area", "period", "indicator", "numerator", "base"], orient="row"
    ).with_columns(pl.col("numerator", "base").cast(pl.Float64))
    above = below.with_columns(pl.col("area").replace_strict(PARENTS))
    above = above.group_by("area", "period", "indicator").agg(pl.col("numerator", "base").sum())
    status = (
        pl.when(pl.col("area").is_in(given))
        .then(pl.lit("N"))
        .when(pl.col("area").is_in(estimated))
        .then(pl.lit("E"))
        .otherwise(pl.lit("A"))
    )
    return pl.concat([below, above.select(below.columns)]).with_columns(
        value=100 * pl.col("numerator") / pl.col("base"), obs_status=status
    )


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """A function from counts of areas A to D of city M, and E to G of city O, to the plan."""

    def made(
        rows: Sequence[Row],
        *,
        groups: Sequence[str] = (),
        indicators: str = definition("i"),
        correspondence: Sequence[str] = (),
        observed: Sequence[str] = (),
        columns: str = "numerator,denominator",
        given: Collection[str] = (),
        estimated: Collection[str] = (),
    ) -> Plan:
        here = tmp_path / str(len(list(tmp_path.iterdir())))
        folder = here / "source"
        seen = observed or [f"{row[0]},{row[1]},{row[2]},{row[3]:g},{row[4]:g}" for row in rows]
        made_source(
            folder,
            source=SOURCE,
            indicators='[[theme]]\nid = "t"\nname = { nl = "T", en = "T" }\n' + indicators,
            areas=[
                "code,name,level,parent", "M,M,municipality,", "O,O,municipality,",
                *(f"{code},{code},district,{parent}" for code, parent in PARENTS.items()),
            ],
            **({"groups": ["group,area,valid_from,valid_to", *groups]} if groups else {}),
            observations=[f"area,period,indicator,{columns}", *seen],
        )  # fmt: skip
        if correspondence:
            (folder / "correspondence").mkdir()
            lines = ["vintage_from,vintage_to,area_from,area_to,weight", *correspondence]
            (folder / "correspondence" / "t.csv").write_text("\n".join(lines) + "\n", "utf-8")
        (here / "reading").mkdir()
        engine = connect("duckdb", here / "running")
        source = read_source(folder, here / "reading")
        table = engine.frame(cells(rows, given, estimated), "cells")
        found = engine.collect(disclosure.plan(table, source, engine))
        assert found.equals(found.sort("area", "period", "indicator", "conf_status"))
        keys = found.select("area", "period", "indicator")
        assert not keys.is_duplicated().any()
        return {(one[0], one[1], one[2]): one[3] for one in found.iter_rows()}

    return made


def one_period(period: str = "2020", name: str = "i", **counts: int) -> list[Row]:
    """Counts by area, each of a hundred people."""
    return [(area, period, name, count, 100) for area, count in counts.items()]


USUAL = dict(A=3, B=20, C=30, D=40, E=20, F=30, G=40)  # noqa: C408
# B is the smallest that can go beside A.
USUAL_PLAN = {("A", "2020", "i"): "N", ("B", "2020", "i"): "D"}


def test_a_group_is_closed_where_its_total_would_give_a_withheld_cell(planned: Planned) -> None:
    found = planned(
        one_period(**USUAL),
        groups=[
            "ALONE,A,,",
            "ALONE,C,,",
            "BOTH,A,,",
            "BOTH,B,,",
            "BOTH,E,,",
            "OPEN,C,,",
            "OPEN,F,,",
        ],
    )
    closed = {key: status for key, status in found.items() if key not in USUAL_PLAN}
    same = same_members_code("ALONE")
    assert closed == {("ALONE", "2020", "i"): "D", (same, "2020", "i"): "D"}
    assert USUAL_PLAN.items() <= found.items()


def test_a_group_is_closed_only_while_the_area_is_a_member(planned: Planned) -> None:
    rows = [*one_period("2010", **USUAL), *one_period("2020", **USUAL)]
    found = planned(rows, groups=["G,A,,2015", "G,C,,", "G,E,,"])
    assert ("G", "2010", "i") in found
    assert ("G", "2020", "i") not in found
    # Over the same members, C and E, nothing withheld is added up.
    assert not [key for key in found if key[0] == same_members_code("G")]


def test_two_totals_that_differ_by_one_withheld_cell_are_not_both_shown(planned: Planned) -> None:
    """All of M is safe, and without A it isn't: the total of the moment goes first, then that of the
    same members."""
    rows = [*one_period("2010", **USUAL), *one_period("2020", **USUAL)]
    found = planned(rows, groups=["G,A,,2015", "G,B,,", "G,C,,", "G,D,,"])
    assert ("G", "2010", "i") not in found
    assert (same_members_code("G"), "2010", "i") in found
    assert ("G", "2020", "i") in found


@pytest.mark.parametrize("batch", [1, 10_000_000])
def test_indicators_that_add_up_are_withheld_together_in_any_batch(
    planned: Planned, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(disclosure, "_BATCH_ROWS", batch)
    own = dict(A=3, B=20, C=31, D=42, E=23, F=34, G=45)  # noqa: C408
    social = dict(A=40, B=31, C=25, D=17, E=38, F=29, G=11)  # noqa: C408
    rest = {area: 100 - own[area] - social[area] for area in own}
    other = dict(A=50, B=60, C=70, D=55, E=66, F=77, G=51)  # noqa: C408
    rows = [
        *one_period(name="own", **own),
        *one_period(name="social", **social),
        *one_period(name="rest", **rest),
        *one_period(name="other", **other),
    ]
    found = planned(rows, indicators="".join(map(definition, ("own", "social", "rest", "other"))))
    assert found == {
        (area, "2020", name): "N" if (area, name) == ("A", "own") else "D"
        for area in "AB"
        for name in ("own", "social", "rest")
    }


def test_an_indicator_without_any_figure_leaves_the_others_as_they_are(planned: Planned) -> None:
    rows = one_period(**USUAL)
    both = planned(rows, indicators=definition("i") + definition("silent"))
    assert both == planned(rows, indicators=definition("i")) != {}


def test_where_areas_are_no_sum_of_their_parts_none_protects_another(planned: Planned) -> None:
    found = planned(one_period(**USUAL), indicators=definition("i", "additive = false"))
    assert found == {("A", "2020", "i"): "N"}


def test_what_the_publisher_withheld_is_protected_like_what_is_too_small(planned: Planned) -> None:
    found = planned(one_period(**(USUAL | {"A": 33})), given={"A"})
    assert found["A", "2020", "i"] == "N"
    assert sorted(found.values()) == ["D", "N"]


def test_areas_that_are_shares_of_the_same_old_counts_are_withheld_together(
    planned: Planned,
) -> None:
    """OLD gave A a tenth and B the rest: who knows one knows the other."""
    rows = [
        ("A", "2010", "i", 4, 20),
        ("B", "2010", "i", 36, 180),
        *((area, "2010", "i", USUAL[area], 100) for area in "CDEFG"),
    ]
    more = {
        "correspondence": ["2010,2020,OLD,A,0.1", "2010,2020,OLD,B,0.9"],
        "observed": ["OLD,2010,i,40,200", *(f"{one},2010,i,{USUAL[one]},100" for one in "CDEFG")],
    }
    tied = planned(rows, estimated=["A", "B"], **more)
    # Together they are one unknown in the city, so another area goes as well.
    assert tied["A", "2010", "i"] == "N"
    assert tied["B", "2010", "i"] == "D"
    assert {"C", "D"} & {area for area, _, _ in tied}
    # Figures of their own, on today's boundaries, protect each other.
    assert len(planned(rows, **more)) == 2


@pytest.mark.parametrize(("respondents", "closed"), [(9, True), (10, False)])
def test_few_answers_of_a_divided_area_close_the_groups_that_hold_all_of_it(
    planned: Planned, respondents: int, closed: bool
) -> None:
    survey = definition("i", "minimum_count = 0").replace('"rate"', '"survey"')
    answers = [f"OLD,2010,i,{number % 2},1" for number in range(respondents)]
    rows = [(area, "2010", "i", count, 100) for area, count in USUAL.items() if area in "CDEFG"]
    now = [(area, "2020", "i", count, 100) for area, count in (USUAL | {"A": 10}).items()]
    found = planned(
        [*rows, *now],
        groups=["ALL,A,,", "ALL,B,,", "ALL,C,,", "PART,A,,", "PART,E,,"],
        indicators=survey,
        correspondence=["2010,2020,OLD,A,0.5", "2010,2020,OLD,B,0.5"],
        columns="value,weight",
        observed=answers,
    )
    totals = {key for key in found if key[0] in ("ALL", "PART") or "\x1f" in key[0]}
    expected = {("ALL", "2010", "i"), (same_members_code("ALL"), "2010", "i")}
    assert totals == (expected if closed else set())
    # M less C and D would be OLD, so these go; in O nothing is hidden.
    areas = {key for key in found if key not in totals}
    assert areas == ({("C", "2010", "i"), ("D", "2010", "i")} if closed else set())
