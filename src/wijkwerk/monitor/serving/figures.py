"""What pages and the API ask of an edition, each as one question to its store.

``against`` is the reference: None for each area's own by the source's rule, or the code of any
area or group. A reference that the edition was built with comes with the intervals and ranks of
the build; any other is worked out here from published values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wijkwerk.monitor.core.comparison import Estimate, change, distance
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.store import Row

_REFERENCE_COLUMNS = (
    "reference", "reference_value", "distance", "distance_lower", "distance_upper",
    "distance_relative", "distance_excluding", "rank", "rank_lower", "rank_upper",
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """Which figures: empty means all. ``limit`` bounds the number of rows."""

    areas: Sequence[str] | None = None
    indicators: Sequence[str] | None = None
    periods: Sequence[str] | None = None
    level: str | None = None
    against: str | None = None
    limit: int = 10_000


def figures(serving: Serving, ask: Ask) -> list[Row]:
    """Rows of FIGURES, by area, indicator and period (by indicator first when no area is named)."""
    where, values = _where(ask)
    stored = ask.against is None or _is_stored(serving, ask.against)
    if ask.against is None or not stored:
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(ask.against)
    table, order = _source("figures", ask, "area, indicator, period", "indicator, period, area")
    rows = serving.store.rows(
        f"SELECT * EXCLUDE (main) FROM {table} WHERE {' AND '.join(where)} "
        f"ORDER BY {order} LIMIT {int(ask.limit)}",
        values,
    )
    return rows if stored else _against(serving, rows, str(ask.against))


def changes(serving: Serving, ask: Ask) -> list[Row]:
    """Rows of CHANGES; ``ask.periods`` is not looked at."""
    where, values = _where(replace(ask, periods=None))
    stored = ask.against is None or _is_stored(serving, ask.against)
    if ask.against is None or not stored:
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(ask.against)
    table, order = _source("changes", ask, "area, indicator", "indicator, level, area")
    rows = serving.store.rows(
        f"SELECT * EXCLUDE (main) FROM {table} WHERE {' AND '.join(where)} "
        f"ORDER BY {order} LIMIT {int(ask.limit)}",
        values,
    )
    return rows if stored else _changes_against(serving, rows, str(ask.against))


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


def count_classes(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Areas per class per indicator out of rows of CHANGES: what a chosen reference gives."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        counts = found.setdefault(row["indicator"], {})
        counts[row["class"]] = counts.get(row["class"], 0) + 1
        if row["evidence"] == "firm":
            counts[f"firm_{row['class']}"] = counts.get(f"firm_{row['class']}", 0) + 1
    return found


def warnings(
    serving: Serving, areas: Sequence[str] | None = None, signals_only: bool = True
) -> list[Row]:
    """Rows of WARNINGS, strongest first."""
    where, values = ["true"], []
    if signals_only:
        where.append("signal")
    if areas is not None:
        where.append(f"area IN ({_marks(areas)})")
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


def reference_figures(serving: Serving, code: str) -> dict[tuple[str, str], Estimate]:
    """The published values of an area or group as reference, by (indicator, period).

    A group counts by its pooled value, or else by the unweighted mean of its areas.
    """
    rows = serving.store.tuples(
        "SELECT indicator, period, value, lower, upper FROM figures WHERE area = ? AND main "
        "AND value IS NOT NULL",
        [code],
    )
    if not rows:
        rows = serving.store.tuples(
            'SELECT indicator, period, value, lower, upper FROM groups WHERE "group" = ? '
            "AND value IS NOT NULL ORDER BY method DESC",  # 'unweighted' first, 'pooled' wins
            [code],
        )
    return {
        (indicator, period): Estimate(value, lower, upper)
        for indicator, period, value, lower, upper in rows
    }


def _is_stored(serving: Serving, code: str) -> bool:
    """Whether every figure was held against ``code`` when the edition was built."""
    reference = serving.catalogue.source["reference"]
    return code in reference["also"] or (
        reference["rule"] in ("area", "group") and code == reference["code"]
    )


def _where(ask: Ask) -> tuple[list[str], list[object]]:
    where: list[str] = ["true"]
    values: list[object] = []
    for column, wanted in (
        ("area", ask.areas), ("indicator", ask.indicators), ("period", ask.periods),
    ):  # fmt: skip
        if wanted is not None:
            where.append(f"{column} IN ({_marks(wanted)})" if wanted else "false")
            values += list(wanted)
    if ask.level is not None:
        where.append("level = ?")
        values.append(ask.level)
    return where, values


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _source(name: str, ask: Ask, by_area: str, by_indicator: str) -> tuple[str, str]:
    """The copy of a table whose order suits the question, and that order."""
    few_areas = ask.areas is not None and len(ask.areas) <= 50
    return (name, by_area) if few_areas else (f"{name}_by_indicator", by_indicator)


def _estimate(row: Row) -> Estimate | None:
    if row["value"] is None:
        return None
    return Estimate(row["value"], row["lower"], row["upper"])


def _against(serving: Serving, rows: list[Row], code: str) -> list[Row]:
    """``rows`` with the distance to ``code`` in place of the one of the build."""
    other = reference_figures(serving, code)
    for row in rows:
        for column in _REFERENCE_COLUMNS:
            row[column] = None
        row["reference"] = code
        own, reference = _estimate(row), other.get((row["indicator"], row["period"]))
        if reference is None:
            continue
        row["reference_value"] = reference.value
        if own is None or row["area"] == code:
            continue
        lag = distance(own, reference, serving.catalogue.measures[row["indicator"]].direction)
        row["distance"], row["distance_lower"], row["distance_upper"] = (
            lag.value, lag.lower, lag.upper,
        )  # fmt: skip
        if reference.value:
            row["distance_relative"] = lag.value / abs(reference.value)
    return rows


def _changes_against(serving: Serving, rows: list[Row], code: str) -> list[Row]:
    other = reference_figures(serving, code)
    moments = {(row["period_from"], row["period_to"]) for row in rows}
    asked = Ask(
        areas=sorted({row["area"] for row in rows}),
        indicators=sorted({row["indicator"] for row in rows}),
        periods=sorted({period for pair in moments for period in pair if period}),
        limit=1_000_000,
    )
    own = {
        (row["area"], row["indicator"], row["period"]): (_estimate(row), row["conf_status"])
        for row in figures(serving, asked)
    }
    return [_changed(serving, row, own, other, code) for row in rows]


def _changed(
    serving: Serving,
    row: Row,
    own: dict[tuple[str, str, str], tuple[Estimate | None, str]],
    other: dict[tuple[str, str], Estimate],
    code: str,
) -> Row:
    measure = serving.catalogue.measures[row["indicator"]]
    pairs = []
    for period in (row["period_from"], row["period_to"]):
        mine, _ = own.get((row["area"], row["indicator"], period), (None, "F"))
        pairs.append((mine, other.get((row["indicator"], period))))
    empty = dict.fromkeys(("own_change", "reference_change", "distance_change", "lower", "upper"))
    # Too few in the build is too few against anybody: its base was below the minimum.
    told = row["class"] != "too_few" and row["area"] != code
    (first, first_other), (last, last_other) = pairs
    if not told or first is None or last is None or first_other is None or last_other is None:
        return {**row, **empty, "reference": code, "class": "too_few", "evidence": "cannot_tell"}
    tolerance = float(measure.definition.get("tolerance") or 0.0)
    found = change((first, first_other), (last, last_other), measure.direction, tolerance)
    return {
        **row,
        "reference": code,
        "own_change": found.own,
        "reference_change": found.reference,
        "distance_change": found.distance.value,
        "lower": found.distance.lower,
        "upper": found.distance.upper,
        "class": found.kind,
        "evidence": found.evidence,
    }
