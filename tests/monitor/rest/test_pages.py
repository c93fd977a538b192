"""Lists in pages: every row once, whatever the limit, and no page dearer than another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery
from wijkwerk.monitor.serving.pages import changes_page, figures_page
from wijkwerk.rest.cursors import BadCursorError, cursor_at
from wijkwerk.served.api import Store

LISTS = [
    "figures?indicator=rate01", "figures?area=GM0001,GM0002", "figures?within=GM0001&level=district",
    "figures?indicator=rate01&against=GM0002", "changes?level=neighbourhood", "areas", "areas?q=stad",
    "changes?against=NL00&level=municipality", "group-figures", "group-changes", "group-members",
    "class-counts", "groups",
    "warnings?signal=false", "liveability", "indicators", "areas?within=GM0001",
]  # fmt: skip


def followed(ask: Any, address: str, limit: int) -> list[dict[str, Any]]:
    """All rows of a list, page after page."""
    rows: list[dict[str, Any]] = []
    following: str | None = f"{address}{'&' if '?' in address else '?'}limit={limit}"
    while following is not None:
        answer = ask(following)
        assert answer.status_code == 200, answer.content[:200]
        body = answer.json()
        assert len(body["items"]) <= limit
        rows += body["items"]
        told = body["next"]
        assert answer.get("Link") == (f'<{told}>; rel="next"' if told else None)
        assert told is None or body["items"] or "against" in address
        following = None
        if told is not None:
            parts = urlsplit(told)
            following = f"{parts.path}?{parts.query}"
    return rows


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(address=st.sampled_from(LISTS), limit=st.integers(7, 400))
def test_pages_give_every_row_once(ask: Any, address: str, limit: int) -> None:
    whole = followed(ask, address, 1000 if address.startswith("indicators") else 5000)
    assert whole
    # A page a row would take thousands of questions; seven already cuts every list in many parts.
    assert followed(ask, address, max(limit, len(whole) // 40)) == whole


def test_a_page_may_hold_one_row(ask: Any) -> None:
    assert followed(ask, "groups", 1) == ask("groups").json()["items"]
    assert (
        followed(ask, "figures?area=GM0001&indicator=rate01", 1)
        == (ask("figures?area=GM0001&indicator=rate01").json()["items"])
    )


def test_a_cursor_is_of_one_list_only(ask: Any, serving: Serving) -> None:
    cursor = ask("areas?limit=1").json()["next"].rsplit("=", 1)[1]
    assert ask(f"areas?cursor={cursor}").status_code == 200
    assert ask(f"indicators?cursor={cursor}").status_code == 400
    assert ask(f"warnings?cursor={cursor}").status_code == 400
    with pytest.raises(BadCursorError):
        figures_page(serving, FigureQuery(), cursor_at(3, "changes"))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_is_a_cursor_by_accident(serving: Serving, text: str) -> None:
    try:
        page = changes_page(serving, FigureQuery(limit=1), text)
    except BadCursorError:
        return
    assert text and len(page.rows) <= 1


def test_the_last_page_reads_no_more_than_the_first(tmp_path: Path) -> None:
    """On a large table the store skips what lies before the page instead of counting it off."""
    big = tmp_path / "big.duckdb"
    with duckdb.connect(str(big)) as con:
        con.execute(
            "CREATE TABLE figures_by_indicator AS SELECT i AS place, 'BU' || (i % 14500) AS area, "
            "true AS main, i * 0.5 AS value FROM range(1, 2000001) t(i)"
        )
    store = Store(big)
    asked: list[tuple[str, Sequence[object]]] = []

    class Listening:
        def rows(self, sql: str, values: Sequence[object]) -> list[dict[str, Any]]:
            asked.append((sql, values))
            return store.rows(sql, values)

    serving: Any = SimpleNamespace(store=Listening())
    cursor = cursor_at(1_999_950, "figures_by_indicator")
    assert len(figures_page(serving, FigureQuery(limit=100), cursor).rows) == 51
    sql, values = asked[0]
    plan = store.tuples(f"EXPLAIN ANALYZE {sql}", values)[0][1]
    match = re.search(r"Row Groups Scanned: (\d+) / (\d+)", plan)
    assert match, plan
    assert int(match[1]) <= 2 < 10 <= int(match[2])
    store.close()
