"""Classes, evidence and changes, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import ibis
import polars as pl
import pytest

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.changes import changes, class_counts

TYPES = {"string": pl.String, "float64": pl.Float64, "int64": pl.Int64, "boolean": pl.Boolean}
FIGURES = {name: TYPES[kind] for name, kind in tables.FIGURES.items()}
META = pl.DataFrame(
    {
        "indicator": ["i"],
        "sign": [1.0],
        "judged": [True],
        "tolerance": [0.5],
        "minimum_base": [10.0],
        "kind": ["rate"],
    }
)
Moment = tuple[float, float, float] | None  # value, reference's value, half width of the distance


def _figure(area: str, period: str, moment: Moment, **other: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(FIGURES) | {
        "area": area,
        "level": "district",
        "period": period,
        "indicator": "i",
        "base": 100.0,
        "obs_status": "A",
        "conf_status": "F",
        "reference": "GM",
    }
    if moment is not None:
        value, reference, half = moment
        gap = value - reference
        row |= {
            "value": value,
            "reference_value": reference,
            "distance": gap,
            "distance_lower": gap - half,
            "distance_upper": gap + half,
        }
    return row | other


def _changes(
    rows: list[dict[str, Any]],
    breaks: list[str] | None = None,
    moments: tuple[str, str] = ("1", "3"),
) -> dict[str, dict[str, Any]]:
    areas = sorted({row["area"] for row in rows})
    expected = pl.DataFrame(
        {"area": areas, "level": "district", "indicator": "i", "reference": "GM", "main": True}
    )
    table = changes(
        ibis.memtable(pl.DataFrame(rows, schema=FIGURES)),
        ibis.memtable(
            pl.DataFrame(
                {"indicator": ["i"], "period_from": [moments[0]], "period_to": [moments[1]]}
            )
        ),
        ibis.memtable(expected),
        ibis.memtable(META),
        ibis.memtable(
            pl.DataFrame(
                {"indicator": ["i"] * len(breaks or []), "period": breaks or []},
                schema={"indicator": pl.String, "period": pl.String},
            )
        ),
    )
    arrow = pl.from_arrow(table.to_pyarrow())
    assert isinstance(arrow, pl.DataFrame)
    return {row["area"]: row for row in arrow.iter_rows(named=True)}


def _one(first: Moment, last: Moment, **other: Any) -> dict[str, Any]:
    return _changes([_figure("a", "1", first, **other), _figure("a", "3", last, **other)])["a"]


@pytest.mark.parametrize(
    ("first", "last", "kind", "evidence"),
    [
        ((20, 10, 1), (15, 10, 1), "smaller", "firm"),  # 10 to 5, give or take 1.41
        ((20, 10, 1), (19, 10, 1), "smaller", "cannot_tell"),  # 10 to 9
        ((15, 10, 1), (20, 10, 1), "larger", "firm"),
        ((15, 10, 1), (16, 10, 1), "larger", "cannot_tell"),
        ((15, 10, 0.1), (15.2, 10, 0.1), "equal", "firm"),  # 0.2 give or take 0.14, within 0.5
        ((15, 10, 1), (15.2, 10, 1), "equal", "cannot_tell"),
        ((15, 10, 1), (15.5, 10, 1), "equal", "cannot_tell"),  # the tolerance itself is equal
        ((15, 10, 1), (8, 10, 1), "at_or_better", "firm"),
        ((15, 10, 1), (9.5, 10, 1), "at_or_better", "cannot_tell"),  # the limit is above 0
        ((5, 10, 1), (10, 10, 1), "at_or_better", "cannot_tell"),  # at the reference: no lag
        ((5, 10, 1), (5.1, 10, 1), "at_or_better", "firm"),  # goes before equal
        (None, (15, 10, 1), "too_few", "cannot_tell"),
        ((15, 10, 1), None, "too_few", "cannot_tell"),
    ],
)
def test_every_class_and_its_evidence(
    first: Moment, last: Moment, kind: str, evidence: str
) -> None:
    found = _one(first, last)
    assert (found["class"], found["evidence"]) == (kind, evidence)


def test_the_classes_of_the_test_above_are_all_there_are() -> None:
    assert set(tables.COMPUTED_CLASSES) == {
        "smaller",
        "larger",
        "equal",
        "at_or_better",
        "too_few",
        "no_reference",
        "one_moment",
        "not_judged",
    }
    published_alone = {*tables.NEUTRAL_CLASSES, "not_reported"}
    assert set(tables.CLASSES) - set(tables.COMPUTED_CLASSES) == published_alone


@pytest.mark.parametrize("lacking", [("1",), ("3",), ("1", "3")])
def test_without_a_figure_of_the_reference_there_is_nothing_to_compare_with(
    lacking: tuple[str, ...],
) -> None:
    rows = [_figure("a", period, (20, 10, 1)) for period in "13"]
    for row in rows:
        if row["period"] in lacking:
            row |= {name: None for name in row if name.startswith(("distance", "reference_value"))}
    found = _changes(rows)["a"]
    assert (found["class"], found["evidence"]) == ("no_reference", "cannot_tell")
    assert (found["own_change"], found["distance_change"]) == (0, None)


def test_an_area_without_enough_of_its_own_has_too_few_whatever_its_reference_has() -> None:
    bare = {"reference_value": None, "distance": None}
    assert _one((20, 10, 1), None, **bare)["class"] == "too_few"
    assert _one((20, 10, 1), (15, 10, 1), base=9.0, **bare)["class"] == "too_few"


def test_also_of_one_moment_it_is_said_that_there_is_nothing_to_compare_with() -> None:
    row = _figure("a", "1", (20, 10, 1)) | {"reference_value": None, "distance": None}
    assert _changes([row], moments=("1", "1"))["a"]["class"] == "no_reference"


@pytest.mark.parametrize(("base", "kind"), [(9.0, "too_few"), (10.0, "smaller")])
def test_a_base_below_the_minimum_is_too_few(base: float, kind: str) -> None:
    assert _one((20, 10, 1), (15, 10, 1), base=base)["class"] == kind


def test_an_area_can_improve_while_its_distance_grows() -> None:
    found = _one((20, 15, 1), (18, 10, 1))
    assert (found["own_change"], found["reference_change"]) == (-2, -5)
    assert (found["distance_change"], found["class"]) == (3, "larger")


def test_limits_of_the_change_are_those_of_two_independent_moments() -> None:
    found = _one((20, 10, 3), (16, 10, 4))
    assert found["distance_change"] == -4
    assert found["lower"] == pytest.approx(-4 - math.hypot(3, 4))
    assert found["upper"] == pytest.approx(-4 + math.hypot(3, 4))


def test_without_limits_nothing_is_firm() -> None:
    found = _one((20, 10, 1), (5, 10, 1), distance_lower=None, distance_upper=None)
    assert (found["class"], found["evidence"], found["lower"]) == (
        "at_or_better",
        "cannot_tell",
        None,
    )


@pytest.mark.parametrize(
    ("breaks", "broken"),
    [(["1"], False), (["2"], True), (["3"], True), (["4"], False), ([], False)],
)
def test_a_break_counts_after_the_first_moment_up_to_the_last(
    breaks: list[str], broken: bool
) -> None:
    rows = [_figure("a", "1", (20, 10, 1)), _figure("a", "3", (15, 10, 1))]
    assert _changes(rows, breaks)["a"]["broken"] is broken


def test_a_broken_observation_breaks_only_its_own_area() -> None:
    rows = [_figure(area, period, (20, 10, 1)) for area in "ab" for period in "123"]
    rows[1]["obs_status"] = "B"  # area a, moment 2
    found = _changes(rows)
    assert (found["a"]["broken"], found["b"]["broken"]) == (True, False)


def test_one_moment_only_has_no_change() -> None:
    found = _changes([_figure("a", "1", (20, 10, 1))], moments=("1", "1"))["a"]
    assert (found["class"], found["distance_change"], found["own_change"]) == (
        "one_moment",
        None,
        None,
    )


def test_class_counts_have_every_class_and_add_up_to_the_areas() -> None:
    rows = [
        *(_figure(area, "1", (20, 10, 1)) for area in "abc"),
        _figure("a", "3", (15, 10, 1)),
        _figure("b", "3", (14, 10, 1)),
        _figure("c", "3", None),
    ]
    change = ibis.memtable(pl.DataFrame(list(_changes(rows).values()), infer_schema_length=None))
    members = pl.DataFrame({"group": ["", "", "", "G"], "area": ["a", "b", "c", "a"]})
    listed = pl.DataFrame({"class": list(tables.COMPUTED_CLASSES)})
    names = ibis.memtable(listed.with_columns(always=pl.col("class").is_in(tables.ALWAYS_COUNTED)))
    arrow = pl.from_arrow(class_counts(change, ibis.memtable(members), names).to_pyarrow())
    assert isinstance(arrow, pl.DataFrame)
    main = arrow.filter(pl.col("reference") == "")
    everyone = {
        row["class"]: (row["count"], row["firm"])
        for row in main.filter(pl.col("group") == "").iter_rows(named=True)
    }
    assert everyone == {
        "smaller": (2, 2),
        "larger": (0, 0),
        "equal": (0, 0),
        "at_or_better": (0, 0),
        "too_few": (1, 0),
        "no_reference": (0, 0),
    }
    assert main.filter(pl.col("group") == "G")["count"].sum() == 1
    # The same areas stand under the reference that they are held against.
    assert arrow.filter((pl.col("reference") == "GM") & (pl.col("group") == ""))["count"].sum() == 3


@pytest.mark.parametrize(
    ("period", "broken"), [("1", False), ("2", True), ("3", True), ("4", False)]
)
def test_a_break_lies_between_the_moments_or_at_the_last(period: str, broken: bool) -> None:
    # What starts anew at the first moment is what both moments are part of.
    rows = [_figure("a", "1", (20, 10, 1)), _figure("a", "3", (15, 10, 1))]
    assert _changes(rows, [period])["a"]["broken"] is broken
    first, last = rows[0], rows[1]
    marked = {"1": [first | {"obs_status": "B"}, last], "3": [first, last | {"obs_status": "B"}]}
    others = [*rows, _figure("a", period, (17, 10, 1), obs_status="B")]
    assert _changes(marked.get(period, others))["a"]["broken"] is broken


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ((3 / 100 * 586 / 586 * 100 + 2, 2, 1), (3.0 + 2.5, 2, 1), "equal"),  # just the tolerance
        ((12, 10, 1), (10 + 4e-16 + 1e-12, 10, 1), "at_or_better"),
        ((12, 10, 1), (10.00001, 10, 1), "smaller"),
    ],
)
def test_what_computing_leaves_over_decides_nothing(first: Moment, last: Moment, kind: str) -> None:
    assert _one(first, last)["class"] == kind


def test_a_base_that_is_the_minimum_but_for_rounding_is_enough() -> None:
    assert _one((20, 10, 1), (15, 10, 1), base=10 - 1e-12)["class"] == "smaller"
    assert _one((20, 10, 1), (15, 10, 1), base=9.99)["class"] == "too_few"
