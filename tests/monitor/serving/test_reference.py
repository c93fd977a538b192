"""A reference of the reader's own choice: as the build would have it, and nothing hidden shows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from wijkwerk.monitor.api import build_edition
from wijkwerk.monitor.serving import pages
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery, is_stored
from wijkwerk.monitor.serving.figures import changes, figures, group_figures
from wijkwerk.monitor.serving.pages import changes_page, figures_page
from wijkwerk.monitor.serving.reference import changes_against, figures_against, reference_values
from wijkwerk.monitor.sources.simulate.country import Size, simulate

ALL = FigureQuery(limit=1_000_000)


STORED = ("GM0002", "NL00", "FOCUS")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """A small country, each area of which was held against three others when it was built."""
    folder = tmp_path_factory.mktemp("several")
    source = simulate(folder / "source", Size(2, 6, 24, 4, 2), seed=11)
    told = source / "source.toml"
    text = told.read_text("utf-8")
    codes = ", ".join(f'"{code}"' for code in STORED)
    told.write_text(
        text.replace('rule = "municipality"', f'rule = "municipality"\nalso = [{codes}]'), "utf-8"
    )
    opened = Serving.open(build_edition(source, folder / "editions"), folder / "cache")
    assert all(is_stored(opened, code) for code in STORED)
    return opened


def _inside(serving: Serving, code: str) -> set[str]:
    """``code`` and everything it is made of."""
    group = serving.catalogue.groups.get(code)
    within = {code, *(group.areas if group else ())}
    queue = list(within)
    while queue:
        below = serving.catalogue.children.get(queue.pop(), ())
        within |= set(below)
        queue += below
    return within


def _same(one: float | None, other: float | None) -> bool:
    """Equal but for what rounding to nine decimals before publication does."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-7)


@pytest.mark.parametrize("code", STORED)
def test_a_live_reference_equals_the_built_one(several: Serving, code: str) -> None:
    inside = _inside(several, code)
    built = {
        (row["area"], row["indicator"], row["period"]): row
        for row in figures(several, replace(ALL, against=code))
    }
    values, intervals = 0, 0
    for row in figures_against(several, figures(several, ALL), code):
        theirs = built.get((row["area"], row["indicator"], row["period"]))
        if theirs is None or row["area"] == code or theirs["distance"] is None:
            continue
        assert _same(row["reference_value"], theirs["reference_value"]), (row, theirs)
        assert _same(row["distance"], theirs["distance"]), (row, theirs)
        values += 1
        if row["area"] not in inside:
            for bound in ("distance_lower", "distance_upper"):
                assert _same(row[bound], theirs[bound]), (row, theirs)
            intervals += row["distance_lower"] is not None
    assert values > 50
    assert intervals > 50 or code == "NL00"  # everything lies in the country


@pytest.mark.parametrize("code", ["GM0002", "NL00"])
def test_a_live_change_equals_the_built_one(several: Serving, code: str) -> None:
    inside = _inside(several, code)
    built = {
        (row["area"], row["indicator"]): row for row in changes(several, replace(ALL, against=code))
    }
    compared = 0
    for row in changes_against(several, ALL, code).rows():
        theirs = built.get((row["area"], row["indicator"]))
        if theirs is None or theirs["class"] == "too_few" or row["class"] == "too_few":
            continue
        for name in ("own_change", "reference_change", "distance_change"):
            assert _same(row[name], theirs[name]), (name, row, theirs)
        assert row["class"] == theirs["class"], (row, theirs)
        if row["area"] not in inside:
            for name in ("lower", "upper"):
                assert _same(row[name], theirs[name]), (name, row, theirs)
            assert row["evidence"] == theirs["evidence"], (row, theirs)
        compared += 1
    assert compared > 10


def test_a_group_counts_by_one_method_per_indicator(several: Serving) -> None:
    """A pooled value that is withheld isn't replaced by an unweighted one."""
    rows = group_figures(several, "FOCUS")
    pooled = {row["indicator"] for row in rows if row["method"] == "pooled"}
    hidden = {
        (row["indicator"], row["period"])
        for row in rows
        if row["method"] == "pooled" and row["value"] is None
    }
    assert hidden
    values = reference_values(several, "FOCUS")
    assert not hidden & set(values)
    assert {indicator for indicator, _ in values} - pooled, "others go by the unweighted mean"


