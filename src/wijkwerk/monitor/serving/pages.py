"""Long lists in pages: each page goes on after the place where the last one stopped.

The rows lie in the order of their place, so the last page costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import (
    FigureQuery,
    conditions,
    copy_for,
    is_stored,
    marks,
)
from wijkwerk.monitor.serving.reference import changes_against, figures_against
from wijkwerk.rest.cursors import MOST, Page, cursor_at, place_of
from wijkwerk.served.api import Row

Filter = Mapping[str, str | bool | Sequence[str] | None]  # column → value, values, or None for all


def figures_page(serving: Serving, ask: FigureQuery, cursor: str | None) -> Page:
    """A page of FIGURES of ``ask.limit`` rows. Raises BadCursorError."""
    page = _page(serving, "figures", ask, cursor)
    if ask.against is not None and not is_stored(serving, ask.against):
        return Page(figures_against(serving, page.rows, ask.against), page.next)
    return page


def changes_page(serving: Serving, ask: FigureQuery, cursor: str | None) -> Page:
    """A page of CHANGES of ``ask.limit`` rows; periods are not looked at. Raises BadCursorError."""
    ask = replace(ask, periods=None)
    page = _page(serving, "changes", ask, cursor)
    if ask.against is None or is_stored(serving, ask.against) or not page.rows:
        return page
    inside = FigureQuery(
        areas=sorted({row["area"] for row in page.rows}),
        indicators=sorted({row["indicator"] for row in page.rows}),
        limit=1_000_000,
    )
    row_by_key = {
        (row["area"], row["indicator"]): row
        for row in changes_against(serving, inside, ask.against).rows()
    }
    rows = [
        row_by_key[key]
        for row in page.rows
        if (key := (row["area"], row["indicator"])) in row_by_key
    ]
    return Page(rows, page.next)


def small_page(
    serving: Serving, table: str, filters: Filter, limit: int, cursor: str | None
) -> Page:
    """A page of groups, classes, warnings or liveability, in the order of the serving file.

    Class counts against references that aren't an area's own are left out. Raises BadCursorError.
    """
    where = ["rowid >= ?"]
    values: list[object] = [place_of(cursor, table)]
    if table == "classes":
        where.append("(origin <> 'computed' OR reference = '')")
    for column, wanted in filters.items():
        if isinstance(wanted, str | bool):
            where.append(f'"{column}" = ?')
            values.append(wanted)
        elif wanted is not None:
            where.append(f'"{column}" IN ({marks(wanted)})')
            values += wanted
    rows = serving.store.rows(
        f"SELECT rowid AS place, * FROM {table} WHERE {' AND '.join(where)} "
        f"ORDER BY rowid LIMIT {min(limit, MOST) + 1}",
        values,
    )
    return _cut(rows, min(limit, MOST), table)


def _page(serving: Serving, name: str, ask: FigureQuery, cursor: str | None) -> Page:
    where, values = conditions(ask)
    if ask.against is None or not is_stored(serving, ask.against):
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(ask.against)
    table, _order = copy_for(name, ask, "", "")
    where.append("place >= ?")
    values.append(place_of(cursor, table))
    limit = min(ask.limit, MOST)
    # First which rows, then all their columns: read at once, four such questions for the areas of
    # a city don't fit into the memory that a worker has for them.
    rows = serving.store.rows(
        f"SELECT * EXCLUDE (main) FROM {table} WHERE rowid IN (SELECT rowid FROM {table} "
        f"WHERE {' AND '.join(where)} ORDER BY place LIMIT {limit + 1}) ORDER BY place",
        values,
    )
    return _cut(rows, limit, table)


def _cut(rows: list[Row], limit: int, table: str) -> Page:
    """The first ``limit`` of ``rows``; the row after them is where the next page begins."""
    following = cursor_at(rows[limit]["place"], table) if len(rows) > limit else None
    for row in rows:
        del row["place"]
    return Page(rows[:limit], following)
