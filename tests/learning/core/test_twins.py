"""Twins: nearest by the definition, explained by the figures that they differ in."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.learning.core.twins import FEWEST, nearest, standardise

NUMBERS = st.one_of(st.just(float("nan")), st.integers(-50, 50).map(float))
NAMES = ("a", "b", "c")


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    rows = draw(st.integers(2, 8))
    cells = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=rows, max_size=rows)
    areas = tuple(f"WK{row:02d}" for row in range(rows))
    return areas, np.array(draw(cells)), np.array(draw(cells))


def by_definition(areas: tuple[str, ...], both: np.ndarray, row: int) -> list[tuple[float, str]]:
    """Every pair, number by number."""
    columns = [[value for value in column if not math.isnan(value)] for column in both.T]
    spreads = [float(np.std(column)) if column else 0.0 for column in columns]
    usable = [place for place, spread in enumerate(spreads) if spread > 0]
    has = [place for place in usable if not math.isnan(both[row, place])]
    answers = []
    for other, area in enumerate(areas):
        shared = [place for place in has if not math.isnan(both[other, place])]
        if other == row or len(shared) < max(1, FEWEST * len(has)):
            continue
        squares = [((both[row, p] - both[other, p]) / spreads[p]) ** 2 for p in shared]
        answers.append((round(math.sqrt(sum(squares) / len(squares)), 4), area))
    return sorted(answers)


@given(tables(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_the_nearest_are_those_by_definition(
    table: tuple[tuple[str, ...], np.ndarray, np.ndarray], trend: bool
) -> None:
    areas, values, changes = table
    profiles = standardise(areas, NAMES, values, changes)
    both = np.concatenate([values, changes], axis=1) if trend else values
    answers = nearest(profiles, areas[0], trend=trend)
    expected = by_definition(areas, both, 0)
    assert len(answers) == len(expected)
    for twin, (distance, _area) in zip(answers, expected, strict=True):
        assert twin.distance == pytest.approx(distance, abs=2e-3)
    assert {twin.area for twin in answers} == {area for _far, area in expected}
    for twin in answers:
        shares = [part.share for part in twin.parts]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1 if twin.distance else 0, abs=1e-4)
        apart = math.sqrt(sum(part.apart**2 for part in twin.parts) / len(twin.parts))
        assert apart == pytest.approx(twin.distance, abs=1e-3)
        assert trend or not any(part.trend for part in twin.parts)


def test_only_named_indicators_count_and_the_unit_makes_no_difference() -> None:
    areas = ("WK1", "WK2", "WK3")
    values = np.array([[1.0, 9.0], [1.1, 0.0], [8.0, 9.0]])
    nothing = np.full_like(values, np.nan)
    for scale in (1.0, 1000.0):
        profiles = standardise(areas, ("x", "y"), values * scale, nothing)
        assert [twin.area for twin in nearest(profiles, "WK1", indicators=["x"])] == ["WK2", "WK3"]
        assert [twin.area for twin in nearest(profiles, "WK1", indicators=["y"])] == ["WK3", "WK2"]
    assert nearest(profiles, "WK9") == []
    (first, _second) = nearest(profiles, "WK1", indicators=["y"])
    assert (first.distance, first.parts[0].apart) == (0.0, 0.0)


def test_what_shares_too_little_is_no_twin_and_what_never_differs_tells_nothing() -> None:
    nan = float("nan")
    values = np.array([[1.0, 2.0, 3.0, 7.0], [1.0, nan, nan, 7.0], [5.0, 5.0, nan, 7.0]])
    profiles = standardise(("A", "B", "C"), tuple("wxyz"), values, np.full_like(values, nan))
    answers = nearest(profiles, "A")
    assert [twin.area for twin in answers] == ["B", "C"]
    assert [part.indicator for part in answers[0].parts] == ["w"]
