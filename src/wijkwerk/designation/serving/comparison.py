"""Two years or two lists held against each other, on the serving files: only what changed is read
in full."""

from __future__ import annotations

from typing import Any

import polars as pl

from wijkwerk.designation.core.comparing import compared
from wijkwerk.designation.serving.after import STATUSES, table
from wijkwerk.designation.serving.library import ListServing

_STATUSES = {
    "area": pl.String, "status": pl.String, "result": pl.String, "condition": pl.String,
    "computed": pl.String, "decided": pl.Boolean,
}  # fmt: skip
_CRITERIA = {
    "area": pl.String, "criterion": pl.String, "value": pl.Float64, "reference_value": pl.Float64,
    "threshold": pl.Float64, "result": pl.String,
}  # fmt: skip


class NothingToCompareError(ValueError):
    """The two are the same, or share no status."""


def compare(
    first: ListServing, before: int, second: ListServing, after: int, status: str | None = None
) -> list[dict[str, Any]]:
    """Rows of ``core.comparing.COLUMNS`` with the areas' names, after decisions, from ``first`` in
    ``before`` to ``second`` in ``after``; of ``status`` alone, or of every status that both have. A
    cause may be ``decision`` besides.

    Raises NothingToCompareError.
    """
    shared = [
        rule_status.code
        for rule_status in first.rules(before).active()
        if rule_status.code in {other.code for other in second.rules(after).active()}
        and status in (None, rule_status.code)
    ]
    if (first.id, before) == (second.id, after) or not shared:
        raise NothingToCompareError
    statuses = (_statuses(first, before), _statuses(second, after))
    changed = (
        statuses[0]
        .join(statuses[1], on=["area", "status"], how="full", coalesce=True, suffix="_after")
        .filter(pl.col("result").ne_missing(pl.col("result_after")))
    )
    areas = sorted(set(changed["area"].to_list()))
    criteria = (_criteria(first, before, areas), _criteria(second, after, areas))
    rows = pl.concat(
        [
            compared(
                statuses,
                criteria,
                (code, code),
                first.rules(before).rests_on(code) | second.rules(after).rests_on(code),
                first.rules(before).around(code) | second.rules(after).around(code),
            )
            for code in shared
        ]
    )
    names = _names(first, areas) | _names(second, areas)
    decided = _decided(statuses)
    return [
        {**row, "name": names.get(row["area"], row["area"])}
        | ({"cause": "decision", "criteria": ""} if (row["area"], row["status"]) in decided else {})
        for row in rows.to_dicts()
    ]


def _decided(statuses: tuple[pl.DataFrame, pl.DataFrame]) -> set[tuple[str, str]]:
    """Areas and statuses of which a decision made something else of the result, in either list."""
    return {
        (row["area"], row["status"])
        for part in statuses
        for row in part.filter(
            pl.col("decided") & (pl.col("result") != pl.col("computed"))
        ).to_dicts()
    }


def _statuses(serving: ListServing, year: int) -> pl.DataFrame:
    statuses, values = table(serving, STATUSES)
    return _frame(
        serving,
        f"SELECT {', '.join(_STATUSES)} FROM {statuses} WHERE year = ?",
        [*values, year],
        _STATUSES,
    )


def _criteria(serving: ListServing, year: int, areas: list[str]) -> pl.DataFrame:
    return _frame(
        serving,
        f"SELECT {', '.join(_CRITERIA)} FROM criteria_by_year WHERE year = ? AND area IN "
        "(SELECT unnest(?::VARCHAR[]))",
        [year, areas],
        _CRITERIA,
    )


def _frame(
    serving: ListServing, sql: str, values: list[object], schema: dict[str, Any]
) -> pl.DataFrame:
    """The answer by way of Arrow: as Python's own objects a country's rows take ten times the room."""
    arrow = pl.from_arrow(serving.store.table(sql, values))
    assert isinstance(arrow, pl.DataFrame)
    return arrow.cast(pl.Schema(schema))


def _names(serving: ListServing, areas: list[str]) -> dict[str, str]:
    rows = serving.store.tuples(
        "SELECT code, name FROM areas WHERE code IN (SELECT unnest(?::VARCHAR[]))", [areas]
    )
    return {str(code): str(name) for code, name in rows}
