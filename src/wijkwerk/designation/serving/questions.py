"""Rows of a list for its pages and the API. Values are bound, never written into SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wijkwerk.designation.serving.after import HELD, STATUSES, STATUSES_BY_AREA, after, table
from wijkwerk.designation.serving.library import ListServing
from wijkwerk.served.api import Row

SHOWS = ("listed", "near", "unknown", "entered", "left", "all")
# Which rows each choice of a page has; ``s`` is the row of the status that is looked at.
_WHERE = {
    "listed": "h.status NOT IN ('', 'unknown')",
    "near": "s.near_miss <> ''",
    "unknown": "(h.status = 'unknown' OR h.possible <> '')",
    "entered": "s.entered",
    "left": 's."left"',
    "all": "true",
}
# Looking at one status, it alone decides.
_WHERE_ONE = _WHERE | {"listed": "s.result = 'met'", "unknown": "s.result = 'unknown'"}
_ORDERS = {
    "name": "a.name", "years": "s.years_in_a_row", "chance": "f.probability",
    "people": "p.population", "place": "a.municipality", "status": "h.status",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which rows of a list of a year: ``status`` '' is the highest that each area has."""

    year: int
    level: str
    status: str = ""
    show: str = "listed"
    within: str = ""  # code of a municipality
    order: str = "name"
    down: bool = False


