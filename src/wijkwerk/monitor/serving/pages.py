"""Long lists in pages: each page goes on after the place where the last one stopped.

The rows lie in the order of their place, so the last page costs what the first one costs.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace

from wijkwerk.monitor.serving.ask import Ask, conditions, copy_for, is_stored
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.reference import changes_against, figures_against
from wijkwerk.monitor.serving.store import Row

MOST = 5000  # rows of a page


class BadCursorError(ValueError):
    """A cursor that no page of this list gave."""


@dataclass(frozen=True)
class Page:
    """Rows, and the cursor of the next page, None on the last one."""

    rows: list[Row]
    next: str | None


def figures_page(serving: Serving, ask: Ask, cursor: str | None) -> Page:
    """A page of FIGURES of ``ask.limit`` rows. Raises BadCursorError."""
    page = _page(serving, "figures", ask, cursor)
    if ask.against is not None and not is_stored(serving, ask.against):
        return Page(figures_against(serving, page.rows, ask.against), page.next)
    return page


def changes_page(serving: Serving, ask: Ask, cursor: str | None) -> Page:
    """A page of CHANGES of ``ask.limit`` rows; periods are not looked at. Raises BadCursorError."""
    ask = replace(ask, periods=None)
    page = _page(serving, "changes", ask, cursor)
    if ask.against is None or is_stored(serving, ask.against) or not page.rows:
        return page
    inside = Ask(
        areas=sorted({row["area"] for row in page.rows}),
        indicators=sorted({row["indicator"] for row in page.rows}),
        limit=1_000_000,
    )
    told = {
        (row["area"], row["indicator"]): row
        for row in changes_against(serving, inside, ask.against).rows()
    }
    rows = [told[key] for row in page.rows if (key := (row["area"], row["indicator"])) in told]
    return Page(rows, page.next)


def _page(serving: Serving, name: str, ask: Ask, cursor: str | None) -> Page:
    where, values = conditions(ask)
    if ask.against is None or not is_stored(serving, ask.against):
        where.append("main")
    else:
        where.append("reference = ?")
        values.append(ask.against)
    table, _order = copy_for(name, ask, "", "")
    where.append("place > ?")
    values.append(_place(cursor, table))
    limit = min(ask.limit, MOST)
    rows = serving.store.rows(
        f"SELECT * EXCLUDE (main) FROM {table} WHERE {' AND '.join(where)} "
        f"ORDER BY place LIMIT {limit + 1}",
        values,
    )
    more = len(rows) > limit
    rows = rows[:limit]
    last = rows[-1]["place"] if rows else 0
    for row in rows:
        del row["place"]
    return Page(rows, _cursor(last, table) if more else None)


def _cursor(place: int, table: str) -> str:
    return base64.urlsafe_b64encode(f"{table}:{place}".encode()).decode().rstrip("=")


def _place(cursor: str | None, table: str) -> int:
    if cursor is None:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        told, place = base64.b64decode(padded, b"-_", validate=True).decode("ascii").split(":")
        number = int(place)
    except (binascii.Error, UnicodeError, ValueError):
        raise BadCursorError(cursor) from None
    if told != table or not 0 <= number < 2**62:
        raise BadCursorError(cursor)
    return number
