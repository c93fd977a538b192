"""Tables of a list after decisions, as questions read them: the few rows that a decision is about
are made by ``core.decided`` and laid over the computed ones."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wijkwerk.designation.core.decided import held_after, status_after
from wijkwerk.designation.serving.library import ListServing
from wijkwerk.served.api import Row

HELD, STATUSES, STATUSES_BY_AREA = "held", "statuses", "statuses_by_area"
# Per column that a decision may change, its type; the others stay as computed.
_CHANGED = {
    HELD: {"status": "VARCHAR", "possible": "VARCHAR", "before": "VARCHAR"},
    STATUSES: {
        "result": "VARCHAR",
        "entered": "BOOLEAN",
        "left": "BOOLEAN",
        "near_miss": "VARCHAR",
    },
}
_COMPUTED = {HELD: "status", STATUSES: "result"}
_MOST_KEPT = 12
_lock = threading.Lock()
_kept: OrderedDict[tuple[str, str], After] = OrderedDict()


@dataclass(frozen=True)
class After:
    """Rows as computed with the same rows after decisions, of every area and year that a ruling is
    about and of the year after it."""

    held: list[tuple[Row, Row]]
    statuses: list[tuple[Row, Row]]


def after(serving: ListServing) -> After:
    """The rows of a list that decisions change."""
    key = (serving.serving.name, serving.decisions.stamp)
    with _lock:
        changed_rows = _kept.get(key)
    if changed_rows is None:
        changed_rows = After(
            _rows(serving, HELD, held_after), _rows(serving, STATUSES, status_after)
        )
        with _lock:
            _kept[key] = changed_rows
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return changed_rows


def _rows(serving: ListServing, name: str, make: Callable[..., Row]) -> list[tuple[Row, Row]]:
    ruled = {
        (year + later, code)
        for year, decision in serving.decisions.of_year.items()
        for code in decision.rulings
        for later in (0, 1)
    }
    if not ruled:
        return []
    years, codes = [list(part) for part in zip(*sorted(ruled), strict=True)]
    rows = serving.store.rows(
        f"SELECT t.* FROM {name} t JOIN (SELECT unnest(?::BIGINT[]) AS year, "
        "unnest(?::VARCHAR[]) AS area) d ON t.year = d.year AND t.area = d.area",
        [years, codes],
    )
    row_pairs = []
    for row in rows:
        year, code = row["year"], row["area"]
        decisions = serving.decisions
        row_pairs.append(
            (
                row,
                make(
                    row,
                    decisions.ruling(year, code),
                    decisions.ruling(year - 1, code),
                    serving.lowest_status(year),
                    serving.lowest_status(year - 1) if year - 1 in serving.years else "",
                ),
            )
        )
    return row_pairs


def table(serving: ListServing, name: str) -> tuple[str, list[object]]:
    """``name`` as it is after decisions, for FROM, with its values: its columns, ``computed`` (what
    the rule gives), ``decided`` and ``place`` (the row's number)."""
    kind = HELD if name == HELD else STATUSES
    rows = [now for _was, now in getattr(after(serving), kind)]
    computed = _COMPUTED[kind]
    if not rows:
        return (
            f"(SELECT rowid AS place, *, {computed} AS computed, false AS decided FROM {name})",
            [],
        )
    key = {"year": "BIGINT", "area": "VARCHAR"} | ({} if kind == HELD else {"status": "VARCHAR"})
    columns = (
        key | {f"new_{column}": of for column, of in _CHANGED[kind].items()} | {"by": "BOOLEAN"}
    )
    arrays = ", ".join(f'unnest(?::{of}[]) AS "{column}"' for column, of in columns.items())
    parameters: list[Any] = [
        [row[column] for row in rows] for column in (*key, *_CHANGED[kind], "decided")
    ]
    replaced = ", ".join(
        f'CASE WHEN d.by IS NULL THEN t."{column}" ELSE d."new_{column}" END AS "{column}"'
        for column in _CHANGED[kind]
    )
    same = " AND ".join(f"d.{column} = t.{column}" for column in key)
    return (
        f"(SELECT t.rowid AS place, t.* REPLACE ({replaced}), t.{computed} AS computed, "
        f"coalesce(d.by, false) AS decided FROM {name} t LEFT JOIN (SELECT {arrays}) d ON {same})",
        parameters,
    )
