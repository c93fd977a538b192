"""Figures and changes against a reference that the reader chose, out of published values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkwerk.monitor.core.comparison import (
    Changes,
    Estimates,
    Numbers,
    change,
    distance,
    distance_moved,
)
from wijkwerk.monitor.core.tables import CHANGES, UNTOLD_CLASSES
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery, conditions, copy_for
from wijkwerk.served.api import Row
from wijkwerk.shared.comparing import comparable

_REFERENCE_COLUMNS = (
    "reference_value", "distance", "distance_lower", "distance_upper", "distance_relative",
    "distance_excluding", "rank", "rank_lower", "rank_upper",
)  # fmt: skip
_BOUNDS = ("value", "lower", "upper")
Known = dict[tuple[str, str], tuple[float, float, float]]
_NAN = float("nan")
_NOTHING = (_NAN, _NAN, _NAN)


def reference_values(serving: Serving, code: str) -> Known:
    """Published value, lower and upper of an area or group, by (indicator, period).

    A group without figures of its own counts by its pooled value; an indicator that can't be pooled,
    by the unweighted mean.
    """
    rows = serving.store.tuples(
        "SELECT indicator, period, value, lower, upper FROM figures WHERE area = ? AND main "
        "AND value IS NOT NULL",
        [code],
    )
    plain_groups = {row[0] for row in rows}
    # One kind of value per indicator: a pooled value that is withheld at one moment must not be
    # compared with an unweighted one at another.
    grouped = serving.store.tuples(
        'SELECT indicator, period, value, lower, upper FROM groups WHERE "group" = ? '
        "AND value IS NOT NULL AND (method = 'pooled' OR (method = 'unweighted' AND NOT EXISTS ("
        'SELECT 1 FROM groups p WHERE p."group" = groups."group" '
        "AND p.indicator = groups.indicator AND p.method = 'pooled')))",
        [code],
    )
    rows += [row for row in grouped if row[0] not in plain_groups]
    return {
        (indicator, period): tuple(_NAN if bound is None else bound for bound in bounds)  # type: ignore[misc]
        for indicator, period, *bounds in rows
    }


def figures_against(serving: Serving, rows: list[Row], code: str) -> list[Row]:
    """``rows`` of FIGURES with the distance to ``code`` in place of the one of the build."""
    other = reference_values(serving, code)
    own = _estimates([tuple(row[bound] for bound in _BOUNDS) for row in rows])
    theirs = _estimates([other.get((row["indicator"], row["period"]), _NOTHING) for row in rows])
    lag = distance(own, theirs, _signs(serving, [row["indicator"] for row in rows]))
    for place, row in enumerate(rows):
        row |= dict.fromkeys(_REFERENCE_COLUMNS)
        row["reference"] = code
        row["reference_value"] = _or_none(theirs.value[place])
        if row["area"] != code:
            row["distance"] = _or_none(lag.value[place])
            row["distance_lower"] = _or_none(lag.lower[place])
            row["distance_upper"] = _or_none(lag.upper[place])
            if row["reference_value"] and row["distance"] is not None:
                row["distance_relative"] = row["distance"] / abs(row["reference_value"])
    return rows


@dataclass(frozen=True)
class ChangesAgainst:
    """Changes against a chosen reference, column by column."""

    code: str
    columns: dict[str, Any]
    changes: Changes
    judged: Any  # mask: rows of which the indicator has a better side

    @property
    def told(self) -> Any:
        """Mask: rows of which the class can be told."""
        return ~np.isin(self.kinds, UNTOLD_CLASSES)

    @property
    def kinds(self) -> Any:
        """The class of each row; what had too few observations in the build has so here."""
        few = self.columns["class"] == "too_few"
        return _kinds(self.changes.kind, few, self.one_moment, self.judged)

    @property
    def one_moment(self) -> Any:
        """Mask: rows of which the indicator has one moment only."""
        return self.columns["period_from"] == self.columns["period_to"]

    def rows(self) -> list[Row]:
        """As rows of CHANGES."""
        is_told, moved, kinds = self.told, self.changes, self.kinds
        # Without a figure of the reference an area's own change is known all the same.
        computable = (kinds != "too_few") & ~self.one_moment
        numbers = {
            "own_change": moved.own,
            "reference_change": moved.reference,
            "distance_change": moved.distance.value,
            "lower": moved.distance.lower,
            "upper": moved.distance.upper,
        }
        listed = []
        for place in range(len(self.columns["area"])):
            row = {
                name: _plain(self.columns[name][place]) for name in CHANGES if name in self.columns
            }
            row["reference"] = self.code
            for name, values in numbers.items():
                row[name] = _or_none(values[place]) if computable[place] else None
            row["class"] = str(kinds[place])
            row["evidence"] = str(moved.evidence[place]) if is_told[place] else "cannot_tell"
            listed.append(row)
        return listed

    def counts(self) -> dict[str, dict[str, int]]:
        """Per indicator with a better side the areas per class, and those with firm evidence as
        ``firm_<class>``."""
        kind, indicator = self.kinds[self.judged], self.columns["indicator"][self.judged]
        firm = ~np.isin(kind, UNTOLD_CLASSES) & (self.changes.evidence[self.judged] == "firm")
        result: dict[str, dict[str, int]] = {}
        cells = Counter(zip(indicator.tolist(), kind.tolist(), strict=True))
        sure = Counter(zip(indicator[firm].tolist(), kind[firm].tolist(), strict=True))
        for (of, name), number in cells.items():
            result.setdefault(of, {})[name] = number
        for (of, name), number in sure.items():
            result[of][f"firm_{name}"] = number
        return result

    def moments(self) -> dict[str, tuple[str, str]]:
        """Per indicator its first and latest moment."""
        c = self.columns
        return {
            str(indicator): (str(start), str(end))
            for indicator, start, end in zip(
                c["indicator"], c["period_from"], c["period_to"], strict=True
            )
        }


def changes_against(serving: Serving, ask: FigureQuery, code: str) -> ChangesAgainst:
    """Changes of the areas in ``ask`` against ``code``, which itself is left out.

    What had too few observations in the build has too few against anybody.
    """
    where, values = conditions(replace(ask, periods=None, level=ask.level or _level(serving, ask)))
    table, order = copy_for("changes", ask, "c.area, c.indicator", "c.indicator, c.level, c.area")
    moments, _ = copy_for("moments", ask, "", "")
    wanted = " AND ".join(where)
    bounds = ", ".join(f"m.{bound}_{number}" for number in (0, 1) for bound in _BOUNDS)
    columns = serving.store.columns(
        f"WITH m AS (SELECT * FROM {moments} WHERE {wanted}), "
        f"c AS (SELECT * EXCLUDE (main, place, lower, upper) FROM {table} WHERE main AND {wanted}) "
        f"SELECT c.*, {bounds} FROM c JOIN m ON m.area = c.area AND m.indicator = c.indicator "
        f"WHERE c.area <> ? ORDER BY {order} LIMIT {int(ask.limit)}",
        [*values, *values, code],
    )
    other = reference_values(serving, code)
    indicators = columns["indicator"].tolist()
    pairs = [
        (
            Estimates(*(columns[f"{bound}_{number}"] for bound in _BOUNDS)),
            _estimates(
                [
                    other.get(key, _NOTHING)
                    for key in zip(indicators, columns[moment].tolist(), strict=True)
                ]
            ),
        )
        for number, moment in enumerate(("period_from", "period_to"))
    ]
    signs, tolerance = _signs(serving, indicators), _tolerances(serving, indicators)
    moved = change(pairs[0], pairs[1], signs, tolerance)
    return ChangesAgainst(code, columns, moved, _judged(serving, indicators))


def group_changes_against(serving: Serving, rows: list[Row], code: str) -> list[Row]:
    """``rows`` of GROUP_CHANGES with the distance to ``code`` in place of the one of the build."""
    other = reference_values(serving, code)
    same = {
        (row["group"], row["indicator"], row["method"], row["period"]): row
        for row in serving.store.rows(
            "SELECT \"group\", indicator, replace(method, '_same', '') AS method, period, value, "
            "lower, upper FROM groups WHERE method LIKE '%_same' AND value IS NOT NULL"
        )
    }
    pairs = []
    for moment in ("period_from", "period_to"):
        own = [
            same.get((row["group"], row["indicator"], row["method"], row[moment]), {})
            for row in rows
        ]
        theirs = [other.get((row["indicator"], row[moment]), _NOTHING) for row in rows]
        values = [tuple(_none_is_nan(row.get(bound)) for bound in _BOUNDS) for row in own]
        pairs.append((_estimates(values), _estimates(theirs)))
    indicators = [row["indicator"] for row in rows]
    moved = change(
        pairs[0], pairs[1], _signs(serving, indicators), _tolerances(serving, indicators)
    )
    # What had too few observations in the build has too few against anybody.
    few = np.array([row["class"] == "too_few" for row in rows], dtype=bool)
    one_moment = np.array([row["period_from"] == row["period_to"] for row in rows], dtype=bool)
    kinds = _kinds(moved.kind, few, one_moment, _judged(serving, indicators))
    for place, row in enumerate(rows):
        itself, kind = row["group"] == code, str(kinds[place])
        is_told = not one_moment[place] and not itself
        row |= {
            "reference": code,
            "reference_change": _or_none(moved.reference[place]) if is_told else None,
            "distance_change": _or_none(moved.distance.value[place]) if is_told else None,
            "lower": _or_none(moved.distance.lower[place]) if is_told else None,
            "upper": _or_none(moved.distance.upper[place]) if is_told else None,
            "class": None if itself else kind,
            "evidence": None
            if itself
            else "cannot_tell"
            if kind in UNTOLD_CLASSES
            else str(moved.evidence[place]),
        }
    return rows


def changes_between(
    serving: Serving, rows: list[Row], spans: Mapping[str, tuple[str, str]]
) -> list[Row]:
    """Rows like CHANGES out of ``rows`` of FIGURES by the rules of the build, between the two moments
    that ``spans`` has for each indicator.

    An area without a figure at one of the two, or with a base below the least that its indicator
    asks for, has too few. Areas and indicators come in the order of ``rows``.
    """
    cells = {(row["area"], row["indicator"], row["period"]): row for row in rows}
    pairs: list[tuple[str, str, Row | None, Row | None]] = []
    for area, indicator in dict.fromkeys((row["area"], row["indicator"]) for row in rows):
        ends = [cells.get((area, indicator, period)) for period in spans[indicator]]
        pairs.append((area, indicator, ends[0], ends[1]))
    lags = [
        _estimates([_lag_of(end) for end in ends])
        for ends in ([pair[2] for pair in pairs], [pair[3] for pair in pairs])
    ]
    indicators = [pair[1] for pair in pairs]
    missing = [any(end is None or end["value"] is None for end in pair[2:]) for pair in pairs]
    moved, kind, evidence = distance_moved(
        lags[0], lags[1], _tolerances(serving, indicators), np.array(missing, dtype=bool)
    )
    breaks: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row["obs_status"] == "B":
            breaks.setdefault((row["area"], row["indicator"]), set()).add(row["period"])
    few = [
        missing[place] or any(_too_small(serving, value_row) for value_row in pair[2:])
        for place, pair in enumerate(pairs)
    ]
    single = [spans[indicator][0] == spans[indicator][1] for indicator in indicators]
    kinds = _kinds(
        kind, np.array(few, dtype=bool), np.array(single, dtype=bool), _judged(serving, indicators)
    )
    rows_found = []
    for place, (area, indicator, first, last) in enumerate(pairs):
        start, end = spans[indicator]
        defined = serving.catalogue.measures[indicator].definition["breaks"]
        broken = breaks.get((area, indicator), set()) | {
            series_break["period"] for series_break in defined
        }
        computable = kinds[place] not in ("too_few", "no_reference", "one_moment")
        is_told = str(kinds[place]) not in UNTOLD_CLASSES
        rows_found.append(
            {
                "area": area,
                "level": (last or first or {}).get("level"),
                "indicator": indicator,
                "reference": (last or first or {}).get("reference"),
                "period_from": start,
                "period_to": end,
                "own_change": _less(last, first, "value", start, end),
                "reference_change": _less(last, first, "reference_value", start, end),
                "distance_change": _or_none(moved.value[place]) if computable else None,
                "lower": _or_none(moved.lower[place]) if computable else None,
                "upper": _or_none(moved.upper[place]) if computable else None,
                "class": str(kinds[place]),
                "evidence": str(evidence[place]) if is_told else "cannot_tell",
                "broken": any(start < broken_at <= end for broken_at in broken),
                "conf_status": "N"
                if any(
                    end_row is not None and end_row["conf_status"] != "F"
                    for end_row in (first, last)
                )
                else "F",
            }
        )
    return rows_found


def _lag_of(row: Row | None) -> tuple[float, float, float]:
    if row is None:
        return _NOTHING
    lag, low, high = (row[name] for name in ("distance", "distance_lower", "distance_upper"))
    return (_none_is_nan(lag), _none_is_nan(low), _none_is_nan(high))


def _less(last: Row | None, first: Row | None, name: str, start: str, end: str) -> float | None:
    """``last`` minus ``first``; None with one moment or when either is unknown."""
    if last is None or first is None or start == end:
        return None
    if last[name] is None or first[name] is None:
        return None
    return float(last[name] - first[name])


def _too_small(serving: Serving, row: Row | None) -> bool:
    """Whether a figure's base is below the least that its indicator asks for."""
    limits = serving.catalogue.source["disclosure"]
    # With protection such a figure isn't there at all, and bases are rounded.
    if row is None or row["base"] is None or limits["enabled"]:
        return False
    own = serving.catalogue.measures[row["indicator"]].definition.get("minimum_base")
    least = limits["minimum_base"] if own is None else own
    return bool(comparable(row["base"]) < comparable(least))


