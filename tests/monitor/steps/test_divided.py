"""A survey before and after an area was divided: the group of all its parts has a trend."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core import meta
from wijkwerk.monitor.core.vintage_chains import boundaries, chains
from wijkwerk.monitor.core.vintages import short_of
from wijkwerk.monitor.steps.divided import DividedAreas

from .conftest import Frames, TablesOf, maker

AREAS = (
    "NL,Land,country,", "GM1,Stad,municipality,NL", "A,A,district,GM1", "B1,B1,district,GM1",
    "B2,B2,district,GM1", "C,C,district,GM1",
)  # fmt: skip
SPLIT = ("2010,2015,B,B1,0.5", "2010,2015,B,B2,0.5")
SURVEY = """[[theme]]
id = "t"
name = { nl = "T", en = "T" }
[[indicator]]
id = "i"
name = { nl = "I", en = "I" }
theme = "t"
unit = "%"
kind = "survey"
direction = "lower_is_better"
"""


def asked(area: str, period: str, yes: int, of: int) -> list[str]:
    """``of`` respondents of whom ``yes`` say yes."""
    return [f"{area},{period},i,{int(number < yes)},1" for number in range(of)]


# B had 60 of 100 in 2010; its parts have 40 of 100 together in 2020.
ROWS = [
    *asked("A", "2010", 20, 100), *asked("B", "2010", 60, 100), *asked("C", "2010", 50, 100),
    *asked("A", "2020", 30, 100), *asked("B1", "2020", 10, 50), *asked("B2", "2020", 30, 50),
    *asked("C", "2020", 50, 100),
]  # fmt: skip


GROUPS = {
    "PARTS": ("B1,,", "B2,,"),
    "BESIDE": ("A,,", "B1,,", "B2,,"),
    "ONE": ("A,,", "B1,,"),
    "ALONE": ("B1,,",),
    "LATER": ("A,,", "B1,,", "B2,2018,"),
    "ABOVE": ("GM1,,",),
}


def made(tables_of: TablesOf, rows: list[str] = ROWS, **more: Any) -> Frames:
    return tables_of(
        areas=AREAS,
        groups=[f"{group},{member}" for group, members in GROUPS.items() for member in members],
        rows=rows,
        columns="value,weight",
        indicators=SURVEY,
        **{"correspondence": SPLIT, **more},
    )


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """The tables of all groups, over what was asked before and after the division."""
    return made(maker(tmp_path_factory))


def change(frames: Frames, group: str) -> dict[str, Any]:
    rows = frames["group_changes"].filter(
        (pl.col("group") == group) & (pl.col("method") == "pooled")
    )
    return rows.row(0, named=True)


def test_the_group_of_all_parts_has_the_change_of_what_was_divided(frames: Frames) -> None:
    found = change(frames, "PARTS")
    assert (found["period_from"], found["period_to"]) == ("2010", "2020")
    assert (found["same"], found["joined"], found["left"]) == (2, 0, 0)
    assert (found["value_from"], found["value_to"]) == (pytest.approx(60), pytest.approx(40))
    assert found["own_change"] == pytest.approx(-20)
    # The country: 130 of 300 in 2010, 120 of 300 in 2020.
    assert found["distance_change"] == pytest.approx((40 - 40) - (60 - 130 / 3))


def test_parts_are_the_same_members_beside_areas_that_stayed(frames: Frames) -> None:
    found = change(frames, "BESIDE")
    assert (found["same"], found["joined"], found["left"]) == (3, 0, 0)
    assert (found["value_from"], found["value_to"]) == (pytest.approx(40), pytest.approx(35))
    assert (found["joined_effect"], found["left_effect"]) == (0.0, 0.0)


def test_a_part_alone_is_not_the_same_as_what_was_divided(frames: Frames) -> None:
    found = change(frames, "ONE")
    assert (found["same"], found["joined"]) == (1, 1)
    assert (found["value_from"], found["value_to"]) == (pytest.approx(20), pytest.approx(30))
    # Of the part nothing is known before the division: it has one moment.
    assert change(frames, "ALONE")["period_from"] == "2020"
    assert change(frames, "ALONE")["own_change"] is None


def test_a_part_that_joins_later_is_no_same_member(frames: Frames) -> None:
    assert change(frames, "LATER")["same"] == 1
    assert change(frames, "LATER")["value_from"] == pytest.approx(20)


def test_a_member_above_all_parts_was_measured_all_the_time(frames: Frames) -> None:
    found = change(frames, "ABOVE")
    assert (found["same"], found["value_from"]) == (1, pytest.approx(130 / 3))


def test_without_one_part_at_the_end_the_other_is_no_same_member(tables_of: TablesOf) -> None:
    """B1 alone can't be held against all of B."""
    frames = made(tables_of, [row for row in ROWS if not row.startswith("B2,")])
    found = change(frames, "BESIDE")
    assert found["same"] == 1
    assert (found["value_from"], found["value_to"]) == (pytest.approx(20), pytest.approx(30))


