"""Rows come in one order, and no more than were asked for, whatever the store hands over first."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import pytest

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.served.api import Store

AREAS, MEASURES = ["BU00010001", "BU00010000"], ["rate02", "rate01"]


@pytest.fixture
def backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that gives what nobody asked to sort in the opposite order."""
    real = Store.rows

    def rows(store: Store, sql: str, values: Any = ()) -> list[Any]:
        found = real(store, sql, values)
        return found if "ORDER BY" in sql else found[::-1]

    monkeypatch.setattr(Store, "rows", rows)


@pytest.mark.usefixtures("backwards")
def test_figures_and_changes_of_few_areas_are_put_in_order_here(serving: Serving) -> None:
    ask = FigureQuery(areas=AREAS, indicators=MEASURES)
    key = itemgetter("area", "indicator", "period")
    found = figures.figures(serving, ask)
    assert len(found) > 4
    assert found == sorted(found, key=key)
    changed = figures.changes(serving, ask)
    assert [(row["area"], row["indicator"]) for row in changed] == [
        (area, measure) for area in sorted(AREAS) for measure in sorted(MEASURES)
    ]
    latest = figures.latest_figures(serving, AREAS, None)
    assert latest == sorted(latest, key=itemgetter("area", "indicator"))


def test_a_limit_holds_and_gives_the_first_rows_either_way(serving: Serving) -> None:
    every = figures.figures(serving, FigureQuery(areas=AREAS, indicators=MEASURES))
    for limit in (1, 3, len(every) - 1, len(every), len(every) + 1):
        ask = FigureQuery(areas=AREAS, indicators=MEASURES, limit=limit)
        assert figures.figures(serving, ask) == every[:limit]