def _level(serving: Serving, ask: FigureQuery) -> str | None:
    """The level of the areas when all have the same: comparing it costs less than many codes."""
    areas = serving.catalogue.areas
    levels = {areas[code].level for code in ask.areas or () if code in areas}
    return levels.pop() if len(levels) == 1 else None


def _signs(serving: Serving, indicators: list[str]) -> Numbers:
    measures = serving.catalogue.measures
    return np.array(
        [-1.0 if measures[indicator].higher_is_better else 1.0 for indicator in indicators]
    )


def _judged(serving: Serving, indicators: list[str]) -> NDArray[np.bool_]:
    measures = serving.catalogue.measures
    return np.array([measures[indicator].judged for indicator in indicators], dtype=bool)


def _kinds(
    kind: NDArray[np.str_],
    few: NDArray[np.bool_],
    one_moment: NDArray[np.bool_],
    judged: NDArray[np.bool_],
) -> NDArray[np.str_]:
    """The classes of changes out of those of their distances, in the order of ``core.changes``.

    ``few``: too few observations at a moment; ``judged``: of an indicator with a better side.
    """
    silent = [few, np.isin(kind, ("too_few", "no_reference")), one_moment, ~judged]
    return np.select(
        silent, [np.full(kind.shape, "too_few"), kind, "one_moment", "not_judged"], kind
    )


def _tolerances(serving: Serving, indicators: list[str]) -> Numbers:
    measures = serving.catalogue.measures
    return np.array(
        [float(measures[indicator].definition.get("tolerance") or 0) for indicator in indicators]
    )


def _none_is_nan(number: float | None) -> float:
    return _NAN if number is None else float(number)


def _estimates(rows: list[Any]) -> Estimates:
    table = np.array(rows, dtype=float).reshape(len(rows), 3)
    return Estimates(table[:, 0], table[:, 1], table[:, 2])


def _or_none(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