@pytest.mark.parametrize(("respondents", "is_closed"), [(9, True), (10, False)])
def test_few_respondents_of_what_was_divided_close_the_groups_that_hold_them(
    tables_of: TablesOf, respondents: int, is_closed: bool
) -> None:
    """The municipality less A and C would tell B, and so would A and B together less A."""
    rows = [row for row in ROWS if not row.startswith("B,")]
    frames = made(
        tables_of,
        rows + asked("B", "2010", respondents // 2, respondents),
        protect=True,
        settings='[reference]\nrule = "country"\n[disclosure]\nminimum_base = 10\nminimum_count = 0\n',
    )
    figures = frames["figures"].filter((pl.col("area") == "A") & (pl.col("period") == "2010"))
    assert figures["conf_status"].to_list() == ["N" if is_closed else "F"]
    then = frames["groups"].filter((pl.col("group") == "BESIDE") & (pl.col("period") == "2010"))
    pooled = then.filter(pl.col("method").is_in(["pooled", "pooled_same"]))
    assert pooled.height == 2
    assert pooled["value"].is_null().to_list() == [is_closed, is_closed]


@given(
    parts=st.lists(st.integers(0, 5), min_size=2, max_size=4, unique=True),
    members=st.sets(st.integers(0, 5)),
)
def test_a_part_is_measured_where_all_parts_are_members(
    parts: list[int], members: set[int]
) -> None:
    every = [str(number) for number in range(6)]
    divided = DividedAreas(
        pl.DataFrame(
            {
                "old": 0,
                "period": "2010",
                "indicator": "i",
                "area": [str(part) for part in parts],
                "parts": len(parts),
            },
        ),
        pl.DataFrame({"old": [0], "base": [1.0], "value": [1.0]}),
        pl.DataFrame({"ancestor": every, "area": every}),
    )
    rows = pl.DataFrame(
        {"group": "G", "area": sorted(map(str, members)), "period": "2010"},
        schema={"group": pl.String, "area": pl.String, "period": pl.String},
    )
    measured = set(divided.measured(rows)["area"])
    assert measured == ({str(part) for part in parts} if set(parts) <= members else set())


def test_a_figure_that_lacks_those_of_a_part_is_an_estimate(tables_of: TablesOf) -> None:
    """B1 has the answers of an area that went over whole, and is a part of B as well."""
    split = (*SPLIT[:1], "2010,2015,B,C,0.5", "2010,2015,D,B1,1")
    rows = [*asked("A", "2010", 20, 100), *asked("B", "2010", 60, 100), *asked("D", "2010", 9, 30),
            *asked("C", "2010", 50, 100), *asked("B1", "2020", 10, 50), *asked("C", "2020", 3, 9)]  # fmt: skip
    figures = made(tables_of, rows, correspondence=split)["figures"]
    told = {
        (area, period): (status, value)
        for area, period, status, value in figures.select(
            "area", "period", "obs_status", "value"
        ).iter_rows()
        if value is not None
    }
    # What is shown is what the others say; a total that holds all of B lacks nobody.
    assert told["B1", "2010"] == ("E", pytest.approx(30))
    assert told["C", "2010"] == ("E", pytest.approx(50))
    assert told["A", "2010"] == ("A", pytest.approx(20))
    assert told["GM1", "2010"] == ("A", pytest.approx(100 * 139 / 330))
    # After the division everybody says where they live.
    assert told["B1", "2020"][0] == told["C", "2020"][0] == "A"


def test_who_was_not_asked_is_lacking_nowhere() -> None:
    """Without an answer in the divided area, of that survey and moment, nothing is an estimate."""
    above = meta.closure(pl.DataFrame({"code": ["B1", "C", "GM1"], "parent": ["GM1", "GM1", None]}))
    table = pl.DataFrame(
        [(None, None, "B", "B1", 0.5), (None, None, "B", "C", 0.5), (None, None, "D", "B1", 1.0)],
        schema=["vintage_from", "vintage_to", "area_from", "area_to", "weight"],
        orient="row",
    ).cast({"vintage_from": pl.String, "vintage_to": pl.String})
    ways = boundaries(chains(table, None), [(None, "2010"), (None, "2012")], ())
    asked = pl.DataFrame(
        [("D", "2010", "i", 1.0), ("B", "2012", "i", 0.0), ("B", "2010", "j", None)],
        schema=["area", "period", "indicator", "value"],
        orient="row",
    ).with_columns(vintage=pl.lit(None, pl.String))
    lacking = short_of(asked, above, ways).select("area", "period", "indicator").rows()
    assert lacking == [("B1", "2012", "i"), ("C", "2012", "i")]
