"""What pages and the API ask of an edition, each as one question to its store.

``against`` is the reference: None for each area's own by the source's rule, or the code of any
area or group. A reference that the edition was built with comes with the intervals and ranks of
the build; any other is worked out here from published values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import (
    FigureQuery,
    conditions,
    copy_for,
    is_stored,
    marks,
    selected,
)
from wijkwerk.monitor.serving.reference import (
    changes_against,
    changes_between,
    figures_against,
    group_changes_against,
)
from wijkwerk.served.api import Row

__all__ = [
    "MEASURED", "MOVED", "PLACED", "SEEN", "FigureQuery", "changes", "changes_between", "class_counts",
    "figures", "group_changes", "group_figures", "latest_figures", "liveability", "overview", "warnings",
]  # fmt: skip

# The columns that say what was measured, and with them those that say how that compares.
MEASURED = (
    "area", "indicator", "period", "value", "lower", "upper", "obs_status", "conf_status",
    "interval_method",
)  # fmt: skip
PLACED = (
    *MEASURED, "reference", "reference_value", "distance", "distance_lower", "distance_upper",
    "distance_relative", "rank", "rank_lower", "rank_upper",
)  # fmt: skip

# What an overview of areas and indicators shows of a figure and of its change.
SEEN = (
    "area", "indicator", "period", "value", "base", "conf_status", "reference", "distance",
    "distance_lower", "distance_upper",
)  # fmt: skip
MOVED = ("area", "indicator", "class", "evidence", "period_from", "distance_change")


def figures(serving: Serving, ask: FigureQuery) -> list[Row]:
    """Rows of FIGURES, by area, indicator and period (by indicator first when no area is named)."""
    where, values = conditions(ask)
    stored = ask.against is None or is_stored(serving, ask.against)
    if ask.against is None or not stored:
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(ask.against)
    table, order = copy_for("figures", ask, "area, indicator, period", "indicator, period, area")
    select = f"SELECT {selected(ask, 'main, place')} FROM {table} WHERE {' AND '.join(where)}"
    rows = _in_order(serving, select, values, order, ask.limit, _are_few(serving, ask))
    return rows if stored else figures_against(serving, rows, str(ask.against))


def _are_few(serving: Serving, ask: FigureQuery) -> bool:
    """Whether there are hardly more figures than the limit of ``ask``."""
    if ask.areas is None or ask.indicators is None:
        return False
    measures = (serving.catalogue.measures.get(indicator) for indicator in ask.indicators)
    return (
        len(ask.areas) * sum(len(measure.periods) for measure in measures if measure) <= ask.limit
    )


def latest_figures(serving: Serving, areas: Sequence[str], against: str | None) -> list[Row]:
    """Of each area and indicator the last row of FIGURES (columns PLACED) with a value, or else the
    last."""
    where, values = conditions(FigureQuery(areas=areas))
    stored = against is None or is_stored(serving, against)
    if against is None or not stored:
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(against)
    rows = serving.store.rows(
        f"SELECT {', '.join(PLACED)} FROM latest WHERE {' AND '.join(where)}", values
    )
    rows.sort(key=itemgetter("area", "indicator"))
    return rows if stored else figures_against(serving, rows, str(against))


def changes(serving: Serving, ask: FigureQuery) -> list[Row]:
    """Rows of CHANGES; ``ask.periods`` is not looked at."""
    if ask.against is not None and not is_stored(serving, ask.against):
        return changes_against(serving, ask, ask.against).rows()
    where, values = conditions(replace(ask, periods=None))
    if ask.against is None:
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(ask.against)
    table, order = copy_for("changes", ask, "area, indicator", "indicator, level, area")
    select = f"SELECT * EXCLUDE (main, place) FROM {table} WHERE {' AND '.join(where)}"
    measures = serving.catalogue.measures if ask.indicators is None else ask.indicators
    few = ask.areas is not None and len(ask.areas) * len(measures) <= ask.limit
    return _in_order(serving, select, values, order, ask.limit, few)


def _in_order(
    serving: Serving, select: str, values: list[object], order: str, limit: int, few: bool
) -> list[Row]:
    """The first ``limit`` rows by the columns ``order``. Putting a ``few`` in order here is quicker
    than having DuckDB look for the first ones."""
    if not few:
        return serving.store.rows(f"{select} ORDER BY {order} LIMIT {int(limit)}", values)
    rows = serving.store.rows(select, values)
    rows.sort(key=itemgetter(*order.split(", ")))
    return rows[:limit]


def group_figures(
    serving: Serving, group: str | None = None, indicator: str | None = None
) -> list[Row]:
    """Rows of GROUP_FIGURES of a group, an indicator, or both."""
    where, values = ["true"], []
    for column, value in (('"group"', group), ("indicator", indicator)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    return serving.store.rows(
        f"SELECT * FROM groups WHERE {' AND '.join(where)} "
        'ORDER BY indicator, "group", method, period',
        values,
    )


def group_changes(
    serving: Serving,
    group: str | None = None,
    indicator: str | None = None,
    against: str | None = None,
) -> list[Row]:
    """Rows of GROUP_CHANGES, one per group and indicator: by the pooled value, or else the mean."""
    where, values = ["true"], []
    for column, value in (('"group"', group), ("indicator", indicator)):
        if value is not None:
            where.append(f"{column} = ?")
            values.append(value)
    rows = serving.store.rows(
        f"SELECT * FROM group_changes WHERE {' AND '.join(where)} "
        'ORDER BY indicator, "group", method',
        values,
    )
    # By the alphabet 'pooled' comes before 'unweighted'.
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        best.setdefault((row["indicator"], row["group"]), row)
    best_rows = list(best.values())
    return best_rows if against is None else group_changes_against(serving, best_rows, against)


def class_counts(serving: Serving, group: str | None = None) -> list[Row]:
    """Rows of CLASS_COUNTS, each area against its own reference ('') or as published.

    ``group`` '' is all areas of the report's level; None every group.
    """
    where, values = ["(origin <> 'computed' OR reference = '')"], []
    if group is not None:
        where.append('"group" = ?')
        values.append(group)
    return serving.store.rows(
        f'SELECT * FROM classes WHERE {" AND ".join(where)} ORDER BY indicator, "group", class',
        values,
    )


def warnings(
    serving: Serving, areas: Sequence[str] | None = None, signals_only: bool = True
) -> list[Row]:
    """Rows of WARNINGS, strongest first."""
    where, values = ["true"], []
    if signals_only:
        where.append("signal")
    if areas is not None:
        where.append(f"area IN ({marks(areas)})")
        values += list(areas)
    return serving.store.rows(
        f"SELECT * FROM warnings WHERE {' AND '.join(where)} "
        "ORDER BY score - threshold DESC, area, indicator LIMIT 2000",
        values,
    )


def liveability(serving: Serving, area: str) -> list[Row]:
    """Rows of LIVEABILITY of an area, by composite, period and dimension."""
    return serving.store.rows(
        "SELECT * FROM liveability WHERE area = ? ORDER BY composite, period, dimension", [area]
    )


def overview(
    serving: Serving, areas: Sequence[str], against: str | None
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Of each area and indicator the last figure (columns SEEN) and the change (columns MOVED), as
    tuples in no order: two questions, however many areas."""
    if not areas:
        return [], []
    if against is not None and not is_stored(serving, against):
        # ``latest_figures`` knows no base; a chosen reference has no margins to need it for.
        rows = latest_figures(serving, areas, against)
        moved = changes_against(serving, FigureQuery(areas=areas, limit=1_000_000), against).rows()
        return (
            [tuple(row.get(column) for column in SEEN) for row in rows],
            [tuple(row[column] for column in MOVED) for row in moved],
        )
    where, values = conditions(FigureQuery(areas=areas))
    # Codes of a municipality lie beside each other: their ends tell which blocks to read.
    where.append("area BETWEEN ? AND ?")
    values += [min(areas), max(areas)]
    if against is None:
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(against)
    filtered = " AND ".join(where)
    return (
        serving.store.tuples(f"SELECT {', '.join(SEEN)} FROM latest WHERE {filtered}", values),
        serving.store.tuples(f"SELECT {', '.join(MOVED)} FROM changes WHERE {filtered}", values),
    )
