"""Few respondents of a divided area: the total that holds them is never all that is published."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.disclosure.cells import Cells, Limits, Tree
from wijkwerk.monitor.core.disclosure.divided import totals_that_hold, withheld_beside
from wijkwerk.monitor.core.disclosure.tree import secondary

# N holds the cities M and O; of M the districts A to D, of O the districts E and F.
PAIRS = [
    ("N", None),
    ("M", "N"),
    ("O", "N"),
    *((one, "M") for one in "ABCD"),
    ("E", "O"),
    ("F", "O"),
]
TREE = Tree.of(pl.DataFrame(PAIRS, schema=["code", "parent"], orient="row"))


def parts(*areas: str, period: str = "2010", old: int = 0) -> pl.DataFrame:
    return pl.DataFrame({"old": old, "period": period, "area": list(areas)})


def place(code: str) -> int:
    return TREE.codes.index(code)


def cells(bases: dict[str, float]) -> Cells:
    base = np.array([[bases.get(code, np.nan)] for code in TREE.codes])
    return Cells(base.copy(), np.full(base.shape, np.nan), base, ~np.isnan(base))


def test_the_lowest_area_above_all_parts_holds_the_respondents() -> None:
    assert totals_that_hold(parts("A", "B"), TREE, ("2010",)) == ((place("M"), 0),)
    assert totals_that_hold(parts("A", "E"), TREE, ("2000", "2010")) == ((place("N"), 1),)
    # A part that is no area, or a period without cells, holds nobody.
    assert totals_that_hold(parts("A", "B"), TREE, ("2020",)) == ()
    assert totals_that_hold(parts("X", "Y"), TREE, ("2010",)) == ()
    both = pl.concat([parts("A", "B"), parts("E", "F", old=1)])
    assert totals_that_hold(both, TREE, ("2010",)) == ((place("M"), 0), (place("O"), 0))
    apart = Tree.of(
        pl.DataFrame([("A", None), ("B", None)], schema=["code", "parent"], orient="row")
    )
    assert totals_that_hold(parts("A", "B"), apart, ("2010",)) == ()


def test_the_smallest_part_goes_where_none_is_withheld() -> None:
    had = cells({"N": 500, "M": 300, "O": 200, "C": 120, "D": 171, "E": 90, "F": 110})
    nothing = np.zeros(had.exists.shape, dtype=bool)
    found = withheld_beside(nothing, had, TREE, [(place("M"), 0)])
    assert np.flatnonzero(found[:, 0]).tolist() == [place("C")]
    assert not nothing.any()
    some = nothing.copy()
    some[place("D"), 0] = True
    assert (withheld_beside(some, had, TREE, [(place("M"), 0)]) == some).all()
    # Without any part that is published there is nothing to take from the total.
    alone = cells({"N": 500, "M": 9})
    assert not withheld_beside(nothing, alone, TREE, [(place("M"), 0)]).any()


@given(
    bases=st.fixed_dictionaries({one: st.integers(10, 400) for one in "CDEF"}),
    few=st.integers(1, 9),
)
def test_what_is_left_of_a_published_total_is_never_the_few(
    bases: dict[str, int], few: int
) -> None:
    city, other = bases["C"] + bases["D"] + few, bases["E"] + bases["F"]
    had = cells({**bases, "M": city, "O": other, "N": city + other})
    limits = Limits(base=10, count=0)
    withheld = np.zeros(had.exists.shape, dtype=bool)
    while True:
        grown = secondary(TREE, had, withheld, limits) | withheld
        grown = withheld_beside(grown, had, TREE, [(place("M"), 0)])
        if (grown == withheld).all():
            break
        withheld = grown
    # Beside them at least two parts of the city are unknown.
    assert withheld[[place("C"), place("D")], 0].all()