def test_each_reference_is_there_once(several: Serving) -> None:
    for table, moment in (("figures", ", period"), ("changes", "")):
        twice = several.store.tuples(
            f"SELECT area, indicator, reference{moment} FROM {table} GROUP BY ALL "
            "HAVING count(*) > 1"
        )
        assert twice == []
        none = several.store.tuples(
            f"SELECT area, indicator{moment} FROM {table} GROUP BY ALL "
            "HAVING count(*) FILTER (main) > 1"
        )
        assert none == []


def test_a_hidden_value_stays_hidden_against_anybody(serving: Serving) -> None:
    catalogue = serving.catalogue
    others = [*list(catalogue.areas)[:3], *catalogue.groups]
    hidden = [row for row in figures(serving, ALL) if row["value"] is None]
    assert hidden
    telling = (
        "value",
        "lower",
        "upper",
        "distance",
        "distance_lower",
        "distance_upper",
        "distance_relative",
        "distance_excluding",
        "rank",
    )
    for code in others:
        for row in figures_against(serving, [dict(one) for one in hidden], code):
            assert [row[name] for name in telling] == [None] * len(telling)


def test_a_hidden_reference_gives_no_distance(serving: Serving) -> None:
    hidden = next(row for row in figures(serving, ALL) if row["value"] is None)
    asked = FigureQuery(
        indicators=[hidden["indicator"]], periods=[hidden["period"]], limit=1_000_000
    )
    rows = figures_against(serving, figures(serving, asked), hidden["area"])
    assert rows
    assert {row["reference_value"] for row in rows} == {None}
    assert {row["distance"] for row in rows} == {None}


def test_no_change_is_told_from_a_hidden_moment(serving: Serving) -> None:
    known = {
        (row["area"], row["indicator"], row["period"]): row["value"]
        for row in figures(serving, ALL)
    }
    for code in [*list(serving.catalogue.areas)[:2], *serving.catalogue.groups]:
        for row in changes_against(serving, ALL, code).rows():
            moments = [
                known.get((row["area"], row["indicator"], row[moment]))
                for moment in ("period_from", "period_to")
            ]
            if None in moments:
                assert row["class"] == "too_few"
                assert row["own_change"] is None
                assert row["distance_change"] is None
                assert row["lower"] is row["upper"] is None


def test_what_the_build_called_too_few_is_too_few_against_anybody(serving: Serving) -> None:
    few = {
        (row["area"], row["indicator"])
        for row in changes(serving, ALL)
        if row["class"] == "too_few"
    }
    assert few
    for row in changes_against(serving, ALL, "GM0002").rows():
        if (row["area"], row["indicator"]) in few:
            assert (row["class"], row["distance_change"]) == ("too_few", None)


def _all_pages(page_of: Any, serving: Serving, ask: FigureQuery) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = page_of(serving, ask, cursor)
        result += page.rows
        cursor = page.next
        if cursor is None:
            return result


@pytest.mark.parametrize("against", [None, "GM0002"])
def test_pages_hold_what_the_whole_question_holds(serving: Serving, against: str | None) -> None:
    ask = FigureQuery(
        indicators=[next(iter(serving.catalogue.measures))], against=against, limit=100_000
    )
    keys = ("area", "indicator", "period")
    whole = {tuple(row[k] for k in keys): row for row in figures(serving, ask)}
    paged = _all_pages(figures_page, serving, replace(ask, limit=37))
    assert {tuple(row[k] for k in keys): row for row in paged} == whole
    assert len(paged) == len(whole)
    moved = {row["area"]: row for row in changes(serving, ask)}
    assert {
        row["area"]: row for row in _all_pages(changes_page, serving, replace(ask, limit=37))
    } == moved


def test_no_page_is_larger_than_the_largest(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 10)
    assert len(figures_page(serving, FigureQuery(limit=1000), None).rows) == 10
