"""What is withheld is taken out of a row, and out of whatever is held against it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import polars as pl
import pytest

from wijkwerk.monitor.core.disclosure.suppression import (
    AGAINST,
    OWN,
    apply_suppression,
    apply_suppression_to_groups,
)
from wijkwerk.monitor.core.tables import FIGURES, GROUP_FIGURES

_FILLED = {"string": "x", "float64": 1.5, "int64": 3, "boolean": True}
_POLARS = {"string": pl.String, "float64": pl.Float64, "int64": pl.Int64, "boolean": pl.Boolean}


def filled(columns: dict[str, str], rows: list[dict[str, object]]) -> ir.Table:
    """A table with something in every cell but for what a row says otherwise."""
    whole = [{name: _FILLED[kind] for name, kind in columns.items()} | row for row in rows]
    schema = {name: _POLARS[kind] for name, kind in columns.items()}
    return ibis.memtable(pl.DataFrame(whole, schema=schema))


def withheld(*cells: tuple[str, str, str]) -> ir.Table:
    schema = dict.fromkeys(("area", "period", "indicator"), pl.String)
    frame = pl.DataFrame(list(cells), schema=schema, orient="row")
    return ibis.memtable(frame.with_columns(conf_status=pl.lit("D")))


ROWS = [
    {
        "area": area,
        "period": period,
        "indicator": "poor",
        "reference": reference,
        "conf_status": "F",
    }
    for area in ("A", "B")
    for period in ("2020", "2021")
    for reference in ("CITY", "G1")
]


def found(table: ir.Table) -> list[dict[str, object]]:
    return ibis.duckdb.connect().to_polars(table).sort(pl.all()).to_dicts()  # type: ignore[no-any-return]


def test_a_withheld_cell_shows_nothing_of_its_own_but_its_reference() -> None:
    rows = found(apply_suppression(filled(FIGURES, ROWS), withheld(("A", "2020", "poor"))))
    assert len(rows) == len(ROWS)
    for row in rows:
        hidden = (row["area"], row["period"]) == ("A", "2020")
        assert row["conf_status"] == ("N" if hidden else "F")
        assert row["interval_method"] == ("none" if hidden else "x")
        assert all((row[name] is None) == hidden for name in OWN)
        assert row["reference_value"] == 1.5
        assert (row["rank"], row["level"], row["obs_status"]) == (3, "x", "x")


@pytest.mark.parametrize("reference", ["CITY", "G1"])
def test_against_a_withheld_reference_no_distance_is_left(reference: str) -> None:
    rows = found(apply_suppression(filled(FIGURES, ROWS), withheld((reference, "2021", "poor"))))
    for row in rows:
        against = (row["reference"], row["period"]) == (reference, "2021")
        assert row["conf_status"] == "F"
        assert all((row[name] is None) == against for name in AGAINST)
        assert row["value"] == row["lower"] == row["base"] == 1.5


def test_another_indicator_or_moment_stays() -> None:
    rows = found(
        apply_suppression(
            filled(FIGURES, ROWS), withheld(("A", "2022", "poor"), ("A", "2020", "rich"))
        )
    )
    assert all(row["value"] == 1.5 and row["conf_status"] == "F" for row in rows)


GROUPS = [
    {
        "group": group,
        "period": period,
        "indicator": "poor",
        "method": method,
        "reference": "CITY",
        "conf_status": "F",
    }
    for group in ("G1", "G2")
    for period in ("2020", "2021")
    for method in ("pooled", "unweighted")
]
_POOLED = ("value", "lower", "upper")


def test_a_withheld_group_hides_its_pooled_value_alone() -> None:
    rows = found(
        apply_suppression_to_groups(filled(GROUP_FIGURES, GROUPS), withheld(("G1", "2020", "poor")))
    )
    assert len(rows) == len(GROUPS)
    for row in rows:
        hidden = (row["group"], row["period"], row["method"]) == ("G1", "2020", "pooled")
        assert all((row[name] is None) == hidden for name in (*_POOLED, "distance"))
        assert row["conf_status"] == ("N" if hidden else "F")
        assert row["interval_method"] == ("none" if hidden else "x")
        # The reference is somebody else's, and the rest is made of published members.
        assert row["reference_value"] == row["minimum"] == row["worst_five"] == 1.5
        assert row["measured"] == row["areas"] == 3


def test_a_group_against_a_withheld_reference_has_no_distance() -> None:
    """With value and distance the reference would be one subtraction away."""
    rows = found(
        apply_suppression_to_groups(
            filled(GROUP_FIGURES, GROUPS), withheld(("CITY", "2021", "poor"))
        )
    )
    for row in rows:
        against = row["period"] == "2021"
        assert (row["reference_value"] is None) == against
        assert (row["distance"] is None) == against
        assert all(row[name] == 1.5 for name in _POOLED)
        assert (row["conf_status"], row["interval_method"]) == ("F", "x")