def entries(serving: ListServing, wanted: Wanted, limit: int, offset: int = 0) -> list[Row]:
    """The areas of a list of a year, with status (after decisions, and as computed), years in a row,
    chance, what is short."""
    sql, values = _entries(serving, wanted)
    order = _ORDERS[wanted.order]
    down = " DESC" if wanted.down else ""
    return serving.store.rows(
        "SELECT h.area, h.level, a.name, a.municipality, h.status AS held, h.computed, h.decided, "
        "h.possible, h.before, s.status AS looked, s.result, s.condition, s.years_in_a_row, "
        "s.years_possible, s.entered, "
        's."left" AS gone, s.near_miss, s.short, s.missing, f.probability, '
        "f.unknown AS chance_unknown, p.population "
        f"{sql} ORDER BY {order}{down} NULLS LAST, a.name, h.area LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )


def number_of_entries(serving: ListServing, wanted: Wanted) -> int:
    """How many rows ``entries`` has without a limit."""
    sql, values = _entries(serving, wanted, bare=True)
    return int(serving.store.tuples(f"SELECT count(*) {sql}", values)[0][0])


def _entries(serving: ListServing, wanted: Wanted, bare: bool = False) -> tuple[str, list[object]]:
    """FROM and WHERE with their values; ``bare``: without what no row is chosen by."""
    lowest = serving.lowest_status(wanted.year)
    held_table, in_held = table(serving, HELD)
    statuses, in_statuses = table(serving, STATUSES)
    if wanted.status:
        looked = "s.status = ?"
        values: list[object] = [wanted.status]
    elif wanted.show in ("left", "near", "entered"):
        # What it has now says nothing of what it had or nearly has: the lowest status does.
        looked, values = "s.status = ?", [lowest]
    else:
        looked = "s.status = CASE WHEN h.status IN ('', 'unknown') THEN ? ELSE h.status END"
        values = [lowest]
    where = (_WHERE_ONE if wanted.status else _WHERE)[wanted.show]
    # Each table by its own year: that is the order it lies in, so little of it is read.
    more = (
        ""
        if bare
        else (
            "LEFT JOIN firmness f ON f.area = h.area AND f.year = ? AND f.status = s.status "
            "LEFT JOIN population p ON p.area = h.area AND p.year = ? "
        )
    )
    values = [*in_held, *in_statuses, *values]
    values += [] if bare else [wanted.year, wanted.year]
    values += [wanted.year, wanted.level, wanted.year, wanted.level]
    inside = ""
    if wanted.within:
        inside = " AND a.municipality = ?"
        values.append(wanted.within)
    return (
        f"FROM {held_table} h JOIN areas a ON a.code = h.area "
        f"JOIN {statuses} s ON s.area = h.area AND {looked} {more}"
        f"WHERE h.year = ? AND h.level = ? AND s.year = ? AND s.level = ? AND {where}{inside}",
        values,
    )


def counts(serving: ListServing, year: int | None = None) -> list[Row]:
    """Per year, level and status: met, unknown, near, entered, gone, areas; and computed, how many
    meet it by the rule alone."""
    tail, values = ("WHERE year = ? ", [year]) if year is not None else ("", [])
    rows = serving.store.rows(
        f"SELECT *, met AS computed FROM counts {tail}ORDER BY year, level, status",
        values,
    )
    at = {(row["year"], row["level"], row["status"]): row for row in rows}
    for was, now in after(serving).statuses:
        if (row := at.get((now["year"], now["level"], now["status"]))) is not None:
            for name, counted in _COUNTED.items():
                row[name] += counted(now) - counted(was)
    return rows


_COUNTED: dict[str, Callable[[Row], int]] = {
    "met": lambda row: row["result"] == "met",
    "unknown": lambda row: row["result"] == "unknown",
    "near": lambda row: row["near_miss"] != "",
    "entered": lambda row: row["entered"] is True,
    "gone": lambda row: row["left"] is True,
}


def on_list(serving: ListServing, year: int, level: str) -> Row:
    """How many areas have a status (``listed``; ``computed`` by the rule alone), may have a higher
    one (``unsure``), and all."""
    counts_found = serving.store.rows(
        "SELECT listed, listed AS computed, unsure, areas FROM on_list WHERE year = ? AND level = ?",
        [year, level],
    )
    row = counts_found[0] if counts_found else {"listed": 0, "computed": 0, "unsure": 0, "areas": 0}
    for was, now in after(serving).held:
        if (now["year"], now["level"]) == (year, level):
            row["listed"] += _listed(now) - _listed(was)
            row["unsure"] += _unsure(now) - _unsure(was)
    return row


def _listed(row: Row) -> bool:
    return row["status"] not in ("", "unknown")


def _unsure(row: Row) -> bool:
    return bool(row["status"] == "unknown" or row["possible"])


def municipalities(serving: ListServing) -> list[str]:
    """Codes of the municipalities that have listed areas."""
    rows = serving.store.tuples(
        "SELECT DISTINCT municipality FROM areas WHERE municipality IS NOT NULL ORDER BY 1"
    )
    return [str(row[0]) for row in rows]


def area(serving: ListServing, code: str) -> Row | None:
    """An area of the list, None when it has none with this code."""
    areas = serving.store.rows("SELECT * FROM areas WHERE code = ?", [code])
    return areas[0] if areas else None


def areas_named(serving: ListServing, query: str, limit: int) -> list[Row]:
    """Areas whose code or name has ``query`` in it, whole names first."""
    return serving.store.rows(
        "SELECT code, name, level, municipality FROM areas WHERE contains(lower(name), ?) "
        "OR lower(code) = ? ORDER BY length(name), name, code LIMIT ?",
        [query.casefold(), query.casefold(), limit],
    )


def statuses_of(serving: ListServing, code: str) -> list[Row]:
    """Every status of an area in every year (``result`` after decisions), with its chance."""
    statuses, values = table(serving, STATUSES_BY_AREA)
    return serving.store.rows(
        'SELECT s.* EXCLUDE (place, "left"), s."left" AS gone, f.probability, '
        "f.unknown AS chance_unknown, f.draws "
        f"FROM {statuses} s LEFT JOIN firmness_by_area f USING (area, year, status) "
        "WHERE s.area = ? "
        "ORDER BY year, status",
        [*values, code],
    )


def held_of(serving: ListServing, code: str) -> list[Row]:
    """The highest status of an area in every year that it existed, after decisions."""
    held_table, values = table(serving, HELD)
    return serving.store.rows(
        f"SELECT * EXCLUDE (place) FROM {held_table} WHERE area = ? ORDER BY year", [*values, code]
    )


def criteria_of(serving: ListServing, codes: Sequence[str], year: int | None = None) -> list[Row]:
    """Criteria and gates of areas, in one year or in all."""
    marks = ", ".join("?" * len(codes))
    if not codes:
        return []
    tail, values = ("AND year = ? ", [year]) if year is not None else ("", [])
    return serving.store.rows(
        f"SELECT * FROM criteria WHERE area IN ({marks}) {tail}ORDER BY area, year, criterion",
        [*codes, *values],
    )


def held_codes(serving: ListServing, year: int, level: str) -> list[tuple[str, str, str]]:
    """Area, status after decisions, possible higher status: of the areas that have or may have
    one, by the rule or by a decision."""
    held_table, values = table(serving, HELD)
    rows = serving.store.tuples(
        f"SELECT area, status, possible FROM {held_table} WHERE year = ? AND level = ? "
        "AND (status <> '' OR possible <> '' OR decided) ORDER BY area",
        [*values, year, level],
    )
    return [(str(a), str(b), str(c)) for a, b, c in rows]


def names(serving: ListServing, codes: Sequence[str]) -> dict[str, str]:
    """Names of areas."""
    if not codes:
        return {}
    marks = ", ".join("?" * len(codes))
    rows = serving.store.tuples(
        f"SELECT code, name FROM areas WHERE code IN ({marks})", list(codes)
    )
    return {str(code): str(name) for code, name in rows}


def sensitivity(serving: ListServing, year: int, level: str) -> list[Row]:
    """Each threshold by each step and each criterion dropped: who would enter, who would leave."""
    return serving.store.rows(
        "SELECT status, change, criterion, setting, step, have_it, enter, leave FROM sensitivity "
        "WHERE year = ? AND level = ? ORDER BY status, criterion, change DESC, setting",
        [year, level],
    )


def succession(serving: ListServing, code: str) -> list[str]:
    """What areas an area was made of, when boundaries changed."""
    import polars as pl

    rows = serving.found.table("succession").filter(pl.col("area") == code).collect().to_dicts()
    return [f"{row['year']}: {row['before']}" for row in rows]
